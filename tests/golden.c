#include "tests/golden.h"

#include <check.h>
#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sandbox/guest/torch_random.h"
#include "tests/npy_file.h"

enum { GOLDEN_OWNED_MAX = 256, GOLDEN_OUTPUTS_MAX = 64 };

struct golden {
    const cJSON *entry;
    tensor *owned[GOLDEN_OWNED_MAX];
    size_t owned_count;
    const cJSON *seen[GOLDEN_OUTPUTS_MAX]; /* outputs and digests that were compared */
    size_t seen_count;
    struct golden_tally tally;
};

static const char *case_name(const struct golden *g)
{
    return cJSON_GetObjectItemCaseSensitive(g->entry, "name")->valuestring;
}

static const char *text_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    ck_assert_msg(cJSON_IsString(item), "the manifest has no text '%s' where one belongs", key);
    return item->valuestring;
}

static double number_of(const cJSON *object, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    ck_assert_msg(cJSON_IsNumber(item), "the manifest has no number '%s' where one belongs", key);
    return item->valuedouble;
}

const tensor *golden_own(struct golden *g, tensor *t)
{
    ck_assert_uint_lt(g->owned_count, GOLDEN_OWNED_MAX);
    return g->owned[g->owned_count++] = t;
}

static void sha256_hex(const void *bytes, size_t size, char hex[65])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, bytes, size);
    sodium_bin2hex(hex, 65, hash, sizeof hash);
}

/* The array of a manifest entry, checked against the digest there. */
static const tensor *array_of(struct golden *g, const cJSON *entry)
{
    char path[1024], hex[65];
    snprintf(path, sizeof path, TEST_ROOT "/tests/golden/%s", text_of(entry, "file"));
    struct npy_file file;
    struct err err;
    if (npy_file_read(path, &file, &err))
        ck_abort_msg("%s", err.text);
    sha256_hex(file.array.data, file.array.bytes, hex);
    ck_assert_msg(!strcmp(hex, text_of(entry, "sha256")), "'%s' is not the array that the manifest describes", path);
    const tensor *t = golden_own(g, npy_file_tensor(&file));
    npy_file_release(&file);
    return t;
}

static const cJSON *find(const struct golden *g, const char *set, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(g->entry, set), name);
    ck_assert_msg(found != NULL, "case '%s' has no '%s' among its %s", case_name(g), name, set);
    return found;
}

const tensor *golden_input(struct golden *g, const char *name)
{
    return array_of(g, find(g, "inputs", name));
}

const cJSON *golden_extra(struct golden *g, const char *name)
{
    return find(g, "extra", name);
}

tensor *golden_list_f64(size_t count, const double *values)
{
    tensor *t = tensor_f64((int64_t)count);
    memcpy(t->f64, values, count * sizeof *values);
    return t;
}

double golden_round(const char *way, int decimals, double value)
{
    if (!strcmp(way, "torch.round")) {
        const float scale = (float)pow(10, decimals), scaled = (float)value * scale;
        return rintf(scaled) / scale;
    }
    if (strstr(way, "np.round"))
        return rint(value * pow(10, decimals)) / pow(10, decimals);
    ck_assert_str_eq(way, "python round");
    char text[64];
    snprintf(text, sizeof text, "%.*f", decimals, value);
    return strtod(text, NULL);
}

static const size_t element_bytes[] = {[DTYPE_F32] = 4, [DTYPE_F64] = 8, [DTYPE_I64] = 8};

static double at(const tensor *t, size_t i)
{
    return t->dtype == DTYPE_F32 ? t->f32[i] : t->dtype == DTYPE_F64 ? t->f64[i] : (double)t->i64[i];
}

static void mark_seen(struct golden *g, const cJSON *output)
{
    ck_assert_uint_lt(g->seen_count, GOLDEN_OUTPUTS_MAX);
    g->seen[g->seen_count++] = output;
}

static bool was_seen(const struct golden *g, const cJSON *output)
{
    for (size_t k = 0; k < g->seen_count; k++)
        if (g->seen[k] == output)
            return true;
    return false;
}

/* The largest number that the prose of "check" allows; 0 where it says "exact" only. */
static double loosest_allowed(const struct golden *g)
{
    double loosest = 0;
    for (const char *text = text_of(g->entry, "check"); *text; text++) {
        char *end;
        const double number = strtod(text, &end);
        if (end == text)
            continue;
        if (number < 1e-2 && number > loosest)
            loosest = number;
        text = end - 1;
    }
    return loosest;
}

static void same_kind(const struct golden *g, const char *name, const tensor *got, const tensor *want)
{
    bool same = got->dtype == want->dtype && got->rank == want->rank;
    for (int k = 0; same && k < want->rank; k++)
        same = got->shape[k] == want->shape[k];
    ck_assert_msg(same, "%s/%s has another shape or type than was stored", case_name(g), name);
}

