#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/plan_cases.h"

/* ---- every plan, done and undone --------------------------------------------------------------- */

static size_t check_there_and_back(struct world *w, const struct plan_case *c)
{
    struct customer *have = case_have(w, c->shop);
    struct op op = case_decide(w, case_want(w, c->sheet), have), packed;
    struct change *left;
    size_t n;
    struct err err;

    if (op.kind < OP_CREATE)
        return 0;
    if (!op_unpack(op_pack(&op, &w->arena), &packed, &w->arena, &err)) {
        print_error("%s: %s\n", c->rule, err.msg);
        return 1;
    }
    struct op undo = plan_undo(&packed, case_apply(w, &op), &left, &n, &w->cells, &w->arena);
    struct customer *after = undo.kind == OP_UNCHANGED && !undo.have ? NULL : case_apply(w, &undo);
    str was = case_shown(w, have), is = case_shown(w, after), told = case_told_changes(w, left, n);
    bool consent = strstr(c->told, "_STATUS=");
    if (str_eq(was, is) || consent)
        return 0;
    print_error("%s\n  was  %.*s\n  is   %.*s\n  left %.*s\n", c->rule, STR_ARG(was), STR_ARG(is),
                STR_ARG(told));
    return 1;
}

static void an_undo_puts_back_what_an_import_did(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(case_groups); i++)
        assert_int_equal(case_each(&case_groups[i], check_there_and_back), 0);
}

/* ---- what happened in between ------------------------------------------------------------------ */

#define MAIN "|@|ADDRESS_ID=11|ADDRESS_LINE1=Main St|ADDRESS_DEFAULT=TRUE"
#define DOCK "|@|ADDRESS_ID=12|ADDRESS_LINE1=Dock Rd"

