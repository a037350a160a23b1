#!/usr/bin/python3
"""Compares sandbox/guest/torch_random.c with an installed PyTorch, bit for bit, call by call on one stream.

The golden arrays pin the same facts without PyTorch; this covers far more sizes and arguments. Prints "SKIP: ..." and
succeeds where torch cannot be imported, and where its build gives other bits by design (MKL, or no AVX2).
"""
import ctypes
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError as error:
    print("SKIP: torch_compare: %s (Debian: apt-get install python3-torch)" % error)
    sys.exit(0)

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
GUEST = os.path.join(ROOT, "sandbox", "guest")
DTYPES = {np.dtype(np.float32): 0, np.dtype(np.float64): 1, np.dtype(np.int64): 2}
TYPES = [np.float32, np.float64, np.int64]


class Tensor(ctypes.Structure):
    _fields_ = [("dtype", ctypes.c_int), ("rank", ctypes.c_int), ("shape", ctypes.c_int64 * 8), ("data", ctypes.c_void_p)]


Pointer = ctypes.POINTER(Tensor)
D, I, P, B = ctypes.c_double, ctypes.c_int64, Pointer, ctypes.c_bool
FILLS = {"torch_rand": [], "torch_randn": [], "torch_fill_uniform": [D, D], "torch_fill_normal": [D, D],
         "torch_fill_exponential": [D], "torch_fill_bernoulli": [D], "torch_fill_randint": [I, I],
         "torch_xavier_normal": [D], "torch_xavier_uniform": [D], "torch_kaiming_normal": [D],
         "torch_kaiming_uniform": [D]}
MAKERS = {"torch_linear_weight": [I, I], "torch_linear_bias": [I, I], "torch_embedding": [I, I],
          "torch_dropout_mask": [I, D], "torch_bernoulli": [P], "torch_randperm": [I], "torch_multinomial": [P, I, B]}


def build(folder):
    library = os.path.join(folder, "guest.so")
    sources = [os.path.join(GUEST, name) for name in sorted(os.listdir(GUEST))
               if name.startswith(("tensor", "torch_")) and name.endswith(".c")]
    subprocess.run([os.environ.get("CC", "gcc"), "-std=gnu17", "-O2", "-ffp-contract=off", "-fPIC", "-shared", "-I", ROOT,
                    *sources, "-o", library, "-lm"], check=True)
    lib = ctypes.CDLL(library)
    for name, arguments in FILLS.items():
        getattr(lib, name).argtypes, getattr(lib, name).restype = [P, *arguments], P
    for name, arguments in MAKERS.items():
        getattr(lib, name).argtypes, getattr(lib, name).restype = arguments, P
    lib.torch_manual_seed.argtypes = [ctypes.c_uint64]
    lib.torch_random32.restype = ctypes.c_uint32
    return lib


def view(array):
    """A Tensor over the memory of a contiguous array, which must outlive it."""
    return Tensor(DTYPES[array.dtype], array.ndim, (ctypes.c_int64 * 8)(*array.shape), array.ctypes.data)


def copy(pointer):
    t = pointer.contents
    shape = tuple(t.shape[: t.rank])
    count = int(np.prod(shape))
    raw = (ctypes.c_char * (count * np.dtype(TYPES[t.dtype]).itemsize)).from_address(t.data)
    return np.frombuffer(raw, TYPES[t.dtype]).reshape(shape).copy()


class Comparison:
    def __init__(self, lib):
        self.lib, self.runs, self.wrong = lib, 0, []

    def same(self, what, got, want):
        """Equal in shape, type and every bit."""
        want = want.detach().contiguous().numpy()
        self.runs += 1
        if got.dtype != want.dtype or got.shape != want.shape or got.tobytes() != want.tobytes():
            count = int((got != want).sum()) if got.shape == want.shape else -1
            self.wrong.append("%s: %d of %d differ" % (what, count, want.size))
            print("FAIL:", self.wrong[-1])

    def fill(self, name, want, *arguments):
        array = np.empty(tuple(want.shape), want.detach().numpy().dtype)
        getattr(self.lib, name)(ctypes.byref(view(array)), *arguments)
        self.same("%s%s %s%s" % (name, arguments, array.dtype, array.shape), array, want)

    def make(self, name, want, *arguments):
        arguments = [ctypes.byref(view(a)) if isinstance(a, np.ndarray) else a for a in arguments]
        self.same("%s %s" % (name, tuple(want.shape)), copy(getattr(self.lib, name)(*arguments)), want)

    def seed(self, seed):
        torch.manual_seed(seed)
        self.lib.torch_manual_seed(seed % 2**64)

    def position(self, after):
        """The next number of both streams: equal only when as many were taken."""
        self.runs += 1
        if int(torch.empty(1, dtype=torch.int64).random_(0, 2**32 - 1)) != self.lib.torch_random32() % (2**32 - 1):
            self.wrong.append("stream position after " + after)
            print("FAIL:", self.wrong[-1])


