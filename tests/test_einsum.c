/* einsum: against a loop over every letter, in every layout; and its notation's mistakes. */
#include "tests/arrays.h"

#include <string.h>

/* --- plain C: one loop over all letters --- */

enum { MAX_OPERANDS = 3 };

static int64_t size_of(char letter, size_t count, const char *const *terms, const nd *const *x)
{
    for (size_t k = 0; k < count; k++) {
        const char *at = strchr(terms[k], letter);
        if (at)
            return x[k]->shape[at - terms[k]];
    }
    return -1;
}

/* Where the element with these letters stands in row-major order. */
static int64_t offset(const char *term, const int64_t *value, const int64_t *size)
{
    int64_t at = 0;
    for (; *term; term++)
        at = at * size[(int)*term] + value[(int)*term];
    return at;
}

/* `spec` has letters alone, and a result. */
static nd *plain(const char *spec, size_t count, const nd *const *x)
{
    char copy[64], letters[64] = "", *rest_of_spec = copy;
    const char *terms[MAX_OPERANDS], *out = strchr(spec, '>') + 1;
    strcpy(copy, spec);
    *strchr(copy, '-') = 0;
    for (size_t k = 0; k < count; k++)
        terms[k] = strsep(&rest_of_spec, ",");
    int64_t size[128] = {0}, value[128] = {0}, total = 1, shape[ND_MAX_RANK];
    for (int c = 'A'; c <= 'z'; c++)
        if (size_of((char)c, count, terms, x) >= 0) {
            letters[strlen(letters)] = (char)c;
            total *= size[c] = size_of((char)c, count, terms, x);
        }
    for (int k = 0; out[k]; k++)
        shape[k] = size[(int)out[k]];
    nd *z = nd_new_full(x[0]->dtype, 0, (int)strlen(out), shape);
    for (int64_t i = 0; i < total; i++) {
        int64_t rest = i;
        for (const char *c = letters; *c; c++) {
            value[(int)*c] = rest % size[(int)*c];
            rest /= size[(int)*c];
        }
        double product = 1;
        for (size_t k = 0; k < count; k++)
            product *= element(x[k], offset(terms[k], value, size));
        int64_t at = offset(out, value, size);
        set_element(z, at, element(z, at) + product);
    }
    return z;
}

/* --- specifications, with an explicit equivalent where there are dots or no result --- */

