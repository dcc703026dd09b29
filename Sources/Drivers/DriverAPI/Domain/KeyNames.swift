// SPDX-License-Identifier: Apache-2.0

/// QEMU's names of keys (qapi/ui.json, QKeyCode) by the codes of Linux (linux/input-event-codes.h) and of USB (HID Usage Tables,
/// keyboard page).
package enum KeyNames {
    /// Runs of codes, each with the names of its first and the following ones; an empty name is a code that QEMU has no key for.
    private typealias Run = (first: UInt32, names: [String])

    /// The name of a key by Linux' code.
    package static func linux(_ code: UInt32) -> String? { name(of: code, in: linuxRuns) }

    /// The name of a key by its usage.
    package static func usb(_ usage: UInt32) -> String? { name(of: usage, in: usbRuns) }

    /// Linux' code of the key of a name.
    package static func linuxCode(of name: String) -> UInt32? {
        for run in linuxRuns {
            if let position = run.names.firstIndex(of: name) { return run.first + UInt32(position) }
        }
        return nil
    }

    private static func name(of code: UInt32, in runs: [Run]) -> String? {
        for run in runs where code >= run.first && code - run.first < UInt32(run.names.count) {
            let name = run.names[Int(code - run.first)]
            return name.isEmpty ? nil : name
        }
        return nil
    }

    private static func words(_ text: String) -> [String] {
        text.split(separator: " ").map { $0 == "-" ? "" : String($0) }
    }

    private static let linuxRuns: [Run] = [
        (1, words("esc 1 2 3 4 5 6 7 8 9 0 minus equal backspace tab q w e r t y u i o p bracket_left bracket_right")),
        (28, words("ret ctrl a s d f g h j k l semicolon apostrophe grave_accent shift backslash")),
        (
            44,
            words("z x c v b n m comma dot slash shift_r kp_multiply alt spc caps_lock f1 f2 f3 f4 f5 f6 f7 f8 f9 f10")
        ),
        (
            69,
            words(
                "num_lock scroll_lock kp_7 kp_8 kp_9 kp_subtract kp_4 kp_5 kp_6 kp_add kp_1 kp_2 kp_3 kp_0 kp_decimal")
        ),
        (
            86,
            words(
                "less f11 f12 ro - hiragana henkan katakanahiragana muhenkan - kp_enter ctrl_r kp_divide sysrq alt_r lf"
            )
        ),
        (
            102,
            words("home up pgup left right end down pgdn insert delete - audiomute volumedown volumeup power kp_equals")
        ),
        (
            119,
            words("pause - kp_comma lang1 lang2 yen meta_l meta_r compose stop again props undo front copy open paste")
        ),
        (136, words("find cut help menu calculator - sleep wake")),
        (155, words("mail ac_bookmarks computer ac_back ac_forward")),
        (163, words("audionext audioplay audioprev audiostop")), (172, words("ac_home ac_refresh")),
        (226, words("mediaselect")),
    ]

    private static let usbRuns: [Run] = [
        (4, words("a b c d e f g h i j k l m n o p q r s t u v w x y z 1 2 3 4 5 6 7 8 9 0 ret esc backspace tab spc")),
        (
            45,
            words("minus equal bracket_left bracket_right backslash backslash semicolon apostrophe grave_accent comma")
        ),
        (
            55,
            words("dot slash caps_lock f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 print scroll_lock pause insert home pgup")
        ),
        (76, words("delete end pgdn right left down up num_lock kp_divide kp_multiply kp_subtract kp_add kp_enter")),
        (89, words("kp_1 kp_2 kp_3 kp_4 kp_5 kp_6 kp_7 kp_8 kp_9 kp_0 kp_decimal less compose power kp_equals")),
        (116, words("open help props front stop again undo cut copy paste find audiomute volumeup volumedown")),
        (133, words("kp_comma - ro katakanahiragana yen henkan muhenkan")), (144, words("lang1 lang2 - hiragana")),
        (224, words("ctrl shift alt meta_l ctrl_r shift_r alt_r meta_r")),
    ]
}
