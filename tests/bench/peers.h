/* peers.h - the libraries the benchmark measures without being asked. */
#ifndef BENCH_PEERS_H
#define BENCH_PEERS_H

#include "tests/bench/ops.h"

typedef struct {
    const char *name;
    const bt_entry *table;
    void (*set_threads)(int); /* NULL: one thread only */
} library;

#define MAX_LIBRARIES 24

/* Fills `out`, returns how many; `note` receives which kernels each one picked for this CPU. Where `only` is set,
 * nothing else is loaded but the plain loops: two thread pools in one process take turns at spoiling each other. */
size_t open_peers(library *out, const char *only, char *note, size_t note_len);

/* SLEEF's functions in the widest vectors that this program is built for; NULL where it is not installed. */
const bt_entry *sleef_open(void);

void core_set_threads(int n);

#endif
