// SPDX-License-Identifier: Apache-2.0
// The instruction that tells what a processor is and can.
#ifndef SWIFT_VIRT_CLINUX_PROCESSOR_H
#define SWIFT_VIRT_CLINUX_PROCESSOR_H

#include <stdbool.h>
#include <stdint.h>

struct clinux_registers {
    uint32_t eax, ebx, ecx, edx;
};

/// CPUID of x86 for a leaf and subleaf; false where there is no such leaf, or no such instruction.
bool clinux_cpuid(uint32_t leaf, uint32_t subleaf, struct clinux_registers *registers);

#endif
