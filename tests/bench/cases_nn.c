#include "tests/bench/cases.h"
#include "tests/bench/measure.h"
#include "tests/bench/mlp.h"

static void call_embedmean(bt_any fn, args *a)
{
    ((bt_embedmean_f32 *)fn)(a->d[0], a->d[1], a->d[2], a->in[0], a->in[1], a->out);
}
static void call_attention(bt_any fn, args *a)
{
    ((bt_attention_f32 *)fn)(a->d[0], a->d[1], a->d[2], a->in[0], a->in[1], a->in[2], a->out);
}
static void call_xent(bt_any fn, args *a)
{
    *(float *)a->out = ((bt_xent_f32 *)fn)(a->d[0], a->d[1], a->in[0], a->in[1]);
}
static void call_adam(bt_any fn, args *a)
{
    ((bt_adam_f32 *)fn)(a->d[0], a->state[0], a->in[0], a->state[1], a->state[2], 1e-3f, 0.9f, 0.999f, 1e-8f,
                        ++a->step);
}
static void reset_adam(args *a)
{
    a->step = 0;
    for (size_t i = 0; i < a->d[0]; i++)
        a->state[0][i] = (float)(i % 17) * 0.01f, a->state[1][i] = a->state[2][i] = 0;
}

static void embedding(size_t vocab, size_t b, size_t len, size_t dim)
{
    char size[64];
    snprintf(size, sizeof size, "V%zu B%zu L%zu D%zu", vocab, b, len, dim);
    bench_case c = {"nn",
                    "embedmean_f32",
                    size,
                    "GB/s",
                    4.0 * (double)(b * (len + 1) * dim),
                    {{b, len, dim, 0}, {0}, 0, {0}, 0},
                    call_embedmean,
                    NULL,
                    b * dim,
                    0};
    c.a.in[0] = floats(vocab * dim, 1);
    c.a.in[1] = indices(b * len, vocab);
    c.a.out = block(b * dim * 4);
    run_case(&c);
    free((void *)c.a.in[0]);
    free((void *)c.a.in[1]);
    free(c.a.out);
}

/* Work is counted for the causal half only: 2 T(T+1)/2 C multiply-adds for QK' and as many for AV. */
static void attention(size_t b, size_t t, size_t ch)
{
    char size[64];
    snprintf(size, sizeof size, "B%zu T%zu C%zu", b, t, ch);
    bench_case c = {"nn",
                    "attention_f32",
                    size,
                    "GFLOP/s",
                    2.0 * (double)(b * t * (t + 1) * ch),
                    {{b, t, ch, 0}, {0}, 0, {0}, 0},
                    call_attention,
                    NULL,
                    b * t * ch,
                    0};
    for (int i = 0; i < 3; i++)
        c.a.in[i] = floats(b * t * ch, 2);
    c.a.out = block(b * t * ch * 4);
    run_case(&c);
    for (int i = 0; i < 3; i++)
        free((void *)c.a.in[i]);
    free(c.a.out);
}

static void cross_entropy(size_t rows, size_t cols)
{
    char size[64];
    snprintf(size, sizeof size, "%zux%zu", rows, cols);
    float out;
    bench_case c = {
        "nn",      "xent_f32", size, "GB/s", 4.0 * (double)(rows * cols), {{rows, cols, 0, 0}, {0}, &out, {0}, 0},
        call_xent, NULL,       1,    0};
    c.a.in[0] = floats(rows * cols, 4);
    c.a.in[1] = indices(rows, cols);
    run_case(&c);
    free((void *)c.a.in[0]);
    free((void *)c.a.in[1]);
}

/* Adam reads p, g, m, v and writes p, m, v: 28 bytes an element. */
static void adam(size_t n)
{
    char size[64];
    snprintf(size, sizeof size, "%zu", n);
    bench_case c = {"nn",      "adam_f32", size, "GB/s", 28.0 * (double)n, {{n, 0, 0, 0}, {0}, 0, {0}, 0},
                    call_adam, reset_adam, n,    0};
    c.a.in[0] = floats(n, 1);
    for (int i = 0; i < 3; i++)
        c.a.state[i] = floats(n, 1);
    c.a.out = c.a.state[0];
    run_case(&c);
    free((void *)c.a.in[0]);
    for (int i = 0; i < 3; i++)
        free(c.a.state[i]);
}

