#include "judge/problem/signature.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "judge/base/text.h"

/* How each kind is written in a signature and in C. The glue's verbs are those of harness.h. */
static const struct {
    enum frame_kind kind;
    const char *text;
    bool dims;
    const char *c_param, *c_result, *get, *put;
    const char *fresh; /* what a result holds that the function returns through a pointer */
} spellings[] = {
    {FRAME_I64, "i64", false, "int64_t ", "int64_t ", "i64", "i64", "harness_fresh_i64()"},
    {FRAME_F64, "f64", false, "double ", "double ", "f64", "f64", "harness_fresh_f64()"},
    {FRAME_BOOL, "bool", false, "bool ", "bool ", "bool", "bool", "0"},
    {FRAME_STR, "str", false, "const char *", "char *", "str", "str", "0"},
    {FRAME_STRINGS, "str", true, "strings ", "strings ", "strings", "strings", "{0, 0}"},
    {FRAME_TENSOR_F32, "f32", true, "const tensor *", "tensor *", "tensor", "tensor", "0"},
    {FRAME_TENSOR_F64, "f64", true, "const tensor *", "tensor *", "tensor", "tensor", "0"},
    {FRAME_TENSOR_I64, "i64", true, "const tensor *", "tensor *", "tensor", "tensor", "0"},
};
enum { SPELLINGS = sizeof spellings / sizeof *spellings };

static int spelling_of(enum frame_kind kind)
{
    for (int i = 0; i < SPELLINGS; i++) {
        if (spellings[i].kind == kind)
            return i;
    }
    return 0;
}

const char *signature_c_result(const struct type *type)
{
    return spellings[spelling_of(type->kind)].c_result;
}

const char *signature_put(const struct type *type)
{
    return spellings[spelling_of(type->kind)].put;
}

/* --- reading
 * ---------------------------------------------------------------------------------------------------------- */

struct cursor {
    const char *start, *at;
    struct err *err;
};

