#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/send.h"
#include "job/trial_test.h"

enum { LONG_SHEET = 4000 };

struct long_row {
    unsigned row, customer;
    const char *name;
};

static const char mixed[] =
    "ID|Email|Command|First Name|Note|Tags|Tags Command|Address Line 1|Address City|Address Country Code\n"
    "|a@example.com|MERGE|Anna|one|x, y||Street 1|Berlin|DE\n"
    "|a@example.com||||||Street 2|Bonn|DE\n"
    "|b@example.com|NEW|Bert||z||||\n"
    "|c@example.com|UPDATE|Carl||||||\n"
    "|d@example.com|IGNORE|Dora||||||\n"
    "|bad address|MERGE|Eva||||||\n";

static void every_customer_is_counted_by_what_was_done(void **state)
{
    struct trial *t = *state;

    trial_open(t);
    do_import(t, mixed);
    assert_int_equal(t->counts.rows, 6);
    assert_int_equal(t->counts.customers, 5);
    assert_int_equal(t->counts.kinds[OP_CREATE], 2);
    assert_int_equal(t->counts.kinds[OP_REFUSED], 2);
    assert_int_equal(t->counts.kinds[OP_IGNORED], 1);
    assert_non_null(strstr(shop_text(t, true), "Street 2"));
}

static void the_second_import_changes_nothing(void **state)
{
    struct trial *t = *state;
    static const char sheet[] = "Email|First Name|Tags\na@example.com|Anna|x\nb@example.com|Bert|y\n";

    trial_open(t);
    int64_t first = do_import(t, sheet);
    const char *before = shop_text(t, true);
    assert_true(do_import(t, sheet) > first);
    assert_int_equal(t->counts.kinds[OP_UNCHANGED], 2);
    assert_string_equal(shop_text(t, true), before);
}

static void a_dry_run_counts_the_same_and_changes_nothing(void **state)
{
    struct trial *t = *state;
    struct import job = { 0 };
    struct import_counts planned;

    trial_open(t);
    job = trial_import(t, mixed);
    assert_true(import_run(&job, &planned, &t->err));
    assert_string_equal(shop_text(t, true), "");
    do_import(t, mixed);
    assert_memory_equal(planned.kinds, t->counts.kinds, sizeof planned.kinds);
}

static void a_check_needs_no_shop(void **state)
{
    struct trial *t = *state;
    struct import job = trial_import(t, mixed);

    assert_true(import_run(&job, &t->counts, &t->err));
    assert_int_equal(t->counts.customers, 5);
    assert_int_equal(t->counts.kinds[OP_REFUSED], 1);
    assert_int_equal(t->counts.kinds[OP_IGNORED], 1);
}

static void the_same_customer_twice_is_changed_in_file_order(void **state)
{
    struct trial *t = *state;
    static const char sheet[] = "Email|Phone|First Name|Note|Tags|Tags Command\n"
                                "a@example.com|+819012345678|First|1|x|\n"
                                "b@example.com||Other|||\n"
                                "A@Example.com|+819012345678|Second|2|x|DELETE\n"
                                "b@example.com||Other 2|||\n"
                                "|+819012345678|Third|3|y|\n";

    trial_open(t);
    do_import(t, sheet);
    assert_int_equal(t->counts.kinds[OP_CREATE], 2);
    assert_int_equal(t->counts.kinds[OP_UPDATE], 3);
    assert_int_equal(t->counts.warnings, 3);
    const char *text = shop_text(t, false);
    assert_non_null(strstr(text, "Third"));
    assert_non_null(strstr(text, "Other 2"));
    assert_null(strstr(text, "\"x\""));
}

/* The second row names the customer by an email that the first row takes away from it. */
static void one_record_under_two_keys_is_changed_in_file_order(void **state)
{
    struct trial *t = *state;
    char sheet[300];
    const struct customer *found[1];
    int64_t after = 0;
    size_t n;

    trial_open(t);
    do_import(t, "Email|First Name\na@example.com|Anna\n");
    assert_true(t->shop->ops->list(t->shop, &(struct shop_filter){ 0 }, GROUP_BIT(GROUP_BASIC), &after, 1,
                                   found, &n, &t->arena, &t->err));
    snprintf(sheet, sizeof sheet,
             "ID|Email|Command|First Name\n%lld|moved@example.com||Anna\n|a@example.com|NEW|Another\n",
             (long long)found[0]->id);
    do_import(t, sheet);
    assert_int_equal(t->counts.kinds[OP_UPDATE], 1);
    assert_int_equal(t->counts.kinds[OP_CREATE], 1);
}

static void only_the_first_customers_are_done_when_asked(void **state)
{
    struct trial *t = *state;

    trial_open(t);
    t->options.limit = 1;
    do_import(t, mixed);
    assert_int_equal(t->counts.customers, 1);
    assert_int_equal(t->counts.rows, 2);
}

