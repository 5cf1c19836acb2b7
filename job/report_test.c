#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/trial_test.h"

static const char *result_of(struct trial *t, const char *sheet, int64_t number)
{
    struct shop_info info;
    struct report r = trial_report(t, sheet, number, &info);
    struct text_table out = text_table(&t->arena);

    if (!report_result(&r, &out.base, &t->counts, &t->err))
        fail_msg("%s", t->err.msg);
    assert_true(out.finished && !out.abandoned);
    return out.text;
}

static const char *undo_of(struct trial *t, const char *sheet, int64_t number)
{
    struct shop_info info;
    struct report r = trial_report(t, sheet, number, &info);
    struct text_table out = text_table(&t->arena);

    if (!report_undo(&r, &out.base, &t->err))
        fail_msg("%s", t->err.msg);
    assert_true(out.finished && !out.abandoned);
    return out.text;
}

static void assert_holds(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

static const char sheet[] =
    "Customers of 2025||||||||\n"
    "Email|Command|First Name|Note|Tags|Password|Address Line 1|Address City|Address Country Code\n"
    "a@example.com|MERGE|Anna|one|x|secret|Street 1|Berlin|DE\n"
    "a@example.com||||||Street 2|Bonn|DE\n"
    "\n"
    "x@example.com|UPDATE|X||||||\n"
    "d@example.com|IGNORE|Dora||||||\n"
    "bad|MERGE|Eva|||hidden|||\n";

static void a_result_repeats_the_rows_and_says_what_became_of_them(void **state)
{
    struct trial *t = *state;

    trial_open(t);
    int64_t number = do_import(t, sheet);
    struct import_counts counts = t->counts;
    const char *text = result_of(t, sheet, number);

    assert_holds(text, "== Customers\n1:|Customers of 2025|");
    assert_holds(text, "2:|Email|Command|First Name|Note|Tags|Password|Address Line 1|Address City|Address "
                       "Country Code|Import Result|Import Comment\n");
    assert_holds(text, "3:|a@example.com|MERGE|Anna|one|x||Street 1|Berlin|DE|OK|NEW | Assuming MERGE for "
                       "Tags Command, Address Command\n");
    assert_holds(text, "4:|a@example.com||||||Street 2|Bonn|DE|OK|");
    assert_holds(text, "(red 1 NOT_FOUND ");
    assert_holds(text, "6:|x@example.com|UPDATE|X|||||||Failed|Error: NOT_FOUND ");
    assert_holds(text, "7:|d@example.com|IGNORE|Dora|||||||Ignored|IGNORE\n");
    assert_holds(text, "(red 0 EMAIL_INVALID ");
    assert_null(strstr(text, "secret"));
    assert_null(strstr(text, "hidden"));
    assert_holds(text, "== Summary\n");
    assert_holds(text, "|Failed|2\n");
    assert_holds(text, "|SHA-256|aa11\n");
    assert_holds(text, "== Errors\n");
    assert_holds(text, "(Customers!A8)\n");
    assert_int_equal(t->counts.rows, counts.rows);
    assert_int_equal(t->counts.customers, counts.customers);
    assert_memory_equal(t->counts.kinds, counts.kinds, sizeof counts.kinds);
    assert_int_equal(t->counts.warnings, counts.warnings);
}

static void a_result_can_be_made_of_a_result(void **state)
{
    static const char again[] = "Email|Import Result|First Name|Import Comment\n"
                                "a@example.com|OK|Anna|old words\nb@example.com|Failed|Bert|older words\n";
    struct trial *t = *state;

    trial_open(t);
    t->options.only_failed = true;
    const char *text = result_of(t, again, do_import(t, again));
    assert_holds(text, "2:|a@example.com|OK|Anna|old words\n");
    assert_holds(text, "3:|b@example.com|OK|Bert|NEW\n");
    assert_null(strstr(text, "older words"));
}

static void what_stands_beyond_the_header_is_kept(void **state)
{
    static const char wide[] = "Email|First Name\na@example.com|Anna|stray|cells\n";
    struct trial *t = *state;

    trial_open(t);
    assert_holds(result_of(t, wide, do_import(t, wide)), "2:|a@example.com|Anna|OK|NEW|stray|cells\n");
}

static void customers_that_were_not_reached_are_not_run(void **state)
{
    struct trial *t = *state;

    trial_open(t);
    t->options.fail_fast = true;
    struct import job = trial_import(t, sheet);
    int64_t number;
    assert_false(run_import(t, &job, sheet, &number));
    const char *text = result_of(t, sheet, number);
    assert_holds(text, "7:|d@example.com|IGNORE|Dora|||||||Not run|\n");
    assert_int_equal(t->counts.not_run, 2);
    assert_int_equal(t->counts.customers, 4);
    assert_holds(text, "|Not run|2\n");
}

static const char before[] = "Email|First Name|Note|Tags|Address Line 1|Address City|Address Country Code\n"
                             "u@example.com|Una|old|a, b|Street 1|Berlin|DE\n"
                             "d@example.com|Dora|bye|x|||\n";

static void an_undo_sheet_holds_the_values_from_before(void **state)
{
    static const char changes[] = "Email|Command|Note|Tags|Tags Command\nu@example.com|UPDATE|new|c|REPLACE\n"
                                  "n@example.com|NEW|made||\n";
    struct trial *t = *state;

    trial_open(t);
    do_import(t, before);
    const char *text = undo_of(t, changes, do_import(t, changes));
    assert_holds(text, "== Customers\n1:|ID|Command|Note|Tags|Tags Command\n");
    assert_holds(text, "|DELETE|||\n");
    assert_holds(text, "|UPDATE|old|a, b|REPLACE\n");
    assert_holds(text, "== Not put back\n");
}

static void metafields_and_addresses_that_went_are_on_the_undo_sheet(void **state)
{
    static const char first[] = "Email|Address Line 1|Address City|Address Country Code|Metafield: "
                                "custom.size [single_line_text_field]\n"
                                "u@example.com|Street 1|Berlin|DE|old\nu@example.com|Street 2|Bonn|DE|\n"
                                "d@example.com|Street 3|Bonn|DE|kept\n";
    static const char changes[] =
        "Email|Command|Address Command|Address Line 1|Address City|Address Country Code|Metafield: "
        "custom.size\n"
        "u@example.com|UPDATE|REPLACE|Street 1|Berlin|DE|new\nd@example.com|DELETE||||||\n";
    struct trial *t = *state;

    trial_open(t);
    do_import(t, first);
    const char *text = undo_of(t, changes, do_import(t, changes));
    assert_holds(text, "Metafield: custom.size [single_line_text_field]\n");
    assert_holds(text, "|old\n");
    assert_holds(text, "|kept\n");
    assert_holds(text, "|REPLACE|");
    assert_holds(text, "|Street 2|");
}

static void what_blanks_cleared_is_counted_from_the_journal_too(void **state)
{
    static const char first[] =
        "Email|Note|Address ID|Address Line 1|Address Line 2|Address City|Address Country Code|Metafield: "
        "custom.size [single_line_text_field]\n"
        "u@example.com|old||Street 1|back|Berlin|DE|large\nu@example.com|||Street 2|back|Bonn|DE|\n";
    static const char changes[] =
        "Email|Note|Metafield: custom.size [single_line_text_field]\nu@example.com||\n";
    struct trial *t = *state;

    trial_open(t);
    do_import(t, first);
    int64_t number = do_import(t, changes);
    assert_int_equal(t->counts.cleared[COL_NOTE], 1);
    assert_int_equal(t->counts.cleared_metafields, 1);
    const char *text = result_of(t, changes, number);
    assert_int_equal(t->counts.cleared[COL_NOTE], 1);
    assert_int_equal(t->counts.cleared_metafields, 1);
    assert_holds(text, "|Values cleared by blank cells|2\n");
    assert_holds(text, "|  Note|1\n");
}

/* What can be read can be imported: the sheet does what `undo` does. */
static void a_deleted_customer_comes_back_from_the_undo_sheet(void **state)
{
    static const char changes[] = "Email|Command\nd@example.com|DELETE\nu@example.com|REPLACE\n";
    struct trial *t = *state;
    struct undo_counts counts;

    trial_open(t);
    do_import(t, before);
    int64_t number = do_import(t, changes);
    const char *text = undo_of(t, changes, number);
    assert_holds(text, "|NEW|Dora|");
    assert_holds(text, "|REPLACE|Una|");
    assert_holds(text, "made again, it has another ID");

    struct undo undo = { .shop = t->shop, .journal = t->journal, .job_number = number, .now = NOW };
    assert_true(undo_run(&undo, &counts, &t->err));
    assert_int_equal(counts.failed, 0);
    assert_holds(shop_text(t, false), "Dora");
    assert_holds(shop_text(t, false), "Street 1");
}

static void count_customer(void *context, const struct op *op, const struct change *changes, size_t n)
{
    (void)op, (void)changes, (void)n;
    ++*(size_t *)context;
}

static void count_findings(void *context, const struct finding *at, size_t n)
{
    (void)at;
    *(size_t *)context += n;
}

static void a_plan_lists_every_change_before_and_after(void **state)
{
    static const char changes[] =
        "Email|Command|Note|Phone|First Name|Last Name\nu@example.com|UPDATE|new||Una|\n"
        "nobody@example.com|UPDATE|x|||\nd@example.com|DELETE||||\n"
        "|NEW|by phone|+819012345678||\n|NEW|by name||Max|Muster\n|NEW|||Solo|\n";
    struct trial *t = *state;
    struct shop_info info;
    size_t heard = 0;
    struct plan_listener also = { &heard, count_customer, count_findings };

    trial_open(t);
    do_import(t, before);
    const char *shop = shop_text(t, true);
    struct report r = trial_report(t, changes, 0, &info);
    struct import job = trial_import(t, changes);
    job.listener = &also;
    struct text_table out = text_table(&t->arena);
    if (!report_plan(&job, &r, &out.base, &t->counts, &t->err))
        fail_msg("%s", t->err.msg);
    assert_holds(out.text, "== Summary\n");
    assert_holds(out.text, "|Updated|1\n");
    assert_holds(out.text, "== Changes\n1:|Row|Customer|Action|Column|Before|After\n");
    assert_holds(out.text, "2:|2|u@example.com|UPDATE: found by Email|Note|old|new\n");
    assert_holds(out.text, "|d@example.com|DELETE: found by Email|");
    assert_holds(out.text, "== Findings\n");
    assert_holds(out.text, "NOT_FOUND");
    assert_holds(out.text, "|+819012345678|NEW|");
    assert_holds(out.text, "|Max Muster|NEW|");
    assert_holds(out.text, "|Solo|NEW|");
    assert_int_equal(heard, 7);
    assert_true(out.finished);
    assert_string_equal(shop_text(t, true), shop);
}

static void a_report_that_fails_leaves_nothing(void **state)
{
    struct trial *t = *state;
    struct shop_info info;

    trial_open(t);
    struct report r = trial_report(t, "no key at all\n", 99, &info);
    struct text_table out = text_table(&t->arena);
    assert_false(report_result(&r, &out.base, &t->counts, &t->err));
    assert_true(out.abandoned && !out.finished);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(a_result_repeats_the_rows_and_says_what_became_of_them),
        IN_A_TRIAL(a_result_can_be_made_of_a_result),
        IN_A_TRIAL(what_stands_beyond_the_header_is_kept),
        IN_A_TRIAL(customers_that_were_not_reached_are_not_run),
        IN_A_TRIAL(an_undo_sheet_holds_the_values_from_before),
        IN_A_TRIAL(metafields_and_addresses_that_went_are_on_the_undo_sheet),
        IN_A_TRIAL(what_blanks_cleared_is_counted_from_the_journal_too),
        IN_A_TRIAL(a_deleted_customer_comes_back_from_the_undo_sheet),
        IN_A_TRIAL(a_plan_lists_every_change_before_and_after),
        IN_A_TRIAL(a_report_that_fails_leaves_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
