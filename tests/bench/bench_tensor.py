#!/usr/bin/python3
"""bench_tensor.py - the tensor core beside its peers and the machine's limits, in one run, with each aim met or not.

Usage: bench_tensor.py DIR [--quick] [--rounds 3] [--threads 1,2] [--save FILE.jsonl] [--from FILE.jsonl]

DIR holds bench_ops, bench_limits and bench_accuracy (make builds them there). Groups run one after the other, the C libraries of a
group and then PyTorch, so that every ratio is of the same minute; a case runs its libraries in turn, eleven times over. Ratios are
of the medians of one round; of several rounds the median is reported. With two threads each library has a process of its own, for idle pools disturb each other.
--quick: one round, one thread, a thinner accuracy sweep. --from reports a saved run.
JUDGE_SIMD chooses the core's kernels; avx2 also holds OpenBLAS, oneDNN and libxsmm to theirs.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

GROUPS = ["gemm", "shapes", "batch", "map", "rows", "nn"]
THREADED = ["gemm", "shapes", "batch"]
LIBRARIES = ["core", "libxsmm", "openblas", "blis", "onednn", "sleef", "numpy", "torch", "plain"]
# Ways of the same library to the same result: the faster one counts.
SAME = {"torch_out": "torch", "torch_bag": "torch", "torch_foreach": "torch", "numpy_out": "numpy",
        "openblas+plain": "openblas", "blis+plain": "blis", "onednn+plain": "onednn", "libxsmm+plain": "libxsmm"}


def run(command, lines, environment):
    """Adds the JSON lines of a command; what it says on stderr (missing packages) goes to ours."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=False)
    except OSError as problem:
        print(f"bench: {command[0]}: {problem.strerror}", file=sys.stderr)
        return False
    lines += [json.loads(line) for line in done.stdout.decode().splitlines()]
    if done.returncode:
        print(f"bench: {' '.join(command)}: ended with status {done.returncode}", file=sys.stderr)
    return done.returncode == 0


def torch_works():
    try:
        subprocess.run(["/usr/bin/python3", "-c", "import torch, numpy"], stderr=subprocess.DEVNULL, check=True)
    except (OSError, subprocess.CalledProcessError):
        print("bench: not installed, not measured: apt-get install python3-torch python3-numpy", file=sys.stderr)
        return False
    return True


def measure(folder, quick, rounds, threads):
    lines, torch = [], torch_works()
    for number in range(rounds):
        print(f"bench: round {number + 1} of {rounds}", file=sys.stderr)
        found = measure_round(folder, threads, torch)
        lines += [dict(line, round=number) for line in found]
    run([f"{folder}/bench_accuracy", "101" if quick else "17"], lines, dict(os.environ))
    return lines


def measure_round(folder, threads, torch):
    here, lines = os.path.dirname(os.path.abspath(__file__)), []
    for count in threads:
        # These would make OpenBLAS take other kernels than it takes by itself.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
        environment.update({k: str(count) for k in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "BLIS_NUM_THREADS")})
        environment["OMP_DYNAMIC"] = "FALSE"
        if os.environ.get("JUDGE_SIMD") == "avx2":  # peers of the same vector width, as on a machine without wider ones
            environment.update(OPENBLAS_CORETYPE="Haswell", ONEDNN_MAX_CPU_ISA="AVX2", DNNL_MAX_CPU_ISA="AVX2", LIBXSMM_TARGET="hsw")
        for group in GROUPS if count == 1 else THREADED:
            options = ["--group", group, "--threads", str(count)]
            if group in ("shapes", "map", "rows"):
                run([f"{folder}/bench_limits"], lines, environment)
            if count == 1 and group == "gemm":
                environment["BENCH_NOTE"] = "1"  # which kernels each library takes here, once
            for library in [None] if count == 1 else ["core", "openblas", "blis", "onednn"]:
                run([f"{folder}/bench_ops"] + options + (["--lib", library] if library else []), lines, environment)
            environment.pop("BENCH_NOTE", None)
            if torch:
                run(["/usr/bin/python3", f"{here}/bench_torch.py"] + options, lines, environment)
    return lines


