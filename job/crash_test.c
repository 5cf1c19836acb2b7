#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "job/trial_test.h"

static const char before[] =
    "Email|First Name|Note|Tags|Address Line 1|Address City|Address Country Code\n"
    "u1@example.com|Una|old|a, b|Street 1|Berlin|DE\nu2@example.com|Uwe|old|a|||\nd1@example.com|Dora||x|||\n"
    "r1@example.com|Rolf|gone soon|x|||\n";

/* Several rounds: u1 stands in it three times. */
static const char sheet[] =
    "Email|Command|First Name|Note|Tags|Tags Command|Address Line 1|Address City|Address Country "
    "Code|Send Account Activation Email\n"
    "n1@example.com|NEW|Nora|one|new||Street 9|Bonn|DE|TRUE\nu1@example.com|MERGE|Una|two|c||Street 1|Berlin|DE\n"
    "u1@example.com||||d||Street "
    "2|Berlin|DE\nd1@example.com|DELETE|||||||\nr1@example.com|REPLACE|Rolf|new|y||||\n"
    "x@example.com|UPDATE|X||||||\nu1@example.com|MERGE|Una|three|b|DELETE|Street 1|Berlin|DE\n"
    "n2@example.com|MERGE|Nils|one|||||\nu2@example.com|MERGE|Uwe|old|a||||\n"
    "u1@example.com|MERGE|Una|four|e||Street 3|Berlin|DE\n";

struct killer {
    int at, count; /* SIGKILL at step number `at`, from 1 */
};

static void kill_at(void *context, const char *name)
{
    struct killer *k = context;

    (void)name;
    if (++k->count == k->at)
        kill(getpid(), SIGKILL);
}

/* In a process of its own; true when it was killed. */
static bool killed_run(struct trial *t, int at, int *steps, bool undo, int64_t number)
{
    int pipes[2];

    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        struct killer killer = { .at = at };
        struct import job;
        struct undo_counts counts;
        trial_open(t);
        job = trial_import(t, sheet);
        job.step = kill_at;
        job.step_context = &killer;
        struct undo back = { .shop = t->shop,
                             .journal = t->journal,
                             .job_number = number,
                             .now = NOW + 60,
                             .step = kill_at,
                             .step_context = &killer };
        bool ok = undo ? undo_run(&back, &counts, &t->err) : run_import(t, &job, sheet, NULL);
        ok = write(pipes[1], &killer.count, sizeof killer.count) == sizeof killer.count && ok;
        _exit(ok ? 0 : 1);
    }

    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    close(pipes[1]);
    if (read(pipes[0], steps, sizeof *steps) != sizeof *steps)
        *steps = 0;
    close(pipes[0]);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

static void prepare(struct trial *t)
{
    trial_begin_again(t);
    do_import(t, before);
    trial_close(t);
}

static void a_kill_at_any_step_and_the_same_command_again_end_as_without_the_kill(void **state)
{
    struct trial *t = *state;
    struct import_counts counts;
    int64_t mails;
    int steps, at;

    trial_open(t);
    prepare(t);
    assert_false(killed_run(t, 0, &steps, false, 0));
    trial_open(t);
    const char *expected = shop_text(t, false);
    assert_true(steps >= 18);

    prepare(t);
    trial_open(t);
    do_import(t, sheet);
    counts = t->counts;
    for (at = 1; at <= steps; at++) {
        int ignored;
        prepare(t);
        assert_true(killed_run(t, at, &ignored, false, 0));
        trial_open(t);
        do_import(t, sheet);
        assert_string_equal(shop_text(t, false), expected);
        assert_true(embedded_mail_count(t->shop, &mails, &t->err));
        assert_int_equal(mails, 1);
        assert_memory_equal(&t->counts, &counts, sizeof counts);
        trial_close(t);
    }
}

