// SPDX-License-Identifier: Apache-2.0

import DriverAPI
import Testing

@testable import QEMUDriver

/// What becomes of a domain when things happen to it.
@Suite struct DomainLifecycleTests {
    private typealias Policy = DomainLifecycle.Policy

    private func running(_ policy: DomainLifecycle.Policy = .init()) -> DomainLifecycle {
        var life = DomainLifecycle()
        #expect(life.apply(.begin(policy)).isEmpty && life.status == .paused(.startingUp))
        #expect(life.apply(.started(.booted)) == [.announce(.lifecycle(.started(.booted)))])
        #expect(life.apply(.machine(.resumed)) == [.announce(.lifecycle(.resumed(.unpaused)))])
        #expect(life.apply(.settled(paused: false)).isEmpty)
        #expect(life.status == .running(.booted) && life.isLive)
        return life
    }

    private let powerOff = MachineEvent.shutdown(byGuest: true, isReset: false)

    @Test("a guest that powers off ends its QEMU, and the domain is off because of that")
    func powersOff() {
        var life = running()
        #expect(life.apply(.machine(powerOff)) == [.announce(.lifecycle(.shutdown(.guest))), .endQEMU])
        #expect(life.status == .shutdown && life.isEnding)
        #expect(life.apply(.machine(.stopped)).isEmpty)
        #expect(life.apply(.ended) == [.announce(.lifecycle(.stopped(.shutdown)))])
        #expect(life.status == .shutoff(.shutdown) && life.isOff)
        #expect(life.apply(.ended).isEmpty)
    }

    @Test("a QEMU that goes without a word has crashed; one that was to end has not")
    func goes() {
        var life = running()
        #expect(life.apply(.ended) == [.announce(.lifecycle(.stopped(.failed)))])
        #expect(life.status == .shutoff(.crashed))
        life = running()
        #expect(life.apply(.ending(.destroyed, .destroyed)).isEmpty)
        // What QEMU says on its way out is no news.
        #expect(life.apply(.machine(.shutdown(byGuest: false, isReset: false))).isEmpty)
        #expect(life.apply(.ended) == [.announce(.lifecycle(.stopped(.destroyed)))])
        #expect(life.status == .shutoff(.destroyed))
    }

    @Test("a start that fails announces nothing")
    func fails() {
        var life = DomainLifecycle()
        _ = life.apply(.begin(.init()))
        #expect(life.apply(.failed).isEmpty && life.status == .shutoff(.failed) && life.isOff)
        _ = life.apply(.begin(.init()))
        _ = life.apply(.ending(.destroyed, .destroyed))
        #expect(life.apply(.failed).isEmpty && life.status == .shutoff(.destroyed))
    }

    @Test("a start that stays paused says so")
    func paused() {
        var life = DomainLifecycle()
        _ = life.apply(.begin(.init()))
        _ = life.apply(.started(.booted))
        #expect(life.apply(.settled(paused: true)) == [.announce(.lifecycle(.suspended(.paused)))])
        #expect(life.status == .paused(.user))
        #expect(life.apply(.machine(.resumed)) == [.announce(.lifecycle(.resumed(.unpaused)))])
        #expect(life.status == .running(.unpaused))
    }

    @Test("why a guest stands still is told by who stopped it")
    func pauses() {
        var life = running()
        #expect(life.apply(.pausing(.user)).isEmpty)
        #expect(life.apply(.machine(.stopped)) == [.announce(.lifecycle(.suspended(.paused)))])
        #expect(life.status == .paused(.user))
        life = running()
        let error = MachineEvent.ioError(node: "n", device: "d", action: .pause, isOutOfSpace: true)
        #expect(life.apply(.machine(error)) == [.announce(.lifecycle(.suspended(.ioError)))])
        #expect(life.apply(.machine(.stopped)).isEmpty && life.status == .paused(.ioError))
        life = running()
        #expect(
            life.apply(.machine(.watchdog(.pause)))
                == [.announce(.watchdog(.pause)), .announce(.lifecycle(.suspended(.watchdog)))])
        life = running()
        #expect(life.apply(.machine(.stopped)) == [.announce(.lifecycle(.suspended(.paused)))])
        #expect(life.status == .paused(.unknown))
    }

    @Test("the document decides what a panic, a reset and a power-off lead to")
    func policies() {
        var life = running(Policy(onCrash: .restart))
        #expect(
            life.apply(.machine(.panicked(isCrashLoaded: false))) == [
                .announce(.lifecycle(.crashed(.panicked))), .restart,
            ])
        #expect(life.apply(.machine(.resumed)) == [.announce(.lifecycle(.resumed(.unpaused)))])
        #expect(life.status == .running(.unpaused))
        life = running(Policy(onCrash: .preserve))
        #expect(life.apply(.machine(.panicked(isCrashLoaded: false))).count == 1 && life.status == .crashed(.panicked))
        #expect(life.apply(.machine(.panicked(isCrashLoaded: true))) == [.announce(.lifecycle(.crashed(.crashLoaded)))])
        life = running()
        #expect(life.apply(.machine(.panicked(isCrashLoaded: false))).last == .endQEMU)
        #expect(life.apply(.ended) == [.announce(.lifecycle(.stopped(.crashed)))] && life.status == .shutoff(.crashed))
        life = running(Policy(onPowerOff: .restart))
        #expect(life.apply(.machine(powerOff)).last == .restart)
        life = running(Policy(onReboot: .destroy))
        #expect(life.apply(.machine(.shutdown(byGuest: true, isReset: true))).last == .endQEMU)
        life = running()
        #expect(life.apply(.machine(.reset)) == [.announce(.reboot)] && life.status == .running(.booted))
    }

    @Test("a reboot by the power button is a power-off that begins anew, once")
    func reboots() {
        var life = running()
        #expect(life.apply(.rebooting).isEmpty)
        #expect(life.apply(.machine(powerOff)) == [.restart])
        #expect(life.apply(.machine(.reset)) == [.announce(.reboot)])
        _ = life.apply(.machine(.resumed))
        #expect(life.apply(.machine(powerOff)).last == .endQEMU)
    }
}
