#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/message.h"
#include "job/journal.h"

struct place {
    char folder[256], path[300];
    struct arena arena;
};

static int place_make(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    const char *tmp = getenv("TMPDIR");

    snprintf(p->folder, sizeof p->folder, "%s/meibo-journal-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(p->folder));
    snprintf(p->path, sizeof p->path, "%s/journal.db", p->folder);
    *state = p;
    return 0;
}

static int place_remove(void **state)
{
    static const char *const endings[] = { "", "-wal", "-shm", ".lock" };
    struct place *p = *state;

    for (size_t i = 0; i < countof(endings); i++) {
        char path[320];
        snprintf(path, sizeof path, "%s%s", p->path, endings[i]);
        unlink(path);
    }
    rmdir(p->folder);
    arena_reset(&p->arena);
    free(p);
    return 0;
}

static const struct job_identity customers = {
    JOB_IMPORT,
    STR_INIT("aa11"),
    STR_INIT("Customers"),
    STR_INIT("sqlite:shop.db"),
    STR_INIT("blank=clear"),
    STR_INIT("customers.xlsx"),
};

static struct journal *open_journal(const struct place *p)
{
    struct journal *j;
    struct err err = { 0 };

    if (!journal_open(&j, p->path, &err))
        fail_msg("%s", err.msg);
    return j;
}

static struct journal_job *begin(struct journal *j, const struct job_identity *id, bool expect_resumed)
{
    struct journal_job *job;
    struct err err = { 0 };
    bool resumed;

    if (!journal_begin(j, id, 1000, &job, &resumed, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(resumed, expect_resumed);
    return job;
}

static struct journal_entry entry(uint32_t row, enum entry_state state)
{
    return (struct journal_entry){
        .row = row,
        .last_row = row + 1,
        .state = state,
        .kind = OP_UPDATE,
        .found_by = MATCH_EMAIL,
        .op = STR("{\"before\":1}"),
        .assumed = STR("Tags Command"),
        .cleared = UINT64_C(1) << 63,
        .cleared_values = 2,
    };
}

static void an_entry_reads_back_as_it_was_written(void **state)
{
    struct journal *j = open_journal(*state);
    struct journal_job *job = begin(j, &customers, false);
    struct journal_entry sent[] = { entry(2, ENTRY_SENT), entry(4, ENTRY_SENT) }, out;
    struct journal_cursor *c;
    struct err err = { 0 };

    assert_true(journal_sent(job, sent, 2, &err));
    sent[1].state = ENTRY_DONE;
    sent[1].id = INT64_C(44920047631);
    sent[1].invited = true;
    sent[1].findings = STR("[1]");
    sent[1].op = STR("not to be stored again");
    assert_true(journal_settled(job, &sent[1], 1, &err));

    assert_true(journal_read(j, journal_number(job), 0, &c, &err));
    assert_true(journal_next(c, &out));
    assert_int_equal(out.row, 2);
    assert_int_equal(out.state, ENTRY_SENT);
    assert_true(journal_next(c, &out));
    assert_int_equal(out.row, 4);
    assert_int_equal(out.last_row, 5);
    assert_int_equal(out.state, ENTRY_DONE);
    assert_int_equal(out.kind, OP_UPDATE);
    assert_int_equal(out.found_by, MATCH_EMAIL);
    assert_int_equal(out.id, INT64_C(44920047631));
    assert_true(out.invited);
    assert_true(out.cleared == UINT64_C(1) << 63);
    assert_int_equal(out.cleared_values, 2);
    assert_true(str_eq(out.findings, STR("[1]")));
    assert_true(str_eq(out.assumed, STR("Tags Command")));
    assert_true(str_eq(out.op, STR("{\"before\":1}")));
    assert_false(journal_next(c, &out));
    assert_true(journal_read_close(c, &err));
    journal_release(job);
    journal_close(j);
}

static void what_is_settled_as_planned_replaces_what_was_sent(void **state)
{
    struct journal *j = open_journal(*state);
    struct journal_job *job = begin(j, &customers, false);
    struct journal_entry e = entry(2, ENTRY_SENT), out;
    struct journal_cursor *c;
    struct err err = { 0 };

    assert_true(journal_sent(job, &e, 1, &err));
    e = (struct journal_entry){ .row = 2, .last_row = 2, .state = ENTRY_PLANNED, .kind = OP_UNCHANGED };
    assert_true(journal_settled(job, &e, 1, &err));
    assert_true(journal_read(j, journal_number(job), 0, &c, &err));
    assert_true(journal_next(c, &out));
    assert_int_equal(out.kind, OP_UNCHANGED);
    assert_int_equal(out.op.n, 0);
    assert_true(journal_read_close(c, &err));
    journal_release(job);
    journal_close(j);
}

static void entries_are_read_in_order_of_row_and_against_it(void **state)
{
    enum { N = 700 }; /* more than two pages */
    struct journal *j = open_journal(*state);
    struct journal_job *job = begin(j, &customers, false), *other;
    struct job_identity id = customers;
    struct journal_cursor *c;
    struct journal_entry e;
    struct err err = { 0 };
    uint32_t expected = 2;

    id.sheet = STR("Other");
    other = begin(j, &id, false);
    for (uint32_t row = 2; row < 2 + N; row++) {
        e = entry(row, ENTRY_PLANNED);
        assert_true(journal_settled(job, &e, 1, &err) && journal_settled(other, &e, 1, &err));
    }
    assert_true(journal_read(j, journal_number(job), 0, &c, &err));
    for (; journal_next(c, &e); expected++)
        assert_int_equal(e.row, expected);
    assert_int_equal(expected, 2 + N);
    assert_true(journal_read_close(c, &err));

    assert_true(journal_read_back(j, journal_number(job), 500, &c, &err));
    for (expected = 500; journal_next(c, &e); expected--)
        assert_int_equal(e.row, expected);
    assert_int_equal(expected, 1);
    assert_true(journal_read_close(c, &err));
    journal_release(other);
    journal_release(job);
    journal_close(j);
}

static void a_job_is_the_same_when_input_sheet_shop_and_options_are(void **state)
{
    static const struct job_identity others[] = {
        { JOB_UNDO, STR_INIT("aa11"), STR_INIT("Customers"), STR_INIT("sqlite:shop.db"),
          STR_INIT("blank=clear"), STR_INIT("") },
        { JOB_IMPORT, STR_INIT("aa12"), STR_INIT("Customers"), STR_INIT("sqlite:shop.db"),
          STR_INIT("blank=clear"), STR_INIT("") },
        { JOB_IMPORT, STR_INIT("aa11"), STR_INIT("Customer"), STR_INIT("sqlite:shop.db"),
          STR_INIT("blank=clear"), STR_INIT("") },
        { JOB_IMPORT, STR_INIT("aa11"), STR_INIT("Customers"), STR_INIT("sqlite:other.db"),
          STR_INIT("blank=clear"), STR_INIT("") },
        { JOB_IMPORT, STR_INIT("aa11"), STR_INIT("Customers"), STR_INIT("sqlite:shop.db"),
          STR_INIT("blank=keep"), STR_INIT("") },
    };
    struct journal *j = open_journal(*state);
    struct job_identity renamed = customers;

    journal_release(begin(j, &customers, false));
    for (size_t i = 0; i < countof(others); i++)
        journal_release(begin(j, &others[i], false));
    renamed.input_name = STR("renamed.xlsx");
    journal_release(begin(j, &renamed, true));
    journal_close(j);
}

static void a_job_that_is_done_begins_anew_under_a_new_number(void **state)
{
    struct journal *j = open_journal(*state);
    struct journal_job *job = begin(j, &customers, false);
    int64_t first = journal_number(job);
    struct job_summary summary = { .counts = { [OP_CREATE] = 12 }, .failed = 3, .warnings = 4 }, found;
    struct place *p = *state;
    struct err err = { 0 };

    assert_true(journal_end(job, JOB_INTERRUPTED, &summary, 2000, &err));
    journal_release(job);
    job = begin(j, &customers, true);
    assert_int_equal(journal_number(job), first);
    assert_int_equal(journal_started(job), 1000);
    assert_true(journal_end(job, JOB_DONE, &summary, 3000, &err));
    journal_release(job);
    job = begin(j, &customers, false);
    assert_true(journal_number(job) > first);

    assert_true(journal_find(j, first, &found, &p->arena, &err));
    assert_int_equal(found.state, JOB_DONE);
    assert_int_equal(found.started, 1000);
    assert_int_equal(found.ended, 3000);
    assert_int_equal(found.counts[OP_CREATE], 12);
    assert_int_equal(found.failed, 3);
    assert_int_equal(found.warnings, 4);
    assert_true(str_eq(found.input_name, STR("customers.xlsx")));
    journal_release(job);
    journal_close(j);
}

static void a_job_being_undone_is_not_gone_on_with(void **state)
{
    struct journal *j = open_journal(*state);
    struct journal_job *job = begin(j, &customers, false);
    struct err err = { 0 };

    assert_true(journal_undone(job, 77, &err));
    journal_release(job);
    journal_release(begin(j, &customers, false));
    journal_close(j);
}

static void only_one_holds_a_job(void **state)
{
    struct journal *j = open_journal(*state), *other = open_journal(*state);
    struct journal_job *job = begin(j, &customers, false), *second;
    struct err err = { 0 };
    bool resumed;
    char process[64];

    assert_false(journal_begin(other, &customers, 1000, &second, &resumed, &err));
    assert_int_equal(err.code, ERR_REFUSED);
    snprintf(process, sizeof process, "(process %d)", (int)getpid());
    assert_non_null(strstr(err.msg, process));
    assert_false(journal_forget(other, journal_number(job), &err));
    assert_int_equal(err.code, ERR_REFUSED);
    assert_false(journal_hold(other, journal_number(job), &second, &err));
    assert_int_equal(err.code, ERR_REFUSED);
    journal_release(job);
    journal_release(begin(other, &customers, true));
    journal_close(other);
    journal_close(j);
}

/* A child that begins the job, writes an entry and dies. */
static void killed_child(struct place *p)
{
    pid_t child = fork();

    if (child == 0) {
        struct journal *j = open_journal(p);
        struct journal_job *job = begin(j, &customers, false);
        struct journal_entry e = entry(2, ENTRY_SENT);
        struct err err = { 0 };

        if (!journal_sent(job, &e, 1, &err))
            _exit(1);
        kill(getpid(), SIGKILL);
    }

    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
}

static void a_kill_lets_go_of_the_job_and_keeps_what_was_sent(void **state)
{
    struct place *p = *state;

    killed_child(p);

    struct journal *j = open_journal(p);
    struct job_summary *jobs;
    struct journal_cursor *c;
    struct journal_entry e;
    struct err err = { 0 };
    size_t n;

    assert_true(journal_list(j, &jobs, &n, &p->arena, &err));
    assert_int_equal(n, 1);
    assert_int_equal(jobs[0].state, JOB_INTERRUPTED);

    struct journal_job *job = begin(j, &customers, true);
    assert_true(journal_find(j, journal_number(job), jobs, &p->arena, &err));
    assert_int_equal(jobs[0].state, JOB_RUNNING);
    assert_true(journal_read(j, journal_number(job), 0, &c, &err));
    assert_true(journal_next(c, &e));
    assert_int_equal(e.state, ENTRY_SENT);
    assert_true(journal_read_close(c, &err));
    journal_release(job);
    journal_close(j);
}

static void the_journal_is_for_its_owner_alone(void **state)
{
    struct place *p = *state;
    struct stat st;

    journal_close(open_journal(p));
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(chmod(p->path, 0644), 0);
    journal_close(open_journal(p));
    assert_int_equal(stat(p->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static bool file_holds(const char *path, const char *word)
{
    FILE *f = fopen(path, "rb");
    static char bytes[1 << 20];

    if (!f)
        return false;
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    return memmem(bytes, n, word, strlen(word)) != NULL;
}

static void what_is_forgotten_is_nowhere_in_the_file(void **state)
{
    struct place *p = *state;
    struct journal *j = open_journal(p);
    struct journal_job *job = begin(j, &customers, false);
    struct journal_entry e = entry(2, ENTRY_SENT);
    struct job_summary none = { 0 }, found;
    struct err err = { 0 };
    int64_t number = journal_number(job);
    char wal[320];

    snprintf(wal, sizeof wal, "%s-wal", p->path);
    e.op = STR("hanako@example.com");
    assert_true(journal_sent(job, &e, 1, &err));
    assert_true(file_holds(wal, "hanako@example.com"));
    assert_true(journal_end(job, JOB_DONE, &none, 2000, &err));
    journal_release(job);
    assert_true(journal_expire(j, 2000, &err)); /* ended at 2000: not yet */
    assert_true(journal_find(j, number, &found, &p->arena, &err));
    assert_true(journal_expire(j, 2001, &err));
    assert_false(journal_find(j, number, &found, &p->arena, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_false(file_holds(p->path, "hanako@example.com") || file_holds(wal, "hanako@example.com"));

    job = begin(j, &customers, false);
    assert_true(journal_number(job) > number); /* a number names one job for ever */
    number = journal_number(job);
    journal_release(job);
    assert_true(journal_forget(j, number, &err));
    assert_false(journal_find(j, number, &found, &p->arena, &err));
    journal_close(j);
}

static void notes_are_kept_for_the_result(void **state)
{
    struct place *p = *state;
    struct journal *j = open_journal(p);
    struct journal_job *job = begin(j, &customers, false);
    struct err err = { 0 };
    str notes;

    assert_true(journal_notes(job, STR("[\"a\"]"), &err));
    assert_true(journal_read_notes(j, journal_number(job), &notes, &p->arena, &err));
    assert_true(str_eq(notes, STR("[\"a\"]")));
    journal_release(job);
    journal_close(j);
}

static void tokens_differ_by_row_job_and_journal(void **state)
{
    struct place *p = *state;
    struct journal *j = open_journal(p);
    struct journal_job *job = begin(j, &customers, false);
    str first = journal_token(job, 2, &p->arena);

    assert_true(str_eq(first, journal_token(job, 2, &p->arena)));
    assert_false(str_eq(first, journal_token(job, 3, &p->arena)));
    journal_release(job);
    journal_close(j);
    unlink(p->path);

    j = open_journal(p);
    job = begin(j, &customers, false);
    assert_false(str_eq(first, journal_token(job, 2, &p->arena)));
    journal_release(job);
    journal_close(j);
}

static void what_is_no_journal_is_refused(void **state)
{
    struct place *p = *state;
    struct journal *j;
    struct err err = { 0 };
    FILE *f = fopen(p->path, "w");

    assert_non_null(f);
    for (int i = 0; i < 100; i++)
        fputs("certainly no database\n", f);
    fclose(f);
    assert_false(journal_open(&j, p->path, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.msg, p->path));
    assert_null(j);
    assert_false(journal_open(&j, "/nowhere/at/all/journal.db", &err));
    assert_int_equal(err.code, ERR_IO);
}

int main(void)
{
#define IN_A_PLACE(f) cmocka_unit_test_setup_teardown(f, place_make, place_remove)
    const struct CMUnitTest tests[] = {
        IN_A_PLACE(an_entry_reads_back_as_it_was_written),
        IN_A_PLACE(what_is_settled_as_planned_replaces_what_was_sent),
        IN_A_PLACE(entries_are_read_in_order_of_row_and_against_it),
        IN_A_PLACE(a_job_is_the_same_when_input_sheet_shop_and_options_are),
        IN_A_PLACE(a_job_that_is_done_begins_anew_under_a_new_number),
        IN_A_PLACE(a_job_being_undone_is_not_gone_on_with),
        IN_A_PLACE(only_one_holds_a_job),
        IN_A_PLACE(a_kill_lets_go_of_the_job_and_keeps_what_was_sent),
        IN_A_PLACE(the_journal_is_for_its_owner_alone),
        IN_A_PLACE(what_is_forgotten_is_nowhere_in_the_file),
        IN_A_PLACE(notes_are_kept_for_the_result),
        IN_A_PLACE(tokens_differ_by_row_job_and_journal),
        IN_A_PLACE(what_is_no_journal_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
