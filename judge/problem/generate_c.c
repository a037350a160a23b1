#include "judge/problem/generate_c.h"

#include <stdlib.h>
#include <string.h>

#include "judge/problem/generate.h"
#include "judge/base/text.h"

static const char *function_of(const struct group *group)
{
    return group->generator ? generator_function(group->generator) : NULL;
}

/* The first group with the same function stands for all of them. */
static bool is_first(const struct problem *problem, int g)
{
    const char *function = function_of(&problem->groups[g]);
    for (int i = 0; i < g && function; i++) {
        const char *other = function_of(&problem->groups[i]);
        if (other && strcmp(other, function) == 0)
            return false;
    }
    return function != NULL;
}

int generate_c_index(const struct problem *problem, const struct group *group)
{
    const char *function = function_of(group);
    int index = 0;
    for (int g = 0; function && g < problem->group_count; g++) {
        if (!is_first(problem, g))
            continue;
        if (strcmp(function_of(&problem->groups[g]), function) == 0)
            return index;
        index++;
    }
    return -1;
}

char *generate_c_signature(const struct problem *problem, const struct group *group)
{
    struct text text = {0};
    text_format(&text, "void %s(uint64_t seed", function_of(group));
    for (int i = 0; generator_dim(group->generator, i); i++)
        text_format(&text, ", int64_t %s", generator_dim(group->generator, i));
    const struct function *function = &problem->functions[group->function];
    for (int i = 0; i < problem->constructor_count + function->param_count; i++) {
        const struct param *param = generator_param(group->generator, i);
        text_format(&text, ", %s*ret_%s", signature_c_result(&param->type), param->name);
    }
    text_add(&text, ")");
    return text_take(&text);
}

char *generate_c_header(const struct problem *problem)
{
    struct text text = {0};
    text_format(&text,
                "/* generate.h - the functions to write in generate.c of %s. Made from the problem; do not edit. */\n"
                "#ifndef GENERATE_H\n#define GENERATE_H\n\n"
                "#include <math.h>\n#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n"
                "#include <stdlib.h>\n#include <string.h>\n\n"
                "#include \"reference/rng.h\"\n#include \"tensor.h\"\n#include \"torch_random.h\"\n\n",
                problem->id);
    for (int g = 0; g < problem->group_count; g++) {
        if (!is_first(problem, g))
            continue;
        const struct group *group = &problem->groups[g];
        char *arguments = signature_text(&problem->functions[group->function]);
        char *declaration = generate_c_signature(problem, group);
        text_format(&text, "/* group '%s': %s */\n%s;\n\n", group->name, arguments, declaration);
        free(arguments);
        free(declaration);
    }
    text_add(&text, "#endif\n");
    return text_take(&text);
}

/* Places are named r0, r1, ..., so that no name of a problem can meet one of the glue's. */
static void add_call(struct text *text, const struct problem *problem, const struct group *group, int index)
{
    const int count = problem->constructor_count + problem->functions[group->function].param_count;
    int dims = 0;
    text_format(text, "static void make_%d(void)\n{\n    uint64_t seed = (uint64_t)harness_i64();\n", index);
    for (; generator_dim(group->generator, dims); dims++)
        text_format(text, "    int64_t d%d = harness_i64();\n", dims);
    for (int i = 0; i < count; i++) {
        const struct type *type = &generator_param(group->generator, i)->type;
        text_format(text, "    %sr%d = %s;\n", signature_c_result(type), i,
                    type->kind == FRAME_STRINGS ? "{0, 0}" : "0");
    }
    text_format(text, "    %s(seed", function_of(group));
    for (int i = 0; i < dims; i++)
        text_format(text, ", d%d", i);
    for (int i = 0; i < count; i++)
        text_format(text, ", &r%d", i);
    text_add(text, ");\n");
    for (int i = 0; i < count; i++)
        text_format(text, "    harness_put_%s(r%d);\n", signature_put(&generator_param(group->generator, i)->type), i);
    text_add(text, "}\n\n");
}

char *generate_c_glue(const struct problem *problem)
{
    struct text text = {0};
    int count = 0;
    text_add(&text, "#include \"generate.h\"\n#include \"harness.h\"\n\n");
    for (int g = 0; g < problem->group_count; g++) {
        if (is_first(problem, g))
            add_call(&text, problem, &problem->groups[g], count++);
    }
    text_add(&text, "static void (*const makers[])(void) = {");
    for (int i = 0; i < count; i++)
        text_format(&text, "%smake_%d", i ? ", " : "", i);
    text_add(&text, "};\n\nstatic void make_all(void)\n{\n"
                    "    for (int64_t left = harness_i64(); left > 0; left--)\n"
                    "        makers[harness_i64()]();\n}\n\n"
                    "void (*const harness_calls[])(void) = {make_all};\nconst unsigned harness_call_count = 1;\n");
    return text_take(&text);
}
