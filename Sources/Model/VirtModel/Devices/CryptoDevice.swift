// SPDX-License-Identifier: Apache-2.0

package import XMLCoding

/// A `<crypto>` device.
package struct CryptoDevice: XMLRepresentable, Sendable, Hashable {
    package var model = "virtio"
    package var type = "qemu"
    package var backend = "builtin"
    package var queues: Int?
    package var virtio = VirtioOptions()
    package var info = DeviceInfo()
    package init() {}
    package mutating func xml(_ x: inout some XMLVisitor) throws {
        try x.required("model", &model)
        try x.required("type", &type)
        try x.group("backend") { x in
            try x.required("model", &backend)
            try x.attribute("queues", &queues)
        }
        try x.group("driver") { x in try virtio.attributes(&x) }
        try info.xml(&x)
        guard x.isReading else { return }
        guard model == "virtio", type == "qemu", backend == "builtin" || backend == "lkcf" else {
            throw x.failure(
                .invalid, "A crypto device is of model 'virtio', type 'qemu' and backend 'builtin' or 'lkcf'.")
        }
    }
}
