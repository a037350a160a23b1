#include "judge/store/store_internal.h"

#include <string.h>

#include "judge/base/utf8.h"

/* Blanks: one at a time, between two other characters. */
static int check_blanks(const char *user, struct err *err)
{
    const size_t size = strlen(user);
    if (user[0] == ' ' || user[size - 1] == ' ')
        return err_set(err, ERR_USE, "the user's name '%s' begins or ends with a blank; set JUDGE_USER", user);
    if (strstr(user, "  "))
        return err_set(err, ERR_USE, "the user's name '%s' has two blanks in a row; set JUDGE_USER", user);
    return 0;
}

int store_check_user(const char *user, struct err *err)
{
    if (!user || !user[0])
        return err_set(err, ERR_USE, "the user's name is empty; set JUDGE_USER");
    const size_t size = strlen(user);
    if (size > STORE_USER_MAX)
        return err_set(err, ERR_USE, "the user's name is longer than %d bytes; set JUDGE_USER", STORE_USER_MAX);
    for (size_t i = 0; i < size;) {
        uint32_t code;
        const size_t length = utf8_decode(user + i, size - i, &code);
        if (length == 0)
            return err_set(err, ERR_USE, "the user's name is not UTF-8; set JUDGE_USER");
        if (code != ' ' && (utf8_is_hidden(code) || utf8_is_blank(code)))
            return err_set(err, ERR_USE,
                           "the user's name '%s' has a character that is not seen (U+%04X); set JUDGE_USER", user,
                           (unsigned)code);
        i += length;
    }
    return check_blanks(user, err);
}
