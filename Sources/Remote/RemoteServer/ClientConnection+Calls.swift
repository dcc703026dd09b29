// SPDX-License-Identifier: Apache-2.0

internal import RemoteProtocol
internal import Synchronization

extension ClientConnection {
    /// Does what the connection's state asks for.
    func perform(_ actions: [ConnectionMachine.Action]) {
        var pending = actions
        while !pending.isEmpty {
            switch pending.removeFirst() {
            case .start(let id, let packet): pending += start(id, packet)
            case .cancel(let id): state.withLock { $0.tasks.removeValue(forKey: id) }?.cancel()
            case .stream(let key, let input):
                let stream = state.withLock { state in
                    input == .aborted ? state.streams.removeValue(forKey: key) : state.streams[key]
                }
                stream?.deliver(input)
            }
        }
    }

    /// Starts a call.
    ///
    /// - Returns: What there is to do next when the call is over already.
    private func start(_ id: UInt64, _ packet: Packet) -> [ConnectionMachine.Action] {
        guard let session = state.withLock({ $0.session }) else { return [] }
        let call = Call(packet, from: self)
        switch session.work(call) {
        case .atOnce(let body):
            return finish(id, call, Result { try body() })
        case .task(let deadline, let body):
            if let deadline { withMachine { $0.setDeadline(.now + deadline, ofCall: id) } }
            state.withLock { state in
                // The task cannot end before it is kept, for it waits for the lock.
                state.tasks[id] = Task { [self] in
                    let result: Result<[UInt8], any Error>
                    do { result = .success(try await body()) } catch { result = .failure(error) }
                    forgetTask(id)
                    perform(finish(id, call, result))
                }
            }
            return []
        case .forward(let begin):
            begin { [self] answer in
                perform(finish(id, call, answer.flatMap { answer in Result { try call.reply(passing: answer) } }))
            }
            return []
        }
    }

    private func forgetTask(_ id: UInt64) { state.withLock { $0.tasks[id] = nil } }

    private func finish(_ id: UInt64, _ call: Call, _ result: Result<[UInt8], any Error>)
        -> [ConnectionMachine.Action]
    {
        switch result {
        case .success(let reply):
            let (descriptors, afterReply, closes) = call.finish()
            let actions = withMachine { machine in
                let actions = machine.finish(id, reply, descriptors, succeeded: true)
                if closes { machine.close() }
                return actions
            }
            guard let actions else {
                call.fail()
                return []
            }
            for body in afterReply { body() }
            return actions
        case .failure(let error):
            let reply = RemoteError(error).reply(to: call.packet.header)
            let actions = withMachine { $0.finish(id, reply, succeeded: false) }
            call.fail()
            forgetStream(StreamKey(call.packet.header))
            return actions ?? []
        }
    }
}
