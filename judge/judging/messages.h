/* messages.h - what the compiler said, for a beginner: the first errors, and warnings only where there is none; the
 * student's own file name, nothing of our paths, and the linker's words put into the problem's ("the function
 * 'get_error' is missing"; or what stands in the source in its place: other parameters, a class around it, a name with
 * a slip in it).
 *
 * The input is untrusted: a submission can make the compiler print nearly anything (#error, #line, file names). It is
 * read once, line by line, within bounds; control characters stay in and are made visible where text meets a terminal.
 */
#ifndef JUDGE_MESSAGES_H
#define JUDGE_MESSAGES_H

#include "judge/problem/signature.h"

enum { MESSAGES_INPUT_MAX = 256 * 1024, MESSAGES_LINES_MAX = 40, MESSAGES_LINE_MAX = 300 };

struct messages_context {
    const char *source;    /* what the file is called in the box */
    const char *file_name; /* what the student calls it */
    const char *text;      /* the source itself, C or C++; NULL: not at hand. Borrowed, as all here */
    size_t text_size;
    const struct function *functions;
    int function_count;
    const struct param *constructor;
    int constructor_count;
};

/* Heap string, "" when nothing is left to say. */
char *messages_trim(const struct messages_context *context, const char *bytes, size_t size);

#endif
