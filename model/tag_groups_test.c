#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/time.h"
#include "model/tag_groups.h"
#include "model/tag_key.h"

struct alike_case {
    const char *one, *other;
    unsigned differs; /* enum tag_fold; 0: they are two tags */
};

/* rules: G-1+ G-1- G-2+ G-2- G-3+ G-3- */
static const struct alike_case alike_cases[] = {
    { "vip", "VIP", TAG_FOLD_CASE },
    { "ＶＩＰ", "VIP", TAG_FOLD_WIDTH },
    { "ＶＩＰ", "vip", TAG_FOLD_WIDTH | TAG_FOLD_CASE },
    { "V.I.P.", "VIP", TAG_FOLD_PUNCTUATION },
    { "v.i.p.", "ＶＩＰ", TAG_FOLD_WIDTH | TAG_FOLD_CASE | TAG_FOLD_PUNCTUATION },
    { " VIP", "VIP", TAG_FOLD_SPACE },
    { "VIP　", "VIP", TAG_FOLD_SPACE },
    { "early  bird", "early bird", TAG_FOLD_SPACE },
    { "early bird", "earlybird", TAG_FOLD_SPACE },
    { "early-bird", "early_bird", TAG_FOLD_PUNCTUATION },
    { "early-bird", "early bird", TAG_FOLD_SPACE | TAG_FOLD_PUNCTUATION },
    { "ﾒﾙﾏｶﾞ", "メルマガ", TAG_FOLD_WIDTH },
    { "めるまが", "メルマガ", TAG_FOLD_KANA },
    { "さゝら", "サヽラ", TAG_FOLD_KANA },
    { "アーリー・バード", "アーリーバード", TAG_FOLD_PUNCTUATION },
    { "「特典」", "特典", TAG_FOLD_PUNCTUATION },
    { "wholesale\xE2\x80\x8B", "wholesale", TAG_FOLD_SPACE },
    { "customers", "customer", TAG_FOLD_PLURAL },
    { "VIP Customers", "vip customer", TAG_FOLD_CASE | TAG_FOLD_PLURAL },
    { "boxes", "box", TAG_FOLD_PLURAL },
    { "parties", "party", TAG_FOLD_PLURAL },
    { "passes", "pass", TAG_FOLD_PLURAL },
    { "wishes-2024", "wish-2024", TAG_FOLD_PLURAL },
    { "VIP", "VIP", 0 },
    { "2023", "2024", 0 },
    { "女性", "男性", 0 },
    { "VIP1", "VIP2", 0 },
    { "Osaka", "Osaka-B", 0 },
    { "S", "M", 0 },
    { "1.5", "15", 0 },
    { "-5", "5", 0 },
    { "1 2", "12", 0 },
    { "A", "A-", 0 },
    { "A", "A+", 0 },
    { "C", "C#", 0 },
    { "S/M", "SM", 0 },
    { "new", "news", 0 },
    { "bus", "bu", 0 },
    { "boss", "bos", 0 },
};

static void alike_are_those_that_differ_in_writing_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(alike_cases); i++) {
        const struct alike_case *c = &alike_cases[i];
        struct arena a = { 0 };
        unsigned differs = tag_differs(str_of(c->one), str_of(c->other), &a);
        if (differs != c->differs || tag_differs(str_of(c->other), str_of(c->one), &a) != differs)
            fail_msg("%s and %s differ in %x, not %x", c->one, c->other, differs, c->differs);
        arena_reset(&a);
    }
}

struct near_case {
    const char *one, *other;
    bool near;
};

/* rules: G-4+ G-4- */
static const struct near_case near_cases[] = {
    { "newsletter", "newsleter", true },
    { "newsletter", "newslettter", true },
    { "newsletter", "newslettex", true },
    { "newsletter", "newlsetter", true },
    { "パーティーリスト", "パーティーイスト", true },
    { "ニュースレターa", "ニュースレタ", false },
    { "wholesale tokyo", "wholesele tokyo", true },
    { "newsletter", "newslettex2", false },
    { "wholesale", "whole sale", false },
    { "newsletter", "newslette2", false },
    { "campaign 2023", "campaign 2024", false },
    { "osaka", "osakb", false },
    { "newsletters", "newsletterxx", false },
    { "xx newsletter", "yy newsletter", false },
    { "newsletter a", "newsletter b", false },
    { "パーティーリスト", "パーティーリスタ", true },
    { "東京都千代田区在住", "東京都千代田区在勤", false },
    { "newsletter", "newsletter", false },
    { "1234567a", "1234567b", true },
    { "ñandúñandú", "ñandúñandu", true },
};

static void near_are_those_with_one_letter_wrong_in_a_long_word(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(near_cases); i++) {
        const struct near_case *c = &near_cases[i];
        struct arena a = { 0 };
        str one = tag_words(str_of(c->one), &a), other = tag_words(str_of(c->other), &a);
        if (tag_words_near(one, other) != c->near || tag_words_near(other, one) != c->near)
            fail_msg("%s and %s are near: expected %d", c->one, c->other, c->near);
        arena_reset(&a);
    }
}

