// SPDX-License-Identifier: Apache-2.0

/// What all programs share: the header of a message, the error, the hole in a stream.
package enum NetMessage {}

/// The program that clients call for everything but what is QEMU's own.
package enum RemoteProgram {}

/// The program for what is QEMU's own: monitor commands and events.
package enum QEMUProgram {}

/// The program of the administration socket.
package enum AdminProgram {}

/// The program that tells whether the other side is alive.
package enum KeepaliveProgram {}
