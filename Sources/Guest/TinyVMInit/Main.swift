// SPDX-License-Identifier: Apache-2.0

internal import CGuest

/// The first process of the guest.
@_cdecl("guest_main")
public func main() -> Never {
    var milestones = GuestMilestones()
    milestones.initStarted = microsecondsSinceBoot()
    Startup.mountSystem()
    // A command whose reader has gone gets an error, and so do we: SIGPIPE stays blocked here.
    var broken: UInt64 = 1 << 12
    _ = guest_rt_sigprocmask(0, &broken, nil, Signal.setSize)
    let refused = Startup.loadModules()
    milestones.modulesLoaded = microsecondsSinceBoot()
    let channel = Channel(descriptor: Startup.openChannel(after: refused))
    milestones.channelOpened = microsecondsSinceBoot()
    var session = Session(channel: channel, milestones: milestones)
    if let refused { session.refuse(refused) }
    session.run()
}
