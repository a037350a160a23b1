#include "judge/base/digest.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct digest_state), "the state fits into its opaque form");
_Static_assert(DIGEST_BYTES >= crypto_generichash_BYTES_MIN && DIGEST_BYTES <= crypto_generichash_BYTES_MAX,
               "BLAKE2b can make a digest of this length");

/* Idempotent and safe from several threads. It fails only where the kernel has no random source at all; a judge without
 * secret seeds must not run. */
static void start_sodium(void)
{
    if (sodium_init() < 0)
        abort();
}

static crypto_generichash_state *state_of(struct digest_state *state)
{
    return (crypto_generichash_state *)(void *)state->opaque;
}

static void add_raw(struct digest_state *state, const void *bytes, size_t size)
{
    crypto_generichash_update(state_of(state), bytes, size);
}

void digest_init(struct digest_state *state, const struct digest *key)
{
    start_sodium();
    crypto_generichash_init(state_of(state), key ? key->bytes : NULL, key ? DIGEST_BYTES : 0, DIGEST_BYTES);
}

void digest_add(struct digest_state *state, const void *bytes, size_t size)
{
    uint8_t length[8];
    for (int i = 0; i < 8; i++)
        length[i] = (uint8_t)((uint64_t)size >> (8 * i));
    add_raw(state, length, sizeof length);
    if (size)
        add_raw(state, bytes, size);
}

void digest_add_text(struct digest_state *state, const char *text)
{
    digest_add(state, text, strlen(text));
}

struct digest digest_end(struct digest_state *state)
{
    struct digest digest;
    crypto_generichash_final(state_of(state), digest.bytes, sizeof digest.bytes);
    return digest;
}

struct digest digest_of(const void *bytes, size_t size)
{
    struct digest_state state;
    digest_init(&state, NULL);
    digest_add(&state, bytes, size);
    return digest_end(&state);
}

char *digest_hex(const struct digest *digest, char *hex)
{
    return sodium_bin2hex(hex, DIGEST_HEX, digest->bytes, sizeof digest->bytes);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int digest_parse(const char *hex, struct digest *ret_digest)
{
    struct digest digest;
    for (int i = 0; i < DIGEST_BYTES; i++) {
        int high = hex_digit(hex[2 * i]);
        int low = high < 0 ? -1 : hex_digit(hex[2 * i + 1]);
        if (low < 0)
            return -1;
        digest.bytes[i] = (uint8_t)(high << 4 | low);
    }
    if (hex[2 * DIGEST_BYTES])
        return -1;
    *ret_digest = digest;
    return 0;
}

void digest_random(void *bytes, size_t size)
{
    start_sodium();
    randombytes_buf(bytes, size);
}
