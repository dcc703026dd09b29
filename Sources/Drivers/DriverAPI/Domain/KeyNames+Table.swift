// SPDX-License-Identifier: Apache-2.0

extension KeyNames {
    /// The keys, one a line: QEMU's name (qapi/ui.json, QKeyCode) and the key's numbers in the code sets of ``columns``, in their order.
    ///
    /// A number is decimal in the columns of Linux and USB, which are written so where they come from, and else hexadecimal; `-` stands
    /// for none, and several are separated by commas. Of two keys with one number the first is meant. The numbers are those of
    /// keycodemapdb, which libvirt and QEMU share (see NOTICE), and set 3's of the keypad's minus as IBM's keyboards have it.
    static let table = """
        esc 1 1 76 8 35 41 1b
        1 2 2 16 16 12 30 31
        2 3 3 1e 1e 13 31 32
        3 4 4 26 26 14 32 33
        4 5 5 25 25 15 33 34
        5 6 6 2e 2e 17 34 35
        6 7 7 36 36 16 35 36
        7 8 8 3d 3d 1a 36 37
        8 9 9 3e 3e 1c 37 38
        9 10 a 46 46 19 38 39
        0 11 b 45 45 1d 39 30
        minus 12 c 4e 4e 1b 45 bd
        equal 13 d 55 55 18 46 bb
        backspace 14 e 66 66 33 42 8
        tab 15 f d d 30 43 9
        q 16 10 15 15 c 20 51
        w 17 11 1d 1d d 26 57
        e 18 12 24 24 e 8 45
        r 19 13 2d 2d f 21 52
        t 20 14 2c 2c 11 23 54
        y 21 15 35 35 10 28 59
        u 22 16 3c 3c 20 24 55
        i 23 17 43 43 22 12 49
        o 24 18 44 44 1f 18 4f
        p 25 19 4d 4d 23 19 50
        bracket_left 26 1a 54 54 21 47 db
        bracket_right 27 1b 5b 5b 1e 48 dd
        ret 28 1c 5a 5a 24 40 d
        ctrl 29 1d 14 11 3b 224 a2,11
        a 30 1e 1c 1c 0 4 41
        s 31 1f 1b 1b 1 22 53
        d 32 20 23 23 2 7 44
        f 33 21 2b 2b 3 9 46
        g 34 22 34 34 5 10 47
        h 35 23 33 33 4 11 48
        j 36 24 3b 3b 26 13 4a
        k 37 25 42 42 28 14 4b
        l 38 26 4b 4b 25 15 4c
        semicolon 39 27 4c 4c 29 51 ba
        apostrophe 40 28 52 52 27 52 de
        grave_accent 41 29 e e 32 53 c0
        shift 42 2a 12 12 38 225 10,a0
        backslash 43 2b 5d 5c 2a 49,50 dc
        z 44 2c 1a 1a 6 29 5a
        x 45 2d 22 22 7 27 58
        c 46 2e 21 21 8 6 43
        v 47 2f 2a 2a 9 25 56
        b 48 30 32 32 b 5 42
        n 49 31 31 31 2d 17 4e
        m 50 32 3a 3a 2e 16 4d
        comma 51 33 41 41 2b 54 bc
        dot 52 34 49 49 2f 55 be
        slash 53 35 4a 4a 2c 56 bf
        shift_r 54 36 59 59 3c 229 a1
        kp_multiply 55 37 7c 7e 43 85 6a
        asterisk 55
        alt 56 38 11 19 3a 226 a4,12
        spc 57 39 29 29 31 44 20
        caps_lock 58 3a 58 14 39 57 14
        f1 59 3b 5 7 7a 58 70
        f2 60 3c 6 f 78 59 71
        f3 61 3d 4 17 63 60 72
        f4 62 3e c 1f 76 61 73
        f5 63 3f 3 27 60 62 74
        f6 64 40 b 2f 61 63 75
        f7 65 41 83 37 62 64 76
        f8 66 42 a 3f 64 65 77
        f9 67 43 1 47 65 66 78
        f10 68 44 9 4f 6d 67 79
        num_lock 69 45 77 76 47 83 90
        scroll_lock 70 46 7e 5f - 71 91
        kp_7 71 47 6c 6c 59 95 67
        kp_8 72 48 75 75 5b 96 68
        kp_9 73 49 7d 7d 5c 97 69
        kp_subtract 74 4a 7b 4e,84 4e 86 6d
        kp_4 75 4b 6b 6b 56 92 64
        kp_5 76 4c 73 73 57 93 65
        kp_6 77 4d 74 74 58 94 66
        kp_add 78 4e 79 7c 45 87 6b
        kp_1 79 4f 69 69 53 89 61
        kp_2 80 50 72 72 54 90 62
        kp_3 81 51 7a 7a 55 91 63
        kp_0 82 52 70 70 52 98 60
        kp_decimal 83 53 71 71 41 99 6e
        less 86 56 61 13 a 100 e2
        f11 87 57 78 56 67 68 7a
        f12 88 58 7 5e 6f 69 7b
        ro 89 73 51 - 5e 135 e2
        hiragana 91 77 62 - - 147
        henkan 92 79 64 86 - 138 1c
        katakanahiragana 93 70 13 87 - 136 f2
        muhenkan 94 7b 67 85 - 139 1d
        kp_enter 96 e01c e05a 79 4c 88
        ctrl_r 97 e01d e014 58 3e 228 a3
        kp_divide 98 e035 e04a 4a 4b 84 6f
        sysrq 99 54,e037 7f,e07c 57 - 70 2c
        print 99
        alt_r 100 e038 e011 39 3d 230 a5
        lf 101 5b
        home 102 e047 e06c 6e 73 74 24
        up 103 e048 e075 63 7e 82 26
        pgup 104 e049 e07d 6f 74 75 21
        left 105 e04b e06b 61 7b 80 25
        right 106 e04d e074 6a 7c 79 27
        end 107 e04f e069 65 77 77 23
        down 108 e050 e072 60 7d 81 28
        pgdn 109 e051 e07a 6d 79 78 22
        insert 110 e052 e070 67 - 73 2d
        delete 111 e053 e071 64 75 76 2e
        audiomute 113 e020 e023 9c 4a 127,239 ad
        volumedown 114 e02e e021 9d 49 129,238 ae
        volumeup 115 e030 e032 95 48 128,237 af
        power 116 e05e e037 - - 102
        kp_equals 117 59 f - 51 103
        pause 119 e046 e077 62 - 72 13
        kp_comma 121 7e 6d - - 133 6c
        lang1 122 f2,72 f2 - 68 144 15,16
        lang2 123 f1,71 f1 - 66 145 19,1a
        yen 124 7d 6a 5d 5d 137 dc
        meta_l 125 e05b e01f 8b 37 227 5b
        meta_r 126 e05c e027 8c 36 231 5c
        compose 127 e05d e02f 8d 6e 101 5d
        stop 128 e068 e028 a - 120,243 a9
        again 129 e005 - b - 121
        props 130 e006 - c
        undo 131 e007 - 10 - 122
        front 132 e00c - - - 119
        copy 133 e078 - 18 - 124
        open 134 64 - 20 - 116
        paste 135 65 - 28 - 125
        find 136 e041 - 30 - 126,244
        cut 137 e03c - 38 - 123
        help 138 e075 - 9 72 117 2f
        menu 139 e01e - 91 - 118
        calculator 140 e021 e02b a3 - 251
        sleep 142 e05f e03f - - 248 5f
        wake 143 e063 e05e
        mail 155 e06c e048
        ac_bookmarks 156 e066 e018
        computer 157 e06b e040
        ac_back 158 e06a e038 - - 241 a6
        ac_forward 159 e069 e030 - - 242 a7
        audionext 163 e019 e04d 93 - 235 b0
        audioplay 164 e022 e034 - - 232 b3
        audioprev 165 e010 e015 94 - 234 b1
        audiostop 166 e024 e03b 98 - 233 b2
        ac_home 172 e032 e03a 97 - - ac
        ac_refresh 173 e067 e020 - - 250 a8
        f13 183 5d 2f 7f 69 104 7c
        f14 184 5e 37 80 6b 105 7d
        f15 185 5f 3f 81 71 106 7e
        f16 186 55 - 82 6a 107 7f
        f17 187 e003 - 83 40 108 80
        f18 188 e077 - - 4f 109 81
        f19 189 e004 - - 50 110 82
        f20 190 5a - - 5a 111 83
        f21 191 74 - - - 112 84
        f22 192 e079 - - - 113 85
        f23 193 6d - - - 114 86
        f24 194 6f - - - 115 87
        mediaselect 226 e06d e050
        """
}
