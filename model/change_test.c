#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/case_told.h"

static const struct shown {
    const char *sheet, *shop, *changes;
} cases[] = {
    { "EMAIL|NOTE\nyou@example.com|new", "ID=1|EMAIL=you@example.com|NOTE=old", "NOTE: old > new" },
    { "EMAIL|NOTE\nyou@example.com|", "ID=1|EMAIL=you@example.com|NOTE=old", "NOTE: old > " },
    { "EMAIL|NOTE\nyou@example.com|old", "ID=1|EMAIL=you@example.com|NOTE=old", "" },
    { "EMAIL|NOTE|TAGS\nyou@example.com|new|a, b", NULL,
      "EMAIL:  > you@example.com | LANGUAGE:  > ja | NOTE:  > new | TAGS:  > a, b" },
    { "EMAIL|TAX_EXEMPT\nyou@example.com|maybe", NULL, "" },
    { "EMAIL|COMMAND\nyou@example.com|IGNORE", NULL, "" },
    { "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|b|REPLACE", "ID=1|EMAIL=you@example.com|TAGS=a, B",
      "TAGS: a, B > B" },
    { "EMAIL|TAGS\nyou@example.com|b", "ID=1|EMAIL=you@example.com|TAGS=a", "TAGS: a > a, b" },
    { "EMAIL|EMAIL_STATUS\nyou@example.com|unsubscribed",
      "ID=1|EMAIL=you@example.com|EMAIL_STATUS=subscribed|EMAIL_UPDATED_AT=2020-01-01 00:00:00 +0000",
      "EMAIL_STATUS: subscribed > unsubscribed | "
      "EMAIL_UPDATED_AT: 2020-01-01 00:00:00 +0000 > 2023-11-14 22:13:20 +0000" },
    { "EMAIL|ADDRESS_ID|ADDRESS_CITY|ADDRESS_DEFAULT\nyou@example.com|11|Rome|TRUE",
      "ID=1|EMAIL=you@example.com|@|ADDRESS_ID=11|ADDRESS_CITY=Paris",
      "ADDRESS_CITY: Paris > Rome | ADDRESS_DEFAULT: FALSE > TRUE" },
    { "EMAIL|ADDRESS_LINE1\nyou@example.com|A", "ID=1|EMAIL=you@example.com",
      "ADDRESS_LINE1:  > A | ADDRESS_DEFAULT:  > TRUE" },
    { "EMAIL|ADDRESS_ID|ADDRESS_COMMAND\nyou@example.com|11|DELETE",
      "ID=1|EMAIL=you@example.com|@|ADDRESS_ID=11|ADDRESS_CITY=Paris|ADDRESS_ZIP=1",
      "ADDRESS_CITY: Paris >  | ADDRESS_ZIP: 1 > " },
    { "EMAIL|M.my.size:|M.my.hat:\nyou@example.com|2|",
      "ID=1|EMAIL=you@example.com|M.my.hat:url=https://example.com",
      "Metafield: my.size [number_integer]:  > 2 | Metafield: my.hat [url]: https://example.com > " },
    { "EMAIL|SEND_INVITE\nyou@example.com|TRUE", "ID=1|EMAIL=you@example.com", "SEND_INVITE:  > TRUE" },
    { "EMAIL|COMMAND\nyou@example.com|DELETE",
      "ID=1|EMAIL=you@example.com|NOTE=old|TAGS=a|@|ADDRESS_ID=11|ADDRESS_CITY=Paris|M.my.size:number_"
      "integer=1",
      "EMAIL: you@example.com >  | EMAIL_STATUS: not_subscribed >  | EMAIL_LEVEL: single_opt_in >  | "
      "SMS_STATUS: not_subscribed >  | SMS_LEVEL: single_opt_in >  | NOTE: old >  | TAX_EXEMPT: FALSE >  | "
      "TAGS: a >  | "
      "ADDRESS_CITY: Paris >  | Metafield: my.size [number_integer]: 1 > " },
    { "EMAIL|COMMAND|NOTE|TAGS|M.my.size:|ADDRESS_CITY\nyou@example.com|REPLACE|new|b|2|Rome",
      "ID=1|EMAIL=you@example.com|NOTE=old|LANGUAGE=ja|TAGS=a|@|ADDRESS_ID=11|ADDRESS_CITY=Paris|M.my.size:"
      "number_integer=1"
      "|M.my.hat:number_integer=7",
      "NOTE: old > new | TAGS: a > b | ADDRESS_CITY: Paris >  | ADDRESS_CITY:  > Rome | ADDRESS_DEFAULT:  > TRUE | Metafield: my.size [number_integer]: 1 > 2 | "
      "Metafield: my.hat [number_integer]: 7 > " },
};

static size_t check(const struct shown *c)
{
    struct world w;
    struct match match = { 0 };
    struct change *changes;
    size_t failed = 0;

    world_init(&w);
    struct customer *have = case_have(&w, c->shop), *want = case_want(&w, c->sheet);
    case_match(&match, want, have);
    struct op op = plan_for(&w.ctx, want, &match, &w.findings);
    size_t n = plan_changes(&op, &w.cells, &changes, &w.arena);
    str told = case_told_changes(&w, changes, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(changes[i].row, 2);
    if (!str_eq(told, str_of(c->changes))) {
        print_error("%s\n  wanted %s\n  got    %.*s\n", c->sheet, c->changes, STR_ARG(told));
        failed = 1;
    }
    world_release(&w);
    return failed;
}

static void a_plan_says_what_changes_from_what_to_what(void **state)
{
    size_t failed = 0;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        failed += check(&cases[i]);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_plan_says_what_changes_from_what_to_what) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
