/* What generate.h refuses: where it is wrong, and in which words. */
#include <stdio.h>
#include <string.h>

#include "tests/check_main.h"
#include "tests/made.h"

START_TEST(a_group_that_contradicts_itself_is_refused_with_its_place)
{
    static const struct {
        const char *type, *recipe, *why;
    } rows[] = {
        {"i64[2]", "{\"normal\":1}", "g:1:14: 'args.x': \"normal\" cannot make i64[2]"},
        {"str", "{\"integers\":[0,1]}", "\"integers\" cannot make str"},
        {"f64[2]", "{\"text\":{}}", "\"text\" cannot make f64[2]"},
        {"f64[2]", "{\"expr\":\"1\"}", "\"expr\" cannot make f64[2]"},
        {"f64[2]", "{}", "no generator here"},
        {"f64[2]", "{\"scale\":2}", "no generator here"},
        {"f64[2]", "{\"norml\":1}",
         "no generator here, as \"normal\", \"integers\" or \"value\" is, did you mean 'normal'?"},
        {"f64[2]", "{\"normal\":1,\"uniform\":[0,1]}", "'args.x.uniform': a second generator beside \"normal\""},
        {"f64[2]", "{\"normal\":1,\"scael\":2}", "'args.x.scael': unknown key, did you mean 'scale'?"},
        {"f64[2]", "{\"normal\":1,\"noise\":2}", "'args.x.noise': unknown key"},
        {"f64", "{\"expr\":\"1\",\"scale\":2}", "'args.x.scale': unknown key"},
        {"bool", "{\"choice\":[true],\"scale\":2}", "'args.x.scale': unknown key"},
        {"f64[2]", "{\"normal\":[1,2,3]}", "at most 2 items expected, not 3"},
        {"f64[2]", "{\"normal\":null}", "a number, or an expression in quotes, expected"},
        {"f64[2]", "{\"uniform\":1}", "'args.x.uniform': an array expected, not 1"},
        {"f64[2]", "{\"uniform\":[2,1]}", "argument 'x': the range from 2 to 1 is empty"},
        {"f64[2]", "{\"uniform\":[\"nan\",1]}", "the range from nan to 1 is empty"},
        {"f64[2]", "{\"log_uniform\":[0,1]}", "the range from 0 to 1 has no logarithm"},
        {"i64[2]", "{\"integers\":[2,1]}", "the range from 2 to 1 is empty"},
        {"i64[2]", "{\"integers\":[0.5,1]}",
         "a whole number from -9007199254740992 to 9007199254740992 expected, not 0.5"},
        {"i64[2]", "{\"integers\":[0,1],\"scale\":0.3}", "is drawn, which is no whole number"},
        {"i64", "{\"expr\":\"3/2\"}", "1.5 is drawn, which is no whole number"},
        {"i64", "{\"expr\":\"M\"}", "nothing before it is named 'M'"},
        {"i64", "{\"expr\":\"1+\"}",
         "g:1:22: 'args.x.expr': expression '1+': a number, a name or '(' expected at character 3"},
        {"i64", "{\"value\":[1]}", "a number, or an expression in quotes, expected"},
        {"i64[3]", "{\"integers\":[0,1],\"distinct\":true}", "3 different elements are wanted, but there are only 2"},
        {"f64[5]", "{\"uniform\":[0,1],\"round\":0,\"distinct\":true}", "cannot be made pairwise different"},
        {"f64[3]", "{\"normal\":1,\"distinct\":true,\"zeros\":0.5}", "not together with zeros"},
        {"f64[3]", "{\"normal\":1,\"zeros\":1.5}", "a number from 0 to 1 expected, not 1.5"},
        {"f64[3]", "{\"normal\":1,\"round\":10}", "a whole number from 0 to 9 expected, not 10"},
        {"f64[3]", "{\"normal\":1,\"scale\":[]}", "at least 1 items expected"},
        {"i64[3]", "{\"permutation\":false}", "only true makes sense here"},
        {"f64[2]", "[1,2,3]", "dimension 0 of 'x' is 3, but '2' is 2"},
        {"f64[2]", "[[1,2]]", "'args.x[0]': a number expected, not an array"},
        {"f64[2,2]", "[[1,2],[3]]", "'args.x[1]': 2 items expected as in the first of these lists, not 1"},
        {"f64[2,2]", "[1,2]", "a list expected: f64[2,2] has 2 dimensions"},
        {"f64[2]", "5", "a list expected: f64[2] has 1 dimensions"},
        {"f64[2]", "[1,\"two\"]", "a number, \"nan\", \"inf\" or \"-inf\" expected"},
        {"f32[1]", "[1e39]", "the number is too large for f32"},
        {"i64[2]", "[1,2.5]", "a whole number of 64 bits expected, not 2.5"},
        {"i64", "1.0", "a whole number of 64 bits expected, not 1.0"},
        {"bool", "1", "true or false expected, not 1"},
        {"str", "1", "a string expected, not 1"},
        {"str[]", "[\"a\",1]", "'args.x[1]': a string expected, not 1"},
        {"str[]", "\"a\"", "an array expected, not \"a\""},
        {"str", "{\"choice\":[]}", "at least 1 items expected"},
        {"f64", "{\"one_of\":[1,{\"text\":1}]}", "'args.x.one_of[1]': \"text\" cannot make f64"},
        {"str", "{\"text\":{\"length\":3}}", "the key 'alphabet' is missing"},
        {"str", "{\"text\":{\"length\":3,\"alphabet\":\"\"}}", "a string of at least 1 bytes expected"},
        {"str", "{\"text\":{\"length\":[4,3],\"alphabet\":\"a\"}}", "length: the range from 4 to 3 is empty"},
        {"str", "{\"text\":{\"length\":3,\"alphabet\":\"ab\",\"distinct\":true}}", "3 different characters are wanted"},
        {"str", "{\"text_from\":\"y\",\"length\":3}", "no text before it is named 'y'"},
        {"str[]", "{\"sentences\":{\"count\":1,\"words\":1,\"vocabulary\":[]}}", "at least 1 items expected"},
        {"str[]", "{\"sentences\":{\"count\":1,\"words\":1,\"vocabulary\":[\"a\"],\"blank\":[]}}",
         "did you mean 'blanks'?"},
        {"str[]", "{\"sentences\":{\"count\":5000,\"words\":1,\"vocabulary\":[\"a\"]}}",
         "count: a whole number from 0 to 4096"},
        {"f64[4000,4000]", "{\"value\":1}", "'x' has more than 4194304 elements"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char signature[100], group[300];
        snprintf(signature, sizeof signature, "f(x %s) -> f64", rows[i].type);
        snprintf(group, sizeof group, "{\"args\":{\"x\":%s}}", rows[i].recipe);
        made_bad(signature, group, rows[i].why);
    }
}
END_TEST

START_TEST(arguments_are_exactly_the_parameters)
{
    static const char f[] = "f(first i64, second i64) -> f64";
    made_bad(f, "{\"args\":{\"first\":1}}", "'args': the argument 'second' is missing");
    made_bad(f, "{\"args\":{\"first\":1,\"secnod\":1}}", "'args.secnod': unknown key, did you mean 'second'?");
    made_bad(f, "{}", "the key 'args' is missing");
    made_bad(f, "{\"args\":[]}", "an object expected, not an array");
    made_bad(f, "{\"args\":{\"first\":1,\"second\":1},\"constructor\":{\"C\":1}}", "unknown key");
    made_bad(f, "{\"args\":{\"first\":1,\"second\":1},\"distinct\":1}", "true or false expected, not 1");
    made_bad("f(a f64[2000,2000], b f64[2000,2000], c f64[2000,2000]) -> f64",
             "{\"args\":{\"a\":{\"value\":1},\"b\":{\"value\":1},\"c\":{\"value\":1}}}",
             "more than 8388608 elements in all");
    struct made *made = made_good("f() -> f64", "{}");
    struct values values = made_draw(made, 0, 0);
    ck_assert_uint_eq(values.count, 0);
    values_release(&values);
    made_release(made);
}
END_TEST

CHECK_MAIN("generate faults", a_group_that_contradicts_itself_is_refused_with_its_place,
           arguments_are_exactly_the_parameters)