def tabulate(lines):
    """{(threads, op, size): {library: {round: (ns, rate, unit)}}}, and what was measured of the machine and of accuracy."""
    table, machine, accuracy = {}, {}, {}
    for r in lines:
        if r["lib"] == "accuracy":
            accuracy[r["op"]] = r
        elif r["lib"] == "machine":
            name = r["op"] if r["op"].startswith("calibrate") else f"{r['op']} {r['size']}"
            machine.setdefault(name, []).append(r["rate"])
        else:
            cells = table.setdefault((r["threads"], r["op"], r["size"]), {})
            name, value = SAME.get(r["lib"], r["lib"]), (r["median_ns"], r["rate"], r["unit"])
            rounds = cells.setdefault(name, {})
            rounds[r["round"]] = min(rounds.get(r["round"], value), value)
    return table, machine, accuracy


def typical(cell, what=0):
    """The median over the rounds of the time (0) or the rate (1)."""
    return statistics.median(value[what] for value in cell.values())


def best_peer(cells, names=LIBRARIES[1:-1]):
    there = [n for n in names if n in cells]
    return min(there, key=lambda n: typical(cells[n])) if there else None


def ratio(cells, name):
    """The median over the rounds of the peer's time over the core's."""
    peer, core = cells[name], cells["core"]
    return statistics.median(peer[r][0] / core[r][0] for r in core if r in peer)


def time_text(ns):
    return f"{ns:.0f} ns" if ns < 1e4 else f"{ns / 1e3:.1f} us" if ns < 1e6 else f"{ns / 1e6:.2f} ms"


def print_table(table, threads):
    rows = {k: v for k, v in table.items() if k[0] == threads and "core" in v}
    names = [n for n in LIBRARIES if any(n in v for v in rows.values())]
    print(f"\n{threads} thread{'s' if threads > 1 else ''}: time of a call; the core's rate; best peer's time / the core's")
    print(f"{'operation':<16}{'size':<21}" + "".join(f"{n:>10}" for n in names) + f"{'rate':>13}{'ratio':>7}  best peer")
    for (_, op, size), cells in rows.items():
        peer = best_peer(cells)
        rate, unit = typical(cells["core"], 1), next(iter(cells["core"].values()))[2]
        print(f"{op:<16}{size:<21}" + "".join(f"{time_text(typical(cells[n])) if n in cells else '-':>10}" for n in names) +
              f"{rate:>7.1f} {unit[:6]:<5}" + (f"{ratio(cells, peer):>7.2f}  {peer}" if peer else ""))


def bandwidth(machine, pattern, size):
    """What the machine did over arrays of that many bytes, in the best of the ways that bench_limits tries."""
    rates = [statistics.median(machine.get(f"stream_{pattern}{way} {size}") or [0]) for way in ("", "_nt", "_ahead")]
    return max(rates)


def limit_of(op, size, machine):
    """The least time in ns that this machine's multiply-adds and caches allow for a product; 0 where nothing is known of it."""
    if op[:4] not in ("gemm", "batc"):
        return 0
    count, _, sizes = ("1*" + size).rpartition("*")
    m, n, k = (int(d) for d in sizes.split("x"))
    double = "f64" in op
    peak = statistics.median(machine.get("calibrate_fma_f32") or [0]) / (2 if double else 1)
    flops = 2 * m * n * k * int(count.split("*")[-1])
    limits = [flops / peak if peak else 0]
    read = bandwidth(machine, "read", str(n * k * (8 if double else 4)))
    if m == 1 and read:  # each element of B is used once: it must come through the caches in that time
        limits.append(n * k * (8 if double else 4) / read)
    return max(limits)


