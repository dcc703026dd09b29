// SPDX-License-Identifier: Apache-2.0

extension ProcessorTable {
    /// The features of x86 processors that domains name, in the order in which documents list them, by the register that
    /// CPUID has them in (Intel SDM volume 2, CPUID; AMD APM volume 3, appendix E), or a model-specific register.
    ///
    /// `leaf.subleaf:register name|names that QEMU or Linux use=bit ...`, hexadecimal leaves.
    static let x86Features = """
        1:edx fpu=0 vme=1 de=2 pse=3 tsc=4 msr=5 pae=6 mce=7 cx8=8 apic=9 sep=11 mtrr=12 pge=13 mca=14 cmov=15 pat=16
            pse36=17 pn=18 clflush=19 ds=21 acpi=22 mmx=23 fxsr=24 sse=25 sse2=26 ss=27 ht=28 tm=29 ia64=30 pbe=31
        1:ecx pni|sse3=0 pclmuldq|pclmulqdq=1 dtes64=2 monitor=3 ds_cpl|ds-cpl=4 vmx=5 smx=6 est=7 tm2=8 ssse3=9 cid=10
            fma=12 cx16=13 xtpr=14 pdcm=15 pcid=17 dca=18 sse4.1|sse4-1|sse4_1=19 sse4.2|sse4-2|sse4_2=20 x2apic=21
            movbe=22 popcnt=23 tsc-deadline=24 aes=25 xsave=26 osxsave=27 avx=28 f16c=29 rdrand=30 hypervisor=31
        6:eax arat=2
        7:ebx fsgsbase=0 tsc_adjust|tsc-adjust=1 sgx=2 bmi1=3 hle=4 avx2=5 smep=7 bmi2=8 erms=9 invpcid=10 rtm=11
            cmt|cqm=12 mpx=14 avx512f=16 avx512dq=17 rdseed=18 adx=19 smap=20 avx512ifma=21 pcommit=22 clflushopt=23
            clwb=24 intel-pt=25 avx512pf=26 avx512er=27 avx512cd=28 sha-ni=29 avx512bw=30 avx512vl=31
        7:ecx avx512vbmi=1 umip=2 pku=3 ospke=4 waitpkg=5 avx512vbmi2=6 gfni=8 vaes=9 vpclmulqdq=10 avx512vnni=11
            avx512bitalg=12 avx512-vpopcntdq=14 la57=16 rdpid=22 bus-lock-detect=24 cldemote=25 movdiri=27 movdir64b=28
            sgxlc=30 pks=31
        7:edx avx512-4vnniw=2 avx512-4fmaps=3 fsrm=4 avx512-vp2intersect=8 md-clear|md_clear=10 serialize=14
            tsx-ldtrk=16 pconfig=18 arch-lbr=19 amx-bf16=22 avx512-fp16=23 amx-tile=24 amx-int8=25 spec-ctrl=26 stibp=27
            arch-capabilities|arch_capabilities=29 core-capability=30 ssbd=31
        7.1:eax avx-vnni=4 avx512-bf16=5
        d.1:eax xsaveopt=0 xsavec=1 xgetbv1=2 xsaves=3 xfd=4
        f.1:edx mbm_total=1 mbm_local=2
        12:eax sgx1=0 sgx2=1
        12:ebx sgx-exinfo=0
        12.1:eax sgx-debug=1 sgx-mode64=2 sgx-provisionkey=4 sgx-tokenkey=5 sgx-kss=7
        14:ecx intel-pt-lip=31
        80000001:edx syscall=11 nx|xd=20 mmxext=22 fxsr_opt|ffxsr|fxsr-opt=25 pdpe1gb=26 rdtscp=27 lm|i64=29 3dnowext=30
            3dnow=31
        80000001:ecx lahf_lm|lahf-lm=0 cmp_legacy|cmp-legacy=1 svm=2 extapic=3 cr8legacy=4 abm=5 sse4a=6 misalignsse=7
            3dnowprefetch=8 osvw=9 ibs=10 xop=11 skinit=12 wdt=13 lwp=15 fma4=16 tce=17 cvt16=18
            nodeid_msr|nodeid-msr=19 tbm=21 topoext=22 perfctr_core|perfctr-core=23 perfctr_nb|perfctr-nb=24
        80000007:edx invtsc=8
        80000008:ebx clzero=0 xsaveerptr=2 wbnoinvd=9 ibpb=12 ibrs=14 amd-stibp=15 amd-ssbd=24 virt-ssbd=25
            amd-no-ssb=26
        8000000a:edx npt=0 lbrv=1 svm-lock|svm_lock=2 nrip-save|nrip_save=3 tsc-scale|tsc_scale=4
            vmcb-clean|vmcb_clean=5 flushbyasid=6 decodeassists=7 pause-filter|pause_filter=10 pfthreshold=12 avic=13
            v-vmsave-vmload=15 vgif=16 svme-addr-chk=28
        msr10a:eax rdctl-no=0 ibrs-all=1 rsba=2 skip-l1dfl-vmentry=3 ssb-no=4 mds-no=5 pschange-mc-no=6 tsx-ctrl=7
            taa-no=8
        msrcf:eax split-lock-detect=5
        """

