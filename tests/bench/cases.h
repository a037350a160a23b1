/* cases.h - what the benchmark measures, group by group. Operations and sizes are those of the exercises: products of
 * squares, of layers and of attention's heads; maps, reductions; rows; fused operations and a small network. */
#ifndef BENCH_CASES_H
#define BENCH_CASES_H

void cases_gemm(void);
void cases_shapes(void);
void cases_batch(void);
void cases_map(void);
void cases_rows(void);
void cases_nn(void);

#endif