/* `now` NULL: the customer is gone; "=": as the import left it. */
static const struct between {
    const char *what, *sheet, *shop, *now, *told, *left;
} cases[] = {
    { "a value that somebody changed is left", "EMAIL|NOTE|LAST_NAME\nyou@example.com|new|Lee",
      YOU "|NOTE=old|LAST_NAME=Ray", YOU "|NOTE=theirs|LAST_NAME=Lee", "UPDATE by ID: LAST_NAME=Ray",
      "NOTE: old > theirs" },
    { "a value that is back already is not listed", "EMAIL|NOTE\nyou@example.com|new", YOU "|NOTE=old",
      YOU "|NOTE=old", "UNCHANGED by ID", "" },
    { "a value that was blank is cleared", "EMAIL|NOTE\nyou@example.com|new", YOU, YOU "|NOTE=new",
      "UPDATE by ID: NOTE=-", "" },
    { "FALSE comes back", "EMAIL|TAX_EXEMPT\nyou@example.com|TRUE", YOU, "=",
      "UPDATE by ID: TAX_EXEMPT=FALSE", "" },
    { "a customer that is gone stays gone", "EMAIL|NOTE\nyou@example.com|new", YOU "|NOTE=old", NULL,
      "UNCHANGED", "NOTE: old > " },
    { "one that was made goes", "EMAIL|NOTE|TAGS\nyou@example.com|new|a", NULL, "=", "DELETE by ID", "" },
    { "one that was made and is gone", "EMAIL\nyou@example.com", NULL, NULL, "UNCHANGED", "" },
    { "one that was made and got a note stays", "EMAIL\nyou@example.com", NULL,
      YOU "|LANGUAGE=ja|NOTE=theirs|TAGS=a|M.my.size:number_integer=1" MAIN, "UNCHANGED by ID",
      "NOTE:  > theirs | TAGS:  > a | ADDRESS_LINE1:  > Main St | Metafield: my.size [number_integer]:  > "
      "1" },
    { "one that was made and lost something stays",
      "EMAIL|TAGS|ADDRESS_LINE1|M.my.size:\nyou@example.com|a|Main St|1", NULL, YOU "|LANGUAGE=ja",
      "UNCHANGED by ID", "TAGS: a >  | ADDRESS_ID: 1 > 0 | Metafield: my.size [number_integer]: 1 > " },
    { "one that was made and has ordered stays", "EMAIL\nyou@example.com", NULL,
      YOU "|LANGUAGE=ja|TOTAL_ORDERS=2", "UNCHANGED by ID", "TOTAL_ORDERS: 0 > 2" },
    { "one that was made and logs in stays", "EMAIL|EMAIL_STATUS\nyou@example.com|subscribed", NULL,
      YOU "|LANGUAGE=ja|STATE=enabled|EMAIL_STATUS=unsubscribed", "UNCHANGED by ID",
      "EMAIL_STATUS: subscribed > unsubscribed | STATE: disabled > enabled" },
    { "a mail cannot be called back", "EMAIL|SEND_INVITE\nyou@example.com|TRUE", NULL, "=", "DELETE by ID",
      "SEND_INVITE:  > TRUE" },
    { "one that was deleted is made again", "EMAIL|COMMAND\nyou@example.com|DELETE",
      YOU "|NOTE=old|STATE=enabled|TAGS=a, b|M.my.size:number_integer=4" MAIN, NULL,
      "CREATE EMAIL=you@example.com NOTE=old +a +b add{ ADDRESS_LINE1=Main St default} size:number_integer=4",
      "ADDRESS_ID: 11 >  | ID: 1 >  | STATE: enabled > " },
    { "one that was deleted and is there", "EMAIL|COMMAND\nyou@example.com|DELETE", YOU,
      "ID=5|EMAIL=you@example.com", "UNCHANGED by ID", "ID: 1 > 5" },
    { "one that was deleted gets its consent back", "EMAIL|COMMAND\nyou@example.com|DELETE",
      YOU "|EMAIL_STATUS=subscribed|EMAIL_UPDATED_AT=2020-01-01 00:00:00 +0000|SMS_STATUS=redacted", NULL,
      "CREATE EMAIL=you@example.com EMAIL_STATUS=subscribed EMAIL_LEVEL=single_opt_in "
      "EMAIL_UPDATED_AT=2020-01-01 00:00:00 +0000",
      "SMS_STATUS: redacted >  | SMS_LEVEL: single_opt_in >  | ID: 1 > " },
    { "one that was replaced gets its values back",
      "EMAIL|COMMAND|NOTE|TAGS|ADDRESS_LINE1\nyou@example.com|REPLACE|new|b|X",
      YOU "|FIRST_NAME=Ann|TAGS=a" MAIN, "=",
      "UPDATE by ID: FIRST_NAME=Ann NOTE=- -b +a add{ ADDRESS_LINE1=Main St default} remove{900}",
      "LANGUAGE:  > ja | ADDRESS_ID: 11 >  | ID: 1 > 777" },
    { "one that was replaced and is gone", "EMAIL|COMMAND|NOTE\nyou@example.com|REPLACE|new",
      YOU "|FIRST_NAME=Ann", NULL, "CREATE EMAIL=you@example.com FIRST_NAME=Ann", "ID: 1 > " },
    { "tags of others stay", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|b|MERGE\nyou@example.com|a|DELETE",
      YOU "|TAGS=a", YOU "|TAGS=b, theirs", "UPDATE by ID: -b +a", "" },
    { "tags that are back already", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|b|REPLACE", YOU "|TAGS=a",
      YOU "|TAGS=a", "UNCHANGED by ID", "" },
    { "an address that was edited stays", "EMAIL|ADDRESS_LINE1\nyou@example.com|X", YOU MAIN,
      YOU MAIN "|@|ADDRESS_ID=20|ADDRESS_LINE1=X, edited", "UNCHANGED by ID", "ADDRESS_LINE1:  > X, edited" },
    { "an address that was changed by somebody",
      "EMAIL|ADDRESS_ID|ADDRESS_CITY|ADDRESS_ZIP\nyou@example.com|11|Rome|1", YOU MAIN,
      YOU "|@|ADDRESS_ID=11|ADDRESS_LINE1=Main St|ADDRESS_CITY=Paris|ADDRESS_ZIP=1|ADDRESS_DEFAULT=TRUE",
      "UPDATE by ID: change{11 ADDRESS_ZIP=-}", "ADDRESS_CITY:  > Paris" },
    { "an address that was changed and is gone", "EMAIL|ADDRESS_ID|ADDRESS_CITY\nyou@example.com|11|Rome",
      YOU MAIN, YOU, "UNCHANGED by ID", "ADDRESS_LINE1: Main St > " },
    { "a removed address comes back", "EMAIL|ADDRESS_ID|ADDRESS_COMMAND\nyou@example.com|11|DELETE",
      YOU MAIN DOCK, "=", "UPDATE by ID: add{ ADDRESS_LINE1=Main St default}", "ADDRESS_ID: 11 > " },
    { "a removed address that somebody added", "EMAIL|ADDRESS_ID|ADDRESS_COMMAND\nyou@example.com|11|DELETE",
      YOU MAIN DOCK, YOU DOCK "|@|ADDRESS_ID=30|ADDRESS_LINE1=Main St|ADDRESS_DEFAULT=TRUE",
      "UNCHANGED by ID", "ADDRESS_ID: 11 > 30" },
    { "the main address is again what it was", "EMAIL|ADDRESS_ID|ADDRESS_DEFAULT\nyou@example.com|12|TRUE",
      YOU MAIN DOCK, "=", "UPDATE by ID: change{11 default}", "" },
    { "a main address that somebody chose", "EMAIL|ADDRESS_LINE1|ADDRESS_DEFAULT\nyou@example.com|X|TRUE",
      YOU MAIN DOCK,
      YOU "|@|ADDRESS_ID=11|ADDRESS_LINE1=Main St|@|ADDRESS_ID=12|ADDRESS_LINE1=Dock Rd|ADDRESS_DEFAULT=TRUE"
          "|@|ADDRESS_ID=40|ADDRESS_LINE1=X",
      "UPDATE by ID: remove{40}", "ADDRESS_DEFAULT: TRUE > FALSE" },
    { "a consent goes back under today's date", "EMAIL|EMAIL_STATUS\nyou@example.com|subscribed",
      YOU "|EMAIL_STATUS=unsubscribed|EMAIL_UPDATED_AT=2020-01-01 00:00:00 +0000", "=",
      "UPDATE by ID: EMAIL_STATUS=unsubscribed EMAIL_LEVEL=single_opt_in EMAIL_UPDATED_AT=2023-11-14 "
      "22:13:20 +0000",
      "EMAIL_UPDATED_AT: 2020-01-01 00:00:00 +0000 > 2023-11-14 22:13:20 +0000" },
    { "nobody becomes not_subscribed again", "EMAIL|EMAIL_STATUS\nyou@example.com|subscribed", YOU, "=",
      "UNCHANGED by ID", "EMAIL_STATUS: not_subscribed > subscribed" },
    { "a consent that the customer changed", "EMAIL|EMAIL_STATUS\nyou@example.com|unsubscribed",
      YOU "|EMAIL_STATUS=subscribed", YOU "|EMAIL_STATUS=pending|EMAIL_LEVEL=confirmed_opt_in",
      "UNCHANGED by ID",
      "EMAIL_STATUS: subscribed > pending | EMAIL_LEVEL: single_opt_in > confirmed_opt_in" },
    { "a metafield goes back",
      "EMAIL|M.my.size:|M.my.hat:number_integer|M.my.shoe:number_integer\nyou@example.com|2||3",
      YOU "|M.my.size:number_integer=1|M.my.hat:number_integer=7", "=",
      "UPDATE by ID: size:number_integer=1 hat:number_integer=7 shoe:number_integer=-", "" },
    { "a metafield that somebody changed", "EMAIL|M.my.size:\nyou@example.com|2",
      YOU "|M.my.size:number_integer=1", YOU "|M.my.size:number_integer=9", "UNCHANGED by ID",
      "Metafield: my.size [number_integer]: 1 > 9" },
};

