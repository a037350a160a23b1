/* test_python.c - solutions in Python: every form of a result, every way to be wrong, and what is said of it. */
#include <stdlib.h>
#include <string.h>

#include "tests/python_fixture.h"
#include "tests/sandbox_fixture.h"

static const struct python_row numpy_rows[] = {
    {"scalar", "x", "return np.float32(2 * x)", VERDICT_AC, NULL},
    {"scalar", "x", "return np.array(2 * x)", VERDICT_AC, NULL},
    {"scalar", "x", "return int(2 * x)", VERDICT_AC, NULL},
    {"scalar", "x", "return np.int32(2 * x)", VERDICT_AC, NULL},
    {"scalar", "x", "return [2 * x]", VERDICT_WA, NULL},
    {"scalar", "x", "return str(2 * x)", VERDICT_WA, NULL},
    {"scalar", "x", "return None", VERDICT_WA, NULL},
    {"scalar", "x", "return {'x': 2 * x}", VERDICT_WA, "dict"},
    {"scalar", "x", "return complex(2 * x)", VERDICT_WA, "complex"},
    {"scalar", "x", "return 10 ** 30", VERDICT_WA, "64 bits"},
    {"scalar", "x", "return True", VERDICT_WA, NULL},
    {"pair", "x", "return [x, -x]", VERDICT_AC, NULL},
    {"pair", "x", "return np.array([x, -x])", VERDICT_AC, NULL},
    {"pair", "x", "return np.float64(x), np.array(-x)", VERDICT_AC, NULL},
    {"pair", "x", "return x", VERDICT_WA,
     "1 result came back, but 2 are expected: a tuple (a, b); what came: a float64 number"},
    {"pair", "x", "return x, -x, 0", VERDICT_WA,
     "3 results came back, but 2 are expected: a tuple (a, b); what came: a float64 number, a float64 number, an "
     "int64 number"},
    {"pair", "x", "return np.array([x, -x, 0])", VERDICT_WA,
     "but 2 are expected: a tuple (a, b); what came: a float64 tensor of shape (3,)"},
    {"pair", "x", "return {'a': x, 'b': -x}", VERDICT_WA, "but 2 are expected: a tuple (a, b); what came: dict"},
    {"pair", "x", "return None", VERDICT_WA, "nothing came back, but 2 are expected"},
    {"vector", "v", "return (v * 2).tolist()", VERDICT_AC, NULL},
    {"vector", "v", "return tuple(v * 2)", VERDICT_AC, NULL},
    {"vector", "v", "return (v * 2).astype('float64')", VERDICT_AC, NULL},
    {"vector", "v", "return np.repeat(v * 2, 2)[::2]", VERDICT_AC, NULL},
    {"vector", "v", "v *= 2; return v", VERDICT_AC, NULL},
    {"vector", "v", "return np.matrix(v * 2)", VERDICT_WA, NULL},
    {"vector", "v", "return (v * 2).reshape(-1, 1)", VERDICT_WA, NULL},
    {"vector", "v", "return (v * 2).astype('float16')", VERDICT_WA, "float16"},
    {"vector", "v", "return (v * 2).astype('int64')", VERDICT_WA, NULL},
    {"vector", "v", "return (v * 2).astype(complex)", VERDICT_WA, "complex128"},
    {"vector", "v", "return [[1.0], [2.0, 3.0]]", VERDICT_WA, "differ in length"},
    {"vector", "v", "return (x for x in v)", VERDICT_WA, "generator"},
    {"vector", "v", "return ['a', 'b', 'c']", VERDICT_WA, "list of str"},
    {"vector", "v", "return v", VERDICT_WA, NULL},
    {"matrix", "m", "return np.asfortranarray(m.T)", VERDICT_AC, NULL},
    {"matrix", "m", "return [list(row) for row in m.T]", VERDICT_AC, NULL},
    {"matrix", "m", "return [[1, 4], [2, 5], [3, 6]]", VERDICT_AC, NULL},
    {"matrix", "m", "return m", VERDICT_WA, NULL},
    {"ids", "v", "return (v + 1).astype('int32')", VERDICT_AC, NULL},
    {"ids", "v", "return [int(i) + 1 for i in v]", VERDICT_AC, NULL},
    {"ids", "v", "return (v + 1).astype(float)", VERDICT_WA, NULL},
    {"stats", "v", "return float(v.mean()), True", VERDICT_AC, NULL},
    {"stats", "v", "return v.mean(keepdims=True), True", VERDICT_WA, NULL},
    {"text", "s", "return np.str_(s)", VERDICT_AC, NULL},
    {"text", "s", "return list(s)", VERDICT_WA, NULL},
    {"text", "s", "return s.encode()", VERDICT_WA, "bytes"},
    {"words", "w", "return tuple(w)", VERDICT_AC, NULL},
    {"words", "w", "return np.array(w)", VERDICT_AC, NULL},
    {"words", "w", "return ' '.join(w)", VERDICT_WA, NULL},
    {"words", "w", "return [tuple(w)]", VERDICT_AC, NULL},
    {"words", "w", "return np.array([w])", VERDICT_AC, NULL},
    {"words", "w", "return [[text] for text in w]", VERDICT_AC, NULL},
    {"words", "w", "return [[w]]", VERDICT_WA, "list of str"},
    {"words", "w", "return [w, 1]", VERDICT_WA, NULL},
    {"stats", "v", "return v.mean(), np.bool_(True)", VERDICT_AC, NULL},
    {"stats", "v", "return v.mean(), 1", VERDICT_WA, NULL},
};

