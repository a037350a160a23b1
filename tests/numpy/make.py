#!/usr/bin/python3
"""Writes the arrays beside it, with NumPy: tests/numpy/make.py. What tests/test_npy.c expects of them is fixed there."""
import os
import struct
import zipfile
import numpy as np
from numpy.lib import format as npy

os.chdir(os.path.dirname(os.path.abspath(__file__)))
a = np.arange(6).reshape(2, 3)

# dtypes, in both byte orders; [[0, 1, 2], [3, 4, 5]] less 2 where there are signs
for code in ("f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"):
    np.save(f"little_{code}.npy", (a - (code[0] != "u") * 2).astype("<" + code))
for code in ("f4", "f8", "i2", "i4", "i8", "u4"):
    np.save(f"big_{code}.npy", (a - (code[0] != "u") * 2).astype(">" + code))
np.save("bool.npy", a % 2 == 1)
np.save("fortran.npy", np.asfortranarray(a * 1.5))
np.save("fortran_3d.npy", np.asfortranarray(np.arange(24).reshape(2, 3, 4).astype(">i4")))
np.save("scalar.npy", np.float64(0.1))
np.save("scalar_bool.npy", np.bool_(True))
np.save("empty.npy", np.zeros((3, 0), np.float32))
np.save("rank8.npy", np.arange(4).reshape(1, 2, 1, 1, 1, 2, 1, 1))
np.save("special.npy", np.array([np.nan, np.inf, -np.inf, -0.0], np.float32))
for version in ((1, 0), (2, 0), (3, 0)):
    with open("version%d.npy" % version[0], "wb") as file:
        npy.write_array(file, a * 0.5, version=version)

# what is refused
np.save("complex.npy", a * 1j)
np.save("half.npy", a.astype(np.float16))
np.save("text.npy", np.array(["a", "bc"]))
np.save("structured.npy", np.zeros(2, dtype=[("x", "f4"), ("y", "i4")]))
np.save("object.npy", np.array([{}, None], dtype=object), allow_pickle=True)
np.save("rank9.npy", np.zeros((1,) * 9))

# archives
np.savez("stored.npz", x=a * 1.0, labels=np.array([1, 2, 3]), scale=np.float64(2.5))
np.savez_compressed("deflated.npz", x=np.tile(a * 1.0, (4, 2)), labels=np.arange(3, dtype=np.int32))
with zipfile.ZipFile("twice.npz", "w") as archive:
    for k in range(2):
        archive.writestr("x.npy" if k == 0 else "x", open("little_f8.npy", "rb").read())
with zipfile.ZipFile("bzip2.npz", "w", zipfile.ZIP_BZIP2) as archive:
    archive.write("little_f8.npy", "x.npy")
with zipfile.ZipFile("bomb.npz", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    archive.writestr("x.npy", bytes(40 << 20))
whole = open("stored.npz", "rb").read()
at = whole.index(struct.pack("<d", 5.0))
open("damaged.npz", "wb").write(whole[:at] + struct.pack("<d", 6.0) + whole[at + 8:])
open("cut.npz", "wb").write(whole[:-30])
