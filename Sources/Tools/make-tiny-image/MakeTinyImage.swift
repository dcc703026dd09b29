// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct MakeTinyImage: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "make-tiny-image", abstract: "Build a tiny initrd.")
}
