// SPDX-License-Identifier: Apache-2.0
#include "CLinux+Processor.h"

#if defined(__x86_64__)
#include <cpuid.h>

bool clinux_cpuid(uint32_t leaf, uint32_t subleaf, struct clinux_registers *registers) {
    // The first leaf of a range has the last one in eax; a leaf beyond it answers with another one's bits.
    struct clinux_registers first;
    __cpuid_count(leaf & 0x80000000, 0, first.eax, first.ebx, first.ecx, first.edx);
    if (leaf > first.eax) return false;
    __cpuid_count(leaf, subleaf, registers->eax, registers->ebx, registers->ecx, registers->edx);
    return true;
}
#else
bool clinux_cpuid(uint32_t leaf, uint32_t subleaf, struct clinux_registers *registers) {
    (void)leaf, (void)subleaf, (void)registers;
    return false;
}
#endif
