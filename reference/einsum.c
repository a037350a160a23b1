#include "reference/einsum.h"

#include <inttypes.h>
#include <string.h>

#include "reference/nd_linalg.h"
#include "reference/nd_reduce.h"
#include "reference/nd_view.h"

/* A label is a letter, or LETTERS + i for the i-th axis from the end under "...". */
enum { LETTERS = 128, LABELS = LETTERS + ND_MAX_RANK, DOTS = 0, MAX_OPERANDS = 8 };

struct term {
    int count;
    int label[ND_MAX_RANK + 1]; /* DOTS holds the place of "..." until the rank is known */
};

/* An operand whose axes are labelled, each label once. */
struct labelled {
    const nd *x;
    int label[ND_MAX_RANK];
};

/* --- notation --- */

static bool is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Reads up to ',', "->" or the end; returns where it stopped. */
static const char *parse_term(const char *spec, const char *at, struct term *ret_term)
{
    struct term t = {0};
    bool dots = false;
    for (; *at && *at != ',' && *at != '-'; at++) {
        if (*at == ' ')
            continue;
        if (t.count == ND_MAX_RANK + 1)
            nd_fail("einsum: \"%s\": a term has more than %d axes", spec, ND_MAX_RANK);
        if (is_letter(*at)) {
            t.label[t.count++] = *at;
        } else if (strncmp(at, "...", 3) == 0 && !dots) {
            t.label[t.count++] = DOTS;
            dots = true;
            at += 2;
        } else {
            nd_fail("einsum: \"%s\": unexpected '%c'", spec, *at);
        }
    }
    *ret_term = t;
    return at;
}

static bool term_has(const struct term *t, int label)
{
    for (int i = 0; i < t->count; i++)
        if (t->label[i] == label)
            return true;
    return false;
}

/* Puts the labels of `dots` axes in the place of "...". */
static void expand_dots(const char *spec, struct term *t, int dots)
{
    struct term e = {0};
    for (int i = 0; i < t->count; i++) {
        int copies = t->label[i] == DOTS ? dots : 1;
        for (int j = 0; j < copies; j++) {
            if (e.count == ND_MAX_RANK)
                nd_fail("einsum: \"%s\": a term has more than %d axes", spec, ND_MAX_RANK);
            e.label[e.count++] = t->label[i] == DOTS ? LETTERS + dots - 1 - j : t->label[i];
        }
    }
    *t = e;
}

/* Labels of the operand's axes; returns how many stand under "...". */
static int label_axes(const char *spec, struct term *t, const nd *x)
{
    bool has_dots = term_has(t, DOTS);
    int letters = t->count - has_dots;
    if (letters > x->rank || (letters < x->rank && !has_dots))
        nd_fail("einsum: \"%s\": %d letters for shape %s", spec, letters, nd_text(x));
    expand_dots(spec, t, x->rank - letters);
    return x->rank - letters;
}

/* The result of a specification without "->": what occurs once, in alphabetical order, behind "...". */
static struct term implied_result(const char *spec, size_t count, const struct term *in)
{
    struct term out = {.count = 1, .label = {DOTS}};
    for (int c = 'A'; c <= 'z'; c++) {
        int seen = 0;
        for (size_t k = 0; k < count; k++)
            for (int i = 0; i < in[k].count; i++)
                seen += in[k].label[i] == c;
        if (seen != 1)
            continue;
        if (out.count > ND_MAX_RANK)
            nd_fail("einsum: \"%s\": the result has more than %d axes", spec, ND_MAX_RANK);
        out.label[out.count++] = c;
    }
    return out;
}

