"""harness.py - what runs a solution in Python: the arguments in, the results out.

    harness.py check FILE          does it compile? Says why not as Python does. Nothing of the file is executed.
    harness.py run MODULE...       imports the modules and stops itself, which starts the clocks; then one case: the request on descriptor 0, the response on 3 (frame.h); the solution is
                                   solution.py in the current folder, the problem's signatures are `signature` beside it
    harness.py warm MODULE...      imports the modules and says so on descriptor 3, a socket; then makes a child for each
                                   case that arrives there, which does as `run` does

Like its sister in C it is convenience, not security: it shares its process with the solution, so nothing that it says
is believed beyond the bytes of the response, and those pass the judge's own parser.

A warm interpreter never looks at a byte of a solution or of a case. What arrives are descriptors, which it hands to a
child that it has made ahead, and which the child reads.
The child is made with CLONE_PARENT: the first process of the box, not this one, limits it, measures it and reaps it.
"""
import ast
import os
import struct
import sys

REQUEST, RESPONSE, CONTROL = 0, 3, 3
REQUEST_MAGIC, RESPONSE_MAGIC, END, FAILED = 0x5145524A, 0x5345524A, 0x444E454A, 0xFFFFFFFE
(NONE, I64, F64, BOOL, STR, STRINGS, TENSOR_F32, TENSOR_F64, TENSOR_I64, OTHER) = range(10)
DTYPES = {TENSOR_F32: "float32", TENSOR_F64: "float64", TENSOR_I64: "int64"}
FILE = "solution.py"  # the judge puts the student's own name in its place
GUEST = os.path.dirname(os.path.abspath(__file__))
TEXT_MAX, FRAMES_MAX = 3000, 8


def set_path():
    """-S keeps what the machine's administrator starts with every Python out of the box; packages are found all the same."""
    import site

    sys.path[:0] = [os.path.join(GUEST, "python")]
    sys.path += [folder for folder in site.getsitepackages() if os.path.isdir(folder)]
    site.setquit()


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
        """Several results come as tuple or list; several numbers also as one array."""
        if len(kinds) > 1:
            array = None if isinstance(value, (tuple, list)) else array_of(value)
            values = list(value if array is None else array) if isinstance(value, (tuple, list)) or (
                array is not None and array.ndim > 0) else [value]
        else:
            values = [value]
        for i, item in enumerate(values):
            self.put(item, kinds[min(i, len(kinds) - 1)])

    def send(self, count=None):
        data = struct.pack("<2I", RESPONSE_MAGIC, self.count if count is None else count) + b"".join(self.parts)
        data += struct.pack("<Q", END)
        while data:
            data = data[os.write(RESPONSE, data) :]


# --- the solution ------------------------------------------------------------------------------------------------------


class Refused(Exception):
    """The solution has not the form that the problem asks for; the text says which one."""


class Hidden:
    """A finder that gives out what a warm interpreter has imported ahead, at the solution's first own import of it."""

    def __init__(self, name):
        self.name = name
        self.modules = {key: sys.modules.pop(key) for key in list(sys.modules) if key.partition(".")[0] == name}

    def find_spec(self, name, path=None, target=None):
        from importlib.machinery import ModuleSpec

        if name != self.name:
            return None
        sys.meta_path.remove(self)
        self.spec = self.modules[name].__spec__
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        return self.modules[spec.name]

    def exec_module(self, module):
        module.__spec__ = self.spec
        sys.modules.update(self.modules)


def names_torch(tree):
    """torchtyping is an add-on of PyTorch and imports it."""
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [node.module]
        if any(name.partition(".")[0] in ("torch", "torchtyping") for name in names):
            return True
    return False


def load(source):
    """Runs the file's top level. Returns its names, and PyTorch where the file imports it."""
    import types
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # told by the check before
        tree = ast.parse(source, FILE)
        code = compile(tree, FILE, "exec", dont_inherit=True)
    named = names_torch(tree)
    if not named and "torch" in sys.modules:
        sys.meta_path.insert(0, Hidden("torch"))
    module = types.ModuleType("solution")
    sys.modules["solution"] = module
    exec(code, module.__dict__)
    torch = sys.modules.get("torch")
    if named and torch is None:
        import torch
    return module.__dict__, torch


def asks_for(name, params):
    return "a method %s(%s)" % (name, ", ".join(["self", *params]))


def has_method(cls, name):
    method = getattr(cls, name, None)
    return callable(method) and getattr(method, "__name__", "") != "_forward_unimplemented"


def find_class(names, name, params):
    solution = names.get("Solution")
    if isinstance(solution, type) and has_method(solution, name):
        return solution
    classes = [cls for cls in names.values() if isinstance(cls, type) and cls.__module__ == "solution"]
    fitting = list({id(cls): cls for cls in classes if has_method(cls, name)}.values())
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Refused("several classes have a method '%s' (%s); name the one to be judged Solution"
                      % (name, ", ".join(cls.__name__ for cls in fitting)))
    if callable(names.get(name)):
        raise Refused("'%s' stands outside of any class; the problem asks for a class Solution with %s"
                      % (name, asks_for(name, params)))
    if isinstance(solution, type):
        raise Refused("the class Solution has no method '%s'; the problem asks for %s" % (name, asks_for(name, params)))
    raise Refused("there is no class Solution; the problem asks for one with %s" % asks_for(name, params))