static const struct {
    const char *spec, *explicit;
    size_t count;
    struct {
        int rank;
        int64_t shape[4];
    } x[MAX_OPERANDS];
} cases[] = {
    {"ij,jk->ik", NULL, 2, {{2, {3, 4}}, {2, {4, 5}}}},
    {"ij,jk->ki", NULL, 2, {{2, {3, 4}}, {2, {4, 5}}}},
    {"bif,ifh->bih", NULL, 2, {{3, {2, 3, 4}}, {3, {3, 4, 5}}}},
    {"...if,ifh->...ih", "abif,ifh->abih", 2, {{4, {2, 6, 3, 4}}, {3, {3, 4, 5}}}},
    {"...ih,ifh->...if", "bih,ifh->bif", 2, {{3, {2, 3, 5}}, {3, {3, 4, 5}}}},
    {"bqd, bkd -> bqk", "bqd,bkd->bqk", 2, {{3, {2, 3, 4}}, {3, {2, 5, 4}}}},
    {"i,j->ij", NULL, 2, {{1, {3}}, {1, {4}}}},
    {"i,i->", NULL, 2, {{1, {5}}, {1, {5}}}},
    {"i,i->i", NULL, 2, {{1, {5}}, {1, {5}}}},
    {",ij->ji", NULL, 2, {{0, {0}}, {2, {3, 4}}}},
    {"ij->ji", NULL, 1, {{2, {3, 4}}}},
    {"ij->ij", NULL, 1, {{2, {3, 4}}}},
    {"ijk->j", NULL, 1, {{3, {3, 4, 5}}}},
    {"ij->", NULL, 1, {{2, {3, 4}}}},
    {"ii->i", NULL, 1, {{2, {4, 4}}}},
    {"ii->", NULL, 1, {{2, {4, 4}}}},
    {"iji->j", NULL, 1, {{3, {4, 3, 4}}}},
    {"ijij->ij", NULL, 1, {{4, {3, 4, 3, 4}}}},
    {"iii->i", NULL, 1, {{3, {3, 3, 3}}}},
    {"ii,ij->j", NULL, 2, {{2, {3, 3}}, {2, {3, 4}}}},
    {"ijk,jl->il", NULL, 2, {{3, {2, 3, 4}}, {2, {3, 5}}}},
    {"ij,kl->il", NULL, 2, {{2, {2, 3}}, {2, {4, 5}}}},
    {"ij,jk,kl->il", NULL, 3, {{2, {2, 3}}, {2, {3, 4}}, {2, {4, 5}}}},
    {"ij,jk,ik->", NULL, 3, {{2, {2, 3}}, {2, {3, 4}}, {2, {2, 4}}}},
    {"a,b,c->cab", NULL, 3, {{1, {2}}, {1, {3}}, {1, {4}}}},
    {"ij,jk", "ij,jk->ik", 2, {{2, {3, 4}}, {2, {4, 5}}}},
    {"ba", "ba->ab", 1, {{2, {3, 4}}}},
    {"ii", "ii->", 1, {{2, {3, 3}}}},
    {"...j,j", "abj,j->ab", 2, {{3, {2, 3, 4}}, {1, {4}}}},
    {"zA,Zz", "zA,Zz->AZ", 2, {{2, {2, 3}}, {2, {4, 2}}}},
    {"i...->...i", "iab->abi", 1, {{3, {2, 3, 4}}}},
    {"...->...", "ab->ab", 1, {{2, {2, 3}}}},
    {"ij,jk->ik", NULL, 2, {{2, {3, 0}}, {2, {0, 5}}}},
    {"ij,jk->ik", NULL, 2, {{2, {0, 3}}, {2, {3, 5}}}},
};

START_TEST(results_equal_a_loop_over_every_letter)
{
    static const tensor_dtype dtypes[] = {DTYPE_F32, DTYPE_F64, DTYPE_I64};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (int d = 0; d < 3; d++)
            for (enum layout l = 0; l < LAYOUT_COUNT; l++) {
                nd *x[MAX_OPERANDS], *y[MAX_OPERANDS];
                for (size_t k = 0; k < cases[c].count; k++) {
                    x[k] = values_of_shape((unsigned)k, dtypes[d], cases[c].x[k].rank, cases[c].x[k].shape);
                    y[k] = laid_out(x[k], k % 2 ? LAYOUT_COUNT - 1 - l : l);
                }
                nd *got = einsum_list(cases[c].spec, cases[c].count, (const nd *const *)y);
                const char *spec = cases[c].explicit ? cases[c].explicit : cases[c].spec;
                check_result(got, plain(spec, cases[c].count, (const nd *const *)x), 8);
                ck_assert_ptr_ne(got->data, y[0]->data);
            }
}
END_TEST

START_TEST(axes_under_dots_broadcast)
{
    nd *x = values(1, DTYPE_F64, 2, 1, 3, 4), *y = values(2, DTYPE_F64, 5, 4, 6);
    check_result(einsum("...ij,...jk->...ik", x, y), nd_matmul(x, y), 4);
    check_result(einsum("...ij,...jk", x, y), nd_matmul(x, y), 4);
    check_result(einsum("...jk,...ij->i...k", y, x), nd_clone(nd_permute(nd_matmul(x, y), 2, 0, 1, 3)), 4);
    nd *row = values(3, DTYPE_F64, 1, 4), *one = values(4, DTYPE_F64, 4);
    check_result(einsum("...,...->...", row, values(5, DTYPE_F64, 3, 1)), nd_mul(values(5, DTYPE_F64, 3, 1), row), 4);
    check_result(einsum("...,...->...", row, one), nd_mul(row, one), 4);
}
END_TEST

