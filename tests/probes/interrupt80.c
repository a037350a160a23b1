/* A system call of the 32-bit interface: getpid by int 0x80. */
int main(void)
{
    long result = 20;
    __asm__ volatile("int $0x80" : "+a"(result) : : "memory");
    return result > 0 ? 0 : 1;
}
