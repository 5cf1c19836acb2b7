#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/bulk_fake_test.h"

enum { LINES_MOST = 2000 };

/* What a job's lines were answered. */
struct answers {
    size_t got[LINES_MOST], n;
    size_t long_line; /* bytes; 0: short ones */
};

static void write_line(void *context, size_t line, struct buf *to)
{
    const struct answers *x = context;

    buf_put(to, STR("{\"id\":\"gid://shopify/Customer/"));
    buf_put_u64(to, line);
    buf_put(to, STR("\",\"tags\":[\""));
    for (size_t i = 0; i < x->long_line; i++)
        buf_putc(to, 'x');
    buf_put(to, STR("\"]}"));
}

static void note_answer(void *context, size_t line, const struct json *reply)
{
    struct answers *x = context;

    assert_true(line < LINES_MOST);
    assert_non_null(json_get(reply, "data"));
    x->got[line]++;
    x->n++;
}

static struct bulk_job job_of(struct answers *x, const char *identifier, size_t n)
{
    return (struct bulk_job){ .mutation = MUTATION_TAGS_ADD,
                              .identifier = str_of(identifier),
                              .n = n,
                              .context = x,
                              .write = write_line,
                              .answer = note_answer };
}

static void assert_each_once(const struct answers *x, size_t n)
{
    assert_int_equal(x->n, n);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(x->got[i], 1);
}

static struct admin *fresh(void **state)
{
    struct admin *s = calloc(1, sizeof *s);

    assert_non_null(s);
    *state = s;
    return s;
}

static int release(void **state)
{
    fake_release(*state);
    free(*state);
    return 0;
}

static void run_well(struct admin *s, struct bulk_job *jobs, size_t n)
{
    struct err err = { 0 };

    if (!bulk_run(s, jobs, n, NULL, NULL, &err))
        fail_msg("%s", err.msg);
}

static void run_badly(struct admin *s, struct bulk_job *job, enum err_code code, const char *words)
{
    struct err err = { 0 };

    assert_false(bulk_run(s, job, 1, NULL, NULL, &err));
    assert_int_equal(err.code, code);
    if (!strstr(err.msg, words))
        fail_msg("\"%s\" does not say \"%s\"", err.msg, words);
}

/* ---- the usual ------------------------------------------------------------------------------------------------- */

static void each_line_is_answered_once_whatever_the_order(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 1000);

    s->polls_needed = 3;
    run_well(s, &job, 1);
    assert_each_once(&x, 1000);
    assert_true(job.found && job.complete);
    assert_int_equal(s->n, 1);
    assert_string_equal(s->operations[0].query,
                        "mutation meibo_one_job($id:ID! $tags:[String!]! ){tagsAdd(id:$id,tags:$tags)"
                        "{node{id}userErrors{field message}}}");
}

static void the_file_has_a_line_a_call(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 2);

    run_well(s, &job, 1);
    assert_string_equal(s->file, "{\"id\":\"gid://shopify/Customer/0\",\"tags\":[\"\"]}\n"
                                 "{\"id\":\"gid://shopify/Customer/1\",\"tags\":[\"\"]}\n");
}

static void nothing_to_do_sends_no_file(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 0);

    run_well(s, &job, 1);
    assert_int_equal(s->begins + s->uploads, 0);
    assert_true(job.complete && !job.found);
}

static void at_most_five_run_at_once(void **state)
{
    struct admin *s = fresh(state);
    static struct answers x[12];
    struct bulk_job jobs[12];
    char names[12][32];

    s->polls_needed = 4;
    for (size_t i = 0; i < 12; i++) {
        x[i] = (struct answers){ 0 };
        snprintf(names[i], sizeof names[i], "meibo_job_%zu", i);
        jobs[i] = job_of(&x[i], names[i], 10 + i);
    }
    run_well(s, jobs, 12);
    assert_int_equal(s->running_most, 5);
    assert_int_equal(s->n, 12);
    for (size_t i = 0; i < 12; i++)
        assert_each_once(&x[i], 10 + i);
}

struct told {
    size_t done, total, times;
};

static void note_progress(void *context, size_t done, size_t total)
{
    struct told *t = context;

    assert_true(done <= total && done >= t->done);
    *t = (struct told){ done, total, t->times + 1 };
}

