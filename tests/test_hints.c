/* test_hints.c - hints.md, read within bounds; and which steps were shown to whom. */
#include "judge/problem/hints.h"

#include <stdio.h>
#include <string.h>

#include "judge/store/store.h"
#include "judge/base/text.h"
#include "judge/base/value.h"
#include "tests/check_main.h"
#include "tests/store_fixture.h"

static struct hints hints;
static struct err err;

static int parse(const char *text)
{
    return hints_parse("hints.md", text, strlen(text), &hints, &err);
}

static void expect_refused(const char *text, const char *words)
{
    ck_assert_int_eq(parse(text), -1);
    ck_assert_msg(err.kind == ERR_USE && strstr(err.text, words), "'%s' is not in '%s'", words, err.text);
}

START_TEST(steps_have_titles_and_texts)
{
    ck_assert_int_eq(parse("# Hints\n\n## Where to begin\n\nOne\ntwo.\n\n\n## Nearly ##there\nThree\n\n    code\n"), 0);
    ck_assert_int_eq(hints.count, 2);
    ck_assert_str_eq(hints.at[0].title, "Where to begin");
    ck_assert_str_eq(hints.at[0].text, "One\ntwo.\n");
    ck_assert_str_eq(hints.at[1].title, "Nearly ##there");
    ck_assert_str_eq(hints.at[1].text, "Three\n\n    code\n");
    hints_release(&hints);
    ck_assert_int_eq(hints.count, 0);
}
END_TEST

START_TEST(deeper_headings_and_fences_belong_to_the_text)
{
    ck_assert_int_eq(parse("# Hints\n## One\n### deeper\n```\n## no step\n# no heading\n```\n## Two\nend"), 0);
    ck_assert_int_eq(hints.count, 2);
    ck_assert_str_eq(hints.at[0].text, "### deeper\n```\n## no step\n# no heading\n```\n");
    ck_assert_str_eq(hints.at[1].text, "end\n");
    hints_release(&hints);
}
END_TEST

START_TEST(files_from_windows_are_read)
{
    ck_assert_int_eq(parse("# Hints\r\n\r\n## One\r\n\r\na\r\nb\r\n"), 0);
    ck_assert_str_eq(hints.at[0].title, "One");
    ck_assert_str_eq(hints.at[0].text, "a\nb\n");
    hints_release(&hints);
}
END_TEST

START_TEST(what_is_no_list_of_hints_is_refused_with_its_line)
{
    expect_refused("", "no step");
    expect_refused("# Hints\n", "no step");
    expect_refused("Hints\n", "hints.md:1:1: the heading '# Hints' expected");
    expect_refused("## One\ntext\n", "hints.md:1:1: a step before the heading");
    expect_refused("# Hints\nfirst\n## One\ntext\n", "hints.md:2:1: text before the first step");
    expect_refused("# Hints\n## One\n\n## Two\ntext\n", "hints.md:4:1: the step before has no text");
    expect_refused("# Hints\n## One\ntext\n## Two\n \n", "the step before has no text");
    expect_refused("# Hints\n##  \ntext\n", "hints.md:2:1: a step needs a title");
    expect_refused("# Hints\n## One\ntext\n# Hints\n", "hints.md:4:1: a second heading");
    expect_refused("# Hints\n## One\n\033[31m\n", "hints.md:3:1: a control character");
    expect_refused("# Hints\n## \xff\ntext\n", "hints.md:2:1: not UTF-8");
    ck_assert_int_eq(hints_parse("hints.md", "# Hints\n## a\nb\0c\n", 17, &hints, &err), -1);
    ck_assert_ptr_nonnull(strstr(err.text, "a control character"));
}
END_TEST

START_TEST(bounds_hold)
{
    struct text text = {0};
    text_add(&text, "# Hints\n");
    for (int i = 0; i < HINTS_MAX; i++)
        text_format(&text, "## %d\ntext\n", i);
    ck_assert_int_eq(parse(text.at), 0);
    ck_assert_int_eq(hints.count, HINTS_MAX);
    hints_release(&hints);
    text_add(&text, "## one more\ntext\n");
    expect_refused(text.at, "more than 16 steps");
    text_release(&text);

    text_format(&text, "# Hints\n## %0*d\ntext\n", HINTS_TITLE_MAX, 0);
    ck_assert_int_eq(parse(text.at), 0);
    hints_release(&hints);
    text_release(&text);
    text_format(&text, "# Hints\n## %0*d\ntext\n", HINTS_TITLE_MAX + 1, 0);
    expect_refused(text.at, "a step needs a title");
    text_release(&text);

    text_format(&text, "# Hints\n## One\n%0*d", HINTS_BYTES_MAX, 0);
    expect_refused(text.at, "larger than 64 KiB");
    text_release(&text);
}
END_TEST

/* --- what was shown --- */

static int64_t shown(struct store *store, const char *user, const char *problem)
{
    int64_t steps = -1;
    ck_assert_msg(store_hints_shown(store, user, problem, &steps, &err) == 0, "%s", err.text);
    return steps;
}

START_TEST(the_furthest_step_of_each_user_is_remembered)
{
    struct fixture fixture;
    fixture_init(&fixture);
    fixture_open(&fixture, STORE_WRITE);
    ck_assert_int_eq(shown(fixture.store, "ada", "mlp"), 0);
    ck_assert_int_eq(store_note_hint(fixture.store, "ada", "mlp", 2, &err), 0);
    ck_assert_int_eq(store_note_hint(fixture.store, "ada", "mlp", 1, &err), 0);
    ck_assert_int_eq(store_note_hint(fixture.store, "grace", "mlp", 1, &err), 0);
    fixture_open(&fixture, STORE_READ);
    ck_assert_int_eq(shown(fixture.store, "ada", "mlp"), 2);
    ck_assert_int_eq(shown(fixture.store, "grace", "mlp"), 1);
    ck_assert_int_eq(shown(fixture.store, "ada", "attention"), 0);
    fixture_expect_sound(fixture.store);
    fixture_open(&fixture, STORE_WRITE);
    ck_assert_int_eq(store_note_hint(fixture.store, "", "mlp", 1, &err), -1);
    ck_assert_int_eq(err.kind, ERR_USE);
    fixture_release(&fixture);
}
END_TEST

CHECK_MAIN("hints", steps_have_titles_and_texts, deeper_headings_and_fences_belong_to_the_text,
           files_from_windows_are_read, what_is_no_list_of_hints_is_refused_with_its_line, bounds_hold,
           the_furthest_step_of_each_user_is_remembered)
