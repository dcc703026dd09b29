// SPDX-License-Identifier: Apache-2.0
// Where the program begins, and the functions that a compiler may call of its own accord.

#include "CGuest.h"

void guest_main(void);
int guest_allocate(void **result, guest_size alignment, guest_size size);
void guest_release(void *memory);

// The Swift runtime asks for memory by these names.
int posix_memalign(void **result, guest_size alignment, guest_size size) { return guest_allocate(result, alignment, size); }
void free(void *memory) { guest_release(memory); }

// The kernel enters here with an aligned stack (the psABI of each architecture); arguments are not used.
#if defined(__x86_64__)
__asm__(".globl _start\n_start:\n\txor %ebp, %ebp\n\tand $-16, %rsp\n\tcall guest_main\n\tud2\n");
#else
__asm__(".globl _start\n_start:\n\tmov x29, xzr\n\tmov x30, xzr\n\tbl guest_main\n\tbrk #1\n");
#endif

void *memcpy(void *restrict to, const void *restrict from, guest_size count) {
#if defined(__x86_64__)
    void *destination = to;
    __asm__ volatile("rep movsb" : "+D"(destination), "+S"(from), "+c"(count) : : "memory");
#else
    unsigned char *destination = to;
    const unsigned char *source = from;
    while (count--) *destination++ = *source++;
#endif
    return to;
}

void *memmove(void *to, const void *from, guest_size count) {
    unsigned char *destination = to;
    const unsigned char *source = from;
    if (destination <= source || destination >= source + count) return memcpy(to, from, count);
    while (count--) destination[count] = source[count];
    return to;
}

void *memset(void *to, int value, guest_size count) {
#if defined(__x86_64__)
    void *destination = to;
    __asm__ volatile("rep stosb" : "+D"(destination), "+c"(count) : "a"(value) : "memory");
#else
    unsigned char *destination = to;
    while (count--) *destination++ = (unsigned char)value;
#endif
    return to;
}

int memcmp(const void *left, const void *right, guest_size count) {
    const unsigned char *a = left, *b = right;
    for (; count; count--, a++, b++)
        if (*a != *b) return *a - *b;
    return 0;
}
