#include <string.h>

#include "judge/base/digest.h"
#include "tests/check_main.h"

static void check_hex(const struct digest *digest, const char *expected)
{
    char hex[DIGEST_HEX];
    ck_assert_str_eq(digest_hex(digest, hex), expected);
}

/* Made with Python's hashlib.blake2b over the length as 8 little-endian bytes, then the text. */
START_TEST(digests_are_blake2b_of_length_and_text)
{
    struct digest plain = digest_of("abc", 3);
    check_hex(&plain, "3bdc62cfd65e3b78e3d90e32e0a91ebfbc229c30abe54e6abd16c5d4def0db7b");

    struct digest key;
    for (int i = 0; i < DIGEST_BYTES; i++)
        key.bytes[i] = (uint8_t)i;
    struct digest_state state;
    digest_init(&state, &key);
    digest_add_text(&state, "ab");
    digest_add_text(&state, "c");
    struct digest keyed = digest_end(&state);
    check_hex(&keyed, "ee9c1ef8884408a5503c0192f0793a454251090ca52c8718e872dcb1eb473861");
}
END_TEST

START_TEST(parts_do_not_run_together)
{
    struct digest_state one, two;
    digest_init(&one, NULL);
    digest_add_text(&one, "ab");
    digest_add_text(&one, "c");
    digest_init(&two, NULL);
    digest_add_text(&two, "a");
    digest_add_text(&two, "bc");
    struct digest a = digest_end(&one), b = digest_end(&two);
    ck_assert(memcmp(&a, &b, sizeof a) != 0);
}
END_TEST

START_TEST(hex_reads_back_and_nothing_else_does)
{
    struct digest digest = digest_of("x", 1), again;
    char hex[DIGEST_HEX + 1];
    digest_hex(&digest, hex);
    ck_assert_int_eq(digest_parse(hex, &again), 0);
    ck_assert_mem_eq(&digest, &again, sizeof digest);
    hex[64] = '0';
    hex[65] = '\0';
    ck_assert_int_eq(digest_parse(hex, &again), -1);
    hex[63] = '\0';
    ck_assert_int_eq(digest_parse(hex, &again), -1);
    hex[63] = 'g';
    hex[64] = '\0';
    ck_assert_int_eq(digest_parse(hex, &again), -1);
    ck_assert_int_eq(digest_parse("", &again), -1);
}
END_TEST

START_TEST(random_bytes_differ)
{
    struct digest a = {{0}}, b = {{0}};
    digest_random(a.bytes, sizeof a.bytes);
    digest_random(b.bytes, sizeof b.bytes);
    ck_assert(memcmp(&a, &b, sizeof a) != 0);
}
END_TEST

CHECK_MAIN("digest", digests_are_blake2b_of_length_and_text, parts_do_not_run_together,
           hex_reads_back_and_nothing_else_does, random_bytes_differ)
