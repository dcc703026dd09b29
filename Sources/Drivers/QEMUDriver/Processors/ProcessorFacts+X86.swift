// SPDX-License-Identifier: Apache-2.0

/// What is known of x86's CPU models, in the order in which they are considered: facts about processors, as their makers
/// publish them, under the names that domain XML has for them. A test compares them with their source.
extension ProcessorFacts {
    /// Each feature that has a name.
    static let featureNamesX86 = """
        fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 pn clflush ds acpi mmx fxsr sse sse2
        ss ht tm ia64 pbe pni pclmuldq dtes64 monitor ds_cpl vmx smx est tm2 ssse3 cid fma cx16 xtpr pdcm pcid dca
        sse4.1 sse4.2 x2apic movbe popcnt tsc-deadline aes xsave osxsave avx f16c rdrand hypervisor arat fsgsbase
        tsc_adjust sgx bmi1 hle avx2 smep bmi2 erms invpcid rtm cmt mpx avx512f avx512dq rdseed adx smap avx512ifma
        pcommit clflushopt clwb intel-pt avx512pf avx512er avx512cd sha-ni avx512bw avx512vl avx512vbmi umip pku
        ospke waitpkg avx512vbmi2 gfni vaes vpclmulqdq avx512vnni avx512bitalg avx512-vpopcntdq la57 rdpid
        bus-lock-detect cldemote movdiri movdir64b sgxlc pks avx512-4vnniw avx512-4fmaps fsrm avx512-vp2intersect
        md-clear serialize tsx-ldtrk pconfig arch-lbr amx-bf16 avx512-fp16 amx-tile amx-int8 spec-ctrl stibp
        arch-capabilities core-capability ssbd avx-vnni avx512-bf16 xsaveopt xsavec xgetbv1 xsaves xfd mbm_total
        mbm_local sgx1 sgx2 sgx-exinfo sgx-debug sgx-mode64 sgx-provisionkey sgx-tokenkey sgx-kss intel-pt-lip
        syscall nx mmxext fxsr_opt pdpe1gb rdtscp lm 3dnowext 3dnow lahf_lm cmp_legacy svm extapic cr8legacy abm
        sse4a misalignsse 3dnowprefetch osvw ibs xop skinit wdt lwp fma4 tce cvt16 nodeid_msr tbm topoext
        perfctr_core perfctr_nb invtsc clzero xsaveerptr wbnoinvd ibpb ibrs amd-stibp amd-ssbd virt-ssbd amd-no-ssb
        npt lbrv svm-lock nrip-save tsc-scale vmcb-clean flushbyasid decodeassists pause-filter pfthreshold avic
        v-vmsave-vmload vgif svme-addr-chk rdctl-no ibrs-all rsba skip-l1dfl-vmentry ssb-no mds-no pschange-mc-no
        tsx-ctrl taa-no split-lock-detect
        """