/* The network's functions, resolved library by library before its case runs. */
static mlp_ops mlp_now;
static bt_any mlp_own;
static bt_mlp net;
static void call_forward(bt_any fn, args *a)
{
    if (fn == (bt_any)mlp_forward_with)
        mlp_forward_with(&mlp_now, &net, a->d[0], a->in[0], a->out);
    else
        ((bt_mlp_forward_f32 *)fn)(&net, a->d[0], a->in[0], a->out);
}
static void call_step(bt_any fn, args *a)
{
    *(float *)a->out = fn == (bt_any)mlp_step_with ? mlp_step_with(&mlp_now, &net, a->d[0], a->in[0], a->in[1])
                                                   : ((bt_mlp_step_f32 *)fn)(&net, a->d[0], a->in[0], a->in[1]);
}

static void network(size_t in, size_t hid, size_t out, size_t b)
{
    size_t n = in * hid + hid + hid * out + out;
    double flops = 2.0 * (double)(b * hid) * (double)(in + out);
    char size[64];
    snprintf(size, sizeof size, "%zu-%zu-%zu B%zu", in, hid, out, b);
    net = (bt_mlp){in,
                   hid,
                   out,
                   0,
                   0.5f,
                   1e-3f,
                   floats(n, 0.05),
                   floats(n, 0),
                   floats(n, 0),
                   floats(n, 0),
                   n,
                   floats(4 * b * (hid + out), 0)};
    bench_case fwd = {
        "nn", "mlp_forward_f32", size, "GFLOP/s", flops, {{b, 0, 0, 0}, {0}, 0, {0}, 0}, call_forward, NULL, 0, 0};
    /* backward: two products for the second layer, one for the first (the input needs no gradient) */
    bench_case step = {"nn",
                       "mlp_step_f32",
                       size,
                       "GFLOP/s",
                       flops + 2.0 * (double)(b * hid) * (double)(in + 2 * out),
                       {{b, 0, 0, 0}, {0}, 0, {0}, 0},
                       call_step,
                       NULL,
                       0,
                       0};
    fwd.a.in[0] = step.a.in[0] = floats(b * in, 1);
    step.a.in[1] = indices(b, out);
    fwd.a.out = step.a.out = block(b * out * 4);
    const library *keep = memcpy(block(sizeof bench.libs), bench.libs, sizeof bench.libs);
    size_t keep_count = bench.lib_count;
    for (size_t l = 0; l < keep_count; l++) { /* one library at a time: mlp_now is its */
        char name[64];
        bt_any fast_adam = NULL;
        for (size_t i = 0; i < keep_count; i++)
            if (!strcmp(keep[i].name, "plain"))
                fast_adam = find(keep[i].table, "adam_f32");
        mlp_now = (mlp_ops){
            (bt_gemm_f32 *)find(keep[l].table, "gemm_f32_nn"), (bt_gemm_f32 *)find(keep[l].table, "gemm_f32_nt"),
            (bt_gemm_f32 *)find(keep[l].table, "gemm_f32_tn"), (bt_adam_f32 *)find(keep[l].table, "adam_f32")};
        bt_any own_adam = (bt_any)mlp_now.adam;
        if (!own_adam)
            mlp_now.adam = (bt_adam_f32 *)fast_adam;
        for (int s = 0; s < 2; s++) {
            bench_case *c = s ? &step : &fwd;
            mlp_own = find(keep[l].table, c->op);
            if (!mlp_own && !(mlp_now.nn && mlp_now.nt && mlp_now.tn && mlp_now.adam))
                continue;
            snprintf(name, sizeof name, "%s%s", keep[l].name, mlp_own || own_adam ? "" : "+plain");
            bt_entry one[2] = {{c->op, mlp_own ? mlp_own
                                       : s     ? (bt_any)mlp_step_with
                                               : (bt_any)mlp_forward_with},
                               {NULL, NULL}};
            bench.libs[0] = (library){name, one, keep[l].set_threads};
            bench.lib_count = 1;
            run_case(c);
        }
    }
    memcpy(bench.libs, keep, sizeof bench.libs);
    bench.lib_count = keep_count;
    free((void *)keep);
    free((void *)fwd.a.in[0]);
    free((void *)step.a.in[1]);
    free(fwd.a.out);
    free(net.param), free(net.grad), free(net.m), free(net.v), free(net.work);
}

void cases_nn(void)
{
    embedding(10000, 64, 20, 16);
    embedding(10000, 64, 128, 64);
    attention(8, 128, 64);
    cross_entropy(64, 65);
    cross_entropy(1024, 65);
    adam(784 * 512);
    network(784, 512, 10, 64);
}
