/* python.h - what only Python needs: its packages, which of them a source uses, the signatures for its harness, and
 * what its harness says of an exception.
 */
#ifndef JUDGE_PYTHON_H
#define JUDGE_PYTHON_H

#include <stdbool.h>
#include <stddef.h>

#include "judge/judging/language.h"
#include "sandbox/err.h"

#define PYTHON_INTERPRETER "/usr/bin/python3"
#define PYTHON_HARNESS     "/guest/harness.py"

/* The kinds of its interpreter: with which package ready. */
enum python_kind { PYTHON_NUMPY, PYTHON_TORCH, PYTHON_KINDS };

extern const struct interpreted python_interpreted;

/* PyTorch where the source has its name anywhere. A guess for speed only: the harness decides for itself what a file
 * imports. */
int python_kind_of(const char *source, size_t size);

/* Is the package installed for the interpreter of submissions? */
bool python_has(int kind);

/* ERR_USE when NumPy is missing, which carries tensors, or PyTorch and the source has an import statement of it. */
int python_check_source(const char *source, size_t size, struct err *err);

#endif
