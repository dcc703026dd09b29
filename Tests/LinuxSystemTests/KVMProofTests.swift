// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import SystemPackage
import Testing

@Suite struct KVMProofTests {
    @Test("a proof of KVM ends soon, with a reason when KVM does not serve")
    func proof() {
        let clock = ContinuousClock()
        let time = clock.measure {
            do {
                try KVMProof.run()
                print("KVM serves here")
            } catch {
                print("KVM does not serve here: \(error)")
                #expect(!"\(error)".isEmpty)
            }
        }
        print("the proof took \(time)")
        #expect(time < .seconds(5))
    }

    @Test("a device that is missing or is something else is named")
    func noDevice() {
        #expect(throws: KVMProof.self) { try KVMProof.run(device: "/dev/null") }
        do {
            try KVMProof.run(device: "/nonexistent/kvm")
            Issue.record("there is no such device")
        } catch {
            #expect("\(error)".contains("'/nonexistent/kvm' cannot be opened (No such file or directory)"))
        }
    }
}
