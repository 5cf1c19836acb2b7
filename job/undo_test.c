#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/send.h"
#include "job/trial_test.h"

static const char before[] =
    "Email|First Name|Note|Tags|Address Line 1|Address City|Address Country Code\n"
    "u@example.com|Una|old|a, b|Street 1|Berlin|DE\nd@example.com|Dora|bye|x|Street 5|Ulm|DE\n"
    "k@example.com|Kim|same|y|||\n";

static struct undo_counts do_undo(struct trial *t, int64_t number)
{
    struct undo undo = { .shop = t->shop, .journal = t->journal, .job_number = number, .now = NOW + 100 };
    struct undo_counts counts;

    if (!undo_run(&undo, &counts, &t->err))
        fail_msg("%s", t->err.msg);
    return counts;
}

static void what_a_job_changed_is_put_back(void **state)
{
    static const char sheet[] =
        "Email|Command|Note|Tags|Tags Command|Address Line 1|Address City|Address Country Code\n"
        "u@example.com|MERGE|new|c|REPLACE|Street 2|Bonn|DE\n"
        "n@example.com|NEW|made|t||Street 3|Bonn|DE\n"
        "k@example.com|UPDATE|same||||\n"
        "u@example.com|MERGE||d||Street 2|Bonn|DE\n";
    struct trial *t = *state;
    struct job_summary job;

    trial_open(t);
    do_import(t, before);
    const char *expected = shop_text(t, true);
    int64_t number = do_import(t, sheet);
    assert_string_not_equal(shop_text(t, true), expected);

    struct undo_counts counts = do_undo(t, number);
    assert_int_equal(counts.customers, 3);
    assert_int_equal(counts.restored, 3);
    assert_string_equal(shop_text(t, true), expected);
    assert_true(journal_find(t->journal, number, &job, &t->arena, &t->err));
    assert_true(job.undone_by > number);

    /* A second time there is nothing left to do. */
    counts = do_undo(t, number);
    assert_int_equal(counts.restored, 0);
    assert_string_equal(shop_text(t, true), expected);
}

static void a_customer_changed_and_then_deleted_comes_back_as_it_was(void **state)
{
    static const char sheet[] =
        "Email|Command|Note\nd@example.com|UPDATE|changed\nu@example.com|UPDATE|changed\n"
        "d@example.com|DELETE|\n";
    struct trial *t = *state;

    trial_open(t);
    do_import(t, before);
    int64_t number = do_import(t, sheet);
    struct undo_counts counts = do_undo(t, number);
    assert_int_equal(counts.failed, 0);
    assert_int_equal(counts.partly, 1); /* another ID */
    const char *text = shop_text(t, false);
    assert_non_null(strstr(text, "bye"));
    assert_non_null(strstr(text, "Street 5"));
    assert_null(strstr(text, "changed"));
}

struct left_over {
    size_t calls, changes;
    uint32_t row;
    enum column_id column;
};

static void note_left(void *context, uint32_t row, int64_t id, const struct change *at, size_t n)
{
    struct left_over *l = context;

    assert_true(id > 0);
    l->calls++;
    l->changes += n;
    l->row = row;
    l->column = at[0].column;
}

static void what_somebody_changed_since_is_left_alone_and_listed(void **state)
{
    static const char sheet[] = "Email|Note|First Name\nu@example.com|new|New\n";
    struct trial *t = *state;
    struct left_over left = { 0 };
    struct undo_counts counts;

    trial_open(t);
    do_import(t, before);
    int64_t number = do_import(t, sheet);
    do_import(t, "Email|Note\nu@example.com|by hand\n");
    struct undo undo = { .shop = t->shop,
                         .journal = t->journal,
                         .job_number = number,
                         .now = NOW,
                         .context = &left,
                         .left = note_left };
    assert_true(undo_run(&undo, &counts, &t->err));
    assert_int_equal(counts.partly, 1);
    assert_int_equal(left.calls, 1);
    assert_int_equal(left.changes, 1);
    assert_int_equal(left.row, 2);
    assert_int_equal(left.column, COL_NOTE);
    const char *text = shop_text(t, true);
    assert_non_null(strstr(text, "by hand"));
    assert_non_null(strstr(text, "Una"));
}

static void an_undo_can_be_undone(void **state)
{
    static const char sheet[] = "Email|Note\nu@example.com|new\n";
    struct trial *t = *state;
    struct job_summary job;

    trial_open(t);
    do_import(t, before);
    int64_t number = do_import(t, sheet);
    const char *after = shop_text(t, true);
    do_undo(t, number);
    assert_true(journal_find(t->journal, number, &job, &t->arena, &t->err));
    do_undo(t, job.undone_by);
    assert_string_equal(shop_text(t, true), after);
}

static void only_a_job_of_this_shop_can_be_undone(void **state)
{
    struct trial *t = *state;
    struct undo undo = { 0 };
    struct undo_counts counts;
    struct job_identity identity = trial_identity("x");
    struct journal_job *job;
    bool resumed;

    trial_open(t);
    undo = (struct undo){ .shop = t->shop, .journal = t->journal, .job_number = 99, .now = NOW };
    assert_false(undo_run(&undo, &counts, &t->err));
    assert_int_equal(t->err.code, ERR_USAGE);

    assert_true(journal_begin(t->journal, &identity, NOW, &job, &resumed, &t->err)); /* of the shop "trial" */
    undo.job_number = journal_number(job);
    journal_release(job);
    assert_false(undo_run(&undo, &counts, &t->err));
    assert_int_equal(t->err.code, ERR_USAGE);

    identity.kind = JOB_EXPORT;
    assert_true(journal_begin(t->journal, &identity, NOW, &job, &resumed, &t->err));
    undo.job_number = journal_number(job);
    journal_release(job);
    assert_false(undo_run(&undo, &counts, &t->err));
    assert_int_equal(t->err.code, ERR_USAGE);
}

static void ctrl_c_stops_an_undo_that_goes_on_later(void **state)
{
    struct trial *t = *state;
    char *sheet = arena_alloc(&t->arena, BATCH_USUAL + 101, 40);
    size_t n = (size_t)snprintf(sheet, 40, "Email|First Name\n");
    volatile sig_atomic_t stop = 1;
    struct progress progress = { .stop = &stop };
    struct undo_counts counts;

    for (int i = 0; i < BATCH_USUAL + 100; i++)
        n += (size_t)snprintf(sheet + n, 40, "k%d@example.com|Kim\n", i);
    trial_open(t);
    int64_t number = do_import(t, sheet);
    struct undo undo = {
        .shop = t->shop, .journal = t->journal, .job_number = number, .now = NOW, .progress = &progress
    };
    assert_false(undo_run(&undo, &counts, &t->err));
    assert_int_equal(t->err.code, ERR_INTERRUPTED);
    assert_int_equal(counts.restored, BATCH_USUAL);
    stop = 0;
    assert_true(undo_run(&undo, &counts, &t->err));
    assert_int_equal(counts.restored, BATCH_USUAL + 100);
    assert_string_equal(shop_text(t, true), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(what_a_job_changed_is_put_back),
        IN_A_TRIAL(a_customer_changed_and_then_deleted_comes_back_as_it_was),
        IN_A_TRIAL(what_somebody_changed_since_is_left_alone_and_listed),
        IN_A_TRIAL(an_undo_can_be_undone),
        IN_A_TRIAL(only_a_job_of_this_shop_can_be_undone),
        IN_A_TRIAL(ctrl_c_stops_an_undo_that_goes_on_later),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
