#include "judge/judging/definitions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/check_main.h"

/* The definitions of a source as "name:line", with a + for those inside braces, a blank between them. */
static void finds(const char *source, const char *wanted)
{
    struct definitions found;
    char text[400] = "";
    size_t size = strlen(source), used = 0;
    char *exact = malloc(size + !size); /* no NUL behind it */
    memcpy(exact, source, size);
    definitions_read(exact, size, &found);
    for (int i = 0; i < found.count && used < sizeof text; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s:%d%s", i ? " " : "", found.at[i].name,
                                 found.at[i].line, found.at[i].inside ? "+" : "");
    free(exact);
    ck_assert_str_eq(text, wanted);
}

START_TEST(definitions_are_found_with_their_lines)
{
    finds("double f(int a) { return g(a); }\n\ntensor *\nh(void)\n{\n}\n", "f:1 h:4");
    finds("static inline const tensor *f(const std::vector<double> &a) noexcept {}\nint x;", "f:1");
    finds("auto f(int (*p)(int), int n) -> double { if (n) { return p(n); } }\n", "f:1 if:1+");
    finds("extern \"C\" double f(int a) {}", "f:1");
}
END_TEST

START_TEST(calls_declarations_and_values_are_no_definitions)
{
    finds("double f(int a);\nint x = f(1), y[] = {f(1), 2};\nstruct s { int a; } s = {1};\nenum { A, B };\n", "");
    finds("double x = f(3); int *y = (int[]){1};", "");
    finds("}}}} double f(int a) {", "f:1");
}
END_TEST

START_TEST(what_stands_inside_is_marked)
{
    finds("namespace n {\ndouble f(int a) { }\n}\nstruct S { int g() const { return 1; } };\nint S::h(int) {}\n",
          "f:2+ g:4+ h:5+");
}
END_TEST

START_TEST(comments_strings_and_directives_are_no_code)
{
    finds("// int f(int a) {}\n/* int f(int a)\n{} */ int g(int a) {}\n", "g:3");
    finds("const char *s = \"int f() {\", c = '{', d = '\\'', *t = \"\\\"{\"; int g() {}", "g:1");
    finds("const char *s = R\"x(int f() { \" )x\"; int g() {}", "g:1");
    finds("#define F(x) int f(int x) { \\\n }\nint g() {}\n#include <a>\n  #define B {\nint h() {}", "g:3 h:6");
    finds("int x = 1'000'000; double y = 1.5e3f; int g() {}", "g:1");
    finds("#if 0\nint f() {\n#if 1\n#endif\n#else\nint g() {}\n#endif\n#if 1\nint h() {}\n#endif\n", "g:6 h:9");
    finds("int f() { // a brace in words }\n}\nint g() {}\n", "f:1 g:3");
}
END_TEST

START_TEST(an_attribute_does_not_hide_the_name)
{
    finds("__attribute__((noinline)) double f(int a) {}", "__attribute__:1 f:1");
}
END_TEST

START_TEST(the_one_outside_of_braces_is_meant)
{
    struct definitions found;
    static const char source[] = "struct S { int f(int a) {} };\nint f(double a) {}\nint g() {}";
    definitions_read(source, sizeof source - 1, &found);
    ck_assert_int_eq(definitions_find(&found, "f")->line, 2);
    ck_assert_int_eq(definitions_find(&found, "g")->line, 3);
    ck_assert_ptr_null(definitions_find(&found, "S"));
}
END_TEST

START_TEST(many_and_long_ones_are_cut)
{
    static char source[200000];
    struct definitions found;
    memset(source, 'f', 300);
    size_t used = 300;
    while (used < sizeof source - 20)
        used += (size_t)sprintf(source + used, "(){} int g");
    definitions_read(source, used, &found);
    ck_assert_int_eq(found.count, DEFINITIONS_MAX);
    ck_assert_uint_eq(strlen(found.at[0].name), DEFINITION_NAME - 1);
}
END_TEST

CHECK_MAIN("definitions", definitions_are_found_with_their_lines, calls_declarations_and_values_are_no_definitions,
           what_stands_inside_is_marked, comments_strings_and_directives_are_no_code,
           an_attribute_does_not_hide_the_name, the_one_outside_of_braces_is_meant, many_and_long_ones_are_cut)