static void only_failed_rows_of_a_result_are_done_when_asked(void **state)
{
    struct trial *t = *state;

    trial_open(t);
    t->options.only_failed = true;
    do_import(t, "Email|First Name|Import "
                 "Result\na@example.com|Anna|OK\nb@example.com|Bert|Failed\nc@example.com|C|Not run\n");
    assert_int_equal(t->counts.kinds[OP_CREATE], 1);
    assert_non_null(strstr(shop_text(t, true), "Bert"));

    struct import job = trial_import(t, "Email\na@example.com\n");
    assert_false(import_run(&job, &t->counts, &t->err));
    assert_int_equal(t->err.code, ERR_FORMAT);
}

static void failures_stop_the_job_exactly_there(void **state)
{
    static const char sheet[] = "Email|Command|First Name\na@example.com||A\nno|UPDATE|B\nc@example.com||C\n"
                                "x@example.com|UPDATE|D\ne@example.com||E\n";
    struct trial *t = *state;
    struct import job;

    trial_open(t);
    t->options.fail_fast = true;
    job = trial_import(t, sheet);
    assert_false(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->err.code, ERR_INTERRUPTED);
    assert_int_equal(t->counts.customers, 2);
    assert_null(strstr(shop_text(t, true), "c@example.com"));

    /* The same command goes on behind it, and stops at the next. */
    job = trial_import(t, sheet);
    assert_false(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->counts.customers, 4);
    assert_int_equal(t->counts.kinds[OP_REFUSED], 2);
    job = trial_import(t, sheet);
    assert_true(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->counts.customers, 5);
    assert_int_equal(t->counts.kinds[OP_CREATE], 3);
}

static void more_than_was_confirmed_is_not_done(void **state)
{
    static const char sheet[] = "Email|Command\na@example.com|DELETE\nb@example.com|DELETE\n";
    struct trial *t = *state;
    struct import job;

    trial_open(t);
    do_import(t, "Email|Note\na@example.com|n\nb@example.com|n\n");
    t->options.confirmed_all = false;
    t->options.confirmed.deletes = 1;
    job = trial_import(t, sheet);
    assert_false(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->err.code, ERR_REFUSED);
    assert_non_null(strstr(shop_text(t, true), "a@example.com"));

    t->options.confirmed.deletes = 2;
    job = trial_import(t, sheet);
    assert_true(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->counts.kinds[OP_DELETE], 2);
    assert_string_equal(shop_text(t, true), "");
}

static void what_blanks_clear_is_counted_by_column_and_has_to_be_confirmed(void **state)
{
    static const char sheet[] = "Email|Note|First Name\na@example.com||Anna\nb@example.com||\n";
    struct trial *t = *state;
    struct import job;

    trial_open(t);
    do_import(t, "Email|Note|First Name\na@example.com|n|Anna\nb@example.com|n|Bert\n");
    t->options.confirmed_all = false;
    t->options.confirmed.cleared = 2;
    job = trial_import(t, sheet);
    assert_false(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->err.code, ERR_REFUSED);
    t->options.confirmed.cleared = 3;
    job = trial_import(t, sheet);
    assert_true(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->counts.cleared[COL_NOTE], 2);
    assert_int_equal(t->counts.cleared[COL_FIRST_NAME], 1);
    assert_int_equal(import_cleared(&t->counts), 3);
}

struct stopper {
    volatile sig_atomic_t stop;
};

static void stop_now(void *context, const char *name)
{
    if (strcmp(name, "after apply") == 0)
        ((struct stopper *)context)->stop = 1;
}

static void ctrl_c_finishes_what_is_under_way_and_can_be_resumed(void **state)
{
    struct trial *t = *state;
    struct stopper stopper = { 0 };
    struct progress progress = { .stop = &stopper.stop };
    char *sheet = arena_alloc(&t->arena, BATCH_USUAL + 101, 40);
    size_t n = (size_t)snprintf(sheet, 40, "Email|First Name\n");

    for (int i = 0; i < BATCH_USUAL + 100; i++)
        n += (size_t)snprintf(sheet + n, 40, "k%d@example.com|Kim\n", i);
    trial_open(t);
    struct import job = trial_import(t, sheet);
    job.progress = &progress;
    job.step = stop_now;
    job.step_context = &stopper;
    assert_false(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->err.code, ERR_INTERRUPTED);
    assert_int_equal(t->counts.kinds[OP_CREATE], BATCH_USUAL);
    job = trial_import(t, sheet);
    assert_true(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->counts.kinds[OP_CREATE], BATCH_USUAL + 100);
}

struct listened {
    size_t customers, changes, findings;
};

static void hear_customer(void *context, const struct op *op, const struct change *changes, size_t n)
{
    struct listened *l = context;

    (void)op, (void)changes;
    l->customers++;
    l->changes += n;
}

static void hear_findings(void *context, const struct finding *at, size_t n)
{
    (void)at;
    ((struct listened *)context)->findings += n;
}

