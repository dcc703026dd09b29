// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// `remote_domain_event_balloon_change_msg`
    package struct DomainEventBalloonChangeMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var actual: UInt64 = 0
        package init() {}
        package init(dom: DomainReference, actual: UInt64) {
            self.dom = dom
            self.actual = actual
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&actual)
        }
    }
    /// `remote_domain_event_block_job_2_msg`
    package struct DomainEventBlockJob2Message: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var dst: String = ""
        package var type: Int32 = 0
        package var status: Int32 = 0
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, dst: String, type: Int32, status: Int32) {
            self.callbackID = callbackID
            self.dom = dom
            self.dst = dst
            self.type = type
            self.status = status
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.string(&dst, atMost: 4194304)
            try stream.integer(&type)
            try stream.integer(&status)
        }
    }
    /// `remote_domain_event_block_job_msg`
    package struct DomainEventBlockJobMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var path: String = ""
        package var type: Int32 = 0
        package var status: Int32 = 0
        package init() {}
        package init(dom: DomainReference, path: String, type: Int32, status: Int32) {
            self.dom = dom
            self.path = path
            self.type = type
            self.status = status
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&path, atMost: 4194304)
            try stream.integer(&type)
            try stream.integer(&status)
        }
    }
    /// `remote_domain_event_block_threshold_msg`
    package struct DomainEventBlockThresholdMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var dev: String = ""
        package var path: String? = nil
        package var threshold: UInt64 = 0
        package var excess: UInt64 = 0
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, dev: String, path: String?, threshold: UInt64, excess: UInt64) {
            self.callbackID = callbackID
            self.dom = dom
            self.dev = dev
            self.path = path
            self.threshold = threshold
            self.excess = excess
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.string(&dev, atMost: 4194304)
            try stream.optionalString(&path, atMost: 4194304)
            try stream.integer(&threshold)
            try stream.integer(&excess)
        }
    }
    /// `remote_domain_event_callback_agent_lifecycle_msg`
    package struct DomainEventCallbackAgentLifecycleMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var state: Int32 = 0
        package var reason: Int32 = 0
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, state: Int32, reason: Int32) {
            self.callbackID = callbackID
            self.dom = dom
            self.state = state
            self.reason = reason
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.integer(&state)
            try stream.integer(&reason)
        }
    }
    /// `remote_domain_event_callback_balloon_change_msg`
    package struct DomainEventCallbackBalloonChangeMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventBalloonChangeMessage = DomainEventBalloonChangeMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventBalloonChangeMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_block_job_msg`
    package struct DomainEventCallbackBlockJobMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventBlockJobMessage = DomainEventBlockJobMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventBlockJobMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_control_error_msg`
    package struct DomainEventCallbackControlErrorMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventControlErrorMessage = DomainEventControlErrorMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventControlErrorMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_device_added_msg`
    package struct DomainEventCallbackDeviceAddedMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var devAlias: String = ""
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, devAlias: String) {
            self.callbackID = callbackID
            self.dom = dom
            self.devAlias = devAlias
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.string(&devAlias, atMost: 4194304)
        }
    }
    /// `remote_domain_event_callback_device_removal_failed_msg`
    package struct DomainEventCallbackDeviceRemovalFailedMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var devAlias: String = ""
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, devAlias: String) {
            self.callbackID = callbackID
            self.dom = dom
            self.devAlias = devAlias
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.string(&devAlias, atMost: 4194304)
        }
    }
    /// `remote_domain_event_callback_device_removed_msg`
    package struct DomainEventCallbackDeviceRemovedMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventDeviceRemovedMessage = DomainEventDeviceRemovedMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventDeviceRemovedMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_disk_change_msg`
    package struct DomainEventCallbackDiskChangeMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventDiskChangeMessage = DomainEventDiskChangeMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventDiskChangeMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_graphics_msg`
    package struct DomainEventCallbackGraphicsMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventGraphicsMessage = DomainEventGraphicsMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventGraphicsMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_io_error_msg`
    package struct DomainEventCallbackIOErrorMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventIOErrorMessage = DomainEventIOErrorMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventIOErrorMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_io_error_reason_msg`
    package struct DomainEventCallbackIOErrorReasonMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventIOErrorReasonMessage = DomainEventIOErrorReasonMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventIOErrorReasonMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_job_completed_msg`
    package struct DomainEventCallbackJobCompletedMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, params: [RemoteTypedParameter]) {
            self.callbackID = callbackID
            self.dom = dom
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 64)
        }
    }
    /// `remote_domain_event_callback_lifecycle_msg`
    package struct DomainEventCallbackLifecycleMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventLifecycleMessage = DomainEventLifecycleMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventLifecycleMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_metadata_change_msg`
    package struct DomainEventCallbackMetadataChangeMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var type: Int32 = 0
        package var nsuri: String? = nil
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, type: Int32, nsuri: String?) {
            self.callbackID = callbackID
            self.dom = dom
            self.type = type
            self.nsuri = nsuri
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.integer(&type)
            try stream.optionalString(&nsuri, atMost: 4194304)
        }
    }
    /// `remote_domain_event_callback_migration_iteration_msg`
    package struct DomainEventCallbackMigrationIterationMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var iteration: Int32 = 0
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, iteration: Int32) {
            self.callbackID = callbackID
            self.dom = dom
            self.iteration = iteration
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.integer(&iteration)
        }
    }
    /// `remote_domain_event_callback_pmsuspend_disk_msg`
    package struct DomainEventCallbackPmsuspendDiskMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var reason: Int32 = 0
        package var msg: DomainEventPmsuspendDiskMessage = DomainEventPmsuspendDiskMessage()
        package init() {}
        package init(callbackID: Int32, reason: Int32, msg: DomainEventPmsuspendDiskMessage) {
            self.callbackID = callbackID
            self.reason = reason
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try stream.integer(&reason)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_pmsuspend_msg`
    package struct DomainEventCallbackPmsuspendMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var reason: Int32 = 0
        package var msg: DomainEventPmsuspendMessage = DomainEventPmsuspendMessage()
        package init() {}
        package init(callbackID: Int32, reason: Int32, msg: DomainEventPmsuspendMessage) {
            self.callbackID = callbackID
            self.reason = reason
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try stream.integer(&reason)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_pmwakeup_msg`
    package struct DomainEventCallbackPmwakeupMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var reason: Int32 = 0
        package var msg: DomainEventPmwakeupMessage = DomainEventPmwakeupMessage()
        package init() {}
        package init(callbackID: Int32, reason: Int32, msg: DomainEventPmwakeupMessage) {
            self.callbackID = callbackID
            self.reason = reason
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try stream.integer(&reason)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_reboot_msg`
    package struct DomainEventCallbackRebootMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventRebootMessage = DomainEventRebootMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventRebootMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_rtc_change_msg`
    package struct DomainEventCallbackRTCChangeMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventRTCChangeMessage = DomainEventRTCChangeMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventRTCChangeMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_tray_change_msg`
    package struct DomainEventCallbackTrayChangeMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventTrayChangeMessage = DomainEventTrayChangeMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventTrayChangeMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_callback_tunable_msg`
    package struct DomainEventCallbackTunableMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var params: [RemoteTypedParameter] = []
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, params: [RemoteTypedParameter]) {
            self.callbackID = callbackID
            self.dom = dom
            self.params = params
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.list(&params, atMost: 2048)
        }
    }
    /// `remote_domain_event_callback_watchdog_msg`
    package struct DomainEventCallbackWatchdogMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var msg: DomainEventWatchdogMessage = DomainEventWatchdogMessage()
        package init() {}
        package init(callbackID: Int32, msg: DomainEventWatchdogMessage) {
            self.callbackID = callbackID
            self.msg = msg
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try msg.xdr(&stream)
        }
    }
    /// `remote_domain_event_control_error_msg`
    package struct DomainEventControlErrorMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_event_device_removed_msg`
    package struct DomainEventDeviceRemovedMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var devAlias: String = ""
        package init() {}
        package init(dom: DomainReference, devAlias: String) {
            self.dom = dom
            self.devAlias = devAlias
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&devAlias, atMost: 4194304)
        }
    }
    /// `remote_domain_event_disk_change_msg`
    package struct DomainEventDiskChangeMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var oldSrcPath: String? = nil
        package var newSrcPath: String? = nil
        package var devAlias: String = ""
        package var reason: Int32 = 0
        package init() {}
        package init(dom: DomainReference, oldSrcPath: String?, newSrcPath: String?, devAlias: String, reason: Int32) {
            self.dom = dom
            self.oldSrcPath = oldSrcPath
            self.newSrcPath = newSrcPath
            self.devAlias = devAlias
            self.reason = reason
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.optionalString(&oldSrcPath, atMost: 4194304)
            try stream.optionalString(&newSrcPath, atMost: 4194304)
            try stream.string(&devAlias, atMost: 4194304)
            try stream.integer(&reason)
        }
    }
    /// `remote_domain_event_graphics_address`
    package struct DomainEventGraphicsAddress: XDRCodable {
        package var family: Int32 = 0
        package var node: String = ""
        package var service: String = ""
        package init() {}
        package init(family: Int32, node: String, service: String) {
            self.family = family
            self.node = node
            self.service = service
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&family)
            try stream.string(&node, atMost: 4194304)
            try stream.string(&service, atMost: 4194304)
        }
    }
    /// `remote_domain_event_graphics_identity`
    package struct DomainEventGraphicsIdentity: XDRCodable {
        package var type: String = ""
        package var name: String = ""
        package init() {}
        package init(type: String, name: String) {
            self.type = type
            self.name = name
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.string(&type, atMost: 4194304)
            try stream.string(&name, atMost: 4194304)
        }
    }
    /// `remote_domain_event_graphics_msg`
    package struct DomainEventGraphicsMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var phase: Int32 = 0
        package var local: DomainEventGraphicsAddress = DomainEventGraphicsAddress()
        package var remote: DomainEventGraphicsAddress = DomainEventGraphicsAddress()
        package var authScheme: String = ""
        package var subject: [DomainEventGraphicsIdentity] = []
        package init() {}
        package init(dom: DomainReference, phase: Int32, local: DomainEventGraphicsAddress, remote: DomainEventGraphicsAddress, authScheme: String, subject: [DomainEventGraphicsIdentity]) {
            self.dom = dom
            self.phase = phase
            self.local = local
            self.remote = remote
            self.authScheme = authScheme
            self.subject = subject
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&phase)
            try local.xdr(&stream)
            try remote.xdr(&stream)
            try stream.string(&authScheme, atMost: 4194304)
            try stream.list(&subject, atMost: 20)
        }
    }
    /// `remote_domain_event_io_error_msg`
    package struct DomainEventIOErrorMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var srcPath: String = ""
        package var devAlias: String = ""
        package var action: Int32 = 0
        package init() {}
        package init(dom: DomainReference, srcPath: String, devAlias: String, action: Int32) {
            self.dom = dom
            self.srcPath = srcPath
            self.devAlias = devAlias
            self.action = action
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&srcPath, atMost: 4194304)
            try stream.string(&devAlias, atMost: 4194304)
            try stream.integer(&action)
        }
    }
    /// `remote_domain_event_io_error_reason_msg`
    package struct DomainEventIOErrorReasonMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var srcPath: String = ""
        package var devAlias: String = ""
        package var action: Int32 = 0
        package var reason: String = ""
        package init() {}
        package init(dom: DomainReference, srcPath: String, devAlias: String, action: Int32, reason: String) {
            self.dom = dom
            self.srcPath = srcPath
            self.devAlias = devAlias
            self.action = action
            self.reason = reason
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&srcPath, atMost: 4194304)
            try stream.string(&devAlias, atMost: 4194304)
            try stream.integer(&action)
            try stream.string(&reason, atMost: 4194304)
        }
    }
    /// `remote_domain_event_lifecycle_msg`
    package struct DomainEventLifecycleMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var event: Int32 = 0
        package var detail: Int32 = 0
        package init() {}
        package init(dom: DomainReference, event: Int32, detail: Int32) {
            self.dom = dom
            self.event = event
            self.detail = detail
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&event)
            try stream.integer(&detail)
        }
    }
    /// `remote_domain_event_memory_device_size_change_msg`
    package struct DomainEventMemoryDeviceSizeChangeMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var alias: String = ""
        package var size: UInt64 = 0
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, alias: String, size: UInt64) {
            self.callbackID = callbackID
            self.dom = dom
            self.alias = alias
            self.size = size
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.string(&alias, atMost: 4194304)
            try stream.integer(&size)
        }
    }
    /// `remote_domain_event_memory_failure_msg`
    package struct DomainEventMemoryFailureMessage: XDRCodable {
        package var callbackID: Int32 = 0
        package var dom: DomainReference = DomainReference()
        package var recipient: Int32 = 0
        package var action: Int32 = 0
        package var flags: UInt32 = 0
        package init() {}
        package init(callbackID: Int32, dom: DomainReference, recipient: Int32, action: Int32, flags: UInt32) {
            self.callbackID = callbackID
            self.dom = dom
            self.recipient = recipient
            self.action = action
            self.flags = flags
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try stream.integer(&callbackID)
            try dom.xdr(&stream)
            try stream.integer(&recipient)
            try stream.integer(&action)
            try stream.integer(&flags)
        }
    }
    /// `remote_domain_event_pmsuspend_disk_msg`
    package struct DomainEventPmsuspendDiskMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_event_pmsuspend_msg`
    package struct DomainEventPmsuspendMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_event_pmwakeup_msg`
    package struct DomainEventPmwakeupMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_event_reboot_msg`
    package struct DomainEventRebootMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package init() {}
        package init(dom: DomainReference) {
            self.dom = dom
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
        }
    }
    /// `remote_domain_event_rtc_change_msg`
    package struct DomainEventRTCChangeMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var offset: Int64 = 0
        package init() {}
        package init(dom: DomainReference, offset: Int64) {
            self.dom = dom
            self.offset = offset
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&offset)
        }
    }
    /// `remote_domain_event_tray_change_msg`
    package struct DomainEventTrayChangeMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var devAlias: String = ""
        package var reason: Int32 = 0
        package init() {}
        package init(dom: DomainReference, devAlias: String, reason: Int32) {
            self.dom = dom
            self.devAlias = devAlias
            self.reason = reason
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.string(&devAlias, atMost: 4194304)
            try stream.integer(&reason)
        }
    }
    /// `remote_domain_event_watchdog_msg`
    package struct DomainEventWatchdogMessage: XDRCodable {
        package var dom: DomainReference = DomainReference()
        package var action: Int32 = 0
        package init() {}
        package init(dom: DomainReference, action: Int32) {
            self.dom = dom
            self.action = action
        }
        package mutating func xdr(_ stream: inout XDRStream) throws(XDRError) {
            try dom.xdr(&stream)
            try stream.integer(&action)
        }
    }
}