static void progress_ends_at_the_number_of_lines(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 100);
    struct told told = { 0 };
    struct err err = { 0 };

    s->polls_needed = 5;
    assert_true(bulk_run(s, &job, 1, note_progress, &told, &err));
    assert_int_equal(told.done, 100);
    assert_int_equal(told.total, 100);
    assert_true(told.times >= 5);
}

static void looks_are_frequent_at_first_and_then_every_five_seconds(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 1);

    s->polls_needed = 2;
    run_well(s, &job, 1);
    assert_true(s->slept < 0.5);

    s->polls_needed = 112;
    job.identifier = STR("meibo_another");
    double before = s->slept;
    run_well(s, &job, 1);
    assert_true(s->slept - before > 500 && s->slept - before < 560);
}

/* ---- answers --------------------------------------------------------------------------------------------------- */

static void lines_of_nobody_and_lines_twice_are_left_out(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 20);

    s->lines_twice = 3;
    s->lines_strange = 6;
    run_well(s, &job, 1);
    assert_each_once(&x, 20);
    assert_true(job.complete);
    assert_non_null(strstr(s->said, "8 lines of the answer"));
}

static const struct {
    const char *status, *error;
    size_t lost;
    bool no_result, expires, complete;
    size_t answered;
} endings_told[] = {
    { "COMPLETED", NULL, 0, false, false, true, 10 },
    { "COMPLETED", NULL, 3, false, false, false, 7 },
    { "COMPLETED", NULL, 0, true, false, false, 0 },
    { "FAILED", "INTERNAL_SERVER_ERROR", 4, false, false, false, 6 },
    { "FAILED", "TIMEOUT", 0, true, false, false, 0 },
    { "CANCELED", NULL, 9, false, false, false, 1 },
    { "EXPIRED", NULL, 0, true, false, false, 0 },
    { "COMPLETED", NULL, 0, false, true, false, 0 }, /* no longer known */
};

static void an_operation_that_ends_early_answers_what_it_did(void **state)
{
    for (size_t i = 0; i < countof(endings_told); i++) {
        struct admin *s = fresh(state);
        struct answers x = { 0 };
        struct bulk_job job = job_of(&x, "meibo_one_job", 10);
        s->status = endings_told[i].status;
        s->error = endings_told[i].error;
        s->lines_lost = endings_told[i].lost;
        s->no_result = endings_told[i].no_result;
        s->expires = endings_told[i].expires;
        run_well(s, &job, 1);
        assert_int_equal(x.n, endings_told[i].answered);
        assert_true(job.found);
        assert_int_equal(job.complete, endings_told[i].complete);
        if (i + 1 < countof(endings_told))
            release(state);
    }
}

/* ---- found again ----------------------------------------------------------------------------------------------- */

static void what_was_begun_before_is_not_begun_again(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 30);
    struct err err = { 0 };

    s->polls_needed = 100;
    s->stop_after = 3;
    assert_false(bulk_run(s, &job, 1, NULL, NULL, &err));
    assert_int_equal(err.code, ERR_INTERRUPTED);
    assert_int_equal(x.n, 0);

    s->stop_after = 0;
    run_well(s, &job, 1);
    assert_each_once(&x, 30);
    assert_int_equal(s->begins, 1);
    assert_int_equal(s->uploads, 1);
}

static void one_that_ended_long_ago_is_answered_from_its_result(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 30), again = job_of(&y, "meibo_one_job", 30);

    run_well(s, &job, 1);
    again.attach_only = true;
    run_well(s, &again, 1);
    assert_each_once(&y, 30);
    assert_true(again.found && again.complete);
    assert_int_equal(s->begins, 1);
}

static void only_attaching_begins_nothing(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 30);

    job.attach_only = true;
    run_well(s, &job, 1);
    assert_false(job.found);
    assert_true(job.complete);
    assert_int_equal(s->begins, 0);
    assert_int_equal(x.n, 0);
}

static void it_is_found_behind_many_others(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 5);
    char name[32];

    run_well(s, &job, 1);
    for (size_t i = 0; i < 120; i++) {
        struct answers z = { 0 };
        snprintf(name, sizeof name, "meibo_other_%zu", i);
        struct bulk_job other = job_of(&z, name, 1);
        run_well(s, &other, 1);
    }
    job = job_of(&y, "meibo_one_job", 5);
    run_well(s, &job, 1);
    assert_each_once(&y, 5);
    assert_int_equal(s->begins, 121);
}