START_TEST(numpy_and_plain_results_are_understood)
{
    python_bench_open("0");
    PYTHON_CHECK_ROWS("import numpy as np", numpy_rows);
    python_bench_close();
}
END_TEST

static const struct python_row plain_rows[] = {
    {"scalar", "x", "import sys; return 2 * x if type(x) is float else 0", VERDICT_AC, NULL},
    {"vector", "v", "return v * 2 if type(v).__module__ == 'numpy' and v.dtype == 'float32' else None", VERDICT_AC,
     NULL},
    {"matrix", "m", "return m.T if m.dtype == 'float64' else None", VERDICT_AC, NULL},
    {"ids", "v", "return v + 1 if v.dtype == 'int64' else None", VERDICT_AC, NULL},
    {"words", "w", "return w if type(w) is list and type(w[0]) is str else None", VERDICT_AC, NULL},
};

START_TEST(arguments_are_arrays_where_torch_is_not_imported)
{
    python_bench_open("0");
    PYTHON_CHECK_ROWS("", plain_rows);
    PYTHON_CHECK_ROWS("# torch is only spoken of\nword = 'torch'", plain_rows);
    python_bench_close();
}
END_TEST

#define IS_TENSOR "type(v).__name__ == 'Tensor'"
static const struct python_row torch_rows[] = {
    {"scalar", "x", "return torch.tensor(2 * x)", VERDICT_AC, NULL},
    {"scalar", "x", "return torch.tensor(int(2 * x))", VERDICT_AC, NULL},
    {"pair", "x", "return torch.tensor([x, -x])", VERDICT_AC, NULL},
    {"pair", "x", "return torch.tensor([x, -x]).half()", VERDICT_WA, "what came: float16"},
    {"vector", "v", "return v * 2 if " IS_TENSOR " and v.dtype == torch.float32 else None", VERDICT_AC, NULL},
    {"vector", "v", "return torch.nn.Parameter(v * 2)", VERDICT_AC, NULL},
    {"vector", "v", "return (v * 2).requires_grad_()", VERDICT_AC, NULL},
    {"vector", "v", "return (v * 2).to_sparse()", VERDICT_AC, NULL},
    {"vector", "v", "return list(v * 2)", VERDICT_AC, NULL},
    {"vector", "v", "v.mul_(2); return v", VERDICT_AC, NULL},
    {"vector", "v", "return torch.stack([v * 2, v], dim=1)[:, 0]", VERDICT_AC, NULL},
    {"vector", "v", "return torch.cat([v * 2, v]).expand(2, 6)[0, :3]", VERDICT_AC, NULL},
    {"vector", "v", "return (v * 2).numpy()", VERDICT_AC, NULL},
    {"vector", "v", "return (v * 2).half()", VERDICT_WA, "float16"},
    {"vector", "v", "return (v * 2).bfloat16()", VERDICT_WA, "bfloat16"},
    {"vector", "v", "return torch.complex(v, v)", VERDICT_WA, "complex64"},
    {"matrix", "m", "return m.t() if m.dtype == torch.float64 else None", VERDICT_AC, NULL},
    {"ids", "v", "return (v + 1).int() if v.dtype == torch.int64 else None", VERDICT_AC, NULL},
    {"ids", "v", "return (v + 1).to(torch.int16)", VERDICT_AC, NULL},
    {"stats", "v", "return v.mean().item(), True", VERDICT_AC, NULL},
    {"stats", "v", "return v.mean().reshape(1), True", VERDICT_WA, NULL},
    {"stats", "v", "return v.mean(), v.mean() > 0", VERDICT_AC, NULL},
    {"stats", "v", "v.requires_grad_(); (3 * v).sum().backward(); return v.grad.mean(), True", VERDICT_AC, NULL},
};