static int wrong(struct cursor *cursor, const char *format, ...) __attribute__((format(printf, 2, 3)));
static int wrong(struct cursor *cursor, const char *format, ...)
{
    char what[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    return err_set(cursor->err, ERR_USE, "signature '%.300s', column %d: %s", cursor->start,
                   (int)(cursor->at - cursor->start) + 1, what);
}

static void skip_blanks(struct cursor *cursor)
{
    while (*cursor->at == ' ')
        cursor->at++;
}

static bool accept(struct cursor *cursor, const char *word)
{
    skip_blanks(cursor);
    size_t length = strlen(word);
    if (strncmp(cursor->at, word, length) != 0)
        return false;
    cursor->at += length;
    return true;
}

static int expect(struct cursor *cursor, const char *word)
{
    return accept(cursor, word) ? 0 : wrong(cursor, "'%s' expected", word);
}

/* A C identifier that is not one of C's or C++'s words would be ideal; the compiler says the rest. */
static int read_name(struct cursor *cursor, char *ret_name)
{
    skip_blanks(cursor);
    size_t length = 0;
    while (isalnum((unsigned char)cursor->at[length]) || cursor->at[length] == '_')
        length++;
    if (length == 0 || isdigit((unsigned char)*cursor->at))
        return wrong(cursor, "a name expected");
    if (length >= SIGNATURE_NAME)
        return wrong(cursor, "a name longer than %d characters", SIGNATURE_NAME - 1);
    memcpy(ret_name, cursor->at, length);
    ret_name[length] = '\0';
    cursor->at += length;
    return 0;
}

static int read_dims(struct cursor *cursor, struct type *type)
{
    while (!accept(cursor, "]")) {
        if (type->rank > 0 && expect(cursor, ","))
            return -1;
        if (type->rank == VALUE_MAX_RANK)
            return wrong(cursor, "more than %d dimensions", VALUE_MAX_RANK);
        skip_blanks(cursor);
        size_t length = strspn(cursor->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-*/() ");
        if (length == 0)
            return wrong(cursor, "a dimension expected: a number, a name or an expression");
        if (length >= SIGNATURE_DIM_TEXT)
            return wrong(cursor, "a dimension longer than %d characters", SIGNATURE_DIM_TEXT - 1);
        memcpy(type->dims[type->rank], cursor->at, length);
        type->dims[type->rank++][length] = '\0';
        cursor->at += length;
    }
    return 0;
}

static int read_one_type(struct cursor *cursor, struct type *type)
{
    skip_blanks(cursor);
    for (int i = 0; i < SPELLINGS; i++) {
        size_t length = strlen(spellings[i].text);
        if (strncmp(cursor->at, spellings[i].text, length) != 0 || isalnum((unsigned char)cursor->at[length]))
            continue;
        bool dims = cursor->at[length] == '[';
        if (dims != spellings[i].dims)
            continue;
        type->kind = spellings[i].kind;
        type->rank = 0;
        cursor->at += length + dims;
        if (type->kind == FRAME_STRINGS)
            return expect(cursor, "]");
        return dims ? read_dims(cursor, type) : 0;
    }
    return wrong(cursor, "a type expected: i64, f64, bool, str, str[], f32[...], f64[...] or i64[...]");
}

static int read_type(struct cursor *cursor, struct type *ret_type)
{
    struct type type = {0};
    skip_blanks(cursor);
    const char *from = cursor->at;
    if (read_one_type(cursor, &type))
        return -1;
    while (accept(cursor, "or ")) {
        struct type other = {0};
        if (read_one_type(cursor, &other))
            return -1;
        if (other.kind != type.kind || other.rank != type.rank)
            return wrong(cursor, "alternatives must agree in dtype and rank");
        for (int k = 0; k < type.rank; k++) {
            if (strcmp(type.dims[k], other.dims[k]) != 0)
                strcpy(type.dims[k], ""); /* the reference decides */
        }
    }
    size_t length = (size_t)(cursor->at - from);
    while (length > 0 && from[length - 1] == ' ')
        length--;
    if (length >= sizeof type.text)
        return wrong(cursor, "a type longer than %zu characters", sizeof type.text - 1);
    memcpy(type.text, from, length);
    *ret_type = type;
    return 0;
}

static int read_params(struct cursor *cursor, struct param *params, int max, int *ret_count)
{
    int count = 0;
    if (expect(cursor, "("))
        return -1;
    while (!accept(cursor, ")")) {
        if (count > 0 && expect(cursor, ","))
            return -1;
        if (count == max)
            return wrong(cursor, "more than %d parameters", max);
        if (read_name(cursor, params[count].name) || read_type(cursor, &params[count].type))
            return -1;
        for (int i = 0; i < count; i++) {
            if (strcmp(params[i].name, params[count].name) == 0)
                return wrong(cursor, "the name '%s' stands twice", params[count].name);
        }
        count++;
    }
    *ret_count = count;
    return 0;
}

static int read_end(struct cursor *cursor)
{
    skip_blanks(cursor);
    return *cursor->at ? wrong(cursor, "nothing more expected") : 0;
}

int type_parse(const char *text, struct type *ret_type, struct err *err)
{
    struct cursor cursor = {text, text, err};
    struct type type;
    if (read_type(&cursor, &type) || read_end(&cursor))
        return -1;
    *ret_type = type;
    return 0;
}

int signature_parse_params(const char *text, struct param *ret_params, int max, int *ret_count, struct err *err)
{
    struct cursor cursor = {text, text, err};
    return read_params(&cursor, ret_params, max, ret_count) || read_end(&cursor) ? -1 : 0;
}

int signature_parse(const char *text, struct function *ret_function, struct err *err)
{
    struct cursor cursor = {text, text, err};
    struct function function = {0};
    if (read_name(&cursor, function.name) ||
        read_params(&cursor, function.params, SIGNATURE_PARAMS_MAX, &function.param_count) || expect(&cursor, "->"))
        return -1;
    skip_blanks(&cursor);
    if (*cursor.at == '(') {
        if (read_params(&cursor, function.results, SIGNATURE_RESULTS_MAX, &function.result_count))
            return -1;
        if (function.result_count < 2)
            return wrong(&cursor, "a tuple of results needs at least two; write a single one without parentheses");
    } else {
        function.result_count = 1;
        if (read_type(&cursor, &function.results[0].type))
            return -1;
    }
    if (read_end(&cursor))
        return -1;
    *ret_function = function;
    return 0;
}

/* --- writing
 * ---------------------------------------------------------------------------------------------------------- */

static void add_c_params(struct text *text, const struct param *params, int count, int *written)
{
    for (int i = 0; i < count; i++)
        text_format(text, "%s%s%s", (*written)++ ? ", " : "", spellings[spelling_of(params[i].type.kind)].c_param,
                    params[i].name);
}

char *signature_c(const struct function *function, const struct param *constructor, int constructor_count)
{
    struct text text = {0};
    int written = 0;
    const char *single = spellings[spelling_of(function->results[0].type.kind)].c_result;
    text_format(&text, "%s%s(", function->result_count == 1 ? single : "void ", function->name);
    add_c_params(&text, constructor, constructor_count, &written);
    add_c_params(&text, function->params, function->param_count, &written);
    for (int i = 0; function->result_count > 1 && i < function->result_count; i++)
        text_format(&text, "%s%s*%s", written++ ? ", " : "",
                    spellings[spelling_of(function->results[i].type.kind)].c_result, function->results[i].name);
    text_add(&text, written ? ")" : "void)");
    return text_take(&text);
}

static void add_params(struct text *text, const struct param *params, int count)
{
    for (int i = 0; i < count; i++)
        text_format(text, "%s%s %s", i ? ", " : "", params[i].name, params[i].type.text);
}

char *signature_text(const struct function *function)
{
    struct text text = {0};
    text_format(&text, "%s(", function->name);
    add_params(&text, function->params, function->param_count);
    text_add(&text, ") -> ");
    if (function->result_count == 1) {
        text_add(&text, function->results[0].type.text);
    } else {
        text_add(&text, "(");
        add_params(&text, function->results, function->result_count);
        text_add(&text, ")");
    }
    return text_take(&text);
}

char *signature_header(const char *problem_id, const struct function *functions, int count,
                       const struct param *constructor, int constructor_count)
{
    struct text text = {0};
    text_format(&text,
                "/* problem.h - the functions to write for %s. Made from the problem; do not edit. */\n"
                "#ifndef PROBLEM_H\n#define PROBLEM_H\n\n"
                "#include <math.h>\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n"
                "#include <stdlib.h>\n#include <string.h>\n\n"
                "#include \"tensor.h\"\n#include \"torch_random.h\"\n\n"
                "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n",
                problem_id);
    for (int i = 0; i < count; i++) {
        char *as_written = signature_text(&functions[i]);
        char *declaration = signature_c(&functions[i], constructor, constructor_count);
        text_format(&text, "/* %s */\n%s;\n\n", as_written, declaration);
        free(as_written);
        free(declaration);
    }
    text_add(&text, "#ifdef __cplusplus\n}\n#endif\n#endif\n");
    return text_take(&text);
}

/* Arguments are named a0, a1, ... and results r0, r1, ..., so that no name of a problem can meet one of the glue's. */
static void add_call(struct text *text, int index, const struct function *function, const struct param *constructor,
                     int constructor_count)
{
    int count = constructor_count + function->param_count;
    text_format(text, "static void call_%d(void)\n{\n", index);
    for (int i = 0; i < count; i++) {
        const struct param *param = i < constructor_count ? &constructor[i] : &function->params[i - constructor_count];
        int s = spelling_of(param->type.kind);
        text_format(text, "    %sa%d = harness_%s();\n", spellings[s].c_param, i, spellings[s].get);
    }
    for (int i = 0; function->result_count > 1 && i < function->result_count; i++)
        text_format(text, "    %sr%d = %s;\n", spellings[spelling_of(function->results[i].type.kind)].c_result, i,
                    spellings[spelling_of(function->results[i].type.kind)].fresh);
    if (function->result_count == 1)
        text_format(text, "    %sr0 = ", spellings[spelling_of(function->results[0].type.kind)].c_result);
    else
        text_add(text, "    ");
    text_format(text, "%s(", function->name);
    for (int i = 0; i < count; i++)
        text_format(text, "%sa%d", i ? ", " : "", i);
    for (int i = 0; function->result_count > 1 && i < function->result_count; i++)
        text_format(text, "%s&r%d", count || i ? ", " : "", i);
    text_add(text, ");\n");
    for (int i = 0; i < function->result_count; i++)
        text_format(text, "    harness_put_%s(r%d);\n", spellings[spelling_of(function->results[i].type.kind)].put, i);
    text_add(text, "}\n\n");
}

char *signature_glue(const struct function *functions, int count, const struct param *constructor,
                     int constructor_count)
{
    struct text text = {0};
    text_add(&text, "#include \"problem.h\"\n#include \"harness.h\"\n\n");
    for (int i = 0; i < count; i++)
        add_call(&text, i, &functions[i], constructor, constructor_count);
    text_add(&text, "void (*const harness_calls[])(void) = {");
    for (int i = 0; i < count; i++)
        text_format(&text, "%scall_%d", i ? ", " : "", i);
    text_format(&text, "};\nconst unsigned harness_call_count = %d;\n", count);
    return text_take(&text);
}