static void operations_of_last_year_are_not_looked_through(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 1);

    for (s->n = 0; s->n < 300; s->n++)
        s->operations[s->n] = (struct fake_operation){
            .mutation = true, .query = strdup("mutation a{b}"), .status = "COMPLETED", .old = s->n < 290
        };
    run_well(s, &job, 1);
    assert_int_equal(s->lists, 1);
}

static void a_request_of_a_process_that_died_is_waited_for(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 5);

    run_well(s, &job, 1);
    s->operations[0].hidden = 1; /* not in the first list that is asked for */
    job = job_of(&y, "meibo_one_job", 5);
    job.in_flight = 12;
    double before = s->slept;
    run_well(s, &job, 1);
    assert_each_once(&y, 5);
    assert_int_equal(s->begins, 1);
    assert_true(s->slept - before >= 12);

    job.in_flight = 12; /* what is there is not waited for */
    before = s->slept;
    y = (struct answers){ 0 };
    run_well(s, &job, 1);
    assert_true(s->slept - before < 1);
}

static void another_job_s_operation_is_not_ours(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job longer = job_of(&x, "meibo_one_job_b", 5), job = job_of(&y, "meibo_one_job", 7);

    run_well(s, &longer, 1);
    run_well(s, &job, 1);
    assert_each_once(&y, 7);
    assert_int_equal(s->begins, 2);
}

static void of_two_with_one_name_the_earlier_one_tells(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 5);

    run_well(s, &job, 1);
    s->operations[1] = s->operations[0];
    s->operations[1].query = strdup(s->operations[0].query);
    s->operations[1].result = NULL;
    s->n = 2;
    job = job_of(&y, "meibo_one_job", 5);
    run_well(s, &job, 1);
    assert_each_once(&y, 5);
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

static void what_does_not_go_into_one_file_becomes_several_operations(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 100);
    struct err err = { 0 };

    assert_true(bulk_run_limited(s, &job, 1, 1500, NULL, NULL, &err));
    assert_each_once(&x, 100);
    assert_true(job.found && job.complete);
    assert_int_equal(s->n, 4);
    assert_non_null(strstr(s->operations[0].query, "mutation meibo_one_job_0_32("));
    assert_non_null(strstr(s->operations[1].query, "mutation meibo_one_job_32_31("));
}

static void lines_are_known_again_when_they_have_become_longer(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 100);
    struct err err = { 0 };

    s->beginnings[2] = FAKE_INVALID; /* the first two parts run, then it ends */
    assert_false(bulk_run_limited(s, &job, 1, 1500, NULL, NULL, &err));
    assert_int_equal(s->n, 2);

    y.long_line = 40;
    job = job_of(&y, "meibo_one_job", 100);
    assert_true(bulk_run_limited(s, &job, 1, 1500, NULL, NULL, &err));
    assert_each_once(&y, 100);
    assert_non_null(strstr(s->operations[2].query, "mutation meibo_one_job_63_"));
}

static void attaching_to_a_part_says_that_the_rest_did_not_run(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 100);
    struct err err = { 0 };

    s->beginnings[1] = FAKE_INVALID;
    assert_false(bulk_run_limited(s, &job, 1, 1500, NULL, NULL, &err));
    job = job_of(&y, "meibo_one_job", 100);
    job.attach_only = true;
    assert_true(bulk_run_limited(s, &job, 1, 1500, NULL, NULL, &err));
    assert_each_once(&y, 32);
    assert_true(job.found && job.complete);
}

