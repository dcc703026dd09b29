// SPDX-License-Identifier: Apache-2.0

package import RemoteProtocol
package import XDR

/// A program with the procedures of it that a service serves: one line for each.
///
/// ```swift
/// var program = ServedProgram<Session>(RemoteProgram.facts)
/// program.serve(RemoteProgram.domainGetXMLDesc) { session, call, arguments in
///     RemoteProgram.DomainGetXMLDescResult(xml: try await session.xml(of: arguments.dom))
/// }
/// ```
package struct ServedProgram<Session: Sendable>: Sendable {
    /// How a procedure is served.
    enum Handler: Sendable {
        /// At once, on the event loop.
        case atOnce(@Sendable (Session, Call) throws -> [UInt8])
        /// By a task, which may take so long.
        case task(deadline: Duration?, @Sendable (Session, Call) async throws -> [UInt8])
    }

    /// What is known of the program.
    package let facts: ProgramFacts
    private(set) var handlers: [Int32: Handler] = [:]

    /// A program that serves nothing yet.
    package init(_ facts: ProgramFacts) { self.facts = facts }

    /// The numbers of the procedures that are served, in their order.
    package var servedNumbers: [Int32] { handlers.keys.sorted() }

    /// Serves a procedure by a task.
    ///
    /// - Parameter deadline: After which time the client gets an error instead, and the task is cancelled. By default half a
    ///   minute for procedures that never wait for a guest, and ten minutes for others.
    package mutating func serve<Arguments: XDRCodable, Result: XDRCodable>(
        _ procedure: Procedure<Arguments, Result>, deadline: CallDeadline = .usual,
        _ body: @escaping @Sendable (Session, Call, Arguments) async throws -> Result
    ) {
        let usual: Duration = facts[procedure.number]?.isQuick == true ? .seconds(30) : .seconds(600)
        let time: Duration? =
            switch deadline {
            case .usual: usual
            case .none: nil
            case .after(let time): time
            }
        handlers[procedure.number] = .task(deadline: time) { session, call in
            let arguments = try Arguments(xdr: call.packet.bytes, from: call.packet.offset)
            return try call.reply(try await body(session, call, arguments))
        }
    }

    /// Serves a procedure at once, on the event loop: for what neither waits nor computes.
    package mutating func answer<Arguments: XDRCodable, Result: XDRCodable>(
        _ procedure: Procedure<Arguments, Result>,
        _ body: @escaping @Sendable (Session, Call, Arguments) throws -> Result
    ) {
        handlers[procedure.number] = .atOnce { session, call in
            let arguments = try Arguments(xdr: call.packet.bytes, from: call.packet.offset)
            return try call.reply(try body(session, call, arguments))
        }
    }
}

/// How long a call may take.
package enum CallDeadline: Sendable {
    /// What suits its kind.
    case usual
    /// As long as it needs.
    case none
    /// So long.
    case after(Duration)
}