static void a_plan_is_told_customer_by_customer(void **state)
{
    struct trial *t = *state;
    struct listened heard = { 0 };
    struct plan_listener listener = { &heard, hear_customer, hear_findings };

    trial_open(t);
    struct import job = trial_import(t, mixed);
    job.listener = &listener;
    assert_true(import_run(&job, &t->counts, &t->err));
    assert_int_equal(heard.customers, 5);
    assert_true(heard.changes >= 4);
    assert_true(heard.findings >= 2);
}

/* Somebody else, between looking up and sending. */
struct rival {
    struct trial *trial;
    const char *sheet;
    size_t times;
};

static void rival_acts(void *context, const char *name)
{
    struct rival *r = context;
    struct trial other = *r->trial;

    if (r->times == 0 || strcmp(name, "before apply") != 0)
        return;
    r->times--;
    snprintf(other.journal_path, sizeof other.journal_path, "%s/rival.db", other.folder);
    other.arena = (struct arena){ 0 };
    trial_open(&other);
    do_import(&other, r->sheet);
    trial_close(&other);
    arena_reset(&other.arena);
}

static void who_is_changed_or_made_meanwhile_is_planned_again(void **state)
{
    static const char sheet[] = "Email|Tags\na@example.com|mine\nb@example.com|mine\n";
    struct trial *t = *state;

    trial_open(t);
    do_import(t, "Email|Tags\na@example.com|old\n");
    struct rival rival = { t, "Email|Tags\na@example.com|theirs\nb@example.com|theirs\n", 1 };
    struct import job = trial_import(t, sheet);
    job.step = rival_acts;
    job.step_context = &rival;
    assert_true(run_import(t, &job, sheet, NULL));
    assert_int_equal(t->counts.kinds[OP_UPDATE], 2);
    const char *text = shop_text(t, true);
    assert_non_null(strstr(text, "[\"mine\",\"old\",\"theirs\"]"));
    assert_non_null(strstr(text, "[\"mine\",\"theirs\"]"));
}

/* More customers than are ever read ahead; `other` says something else of one on some rows. */
static str long_sheet(struct arena *a, const struct long_row *other, size_t n)
{
    str rows[LONG_SHEET + 1] = { STR("Email|First Name\n") };

    for (unsigned i = 1; i <= LONG_SHEET; i++) {
        unsigned customer = i;
        const char *name = "Same";
        for (size_t o = 0; o < n; o++)
            if (other[o].row == i) {
                customer = other[o].customer;
                name = other[o].name;
            }
        rows[i] = arena_fmt(a, "c%u@example.com|%s\n", customer, name);
    }
    return arena_join(a, rows, LONG_SHEET + 1, STR(""));
}

/* Whatever was looked up before the change: the later rows of the same customer must see it. */
static void what_was_looked_up_ahead_does_not_outlive_a_change(void **state)
{
    static const struct long_row other[] = { { 1400, 7, "Other" },
                                             { 1501, 7, "Same" },
                                             { 1600, 9, "Other" },
                                             { 2001, 9, "Same" },
                                             { 2003, 9, "Other" } };
    struct trial *t = *state;

    trial_open(t);
    do_import(t, long_sheet(&t->arena, NULL, 0).p);
    do_import(t, long_sheet(&t->arena, other, countof(other)).p);
    assert_int_equal(t->counts.kinds[OP_UPDATE], countof(other));
    assert_int_equal(t->counts.kinds[OP_UNCHANGED], LONG_SHEET - countof(other));
    do_import(t, "Email|First Name\nc7@example.com|Same\nc9@example.com|Other\n");
    assert_int_equal(t->counts.kinds[OP_UNCHANGED], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(every_customer_is_counted_by_what_was_done),
        IN_A_TRIAL(the_second_import_changes_nothing),
        IN_A_TRIAL(a_dry_run_counts_the_same_and_changes_nothing),
        IN_A_TRIAL(a_check_needs_no_shop),
        IN_A_TRIAL(the_same_customer_twice_is_changed_in_file_order),
        IN_A_TRIAL(one_record_under_two_keys_is_changed_in_file_order),
        IN_A_TRIAL(only_the_first_customers_are_done_when_asked),
        IN_A_TRIAL(only_failed_rows_of_a_result_are_done_when_asked),
        IN_A_TRIAL(failures_stop_the_job_exactly_there),
        IN_A_TRIAL(more_than_was_confirmed_is_not_done),
        IN_A_TRIAL(what_blanks_clear_is_counted_by_column_and_has_to_be_confirmed),
        IN_A_TRIAL(ctrl_c_finishes_what_is_under_way_and_can_be_resumed),
        IN_A_TRIAL(a_plan_is_told_customer_by_customer),
        IN_A_TRIAL(who_is_changed_or_made_meanwhile_is_planned_again),
        IN_A_TRIAL(what_was_looked_up_ahead_does_not_outlive_a_change),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
