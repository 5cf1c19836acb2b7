#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/trial_test.h"

enum { LONG_SHEET = 2300 };

struct along {
    struct import_result result;
    struct text_table out;
    struct report report;
    struct shop_info info;
    int64_t number;
    bool done;
};

/* Imports a sheet, its result written along. */
static void import_along(struct trial *t, struct along *a, const char *sheet)
{
    struct import job = trial_import(t, sheet);
    struct job_summary *jobs;
    size_t n;

    assert_true(journal_list(t->journal, &jobs, &n, &t->arena, &t->err));
    *a = (struct along){ .out = text_table(&t->arena) };
    a->report = trial_report(t, sheet, 0, &a->info);
    a->result = (struct import_result){ .report = &a->report, .out = &a->out.base };
    job.result = &a->result;
    a->report.job_number = (int64_t)n + 1;
    a->done = run_import(t, &job, sheet, &a->number);
    assert_false(a->out.finished || a->out.abandoned); /* that is the caller's */
}

/* And afterwards: it must be the same, and so must what it counts. */
static void assert_same_as_afterwards(struct trial *t, struct along *a, const char *sheet)
{
    struct report r = trial_report(t, sheet, a->number, &a->info);
    struct text_table out = text_table(&t->arena);
    struct import_counts counts;

    assert_true(a->done && a->result.complete);
    assert_int_equal(a->number, a->report.job_number);
    assert_true(report_result(&r, &out.base, &counts, &t->err));
    /* Only when it ended differs: the summary says so. */
    const char *end = strstr(out.text, "|Ended|"), *along_end = strstr(a->out.text, "|Ended|");
    assert_non_null(end);
    assert_int_equal(end - out.text, along_end - a->out.text);
    assert_memory_equal(out.text, a->out.text, (size_t)(end - out.text));
    assert_string_equal(strchr(end, '\n'), strchr(along_end, '\n'));
    assert_memory_equal(&counts, &a->result.counts, sizeof counts);
    assert_int_equal(t->counts.customers, counts.customers);
    assert_memory_equal(t->counts.kinds, counts.kinds, sizeof counts.kinds);
}

static void rows_of_every_fate_are_the_same_along_and_afterwards(void **state)
{
    static const char sheet[] = "Email|Command|First Name|Note|Tags|Password|Address Line 1|Address "
                                "City|Address Country Code|Nothing\n"
                                "a@example.com|MERGE|Anna|one|x|secret|Street 1|Berlin|DE|n\n"
                                "a@example.com||||||Street 2|Bonn|DE\n"
                                " | | |||||||only what nobody reads\n"
                                "x@example.com|UPDATE|X||||||\n"
                                "d@example.com|IGNORE|Dora||||||\n"
                                " |||||||||at the end\n"
                                "bad|MERGE|Eva|||hidden|||\n"
                                "a@example.com|MERGE|Anna again||||||||stray|cells\n"
                                " |||||||||and behind it\n";
    struct trial *t = *state;
    struct along a;

    trial_open(t);
    import_along(t, &a, sheet);
    assert_same_as_afterwards(t, &a, sheet);
    assert_non_null(strstr(a.out.text, "only what nobody reads"));
    assert_non_null(strstr(a.out.text, "and behind it"));
    assert_null(strstr(a.out.text, "secret"));
}

/* Customers of one to three rows, with rows of nobody between them, over several parcels. */
static const char *long_sheet(struct arena *arena, size_t customers, const char *tail)
{
    str rows[4 * LONG_SHEET + 2] = { STR(
        "Email|First Name|Address Line 1|Address City|Address Country Code|X\n") };
    size_t n = 1;

    for (unsigned i = 0; i < customers; i++) {
        rows[n++] = arena_fmt(arena, "c%u@example.com|%s|Street 1|Osaka|JP\n", i, i % 100 == 7 ? "" : "Name");
        for (unsigned more = 0; more < i % 3; more++)
            rows[n++] = arena_fmt(arena, "c%u@example.com||Street %u|Kobe|JP\n", i, more + 2);
        if (i % 500 == 499 || i % 37 == 0)
            rows[n++] = STR(" |||||nobody\n");
    }
    rows[n++] = str_of(tail);
    return arena_join(arena, rows, n, STR("")).p;
}