START_TEST(torch_results_are_understood)
{
    if (python_torch_is_missing("torch_results_are_understood"))
        return;
    python_bench_open("0");
    PYTHON_CHECK_ROWS("import torch", torch_rows);
    python_bench_close();
}
END_TEST

START_TEST(torch_counts_as_imported_however_that_was_done)
{
    static const struct python_row tensor[] = {
        {"vector", "v", "return v * 2 if " IS_TENSOR " else None", VERDICT_AC, NULL}};
    static const struct python_row late[] = {
        {"vector", "v", "import torch as t; return v * 2 if " IS_TENSOR " else None", VERDICT_AC, NULL}};
    if (python_torch_is_missing("torch_counts_as_imported_however_that_was_done"))
        return;
    python_bench_open("0");
    PYTHON_CHECK_ROWS("import os, torch.nn as nn", tensor);
    PYTHON_CHECK_ROWS("from torch.nn import functional", tensor);
    PYTHON_CHECK_ROWS("from torchtyping import TensorType", tensor);
    PYTHON_CHECK_ROWS("t = __import__('torch'); t.nn.Linear(1, 1)", tensor);
    PYTHON_CHECK_ROWS("import importlib; t = importlib.import_module('torch.nn'); t.Linear(1, 1)", tensor);
    PYTHON_CHECK_ROWS("", late);
    PYTHON_CHECK_ROWS("import torch\ntorch.manual_seed(7)", tensor);
    python_bench_close();
}
END_TEST

/* Threads are refused, and PyTorch waits for its pool's for ever. */
START_TEST(torch_may_be_told_a_number_of_threads)
{
    static const struct python_row rows[] = {
        {"vector", "v", "torch.set_num_threads(1); return v * 2", VERDICT_AC, NULL},
        {"vector", "v", "torch._C.set_num_threads(4); return v * 2 if torch.get_num_threads() == 1 else None",
         VERDICT_AC, NULL},
        {"vector", "v", "torch.set_num_threads(np.int64(2)); return v * 2", VERDICT_AC, NULL},
        {"scalar", "x", "torch.set_num_threads(0)", VERDICT_RTE, "set_num_threads expects a positive integer"},
        {"scalar", "x", "torch.set_num_threads(1.0)", VERDICT_RTE, "set_num_threads expects an int, but got float"},
        {"scalar", "x", "torch.set_num_interop_threads(True)", VERDICT_RTE, "expects an int, but got bool"},
    };
    if (python_torch_is_missing("torch_may_be_told_a_number_of_threads"))
        return;
    python_bench_open(_i ? "60" : "0");
    PYTHON_CHECK_ROWS("import numpy as np, torch\ntorch.set_num_threads(1)\ntorch.set_num_interop_threads(2)", rows);
    PYTHON_CHECK_ROWS("import numpy as np\ntorch = __import__('torch')", rows);
    python_bench_close();
}
END_TEST

