// SPDX-License-Identifier: Apache-2.0
import Compression
import Foundation
import TestSupport
import Testing

@Suite struct CompressionTests {
}
