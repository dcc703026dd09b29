// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_nonnull_secret`
    package struct SecretReference: XDRCodable {
        package var uuid: UUIDBytes = UUIDBytes()
        package var usageType: Int32 = 0
        package var usageID: String = ""
        package init() {}
        package init(uuid: UUIDBytes, usageType: Int32, usageID: String) {
            self.uuid = uuid
            self.usageType = usageType
            self.usageID = usageID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try uuid.xdr(&stream)
            try stream.integer(&usageType)
            try stream.string(&usageID, atMost: 4194304)
        }
    }
    /// `remote_secret_define_xml_args`
    package struct SecretDefineXMLArguments: XDRCodable {
        package var xml: String = ""
        package var flags: UInt32 = 0
        package init() {}
        package init(xml: String, flags: UInt32) {
            self.xml = xml
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
            try stream.integer(&flags)
        }
    }
    /// `remote_secret_define_xml_ret`
    package struct SecretDefineXMLResult: XDRCodable {
        package var secret: SecretReference = SecretReference()
        package init() {}
        package init(secret: SecretReference) {
            self.secret = secret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try secret.xdr(&stream)
        }
    }
    /// `remote_secret_event_lifecycle_msg`
    package struct SecretEventLifecycleMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var secret: SecretReference = SecretReference()
        package var event: Int32 = 0
        package var detail: Int32 = 0
        package init() {}
        package init(callbackID: Int32, secret: SecretReference, event: Int32, detail: Int32) {
            self.callbackID = callbackID
            self.secret = secret
            self.event = event
            self.detail = detail
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try secret.xdr(&stream)
            try stream.integer(&event)
            try stream.integer(&detail)
        }
    }
    /// `remote_secret_event_value_changed_msg`
    package struct SecretEventValueChangedMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var secret: SecretReference = SecretReference()
        package init() {}
        package init(callbackID: Int32, secret: SecretReference) {
            self.callbackID = callbackID
            self.secret = secret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try secret.xdr(&stream)
        }
    }
    /// `remote_secret_get_value_args`
    package struct SecretGetValueArguments: XDRCodable {
        package var secret: SecretReference = SecretReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(secret: SecretReference, flags: UInt32) {
            self.secret = secret
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try secret.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_secret_get_value_ret`
    package struct SecretGetValueResult: XDRCodable {
        package var value: [UInt8] = []
        package init() {}
        package init(value: [UInt8]) {
            self.value = value
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.opaque(&value, atMost: 65536)
        }
    }
    /// `remote_secret_get_xml_desc_args`
    package struct SecretGetXMLDescArguments: XDRCodable {
        package var secret: SecretReference = SecretReference()
        package var flags: UInt32 = 0
        package init() {}
        package init(secret: SecretReference, flags: UInt32) {
            self.secret = secret
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try secret.xdr(&stream)
            try stream.integer(&flags)
        }
    }
    /// `remote_secret_get_xml_desc_ret`
    package struct SecretGetXMLDescResult: XDRCodable {
        package var xml: String = ""
        package init() {}
        package init(xml: String) {
            self.xml = xml
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&xml, atMost: 4194304)
        }
    }
    /// `remote_secret_lookup_by_usage_args`
    package struct SecretLookupByUsageArguments: XDRCodable {
        package var usageType: Int32 = 0
        package var usageID: String = ""
        package init() {}
        package init(usageType: Int32, usageID: String) {
            self.usageType = usageType
            self.usageID = usageID
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&usageType)
            try stream.string(&usageID, atMost: 4194304)
        }
    }
    /// `remote_secret_lookup_by_usage_ret`
    package struct SecretLookupByUsageResult: XDRCodable {
        package var secret: SecretReference = SecretReference()
        package init() {}
        package init(secret: SecretReference) {
            self.secret = secret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try secret.xdr(&stream)
        }
    }
    /// `remote_secret_lookup_by_uuid_args`
    package struct SecretLookupByUUIDArguments: XDRCodable {
        package var uuid: UUIDBytes = UUIDBytes()
        package init() {}
        package init(uuid: UUIDBytes) {
            self.uuid = uuid
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try uuid.xdr(&stream)
        }
    }
    /// `remote_secret_lookup_by_uuid_ret`
    package struct SecretLookupByUUIDResult: XDRCodable {
        package var secret: SecretReference = SecretReference()
        package init() {}
        package init(secret: SecretReference) {
            self.secret = secret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try secret.xdr(&stream)
        }
    }
    /// `remote_secret_set_value_args`
    package struct SecretSetValueArguments: XDRCodable {
        package var secret: SecretReference = SecretReference()
        package var value: [UInt8] = []
        package var flags: UInt32 = 0
        package init() {}
        package init(secret: SecretReference, value: [UInt8], flags: UInt32) {
            self.secret = secret
            self.value = value
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try secret.xdr(&stream)
            try stream.opaque(&value, atMost: 65536)
            try stream.integer(&flags)
        }
    }
    /// `remote_secret_undefine_args`
    package struct SecretUndefineArguments: XDRCodable {
        package var secret: SecretReference = SecretReference()
        package init() {}
        package init(secret: SecretReference) {
            self.secret = secret
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try secret.xdr(&stream)
        }
    }
}