static void an_undo_killed_at_any_step_goes_on(void **state)
{
    struct trial *t = *state;
    struct undo_counts counts;
    int steps = 0;

    trial_open(t);
    prepare(t);
    trial_open(t);
    int64_t number = do_import(t, sheet);
    trial_close(t);
    assert_false(killed_run(t, 0, &steps, true, number));
    trial_open(t);
    const char *expected = shop_text(t, false);
    assert_true(steps >= 12);
    trial_close(t);
    for (int at = 1; at <= steps; at++) {
        int ignored;
        prepare(t);
        trial_open(t);
        number = do_import(t, sheet);
        trial_close(t);
        assert_true(killed_run(t, at, &ignored, true, number));
        trial_open(t);
        struct undo back = { .shop = t->shop, .journal = t->journal, .job_number = number, .now = NOW + 60 };
        if (!undo_run(&back, &counts, &t->err))
            fail_msg("%s", t->err.msg);
        assert_string_equal(shop_text(t, false), expected);
        trial_close(t);
    }
}

static void an_import_that_was_killed_can_be_undone(void **state)
{
    struct trial *t = *state;
    struct undo_counts counts;
    struct job_summary *jobs;
    size_t n;
    int ignored, at = 0;

    trial_open(t);
    prepare(t);
    trial_open(t);
    const char *expected = shop_text(t, false);
    for (;;) {
        prepare(t);
        if (!killed_run(t, ++at, &ignored, false, 0))
            break;
        trial_open(t);
        assert_true(journal_list(t->journal, &jobs, &n, &t->arena, &t->err));
        struct undo back = {
            .shop = t->shop, .journal = t->journal, .job_number = jobs[n - 1].number, .now = NOW + 60
        };
        if (!undo_run(&back, &counts, &t->err))
            fail_msg("%s", t->err.msg);
        assert_int_equal(counts.failed, 0);
        const char *now = shop_text(t, false);
        assert_int_equal(strlen(now), strlen(expected)); /* the order of IDs may differ */
        trial_close(t);
    }
    assert_true(at > 18);
}

/* Imports N customers with one tag each, in a child. */
static pid_t import_child(struct trial *t, const char *text)
{
    pid_t child = fork();

    if (child == 0) {
        trial_open(t);
        do_import(t, text);
        _exit(t->counts.kinds[OP_REFUSED] == 0 ? 0 : 1);
    }
    return child;
}

static char *tag_sheet(struct trial *t, const char *tag, int customers)
{
    size_t room = 64 + (size_t)customers * 48, n;
    char *text = arena_alloc(&t->arena, room, 1);

    n = (size_t)snprintf(text, room, "Email|First Name|Tags\n");
    for (int i = 0; i < customers; i++)
        n += (size_t)snprintf(text + n, room - n, "k%04d@example.com|Kim|%s\n", i, tag);
    return text;
}

static size_t times_in(const char *text, const char *word)
{
    size_t n = 0;

    for (const char *at = text; (at = strstr(at, word)); at++)
        n++;
    return n;
}

static void two_imports_at_once_lose_nothing(void **state)
{
    enum { N = 800 };
    struct trial *t = *state;
    int status;

    trial_open(t);
    do_import(t, tag_sheet(t, "first", N / 2)); /* half of them exist; the others both want to make */
    trial_close(t);

    pid_t children[] = { import_child(t, tag_sheet(t, "left", N)),
                         import_child(t, tag_sheet(t, "right", N)) };
    for (size_t i = 0; i < countof(children); i++) {
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    trial_open(t);
    const char *text = shop_text(t, true);
    assert_int_equal(times_in(text, "\n"), N);
    assert_int_equal(times_in(text, "\"left\""), N);
    assert_int_equal(times_in(text, "\"right\""), N);
    assert_int_equal(times_in(text, "\"first\""), N / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(a_kill_at_any_step_and_the_same_command_again_end_as_without_the_kill),
        IN_A_TRIAL(an_undo_killed_at_any_step_goes_on),
        IN_A_TRIAL(an_import_that_was_killed_can_be_undone),
        IN_A_TRIAL(two_imports_at_once_lose_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