def fills(c):
    f32, f64 = torch.float32, torch.float64
    for n in [0, 1, 2, 5, 15, 16, 17, 31, 32, 33, 100, 623, 624, 625, 1000, 10007, 1000001]:
        for dtype in (f32, f64):
            c.seed(n)
            c.fill("torch_rand", torch.rand(n, dtype=dtype))
            c.fill("torch_randn", torch.randn(n, dtype=dtype))
            c.fill("torch_fill_uniform", torch.empty(n, dtype=dtype).uniform_(-0.3, 1.7), -0.3, 1.7)
            c.fill("torch_fill_normal", torch.empty(n, dtype=dtype).normal_(2.5, 0.3), 2.5, 0.3)
            c.fill("torch_fill_normal", torch.empty(n, dtype=dtype).normal_(-1e3, 7e-4), -1e3, 7e-4)
            c.fill("torch_fill_exponential", torch.empty(n, dtype=dtype).exponential_(1.7), 1.7)
            c.fill("torch_fill_bernoulli", torch.empty(n, dtype=dtype).bernoulli_(0.3), 0.3)
            c.position("fills of %d %s" % (n, dtype))
    for low, high in [(0, 1), (0, 65), (-5, 2**33), (0, 2**32), (0, 2**32 - 1), (-(2**63), 2**63 - 1), (7, 8)]:
        c.fill("torch_fill_randint", torch.randint(low, high, (700,)), low, high)
    c.position("randint")


def layers(c):
    for seed, (n_in, n_out) in enumerate([(4, 6), (6, 2), (16, 1), (784, 512), (512, 10), (1, 1), (3, 7), (4096, 3)]):
        c.seed(seed)
        layer = nn.Linear(n_in, n_out)
        c.make("torch_linear_weight", layer.weight, n_out, n_in)
        c.make("torch_linear_bias", layer.bias, n_out, n_in)
    for rows, dim in [(5, 3), (1, 1), (170, 16), (1000, 16), (65, 65)]:
        c.make("torch_embedding", nn.Embedding(rows, dim).weight, rows, dim)
    for shape in [(2, 5), (30, 20), (6, 2, 5), (4, 3, 3, 3)]:
        for gain in (1.0, 5 / 3):
            c.fill("torch_xavier_normal", nn.init.xavier_normal_(torch.empty(shape), gain), gain)
            c.fill("torch_xavier_uniform", nn.init.xavier_uniform_(torch.empty(shape), gain), gain)
        relu = nn.init.calculate_gain("relu")
        c.fill("torch_kaiming_normal", nn.init.kaiming_normal_(torch.empty(shape), nonlinearity="relu"), relu)
        c.fill("torch_kaiming_uniform", nn.init.kaiming_uniform_(torch.empty(shape), nonlinearity="relu"), relu)
    c.position("layers")


def draws(c):
    c.seed(9)
    for p in (0.0, 0.1, 0.2, 0.3, 0.5, 0.9, 1.0):
        for n in (1, 33, 32768):
            c.make("torch_dropout_mask", F.dropout(torch.ones(n), p, True), n, p)
    for dtype in (torch.float32, torch.float64):
        p = torch.rand(300, dtype=dtype, generator=torch.Generator().manual_seed(1))
        c.make("torch_bernoulli", torch.bernoulli(p), p.numpy())
    for n in (0, 1, 2, 10, 1000, 10000):
        c.make("torch_randperm", torch.randperm(n), n)
    c.position("dropout, bernoulli and randperm")
    for dtype in (torch.float32, torch.float64):
        for shape in ((5,), (1, 65), (6, 65), (3, 1000)):
            p = torch.rand(shape, dtype=dtype, generator=torch.Generator().manual_seed(2))
            p[..., ::3] = 0
            for n, replacement in ((1, False), (3, False), (1, True), (25, True)):
                c.make("torch_multinomial", torch.multinomial(p, n, replacement), p.numpy(), n, replacement)
    c.position("multinomial")


def main():
    if torch.backends.mkl.is_available() or "usage: AVX2" not in torch.__config__.show():
        print("SKIP: torch_compare: this PyTorch (%s) is no native AVX2 build" % torch.__version__)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        c = Comparison(build(folder))
        for group in (fills, layers, draws):
            group(c)
    print("torch_compare: torch %s, Checks: %d, Failures: %d" % (torch.__version__, c.runs, len(c.wrong)))
    return 1 if c.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
