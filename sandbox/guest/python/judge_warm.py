"""judge_warm.py - an interpreter with its packages ready: one that serves case after case, or one that runs a single
case and is measured from where a child of the other would begin.

A warm interpreter never looks at a byte of a solution or of a case. What arrives are descriptors, which it hands to a
child that it has made ahead, and which the child reads. The child is made with CLONE_PARENT: the first process of the
box, not this one, limits it, measures it and reaps it.
"""
import os
import struct
import sys

REQUEST, RESPONSE, CONTROL = 0, 3, 3


def read_all(fd):
    """From its beginning, without moving the offset: the descriptor is shared with the cases before and after."""
    parts, at = [], 0
    while True:
        part = os.pread(fd, 1 << 20, at)
        if not part:
            return b"".join(parts)
        parts.append(part)
        at += len(part)


def take_request():
    """The request is not the solution's input: who reads from the keyboard finds its end."""
    request = read_all(REQUEST)
    ours, other = os.pipe()
    os.dup2(ours, REQUEST)
    os.close(ours)
    os.close(other)
    return request


# --- packages ---------------------------------------------------------------------------------------------------------


def exercise_torch():
    """What PyTorch sets up at the first use of a thing is set up once for all cases."""
    import torch

    x = torch.nn.Linear(4, 3)(torch.randn(2, 5, 4))
    scores = (x @ x.transpose(1, 2)).masked_fill(torch.tril(torch.ones(5, 5)) == 0, float("-inf"))
    x = torch.round(torch.softmax(scores, dim=2) @ x, decimals=4)
    x = torch.sigmoid(torch.relu(x)).sum(0).mean().detach().numpy()
    torch.manual_seed(0)


def checked(name):
    """What PyTorch's function of this name does with its argument, without what it then does."""
    from numbers import Integral

    def set_number(number, /):
        if not isinstance(number, Integral) or isinstance(number, bool):
            raise TypeError("%s expects an int, but got %s" % (name, type(number).__name__))
        if number < 1:
            raise RuntimeError("%s expects a positive integer" % name)

    set_number.__name__ = set_number.__qualname__ = name
    return set_number


def keep_one_thread(torch):
    """A case may start no thread, and PyTorch would wait for ever for those of the pool that it makes when it is told
    their number, even one. Told any, it keeps to the one that it has."""
    for name in ("set_num_threads", "set_num_interop_threads"):
        function = checked(name)
        setattr(torch, name, function)
        setattr(torch._C, name, function)


def import_all(modules):
    for module in modules:
        __import__(module)
    if "torch" in sys.modules:
        keep_one_thread(sys.modules["torch"])
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


# --- cases ------------------------------------------------------------------------------------------------------------


def enter_case(message, fds):
    """In the child: the case's descriptors and limits, and no other descriptor."""
    import resource

    cpu, space, output = struct.unpack("<3q", message)
    request, out, err, response, source, signature, go = fds
    os.dup2(response, RESPONSE)
    os.dup2(request, REQUEST)
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


def serve(modules, run):
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
            run(texts[0], texts[1], take_request())
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