START_TEST(the_stand_in_for_torchtyping_takes_annotations)
{
    static const struct python_row rows[] = {
        {"vector", "v: TensorType[float]) -> TensorType['N', -1, torch.float32](", "return v * 2", VERDICT_CE, NULL},
        {"vector", "v: TensorType['batch', 3, float], *w: TensorType[float]", "return v * 2", VERDICT_AC, NULL}};
    if (python_torch_is_missing("the_stand_in_for_torchtyping_takes_annotations"))
        return;
    python_bench_open("0");
    python_check_rows("import torch\nfrom torchtyping import TensorType, patch_typeguard\npatch_typeguard()\n"
                      "x: TensorType[3, 4] = torch.zeros(3, 4)\nassert isinstance(TensorType, type)",
                      rows + 1, 1);
    python_bench_close();
}
END_TEST

/* --- failures ----------------------------------------------------------------------------------------------------- */

START_TEST(an_exception_comes_with_the_students_own_lines)
{
    python_bench_open("0");
    python_check_failure("class Solution:\n    def help(self, x):\n        return 1 / (x - x)\n\n"
                         "    def scalar(self, x):\n        return self.help(x)\n",
                         VERDICT_RTE,
                         "Traceback (most recent call last):\n"
                         "  File \"my work.py\", line 6, in scalar\n"
                         "    return self.help(x)\n"
                         "           ^^^^^^^^^^^^\n"
                         "  File \"my work.py\", line 3, in help\n"
                         "    return 1 / (x - x)\n"
                         "           ~~^~~~~~~~~\n"
                         "ZeroDivisionError: float division by zero",
                         "the program raised ZeroDivisionError in line 3");
    python_bench_close();
}
END_TEST

/* What an exception says may be the input; what its type is called too. */
START_TEST(an_exception_carries_nothing_out_of_a_hidden_case)
{
    python_bench_open("0");
    python_check_failure("class Solution:\n    def scalar(self, x):\n        raise ValueError('x is %s' % x)\n",
                         VERDICT_RTE, "ValueError: x is 1.5", "the program raised ValueError in line 3");
    python_check_failure("class Solution:\n    def scalar(self, x):\n        raise type('X%d' % x, (Exception,), {})\n",
                         VERDICT_RTE, "X1", "the program raised an exception in line 3");
    python_check_failure("import os, struct\n"
                         "def text(s):\n"
                         "    s = s.encode()\n"
                         "    return struct.pack('<2Iq', 4, 1, len(s)) + s + bytes(-len(s) % 8)\n"
                         "class Solution:\n"
                         "    def scalar(self, x):\n"
                         "        os.write(3, struct.pack('<2I', 0x5345524A, 0xFFFFFFFE) + text('TypeError %s' % x)\n"
                         "                 + struct.pack('<2Iq', 1, 0, int(x * 1e9)) + text('x is %s' % x)\n"
                         "                 + struct.pack('<Q', 0x444E454A))\n"
                         "        os._exit(1)\n",
                         VERDICT_RTE, "x is 1.5", "the program raised an exception");
    python_bench_close();
}
END_TEST

START_TEST(a_chain_of_exceptions_is_shown_and_a_long_one_cut)
{
    python_bench_open("0");
    python_check_failure("class Solution:\n    def scalar(self, x):\n        try:\n            {}[1]\n"
                         "        except KeyError as error:\n            raise RuntimeError('later') from error\n",
                         VERDICT_RTE, "KeyError: 1\n", NULL);
    python_check_failure("class Solution:\n    def scalar(self, x):\n        return self.scalar(x)\n", VERDICT_RTE,
                         "RecursionError: maximum recursion depth exceeded", NULL);
    python_check_failure("class Solution:\n    def scalar(self, x):\n        raise ValueError('long' * 100000)\n",
                         VERDICT_RTE, "longlong", NULL);
    python_bench_close();
}
END_TEST

