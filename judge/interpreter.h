/* interpreter.h - an interpreter of Python that holds NumPy or PyTorch ready, in a warm box (sandbox/warm.h). */
#ifndef JUDGE_INTERPRETER_H
#define JUDGE_INTERPRETER_H

#include "judge/install.h"
#include "judge/python.h"
#include "sandbox/warm.h"

/* Starts one, without waiting for it. */
int interpreter_start(struct sandbox *sandbox, const struct install *install, enum python_kind kind,
                      struct warm **ret_warm, struct err *err);

/* Names everything that a held interpreter was made of: our programs, the interpreter, the packages. */
struct digest interpreter_digest(const struct install *install);

#endif