    /// One model on a line that begins at the margin, continued on indented ones: its name, whom it may describe
    /// (`any`, `host` or `none`), its vendor, signatures as family/model/steppings, and after the colon the model that
    /// it is like (`=`), the features that it has more (`+`) or less (`-`), and those that it once had (`!`).
    static let modelsX86 = """
        486 any - : +fpu +pse +vme
        pentium any - : =486 +cx8 +de +mce +mmx +msr +tsc
        pentium2 any - : =pentium +cmov +fxsr +mca +mtrr +pae +pat +pge +pse36 +sep
        pentium3 any - : =pentium2 +sse
        pentiumpro any - : =pentium3 +apic +sse2 -mca -mtrr -pse36 -vme
        coreduo any Intel : =pentium3 +apic +clflush +monitor +nx +pni +sse2 -pse36
        n270 any Intel : =coreduo +ssse3
        core2duo any Intel : =n270 +lm +pse36 +syscall
        qemu32 any - : =pentiumpro +pni
        kvm32 any - : =coreduo +pse36 -monitor -nx -vme
        cpu64-rhel5 none - : =core2duo -monitor -ssse3 -vme
        cpu64-rhel6 none - : =cpu64-rhel5 +cx16 +lahf_lm
        qemu64 any - : =cpu64-rhel5 +cx16 +svm
        kvm64 any - : =cpu64-rhel5 +cx16
        Conroe any Intel 6/15 6/22 : =cpu64-rhel5 +lahf_lm +ssse3
        Penryn any Intel 6/23 6/29 : =cpu64-rhel6 +sse4.1 +ssse3
        Nehalem any Intel 6/26 6/30 6/31 6/46 : =Penryn +popcnt +sse4.2
        Nehalem-IBRS any Intel 6/26 6/30 6/31 6/46 : =Nehalem +spec-ctrl
        Westmere any Intel 6/44 6/47 6/37 : =Nehalem +aes
        Westmere-IBRS any Intel 6/44 : =Nehalem-IBRS +aes
        SandyBridge any Intel 6/42 6/45 : =Westmere +avx +pclmuldq +rdtscp +tsc-deadline +x2apic +xsave
        SandyBridge-IBRS any Intel 6/42 6/45 : =SandyBridge +spec-ctrl
        IvyBridge any Intel 6/58 6/62 : =SandyBridge +erms +f16c +fsgsbase +rdrand +smep +vme
        IvyBridge-IBRS any Intel 6/58 6/62 : =IvyBridge +spec-ctrl
        Haswell-noTSX any Intel 6/60 6/63 6/69 6/70 : =SandyBridge +avx2 +bmi1 +bmi2 +erms +fma +fsgsbase +invpcid
           +movbe +pcid +smep
        Haswell-noTSX-IBRS any Intel 6/60 6/63 6/69 6/70 : =Haswell-noTSX +spec-ctrl
        Haswell any Intel 6/60 6/63 6/69 6/70 : =Haswell-noTSX +hle +rtm
        Haswell-IBRS any Intel 6/60 6/63 6/69 6/70 : =Haswell +spec-ctrl
        Broadwell-noTSX any Intel 6/61 6/71 6/79 6/86 : =Haswell-noTSX +3dnowprefetch +adx +rdseed +smap
        Broadwell-noTSX-IBRS any Intel 6/61 6/71 6/79 6/86 : =Broadwell-noTSX +spec-ctrl
        Broadwell any Intel 6/61 6/71 6/79 6/86 : =Broadwell-noTSX +hle +rtm
        Broadwell-IBRS any Intel 6/61 6/71 6/79 6/86 : =Broadwell +spec-ctrl
        Skylake-Client any Intel 6/94 6/78 6/142 6/158 : =Broadwell +abm +arat +f16c +mpx +rdrand +vme +xgetbv1
           +xsavec +xsaveopt
        Skylake-Client-IBRS any Intel 6/94 6/78 6/142 6/158 : =Skylake-Client +spec-ctrl
        Skylake-Client-noTSX-IBRS host Intel 6/94 6/78 6/142 6/158 : =Skylake-Client-IBRS -hle -rtm
        Skylake-Server any Intel 6/85/0-4 : =Skylake-Client +avx512bw +avx512cd +avx512dq +avx512f +avx512vl +clwb
           +pdpe1gb
        Skylake-Server-IBRS any Intel 6/85/0-4 : =Skylake-Server +spec-ctrl
        Skylake-Server-noTSX-IBRS host Intel 6/85/0-4 : =Skylake-Server-IBRS -hle -rtm
        Cascadelake-Server any Intel 6/85/5-7 : =Skylake-Server-IBRS +avx512vnni +clflushopt +ssbd
        Cascadelake-Server-noTSX host Intel 6/85/5-7 : =Cascadelake-Server -hle -rtm
        Icelake-Client any Intel 6/126 : =Skylake-Client-IBRS +avx512-vpopcntdq +avx512bitalg +avx512vbmi +avx512vbmi2
           +avx512vnni +gfni +pku +ssbd +umip +vaes +vpclmulqdq +wbnoinvd !intel-pt
        Icelake-Client-noTSX host Intel 6/126 : =Icelake-Client -hle -rtm !intel-pt
        Icelake-Server any Intel 6/106 : =Icelake-Client +avx512bw +avx512cd +avx512dq +avx512f +avx512vl +clflushopt
           +clwb +la57 +pdpe1gb !intel-pt
        Icelake-Server-noTSX host Intel 6/106 : =Icelake-Server -hle -rtm !intel-pt
        Cooperlake any Intel 6/85/10-11 : =Cascadelake-Server +arch-capabilities +avx512-bf16 +ibrs-all +mds-no +pku
           +pschange-mc-no +rdctl-no +skip-l1dfl-vmentry +stibp +taa-no -mpx
        Snowridge any Intel 6/134 : =IvyBridge-IBRS +3dnowprefetch +arat +arch-capabilities +cldemote +clflushopt
           +clwb +core-capability +gfni +movbe +movdir64b +movdiri +pdpe1gb +rdseed +sha-ni +smap +split-lock-detect
           +ssbd +umip +xgetbv1 +xsavec +xsaveopt -avx -f16c
        athlon any AMD : =pentium3 +3dnow +3dnowext +apic +mmxext +sse2 -mca
        phenom any AMD : =cpu64-rhel5 +3dnow +3dnowext +fxsr_opt +mmxext +monitor +svm
        Opteron_G1 any AMD 15/6 : =cpu64-rhel5
        Opteron_G2 any AMD 15/6 : =cpu64-rhel6 +rdtscp +svm
        Opteron_G3 any AMD 15/6 : =Opteron_G2 +abm +misalignsse +popcnt +sse4a !monitor
        Opteron_G4 any AMD 21/1 : =SandyBridge +3dnowprefetch +abm +fma4 +misalignsse +pdpe1gb +sse4a +svm +xop
           -tsc-deadline -x2apic
        Opteron_G5 any AMD 21/2 : =Opteron_G4 +f16c +fma +tbm
        EPYC any AMD 23/1 : =Skylake-Client-noTSX-IBRS +clflushopt +cr8legacy +fxsr_opt +misalignsse +mmxext +osvw
           +pdpe1gb +sha-ni +sse4a +svm -erms -invpcid -mpx -pcid -spec-ctrl -tsc-deadline -x2apic !monitor
        EPYC-IBPB any AMD 23/1 : =EPYC +ibpb !monitor
        EPYC-Rome any AMD 23/49 : =EPYC-IBPB +amd-stibp +clwb +clzero +npt +nrip-save +perfctr_core +rdpid +umip
           +wbnoinvd +xsaveerptr
        EPYC-Milan any AMD 25/1 : =EPYC-Rome +amd-ssbd +erms +fsrm +ibrs +invpcid +pcid +pku +svme-addr-chk +xsaves
        Dhyana any Hygon 24/0 : =EPYC-IBPB -aes -pclmuldq -sha-ni !monitor
        """
}
