// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct Dev: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Do what developers do: try, check, test, measure, document and install swift-virt.")
}
