"""judge_values.py - values of a case on their way in and out: the request's bytes as arguments, results as the bytes of
the response (frame.h).
"""
import os
import struct
import sys

RESPONSE = 3
REQUEST_MAGIC, RESPONSE_MAGIC, END, FAILED = 0x5145524A, 0x5345524A, 0x444E454A, 0xFFFFFFFE
(NONE, I64, F64, BOOL, STR, STRINGS, TENSOR_F32, TENSOR_F64, TENSOR_I64, OTHER) = range(10)
DTYPES = {TENSOR_F32: "float32", TENSOR_F64: "float64", TENSOR_I64: "int64"}


# --- arguments ---------------------------------------------------------------------------------------------------------


class Request:
    def __init__(self, data, torch):
        self.data, self.at, self.torch = data, 0, torch
        magic, self.function, _, self.count = struct.unpack_from("<4I", data)
        if magic != REQUEST_MAGIC:
            raise RuntimeError("the request is malformed")
        self.at = 40

    def take(self, size):
        start, self.at = self.at, self.at + size + -size % 8
        return self.data[start : start + size]

    def take_i64(self):
        return struct.unpack("<q", self.take(8))[0]

    def take_tensor(self, kind, shape):
        import numpy

        size = 8 if kind != TENSOR_F32 else 4
        for length in shape:
            size *= length
        array = numpy.frombuffer(self.take(size), DTYPES[kind]).reshape(shape).copy()
        return self.torch.from_numpy(array) if self.torch else array

    def value(self):
        kind, rank = struct.unpack("<2I", self.take(8))
        shape = [self.take_i64() for _ in range(rank)]
        if kind in DTYPES:
            return self.take_tensor(kind, shape)
        if kind == STR:
            return self.take(shape[0]).decode()
        if kind == STRINGS:
            return [self.take(self.take_i64()).decode() for _ in range(shape[0])]
        if kind == F64:
            return struct.unpack("<d", self.take(8))[0]
        return bool(self.take_i64()) if kind == BOOL else self.take_i64()


# --- results -----------------------------------------------------------------------------------------------------------


class Other(Exception):
    """A result of a type that no signature has; its name."""


def array_of(value):
    """A tensor or array as a plain array, else None."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch and isinstance(value, torch.Tensor):
        name = str(value.dtype).replace("torch.", "")
        if name not in ("float32", "float64", "int64", "int32", "int16", "int8", "uint8", "bool"):
            raise Other(name)
        value = value.detach()
        if value.layout != torch.strided:
            value = value.to_dense()
        return value.cpu().resolve_neg().contiguous().numpy()
    if numpy and isinstance(value, (numpy.ndarray, numpy.generic)):
        return numpy.asarray(value)
    return None


def nested(value):
    if isinstance(value, (list, tuple, range)):
        return [nested(item) for item in value]
    array = array_of(value)
    return value if array is None else array


def flat(value):
    """A list of pairs as the list of their members, one pair after the other."""
    return [item for part in value for item in (part if isinstance(part, (list, tuple)) else [part])]


def array_of_list(value, kind):
    import numpy

    try:
        array = numpy.array(nested(value))
    except ValueError:
        raise Other("list whose rows differ in length") from None
    if array.dtype.kind in "US":
        raise Other("list of str")
    if array.dtype.kind not in "fiub":
        raise Other("list")
    if array.size == 0 and kind in DTYPES:
        return array.astype(DTYPES[kind])
    return array.astype("float64") if array.dtype.kind in "iu" and kind in (TENSOR_F32, TENSOR_F64) else array


class Response:
    def __init__(self):
        self.parts, self.count = [], 0

    def add(self, kind, shape, payload=b""):
        self.parts += [struct.pack("<2I%dq" % len(shape), kind, len(shape), *shape), payload, bytes(-len(payload) % 8)]
        self.count += 1

    def add_text(self, kind, text):
        data = text.encode("utf-8", "replace")
        self.add(kind, [len(data)], data)

    def add_strings(self, texts):
        payload = b""
        for text in texts:
            data = text.encode("utf-8", "replace")
            payload += struct.pack("<q", len(data)) + data + bytes(-len(data) % 8)
        self.add(STRINGS, [len(texts)], payload)

    def add_array(self, array, kind):
        import numpy

        if kind == BOOL and array.dtype.kind == "b" and array.ndim == 0:
            return self.add(BOOL, [], struct.pack("<q", bool(array)))
        if array.dtype.kind == "f" and array.dtype.itemsize >= 4:
            own = TENSOR_F32 if array.dtype.itemsize == 4 else TENSOR_F64
        elif array.dtype.kind in "biu" and not (array.dtype == "uint64" and array.size and array.max() >> 63):
            own = TENSOR_I64
        else:
            raise Other(array.dtype.name)
        return self.add(own, array.shape, numpy.ascontiguousarray(array, DTYPES[own]).tobytes())

    def add_number(self, value):
        if isinstance(value, float):
            self.add(F64, [], struct.pack("<d", value))
        elif -(1 << 63) <= value < 1 << 63:
            self.add(BOOL if isinstance(value, bool) else I64, [], struct.pack("<q", value))
        else:
            raise Other("int that needs more than 64 bits")

    def add_result(self, value, kind):
        if value is None:
            return self.add(NONE, [])
        if isinstance(value, str):
            return self.add_text(STR, value)
        array = array_of(value)
        if array is not None and array.dtype.kind == "U":
            value, array = array.tolist(), None
        if array is not None:
            return self.add_array(array, kind)
        if isinstance(value, (bool, int, float)):
            return self.add_number(value)
        if isinstance(value, (list, tuple, range)):
            if kind == STRINGS and all(isinstance(text, str) for text in flat(value)):
                return self.add_strings(flat(value))
            return self.add_array(array_of_list(value, kind), kind)
        raise Other(type(value).__name__)

    def put(self, value, kind):
        try:
            self.add_result(value, kind)
        except Other as other:
            self.add_text(OTHER, str(other))

    def put_all(self, value, kinds):
        """Several results come as tuple or list; several numbers also as one array of as many."""
        values = [value]
        if len(kinds) > 1 and isinstance(value, (tuple, list)):
            values = value
        elif len(kinds) > 1:
            try:
                array = array_of(value)
            except Other:
                array = None  # told by put()
            if array is not None and array.ndim > 0 and len(array) == len(kinds):
                values = list(array)
        for i, item in enumerate(values):
            self.put(item, kinds[min(i, len(kinds) - 1)])

    def send(self, count=None):
        data = struct.pack("<2I", RESPONSE_MAGIC, self.count if count is None else count) + b"".join(self.parts)
        data += struct.pack("<Q", END)
        while data:
            data = data[os.write(RESPONSE, data) :]
