// SPDX-License-Identifier: Apache-2.0
// What Swift cannot import from the C library: variadic calls, macros, and system calls without a wrapper.
// Every function returns a result or a negative errno. One header per subject.
#ifndef SWIFT_VIRT_CLINUX_H
#define SWIFT_VIRT_CLINUX_H

#include "CLinux+Confinement.h"
#include "CLinux+Descriptor.h"
#include "CLinux+KVM.h"
#include "CLinux+Network.h"
#include "CLinux+Ownership.h"
#include "CLinux+Loop.h"
#include "CLinux+Process.h"
#include "CLinux+Processor.h"

#include "CLinux+File.h"

#include "CLinuxStorage.h"

#include "CLinux+Child.h"

#include "CLinux+Socket.h"

#endif
