#include "judge/judging/messages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/check_main.h"

static struct function function;

static char *trim(const char *bytes, size_t size)
{
    struct err err;
    ck_assert_int_eq(signature_parse("get_error(prediction f64[N,1]) -> f64", &function, &err), 0);
    struct messages_context context = {
        .source = "solution.c", .file_name = "my work.c", .functions = &function, .function_count = 1};
    return messages_trim(&context, bytes, size);
}

static void becomes(const char *raw, const char *trimmed)
{
    char *text = trim(raw, strlen(raw));
    ck_assert_str_eq(text, trimmed);
    free(text);
}

START_TEST(the_students_name_of_the_file_is_shown)
{
    becomes("solution.c:3:5: error: expected ';'\n", "my work.c:3:5: error: expected ';'\n");
    becomes("In file included from solution.c:1:\nproblem.h:2:1: note: here\n", "problem.h:2:1: note: here\n");
    becomes("/work/solution.c:3: x\n", "my work.c:3: x\n");
    becomes("resolution.c:3: x\n", "resolution.c:3: x\n");
}
END_TEST

START_TEST(warnings_wait_until_the_errors_are_mended)
{
    static const char warning[] = "solution.c:3:5: warning: implicit declaration of function 'f'\n"
                                  "    3 |     f(1);\n      |     ^\nsolution.c:1:1: note: include it\n";
    becomes(warning, "my work.c:3:5: warning: implicit declaration of function 'f'\n    3 |     f(1);\n      |     ^\n"
                     "my work.c:1:1: note: include it\n");
    char both[800];
    snprintf(both, sizeof both, "%ssolution.c: In function 'g':\nsolution.c:9:1: error: no\n  9 | }\n%s%s", warning,
             "solution.c:8:1: note: see here\n", warning);
    becomes(both, "my work.c:9:1: error: no\n  9 | }\nmy work.c:8:1: note: see here\n");
    snprintf(both, sizeof both, "%sglue.c:function call_0: error: undefined reference to 'helper'\n", warning);
    char *text = trim(both, strlen(both));
    ck_assert_msg(strstr(text, "implicit") && strstr(text, "'helper' is used"), "%s", text);
    free(text);
    becomes("solution.c:8:1: warning: control reaches end of non-void function\n    8 | }\n      | ^\n"
            "glue.c:function call_0: error: undefined reference to 'helper'\n",
            "error: 'helper' is used, but defined nowhere (undefined reference)\n");
}
END_TEST

START_TEST(the_compilers_words_are_helped_out)
{
    becomes("solution.c:8:1: error: expected declaration or statement at end of input\n    8 | }\n",
            "my work.c:8:1: error: expected declaration or statement at end of input (is a '}' missing above?)\n"
            "    8 | }\n");
    becomes("solution.c:6:3: note: previous implicit declaration of 'f' with type 'int()'\n",
            "my work.c:6:3: note: previous implicit declaration of 'f' with type 'int()' (a function stands above its "
            "first use, or is declared there)\n");
    becomes("solution.c:3:70: error: no matching function\n  3 | x\n"
            "/usr/include/c++/12/bits/stl_vector.h:1276:7: note: candidate: 'void f()'\n 1276 |  f\n      |  ^\n"
            "solution.c:4:1: note: declared here\n  4 | y\n",
            "my work.c:3:70: error: no matching function\n  3 | x\nmy work.c:4:1: note: declared here\n  4 | y\n");
}
END_TEST

START_TEST(tools_that_were_stopped_are_told_in_words)
{
    becomes("gcc: internal compiler error: File size limit exceeded signal terminated program as\n"
            "Please submit a full bug report, with preprocessed source (by using -freport-bug).\n"
            "See <file:///usr/share/doc/gcc-12/README.Bugs> for instructions.\n",
            "error: the compiled program would be larger than 64 MiB (a very large array?)\n");
    becomes("collect2: fatal error: ld terminated with signal 25 [File size limit exceeded]\ncompilation terminated.\n",
            "error: the compiled program would be larger than 64 MiB (a very large array?)\n");
    becomes("solution.c:9:2: error: no\ncompilation terminated due to -fmax-errors=5.\n",
            "my work.c:9:2: error: no\n... (more errors than these; mend the first ones)\n");
    becomes("gcc: internal compiler error: Segmentation fault signal terminated program cc1\n",
            "error: the compiler crashed over this file (nested too deeply?)\n");
}
END_TEST

START_TEST(our_folders_are_not_shown)
{
    becomes("/guest/tensor.h:7:1: note: declared here\n", "tensor.h:7:1: note: declared here\n");
    becomes("In file included from /work/problem.h:9,\n                 from solution.c:1:\n", "");
}
END_TEST