def aims(table, machine, accuracy):
    """Yields (aim, row, measured, wanted, met, reach): the last is what the machine's own limits allow, None where they don't tell."""
    one = {k[1:]: v for k, v in table.items() if k[0] == 1 and "core" in v}

    def against(aim, wanted, names, ops, sizes=None):
        for (op, size), cells in one.items():
            if op in ops and (sizes is None or size in sizes):
                peer = best_peer(cells, names)
                if peer:
                    limit, found = limit_of(op, size, machine), ratio(cells, peer)
                    yield aim, f"{op} {size} ({peer})", found, wanted, found >= wanted, typical(cells[peer]) / limit if limit else None

    blas, products = ["openblas", "blis"], ["gemm_f32_nn", "gemm_f64_nn"]
    yield from against("small products, against the best BLAS", 1.8, blas, products, ["8x8x8", "16x16x16"])
    yield from against("one row times a matrix, against OpenBLAS", 4, ["openblas"], ["gemm_f32_nn"], ["1x512x784"])
    yield from against("batched heads, against OpenBLAS", 1.3, ["openblas"], ["batch_f32_nt", "batch_f32_nn"])
    peak = statistics.median(machine.get("calibrate_fma_f32") or [0])
    for n in (128, 256, 512, 1024):
        cells = one.get(("gemm_f32_nn", f"{n}x{n}x{n}"))
        if cells and peak:
            share = typical(cells["core"], 1) / peak
            yield f"share of the measured peak ({peak:.0f} GFLOP/s)", f"gemm_f32_nn {n}", share, 0.85, share >= 0.85, 1
    yield from against("rows and a training step, against PyTorch", 2, ["torch"],
                       ["softmax_f32", "layernorm_f32", "xent_f32", "mlp_step_f32"])
    yield from against("attention and Adam, against PyTorch", 3, ["torch"], ["attention_f32", "adam_f32"])
    yield from against("dropout, against PyTorch", 40, ["torch"], ["dropout_f32"])
    patterns = {"exp_f32": "copy", "exp_f64": "copy", "sigmoid_f32": "copy", "tanh_f32": "copy", "relu_f32": "copy",
                "dropout_f32": "copy", "add_f32": "triad", "mul_f32": "triad", "sum_f32": "read", "max_f32": "read"}
    for op, pattern in patterns.items():
        size = "80000000" if op.endswith("f64") else "40000000"  # the last-level cache keeps a part of the smaller array
        cells, limit = one.get((op, "10000000")), bandwidth(machine, pattern, size)
        if cells and limit:
            share = typical(cells["core"], 1) / limit
            yield "share of the memory's bandwidth", f"{op} ({pattern}: {limit:.0f} GB/s)", share, 0.9, share >= 0.9, 1
    for op, r in accuracy.items():
        yield "largest error in ulp, at most 2.5", f"{op} at {r['at']:.6g}, {r['size']}", r["max_ulp"], 2.5, r["max_ulp"] <= 2.5, None
    yield from against("level with the best peer", 0.95, LIBRARIES[1:-1], {op for op, _ in one})


def print_aims(table, machine, accuracy):
    found = []
    for aim, row, measured, wanted, met, reach in aims(table, machine, accuracy):
        state = "met" if met else "NOT met" if reach is None or reach >= wanted else "beyond"
        found.append((aim, row, measured, wanted, reach, state))
    print("\naims, one thread (beyond: not met, and more than this machine's multiply-adds or caches could give)")
    for aim in dict.fromkeys(a[0] for a in found):
        rows = [a for a in found if a[0] == aim]
        print(f"  {aim}: {sum(a[5] == 'met' for a in rows)} of {len(rows)} met")
        for _, row, measured, wanted, reach, state in rows:
            limit = f", limit {reach:.2f}" if state == "beyond" else ""
            if aim != "level with the best peer" or state != "met":
                print(f"    {state:<8}{measured:>8.2f}  (aim {wanted:g}{limit})  {row}")
    states = [a[5] for a in found]
    print(f"{states.count('met')} of {len(found)} aims met; beyond this machine: {states.count('beyond')}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int)
    parser.add_argument("--threads")
    parser.add_argument("--save")
    parser.add_argument("--from", dest="source")
    options = parser.parse_args()
    threads = [int(t) for t in (options.threads or ("1" if options.quick else "1,2")).split(",")]
    if options.source:
        with open(options.source, encoding="utf-8") as saved:
            lines = [json.loads(line) for line in saved]
    else:
        lines = measure(options.folder, options.quick, options.rounds or (1 if options.quick else 3), threads)
    if options.save:
        with open(options.save, "w", encoding="utf-8") as saved:
            saved.writelines(json.dumps(line) + "\n" for line in lines)
    table, machine, accuracy = tabulate(lines)
    for count in sorted({k[0] for k in table}):
        print_table(table, count)
    print_aims(table, machine, accuracy)


main()
