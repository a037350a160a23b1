/* python.h - what only Python needs: its packages, which of them a source uses, the signatures for its harness, and
 * what its harness says of an exception.
 */
#ifndef JUDGE_PYTHON_H
#define JUDGE_PYTHON_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/problem.h"
#include "judge/value.h"
#include "sandbox/err.h"

#define PYTHON_INTERPRETER "/usr/bin/python3"
#define PYTHON_HARNESS     "/guest/harness.py"

/* The packages that an interpreter holds ready. */
enum python_kind { PYTHON_NUMPY, PYTHON_TORCH, PYTHON_KINDS };

/* PyTorch where the source has its name anywhere. A guess for speed only: the harness decides for itself what a file
 * imports. */
enum python_kind python_kind_of(const char *source, size_t size);

/* "NumPy", "PyTorch"; "numpy", "torch"; "python3-numpy", "python3-torch". */
const char *python_kind_name(enum python_kind kind);
const char *python_kind_module(enum python_kind kind);
const char *python_kind_package(enum python_kind kind);

/* Is the package installed for the interpreter of submissions? */
bool python_has(enum python_kind kind);

/* "1.24.2", by the package's own record; "" when it has none or is not installed. Heap string. */
char *python_version(enum python_kind kind);

/* ERR_USE when NumPy is missing, which carries tensors, or PyTorch and the source has an import statement of it. */
int python_check_source(const char *source, size_t size, struct err *err);

/* The signatures of a problem as one Python literal. Heap string. */
char *python_signature(const struct problem *problem);

/* What the harness tells of an exception: type, line, traceback (RESPONSE_FAILED). The submission may have forged all
 * of it. `full`: the text, with the student's file name, as for the student's eyes; else only what cannot carry an
 * input out of a hidden case: the line, and the type where it is one of Python's own. Heap string. */
char *python_failure(const struct values *told, const char *file_name, bool full);

#endif
