/* interpreter.h - an interpreter with its packages imported, held ready in a warm box (sandbox/warm.h). */
#ifndef JUDGE_INTERPRETER_H
#define JUDGE_INTERPRETER_H

#include "judge/base/install.h"
#include "judge/judging/language.h"
#include "sandbox/warm.h"

/* Starts one, without waiting for it. */
int interpreter_start(struct sandbox *sandbox, const struct install *install, const struct language *language, int kind,
                      struct warm **ret_warm, struct err *err);

/* Names everything that a held interpreter was made of: our programs, the interpreter, the packages. */
struct digest interpreter_digest(const struct install *install, const struct language *language);

#endif