static size_t check_between(const struct between *c)
{
    struct world w;
    struct change *left;
    size_t n, failed = 0;

    world_init(&w);
    struct op op = case_decide(&w, case_want(&w, c->sheet), case_have(&w, c->shop));
    struct customer *now = c->now && c->now[0] == '=' ? case_apply(&w, &op) : case_have(&w, c->now);
    struct op undo = plan_undo(&op, now, &left, &n, &w.cells, &w.arena);
    str told = case_told(&w, &undo), listed = case_told_changes(&w, left, n);
    if (!str_eq(told, str_of(c->told)) || !str_eq(listed, str_of(c->left))) {
        print_error("%s\n  wanted %s; %s\n  got    %.*s; %.*s\n", c->what, c->told, c->left, STR_ARG(told),
                    STR_ARG(listed));
        failed = 1;
    }
    world_release(&w);
    return failed;
}

static void an_undo_leaves_alone_what_others_did(void **state)
{
    size_t failed = 0;

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        failed += check_between(&cases[i]);
    assert_int_equal(failed, 0);
}

/* At Shopify a Multipass Identifier can be written and not read. */
static void what_cannot_be_read_back_is_listed(void **state)
{
    struct world w;
    struct change *left;
    size_t n;

    (void)state;
    world_init(&w);
    struct customer *have = case_have(&w, "ID=1|EMAIL=you@example.com");
    have->has.seen &= ~COL_BIT(COL_MULTIPASS);
    struct op op = case_decide(&w, case_want(&w, "EMAIL|MULTIPASS\nyou@example.com|bob"), have);
    struct op undo = plan_undo(&op, have, &left, &n, &w.cells, &w.arena);
    assert_int_equal(undo.kind, OP_UNCHANGED);
    assert_string_equal(case_told_changes(&w, left, n).p, "MULTIPASS:  > bob");
    world_release(&w);
}

static void what_was_never_done_has_no_undo(void **state)
{
    struct world w;
    struct change *left;
    size_t n;

    (void)state;
    world_init(&w);
    struct customer *have = case_have(&w, "ID=1|EMAIL=you@example.com");
    struct op op = case_decide(&w, case_want(&w, "EMAIL|COMMAND\nyou@example.com|IGNORE"), have);
    assert_int_equal(plan_undo(&op, have, &left, &n, NULL, &w.arena).kind, OP_UNCHANGED);
    assert_int_equal(plan_undo(&op, NULL, &left, &n, NULL, &w.arena).kind, OP_UNCHANGED);
    assert_int_equal(n, 0);
    world_release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_undo_puts_back_what_an_import_did),
        cmocka_unit_test(an_undo_leaves_alone_what_others_did),
        cmocka_unit_test(what_cannot_be_read_back_is_listed),
        cmocka_unit_test(what_was_never_done_has_no_undo),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
