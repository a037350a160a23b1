#include "sandbox/tiny.h"

#include <elf.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010u
#endif

enum { BASE = 0x400000, CODE_MAX = 256, PATH_MAX_TINY = 128 };

struct image {
    Elf64_Ehdr header;
    Elf64_Phdr segment;
    unsigned char code[CODE_MAX];
    char path[PATH_MAX_TINY];
    char buffer[TINY_BUFFER];
};

struct writer {
    unsigned char *at;
};

static void bytes(struct writer *writer, const char *text, size_t size)
{
    memcpy(writer->at, text, size);
    writer->at += size;
}

/* mov register, 64-bit constant; the prefix is REX.W, with B for r8 to r15. */
static void load(struct writer *writer, int reg, int64_t value)
{
    const unsigned char opcode[2] = {(unsigned char)(0x48 | (reg >= 8)), (unsigned char)(0xb8 | (reg & 7))};
    bytes(writer, (const char *)opcode, sizeof opcode);
    bytes(writer, (const char *)&value, sizeof value);
}

static void write_call(struct writer *writer, const struct tiny_call *call)
{
    static const int registers[6] = {7 /* rdi */, 6 /* rsi */, 2 /* rdx */, 10, 8, 9};
    for (int i = 0; i < 6; i++) {
        int64_t value = call->argument[i];
        if (i == 1 && call->path)
            value = (int64_t)(BASE + offsetof(struct image, path));
        if (i + 1 == call->buffer)
            value = (int64_t)(BASE + offsetof(struct image, buffer));
        load(writer, registers[i], value);
    }
    load(writer, 0, call->number);
    bytes(writer, "\x0f\x05", 2); /* syscall */
    bytes(writer, "\x89\xc7", 2); /* mov edi, eax */
    if (call->buffer) {
        load(writer, 0, (int64_t)(BASE + offsetof(struct image, buffer)) + call->peek);
        bytes(writer, "\x0f\xb6\x38", 3); /* movzx edi, byte [rax] */
    }
}

/* The stack begins with the number of arguments, the arguments, NULL, the environment, NULL. */
static void write_count(struct writer *writer)
{
    bytes(writer, "\x48\x8b\x04\x24", 4);     /* mov rax, [rsp] */
    bytes(writer, "\x48\x8d\x44\xc4\x10", 5); /* lea rax, [rsp + rax * 8 + 16] */
    bytes(writer, "\x31\xff", 2);             /* xor edi, edi */
    bytes(writer, "\x48\x83\x3c\xf8\x00", 5); /* cmp qword [rax + rdi * 8], 0 */
    bytes(writer, "\x74\x04", 2);             /* je behind the loop */
    bytes(writer, "\xff\xc7", 2);             /* inc edi */
    bytes(writer, "\xeb\xf3", 2);             /* jmp to cmp */
}

static void write_code(struct image *image, const struct tiny_call *call)
{
    struct writer writer = {image->code};
    if (call->number == TINY_SPIN) {
        bytes(&writer, "\xeb\xfe", 2); /* jmp to itself */
        return;
    }
    if (call->number == TINY_ENVIRONMENT)
        write_count(&writer);
    else
        write_call(&writer, call);
    load(&writer, 0, SYS_exit_group);
    bytes(&writer, "\x0f\x05", 2);
}

int tiny_program(const struct tiny_call *call)
{
    struct image image = {
        .header = {.e_ident = {ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB, EV_CURRENT},
                   .e_type = ET_EXEC,
                   .e_machine = EM_X86_64,
                   .e_version = EV_CURRENT,
                   .e_entry = BASE + offsetof(struct image, code),
                   .e_phoff = offsetof(struct image, segment),
                   .e_ehsize = sizeof(Elf64_Ehdr),
                   .e_phentsize = sizeof(Elf64_Phdr),
                   .e_phnum = 1},
        .segment = {.p_type = PT_LOAD,
                    .p_flags = PF_R | PF_W | PF_X,
                    .p_vaddr = BASE,
                    .p_paddr = BASE,
                    .p_filesz = sizeof image,
                    .p_memsz = sizeof image,
                    .p_align = 4096},
    };
    write_code(&image, call);
    if (call->path)
        strncpy(image.path, call->path, sizeof image.path - 1);
    int fd = memfd_create("tiny", MFD_CLOEXEC | MFD_EXEC);
    if (fd < 0)
        fd = memfd_create("tiny", MFD_CLOEXEC);
    if (fd >= 0 && write(fd, &image, sizeof image) != (ssize_t)sizeof image) {
        close(fd);
        return -1;
    }
    return fd;
}