/* "VIP:9 vip:3" of the groups, one a line: "VIP=0 vip=1", the number being the rank. */
static void groups_are(const char *uses, const char *expected)
{
    struct arena a = { 0 };
    struct tag_use tags[32];
    const struct tag_group *groups;
    str rest = str_of(uses), one, number, lines[32];
    size_t n = 0, count;

    for (bool more = true; more; n++) {
        more = str_cut(rest, '|', &one, &rest);
        assert_true(str_cut(one, ':', &tags[n].tag, &number));
        tags[n].customers = 0;
        for (size_t i = 0; i < number.n; i++)
            tags[n].customers = tags[n].customers * 10 + (size_t)(number.p[i] - '0');
    }
    tag_groups(tags, n, &groups, &count, &a);
    for (size_t i = 0; i < count; i++) {
        str members[32];
        for (size_t k = 0; k < groups[i].n; k++)
            members[k] = arena_fmt(&a, "%.*s=%d", STR_ARG(tags[groups[i].members[k].tag].tag),
                                   (int)groups[i].members[k].rank);
        lines[i] = arena_join(&a, members, groups[i].n, STR("|"));
    }
    str all = arena_copy(&a, arena_join(&a, lines, count, STR("\n")));
    assert_string_equal(all.p, expected);
    arena_reset(&a);
}

/* rules: G-5+ G-5- G-6+ G-6- */
static void the_spelling_of_most_customers_is_the_target(void **state)
{
    (void)state;
    groups_are("vip:3|VIP:9|other:1", "VIP=0|vip=1");
    groups_are("vip:9|VIP:9", "vip=0|VIP=1");
    groups_are("VIP:9|vip:9", "VIP=0|vip=1");
    groups_are("a:1|b:2", "");
}

static void lower_ranks_join_the_largest_and_never_make_a_chain(void **state)
{
    (void)state;
    groups_are("customer:9|customers:5|Customers:1", "customer=0|customers=2|Customers=2");
    groups_are("newsletter:9|newsleter:5|newsletters:3|newslettter:1",
               "newsletter=0|newsletters=2|newsleter=3|newslettter=3");
    groups_are("aaaaaaaa:9|aaaaaaab:8|aaaaaabb:7|aaaaabbb:6", "aaaaaaaa=0|aaaaaaab=3\naaaaaabb=0|aaaaabbb=3");
    groups_are("S:1|M:2|2023:3|2024:4|女性:5|男性:6|VIP1:7|VIP2:8|Osaka:9|Osaka-B:9", "");
}

static void no_tags_make_no_groups(void **state)
{
    struct arena a = { 0 };
    const struct tag_group *groups;
    size_t count = 9;

    (void)state;
    tag_groups(NULL, 0, &groups, &count, &a);
    assert_int_equal(count, 0);
    arena_reset(&a);
}

static void many_tags_cost_little(void **state)
{
    enum { MANY = 20000 };
    struct arena a = { 0 };
    struct tag_use *tags = arena_array(&a, struct tag_use, MANY);
    const struct tag_group *groups;
    size_t count;

    (void)state;
    for (size_t i = 0; i < MANY; i++)
        tags[i] = (struct tag_use){ arena_fmt(&a, "campaign of the month %zu", i), i, 0 };
    double began = clock_steady();
    tag_groups(tags, MANY, &groups, &count, &a);
    assert_int_equal(count, 0);
    assert_true(clock_steady() - began < 20);
    arena_reset(&a);
}

struct normal_case {
    const char *tag, *normal;
};

/* rules: G-11+ G-11- */
static const struct normal_case normal_cases[] = {
    { "VIP", "VIP" },
    { "  VIP　", "VIP" },
    { "early \t bird", "early bird" },
    { "ＶＩＰ　会員", "VIP 会員" },
    { "ﾒﾙﾏｶﾞ", "メルマガ" },
    { "大阪，京都", "大阪，京都" },
    { "①㈱", "①㈱" },
    { "vip", "vip" },
    { "　", "" },
    { "", "" },
};

static void normalizing_trims_folds_width_and_white_space(void **state)
{
    struct arena a = { 0 };

    (void)state;
    for (size_t i = 0; i < countof(normal_cases); i++) {
        str normal = arena_copy(&a, tag_normal(str_of(normal_cases[i].tag), &a));
        assert_string_equal(normal.p, normal_cases[i].normal);
    }
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alike_are_those_that_differ_in_writing_only),
        cmocka_unit_test(near_are_those_with_one_letter_wrong_in_a_long_word),
        cmocka_unit_test(the_spelling_of_most_customers_is_the_target),
        cmocka_unit_test(lower_ranks_join_the_largest_and_never_make_a_chain),
        cmocka_unit_test(no_tags_make_no_groups),
        cmocka_unit_test(many_tags_cost_little),
        cmocka_unit_test(normalizing_trims_folds_width_and_white_space),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
