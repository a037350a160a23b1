/* digest.h - hashes, keyed hashes and random bytes (BLAKE2b by libsodium, behind this file alone). */
#ifndef JUDGE_DIGEST_H
#define JUDGE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

enum { DIGEST_BYTES = 32, DIGEST_HEX = 65 };

struct digest {
    uint8_t bytes[DIGEST_BYTES];
};

/* Streaming, optionally keyed (key NULL: plain). Every part is hashed with its length in front, so that no two lists of
 * parts collide by concatenation. */
struct digest_state {
    _Alignas(64) unsigned char opaque[512];
};
void digest_init(struct digest_state *state, const struct digest *key);
void digest_add(struct digest_state *state, const void *bytes, size_t size);
void digest_add_text(struct digest_state *state, const char *text);
struct digest digest_end(struct digest_state *state);

struct digest digest_of(const void *bytes, size_t size);
/* Lower-case hex into `hex` (DIGEST_HEX bytes); returns it. */
char *digest_hex(const struct digest *digest, char *hex);
/* 0, or -1 when the text is not 64 hex digits. */
int digest_parse(const char *hex, struct digest *ret_digest);
/* From the kernel. */
void digest_random(void *bytes, size_t size);

#endif