START_TEST(a_missing_function_is_told_with_its_declaration)
{
    becomes("glue.c:function call_0: error: undefined reference to 'get_error'\n"
            "glue.c:function call_1: error: undefined reference to 'get_error'\n"
            "collect2: error: ld returned 1 exit status\n",
            "error: the function 'get_error' is missing; the problem asks for\n"
            "    double get_error(const tensor *prediction)\n");
    becomes("/usr/bin/ld: /tmp/x.o: in function `f':\nsolution.c:(.text+0x1d): undefined reference to `helper'\n",
            "error: 'helper' is used, but defined nowhere (undefined reference)\n");
}
END_TEST

/* What is said of a missing get_error when this is the source. */
static void missing_from(const char *source, const char *said)
{
    struct err err;
    ck_assert_int_eq(signature_parse("get_error(prediction f64[N,1]) -> f64", &function, &err), 0);
    struct messages_context context = {.source = "solution.cpp",
                                       .file_name = "mine.cpp",
                                       .text = source,
                                       .text_size = strlen(source),
                                       .functions = &function,
                                       .function_count = 1};
    static const char raw[] = "glue.c:function call_0: error: undefined reference to 'get_error'\n"
                              "glue.c:function call_1: error: undefined reference to 'get_error'\n";
    char *text = messages_trim(&context, raw, strlen(raw));
    ck_assert_str_eq(text, said);
    free(text);
}

#define WANTED "\n    double get_error(const tensor *prediction)\n"

START_TEST(a_function_with_other_parameters_is_not_called_missing)
{
    missing_from("\ndouble get_error(const vector<double> &a) { return a[0]; }\n",
                 "mine.cpp:2: error: the function 'get_error' is there, but with other parameters; the problem asks "
                 "for" WANTED);
    missing_from("struct Solution {\n    double get_error(const tensor *a) { return a->f64[0]; }\n};\n",
                 "mine.cpp:2: error: the function 'get_error' stands inside a class, namespace or function; it must "
                 "stand outside:" WANTED);
}
END_TEST

START_TEST(a_function_of_nearly_the_name_is_proposed)
{
    missing_from("double getError(const tensor *a) { return 0; }\n",
                 "error: the function 'get_error' is missing (is it 'getError' in line 1?); the problem asks "
                 "for" WANTED);
    missing_from("int main() { return 0; }\n",
                 "error: the function 'get_error' is missing (main() is not called: the judge calls the function, with "
                 "the input as arguments, and takes what it returns); the problem asks for" WANTED);
    missing_from("double other(const tensor *a) { return 0; }\n// double get_error(const tensor *a) {}\n",
                 "error: the function 'get_error' is missing; the problem asks for" WANTED);
}
END_TEST

START_TEST(a_flood_is_cut)
{
    struct {
        char *at;
        size_t size;
    } flood = {malloc(1 << 20), 1 << 20};
    for (size_t i = 0; i < flood.size; i++)
        flood.at[i] = i % 1000 == 999 ? '\n' : 'x';
    char *text = trim(flood.at, flood.size);
    ck_assert_uint_lt(strlen(text), MESSAGES_LINES_MAX * (MESSAGES_LINE_MAX + 8) + 64);
    ck_assert(strstr(text, "left out"));
    free(text);
    free(flood.at);
}
END_TEST

START_TEST(random_bytes_are_read_within_bounds)
{
    static const char *const pieces[] = {"undefined reference to `", "solution.c", "/work/", "'", "\n", "a",
                                         "multiple definition of '", "\xff\x1b"};
    srand(3);
    for (int round = 0; round < 5000; round++) {
        char bytes[400];
        size_t size = 0;
        while (size < 300) {
            const char *piece = pieces[(size_t)rand() % 8];
            memcpy(bytes + size, piece, strlen(piece));
            size += strlen(piece);
        }
        size_t cut = (size_t)rand() % size;
        char *exact = malloc(cut + 1);
        memcpy(exact, bytes, cut);
        exact = realloc(exact, cut ? cut : 1);
        free(trim(exact, cut));
        free(exact);
    }
}
END_TEST

CHECK_MAIN("messages", the_students_name_of_the_file_is_shown, warnings_wait_until_the_errors_are_mended,
           the_compilers_words_are_helped_out, tools_that_were_stopped_are_told_in_words, our_folders_are_not_shown,
           a_missing_function_is_told_with_its_declaration, a_function_with_other_parameters_is_not_called_missing,
           a_function_of_nearly_the_name_is_proposed, a_flood_is_cut, random_bytes_are_read_within_bounds)
