#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/tag_rules.h"

enum { MOST = 300 };

struct rules_case {
    const char *rules; /* "old>new|gone>", "+add", "=" replaces, "~" normalizes, "!" exact */
    const char *have, *after, *add, *remove;
};

/* rules: G-7+ G-7- G-8+ G-8- G-9+ G-9- G-10+ G-10- G-11+ */
static const struct rules_case cases[] = {
    { "old>new", "a|old|b", "a|b|new", "new", "old" },
    { "old>new", "a|b", "a|b", "", "" },
    { "old>new", "New|old", "New", "", "old" },
    { "old>new", "OLD", "new", "new", "OLD" },
    { "!|old>new", "OLD|old", "OLD|new", "OLD|new", "old" },
    { "vip>VIP", "a|vip", "a|VIP", "VIP", "vip" },
    { "vip>VIP", "VIP", "VIP", "", "" },
    { "a>|b>", "a|B|c", "c", "", "a|B" },
    { "a>x|b>x", "a|b|c", "c|x", "x", "a|b" },
    { "a>b|a>c", "a", "b", "b", "a" },
    { "+x|+y", "a|X", "a|X|y", "y", "" },
    { "=|+x|+y", "a|X|b", "X|y", "y", "a|b" },
    { "=", "a|b", "", "", "a|b" },
    { "~", "a|ＶＩＰ|c  d", "a|VIP|c d", "VIP|c d", "ＶＩＰ|c  d" },
    { "~", "VIP|ＶＩＰ", "VIP", "", "ＶＩＰ" },
    { "~", "ＶＩＰ|VIP", "VIP", "", "ＶＩＰ" },
    { "~", "　|a", "a", "", "　" },
    { "~", "a|b", "a|b", "", "" },
    { "~", "", "", "", "" },
};

static struct texts split(const char *joined, char by, struct arena *a)
{
    str rest = str_of(joined), *at = arena_array(a, str, MOST);
    size_t n = 0;

    for (bool more = rest.n > 0; more; n++)
        more = str_cut(rest, by, &at[n], &rest);
    return (struct texts){ at, n };
}

static struct tag_rules rules_of(const char *text, struct arena *a)
{
    struct texts parts = split(text, '|', a);
    struct tag_rule *rules = arena_array(a, struct tag_rule, parts.n + 1);
    str *add = arena_array(a, str, parts.n + 1);
    struct tag_rules r = { .at = rules, .add = { add, 0 } };

    for (size_t i = 0; i < parts.n; i++) {
        str p = parts.at[i];
        r.exact = r.exact || p.p[0] == '!';
        r.replaces = r.replaces || p.p[0] == '=';
        r.normalizes = r.normalizes || p.p[0] == '~';
        if (p.p[0] == '+')
            add[r.add.n++] = (str){ p.p + 1, p.n - 1 };
        else if (str_cut(p, '>', &rules[r.n].from, &rules[r.n].to))
            r.n++;
    }
    tag_rules_ready(&r, a);
    return r;
}

static void expect(const char *rules, const char *what, struct texts list, const char *expected,
                   struct arena *a)
{
    str joined = arena_copy(a, arena_join(a, list.at, list.n, STR("|")));

    if (!str_eq(joined, str_of(expected)))
        fail_msg("%s: %s is %s, expected %s", rules, what, joined.p, expected);
}

static void rules_say_what_becomes_of_tags(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct arena a = { 0 };
        struct tag_rules r = rules_of(cases[i].rules, &a);
        struct tag_result t = tags_cleaned(&r, split(cases[i].have, '|', &a), &a);
        expect(cases[i].rules, "after", t.after, cases[i].after, &a);
        expect(cases[i].rules, "add", t.add, cases[i].add, &a);
        expect(cases[i].rules, "remove", t.remove, cases[i].remove, &a);
        arena_reset(&a);
    }
}

static void done_twice_nothing_more_is_done(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct arena a = { 0 };
        struct tag_rules r = rules_of(cases[i].rules, &a);
        struct tag_result t = tags_cleaned(&r, split(cases[i].have, '|', &a), &a);
        t = tags_cleaned(&r, t.after, &a);
        assert_int_equal(t.add.n + t.remove.n, 0);
        arena_reset(&a);
    }
}

static struct op planned(const char *rules, size_t tags, struct findings *findings)
{
    static struct customer c;
    str *at = arena_array(findings->arena, str, tags + 1);
    struct tag_rules r = rules_of(rules, findings->arena);

    for (size_t i = 0; i < tags; i++)
        at[i] = arena_fmt(findings->arena, "t%zu", i);
    c = (struct customer){ .id = 1, .tags = { at, tags } };
    return plan_tags_cleaned(&r, &c, 7, findings);
}

/* rules: G-12+ G-12- */
static void more_than_250_tags_are_refused(void **state)
{
    struct arena a = { 0 };
    struct findings f = { .arena = &a };

    (void)state;
    assert_int_equal(planned("+x", 249, &f).kind, OP_UPDATE);
    assert_int_equal(planned("t1>x", 260, &f).kind, OP_UPDATE);
    assert_int_equal(planned("t1>", 260, &f).kind, OP_UPDATE);
    assert_int_equal(planned("nothing>x", 260, &f).kind, OP_UNCHANGED);
    assert_int_equal(f.n, 0);
    struct op op = planned("+x", 250, &f);
    assert_int_equal(op.kind, OP_REFUSED);
    assert_int_equal(op.why.id, FINDING_TOO_MANY_TAGS);
    assert_int_equal(f.n, 1);
    assert_int_equal(f.at[0].row, 7);
    assert_true(str_eq(f.at[0].args[1], STR("251")));
    arena_reset(&a);
}

static void who_is_gone_is_refused(void **state)
{
    struct arena a = { 0 };
    struct findings f = { .arena = &a };
    struct tag_rules r = rules_of("+x", &a);

    (void)state;
    assert_int_equal(plan_tags_cleaned(&r, NULL, 3, &f).kind, OP_REFUSED);
    assert_int_equal(f.at[0].id, FINDING_NOT_FOUND);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_say_what_becomes_of_tags),
        cmocka_unit_test(done_twice_nothing_more_is_done),
        cmocka_unit_test(more_than_250_tags_are_refused),
        cmocka_unit_test(who_is_gone_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
