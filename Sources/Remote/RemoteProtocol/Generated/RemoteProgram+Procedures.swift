// SPDX-License-Identifier: Apache-2.0
// Written by 'swift run dev generate' from Facts/remote.json: change that, not this.
// swift-format-ignore-file

package import XDR

extension RemoteProgram {
    /// Procedure 1, `CONNECT_OPEN`.
    package static var connectOpen: Procedure<ConnectOpenArguments, XDRVoid> { Procedure(1) }
    /// Procedure 2, `CONNECT_CLOSE`.
    package static var connectClose: Procedure<XDRVoid, XDRVoid> { Procedure(2) }
    /// Procedure 3, `CONNECT_GET_TYPE`.
    package static var connectGetType: Procedure<XDRVoid, ConnectGetTypeResult> { Procedure(3) }
    /// Procedure 4, `CONNECT_GET_VERSION`.
    package static var connectGetVersion: Procedure<XDRVoid, ConnectGetVersionResult> { Procedure(4) }
    /// Procedure 5, `CONNECT_GET_MAX_VCPUS`.
    package static var connectGetMaxVCPUs: Procedure<ConnectGetMaxVCPUsArguments, ConnectGetMaxVCPUsResult> { Procedure(5) }
    /// Procedure 6, `NODE_GET_INFO`.
    package static var nodeGetInfo: Procedure<XDRVoid, NodeGetInfoResult> { Procedure(6) }
    /// Procedure 7, `CONNECT_GET_CAPABILITIES`.
    package static var connectGetCapabilities: Procedure<XDRVoid, ConnectGetCapabilitiesResult> { Procedure(7) }
    /// Procedure 8, `DOMAIN_ATTACH_DEVICE`.
    package static var domainAttachDevice: Procedure<DomainAttachDeviceArguments, XDRVoid> { Procedure(8) }
    /// Procedure 9, `DOMAIN_CREATE`.
    package static var domainCreate: Procedure<DomainCreateArguments, XDRVoid> { Procedure(9) }
    /// Procedure 10, `DOMAIN_CREATE_XML`.
    package static var domainCreateXML: Procedure<DomainCreateXMLArguments, DomainCreateXMLResult> { Procedure(10) }
    /// Procedure 11, `DOMAIN_DEFINE_XML`.
    package static var domainDefineXML: Procedure<DomainDefineXMLArguments, DomainDefineXMLResult> { Procedure(11) }
    /// Procedure 12, `DOMAIN_DESTROY`.
    package static var domainDestroy: Procedure<DomainDestroyArguments, XDRVoid> { Procedure(12) }
    /// Procedure 13, `DOMAIN_DETACH_DEVICE`.
    package static var domainDetachDevice: Procedure<DomainDetachDeviceArguments, XDRVoid> { Procedure(13) }
    /// Procedure 14, `DOMAIN_GET_XML_DESC`.
    package static var domainGetXMLDesc: Procedure<DomainGetXMLDescArguments, DomainGetXMLDescResult> { Procedure(14) }
    /// Procedure 15, `DOMAIN_GET_AUTOSTART`.
    package static var domainGetAutostart: Procedure<DomainGetAutostartArguments, DomainGetAutostartResult> { Procedure(15) }
    /// Procedure 16, `DOMAIN_GET_INFO`.
    package static var domainGetInfo: Procedure<DomainGetInfoArguments, DomainGetInfoResult> { Procedure(16) }
    /// Procedure 17, `DOMAIN_GET_MAX_MEMORY`.
    package static var domainGetMaxMemory: Procedure<DomainGetMaxMemoryArguments, DomainGetMaxMemoryResult> { Procedure(17) }
    /// Procedure 18, `DOMAIN_GET_MAX_VCPUS`.
    package static var domainGetMaxVCPUs: Procedure<DomainGetMaxVCPUsArguments, DomainGetMaxVCPUsResult> { Procedure(18) }
    /// Procedure 19, `DOMAIN_GET_OS_TYPE`.
    package static var domainGetOSType: Procedure<DomainGetOSTypeArguments, DomainGetOSTypeResult> { Procedure(19) }
    /// Procedure 20, `DOMAIN_GET_VCPUS`.
    package static var domainGetVCPUs: Procedure<DomainGetVCPUsArguments, DomainGetVCPUsResult> { Procedure(20) }
    /// Procedure 21, `CONNECT_LIST_DEFINED_DOMAINS`.
    package static var connectListDefinedDomains: Procedure<ConnectListDefinedDomainsArguments, ConnectListDefinedDomainsResult> { Procedure(21) }
    /// Procedure 22, `DOMAIN_LOOKUP_BY_ID`.
    package static var domainLookupByID: Procedure<DomainLookupByIDArguments, DomainLookupByIDResult> { Procedure(22) }
    /// Procedure 23, `DOMAIN_LOOKUP_BY_NAME`.
    package static var domainLookupByName: Procedure<DomainLookupByNameArguments, DomainLookupByNameResult> { Procedure(23) }
    /// Procedure 24, `DOMAIN_LOOKUP_BY_UUID`.
    package static var domainLookupByUUID: Procedure<DomainLookupByUUIDArguments, DomainLookupByUUIDResult> { Procedure(24) }
    /// Procedure 25, `CONNECT_NUM_OF_DEFINED_DOMAINS`.
    package static var connectNumOfDefinedDomains: Procedure<XDRVoid, ConnectNumOfDefinedDomainsResult> { Procedure(25) }
    /// Procedure 26, `DOMAIN_PIN_VCPU`.
    package static var domainPinVCPU: Procedure<DomainPinVCPUArguments, XDRVoid> { Procedure(26) }
    /// Procedure 27, `DOMAIN_REBOOT`.
    package static var domainReboot: Procedure<DomainRebootArguments, XDRVoid> { Procedure(27) }
    /// Procedure 28, `DOMAIN_RESUME`.
    package static var domainResume: Procedure<DomainResumeArguments, XDRVoid> { Procedure(28) }
    /// Procedure 29, `DOMAIN_SET_AUTOSTART`.
    package static var domainSetAutostart: Procedure<DomainSetAutostartArguments, XDRVoid> { Procedure(29) }
    /// Procedure 30, `DOMAIN_SET_MAX_MEMORY`.
    package static var domainSetMaxMemory: Procedure<DomainSetMaxMemoryArguments, XDRVoid> { Procedure(30) }
    /// Procedure 31, `DOMAIN_SET_MEMORY`.
    package static var domainSetMemory: Procedure<DomainSetMemoryArguments, XDRVoid> { Procedure(31) }
    /// Procedure 32, `DOMAIN_SET_VCPUS`.
    package static var domainSetVCPUs: Procedure<DomainSetVCPUsArguments, XDRVoid> { Procedure(32) }
    /// Procedure 33, `DOMAIN_SHUTDOWN`.
    package static var domainShutdown: Procedure<DomainShutdownArguments, XDRVoid> { Procedure(33) }
    /// Procedure 34, `DOMAIN_SUSPEND`.
    package static var domainSuspend: Procedure<DomainSuspendArguments, XDRVoid> { Procedure(34) }
    /// Procedure 35, `DOMAIN_UNDEFINE`.
    package static var domainUndefine: Procedure<DomainUndefineArguments, XDRVoid> { Procedure(35) }
    /// Procedure 36, `CONNECT_LIST_DEFINED_NETWORKS`.
    package static var connectListDefinedNetworks: Procedure<ConnectListDefinedNetworksArguments, ConnectListDefinedNetworksResult> { Procedure(36) }
    /// Procedure 37, `CONNECT_LIST_DOMAINS`.
    package static var connectListDomains: Procedure<ConnectListDomainsArguments, ConnectListDomainsResult> { Procedure(37) }
    /// Procedure 38, `CONNECT_LIST_NETWORKS`.
    package static var connectListNetworks: Procedure<ConnectListNetworksArguments, ConnectListNetworksResult> { Procedure(38) }
    /// Procedure 39, `NETWORK_CREATE`.
    package static var networkCreate: Procedure<NetworkCreateArguments, XDRVoid> { Procedure(39) }
    /// Procedure 40, `NETWORK_CREATE_XML`.
    package static var networkCreateXML: Procedure<NetworkCreateXMLArguments, NetworkCreateXMLResult> { Procedure(40) }
    /// Procedure 41, `NETWORK_DEFINE_XML`.
    package static var networkDefineXML: Procedure<NetworkDefineXMLArguments, NetworkDefineXMLResult> { Procedure(41) }
    /// Procedure 42, `NETWORK_DESTROY`.
    package static var networkDestroy: Procedure<NetworkDestroyArguments, XDRVoid> { Procedure(42) }
    /// Procedure 43, `NETWORK_GET_XML_DESC`.
    package static var networkGetXMLDesc: Procedure<NetworkGetXMLDescArguments, NetworkGetXMLDescResult> { Procedure(43) }
    /// Procedure 44, `NETWORK_GET_AUTOSTART`.
    package static var networkGetAutostart: Procedure<NetworkGetAutostartArguments, NetworkGetAutostartResult> { Procedure(44) }
    /// Procedure 45, `NETWORK_GET_BRIDGE_NAME`.
    package static var networkGetBridgeName: Procedure<NetworkGetBridgeNameArguments, NetworkGetBridgeNameResult> { Procedure(45) }
    /// Procedure 46, `NETWORK_LOOKUP_BY_NAME`.
    package static var networkLookupByName: Procedure<NetworkLookupByNameArguments, NetworkLookupByNameResult> { Procedure(46) }
    /// Procedure 47, `NETWORK_LOOKUP_BY_UUID`.
    package static var networkLookupByUUID: Procedure<NetworkLookupByUUIDArguments, NetworkLookupByUUIDResult> { Procedure(47) }
    /// Procedure 48, `NETWORK_SET_AUTOSTART`.
    package static var networkSetAutostart: Procedure<NetworkSetAutostartArguments, XDRVoid> { Procedure(48) }
    /// Procedure 49, `NETWORK_UNDEFINE`.
    package static var networkUndefine: Procedure<NetworkUndefineArguments, XDRVoid> { Procedure(49) }
    /// Procedure 50, `CONNECT_NUM_OF_DEFINED_NETWORKS`.
    package static var connectNumOfDefinedNetworks: Procedure<XDRVoid, ConnectNumOfDefinedNetworksResult> { Procedure(50) }
    /// Procedure 51, `CONNECT_NUM_OF_DOMAINS`.
    package static var connectNumOfDomains: Procedure<XDRVoid, ConnectNumOfDomainsResult> { Procedure(51) }
    /// Procedure 52, `CONNECT_NUM_OF_NETWORKS`.
    package static var connectNumOfNetworks: Procedure<XDRVoid, ConnectNumOfNetworksResult> { Procedure(52) }
    /// Procedure 53, `DOMAIN_CORE_DUMP`.
    package static var domainCoreDump: Procedure<DomainCoreDumpArguments, XDRVoid> { Procedure(53) }
    /// Procedure 54, `DOMAIN_RESTORE`.
    package static var domainRestore: Procedure<DomainRestoreArguments, XDRVoid> { Procedure(54) }
    /// Procedure 55, `DOMAIN_SAVE`.
    package static var domainSave: Procedure<DomainSaveArguments, XDRVoid> { Procedure(55) }
    /// Procedure 56, `DOMAIN_GET_SCHEDULER_TYPE`.
    package static var domainGetSchedulerType: Procedure<DomainGetSchedulerTypeArguments, DomainGetSchedulerTypeResult> { Procedure(56) }
    /// Procedure 57, `DOMAIN_GET_SCHEDULER_PARAMETERS`.
    package static var domainGetSchedulerParameters: Procedure<DomainGetSchedulerParametersArguments, DomainGetSchedulerParametersResult> { Procedure(57) }
    /// Procedure 58, `DOMAIN_SET_SCHEDULER_PARAMETERS`.
    package static var domainSetSchedulerParameters: Procedure<DomainSetSchedulerParametersArguments, XDRVoid> { Procedure(58) }
    /// Procedure 59, `CONNECT_GET_HOSTNAME`.
    package static var connectGetHostname: Procedure<XDRVoid, ConnectGetHostnameResult> { Procedure(59) }
    /// Procedure 60, `CONNECT_SUPPORTS_FEATURE`.
    package static var connectSupportsFeature: Procedure<ConnectSupportsFeatureArguments, ConnectSupportsFeatureResult> { Procedure(60) }
    /// Procedure 61, `DOMAIN_MIGRATE_PREPARE`.
    package static var domainMigratePrepare: Procedure<DomainMigratePrepareArguments, DomainMigratePrepareResult> { Procedure(61) }
    /// Procedure 62, `DOMAIN_MIGRATE_PERFORM`.
    package static var domainMigratePerform: Procedure<DomainMigratePerformArguments, XDRVoid> { Procedure(62) }
    /// Procedure 63, `DOMAIN_MIGRATE_FINISH`.
    package static var domainMigrateFinish: Procedure<DomainMigrateFinishArguments, DomainMigrateFinishResult> { Procedure(63) }
    /// Procedure 64, `DOMAIN_BLOCK_STATS`.
    package static var domainBlockStats: Procedure<DomainBlockStatsArguments, DomainBlockStatsResult> { Procedure(64) }
    /// Procedure 65, `DOMAIN_INTERFACE_STATS`.
    package static var domainInterfaceStats: Procedure<DomainInterfaceStatsArguments, DomainInterfaceStatsResult> { Procedure(65) }
    /// Procedure 66, `AUTH_LIST`.
    package static var authList: Procedure<XDRVoid, AuthListResult> { Procedure(66) }
    /// Procedure 67, `AUTH_SASL_INIT`.
    package static var authSASLInit: Procedure<XDRVoid, AuthSASLInitResult> { Procedure(67) }
    /// Procedure 68, `AUTH_SASL_START`.
    package static var authSASLStart: Procedure<AuthSASLStartArguments, AuthSASLStartResult> { Procedure(68) }
    /// Procedure 69, `AUTH_SASL_STEP`.
    package static var authSASLStep: Procedure<AuthSASLStepArguments, AuthSASLStepResult> { Procedure(69) }
    /// Procedure 70, `AUTH_POLKIT`.
    package static var authPolkit: Procedure<XDRVoid, AuthPolkitResult> { Procedure(70) }
    /// Procedure 71, `CONNECT_NUM_OF_STORAGE_POOLS`.
    package static var connectNumOfStoragePools: Procedure<XDRVoid, ConnectNumOfStoragePoolsResult> { Procedure(71) }
    /// Procedure 72, `CONNECT_LIST_STORAGE_POOLS`.
    package static var connectListStoragePools: Procedure<ConnectListStoragePoolsArguments, ConnectListStoragePoolsResult> { Procedure(72) }
    /// Procedure 73, `CONNECT_NUM_OF_DEFINED_STORAGE_POOLS`.
    package static var connectNumOfDefinedStoragePools: Procedure<XDRVoid, ConnectNumOfDefinedStoragePoolsResult> { Procedure(73) }
    /// Procedure 74, `CONNECT_LIST_DEFINED_STORAGE_POOLS`.
    package static var connectListDefinedStoragePools: Procedure<ConnectListDefinedStoragePoolsArguments, ConnectListDefinedStoragePoolsResult> { Procedure(74) }
    /// Procedure 75, `CONNECT_FIND_STORAGE_POOL_SOURCES`.
    package static var connectFindStoragePoolSources: Procedure<ConnectFindStoragePoolSourcesArguments, ConnectFindStoragePoolSourcesResult> { Procedure(75) }
    /// Procedure 76, `STORAGE_POOL_CREATE_XML`.
    package static var storagePoolCreateXML: Procedure<StoragePoolCreateXMLArguments, StoragePoolCreateXMLResult> { Procedure(76) }
    /// Procedure 77, `STORAGE_POOL_DEFINE_XML`.
    package static var storagePoolDefineXML: Procedure<StoragePoolDefineXMLArguments, StoragePoolDefineXMLResult> { Procedure(77) }
    /// Procedure 78, `STORAGE_POOL_CREATE`.
    package static var storagePoolCreate: Procedure<StoragePoolCreateArguments, XDRVoid> { Procedure(78) }
    /// Procedure 79, `STORAGE_POOL_BUILD`.
    package static var storagePoolBuild: Procedure<StoragePoolBuildArguments, XDRVoid> { Procedure(79) }
    /// Procedure 80, `STORAGE_POOL_DESTROY`.
    package static var storagePoolDestroy: Procedure<StoragePoolDestroyArguments, XDRVoid> { Procedure(80) }
    /// Procedure 81, `STORAGE_POOL_DELETE`.
    package static var storagePoolDelete: Procedure<StoragePoolDeleteArguments, XDRVoid> { Procedure(81) }
    /// Procedure 82, `STORAGE_POOL_UNDEFINE`.
    package static var storagePoolUndefine: Procedure<StoragePoolUndefineArguments, XDRVoid> { Procedure(82) }
    /// Procedure 83, `STORAGE_POOL_REFRESH`.
    package static var storagePoolRefresh: Procedure<StoragePoolRefreshArguments, XDRVoid> { Procedure(83) }
    /// Procedure 84, `STORAGE_POOL_LOOKUP_BY_NAME`.
    package static var storagePoolLookupByName: Procedure<StoragePoolLookupByNameArguments, StoragePoolLookupByNameResult> { Procedure(84) }
    /// Procedure 85, `STORAGE_POOL_LOOKUP_BY_UUID`.
    package static var storagePoolLookupByUUID: Procedure<StoragePoolLookupByUUIDArguments, StoragePoolLookupByUUIDResult> { Procedure(85) }
    /// Procedure 86, `STORAGE_POOL_LOOKUP_BY_VOLUME`.
    package static var storagePoolLookupByVolume: Procedure<StoragePoolLookupByVolumeArguments, StoragePoolLookupByVolumeResult> { Procedure(86) }
    /// Procedure 87, `STORAGE_POOL_GET_INFO`.
    package static var storagePoolGetInfo: Procedure<StoragePoolGetInfoArguments, StoragePoolGetInfoResult> { Procedure(87) }
    /// Procedure 88, `STORAGE_POOL_GET_XML_DESC`.
    package static var storagePoolGetXMLDesc: Procedure<StoragePoolGetXMLDescArguments, StoragePoolGetXMLDescResult> { Procedure(88) }
    /// Procedure 89, `STORAGE_POOL_GET_AUTOSTART`.
    package static var storagePoolGetAutostart: Procedure<StoragePoolGetAutostartArguments, StoragePoolGetAutostartResult> { Procedure(89) }
    /// Procedure 90, `STORAGE_POOL_SET_AUTOSTART`.
    package static var storagePoolSetAutostart: Procedure<StoragePoolSetAutostartArguments, XDRVoid> { Procedure(90) }
    /// Procedure 91, `STORAGE_POOL_NUM_OF_VOLUMES`.
    package static var storagePoolNumOfVolumes: Procedure<StoragePoolNumOfVolumesArguments, StoragePoolNumOfVolumesResult> { Procedure(91) }
    /// Procedure 92, `STORAGE_POOL_LIST_VOLUMES`.
    package static var storagePoolListVolumes: Procedure<StoragePoolListVolumesArguments, StoragePoolListVolumesResult> { Procedure(92) }
    /// Procedure 93, `STORAGE_VOL_CREATE_XML`.
    package static var storageVolCreateXML: Procedure<StorageVolCreateXMLArguments, StorageVolCreateXMLResult> { Procedure(93) }
    /// Procedure 94, `STORAGE_VOL_DELETE`.
    package static var storageVolDelete: Procedure<StorageVolDeleteArguments, XDRVoid> { Procedure(94) }
    /// Procedure 95, `STORAGE_VOL_LOOKUP_BY_NAME`.
    package static var storageVolLookupByName: Procedure<StorageVolLookupByNameArguments, StorageVolLookupByNameResult> { Procedure(95) }
    /// Procedure 96, `STORAGE_VOL_LOOKUP_BY_KEY`.
    package static var storageVolLookupByKey: Procedure<StorageVolLookupByKeyArguments, StorageVolLookupByKeyResult> { Procedure(96) }
    /// Procedure 97, `STORAGE_VOL_LOOKUP_BY_PATH`.
    package static var storageVolLookupByPath: Procedure<StorageVolLookupByPathArguments, StorageVolLookupByPathResult> { Procedure(97) }
    /// Procedure 98, `STORAGE_VOL_GET_INFO`.
    package static var storageVolGetInfo: Procedure<StorageVolGetInfoArguments, StorageVolGetInfoResult> { Procedure(98) }
    /// Procedure 99, `STORAGE_VOL_GET_XML_DESC`.
    package static var storageVolGetXMLDesc: Procedure<StorageVolGetXMLDescArguments, StorageVolGetXMLDescResult> { Procedure(99) }
    /// Procedure 100, `STORAGE_VOL_GET_PATH`.
    package static var storageVolGetPath: Procedure<StorageVolGetPathArguments, StorageVolGetPathResult> { Procedure(100) }
    /// Procedure 101, `NODE_GET_CELLS_FREE_MEMORY`.
    package static var nodeGetCellsFreeMemory: Procedure<NodeGetCellsFreeMemoryArguments, NodeGetCellsFreeMemoryResult> { Procedure(101) }
    /// Procedure 102, `NODE_GET_FREE_MEMORY`.
    package static var nodeGetFreeMemory: Procedure<XDRVoid, NodeGetFreeMemoryResult> { Procedure(102) }
    /// Procedure 103, `DOMAIN_BLOCK_PEEK`.
    package static var domainBlockPeek: Procedure<DomainBlockPeekArguments, DomainBlockPeekResult> { Procedure(103) }
    /// Procedure 104, `DOMAIN_MEMORY_PEEK`.
    package static var domainMemoryPeek: Procedure<DomainMemoryPeekArguments, DomainMemoryPeekResult> { Procedure(104) }
    /// Procedure 105, `CONNECT_DOMAIN_EVENT_REGISTER`.
    package static var connectDomainEventRegister: Procedure<XDRVoid, ConnectDomainEventRegisterResult> { Procedure(105) }
    /// Procedure 106, `CONNECT_DOMAIN_EVENT_DEREGISTER`.
    package static var connectDomainEventDeregister: Procedure<XDRVoid, ConnectDomainEventDeregisterResult> { Procedure(106) }
    /// Procedure 108, `DOMAIN_MIGRATE_PREPARE2`.
    package static var domainMigratePrepare2: Procedure<DomainMigratePrepare2Arguments, DomainMigratePrepare2Result> { Procedure(108) }
    /// Procedure 109, `DOMAIN_MIGRATE_FINISH2`.
    package static var domainMigrateFinish2: Procedure<DomainMigrateFinish2Arguments, DomainMigrateFinish2Result> { Procedure(109) }
    /// Procedure 110, `CONNECT_GET_URI`.
    package static var connectGetURI: Procedure<XDRVoid, ConnectGetURIResult> { Procedure(110) }
    /// Procedure 111, `NODE_NUM_OF_DEVICES`.
    package static var nodeNumOfDevices: Procedure<NodeNumOfDevicesArguments, NodeNumOfDevicesResult> { Procedure(111) }
    /// Procedure 112, `NODE_LIST_DEVICES`.
    package static var nodeListDevices: Procedure<NodeListDevicesArguments, NodeListDevicesResult> { Procedure(112) }
    /// Procedure 113, `NODE_DEVICE_LOOKUP_BY_NAME`.
    package static var nodeDeviceLookupByName: Procedure<NodeDeviceLookupByNameArguments, NodeDeviceLookupByNameResult> { Procedure(113) }
    /// Procedure 114, `NODE_DEVICE_GET_XML_DESC`.
    package static var nodeDeviceGetXMLDesc: Procedure<NodeDeviceGetXMLDescArguments, NodeDeviceGetXMLDescResult> { Procedure(114) }
    /// Procedure 115, `NODE_DEVICE_GET_PARENT`.
    package static var nodeDeviceGetParent: Procedure<NodeDeviceGetParentArguments, NodeDeviceGetParentResult> { Procedure(115) }
    /// Procedure 116, `NODE_DEVICE_NUM_OF_CAPS`.
    package static var nodeDeviceNumOfCaps: Procedure<NodeDeviceNumOfCapsArguments, NodeDeviceNumOfCapsResult> { Procedure(116) }
    /// Procedure 117, `NODE_DEVICE_LIST_CAPS`.
    package static var nodeDeviceListCaps: Procedure<NodeDeviceListCapsArguments, NodeDeviceListCapsResult> { Procedure(117) }
    /// Procedure 118, `NODE_DEVICE_DETTACH`.
    package static var nodeDeviceDettach: Procedure<NodeDeviceDettachArguments, XDRVoid> { Procedure(118) }
    /// Procedure 119, `NODE_DEVICE_RE_ATTACH`.
    package static var nodeDeviceReAttach: Procedure<NodeDeviceReAttachArguments, XDRVoid> { Procedure(119) }
    /// Procedure 120, `NODE_DEVICE_RESET`.
    package static var nodeDeviceReset: Procedure<NodeDeviceResetArguments, XDRVoid> { Procedure(120) }
    /// Procedure 121, `DOMAIN_GET_SECURITY_LABEL`.
    package static var domainGetSecurityLabel: Procedure<DomainGetSecurityLabelArguments, DomainGetSecurityLabelResult> { Procedure(121) }
    /// Procedure 122, `NODE_GET_SECURITY_MODEL`.
    package static var nodeGetSecurityModel: Procedure<XDRVoid, NodeGetSecurityModelResult> { Procedure(122) }
    /// Procedure 123, `NODE_DEVICE_CREATE_XML`.
    package static var nodeDeviceCreateXML: Procedure<NodeDeviceCreateXMLArguments, NodeDeviceCreateXMLResult> { Procedure(123) }
    /// Procedure 124, `NODE_DEVICE_DESTROY`.
    package static var nodeDeviceDestroy: Procedure<NodeDeviceDestroyArguments, XDRVoid> { Procedure(124) }
    /// Procedure 125, `STORAGE_VOL_CREATE_XML_FROM`.
    package static var storageVolCreateXMLFrom: Procedure<StorageVolCreateXMLFromArguments, StorageVolCreateXMLFromResult> { Procedure(125) }
    /// Procedure 126, `CONNECT_NUM_OF_INTERFACES`.
    package static var connectNumOfInterfaces: Procedure<XDRVoid, ConnectNumOfInterfacesResult> { Procedure(126) }
    /// Procedure 127, `CONNECT_LIST_INTERFACES`.
    package static var connectListInterfaces: Procedure<ConnectListInterfacesArguments, ConnectListInterfacesResult> { Procedure(127) }
    /// Procedure 128, `INTERFACE_LOOKUP_BY_NAME`.
    package static var interfaceLookupByName: Procedure<InterfaceLookupByNameArguments, InterfaceLookupByNameResult> { Procedure(128) }
    /// Procedure 129, `INTERFACE_LOOKUP_BY_MAC_STRING`.
    package static var interfaceLookupByMACString: Procedure<InterfaceLookupByMACStringArguments, InterfaceLookupByMACStringResult> { Procedure(129) }
    /// Procedure 130, `INTERFACE_GET_XML_DESC`.
    package static var interfaceGetXMLDesc: Procedure<InterfaceGetXMLDescArguments, InterfaceGetXMLDescResult> { Procedure(130) }
    /// Procedure 131, `INTERFACE_DEFINE_XML`.
    package static var interfaceDefineXML: Procedure<InterfaceDefineXMLArguments, InterfaceDefineXMLResult> { Procedure(131) }
    /// Procedure 132, `INTERFACE_UNDEFINE`.
    package static var interfaceUndefine: Procedure<InterfaceUndefineArguments, XDRVoid> { Procedure(132) }
    /// Procedure 133, `INTERFACE_CREATE`.
    package static var interfaceCreate: Procedure<InterfaceCreateArguments, XDRVoid> { Procedure(133) }
    /// Procedure 134, `INTERFACE_DESTROY`.
    package static var interfaceDestroy: Procedure<InterfaceDestroyArguments, XDRVoid> { Procedure(134) }
    /// Procedure 135, `CONNECT_DOMAIN_XML_FROM_NATIVE`.
    package static var connectDomainXMLFromNative: Procedure<ConnectDomainXMLFromNativeArguments, ConnectDomainXMLFromNativeResult> { Procedure(135) }
    /// Procedure 136, `CONNECT_DOMAIN_XML_TO_NATIVE`.
    package static var connectDomainXMLToNative: Procedure<ConnectDomainXMLToNativeArguments, ConnectDomainXMLToNativeResult> { Procedure(136) }
    /// Procedure 137, `CONNECT_NUM_OF_DEFINED_INTERFACES`.
    package static var connectNumOfDefinedInterfaces: Procedure<XDRVoid, ConnectNumOfDefinedInterfacesResult> { Procedure(137) }
    /// Procedure 138, `CONNECT_LIST_DEFINED_INTERFACES`.
    package static var connectListDefinedInterfaces: Procedure<ConnectListDefinedInterfacesArguments, ConnectListDefinedInterfacesResult> { Procedure(138) }
    /// Procedure 139, `CONNECT_NUM_OF_SECRETS`.
    package static var connectNumOfSecrets: Procedure<XDRVoid, ConnectNumOfSecretsResult> { Procedure(139) }
    /// Procedure 140, `CONNECT_LIST_SECRETS`.
    package static var connectListSecrets: Procedure<ConnectListSecretsArguments, ConnectListSecretsResult> { Procedure(140) }
    /// Procedure 141, `SECRET_LOOKUP_BY_UUID`.
    package static var secretLookupByUUID: Procedure<SecretLookupByUUIDArguments, SecretLookupByUUIDResult> { Procedure(141) }
    /// Procedure 142, `SECRET_DEFINE_XML`.
    package static var secretDefineXML: Procedure<SecretDefineXMLArguments, SecretDefineXMLResult> { Procedure(142) }
    /// Procedure 143, `SECRET_GET_XML_DESC`.
    package static var secretGetXMLDesc: Procedure<SecretGetXMLDescArguments, SecretGetXMLDescResult> { Procedure(143) }
    /// Procedure 144, `SECRET_SET_VALUE`.
    package static var secretSetValue: Procedure<SecretSetValueArguments, XDRVoid> { Procedure(144) }
    /// Procedure 145, `SECRET_GET_VALUE`.
    package static var secretGetValue: Procedure<SecretGetValueArguments, SecretGetValueResult> { Procedure(145) }
    /// Procedure 146, `SECRET_UNDEFINE`.
    package static var secretUndefine: Procedure<SecretUndefineArguments, XDRVoid> { Procedure(146) }
    /// Procedure 147, `SECRET_LOOKUP_BY_USAGE`.
    package static var secretLookupByUsage: Procedure<SecretLookupByUsageArguments, SecretLookupByUsageResult> { Procedure(147) }
    /// Procedure 148, `DOMAIN_MIGRATE_PREPARE_TUNNEL`.
    package static var domainMigratePrepareTunnel: Procedure<DomainMigratePrepareTunnelArguments, XDRVoid> { Procedure(148) }
    /// Procedure 149, `CONNECT_IS_SECURE`.
    package static var connectIsSecure: Procedure<XDRVoid, ConnectIsSecureResult> { Procedure(149) }
    /// Procedure 150, `DOMAIN_IS_ACTIVE`.
    package static var domainIsActive: Procedure<DomainIsActiveArguments, DomainIsActiveResult> { Procedure(150) }
    /// Procedure 151, `DOMAIN_IS_PERSISTENT`.
    package static var domainIsPersistent: Procedure<DomainIsPersistentArguments, DomainIsPersistentResult> { Procedure(151) }
    /// Procedure 152, `NETWORK_IS_ACTIVE`.
    package static var networkIsActive: Procedure<NetworkIsActiveArguments, NetworkIsActiveResult> { Procedure(152) }
    /// Procedure 153, `NETWORK_IS_PERSISTENT`.
    package static var networkIsPersistent: Procedure<NetworkIsPersistentArguments, NetworkIsPersistentResult> { Procedure(153) }
    /// Procedure 154, `STORAGE_POOL_IS_ACTIVE`.
    package static var storagePoolIsActive: Procedure<StoragePoolIsActiveArguments, StoragePoolIsActiveResult> { Procedure(154) }
    /// Procedure 155, `STORAGE_POOL_IS_PERSISTENT`.
    package static var storagePoolIsPersistent: Procedure<StoragePoolIsPersistentArguments, StoragePoolIsPersistentResult> { Procedure(155) }
    /// Procedure 156, `INTERFACE_IS_ACTIVE`.
    package static var interfaceIsActive: Procedure<InterfaceIsActiveArguments, InterfaceIsActiveResult> { Procedure(156) }
    /// Procedure 157, `CONNECT_GET_LIB_VERSION`.
    package static var connectGetLibVersion: Procedure<XDRVoid, ConnectGetLibVersionResult> { Procedure(157) }
    /// Procedure 158, `CONNECT_COMPARE_CPU`.
    package static var connectCompareCPU: Procedure<ConnectCompareCPUArguments, ConnectCompareCPUResult> { Procedure(158) }
    /// Procedure 159, `DOMAIN_MEMORY_STATS`.
    package static var domainMemoryStats: Procedure<DomainMemoryStatsArguments, DomainMemoryStatsResult> { Procedure(159) }
    /// Procedure 160, `DOMAIN_ATTACH_DEVICE_FLAGS`.
    package static var domainAttachDeviceFlags: Procedure<DomainAttachDeviceFlagsArguments, XDRVoid> { Procedure(160) }
    /// Procedure 161, `DOMAIN_DETACH_DEVICE_FLAGS`.
    package static var domainDetachDeviceFlags: Procedure<DomainDetachDeviceFlagsArguments, XDRVoid> { Procedure(161) }
    /// Procedure 162, `CONNECT_BASELINE_CPU`.
    package static var connectBaselineCPU: Procedure<ConnectBaselineCPUArguments, ConnectBaselineCPUResult> { Procedure(162) }
    /// Procedure 163, `DOMAIN_GET_JOB_INFO`.
    package static var domainGetJobInfo: Procedure<DomainGetJobInfoArguments, DomainGetJobInfoResult> { Procedure(163) }
    /// Procedure 164, `DOMAIN_ABORT_JOB`.
    package static var domainAbortJob: Procedure<DomainAbortJobArguments, XDRVoid> { Procedure(164) }
    /// Procedure 165, `STORAGE_VOL_WIPE`.
    package static var storageVolWipe: Procedure<StorageVolWipeArguments, XDRVoid> { Procedure(165) }
    /// Procedure 166, `DOMAIN_MIGRATE_SET_MAX_DOWNTIME`.
    package static var domainMigrateSetMaxDowntime: Procedure<DomainMigrateSetMaxDowntimeArguments, XDRVoid> { Procedure(166) }
    /// Procedure 167, `CONNECT_DOMAIN_EVENT_REGISTER_ANY`.
    package static var connectDomainEventRegisterAny: Procedure<ConnectDomainEventRegisterAnyArguments, XDRVoid> { Procedure(167) }
    /// Procedure 168, `CONNECT_DOMAIN_EVENT_DEREGISTER_ANY`.
    package static var connectDomainEventDeregisterAny: Procedure<ConnectDomainEventDeregisterAnyArguments, XDRVoid> { Procedure(168) }
    /// Procedure 174, `DOMAIN_UPDATE_DEVICE_FLAGS`.
    package static var domainUpdateDeviceFlags: Procedure<DomainUpdateDeviceFlagsArguments, XDRVoid> { Procedure(174) }
    /// Procedure 175, `NWFILTER_LOOKUP_BY_NAME`.
    package static var nwfilterLookupByName: Procedure<NWFilterLookupByNameArguments, NWFilterLookupByNameResult> { Procedure(175) }
    /// Procedure 176, `NWFILTER_LOOKUP_BY_UUID`.
    package static var nwfilterLookupByUUID: Procedure<NWFilterLookupByUUIDArguments, NWFilterLookupByUUIDResult> { Procedure(176) }
    /// Procedure 177, `NWFILTER_GET_XML_DESC`.
    package static var nwfilterGetXMLDesc: Procedure<NWFilterGetXMLDescArguments, NWFilterGetXMLDescResult> { Procedure(177) }
    /// Procedure 178, `CONNECT_NUM_OF_NWFILTERS`.
    package static var connectNumOfNWFilters: Procedure<XDRVoid, ConnectNumOfNWFiltersResult> { Procedure(178) }
    /// Procedure 179, `CONNECT_LIST_NWFILTERS`.
    package static var connectListNWFilters: Procedure<ConnectListNWFiltersArguments, ConnectListNWFiltersResult> { Procedure(179) }
    /// Procedure 180, `NWFILTER_DEFINE_XML`.
    package static var nwfilterDefineXML: Procedure<NWFilterDefineXMLArguments, NWFilterDefineXMLResult> { Procedure(180) }
    /// Procedure 181, `NWFILTER_UNDEFINE`.
    package static var nwfilterUndefine: Procedure<NWFilterUndefineArguments, XDRVoid> { Procedure(181) }
    /// Procedure 182, `DOMAIN_MANAGED_SAVE`.
    package static var domainManagedSave: Procedure<DomainManagedSaveArguments, XDRVoid> { Procedure(182) }
    /// Procedure 183, `DOMAIN_HAS_MANAGED_SAVE_IMAGE`.
    package static var domainHasManagedSaveImage: Procedure<DomainHasManagedSaveImageArguments, DomainHasManagedSaveImageResult> { Procedure(183) }
    /// Procedure 184, `DOMAIN_MANAGED_SAVE_REMOVE`.
    package static var domainManagedSaveRemove: Procedure<DomainManagedSaveRemoveArguments, XDRVoid> { Procedure(184) }
    /// Procedure 185, `DOMAIN_SNAPSHOT_CREATE_XML`.
    package static var domainSnapshotCreateXML: Procedure<DomainSnapshotCreateXMLArguments, DomainSnapshotCreateXMLResult> { Procedure(185) }
    /// Procedure 186, `DOMAIN_SNAPSHOT_GET_XML_DESC`.
    package static var domainSnapshotGetXMLDesc: Procedure<DomainSnapshotGetXMLDescArguments, DomainSnapshotGetXMLDescResult> { Procedure(186) }
    /// Procedure 187, `DOMAIN_SNAPSHOT_NUM`.
    package static var domainSnapshotNum: Procedure<DomainSnapshotNumArguments, DomainSnapshotNumResult> { Procedure(187) }
    /// Procedure 188, `DOMAIN_SNAPSHOT_LIST_NAMES`.
    package static var domainSnapshotListNames: Procedure<DomainSnapshotListNamesArguments, DomainSnapshotListNamesResult> { Procedure(188) }
    /// Procedure 189, `DOMAIN_SNAPSHOT_LOOKUP_BY_NAME`.
    package static var domainSnapshotLookupByName: Procedure<DomainSnapshotLookupByNameArguments, DomainSnapshotLookupByNameResult> { Procedure(189) }
    /// Procedure 190, `DOMAIN_HAS_CURRENT_SNAPSHOT`.
    package static var domainHasCurrentSnapshot: Procedure<DomainHasCurrentSnapshotArguments, DomainHasCurrentSnapshotResult> { Procedure(190) }
    /// Procedure 191, `DOMAIN_SNAPSHOT_CURRENT`.
    package static var domainSnapshotCurrent: Procedure<DomainSnapshotCurrentArguments, DomainSnapshotCurrentResult> { Procedure(191) }
    /// Procedure 192, `DOMAIN_REVERT_TO_SNAPSHOT`.
    package static var domainRevertToSnapshot: Procedure<DomainRevertToSnapshotArguments, XDRVoid> { Procedure(192) }
    /// Procedure 193, `DOMAIN_SNAPSHOT_DELETE`.
    package static var domainSnapshotDelete: Procedure<DomainSnapshotDeleteArguments, XDRVoid> { Procedure(193) }
    /// Procedure 194, `DOMAIN_GET_BLOCK_INFO`.
    package static var domainGetBlockInfo: Procedure<DomainGetBlockInfoArguments, DomainGetBlockInfoResult> { Procedure(194) }
    /// Procedure 196, `DOMAIN_CREATE_WITH_FLAGS`.
    package static var domainCreateWithFlags: Procedure<DomainCreateWithFlagsArguments, DomainCreateWithFlagsResult> { Procedure(196) }
    /// Procedure 197, `DOMAIN_SET_MEMORY_PARAMETERS`.
    package static var domainSetMemoryParameters: Procedure<DomainSetMemoryParametersArguments, XDRVoid> { Procedure(197) }
    /// Procedure 198, `DOMAIN_GET_MEMORY_PARAMETERS`.
    package static var domainGetMemoryParameters: Procedure<DomainGetMemoryParametersArguments, DomainGetMemoryParametersResult> { Procedure(198) }
    /// Procedure 199, `DOMAIN_SET_VCPUS_FLAGS`.
    package static var domainSetVCPUsFlags: Procedure<DomainSetVCPUsFlagsArguments, XDRVoid> { Procedure(199) }
    /// Procedure 200, `DOMAIN_GET_VCPUS_FLAGS`.
    package static var domainGetVCPUsFlags: Procedure<DomainGetVCPUsFlagsArguments, DomainGetVCPUsFlagsResult> { Procedure(200) }
    /// Procedure 201, `DOMAIN_OPEN_CONSOLE`.
    package static var domainOpenConsole: Procedure<DomainOpenConsoleArguments, XDRVoid> { Procedure(201) }
    /// Procedure 202, `DOMAIN_IS_UPDATED`.
    package static var domainIsUpdated: Procedure<DomainIsUpdatedArguments, DomainIsUpdatedResult> { Procedure(202) }
    /// Procedure 203, `CONNECT_GET_SYSINFO`.
    package static var connectGetSysinfo: Procedure<ConnectGetSysinfoArguments, ConnectGetSysinfoResult> { Procedure(203) }
    /// Procedure 204, `DOMAIN_SET_MEMORY_FLAGS`.
    package static var domainSetMemoryFlags: Procedure<DomainSetMemoryFlagsArguments, XDRVoid> { Procedure(204) }
    /// Procedure 205, `DOMAIN_SET_BLKIO_PARAMETERS`.
    package static var domainSetBlkioParameters: Procedure<DomainSetBlkioParametersArguments, XDRVoid> { Procedure(205) }
    /// Procedure 206, `DOMAIN_GET_BLKIO_PARAMETERS`.
    package static var domainGetBlkioParameters: Procedure<DomainGetBlkioParametersArguments, DomainGetBlkioParametersResult> { Procedure(206) }
    /// Procedure 207, `DOMAIN_MIGRATE_SET_MAX_SPEED`.
    package static var domainMigrateSetMaxSpeed: Procedure<DomainMigrateSetMaxSpeedArguments, XDRVoid> { Procedure(207) }
    /// Procedure 208, `STORAGE_VOL_UPLOAD`.
    package static var storageVolUpload: Procedure<StorageVolUploadArguments, XDRVoid> { Procedure(208) }
    /// Procedure 209, `STORAGE_VOL_DOWNLOAD`.
    package static var storageVolDownload: Procedure<StorageVolDownloadArguments, XDRVoid> { Procedure(209) }
    /// Procedure 210, `DOMAIN_INJECT_NMI`.
    package static var domainInjectNMI: Procedure<DomainInjectNMIArguments, XDRVoid> { Procedure(210) }
    /// Procedure 211, `DOMAIN_SCREENSHOT`.
    package static var domainScreenshot: Procedure<DomainScreenshotArguments, DomainScreenshotResult> { Procedure(211) }
    /// Procedure 212, `DOMAIN_GET_STATE`.
    package static var domainGetState: Procedure<DomainGetStateArguments, DomainGetStateResult> { Procedure(212) }
    /// Procedure 213, `DOMAIN_MIGRATE_BEGIN3`.
    package static var domainMigrateBegin3: Procedure<DomainMigrateBegin3Arguments, DomainMigrateBegin3Result> { Procedure(213) }
    /// Procedure 214, `DOMAIN_MIGRATE_PREPARE3`.
    package static var domainMigratePrepare3: Procedure<DomainMigratePrepare3Arguments, DomainMigratePrepare3Result> { Procedure(214) }
    /// Procedure 215, `DOMAIN_MIGRATE_PREPARE_TUNNEL3`.
    package static var domainMigratePrepareTunnel3: Procedure<DomainMigratePrepareTunnel3Arguments, DomainMigratePrepareTunnel3Result> { Procedure(215) }
    /// Procedure 216, `DOMAIN_MIGRATE_PERFORM3`.
    package static var domainMigratePerform3: Procedure<DomainMigratePerform3Arguments, DomainMigratePerform3Result> { Procedure(216) }
    /// Procedure 217, `DOMAIN_MIGRATE_FINISH3`.
    package static var domainMigrateFinish3: Procedure<DomainMigrateFinish3Arguments, DomainMigrateFinish3Result> { Procedure(217) }
    /// Procedure 218, `DOMAIN_MIGRATE_CONFIRM3`.
    package static var domainMigrateConfirm3: Procedure<DomainMigrateConfirm3Arguments, XDRVoid> { Procedure(218) }
    /// Procedure 219, `DOMAIN_SET_SCHEDULER_PARAMETERS_FLAGS`.
    package static var domainSetSchedulerParametersFlags: Procedure<DomainSetSchedulerParametersFlagsArguments, XDRVoid> { Procedure(219) }
    /// Procedure 220, `INTERFACE_CHANGE_BEGIN`.
    package static var interfaceChangeBegin: Procedure<InterfaceChangeBeginArguments, XDRVoid> { Procedure(220) }
    /// Procedure 221, `INTERFACE_CHANGE_COMMIT`.
    package static var interfaceChangeCommit: Procedure<InterfaceChangeCommitArguments, XDRVoid> { Procedure(221) }
    /// Procedure 222, `INTERFACE_CHANGE_ROLLBACK`.
    package static var interfaceChangeRollback: Procedure<InterfaceChangeRollbackArguments, XDRVoid> { Procedure(222) }
    /// Procedure 223, `DOMAIN_GET_SCHEDULER_PARAMETERS_FLAGS`.
    package static var domainGetSchedulerParametersFlags: Procedure<DomainGetSchedulerParametersFlagsArguments, DomainGetSchedulerParametersFlagsResult> { Procedure(223) }
    /// Procedure 225, `DOMAIN_PIN_VCPU_FLAGS`.
    package static var domainPinVCPUFlags: Procedure<DomainPinVCPUFlagsArguments, XDRVoid> { Procedure(225) }
    /// Procedure 226, `DOMAIN_SEND_KEY`.
    package static var domainSendKey: Procedure<DomainSendKeyArguments, XDRVoid> { Procedure(226) }
    /// Procedure 227, `NODE_GET_CPU_STATS`.
    package static var nodeGetCPUStats: Procedure<NodeGetCPUStatsArguments, NodeGetCPUStatsResult> { Procedure(227) }
    /// Procedure 228, `NODE_GET_MEMORY_STATS`.
    package static var nodeGetMemoryStats: Procedure<NodeGetMemoryStatsArguments, NodeGetMemoryStatsResult> { Procedure(228) }
    /// Procedure 229, `DOMAIN_GET_CONTROL_INFO`.
    package static var domainGetControlInfo: Procedure<DomainGetControlInfoArguments, DomainGetControlInfoResult> { Procedure(229) }
    /// Procedure 230, `DOMAIN_GET_VCPU_PIN_INFO`.
    package static var domainGetVCPUPinInfo: Procedure<DomainGetVCPUPinInfoArguments, DomainGetVCPUPinInfoResult> { Procedure(230) }
    /// Procedure 231, `DOMAIN_UNDEFINE_FLAGS`.
    package static var domainUndefineFlags: Procedure<DomainUndefineFlagsArguments, XDRVoid> { Procedure(231) }
    /// Procedure 232, `DOMAIN_SAVE_FLAGS`.
    package static var domainSaveFlags: Procedure<DomainSaveFlagsArguments, XDRVoid> { Procedure(232) }
    /// Procedure 233, `DOMAIN_RESTORE_FLAGS`.
    package static var domainRestoreFlags: Procedure<DomainRestoreFlagsArguments, XDRVoid> { Procedure(233) }
    /// Procedure 234, `DOMAIN_DESTROY_FLAGS`.
    package static var domainDestroyFlags: Procedure<DomainDestroyFlagsArguments, XDRVoid> { Procedure(234) }
    /// Procedure 235, `DOMAIN_SAVE_IMAGE_GET_XML_DESC`.
    package static var domainSaveImageGetXMLDesc: Procedure<DomainSaveImageGetXMLDescArguments, DomainSaveImageGetXMLDescResult> { Procedure(235) }
    /// Procedure 236, `DOMAIN_SAVE_IMAGE_DEFINE_XML`.
    package static var domainSaveImageDefineXML: Procedure<DomainSaveImageDefineXMLArguments, XDRVoid> { Procedure(236) }
    /// Procedure 237, `DOMAIN_BLOCK_JOB_ABORT`.
    package static var domainBlockJobAbort: Procedure<DomainBlockJobAbortArguments, XDRVoid> { Procedure(237) }
    /// Procedure 238, `DOMAIN_GET_BLOCK_JOB_INFO`.
    package static var domainGetBlockJobInfo: Procedure<DomainGetBlockJobInfoArguments, DomainGetBlockJobInfoResult> { Procedure(238) }
    /// Procedure 239, `DOMAIN_BLOCK_JOB_SET_SPEED`.
    package static var domainBlockJobSetSpeed: Procedure<DomainBlockJobSetSpeedArguments, XDRVoid> { Procedure(239) }
    /// Procedure 240, `DOMAIN_BLOCK_PULL`.
    package static var domainBlockPull: Procedure<DomainBlockPullArguments, XDRVoid> { Procedure(240) }
    /// Procedure 242, `DOMAIN_MIGRATE_GET_MAX_SPEED`.
    package static var domainMigrateGetMaxSpeed: Procedure<DomainMigrateGetMaxSpeedArguments, DomainMigrateGetMaxSpeedResult> { Procedure(242) }
    /// Procedure 243, `DOMAIN_BLOCK_STATS_FLAGS`.
    package static var domainBlockStatsFlags: Procedure<DomainBlockStatsFlagsArguments, DomainBlockStatsFlagsResult> { Procedure(243) }
    /// Procedure 244, `DOMAIN_SNAPSHOT_GET_PARENT`.
    package static var domainSnapshotGetParent: Procedure<DomainSnapshotGetParentArguments, DomainSnapshotGetParentResult> { Procedure(244) }
    /// Procedure 245, `DOMAIN_RESET`.
    package static var domainReset: Procedure<DomainResetArguments, XDRVoid> { Procedure(245) }
    /// Procedure 246, `DOMAIN_SNAPSHOT_NUM_CHILDREN`.
    package static var domainSnapshotNumChildren: Procedure<DomainSnapshotNumChildrenArguments, DomainSnapshotNumChildrenResult> { Procedure(246) }
    /// Procedure 247, `DOMAIN_SNAPSHOT_LIST_CHILDREN_NAMES`.
    package static var domainSnapshotListChildrenNames: Procedure<DomainSnapshotListChildrenNamesArguments, DomainSnapshotListChildrenNamesResult> { Procedure(247) }
    /// Procedure 249, `DOMAIN_OPEN_GRAPHICS`.
    package static var domainOpenGraphics: Procedure<DomainOpenGraphicsArguments, XDRVoid> { Procedure(249) }
    /// Procedure 250, `NODE_SUSPEND_FOR_DURATION`.
    package static var nodeSuspendForDuration: Procedure<NodeSuspendForDurationArguments, XDRVoid> { Procedure(250) }
    /// Procedure 251, `DOMAIN_BLOCK_RESIZE`.
    package static var domainBlockResize: Procedure<DomainBlockResizeArguments, XDRVoid> { Procedure(251) }
    /// Procedure 252, `DOMAIN_SET_BLOCK_IO_TUNE`.
    package static var domainSetBlockIOTune: Procedure<DomainSetBlockIOTuneArguments, XDRVoid> { Procedure(252) }
    /// Procedure 253, `DOMAIN_GET_BLOCK_IO_TUNE`.
    package static var domainGetBlockIOTune: Procedure<DomainGetBlockIOTuneArguments, DomainGetBlockIOTuneResult> { Procedure(253) }
    /// Procedure 254, `DOMAIN_SET_NUMA_PARAMETERS`.
    package static var domainSetNUMAParameters: Procedure<DomainSetNUMAParametersArguments, XDRVoid> { Procedure(254) }
    /// Procedure 255, `DOMAIN_GET_NUMA_PARAMETERS`.
    package static var domainGetNUMAParameters: Procedure<DomainGetNUMAParametersArguments, DomainGetNUMAParametersResult> { Procedure(255) }
    /// Procedure 256, `DOMAIN_SET_INTERFACE_PARAMETERS`.
    package static var domainSetInterfaceParameters: Procedure<DomainSetInterfaceParametersArguments, XDRVoid> { Procedure(256) }
    /// Procedure 257, `DOMAIN_GET_INTERFACE_PARAMETERS`.
    package static var domainGetInterfaceParameters: Procedure<DomainGetInterfaceParametersArguments, DomainGetInterfaceParametersResult> { Procedure(257) }
    /// Procedure 258, `DOMAIN_SHUTDOWN_FLAGS`.
    package static var domainShutdownFlags: Procedure<DomainShutdownFlagsArguments, XDRVoid> { Procedure(258) }
    /// Procedure 259, `STORAGE_VOL_WIPE_PATTERN`.
    package static var storageVolWipePattern: Procedure<StorageVolWipePatternArguments, XDRVoid> { Procedure(259) }
    /// Procedure 260, `STORAGE_VOL_RESIZE`.
    package static var storageVolResize: Procedure<StorageVolResizeArguments, XDRVoid> { Procedure(260) }
    /// Procedure 261, `DOMAIN_PM_SUSPEND_FOR_DURATION`.
    package static var domainPMSuspendForDuration: Procedure<DomainPMSuspendForDurationArguments, XDRVoid> { Procedure(261) }
    /// Procedure 262, `DOMAIN_GET_CPU_STATS`.
    package static var domainGetCPUStats: Procedure<DomainGetCPUStatsArguments, DomainGetCPUStatsResult> { Procedure(262) }
    /// Procedure 263, `DOMAIN_GET_DISK_ERRORS`.
    package static var domainGetDiskErrors: Procedure<DomainGetDiskErrorsArguments, DomainGetDiskErrorsResult> { Procedure(263) }
    /// Procedure 264, `DOMAIN_SET_METADATA`.
    package static var domainSetMetadata: Procedure<DomainSetMetadataArguments, XDRVoid> { Procedure(264) }
    /// Procedure 265, `DOMAIN_GET_METADATA`.
    package static var domainGetMetadata: Procedure<DomainGetMetadataArguments, DomainGetMetadataResult> { Procedure(265) }
    /// Procedure 266, `DOMAIN_BLOCK_REBASE`.
    package static var domainBlockRebase: Procedure<DomainBlockRebaseArguments, XDRVoid> { Procedure(266) }
    /// Procedure 267, `DOMAIN_PM_WAKEUP`.
    package static var domainPMWakeup: Procedure<DomainPMWakeupArguments, XDRVoid> { Procedure(267) }
    /// Procedure 271, `DOMAIN_SNAPSHOT_IS_CURRENT`.
    package static var domainSnapshotIsCurrent: Procedure<DomainSnapshotIsCurrentArguments, DomainSnapshotIsCurrentResult> { Procedure(271) }
    /// Procedure 272, `DOMAIN_SNAPSHOT_HAS_METADATA`.
    package static var domainSnapshotHasMetadata: Procedure<DomainSnapshotHasMetadataArguments, DomainSnapshotHasMetadataResult> { Procedure(272) }
    /// Procedure 273, `CONNECT_LIST_ALL_DOMAINS`.
    package static var connectListAllDomains: Procedure<ConnectListAllDomainsArguments, ConnectListAllDomainsResult> { Procedure(273) }
    /// Procedure 274, `DOMAIN_LIST_ALL_SNAPSHOTS`.
    package static var domainListAllSnapshots: Procedure<DomainListAllSnapshotsArguments, DomainListAllSnapshotsResult> { Procedure(274) }
    /// Procedure 275, `DOMAIN_SNAPSHOT_LIST_ALL_CHILDREN`.
    package static var domainSnapshotListAllChildren: Procedure<DomainSnapshotListAllChildrenArguments, DomainSnapshotListAllChildrenResult> { Procedure(275) }
    /// Procedure 277, `DOMAIN_GET_HOSTNAME`.
    package static var domainGetHostname: Procedure<DomainGetHostnameArguments, DomainGetHostnameResult> { Procedure(277) }
    /// Procedure 278, `DOMAIN_GET_SECURITY_LABEL_LIST`.
    package static var domainGetSecurityLabelList: Procedure<DomainGetSecurityLabelListArguments, DomainGetSecurityLabelListResult> { Procedure(278) }
    /// Procedure 279, `DOMAIN_PIN_EMULATOR`.
    package static var domainPinEmulator: Procedure<DomainPinEmulatorArguments, XDRVoid> { Procedure(279) }
    /// Procedure 280, `DOMAIN_GET_EMULATOR_PIN_INFO`.
    package static var domainGetEmulatorPinInfo: Procedure<DomainGetEmulatorPinInfoArguments, DomainGetEmulatorPinInfoResult> { Procedure(280) }
    /// Procedure 281, `CONNECT_LIST_ALL_STORAGE_POOLS`.
    package static var connectListAllStoragePools: Procedure<ConnectListAllStoragePoolsArguments, ConnectListAllStoragePoolsResult> { Procedure(281) }
    /// Procedure 282, `STORAGE_POOL_LIST_ALL_VOLUMES`.
    package static var storagePoolListAllVolumes: Procedure<StoragePoolListAllVolumesArguments, StoragePoolListAllVolumesResult> { Procedure(282) }
    /// Procedure 283, `CONNECT_LIST_ALL_NETWORKS`.
    package static var connectListAllNetworks: Procedure<ConnectListAllNetworksArguments, ConnectListAllNetworksResult> { Procedure(283) }
    /// Procedure 284, `CONNECT_LIST_ALL_INTERFACES`.
    package static var connectListAllInterfaces: Procedure<ConnectListAllInterfacesArguments, ConnectListAllInterfacesResult> { Procedure(284) }
    /// Procedure 285, `CONNECT_LIST_ALL_NODE_DEVICES`.
    package static var connectListAllNodeDevices: Procedure<ConnectListAllNodeDevicesArguments, ConnectListAllNodeDevicesResult> { Procedure(285) }
    /// Procedure 286, `CONNECT_LIST_ALL_NWFILTERS`.
    package static var connectListAllNWFilters: Procedure<ConnectListAllNWFiltersArguments, ConnectListAllNWFiltersResult> { Procedure(286) }
    /// Procedure 287, `CONNECT_LIST_ALL_SECRETS`.
    package static var connectListAllSecrets: Procedure<ConnectListAllSecretsArguments, ConnectListAllSecretsResult> { Procedure(287) }
    /// Procedure 288, `NODE_SET_MEMORY_PARAMETERS`.
    package static var nodeSetMemoryParameters: Procedure<NodeSetMemoryParametersArguments, XDRVoid> { Procedure(288) }
    /// Procedure 289, `NODE_GET_MEMORY_PARAMETERS`.
    package static var nodeGetMemoryParameters: Procedure<NodeGetMemoryParametersArguments, NodeGetMemoryParametersResult> { Procedure(289) }
    /// Procedure 290, `DOMAIN_BLOCK_COMMIT`.
    package static var domainBlockCommit: Procedure<DomainBlockCommitArguments, XDRVoid> { Procedure(290) }
    /// Procedure 291, `NETWORK_UPDATE`.
    package static var networkUpdate: Procedure<NetworkUpdateArguments, XDRVoid> { Procedure(291) }
    /// Procedure 293, `NODE_GET_CPU_MAP`.
    package static var nodeGetCPUMap: Procedure<NodeGetCPUMapArguments, NodeGetCPUMapResult> { Procedure(293) }
    /// Procedure 294, `DOMAIN_FSTRIM`.
    package static var domainFstrim: Procedure<DomainFstrimArguments, XDRVoid> { Procedure(294) }
    /// Procedure 295, `DOMAIN_SEND_PROCESS_SIGNAL`.
    package static var domainSendProcessSignal: Procedure<DomainSendProcessSignalArguments, XDRVoid> { Procedure(295) }
    /// Procedure 296, `DOMAIN_OPEN_CHANNEL`.
    package static var domainOpenChannel: Procedure<DomainOpenChannelArguments, XDRVoid> { Procedure(296) }
    /// Procedure 297, `NODE_DEVICE_LOOKUP_SCSI_HOST_BY_WWN`.
    package static var nodeDeviceLookupSCSIHostByWWN: Procedure<NodeDeviceLookupSCSIHostByWWNArguments, NodeDeviceLookupSCSIHostByWWNResult> { Procedure(297) }
    /// Procedure 298, `DOMAIN_GET_JOB_STATS`.
    package static var domainGetJobStats: Procedure<DomainGetJobStatsArguments, DomainGetJobStatsResult> { Procedure(298) }
    /// Procedure 299, `DOMAIN_MIGRATE_GET_COMPRESSION_CACHE`.
    package static var domainMigrateGetCompressionCache: Procedure<DomainMigrateGetCompressionCacheArguments, DomainMigrateGetCompressionCacheResult> { Procedure(299) }
    /// Procedure 300, `DOMAIN_MIGRATE_SET_COMPRESSION_CACHE`.
    package static var domainMigrateSetCompressionCache: Procedure<DomainMigrateSetCompressionCacheArguments, XDRVoid> { Procedure(300) }
    /// Procedure 301, `NODE_DEVICE_DETACH_FLAGS`.
    package static var nodeDeviceDetachFlags: Procedure<NodeDeviceDetachFlagsArguments, XDRVoid> { Procedure(301) }
    /// Procedure 302, `DOMAIN_MIGRATE_BEGIN3_PARAMS`.
    package static var domainMigrateBegin3Params: Procedure<DomainMigrateBegin3ParamsArguments, DomainMigrateBegin3ParamsResult> { Procedure(302) }
    /// Procedure 303, `DOMAIN_MIGRATE_PREPARE3_PARAMS`.
    package static var domainMigratePrepare3Params: Procedure<DomainMigratePrepare3ParamsArguments, DomainMigratePrepare3ParamsResult> { Procedure(303) }
    /// Procedure 304, `DOMAIN_MIGRATE_PREPARE_TUNNEL3_PARAMS`.
    package static var domainMigratePrepareTunnel3Params: Procedure<DomainMigratePrepareTunnel3ParamsArguments, DomainMigratePrepareTunnel3ParamsResult> { Procedure(304) }
    /// Procedure 305, `DOMAIN_MIGRATE_PERFORM3_PARAMS`.
    package static var domainMigratePerform3Params: Procedure<DomainMigratePerform3ParamsArguments, DomainMigratePerform3ParamsResult> { Procedure(305) }
    /// Procedure 306, `DOMAIN_MIGRATE_FINISH3_PARAMS`.
    package static var domainMigrateFinish3Params: Procedure<DomainMigrateFinish3ParamsArguments, DomainMigrateFinish3ParamsResult> { Procedure(306) }
    /// Procedure 307, `DOMAIN_MIGRATE_CONFIRM3_PARAMS`.
    package static var domainMigrateConfirm3Params: Procedure<DomainMigrateConfirm3ParamsArguments, XDRVoid> { Procedure(307) }
    /// Procedure 308, `DOMAIN_SET_MEMORY_STATS_PERIOD`.
    package static var domainSetMemoryStatsPeriod: Procedure<DomainSetMemoryStatsPeriodArguments, XDRVoid> { Procedure(308) }
    /// Procedure 309, `DOMAIN_CREATE_XML_WITH_FILES`.
    package static var domainCreateXMLWithFiles: Procedure<DomainCreateXMLWithFilesArguments, DomainCreateXMLWithFilesResult> { Procedure(309) }
    /// Procedure 310, `DOMAIN_CREATE_WITH_FILES`.
    package static var domainCreateWithFiles: Procedure<DomainCreateWithFilesArguments, DomainCreateWithFilesResult> { Procedure(310) }
    /// Procedure 312, `CONNECT_GET_CPU_MODEL_NAMES`.
    package static var connectGetCPUModelNames: Procedure<ConnectGetCPUModelNamesArguments, ConnectGetCPUModelNamesResult> { Procedure(312) }
    /// Procedure 313, `CONNECT_NETWORK_EVENT_REGISTER_ANY`.
    package static var connectNetworkEventRegisterAny: Procedure<ConnectNetworkEventRegisterAnyArguments, ConnectNetworkEventRegisterAnyResult> { Procedure(313) }
    /// Procedure 314, `CONNECT_NETWORK_EVENT_DEREGISTER_ANY`.
    package static var connectNetworkEventDeregisterAny: Procedure<ConnectNetworkEventDeregisterAnyArguments, XDRVoid> { Procedure(314) }
    /// Procedure 316, `CONNECT_DOMAIN_EVENT_CALLBACK_REGISTER_ANY`.
    package static var connectDomainEventCallbackRegisterAny: Procedure<ConnectDomainEventCallbackRegisterAnyArguments, ConnectDomainEventCallbackRegisterAnyResult> { Procedure(316) }
    /// Procedure 317, `CONNECT_DOMAIN_EVENT_CALLBACK_DEREGISTER_ANY`.
    package static var connectDomainEventCallbackDeregisterAny: Procedure<ConnectDomainEventCallbackDeregisterAnyArguments, XDRVoid> { Procedure(317) }
    /// Procedure 334, `DOMAIN_CORE_DUMP_WITH_FORMAT`.
    package static var domainCoreDumpWithFormat: Procedure<DomainCoreDumpWithFormatArguments, XDRVoid> { Procedure(334) }
    /// Procedure 335, `DOMAIN_FSFREEZE`.
    package static var domainFsfreeze: Procedure<DomainFsfreezeArguments, DomainFsfreezeResult> { Procedure(335) }
    /// Procedure 336, `DOMAIN_FSTHAW`.
    package static var domainFsthaw: Procedure<DomainFsthawArguments, DomainFsthawResult> { Procedure(336) }
    /// Procedure 337, `DOMAIN_GET_TIME`.
    package static var domainGetTime: Procedure<DomainGetTimeArguments, DomainGetTimeResult> { Procedure(337) }
    /// Procedure 338, `DOMAIN_SET_TIME`.
    package static var domainSetTime: Procedure<DomainSetTimeArguments, XDRVoid> { Procedure(338) }
    /// Procedure 340, `NODE_GET_FREE_PAGES`.
    package static var nodeGetFreePages: Procedure<NodeGetFreePagesArguments, NodeGetFreePagesResult> { Procedure(340) }
    /// Procedure 341, `NETWORK_GET_DHCP_LEASES`.
    package static var networkGetDHCPLeases: Procedure<NetworkGetDHCPLeasesArguments, NetworkGetDHCPLeasesResult> { Procedure(341) }
    /// Procedure 342, `CONNECT_GET_DOMAIN_CAPABILITIES`.
    package static var connectGetDomainCapabilities: Procedure<ConnectGetDomainCapabilitiesArguments, ConnectGetDomainCapabilitiesResult> { Procedure(342) }
    /// Procedure 343, `DOMAIN_OPEN_GRAPHICS_FD`.
    package static var domainOpenGraphicsFD: Procedure<DomainOpenGraphicsFDArguments, XDRVoid> { Procedure(343) }
    /// Procedure 344, `CONNECT_GET_ALL_DOMAIN_STATS`.
    package static var connectGetAllDomainStats: Procedure<ConnectGetAllDomainStatsArguments, ConnectGetAllDomainStatsResult> { Procedure(344) }
    /// Procedure 345, `DOMAIN_BLOCK_COPY`.
    package static var domainBlockCopy: Procedure<DomainBlockCopyArguments, XDRVoid> { Procedure(345) }
    /// Procedure 347, `NODE_ALLOC_PAGES`.
    package static var nodeAllocPages: Procedure<NodeAllocPagesArguments, NodeAllocPagesResult> { Procedure(347) }
    /// Procedure 349, `DOMAIN_GET_FSINFO`.
    package static var domainGetFSInfo: Procedure<DomainGetFSInfoArguments, DomainGetFSInfoResult> { Procedure(349) }
    /// Procedure 350, `DOMAIN_DEFINE_XML_FLAGS`.
    package static var domainDefineXMLFlags: Procedure<DomainDefineXMLFlagsArguments, DomainDefineXMLFlagsResult> { Procedure(350) }
    /// Procedure 351, `DOMAIN_GET_IOTHREAD_INFO`.
    package static var domainGetIOThreadInfo: Procedure<DomainGetIOThreadInfoArguments, DomainGetIOThreadInfoResult> { Procedure(351) }
    /// Procedure 352, `DOMAIN_PIN_IOTHREAD`.
    package static var domainPinIOThread: Procedure<DomainPinIOThreadArguments, XDRVoid> { Procedure(352) }
    /// Procedure 353, `DOMAIN_INTERFACE_ADDRESSES`.
    package static var domainInterfaceAddresses: Procedure<DomainInterfaceAddressesArguments, DomainInterfaceAddressesResult> { Procedure(353) }
    /// Procedure 355, `DOMAIN_ADD_IOTHREAD`.
    package static var domainAddIOThread: Procedure<DomainAddIOThreadArguments, XDRVoid> { Procedure(355) }
    /// Procedure 356, `DOMAIN_DEL_IOTHREAD`.
    package static var domainDelIOThread: Procedure<DomainDelIOThreadArguments, XDRVoid> { Procedure(356) }
    /// Procedure 357, `DOMAIN_SET_USER_PASSWORD`.
    package static var domainSetUserPassword: Procedure<DomainSetUserPasswordArguments, XDRVoid> { Procedure(357) }
    /// Procedure 358, `DOMAIN_RENAME`.
    package static var domainRename: Procedure<DomainRenameArguments, DomainRenameResult> { Procedure(358) }
    /// Procedure 360, `CONNECT_REGISTER_CLOSE_CALLBACK`.
    package static var connectRegisterCloseCallback: Procedure<XDRVoid, XDRVoid> { Procedure(360) }
    /// Procedure 361, `CONNECT_UNREGISTER_CLOSE_CALLBACK`.
    package static var connectUnregisterCloseCallback: Procedure<XDRVoid, XDRVoid> { Procedure(361) }
    /// Procedure 364, `DOMAIN_MIGRATE_START_POST_COPY`.
    package static var domainMigrateStartPostCopy: Procedure<DomainMigrateStartPostCopyArguments, XDRVoid> { Procedure(364) }
    /// Procedure 365, `DOMAIN_GET_PERF_EVENTS`.
    package static var domainGetPerfEvents: Procedure<DomainGetPerfEventsArguments, DomainGetPerfEventsResult> { Procedure(365) }
    /// Procedure 366, `DOMAIN_SET_PERF_EVENTS`.
    package static var domainSetPerfEvents: Procedure<DomainSetPerfEventsArguments, XDRVoid> { Procedure(366) }
    /// Procedure 368, `CONNECT_STORAGE_POOL_EVENT_REGISTER_ANY`.
    package static var connectStoragePoolEventRegisterAny: Procedure<ConnectStoragePoolEventRegisterAnyArguments, ConnectStoragePoolEventRegisterAnyResult> { Procedure(368) }
    /// Procedure 369, `CONNECT_STORAGE_POOL_EVENT_DEREGISTER_ANY`.
    package static var connectStoragePoolEventDeregisterAny: Procedure<ConnectStoragePoolEventDeregisterAnyArguments, XDRVoid> { Procedure(369) }
    /// Procedure 371, `DOMAIN_GET_GUEST_VCPUS`.
    package static var domainGetGuestVCPUs: Procedure<DomainGetGuestVCPUsArguments, DomainGetGuestVCPUsResult> { Procedure(371) }
    /// Procedure 372, `DOMAIN_SET_GUEST_VCPUS`.
    package static var domainSetGuestVCPUs: Procedure<DomainSetGuestVCPUsArguments, XDRVoid> { Procedure(372) }
    /// Procedure 374, `CONNECT_NODE_DEVICE_EVENT_REGISTER_ANY`.
    package static var connectNodeDeviceEventRegisterAny: Procedure<ConnectNodeDeviceEventRegisterAnyArguments, ConnectNodeDeviceEventRegisterAnyResult> { Procedure(374) }
    /// Procedure 375, `CONNECT_NODE_DEVICE_EVENT_DEREGISTER_ANY`.
    package static var connectNodeDeviceEventDeregisterAny: Procedure<ConnectNodeDeviceEventDeregisterAnyArguments, XDRVoid> { Procedure(375) }
    /// Procedure 378, `STORAGE_VOL_GET_INFO_FLAGS`.
    package static var storageVolGetInfoFlags: Procedure<StorageVolGetInfoFlagsArguments, StorageVolGetInfoFlagsResult> { Procedure(378) }
    /// Procedure 380, `CONNECT_SECRET_EVENT_REGISTER_ANY`.
    package static var connectSecretEventRegisterAny: Procedure<ConnectSecretEventRegisterAnyArguments, ConnectSecretEventRegisterAnyResult> { Procedure(380) }
    /// Procedure 381, `CONNECT_SECRET_EVENT_DEREGISTER_ANY`.
    package static var connectSecretEventDeregisterAny: Procedure<ConnectSecretEventDeregisterAnyArguments, XDRVoid> { Procedure(381) }
    /// Procedure 384, `DOMAIN_SET_VCPU`.
    package static var domainSetVCPU: Procedure<DomainSetVCPUArguments, XDRVoid> { Procedure(384) }
    /// Procedure 386, `DOMAIN_SET_BLOCK_THRESHOLD`.
    package static var domainSetBlockThreshold: Procedure<DomainSetBlockThresholdArguments, XDRVoid> { Procedure(386) }
    /// Procedure 387, `DOMAIN_MIGRATE_GET_MAX_DOWNTIME`.
    package static var domainMigrateGetMaxDowntime: Procedure<DomainMigrateGetMaxDowntimeArguments, DomainMigrateGetMaxDowntimeResult> { Procedure(387) }
    /// Procedure 388, `DOMAIN_MANAGED_SAVE_GET_XML_DESC`.
    package static var domainManagedSaveGetXMLDesc: Procedure<DomainManagedSaveGetXMLDescArguments, DomainManagedSaveGetXMLDescResult> { Procedure(388) }
    /// Procedure 389, `DOMAIN_MANAGED_SAVE_DEFINE_XML`.
    package static var domainManagedSaveDefineXML: Procedure<DomainManagedSaveDefineXMLArguments, XDRVoid> { Procedure(389) }
    /// Procedure 390, `DOMAIN_SET_LIFECYCLE_ACTION`.
    package static var domainSetLifecycleAction: Procedure<DomainSetLifecycleActionArguments, XDRVoid> { Procedure(390) }
    /// Procedure 391, `STORAGE_POOL_LOOKUP_BY_TARGET_PATH`.
    package static var storagePoolLookupByTargetPath: Procedure<StoragePoolLookupByTargetPathArguments, StoragePoolLookupByTargetPathResult> { Procedure(391) }
    /// Procedure 392, `DOMAIN_DETACH_DEVICE_ALIAS`.
    package static var domainDetachDeviceAlias: Procedure<DomainDetachDeviceAliasArguments, XDRVoid> { Procedure(392) }
    /// Procedure 393, `CONNECT_COMPARE_HYPERVISOR_CPU`.
    package static var connectCompareHypervisorCPU: Procedure<ConnectCompareHypervisorCPUArguments, ConnectCompareHypervisorCPUResult> { Procedure(393) }
    /// Procedure 394, `CONNECT_BASELINE_HYPERVISOR_CPU`.
    package static var connectBaselineHypervisorCPU: Procedure<ConnectBaselineHypervisorCPUArguments, ConnectBaselineHypervisorCPUResult> { Procedure(394) }
    /// Procedure 395, `NODE_GET_SEV_INFO`.
    package static var nodeGetSEVInfo: Procedure<NodeGetSEVInfoArguments, NodeGetSEVInfoResult> { Procedure(395) }
    /// Procedure 396, `DOMAIN_GET_LAUNCH_SECURITY_INFO`.
    package static var domainGetLaunchSecurityInfo: Procedure<DomainGetLaunchSecurityInfoArguments, DomainGetLaunchSecurityInfoResult> { Procedure(396) }
    /// Procedure 397, `NWFILTER_BINDING_LOOKUP_BY_PORT_DEV`.
    package static var nwfilterBindingLookupByPortDev: Procedure<NWFilterBindingLookupByPortDevArguments, NWFilterBindingLookupByPortDevResult> { Procedure(397) }
    /// Procedure 398, `NWFILTER_BINDING_GET_XML_DESC`.
    package static var nwfilterBindingGetXMLDesc: Procedure<NWFilterBindingGetXMLDescArguments, NWFilterBindingGetXMLDescResult> { Procedure(398) }
    /// Procedure 399, `NWFILTER_BINDING_CREATE_XML`.
    package static var nwfilterBindingCreateXML: Procedure<NWFilterBindingCreateXMLArguments, NWFilterBindingCreateXMLResult> { Procedure(399) }
    /// Procedure 400, `NWFILTER_BINDING_DELETE`.
    package static var nwfilterBindingDelete: Procedure<NWFilterBindingDeleteArguments, XDRVoid> { Procedure(400) }
    /// Procedure 401, `CONNECT_LIST_ALL_NWFILTER_BINDINGS`.
    package static var connectListAllNWFilterBindings: Procedure<ConnectListAllNWFilterBindingsArguments, ConnectListAllNWFilterBindingsResult> { Procedure(401) }
    /// Procedure 402, `DOMAIN_SET_IOTHREAD_PARAMS`.
    package static var domainSetIOThreadParams: Procedure<DomainSetIOThreadParamsArguments, XDRVoid> { Procedure(402) }
    /// Procedure 403, `CONNECT_GET_STORAGE_POOL_CAPABILITIES`.
    package static var connectGetStoragePoolCapabilities: Procedure<ConnectGetStoragePoolCapabilitiesArguments, ConnectGetStoragePoolCapabilitiesResult> { Procedure(403) }
    /// Procedure 404, `NETWORK_LIST_ALL_PORTS`.
    package static var networkListAllPorts: Procedure<NetworkListAllPortsArguments, NetworkListAllPortsResult> { Procedure(404) }
    /// Procedure 405, `NETWORK_PORT_LOOKUP_BY_UUID`.
    package static var networkPortLookupByUUID: Procedure<NetworkPortLookupByUUIDArguments, NetworkPortLookupByUUIDResult> { Procedure(405) }
    /// Procedure 406, `NETWORK_PORT_CREATE_XML`.
    package static var networkPortCreateXML: Procedure<NetworkPortCreateXMLArguments, NetworkPortCreateXMLResult> { Procedure(406) }
    /// Procedure 407, `NETWORK_PORT_GET_PARAMETERS`.
    package static var networkPortGetParameters: Procedure<NetworkPortGetParametersArguments, NetworkPortGetParametersResult> { Procedure(407) }
    /// Procedure 408, `NETWORK_PORT_SET_PARAMETERS`.
    package static var networkPortSetParameters: Procedure<NetworkPortSetParametersArguments, XDRVoid> { Procedure(408) }
    /// Procedure 409, `NETWORK_PORT_GET_XML_DESC`.
    package static var networkPortGetXMLDesc: Procedure<NetworkPortGetXMLDescArguments, NetworkPortGetXMLDescResult> { Procedure(409) }
    /// Procedure 410, `NETWORK_PORT_DELETE`.
    package static var networkPortDelete: Procedure<NetworkPortDeleteArguments, XDRVoid> { Procedure(410) }
    /// Procedure 411, `DOMAIN_CHECKPOINT_CREATE_XML`.
    package static var domainCheckpointCreateXML: Procedure<DomainCheckpointCreateXMLArguments, DomainCheckpointCreateXMLResult> { Procedure(411) }
    /// Procedure 412, `DOMAIN_CHECKPOINT_GET_XML_DESC`.
    package static var domainCheckpointGetXMLDesc: Procedure<DomainCheckpointGetXMLDescArguments, DomainCheckpointGetXMLDescResult> { Procedure(412) }
    /// Procedure 413, `DOMAIN_LIST_ALL_CHECKPOINTS`.
    package static var domainListAllCheckpoints: Procedure<DomainListAllCheckpointsArguments, DomainListAllCheckpointsResult> { Procedure(413) }
    /// Procedure 414, `DOMAIN_CHECKPOINT_LIST_ALL_CHILDREN`.
    package static var domainCheckpointListAllChildren: Procedure<DomainCheckpointListAllChildrenArguments, DomainCheckpointListAllChildrenResult> { Procedure(414) }
    /// Procedure 415, `DOMAIN_CHECKPOINT_LOOKUP_BY_NAME`.
    package static var domainCheckpointLookupByName: Procedure<DomainCheckpointLookupByNameArguments, DomainCheckpointLookupByNameResult> { Procedure(415) }
    /// Procedure 416, `DOMAIN_CHECKPOINT_GET_PARENT`.
    package static var domainCheckpointGetParent: Procedure<DomainCheckpointGetParentArguments, DomainCheckpointGetParentResult> { Procedure(416) }
    /// Procedure 417, `DOMAIN_CHECKPOINT_DELETE`.
    package static var domainCheckpointDelete: Procedure<DomainCheckpointDeleteArguments, XDRVoid> { Procedure(417) }
    /// Procedure 418, `DOMAIN_GET_GUEST_INFO`.
    package static var domainGetGuestInfo: Procedure<DomainGetGuestInfoArguments, DomainGetGuestInfoResult> { Procedure(418) }
    /// Procedure 419, `CONNECT_SET_IDENTITY`.
    package static var connectSetIdentity: Procedure<ConnectSetIdentityArguments, XDRVoid> { Procedure(419) }
    /// Procedure 420, `DOMAIN_AGENT_SET_RESPONSE_TIMEOUT`.
    package static var domainAgentSetResponseTimeout: Procedure<DomainAgentSetResponseTimeoutArguments, DomainAgentSetResponseTimeoutResult> { Procedure(420) }
    /// Procedure 421, `DOMAIN_BACKUP_BEGIN`.
    package static var domainBackupBegin: Procedure<DomainBackupBeginArguments, XDRVoid> { Procedure(421) }
    /// Procedure 422, `DOMAIN_BACKUP_GET_XML_DESC`.
    package static var domainBackupGetXMLDesc: Procedure<DomainBackupGetXMLDescArguments, DomainBackupGetXMLDescResult> { Procedure(422) }
    /// Procedure 424, `DOMAIN_AUTHORIZED_SSH_KEYS_GET`.
    package static var domainAuthorizedSSHKeysGet: Procedure<DomainAuthorizedSSHKeysGetArguments, DomainAuthorizedSSHKeysGetResult> { Procedure(424) }
    /// Procedure 425, `DOMAIN_AUTHORIZED_SSH_KEYS_SET`.
    package static var domainAuthorizedSSHKeysSet: Procedure<DomainAuthorizedSSHKeysSetArguments, XDRVoid> { Procedure(425) }
    /// Procedure 426, `DOMAIN_GET_MESSAGES`.
    package static var domainGetMessages: Procedure<DomainGetMessagesArguments, DomainGetMessagesResult> { Procedure(426) }
    /// Procedure 427, `DOMAIN_START_DIRTY_RATE_CALC`.
    package static var domainStartDirtyRateCalc: Procedure<DomainStartDirtyRateCalcArguments, XDRVoid> { Procedure(427) }
    /// Procedure 428, `NODE_DEVICE_DEFINE_XML`.
    package static var nodeDeviceDefineXML: Procedure<NodeDeviceDefineXMLArguments, NodeDeviceDefineXMLResult> { Procedure(428) }
    /// Procedure 429, `NODE_DEVICE_UNDEFINE`.
    package static var nodeDeviceUndefine: Procedure<NodeDeviceUndefineArguments, XDRVoid> { Procedure(429) }
    /// Procedure 430, `NODE_DEVICE_CREATE`.
    package static var nodeDeviceCreate: Procedure<NodeDeviceCreateArguments, XDRVoid> { Procedure(430) }
    /// Procedure 431, `NWFILTER_DEFINE_XML_FLAGS`.
    package static var nwfilterDefineXMLFlags: Procedure<NWFilterDefineXMLFlagsArguments, NWFilterDefineXMLFlagsResult> { Procedure(431) }
    /// Procedure 432, `NETWORK_DEFINE_XML_FLAGS`.
    package static var networkDefineXMLFlags: Procedure<NetworkDefineXMLFlagsArguments, NetworkDefineXMLFlagsResult> { Procedure(432) }
    /// Procedure 433, `NODE_DEVICE_GET_AUTOSTART`.
    package static var nodeDeviceGetAutostart: Procedure<NodeDeviceGetAutostartArguments, NodeDeviceGetAutostartResult> { Procedure(433) }
    /// Procedure 434, `NODE_DEVICE_SET_AUTOSTART`.
    package static var nodeDeviceSetAutostart: Procedure<NodeDeviceSetAutostartArguments, XDRVoid> { Procedure(434) }
    /// Procedure 435, `NODE_DEVICE_IS_PERSISTENT`.
    package static var nodeDeviceIsPersistent: Procedure<NodeDeviceIsPersistentArguments, NodeDeviceIsPersistentResult> { Procedure(435) }
    /// Procedure 436, `NODE_DEVICE_IS_ACTIVE`.
    package static var nodeDeviceIsActive: Procedure<NodeDeviceIsActiveArguments, NodeDeviceIsActiveResult> { Procedure(436) }
    /// Procedure 437, `NETWORK_CREATE_XML_FLAGS`.
    package static var networkCreateXMLFlags: Procedure<NetworkCreateXMLFlagsArguments, NetworkCreateXMLFlagsResult> { Procedure(437) }
    /// Procedure 439, `DOMAIN_SET_LAUNCH_SECURITY_STATE`.
    package static var domainSetLaunchSecurityState: Procedure<DomainSetLaunchSecurityStateArguments, XDRVoid> { Procedure(439) }
    /// Procedure 440, `DOMAIN_SAVE_PARAMS`.
    package static var domainSaveParams: Procedure<DomainSaveParamsArguments, XDRVoid> { Procedure(440) }
    /// Procedure 441, `DOMAIN_RESTORE_PARAMS`.
    package static var domainRestoreParams: Procedure<DomainRestoreParamsArguments, XDRVoid> { Procedure(441) }
    /// Procedure 442, `DOMAIN_ABORT_JOB_FLAGS`.
    package static var domainAbortJobFlags: Procedure<DomainAbortJobFlagsArguments, XDRVoid> { Procedure(442) }
    /// Procedure 443, `DOMAIN_FD_ASSOCIATE`.
    package static var domainFDAssociate: Procedure<DomainFDAssociateArguments, XDRVoid> { Procedure(443) }
    /// Event 107, `DOMAIN_EVENT_LIFECYCLE`.
    package static var domainEventLifecycle: Event<DomainEventLifecycleMessage> { Event(107) }
    /// Event 169, `DOMAIN_EVENT_REBOOT`.
    package static var domainEventReboot: Event<DomainEventRebootMessage> { Event(169) }
    /// Event 170, `DOMAIN_EVENT_RTC_CHANGE`.
    package static var domainEventRTCChange: Event<DomainEventRTCChangeMessage> { Event(170) }
    /// Event 171, `DOMAIN_EVENT_WATCHDOG`.
    package static var domainEventWatchdog: Event<DomainEventWatchdogMessage> { Event(171) }
    /// Event 172, `DOMAIN_EVENT_IO_ERROR`.
    package static var domainEventIOError: Event<DomainEventIOErrorMessage> { Event(172) }
    /// Event 173, `DOMAIN_EVENT_GRAPHICS`.
    package static var domainEventGraphics: Event<DomainEventGraphicsMessage> { Event(173) }
    /// Event 195, `DOMAIN_EVENT_IO_ERROR_REASON`.
    package static var domainEventIOErrorReason: Event<DomainEventIOErrorReasonMessage> { Event(195) }
    /// Event 224, `DOMAIN_EVENT_CONTROL_ERROR`.
    package static var domainEventControlError: Event<DomainEventControlErrorMessage> { Event(224) }
    /// Event 241, `DOMAIN_EVENT_BLOCK_JOB`.
    package static var domainEventBlockJob: Event<DomainEventBlockJobMessage> { Event(241) }
    /// Event 248, `DOMAIN_EVENT_DISK_CHANGE`.
    package static var domainEventDiskChange: Event<DomainEventDiskChangeMessage> { Event(248) }
    /// Event 268, `DOMAIN_EVENT_TRAY_CHANGE`.
    package static var domainEventTrayChange: Event<DomainEventTrayChangeMessage> { Event(268) }
    /// Event 269, `DOMAIN_EVENT_PMWAKEUP`.
    package static var domainEventPmwakeup: Event<DomainEventPmwakeupMessage> { Event(269) }
    /// Event 270, `DOMAIN_EVENT_PMSUSPEND`.
    package static var domainEventPmsuspend: Event<DomainEventPmsuspendMessage> { Event(270) }
    /// Event 276, `DOMAIN_EVENT_BALLOON_CHANGE`.
    package static var domainEventBalloonChange: Event<DomainEventBalloonChangeMessage> { Event(276) }
    /// Event 292, `DOMAIN_EVENT_PMSUSPEND_DISK`.
    package static var domainEventPmsuspendDisk: Event<DomainEventPmsuspendDiskMessage> { Event(292) }
    /// Event 311, `DOMAIN_EVENT_DEVICE_REMOVED`.
    package static var domainEventDeviceRemoved: Event<DomainEventDeviceRemovedMessage> { Event(311) }
    /// Event 315, `NETWORK_EVENT_LIFECYCLE`.
    package static var networkEventLifecycle: Event<NetworkEventLifecycleMessage> { Event(315) }
    /// Event 318, `DOMAIN_EVENT_CALLBACK_LIFECYCLE`.
    package static var domainEventCallbackLifecycle: Event<DomainEventCallbackLifecycleMessage> { Event(318) }
    /// Event 319, `DOMAIN_EVENT_CALLBACK_REBOOT`.
    package static var domainEventCallbackReboot: Event<DomainEventCallbackRebootMessage> { Event(319) }
    /// Event 320, `DOMAIN_EVENT_CALLBACK_RTC_CHANGE`.
    package static var domainEventCallbackRTCChange: Event<DomainEventCallbackRTCChangeMessage> { Event(320) }
    /// Event 321, `DOMAIN_EVENT_CALLBACK_WATCHDOG`.
    package static var domainEventCallbackWatchdog: Event<DomainEventCallbackWatchdogMessage> { Event(321) }
    /// Event 322, `DOMAIN_EVENT_CALLBACK_IO_ERROR`.
    package static var domainEventCallbackIOError: Event<DomainEventCallbackIOErrorMessage> { Event(322) }
    /// Event 323, `DOMAIN_EVENT_CALLBACK_GRAPHICS`.
    package static var domainEventCallbackGraphics: Event<DomainEventCallbackGraphicsMessage> { Event(323) }
    /// Event 324, `DOMAIN_EVENT_CALLBACK_IO_ERROR_REASON`.
    package static var domainEventCallbackIOErrorReason: Event<DomainEventCallbackIOErrorReasonMessage> { Event(324) }
    /// Event 325, `DOMAIN_EVENT_CALLBACK_CONTROL_ERROR`.
    package static var domainEventCallbackControlError: Event<DomainEventCallbackControlErrorMessage> { Event(325) }
    /// Event 326, `DOMAIN_EVENT_CALLBACK_BLOCK_JOB`.
    package static var domainEventCallbackBlockJob: Event<DomainEventCallbackBlockJobMessage> { Event(326) }
    /// Event 327, `DOMAIN_EVENT_CALLBACK_DISK_CHANGE`.
    package static var domainEventCallbackDiskChange: Event<DomainEventCallbackDiskChangeMessage> { Event(327) }
    /// Event 328, `DOMAIN_EVENT_CALLBACK_TRAY_CHANGE`.
    package static var domainEventCallbackTrayChange: Event<DomainEventCallbackTrayChangeMessage> { Event(328) }
    /// Event 329, `DOMAIN_EVENT_CALLBACK_PMWAKEUP`.
    package static var domainEventCallbackPmwakeup: Event<DomainEventCallbackPmwakeupMessage> { Event(329) }
    /// Event 330, `DOMAIN_EVENT_CALLBACK_PMSUSPEND`.
    package static var domainEventCallbackPmsuspend: Event<DomainEventCallbackPmsuspendMessage> { Event(330) }
    /// Event 331, `DOMAIN_EVENT_CALLBACK_BALLOON_CHANGE`.
    package static var domainEventCallbackBalloonChange: Event<DomainEventCallbackBalloonChangeMessage> { Event(331) }
    /// Event 332, `DOMAIN_EVENT_CALLBACK_PMSUSPEND_DISK`.
    package static var domainEventCallbackPmsuspendDisk: Event<DomainEventCallbackPmsuspendDiskMessage> { Event(332) }
    /// Event 333, `DOMAIN_EVENT_CALLBACK_DEVICE_REMOVED`.
    package static var domainEventCallbackDeviceRemoved: Event<DomainEventCallbackDeviceRemovedMessage> { Event(333) }
    /// Event 339, `DOMAIN_EVENT_BLOCK_JOB_2`.
    package static var domainEventBlockJob2: Event<DomainEventBlockJob2Message> { Event(339) }
    /// Event 346, `DOMAIN_EVENT_CALLBACK_TUNABLE`.
    package static var domainEventCallbackTunable: Event<DomainEventCallbackTunableMessage> { Event(346) }
    /// Event 348, `DOMAIN_EVENT_CALLBACK_AGENT_LIFECYCLE`.
    package static var domainEventCallbackAgentLifecycle: Event<DomainEventCallbackAgentLifecycleMessage> { Event(348) }
    /// Event 354, `DOMAIN_EVENT_CALLBACK_DEVICE_ADDED`.
    package static var domainEventCallbackDeviceAdded: Event<DomainEventCallbackDeviceAddedMessage> { Event(354) }
    /// Event 359, `DOMAIN_EVENT_CALLBACK_MIGRATION_ITERATION`.
    package static var domainEventCallbackMigrationIteration: Event<DomainEventCallbackMigrationIterationMessage> { Event(359) }
    /// Event 362, `CONNECT_EVENT_CONNECTION_CLOSED`.
    package static var connectEventConnectionClosed: Event<ConnectEventConnectionClosedMessage> { Event(362) }
    /// Event 363, `DOMAIN_EVENT_CALLBACK_JOB_COMPLETED`.
    package static var domainEventCallbackJobCompleted: Event<DomainEventCallbackJobCompletedMessage> { Event(363) }
    /// Event 367, `DOMAIN_EVENT_CALLBACK_DEVICE_REMOVAL_FAILED`.
    package static var domainEventCallbackDeviceRemovalFailed: Event<DomainEventCallbackDeviceRemovalFailedMessage> { Event(367) }
    /// Event 370, `STORAGE_POOL_EVENT_LIFECYCLE`.
    package static var storagePoolEventLifecycle: Event<StoragePoolEventLifecycleMessage> { Event(370) }
    /// Event 373, `STORAGE_POOL_EVENT_REFRESH`.
    package static var storagePoolEventRefresh: Event<StoragePoolEventRefreshMessage> { Event(373) }
    /// Event 376, `NODE_DEVICE_EVENT_LIFECYCLE`.
    package static var nodeDeviceEventLifecycle: Event<NodeDeviceEventLifecycleMessage> { Event(376) }
    /// Event 377, `NODE_DEVICE_EVENT_UPDATE`.
    package static var nodeDeviceEventUpdate: Event<NodeDeviceEventUpdateMessage> { Event(377) }
    /// Event 379, `DOMAIN_EVENT_CALLBACK_METADATA_CHANGE`.
    package static var domainEventCallbackMetadataChange: Event<DomainEventCallbackMetadataChangeMessage> { Event(379) }
    /// Event 382, `SECRET_EVENT_LIFECYCLE`.
    package static var secretEventLifecycle: Event<SecretEventLifecycleMessage> { Event(382) }
    /// Event 383, `SECRET_EVENT_VALUE_CHANGED`.
    package static var secretEventValueChanged: Event<SecretEventValueChangedMessage> { Event(383) }
    /// Event 385, `DOMAIN_EVENT_BLOCK_THRESHOLD`.
    package static var domainEventBlockThreshold: Event<DomainEventBlockThresholdMessage> { Event(385) }
    /// Event 423, `DOMAIN_EVENT_MEMORY_FAILURE`.
    package static var domainEventMemoryFailure: Event<DomainEventMemoryFailureMessage> { Event(423) }
    /// Event 438, `DOMAIN_EVENT_MEMORY_DEVICE_SIZE_CHANGE`.
    package static var domainEventMemoryDeviceSizeChange: Event<DomainEventMemoryDeviceSizeChangeMessage> { Event(438) }
}
