#include "judge/judging/verdict.h"

#include <string.h>

static const struct {
    const char *code, *text;
} verdicts[] = {
#define VERDICT_ROW(code, text) [VERDICT_##code] = {#code, text},
    VERDICT_LIST(VERDICT_ROW)
#undef VERDICT_ROW
};

const char *verdict_code(enum verdict verdict)
{
    return verdicts[verdict].code;
}

const char *verdict_text(enum verdict verdict)
{
    return verdicts[verdict].text;
}

bool verdict_parse(const char *code, enum verdict *ret_verdict)
{
    for (int v = 0; v < VERDICT_COUNT; v++) {
        if (strcmp(code, verdicts[v].code) == 0) {
            *ret_verdict = (enum verdict)v;
            return true;
        }
    }
    return false;
}
