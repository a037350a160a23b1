/* verdict.h - the verdicts: code, word and precedence in one list.
 *
 * The order is the precedence: a submission's verdict is the greatest of its cases'. Accepted is the least. A judge
 * error stands above all, for nothing may be said about a submission that the judge itself failed to judge.
 */
#ifndef JUDGE_VERDICT_H
#define JUDGE_VERDICT_H

#include <stdbool.h>

#define VERDICT_LIST(X)                                                                                                \
    X(AC, "accepted")                                                                                                  \
    X(WA, "wrong answer")                                                                                              \
    X(RTE, "run-time error")                                                                                           \
    X(TLE, "time limit exceeded")                                                                                      \
    X(MLE, "memory limit exceeded")                                                                                    \
    X(OLE, "output limit exceeded")                                                                                    \
    X(SV, "security violation")                                                                                        \
    X(CE, "compile error")                                                                                             \
    X(JE, "judge error")

enum verdict {
#define VERDICT_ENUM(code, text) VERDICT_##code,
    VERDICT_LIST(VERDICT_ENUM)
#undef VERDICT_ENUM
        VERDICT_COUNT,
};

/* "AC", "WA", ... and "accepted", "wrong answer", ... */
const char *verdict_code(enum verdict verdict);
const char *verdict_text(enum verdict verdict);

/* The other way round; false for a word that is none. */
bool verdict_parse(const char *code, enum verdict *ret_verdict);

/* The one that counts of two. */
static inline enum verdict verdict_worse(enum verdict a, enum verdict b)
{
    return a > b ? a : b;
}

#endif