    /// The processor models that domains name, in the order in which they are considered.
    ///
    /// `name vendor roles signatures features`: `h` for a model that describes hosts, `g` one that describes guests;
    /// `family.model`, with steppings where only those are meant; `=model` takes that model's features, `-feature` takes
    /// one away, and `feature?` is one that processors have and QEMU's model lost (`-feature?` for one that it kept).
    static let x86Models = """
        486 - hg - fpu vme pse
        pentium - hg - =486 de tsc msr mce cx8 mmx
        pentium2 - hg - =pentium pae sep mtrr pge mca cmov pat pse36 fxsr
        pentium3 - hg - =pentium2 sse
        pentiumpro - hg - =pentium3 apic sse2 -vme -mtrr -mca -pse36
        coreduo Intel hg - =pentium3 apic clflush sse2 pni monitor nx -pse36
        n270 Intel hg - =coreduo ssse3
        core2duo Intel hg - =n270 pse36 syscall lm
        qemu32 - hg - =pentiumpro pni
        kvm32 - hg - =coreduo pse36 -vme -monitor -nx
        cpu64-rhel5 - - - =core2duo -vme -monitor -ssse3
        cpu64-rhel6 - - - =cpu64-rhel5 cx16 lahf_lm
        qemu64 - hg - =cpu64-rhel5 cx16 svm
        kvm64 - hg - =cpu64-rhel5 cx16
        Conroe Intel hg 6.15,6.22 =cpu64-rhel5 ssse3 lahf_lm
        Penryn Intel hg 6.23,6.29 =cpu64-rhel6 ssse3 sse4.1
        Nehalem Intel hg 6.26,6.30,6.31,6.46 =Penryn sse4.2 popcnt
        Nehalem-IBRS Intel hg 6.26,6.30,6.31,6.46 =Nehalem spec-ctrl
        Westmere Intel hg 6.44,6.47,6.37 =Nehalem aes
        Westmere-IBRS Intel hg 6.44 =Nehalem-IBRS aes
        SandyBridge Intel hg 6.42,6.45 =Westmere pclmuldq x2apic tsc-deadline xsave avx rdtscp
        SandyBridge-IBRS Intel hg 6.42,6.45 =SandyBridge spec-ctrl
        IvyBridge Intel hg 6.58,6.62 =SandyBridge vme f16c rdrand fsgsbase smep erms
        IvyBridge-IBRS Intel hg 6.58,6.62 =IvyBridge spec-ctrl
        Haswell-noTSX Intel hg 6.60,6.63,6.69,6.70 =SandyBridge fma pcid movbe fsgsbase bmi1 avx2 smep bmi2 erms invpcid
        Haswell-noTSX-IBRS Intel hg 6.60,6.63,6.69,6.70 =Haswell-noTSX spec-ctrl
        Haswell Intel hg 6.60,6.63,6.69,6.70 =Haswell-noTSX hle rtm
        Haswell-IBRS Intel hg 6.60,6.63,6.69,6.70 =Haswell spec-ctrl
        Broadwell-noTSX Intel hg 6.61,6.71,6.79,6.86 =Haswell-noTSX rdseed adx smap 3dnowprefetch
        Broadwell-noTSX-IBRS Intel hg 6.61,6.71,6.79,6.86 =Broadwell-noTSX spec-ctrl
        Broadwell Intel hg 6.61,6.71,6.79,6.86 =Broadwell-noTSX hle rtm
        Broadwell-IBRS Intel hg 6.61,6.71,6.79,6.86 =Broadwell spec-ctrl
        Skylake-Client Intel hg 6.94,6.78,6.142,6.158 =Broadwell vme f16c rdrand arat mpx xsaveopt xsavec xgetbv1 abm
        Skylake-Client-IBRS Intel hg 6.94,6.78,6.142,6.158 =Skylake-Client spec-ctrl
        Skylake-Client-noTSX-IBRS Intel h 6.94,6.78,6.142,6.158 =Skylake-Client-IBRS -hle -rtm
        Skylake-Server Intel hg 6.85.0-4 =Skylake-Client avx512f avx512dq clwb avx512cd avx512bw avx512vl pdpe1gb
        Skylake-Server-IBRS Intel hg 6.85.0-4 =Skylake-Server spec-ctrl
        Skylake-Server-noTSX-IBRS Intel h 6.85.0-4 =Skylake-Server-IBRS -hle -rtm
        Cascadelake-Server Intel hg 6.85.5-7 =Skylake-Server-IBRS clflushopt avx512vnni ssbd
        Cascadelake-Server-noTSX Intel h 6.85.5-7 =Cascadelake-Server -hle -rtm
        Icelake-Client Intel hg 6.126 =Skylake-Client-IBRS intel-pt? avx512vbmi umip pku avx512vbmi2 gfni vaes
            vpclmulqdq avx512vnni avx512bitalg avx512-vpopcntdq ssbd wbnoinvd
        Icelake-Client-noTSX Intel h 6.126 =Icelake-Client -hle -rtm
        Icelake-Server Intel hg 6.106 =Icelake-Client avx512f avx512dq clflushopt clwb avx512cd avx512bw avx512vl la57
            pdpe1gb
        Icelake-Server-noTSX Intel h 6.106 =Icelake-Server -hle -rtm
        Cooperlake Intel hg 6.85.10-11 =Cascadelake-Server pku stibp arch-capabilities avx512-bf16 rdctl-no ibrs-all
            skip-l1dfl-vmentry mds-no pschange-mc-no taa-no -mpx
        Snowridge Intel hg 6.134 =IvyBridge-IBRS movbe arat rdseed smap clflushopt clwb sha-ni umip gfni cldemote
            movdiri movdir64b arch-capabilities core-capability ssbd xsaveopt xsavec xgetbv1 pdpe1gb 3dnowprefetch
            split-lock-detect -avx -f16c
        athlon AMD hg - =pentium3 apic sse2 mmxext 3dnowext 3dnow -mca
        phenom AMD hg - =cpu64-rhel5 monitor mmxext fxsr_opt 3dnowext 3dnow svm
        Opteron_G1 AMD hg 15.6 =cpu64-rhel5
        Opteron_G2 AMD hg 15.6 =cpu64-rhel6 rdtscp svm
        Opteron_G3 AMD hg 15.6 =Opteron_G2 monitor? popcnt abm sse4a misalignsse
        Opteron_G4 AMD hg 21.1 =SandyBridge pdpe1gb svm abm sse4a misalignsse 3dnowprefetch xop fma4 -x2apic
            -tsc-deadline
        Opteron_G5 AMD hg 21.2 =Opteron_G4 fma f16c tbm
        EPYC AMD hg 23.1 =Skylake-Client-noTSX-IBRS monitor? clflushopt sha-ni mmxext fxsr_opt pdpe1gb svm cr8legacy
            sse4a misalignsse osvw -pcid -x2apic -tsc-deadline -erms -invpcid -mpx -spec-ctrl
        EPYC-IBPB AMD hg 23.1 =EPYC ibpb
        EPYC-Rome AMD hg 23.49 =EPYC-IBPB clwb umip rdpid perfctr_core clzero xsaveerptr wbnoinvd amd-stibp npt
            nrip-save -monitor?
        EPYC-Milan AMD hg 25.1 =EPYC-Rome pcid erms invpcid pku fsrm xsaves ibrs amd-ssbd svme-addr-chk
        Dhyana Hygon hg 24.0 =EPYC-IBPB -pclmuldq -aes -sha-ni
        """
}
