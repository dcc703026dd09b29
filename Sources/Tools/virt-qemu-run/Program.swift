// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Glibc

@main
enum Program {
    static func main() {
        guard let order = RunOrder(plain: CommandLine.arguments.dropFirst()) else { return VirtQEMURun.main() }
        do {
            try order.run()
        } catch let code as ExitCode {
            exit(code.rawValue)
        } catch {
            VirtQEMURun.exit(withError: error)
        }
    }
}
