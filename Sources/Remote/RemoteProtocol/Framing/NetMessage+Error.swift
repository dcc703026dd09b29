// SPDX-License-Identifier: Apache-2.0

/// An error of the wire can be thrown, so that one who passes it on loses nothing of it.
extension NetMessage.Error: Swift.Error {}