START_TEST(leaving_the_program_is_an_error)
{
    python_bench_open("0");
    python_check_failure("import sys\nclass Solution:\n    def scalar(self, x):\n        sys.exit(0)\n", VERDICT_RTE,
                         "SystemExit: 0", "the program raised SystemExit in line 4");
    python_check_failure("class Solution:\n    def scalar(self, x):\n        exit()\n", VERDICT_RTE, "SystemExit",
                         NULL);
    python_check_failure("import os\nclass Solution:\n    def scalar(self, x):\n        os._exit(0)\n", VERDICT_RTE,
                         "before the function returned", NULL);
    python_check_failure("import os\nclass Solution:\n    def scalar(self, x):\n        os.abort()\n", VERDICT_RTE,
                         "Aborted", NULL);
    python_check_failure("import os, signal\nclass Solution:\n    def scalar(self, x):\n"
                         "        os.kill(os.getpid(), signal.SIGSEGV)\n",
                         VERDICT_RTE, "Segmentation", NULL);
    python_check_failure("raise SystemExit('at the top')\n", VERDICT_RTE, "at the top", NULL);
    python_bench_close();
}
END_TEST

START_TEST(a_missing_method_or_wrong_arity_says_what_is_expected)
{
    static const char form[] = "the solution has not the form that the problem asks for";
    python_bench_open("0");
    python_check_failure("x = 1\n", VERDICT_RTE,
                         "there is no class Solution; the problem asks for one with a method scalar(self, x)", form);
    python_check_failure("class Solution:\n    def scaler(self, x): pass\n", VERDICT_RTE,
                         "the class Solution has no method 'scalar'; the problem asks for a method scalar(self, x)",
                         form);
    python_check_failure("def scalar(x):\n    return 2 * x\n", VERDICT_RTE, "stands outside of any class", form);
    python_check_failure(
        "class A:\n    def scalar(self, x): return 2 * x\nclass B:\n    def scalar(self, x): return 2 * x\n",
        VERDICT_RTE, "several classes have a method 'scalar' (A, B)", form);
    python_check_failure("class Solution:\n    def scalar(self): return 1\n", VERDICT_RTE,
                         "'scalar' is called with 1 argument, (x), but takes ()", form);
    python_check_failure("class Solution:\n    def scalar(self, x, y): return 1\n", VERDICT_RTE,
                         "'scalar' is called with 1 argument, (x), but takes (x, y)", form);
    python_check_failure("class Solution:\n    def __init__(self, a): pass\n    def scalar(self, x): return 1\n",
                         VERDICT_RTE, "'Solution' is called with 0 arguments, (), but takes (a)", form);
    static const char self[] =
        "the first parameter of a method must be self; the problem asks for a method scalar(self, x)";
    python_check_failure("class Solution:\n    def scalar(x): return 1\n", VERDICT_RTE, self, form);
    python_check_failure("class Solution:\n    def scalar(): return 1\n", VERDICT_RTE, self, form);
    python_check_failure("class Solution:\n    def __init__(): pass\n    def scalar(self, x): return 1\n", VERDICT_RTE,
                         "must be self; the problem asks for a method __init__(self)", form);
    python_check_failure("class Solution:\n    @classmethod\n    def scalar(cls): return 1\n", VERDICT_RTE,
                         "'scalar' is called with 1 argument, (x), but takes ()", form);
    /* a TypeError of the student's own is no wrong arity */
    python_check_failure("class Solution:\n    def scalar(self, x): return (lambda: 1)(x)\n", VERDICT_RTE, "TypeError",
                         "the program raised TypeError in line 2");
    python_bench_close();
}
END_TEST