/* Every term of the specification, with "..." resolved; the result behind the last operand. */
static void parse(const char *spec, size_t count, const nd *const *x, struct term *ret_terms)
{
    if (count == 0 || count > MAX_OPERANDS)
        nd_fail("einsum: \"%s\": %zu operands, possible are 1 to %d", spec, count, MAX_OPERANDS);
    const char *at = spec;
    int dots = 0;
    for (size_t k = 0; k < count; k++) {
        at = parse_term(spec, at, &ret_terms[k]);
        if ((k + 1 < count) != (*at == ','))
            nd_fail("einsum: \"%s\" does not name as many operands as the %zu given", spec, count);
        at += *at == ',';
    }
    if (*at && strncmp(at, "->", 2) != 0)
        nd_fail("einsum: \"%s\": '-' without '>'", spec);
    if (!*at)
        ret_terms[count] = implied_result(spec, count, ret_terms);
    else if (*parse_term(spec, at + 2, &ret_terms[count]))
        nd_fail("einsum: \"%s\": more than one result", spec);
    for (size_t k = 0; k < count; k++) {
        int own = label_axes(spec, &ret_terms[k], x[k]);
        dots = own > dots ? own : dots;
    }
    if (dots > 0 && !term_has(&ret_terms[count], DOTS))
        nd_fail("einsum: \"%s\": the result needs \"...\" too", spec);
    expand_dots(spec, &ret_terms[count], dots);
}

static void check_dtypes(const char *spec, size_t count, const nd *const *x)
{
    for (size_t k = 1; k < count; k++)
        if (x[k]->dtype != x[0]->dtype)
            nd_fail("einsum: \"%s\": %s is %s, but %s is %s", spec, nd_text(x[0]), nd_dtype_text(x[0]->dtype),
                    nd_text(x[k]), nd_dtype_text(x[k]->dtype));
}

/* Sizes of one letter agree; axes under "..." may also be 1. The result names what the operands have, once. */
static void check_labels(const char *spec, size_t count, const nd *const *x, const struct term *terms)
{
    int64_t size[LABELS];
    memset(size, -1, sizeof size);
    for (size_t k = 0; k < count; k++)
        for (int i = 0; i < x[k]->rank; i++) {
            int label = terms[k].label[i];
            int64_t here = x[k]->shape[i];
            if (size[label] < 0 || (label >= LETTERS && size[label] == 1))
                size[label] = here;
            else if (size[label] != here && !(label >= LETTERS && here == 1))
                nd_fail("einsum: \"%s\": '%c' is %" PRId64 " in one place, but %" PRId64 " in shape %s", spec,
                        label < LETTERS ? label : '.', size[label], here, nd_text(x[k]));
        }
    const struct term *out = &terms[count];
    for (int i = 0; i < out->count; i++) {
        if (size[out->label[i]] < 0)
            nd_fail("einsum: \"%s\": '%c' of the result is in no operand", spec, out->label[i]);
        for (int j = 0; j < i; j++)
            if (out->label[i] == out->label[j])
                nd_fail("einsum: \"%s\": '%c' is twice in the result", spec, out->label[i]);
    }
}

/* --- operands --- */

static int find(const struct labelled *a, int label)
{
    for (int i = 0; i < a->x->rank; i++)
        if (a->label[i] == label)
            return i;
    return -1;
}

/* A letter that stands twice becomes one axis: the diagonal, which nd_diagonal puts last. */
static struct labelled take_diagonals(const nd *x, const struct term *t)
{
    struct labelled a = {.x = x};
    memcpy(a.label, t->label, sizeof a.label);
    for (int i = 0; i < a.x->rank; i++)
        for (int j = i + 1; j < a.x->rank; j++) {
            if (a.label[i] != a.label[j])
                continue;
            int label = a.label[i], n = 0;
            for (int k = 0; k < a.x->rank; k++)
                if (k != i && k != j)
                    a.label[n++] = a.label[k];
            a.label[n] = label;
            a.x = nd_diagonal(a.x, i, j);
            i = -1;
            break;
        }
    return a;
}

/* Sums over the axes whose label is not in `needed`. */
static void sum_unneeded(struct labelled *a, const bool *needed)
{
    int64_t axes[ND_MAX_RANK];
    int gone = 0, left = 0;
    for (int i = 0; i < a->x->rank; i++) {
        if (needed[a->label[i]])
            a->label[left++] = a->label[i];
        else
            axes[gone++] = i;
    }
    if (gone > 0)
        a->x = nd_sum_over(a->x, false, gone, axes);
}

/* --- two at a time --- */

/* Labels by what a product of a and b does with them. */
struct roles {
    struct term batch, rows, inner, cols;
};