def call(function, arguments, what, params):
    """Calls it. A wrong number of parameters is told in the problem's words."""
    try:
        return function(*arguments)
    except TypeError as error:
        frame = error.__traceback__.tb_next  # None: the call itself was refused
        if frame is not None:
            raise
    import inspect

    try:
        inspect.signature(function).bind(*arguments)
    except TypeError:
        try:
            own = str(inspect.signature(function))
        except ValueError:
            own = "(...)"
        raise Refused("'%s' is called with %d argument%s, (%s), but takes %s"
                      % (what, len(arguments), "" if len(arguments) == 1 else "s", ", ".join(params), own)) from None
    return function(*arguments)


def answer(source, signature, data):
    names, torch = load(source)
    request = Request(data, torch)
    name, params, kinds = signature["functions"][request.function]
    cls = find_class(names, name, params)
    arguments = [request.value() for _ in range(request.count)]
    if torch:
        torch.manual_seed(0)
    split = len(signature["constructor"])
    instance = call(cls, arguments[:split], cls.__name__, signature["constructor"])
    value = call(getattr(instance, name), arguments[split:], name, params)
    response = Response()
    response.put_all(value, kinds)
    return response


# --- failures ----------------------------------------------------------------------------------------------------------


def keep_own_frames(exception, left=4):
    """Of a formatted exception, and those behind it, only the lines of the student's file."""
    if exception is None or left == 0:
        return
    frames = [frame for frame in exception.stack if frame.filename == FILE]
    if len(frames) > FRAMES_MAX:
        frames = frames[: FRAMES_MAX // 2] + frames[-FRAMES_MAX // 2 :]
    exception.stack[:] = frames
    keep_own_frames(exception.__cause__, left - 1)
    keep_own_frames(exception.__context__, left - 1)


def last_line(error):
    line, at = 0, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == FILE:
            line = at.tb_lineno
        at = at.tb_next
    return line


def describe(error, source):
    import linecache
    import traceback

    lines = source.decode("utf-8", "replace").splitlines(True)
    linecache.cache[FILE] = (len(source), None, lines, FILE)
    formatted = traceback.TracebackException.from_exception(error)
    keep_own_frames(formatted)
    text = "".join(formatted.format())
    if len(text) > TEXT_MAX:
        text = text[: TEXT_MAX // 2] + "\n...\n" + text[-TEXT_MAX // 2 :]
    return text


def failure(error, source):
    response = Response()
    if isinstance(error, Refused):
        kind, line, text = "", 0, str(error)
    else:
        kind, line, text = type(error).__name__, last_line(error), describe(error, source)
    response.add_text(STR, kind)
    response.add(I64, [], struct.pack("<q", line))
    response.add_text(STR, text)
    return response


def flush():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass


def run(source, signature, data):
    """One case, to the end of the process: nothing that the solution left to run later has a say any more."""
    try:
        response = answer(source, ast.literal_eval(signature.decode()), data)
        flush()
        response.send()
        code = 0
    except BaseException as error:
        flush()
        failure(error, source).send(FAILED)
        code = 1
    os._exit(code)


# --- modes -------------------------------------------------------------------------------------------------------------


def read_all(fd):
    """From its beginning, without moving the offset: the descriptor is shared with the cases before and after."""
    parts, at = [], 0
    while True:
        part = os.pread(fd, 1 << 20, at)
        if not part:
            return b"".join(parts)
        parts.append(part)
        at += len(part)


def read_file(name):
    with open(name, "rb") as file:
        return file.read()


def check(name):
    try:
        compile(read_file(name), name, "exec", dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError) as error:
        import traceback

        sys.stderr.write("".join(traceback.TracebackException(type(error), error, None).format_exception_only()))
        os._exit(1)
    os._exit(0)


def enter_case(message, fds):
    """In the child: the case's descriptors and limits, and no other descriptor."""
    import resource

    cpu, space, output = struct.unpack("<3q", message)
    request, out, err, response, source, signature, go = fds
    os.dup2(response, RESPONSE)
    os.dup2(request, 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    texts = [read_all(fd) for fd in (source, signature)]
    for limit, value in ((resource.RLIMIT_CPU, cpu), (resource.RLIMIT_AS, space), (resource.RLIMIT_FSIZE, output),
                         (resource.RLIMIT_NPROC, 1)):
        resource.setrlimit(limit, (value, value + (limit == resource.RLIMIT_CPU)))
    if os.read(go, 1) != b"g":
        os._exit(1)
    for fd in range(4, resource.getrlimit(resource.RLIMIT_NOFILE)[0]):
        try:
            os.close(fd)
        except OSError:
            pass
    return texts


def exercise_torch():
    """What PyTorch sets up at the first use of a thing is set up once for all cases."""
    import torch

    x = torch.nn.Linear(4, 3)(torch.randn(2, 5, 4))
    scores = (x @ x.transpose(1, 2)).masked_fill(torch.tril(torch.ones(5, 5)) == 0, float("-inf"))
    x = torch.round(torch.softmax(scores, dim=2) @ x, decimals=4)
    x = torch.sigmoid(torch.relu(x)).sum(0).mean().detach().numpy()
    torch.manual_seed(0)


def import_all(modules):
    for module in modules:
        __import__(module)
    if "torch" in sys.modules:
        exercise_torch()


def drop_files():
    """What the libraries' files hold is no memory of the solution's: a warm interpreter's child begins without it, too."""
    import ctypes

    class Segment(ctypes.Structure):
        _fields_ = [("kind", ctypes.c_uint32), ("flags", ctypes.c_uint32)] + [
            (name, ctypes.c_uint64) for name in ("offset", "address", "physical", "file_size", "size", "align")]

    class Module(ctypes.Structure):
        _fields_ = [("base", ctypes.c_uint64), ("name", ctypes.c_char_p), ("segments", ctypes.POINTER(Segment)),
                    ("count", ctypes.c_uint16)]

    libc = ctypes.CDLL(None)
    load, writable, page, dont_need = 1, 2, 4096, 4

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Module), ctypes.c_size_t, ctypes.c_void_p)
    def drop(module, size, unused):
        module = module.contents
        for segment in module.segments[: module.count]:
            if segment.kind == load and not segment.flags & writable:
                start = module.base + segment.address
                libc.madvise(ctypes.c_void_p(start - start % page), ctypes.c_size_t(segment.size + start % page), dont_need)
        return 0

    libc.dl_iterate_phdr(drop, None)


def start(modules):
    """As in a warm interpreter's child, what comes after this is the solution's."""
    import ctypes
    import gc
    import signal

    import_all(modules)
    gc.collect()
    gc.freeze()
    use_large_pages(ctypes.PyDLL(None))
    drop_files()
    if "torch" in sys.modules:
        exercise_torch()  # what it needs of the files is back
    os.kill(os.getpid(), signal.SIGSTOP)


def use_large_pages(libc):
    """A child is made and ends in half the time when its parent's objects lie in few large pages. Kernels before 6.1 and
    places that are no candidates refuse, which changes nothing."""
    import ctypes
    import gc

    collapse, bits = 25, 21  # MADV_COLLAPSE; pages of 2 MiB

    def collapsed(place):
        return libc.madvise(ctypes.c_void_p(place << bits), ctypes.c_size_t(1 << bits), collapse) == 0

    for place in {id(thing) >> bits for thing in gc.get_objects()}:
        collapsed(place)
    libc.sbrk.restype = ctypes.c_void_p
    place = (libc.sbrk(0) >> bits) - 1
    while collapsed(place):
        place -= 1


def warm(modules):
    import ctypes
    import gc
    import inspect
    import linecache
    import random
    import resource
    import signal
    import socket
    import traceback
    import types
    import typing
    import warnings

    import_all(modules)
    libc = ctypes.PyDLL(None)
    control = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET, 0, fileno=os.dup(CONTROL))
    control.getsockname()  # by this call the keeper knows us, and lets us do what a case may not
    gc.collect()
    gc.freeze()
    use_large_pages(libc)

    def spawn():
        """A child that waits for a case: it is made while the case before runs."""
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        libc.PyOS_BeforeFork()
        pid = libc.syscall(ctypes.c_long(56), ctypes.c_long(0x8000 | signal.SIGCHLD), None, None, None, None)
        if pid == 0:
            libc.PyOS_AfterFork_Child()
            ours.close()
            message, fds, _, _ = socket.recv_fds(its, 64, 7)
            if not message:
                os._exit(0)
            its.detach()
            control.detach()
            texts = enter_case(message, fds)
            run(texts[0], texts[1], read_all(REQUEST))
        libc.PyOS_AfterFork_Parent()
        its.close()
        return pid, ours

    pid, spare = spawn()
    os.write(CONTROL, b"ready")
    while True:
        message, fds, _, _ = socket.recv_fds(control, 64, 7)
        if not message:
            os._exit(0)
        socket.send_fds(spare, [message], fds)
        os.write(CONTROL, struct.pack("<q", pid))
        for fd in fds:
            os.close(fd)
        spare.close()
        pid, spare = spawn()


def main(mode, *rest):
    if mode == "check":
        check(*rest)
    set_path()
    if mode == "warm":
        warm(rest)
    start(rest)
    run(read_file(FILE), read_file("signature"), read_all(REQUEST))


if __name__ == "__main__":
    main(*sys.argv[1:])