static void a_line_that_no_file_can_hold_is_an_error(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { .long_line = 300 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 3);
    struct err err = { 0 };

    assert_false(bulk_run_limited(s, &job, 1, 200, NULL, NULL, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_int_equal(s->begins, 0);
}

static size_t files_in(const char *folder)
{
    DIR *d = opendir(folder);
    size_t n = 0;

    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

static void with_temporary_folder(void (*test)(struct admin *s, const char *folder), void **state)
{
    char *before = getenv("TMPDIR"), folder[300];
    struct admin *s = fresh(state);

    before = before ? strdup(before) : NULL;
    snprintf(folder, sizeof folder, "%s/meibo-bulk-XXXXXX", before ? before : "/tmp");
    assert_non_null(mkdtemp(folder));
    setenv("TMPDIR", folder, 1);
    test(s, folder);
    assert_int_equal(rmdir(folder), 0);
    if (before)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    free(before);
}

static void run_and_count(struct admin *s, const char *folder)
{
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 10);

    run_well(s, &job, 1);
    assert_each_once(&x, 10);
    assert_int_equal(files_in(folder), 0);
}

static void nothing_stays_in_the_temporary_folder(void **state)
{
    with_temporary_folder(run_and_count, state);
}

static void run_on_a_full_disk(struct admin *s, const char *folder)
{
    struct answers x = { .long_line = 1000 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 1000);
    struct rlimit before, small;

    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 100000;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    struct err err = { 0 };
    bool done = bulk_run(s, &job, 1, NULL, NULL, &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_false(done);
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.msg, folder));
    assert_int_equal(s->begins + files_in(folder), 0);
}

static void a_full_disk_is_told_with_its_folder(void **state)
{
    with_temporary_folder(run_on_a_full_disk, state);
}

static void a_temporary_folder_that_is_not_there_is_told(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 1);
    char *before = getenv("TMPDIR");

    before = before ? strdup(before) : NULL;
    setenv("TMPDIR", "/nonexistent/folder", 1);
    run_badly(s, &job, ERR_IO, "/nonexistent/folder");
    if (before)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    free(before);
}

/* ---- what goes wrong ------------------------------------------------------------------------------------------- */

static const struct {
    enum fake_beginning beginnings[3];
    size_t begins, uploads;
    double slept; /* at least */
} troubles[] = {
    { { FAKE_LOST_AFTER }, 1, 1, 1 },    { { FAKE_LOST_SLOWLY }, 1, 1, 7 },
    { { FAKE_LOST_BEFORE }, 2, 1, 15 },  { { FAKE_LOST_BEFORE, FAKE_LOST_AFTER }, 2, 1, 16 },
    { { FAKE_NO_DATA }, 2, 1, 15 },      { { FAKE_IN_PROGRESS, FAKE_IN_PROGRESS }, 3, 1, 10 },
    { { FAKE_LIMIT_REACHED }, 2, 1, 5 }, { { FAKE_NO_SUCH_FILE, FAKE_NO_SUCH_FILE }, 3, 3, 0 },
};

static void whatever_happens_to_its_beginning_it_runs_once(void **state)
{
    for (size_t i = 0; i < countof(troubles); i++) {
        struct admin *s = fresh(state);
        struct answers x = { 0 };
        struct bulk_job job = job_of(&x, "meibo_one_job", 10);
        memcpy(s->beginnings, troubles[i].beginnings, sizeof troubles[i].beginnings);
        run_well(s, &job, 1);
        assert_each_once(&x, 10);
        assert_int_equal(s->n, 1);
        assert_int_equal(s->begins, troubles[i].begins);
        assert_int_equal(s->uploads, troubles[i].uploads);
        assert_true(s->slept >= troubles[i].slept);
        if (i + 1 < countof(troubles))
            release(state);
    }
}

static const struct {
    enum fake_beginning how; /* each time */
    const char *words;
} refused[] = {
    { FAKE_INVALID, "Failed to parse the mutation" },
    { FAKE_DENIED, "Access denied" },
    { FAKE_LOST_BEFORE, "did not begin the bulk operation meibo_one_job" },
    { FAKE_NO_SUCH_FILE, "did not begin" },
    { FAKE_LIMIT_REACHED, "did not begin" },
};

static void a_shop_that_does_not_begin_it_is_given_up(void **state)
{
    for (size_t i = 0; i < countof(refused); i++) {
        struct admin *s = fresh(state);
        struct answers x = { 0 };
        struct bulk_job job = job_of(&x, "meibo_one_job", 10);
        for (size_t k = 0; k < FAKE_SCRIPT; k++)
            s->beginnings[k] = refused[i].how;
        run_badly(s, &job, ERR_SHOP, refused[i].words);
        assert_int_equal(s->n, 0);
        assert_int_equal(x.n, 0);
        if (i + 1 < countof(refused))
            release(state);
    }
}

static void others_that_hold_all_places_are_waited_for_without_end(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 10);

    for (size_t k = 0; k < FAKE_SCRIPT; k++)
        s->beginnings[k] = FAKE_IN_PROGRESS;
    run_well(s, &job, 1);
    assert_each_once(&x, 10);
    assert_int_equal(s->uploads, 1);
    assert_true(s->slept >= FAKE_SCRIPT * 5);
    assert_int_equal(s->say_count, 3); /* waiting, begun, ended */
}