static void same_bits(struct golden *g, const char *name, const tensor *got, const tensor *want)
{
    const size_t size = (size_t)tensor_size(want), bytes = element_bytes[want->dtype];
    for (size_t i = 0; i < size; i++)
        if (memcmp((char *)got->data + i * bytes, (char *)want->data + i * bytes, bytes) != 0)
            ck_abort_msg("%s/%s[%zu] is %.17g, not %.17g, bit for bit", case_name(g), name, i, at(got, i), at(want, i));
    g->tally.exact++;
}

static void same_values(struct golden *g, const char *name, const tensor *got, const tensor *want, double absolute,
                        double relative)
{
    for (size_t i = 0, size = (size_t)tensor_size(want); i < size; i++) {
        const double off = fabs(at(got, i) - at(want, i));
        if (!(off <= absolute + relative * fabs(at(want, i))))
            ck_abort_msg("%s/%s[%zu] is %.9g, not %.9g: off by %.3g", case_name(g), name, i, at(got, i), at(want, i),
                         off);
        if (off > g->tally.worst)
            g->tally.worst = off;
    }
    g->tally.close++;
}

static bool near_boundary(const cJSON *output, size_t i)
{
    const cJSON *index;
    cJSON_ArrayForEach(index, cJSON_GetObjectItemCaseSensitive(output, "near_boundary_1e6")) if (index->valuedouble ==
                                                                                                 (double)i) return true;
    return false;
}

/* Rounded values are equal but where the manifest lists the unrounded one within 1e-6 of a tie and our tolerance
 * reaches so far: there a difference of one unit is right, too. */
static void same_rounded(struct golden *g, const cJSON *output, const tensor *got, double tolerance)
{
    const tensor *want = array_of(g, output);
    const char *way = text_of(output, "rounding");
    const int decimals = (int)number_of(output, "decimals");
    const bool may_flip = number_of(output, "min_boundary_distance") <= tolerance;
    for (size_t i = 0, size = (size_t)tensor_size(want); i < size; i++) {
        const double rounded = golden_round(way, decimals, at(got, i));
        const double allowed = may_flip && near_boundary(output, i) ? 1.01 * pow(10, -decimals) : 0;
        if (!(fabs(rounded - at(want, i)) <= allowed))
            ck_abort_msg("%s/%s[%zu] is %.9g, not %.9g", case_name(g), output->string, i, rounded, at(want, i));
    }
    mark_seen(g, output);
    g->tally.exact++;
}

static void expect(struct golden *g, const char *name, const tensor *got, double absolute, double relative)
{
    const cJSON *outputs = cJSON_GetObjectItemCaseSensitive(g->entry, "outputs"), *output = find(g, "outputs", name);
    ck_assert_msg(fmax(absolute, relative) <= loosest_allowed(g), "%s/%s is compared more loosely than \"%s\"",
                  case_name(g), name, text_of(g->entry, "check"));
    const tensor *want = array_of(g, output);
    same_kind(g, name, got, want);
    if (absolute == 0 && relative == 0)
        same_bits(g, name, got, want);
    else
        same_values(g, name, got, want, absolute, relative);
    mark_seen(g, output);
    const cJSON *other;
    cJSON_ArrayForEach(other, outputs)
    {
        const cJSON *of = cJSON_GetObjectItemCaseSensitive(other, "rounded_of");
        if (of && !strcmp(of->valuestring, name))
            same_rounded(g, other, got, absolute);
    }
}

void golden_expect(struct golden *g, const char *name, tensor *got, double tolerance)
{
    expect(g, name, golden_own(g, got), tolerance, 0);
}

void golden_expect_nd(struct golden *g, const char *name, const nd *got, double tolerance)
{
    golden_expect(g, name, nd_to_tensor(got), tolerance);
}

void golden_expect_relative(struct golden *g, const char *name, const nd *got, double tolerance)
{
    expect(g, name, golden_own(g, nd_to_tensor(got)), 0, tolerance);
}

void golden_expect_digest(struct golden *g, const char *name, tensor *got)
{
    const cJSON *digest = find(g, "digests", name);
    char hex[65];
    sha256_hex(got->data, (size_t)tensor_size(got) * element_bytes[got->dtype], hex);
    ck_assert_msg(!strcmp(hex, text_of(digest, "sha256")), "%s/%s has other bytes than were stored", case_name(g),
                  name);
    golden_own(g, got);
    mark_seen(g, digest);
    g->tally.exact++;
}

void golden_run(const struct golden_handler *handler, const cJSON *entry, struct golden_tally *ret_tally)
{
    struct golden *g = calloc(1, sizeof *g);
    ck_assert_ptr_nonnull(g);
    g->entry = entry;
    torch_set_variant(TORCH_NATIVE);
    handler->run(g);
    static const char *const sets[] = {"outputs", "digests"};
    for (size_t k = 0; k < 2; k++) {
        const cJSON *output;
        cJSON_ArrayForEach(output, cJSON_GetObjectItemCaseSensitive(entry, sets[k]))
            ck_assert_msg(was_seen(g, output), "%s/%s was not computed", case_name(g), output->string);
    }
    *ret_tally = g->tally;
    for (size_t k = 0; k < g->owned_count; k++)
        tensor_free(g->owned[k]);
    free(g);
    nd_pool_release(0);
}
