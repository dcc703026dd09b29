// SPDX-License-Identifier: Apache-2.0

// The values that connections exchange are part of this module's face: one import gives all of it.
@_exported public import DriverAPI