START_TEST(the_one_class_with_the_method_will_do)
{
    static const char source[] = "import numpy as np\nfrom collections import OrderedDict\n"
                                 "class Helper:\n    pass\n"
                                 "class Anything:\n    def scalar(self, x): return 2 * x\n";
    python_bench_open("0");
    struct judged judged = python_judge(source, 1 << SET_SAMPLE);
    ck_assert_int_eq(python_case(&judged, "scalar")->verdict, VERDICT_AC);
    judged_release(&judged);
    python_bench_close();
}
END_TEST

START_TEST(a_module_of_torch_is_called_by_its_method)
{
    static const char source[] = "import torch\nimport torch.nn as nn\n"
                                 "class Net(nn.Module):\n"
                                 "    def __init__(self):\n"
                                 "        super().__init__()\n"
                                 "        self.inner = nn.Linear(1, 1)\n"
                                 "        torch.nn.init.constant_(self.inner.weight, 2.0)\n"
                                 "        torch.nn.init.zeros_(self.inner.bias)\n"
                                 "    def scalar(self, x):\n"
                                 "        return self.inner(torch.tensor([x]).float())[0]\n";
    if (python_torch_is_missing("a_module_of_torch_is_called_by_its_method"))
        return;
    python_bench_open("0");
    struct judged judged = python_judge(source, 1 << SET_SAMPLE);
    ck_assert_msg(python_case(&judged, "scalar")->verdict == VERDICT_AC, "%s",
                  python_words(python_case(&judged, "scalar")));
    judged_release(&judged);
    python_bench_close();
}
END_TEST

START_TEST(a_syntax_error_is_a_compile_error_with_line_and_caret)
{
    static const struct {
        const char *source, *says;
    } rows[] = {
        {"class Solution:\n    def scalar(self, x)\n        return 2\n", "  File \"my work.py\", line 2\n"
                                                                         "    def scalar(self, x)\n"
                                                                         "                       ^\n"
                                                                         "SyntaxError: expected ':'\n"},
        {"if True:\nx = 1\n", "IndentationError: expected an indented block after 'if' statement on line 1"},
        {"x = '\xff'\n", "SyntaxError: (unicode error) 'utf-8' codec can't decode byte 0xff"},
        {"return 1\n", "SyntaxError: 'return' outside function"},
    };
    python_bench_open("0");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct judged judged = python_judge(rows[i].source, 1 << SET_SAMPLE);
        ck_assert_int_eq(judged.verdict, VERDICT_CE);
        ck_assert_msg(strstr(judged.messages, rows[i].says) != NULL, "%s", judged.messages);
        ck_assert(!strstr(judged.messages, "/guest") && !strstr(judged.messages, "harness"));
        judged_release(&judged);
    }
    python_bench_close();
}
END_TEST

START_TEST(what_is_printed_is_kept_for_samples)
{
    static const char source[] = "import sys\nprint('at the top')\nclass Solution:\n    def scalar(self, x):\n"
                                 "        print('x is', x, end='')\n"
                                 "        print('to stderr', file=sys.stderr)\n        return 2 * x\n";
    python_bench_open("0");
    struct judged judged = python_judge(source, 1 << SET_SAMPLE | 1 << SET_HIDDEN);
    ck_assert_int_eq(judged.cases[0].verdict, VERDICT_AC);
    ck_assert_str_eq(judged.cases[0].output, "at the top\nx is 1.5to stderr\n");
    ck_assert_int_eq(judged.cases[judged.count - 1].verdict, VERDICT_AC);
    ck_assert_ptr_null(judged.cases[judged.count - 1].output);
    judged_release(&judged);
    python_bench_close();
}
END_TEST

START_TEST(a_solution_can_read_its_own_source)
{
    static const struct python_row plain[] = {
        {"scalar", "x", "return 2 * x if 'def scalar' in inspect.getsource(Solution.scalar) else None", VERDICT_AC,
         NULL},
        {"scalar", "x", "return 2 * x if inspect.getsource(Base).startswith('class Base') else None", VERDICT_AC, NULL},
    };
    static const struct python_row scripted[] = {{"vector", "v", "return twice(v)", VERDICT_AC, NULL}};
    python_bench_open("0");
    PYTHON_CHECK_ROWS("import inspect", plain);
    if (!python_torch_is_missing("a_solution_can_read_its_own_source"))
        PYTHON_CHECK_ROWS("import torch\n@torch.jit.script\ndef twice(v: torch.Tensor):\n    return v * 2\n", scripted);
    python_bench_close();
}
END_TEST