START_TEST(mistakes_are_named)
{
    nd *x = nd_zeros(DTYPE_F32, 2, 3), *y = nd_zeros(DTYPE_F32, 4, 5);
    check_fails(einsum("ij,jk->ik", x, y), "einsum: \"ij,jk->ik\": 'j' is 3 in one place, but 4 in shape (4,5)");
    check_fails(einsum("ij,jk->ik", x, nd_zeros(DTYPE_F32, 1, 5)),
                "einsum: \"ij,jk->ik\": 'j' is 3 in one place, but 1 in shape (1,5)");
    check_fails(einsum("ii->i", x), "einsum: \"ii->i\": 'i' is 2 in one place, but 3 in shape (2,3)");
    check_fails(einsum("ijk->i", x), "einsum: \"ijk->i\": 3 letters for shape (2,3)");
    check_fails(einsum("i->i", x), "einsum: \"i->i\": 1 letters for shape (2,3)");
    check_fails(einsum("ijk...->i", x), "einsum: \"ijk...->i\": 3 letters for shape (2,3)");
    check_fails(einsum("ij->ik", x), "einsum: \"ij->ik\": 'k' of the result is in no operand");
    check_fails(einsum("ij->ii", x), "einsum: \"ij->ii\": 'i' is twice in the result");
    check_fails(einsum("ij,jk->ik", x), "einsum: \"ij,jk->ik\" does not name as many operands as the 1 given");
    check_fails(einsum("ij->ij", x, x), "einsum: \"ij->ij\" does not name as many operands as the 2 given");
    check_fails(einsum("i1->i", x), "einsum: \"i1->i\": unexpected '1'");
    check_fails(einsum("...ij,...jk->...ik", nd_zeros(DTYPE_F32, 2, 2, 2), nd_zeros(DTYPE_F32, 3, 2, 2)),
                "einsum: \"...ij,...jk->...ik\": '.' is 2 in one place, but 3 in shape (3,2,2)");
    check_fails(einsum("ij-i", x), "einsum: \"ij-i\": '-' without '>'");
    check_fails(einsum("ij->i->j", x), "einsum: \"ij->i->j\": more than one result");
    check_fails(einsum("ij->i,j", x), "einsum: \"ij->i,j\": more than one result");
    check_fails(einsum("...j->j", x), "einsum: \"...j->j\": the result needs \"...\" too");
    check_fails(einsum("......->", x), "einsum: \"......->\": unexpected '.'");
    check_fails(einsum("abcdefghijk->a", x), "einsum: \"abcdefghijk->a\": a term has more than 8 axes");
    check_fails(einsum("ij,jk->ik", x, nd_zeros(DTYPE_F64, 3, 2)),
                "einsum: \"ij,jk->ik\": (2,3) is f32, but (3,2) is f64");
    check_fails(einsum_list("", 0, NULL), "einsum: \"\": 0 operands, possible are 1 to 8");
    nd *wide = nd_zeros(DTYPE_F32, 1, 1, 1, 1, 1);
    check_fails(einsum("abcde,fghij", wide, wide), "einsum: \"abcde,fghij\": the result has more than 8 axes");
    check_fails(einsum("...abcd,...fghi", wide, wide), "einsum: \"...abcd,...fghi\": a term has more than 8 axes");
    check_fails(einsum("abcde,fghij,ej->abcdfghi", wide, wide, nd_zeros(DTYPE_F32, 1, 1)),
                "einsum: \"abcde,fghij,ej->abcdfghi\": a product on the way has more than 8 axes");
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, results_equal_a_loop_over_every_letter);
    tcase_add_test(tcase, axes_under_dots_broadcast);
    tcase_add_test(tcase, mistakes_are_named);
}

int main(void)
{
    return core_run("einsum", add_tests);
}
