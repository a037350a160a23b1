/* mlp.c - one hidden layer with dropout, built on any library's gemm and (where it has one) Adam. */
#include "tests/bench/mlp.h"
#include <math.h>
#include <string.h>

static uint64_t draw(uint64_t *s)
{
    *s ^= *s >> 12;
    *s ^= *s << 25;
    *s ^= *s >> 27;
    return *s * 2685821657736338717u;
}

typedef struct {
    float *w1, *b1, *w2, *b2;
} views;

static views split(const bt_mlp *net, float *base)
{
    views v = {base, base + net->in * net->hid, NULL, NULL};
    v.w2 = v.b1 + net->hid;
    v.b2 = v.w2 + net->hid * net->out;
    return v;
}

/* Leaves the dropped-out hidden layer in h. A hidden value is zero exactly where relu or dropout stopped it. */
static void forward(const mlp_ops *ops, bt_mlp *net, size_t batch, const float *x, float *h, float *logits)
{
    views p = split(net, net->param);
    float scale = 1.0f / (1.0f - net->drop);
    uint32_t bar = (uint32_t)(net->drop * 4294967296.0);
    uint64_t s = 88172645463325252u + net->step;
    ops->nn(batch, net->hid, net->in, x, net->in, p.w1, net->hid, h, net->hid);
    for (size_t i = 0; i < batch; i++)
        for (size_t j = 0; j < net->hid; j++) {
            float a = h[i * net->hid + j] + p.b1[j];
            int keep = (uint32_t)(draw(&s) >> 32) >= bar;
            h[i * net->hid + j] = a > 0 && keep ? a * scale : 0;
        }
    ops->nn(batch, net->out, net->hid, h, net->hid, p.w2, net->out, logits, net->out);
    for (size_t i = 0; i < batch; i++)
        for (size_t j = 0; j < net->out; j++)
            logits[i * net->out + j] += p.b2[j];
}

void mlp_forward_with(const mlp_ops *ops, bt_mlp *net, size_t batch, const float *x, float *logits)
{
    forward(ops, net, batch, x, net->work, logits);
}

float mlp_step_with(const mlp_ops *ops, bt_mlp *net, size_t batch, const float *x, const int64_t *target)
{
    float *h = net->work, *dh = h + batch * net->hid, *logits = dh + batch * net->hid, loss = 0;
    views p = split(net, net->param), g = split(net, net->grad);
    float scale = 1.0f / (1.0f - net->drop);
    forward(ops, net, batch, x, h, logits);
    for (size_t i = 0; i < batch; i++) {
        float *row = logits + i * net->out, top = row[0], sum = 0;
        for (size_t j = 1; j < net->out; j++)
            top = row[j] > top ? row[j] : top;
        loss += top - row[target[i]];
        for (size_t j = 0; j < net->out; j++)
            sum += row[j] = expf(row[j] - top);
        loss += logf(sum);
        for (size_t j = 0; j < net->out; j++)
            row[j] /= sum * (float)batch;
        row[target[i]] -= 1.0f / (float)batch;
    }
    ops->tn(net->hid, net->out, batch, h, net->hid, logits, net->out, g.w2, net->out);
    ops->nt(batch, net->hid, net->out, logits, net->out, p.w2, net->out, dh, net->hid);
    memset(g.b1, 0, net->hid * sizeof *g.b1);
    memset(g.b2, 0, net->out * sizeof *g.b2);
    for (size_t i = 0; i < batch; i++) {
        for (size_t j = 0; j < net->hid; j++) {
            float d = h[i * net->hid + j] > 0 ? dh[i * net->hid + j] * scale : 0;
            dh[i * net->hid + j] = d;
            g.b1[j] += d;
        }
        for (size_t j = 0; j < net->out; j++)
            g.b2[j] += logits[i * net->out + j];
    }
    ops->tn(net->in, net->hid, batch, x, net->in, dh, net->hid, g.w1, net->hid);
    ops->adam(net->params, net->param, net->grad, net->m, net->v, net->lr, 0.9f, 0.999f, 1e-8f, ++net->step);
    return loss / (float)batch;
}