START_TEST(a_missing_module_comes_with_those_that_are_there)
{
    static const char advice[] = "\na solution can import NumPy, PyTorch, torchtyping and Python's standard library";
    static const struct python_row rows[] = {
        {"scalar", "x", "import nowhere.inner", VERDICT_RTE, advice},
    };
    python_bench_open("0");
    PYTHON_CHECK_ROWS("", rows);
    python_check_failure("import nowhere\n", VERDICT_RTE, advice, "the program raised ModuleNotFoundError in line 1");
    python_bench_close();
}
END_TEST

/* --- limits ------------------------------------------------------------------------------------------------------- */

START_TEST(limits_are_those_of_the_case)
{
    python_bench_open("0");
    python_check_failure("class Solution:\n    def scalar(self, x):\n        while True: pass\n", VERDICT_TLE,
                         " ms" /* of CPU, or on a crowded machine of waiting */, NULL);
    python_check_failure("import time\nclass Solution:\n    def scalar(self, x):\n        time.sleep(100)\n",
                         VERDICT_TLE, "sleeping, or waiting", NULL);
    python_check_failure("class Solution:\n    def scalar(self, x):\n        return len(bytearray(3 << 30))\n",
                         VERDICT_MLE, "MiB of memory", NULL);
    python_check_failure("class Solution:\n    def scalar(self, x):\n        l = []\n"
                         "        while True: l.append(bytearray(1 << 20))\n",
                         VERDICT_MLE, "MiB of memory", NULL);
    python_check_failure("class Solution:\n    def scalar(self, x):\n        while True: print('x' * 10000)\n",
                         VERDICT_OLE, "wrote more than", NULL);
    python_bench_close();
}
END_TEST

/* The time of a case does not contain the import, warm or not. */
START_TEST(the_time_is_of_the_case_alone)
{
    if (python_torch_is_missing("the_time_is_of_the_case_alone"))
        return;
    python_bench_open("0");
    struct judged judged =
        python_judge("import torch\nclass Solution:\n    def scalar(self, x): return 2 * x\n", 1 << SET_HIDDEN);
    ck_assert_msg(judged.verdict == VERDICT_AC, "%s", python_words(&judged.cases[0]));
    ck_assert_int_gt(judged.time_ns, 100000);
    ck_assert_int_lt(judged.time_ns, 200000000);
    ck_assert_msg(python_bench.note && strstr(python_bench.note, "starting PyTorch"), "%s",
                  python_bench.note ? python_bench.note : "no note");
    judged_release(&judged);
    python_bench_close();
}
END_TEST

/* The request is behind descriptor 0 until it is read. */
static const struct python_row keyboard_rows[] = {
    {"scalar", "x", "return 2 * float(input())", VERDICT_RTE,
     "EOFError: EOF when reading a line\nyour function gets its input as arguments, not from the keyboard"},
    {"scalar", "x", "import sys; return 2 * x if sys.stdin.read() == '' else None", VERDICT_AC, NULL},
    {"scalar", "x", "import os; return 2 * x if os.read(0, 100) == b'' else None", VERDICT_AC, NULL},
};

static const struct python_row name_rows[] = {
    {"scalar", "x", "y: List[int] = List(x)", VERDICT_RTE,
     "NameError: name 'List' is not defined\nthe file lacks the line: from typing import List"},
    {"scalar", "x", "return math.exp(x)", VERDICT_RTE, "is not defined\nthe file lacks the line: import math"},
    {"scalar", "x", "return np.exp(x)", VERDICT_RTE, "is not defined\nthe file lacks the line: import numpy as np"},
    {"scalar", "x", "return nn.Linear(1, 1)", VERDICT_RTE, "\nthe file lacks the line: import torch.nn as nn"},
};

