#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "cmd/say.h"

static void counts_have_commas(void **state)
{
    static const struct {
        size_t n;
        const char *text;
    } cases[] = {
        { 0, "0" }, { 999, "999" }, { 1000, "1,000" }, { 9646, "9,646" }, { 1048575, "1,048,575" }
    };
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        assert_string_equal(count_text(cases[i].n, &a).p, cases[i].text);
    arena_reset(&a);
}

static void control_characters_become_blanks(void **state)
{
    struct arena a = { 0 };

    (void)state;
    assert_true(str_eq(one_line(STR("a\nb\x1b[31mc\x7f"), &a), STR("a b [31mc ")));
    assert_true(str_eq(one_line(STR("山田"), &a), STR("山田")));
    arena_reset(&a);
}

/* What put_wrapped() writes, into `to`. */
static void wrap(const char *text, size_t at, size_t indent, size_t width, char *to, size_t size)
{
    FILE *f = tmpfile();

    assert_non_null(f);
    put_wrapped(f, str_of(text), at, indent, width);
    rewind(f);
    size_t n = fread(to, 1, size - 1, f);
    to[n] = '\0';
    fclose(f);
}

static void words_break_at_blanks(void **state)
{
    char got[512];

    (void)state;
    wrap("one two three four five six seven", 0, 2, 24, got, sizeof got);
    assert_string_equal(got, "  one two three four\n  five six seven\n");
    wrap("one two three", 3, 5, 80, got, sizeof got);
    assert_string_equal(got, "  one two three\n");
}

static void japanese_breaks_anywhere_but_before_closing_marks(void **state)
{
    char got[512], *line, *rest = got;

    (void)state;
    wrap("ブックを読み、おかしなところを報告します。店舗は開きません。", 0, 0, 28, got, sizeof got);
    while ((line = strsep(&rest, "\n")) && *line) {
        assert_true(text_width(str_of(line)) <= 30);
        assert_false(strncmp(line, "、", 3) == 0 || strncmp(line, "。", 3) == 0);
    }
}

static void padding_counts_wide_characters_twice(void **state)
{
    FILE *f = tmpfile();
    char got[64];

    (void)state;
    assert_non_null(f);
    put_padded(f, STR("山田"), 6);
    put_padded(f, STR("ab"), 6);
    put_padded(f, STR("abcdefgh"), 6);
    rewind(f);
    got[fread(got, 1, sizeof got - 1, f)] = '\0';
    fclose(f);
    assert_string_equal(got, "山田  ab    abcdefgh ");
}

static void no_color_and_pipes_have_no_colour(void **state)
{
    struct settings s = { .color = COLOR_ALWAYS };
    FILE *f = tmpfile();

    (void)state;
    assert_non_null(f);
    assert_true(shows_color(&s, f));
    s.color = COLOR_NEVER;
    assert_false(shows_color(&s, f));
    s.color = COLOR_AUTO;
    assert_false(shows_color(&s, f));
    setenv("NO_COLOR", "1", 1);
    assert_false(shows_color(&s, stderr));
    fclose(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_have_commas),
        cmocka_unit_test(control_characters_become_blanks),
        cmocka_unit_test(words_break_at_blanks),
        cmocka_unit_test(japanese_breaks_anywhere_but_before_closing_marks),
        cmocka_unit_test(padding_counts_wide_characters_twice),
        cmocka_unit_test(no_color_and_pipes_have_no_colour),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
