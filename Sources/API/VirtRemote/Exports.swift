// SPDX-License-Identifier: Apache-2.0

// Who connects needs the connection itself too: one import gives both.
@_exported public import Virt