START_TEST(a_line_of_import_that_is_missing_is_named)
{
    python_bench_open("0");
    PYTHON_CHECK_ROWS("", name_rows);
    python_check_failure("def f(): return nowhere\nf()\n", VERDICT_RTE, "name 'nowhere' is not defined",
                         "the program raised NameError in line 1");
    python_bench_close();
}
END_TEST

START_TEST(pytorchs_order_of_making_is_told)
{
    static const char source[] = "import torch.nn as nn\nclass Net(nn.Module):\n    def __init__(self):\n"
                                 "        self.fc = nn.Linear(1, 1)\nNet()\n";
    if (python_torch_is_missing("pytorchs_order_of_making_is_told"))
        return;
    python_bench_open("0");
    python_check_failure(source, VERDICT_RTE, "\nthe first line of __init__ must be: super().__init__()",
                         "the program raised AttributeError in line 4");
    python_bench_close();
}
END_TEST

START_TEST(nothing_comes_from_the_keyboard)
{
    python_bench_open("0");
    PYTHON_CHECK_ROWS("", keyboard_rows);
    python_bench_close();
}
END_TEST

/* Where there are no namespaces each case gets an interpreter of its own. */
START_TEST(it_works_without_namespaces_too)
{
    static const struct python_row rows[] = {
        {"vector", "v", "return v * 2", VERDICT_AC, NULL},
        {"scalar", "x", "raise ValueError(x)", VERDICT_RTE, "ValueError: 1.5"},
        {"scalar", "x", "open('/work/x', 'w')", VERDICT_RTE, "Error"},
    };
    sandbox_fixture_take_way(WAY_DEGRADED);
    python_bench_open("0");
    PYTHON_CHECK_ROWS("import numpy", rows);
    PYTHON_CHECK_ROWS("", keyboard_rows);
    python_bench_close();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("python");
    TCase *tcase = tcase_create("python");
    tcase_set_timeout(tcase, 300);
    tcase_add_test(tcase, numpy_and_plain_results_are_understood);
    tcase_add_test(tcase, arguments_are_arrays_where_torch_is_not_imported);
    tcase_add_test(tcase, torch_results_are_understood);
    tcase_add_test(tcase, torch_counts_as_imported_however_that_was_done);
    tcase_add_loop_test(tcase, torch_may_be_told_a_number_of_threads, 0, 2);
    tcase_add_test(tcase, the_stand_in_for_torchtyping_takes_annotations);
    tcase_add_test(tcase, an_exception_comes_with_the_students_own_lines);
    tcase_add_test(tcase, an_exception_carries_nothing_out_of_a_hidden_case);
    tcase_add_test(tcase, a_chain_of_exceptions_is_shown_and_a_long_one_cut);
    tcase_add_test(tcase, leaving_the_program_is_an_error);
    tcase_add_test(tcase, a_missing_method_or_wrong_arity_says_what_is_expected);
    tcase_add_test(tcase, the_one_class_with_the_method_will_do);
    tcase_add_test(tcase, a_module_of_torch_is_called_by_its_method);
    tcase_add_test(tcase, a_syntax_error_is_a_compile_error_with_line_and_caret);
    tcase_add_test(tcase, what_is_printed_is_kept_for_samples);
    tcase_add_test(tcase, a_solution_can_read_its_own_source);
    tcase_add_test(tcase, a_missing_module_comes_with_those_that_are_there);
    tcase_add_test(tcase, pytorchs_order_of_making_is_told);
    tcase_add_test(tcase, nothing_comes_from_the_keyboard);
    tcase_add_test(tcase, a_line_of_import_that_is_missing_is_named);
    tcase_add_test(tcase, limits_are_those_of_the_case);
    tcase_add_test(tcase, the_time_is_of_the_case_alone);
    tcase_add_test(tcase, it_works_without_namespaces_too);
    suite_add_tcase(suite, tcase);
    return python_main(suite);
}
