"""harness.py - what runs a solution in Python: the arguments in, the results out.

    harness.py check FILE          does it compile? Says why not as Python does. Nothing of the file is executed.
    harness.py run MODULE...       imports the modules and stops itself, which starts the clocks; then one case: the
                                   request on descriptor 0, the response on 3 (frame.h); the solution is solution.py in
                                   the current folder, the problem's signatures are `signature` beside it
    harness.py warm MODULE...      imports the modules and says so on descriptor 3, a socket; then makes a child for each
                                   case that arrives there, which does as `run` does

Like its sister in C it is convenience, not security: it shares its process with the solution, so nothing that it says
is believed beyond the bytes of the response, and those pass the judge's own parser.

Beside it, in python/: values of a case (judge_values.py), an interpreter held ready (judge_warm.py).
"""
import ast
import os
import struct
import sys

FILE = "solution.py"  # the judge puts the student's own name in its place
GUEST = os.path.dirname(os.path.abspath(__file__))
TEXT_MAX, FRAMES_MAX = 3000, 8
PACKAGES = ("numpy", "torch", "torchtyping")

sys.path.insert(0, os.path.join(GUEST, "python"))
import judge_warm
from judge_values import FAILED, I64, STR, Request, Response


def set_path():
    """-S keeps what the machine's administrator starts with every Python out of the box; packages are found all the same."""
    import site

    sys.path += [folder for folder in site.getsitepackages() if os.path.isdir(folder)]
    site.setquit()


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
    module.__file__ = FILE  # with its lines in linecache: inspect.getsource and torch.jit.script ask for both
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


def takes(function, arguments):
    import inspect

    try:
        inspect.signature(function).bind(*arguments)
    except (TypeError, ValueError):
        return False
    return True


def own_parameters(function):
    import inspect

    try:
        return str(inspect.signature(function))
    except ValueError:
        return "(...)"


def lacks_self(function, arguments):
    """The method would take them, were the object not its first."""
    import inspect

    if isinstance(getattr(function, "__self__", None), type):
        return False
    plain = function.__init__ if isinstance(function, type) else getattr(function, "__func__", None)
    if not inspect.isfunction(plain):
        return False
    names = list(inspect.signature(plain).parameters)
    return names[:1] != ["self"] and (not names or takes(plain, arguments))


def call(function, arguments, what, params):
    """Calls it. A wrong number of parameters is told in the problem's words."""
    try:
        return function(*arguments)
    except TypeError as error:
        frame = error.__traceback__.tb_next  # None: the call itself was refused
        if frame is not None:
            raise
    if not takes(function, arguments):
        if lacks_self(function, arguments):
            name = "__init__" if isinstance(function, type) else what
            raise Refused("the first parameter of a method must be self; the problem asks for %s" % asks_for(name, params))
        raise Refused("'%s' is called with %d argument%s, (%s), but takes %s"
                      % (what, len(arguments), "" if len(arguments) == 1 else "s", ", ".join(params),
                         own_parameters(function)))
    return function(*arguments)


def answer(source, signature, data):
    if "numpy.random" in sys.modules:  # a child of a warm interpreter would repeat its parent's numbers
        sys.modules["numpy.random"].seed()
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


def remember_lines(source):
    import linecache

    lines = source.decode("utf-8", "replace").splitlines(True)
    linecache.cache[FILE] = (len(source), None, lines, FILE)


USUAL_NAMES = {
    "np": "import numpy as np",
    "numpy": "import numpy",
    "torch": "import torch",
    "nn": "import torch.nn as nn",
    "F": "import torch.nn.functional as F",
    "TensorType": "from torchtyping import TensorType",
}


def missing_import(name):
    """The line that would bring a name that is known to everybody but Python; None when there is none."""
    import typing

    if name in USUAL_NAMES:
        return USUAL_NAMES[name]
    if name in typing.__all__:
        return "from typing import %s" % name
    return "import %s" % name if name in sys.stdlib_module_names else None


def advice(error):
    """What a beginner may not read out of the exception: a line, or nothing."""
    if isinstance(error, EOFError) and str(error) == "EOF when reading a line":  # of input()
        return "your function gets its input as arguments, not from the keyboard\n"
    if isinstance(error, AttributeError) and "before Module.__init__() call" in str(error):
        return "the first line of __init__ must be: super().__init__()\n"
    if isinstance(error, NameError) and not isinstance(error, UnboundLocalError):
        line = missing_import(error.name)
        return "the file lacks the line: %s\n" % line if line else ""
    if isinstance(error, ModuleNotFoundError):
        package = (error.name or "").partition(".")[0]
        if package not in sys.stdlib_module_names and package not in PACKAGES:
            return "a solution can import NumPy, PyTorch, torchtyping and Python's standard library\n"
    return ""


def describe(error):
    import traceback

    formatted = traceback.TracebackException.from_exception(error)
    keep_own_frames(formatted)
    text = "".join(formatted.format())
    if len(text) > TEXT_MAX:
        text = text[: TEXT_MAX // 2] + "\n...\n" + text[-TEXT_MAX // 2 :]
    return text + advice(error)


def failure(error):
    response = Response()
    if isinstance(error, Refused):
        kind, line, text = "", 0, str(error)
    else:
        kind, line, text = type(error).__name__, last_line(error), describe(error)
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
        remember_lines(source)
        response = answer(source, ast.literal_eval(signature.decode()), data)
        flush()
        response.send()
        code = 0
    except BaseException as error:
        flush()
        failure(error).send(FAILED)
        code = 1
    os._exit(code)


# --- modes -------------------------------------------------------------------------------------------------------------


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


def main(mode, *rest):
    if mode == "check":
        check(*rest)
    set_path()
    if mode == "warm":
        judge_warm.serve(rest, run)
    judge_warm.start(rest)
    run(read_file(FILE), read_file("signature"), judge_warm.take_request())


if __name__ == "__main__":
    main(*sys.argv[1:])