static void a_place_that_becomes_free_is_taken_at_once(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 }, y = { 0 };
    struct bulk_job jobs[] = { job_of(&x, "meibo_one_job", 10), job_of(&y, "meibo_two_job", 10) };

    s->beginnings[1] = FAKE_IN_PROGRESS;
    run_well(s, jobs, 2);
    assert_each_once(&y, 10);
    assert_true(s->slept < 1);
}

static void a_list_that_is_refused_stops_everything(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 10);

    s->no_list = true;
    run_badly(s, &job, ERR_SHOP, "Access denied for bulkOperations");
    assert_int_equal(s->begins, 0);
}

static void a_place_for_the_file_that_is_refused_is_told(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 10);

    s->no_target = 1;
    run_badly(s, &job, ERR_SHOP, "a file for a bulk operation");
    s->no_target = 2;
    run_badly(s, &job, ERR_SHOP, "no room");
}

static void an_error_of_the_moment_is_looked_past(void **state)
{
    struct admin *s = fresh(state);
    struct answers x = { 0 };
    struct bulk_job job = job_of(&x, "meibo_one_job", 10);

    s->poll_fails_once = true;
    run_well(s, &job, 1);
    assert_each_once(&x, 10);

    s->poll_denied = true;
    job.identifier = STR("meibo_another");
    run_badly(s, &job, ERR_SHOP, "the state of a bulk operation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(each_line_is_answered_once_whatever_the_order, release),
        cmocka_unit_test_teardown(the_file_has_a_line_a_call, release),
        cmocka_unit_test_teardown(nothing_to_do_sends_no_file, release),
        cmocka_unit_test_teardown(at_most_five_run_at_once, release),
        cmocka_unit_test_teardown(progress_ends_at_the_number_of_lines, release),
        cmocka_unit_test_teardown(looks_are_frequent_at_first_and_then_every_five_seconds, release),
        cmocka_unit_test_teardown(lines_of_nobody_and_lines_twice_are_left_out, release),
        cmocka_unit_test_teardown(an_operation_that_ends_early_answers_what_it_did, release),
        cmocka_unit_test_teardown(what_was_begun_before_is_not_begun_again, release),
        cmocka_unit_test_teardown(one_that_ended_long_ago_is_answered_from_its_result, release),
        cmocka_unit_test_teardown(only_attaching_begins_nothing, release),
        cmocka_unit_test_teardown(it_is_found_behind_many_others, release),
        cmocka_unit_test_teardown(operations_of_last_year_are_not_looked_through, release),
        cmocka_unit_test_teardown(a_request_of_a_process_that_died_is_waited_for, release),
        cmocka_unit_test_teardown(another_job_s_operation_is_not_ours, release),
        cmocka_unit_test_teardown(of_two_with_one_name_the_earlier_one_tells, release),
        cmocka_unit_test_teardown(what_does_not_go_into_one_file_becomes_several_operations, release),
        cmocka_unit_test_teardown(lines_are_known_again_when_they_have_become_longer, release),
        cmocka_unit_test_teardown(attaching_to_a_part_says_that_the_rest_did_not_run, release),
        cmocka_unit_test_teardown(a_line_that_no_file_can_hold_is_an_error, release),
        cmocka_unit_test_teardown(nothing_stays_in_the_temporary_folder, release),
        cmocka_unit_test_teardown(a_full_disk_is_told_with_its_folder, release),
        cmocka_unit_test_teardown(a_temporary_folder_that_is_not_there_is_told, release),
        cmocka_unit_test_teardown(whatever_happens_to_its_beginning_it_runs_once, release),
        cmocka_unit_test_teardown(a_shop_that_does_not_begin_it_is_given_up, release),
        cmocka_unit_test_teardown(others_that_hold_all_places_are_waited_for_without_end, release),
        cmocka_unit_test_teardown(a_place_that_becomes_free_is_taken_at_once, release),
        cmocka_unit_test_teardown(a_list_that_is_refused_stops_everything, release),
        cmocka_unit_test_teardown(a_place_for_the_file_that_is_refused_is_told, release),
        cmocka_unit_test_teardown(an_error_of_the_moment_is_looked_past, release),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