static struct roles roles_of(const struct labelled *a, const struct labelled *b, const bool *needed)
{
    struct roles r = {0};
    for (int i = 0; i < a->x->rank; i++) {
        int label = a->label[i];
        struct term *t = find(b, label) < 0 ? &r.rows : needed[label] ? &r.batch : &r.inner;
        t->label[t->count++] = label;
    }
    for (int i = 0; i < b->x->rank; i++)
        if (find(a, b->label[i]) < 0)
            r.cols.label[r.cols.count++] = b->label[i];
    return r;
}

/* [batch axes ..., product of the first, product of the second], of the axes that carry these labels. */
static nd *as_matrices(const struct labelled *a, const struct term *batch, const struct term *first,
                       const struct term *second)
{
    int64_t order[ND_MAX_RANK], shape[ND_MAX_RANK + 2];
    int n = 0;
    const struct term *parts[] = {batch, first, second};
    for (int p = 0; p < 3; p++)
        for (int i = 0; i < parts[p]->count; i++)
            order[n++] = find(a, parts[p]->label[i]);
    nd *x = nd_permute_to(a->x, n, order);
    memcpy(shape, x->shape, sizeof x->shape);
    int at = batch->count;
    int64_t rows = 1, cols = 1;
    for (int i = 0; i < first->count; i++)
        rows *= x->shape[at++];
    for (int i = 0; i < second->count; i++)
        cols *= x->shape[at++];
    shape[batch->count] = rows;
    shape[batch->count + 1] = cols;
    return nd_reshape_to(x, batch->count + 2, shape);
}

static struct labelled multiply(const char *spec, const struct labelled *a, const struct labelled *b,
                                const bool *needed)
{
    struct roles r = roles_of(a, b, needed);
    const struct term *parts[] = {&r.batch, &r.rows, &r.cols};
    if (r.batch.count + r.rows.count + r.cols.count > ND_MAX_RANK || r.batch.count + 2 > ND_MAX_RANK)
        nd_fail("einsum: \"%s\": a product on the way has more than %d axes", spec, ND_MAX_RANK);
    nd *z = nd_matmul(as_matrices(a, &r.batch, &r.rows, &r.inner), as_matrices(b, &r.batch, &r.inner, &r.cols));
    struct labelled product = {0};
    int64_t shape[ND_MAX_RANK];
    int n = 0;
    for (int p = 0; p < 3; p++)
        for (int i = 0; i < parts[p]->count; i++) {
            int label = parts[p]->label[i];
            const struct labelled *from = parts[p] == &r.cols ? b : a;
            shape[n] = parts[p] == &r.batch ? z->shape[i] : from->x->shape[find(from, label)];
            product.label[n++] = label;
        }
    product.x = nd_reshape_to(z, n, shape);
    return product;
}

/* What operands from `next` on, or the result, still ask for. */
static void mark_needed(size_t next, size_t count, const struct term *terms, bool *needed)
{
    memset(needed, 0, LABELS * sizeof *needed);
    for (size_t k = next; k <= count; k++)
        for (int i = 0; i < terms[k].count; i++)
            needed[terms[k].label[i]] = true;
}

nd *einsum_list(const char *spec, size_t count, const nd *const *operands)
{
    struct term terms[MAX_OPERANDS + 1];
    bool needed[LABELS];
    parse(spec, count, operands, terms);
    check_dtypes(spec, count, operands);
    check_labels(spec, count, operands, terms);
    struct labelled product = take_diagonals(operands[0], &terms[0]);
    mark_needed(1, count, terms, needed);
    sum_unneeded(&product, needed);
    for (size_t k = 1; k < count; k++) {
        struct labelled next = take_diagonals(operands[k], &terms[k]);
        mark_needed(k + 1, count, terms, needed);
        for (int i = 0; i < product.x->rank; i++)
            needed[product.label[i]] = true;
        sum_unneeded(&next, needed);
        mark_needed(k + 1, count, terms, needed);
        product = multiply(spec, &product, &next, needed);
    }
    int64_t order[ND_MAX_RANK];
    for (int i = 0; i < product.x->rank; i++)
        order[i] = find(&product, terms[count].label[i]);
    nd *result = nd_permute_to(product.x, product.x->rank, order);
    return count > 1 ? nd_contiguous(result) : nd_clone(result); /* one operand: may be nothing but a view of it */
}