static void many_parcels_are_the_same_along_and_afterwards(void **state)
{
    static const size_t sizes[] = { 1, 499, 500, 501, 1000, 1500, LONG_SHEET };
    struct trial *t = *state;

    trial_open(t);
    for (size_t i = 0; i < countof(sizes); i++) {
        struct along a;
        const char *sheet = long_sheet(&t->arena, sizes[i], i % 2 ? " |||||the end\n" : "bad|Eva\n");
        import_along(t, &a, sheet);
        assert_same_as_afterwards(t, &a, sheet);
        import_along(t, &a, sheet); /* nothing changes any more */
        assert_same_as_afterwards(t, &a, sheet);
    }
}

static void what_is_wanted_in_part_or_begins_late_is_written_afterwards(void **state)
{
    static const char plain[] = "Email|First Name\na@example.com|Anna\nb@example.com|Bert\n";
    static const char late[] = "Customers of 2025\nEmail|First Name\nc@example.com|Anna\n";
    static const char gap[] = "Email|First Name|X\n ||nobody\nd@example.com|Anna\n";
    static const char failed[] = "Email|Import Result|First Name\ne@example.com|Failed|Anna\n";
    struct trial *t = *state;
    struct along a;

    trial_open(t);
    t->options.limit = 1;
    import_along(t, &a, plain);
    assert_true(a.done && !a.result.complete);
    t->options.limit = 0;
    import_along(t, &a, late);
    assert_true(a.done && !a.result.complete);
    import_along(t, &a, gap);
    assert_true(a.done && !a.result.complete);
    t->options.only_failed = true;
    import_along(t, &a, failed);
    assert_true(a.done && !a.result.complete);
}

static void what_stops_or_goes_on_is_written_afterwards(void **state)
{
    static const char sheet[] = "Email|First Name\na@example.com|Anna\nbad|Bert\nc@example.com|Carl\n";
    struct trial *t = *state;
    struct along a;

    trial_open(t);
    t->options.fail_fast = true;
    import_along(t, &a, sheet);
    assert_false(a.done || a.result.complete);
    t->options.fail_fast = false;
    a.report.job_number = a.number;
    struct import job = trial_import(t, sheet);
    a.result.complete = false;
    job.result = &a.result;
    assert_true(run_import(t, &job, sheet, &a.number));
    assert_false(a.result.complete);
}

/* Ten megabytes of a parcel's rows are not kept. */
static void rows_too_large_to_be_kept_are_written_afterwards(void **state)
{
    enum { ROWS = 600, NOTE = 5000 };
    struct trial *t = *state;
    struct along a;
    str rows[ROWS + 1] = { STR("Email|First Name|A|B|C|D|E|F|G|H|I\n") };
    char *note = arena_alloc(&t->arena, NOTE + 1, 1);

    trial_open(t);
    memset(note, 'x', NOTE);
    note[NOTE] = '\0';
    for (unsigned i = 1; i <= ROWS; i++)
        rows[i] = arena_fmt(&t->arena, "c%u@example.com|Anna|%s|%s|%s|%s\n", i, note, note, note, note);
    import_along(t, &a, arena_join(&t->arena, rows, ROWS + 1, STR("")).p);
    assert_true(a.done && !a.result.complete);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(rows_of_every_fate_are_the_same_along_and_afterwards),
        IN_A_TRIAL(many_parcels_are_the_same_along_and_afterwards),
        IN_A_TRIAL(what_is_wanted_in_part_or_begins_late_is_written_afterwards),
        IN_A_TRIAL(what_stops_or_goes_on_is_written_afterwards),
        IN_A_TRIAL(rows_too_large_to_be_kept_are_written_afterwards),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
