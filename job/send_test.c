#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/send.h"
#include "job/trial_test.h"

/* The embedded shop at the end of a bad line. */
enum trouble { ANSWER_LOST, REQUEST_LOST, NOBODY_KNOWS, LINE_DEAD, ALWAYS_CHANGED, NAMESAKE };

struct bad_line {
    struct shop base;
    struct shop *shop;
    enum trouble trouble;
    size_t well;   /* so many calls of apply() meet no trouble */
    size_t times;  /* so many of the next do */
    int64_t first; /* ID of whoever was made first: in the case of NAMESAKE taken for all the others */
    size_t applied, settled;
    size_t most;        /* operations of one call */
    bool keeps_nothing; /* as Shopify: no tokens */
};

static struct shop *behind(struct shop *s)
{
    return ((struct bad_line *)(void *)s)->shop;
}

static bool line_info(struct shop *s, struct shop_info *out, struct arena *a, struct err *err)
{
    const struct bad_line *line = (struct bad_line *)(void *)s;

    if (!behind(s)->ops->info(behind(s), out, a, err))
        return false;
    if (line->keeps_nothing)
        out->caps &= ~(unsigned)SHOP_ATOMIC;
    return true;
}

static bool line_find(struct shop *s, const struct customer_key *keys, size_t n, shop_groups groups,
                      struct match *out, struct arena *a, struct err *err)
{
    return behind(s)->ops->find(behind(s), keys, n, groups, out, a, err);
}

static bool line_apply(struct shop *s, const struct op *ops, size_t n, struct op_result *out, int64_t now,
                       struct arena *a, struct err *err)
{
    struct bad_line *line = (struct bad_line *)(void *)s;
    bool trouble = line->well == 0 && line->times > 0;

    line->applied += n;
    line->most = n > line->most ? n : line->most;
    line->times -= trouble;
    line->well -= line->well > 0;
    if (trouble && line->trouble == LINE_DEAD)
        return err_set(err, ERR_SHOP, "the line is dead");
    if ((!trouble || line->trouble == ANSWER_LOST) &&
        !line->shop->ops->apply(line->shop, ops, n, out, now, a, err))
        return false;
    line->first = !trouble && line->first == 0 ? out[0].id : line->first;
    for (size_t i = 0; trouble && i < n; i++) {
        out[i] = (struct op_result){ .outcome = OUTCOME_UNKNOWN, .why_column = COL_COUNT };
        if (line->trouble == ALWAYS_CHANGED)
            out[i] = (struct op_result){ .outcome = OUTCOME_REFUSED,
                                         .why.id = FINDING_RECORD_CHANGED,
                                         .why_column = COL_COUNT };
    }
    return true;
}

static bool line_settle(struct shop *s, const struct op *ops, size_t n, struct op_result *out,
                        struct arena *a, struct err *err)
{
    struct bad_line *line = (struct bad_line *)(void *)s;

    line->settled += n;
    for (size_t i = 0; line->trouble == NAMESAKE && i < n; i++)
        out[i] = (struct op_result){ .outcome = OUTCOME_DONE, .id = line->first, .why_column = COL_COUNT };
    if (line->trouble == NAMESAKE)
        return true;
    for (size_t i = 0; line->trouble == NOBODY_KNOWS && i < n; i++)
        out[i] = (struct op_result){ .outcome = OUTCOME_UNKNOWN, .why_column = COL_COUNT };
    return line->trouble == NOBODY_KNOWS || line->shop->ops->settle(line->shop, ops, n, out, a, err);
}

static const struct shop_ops line_ops = {
    .name = "bad line",
    .info = line_info,
    .find = line_find,
    .apply = line_apply,
    .settle = line_settle,
};

static const char sheet[] = "Email|First Name\na@example.com|Anna\nb@example.com|Bert\n";

static bool import_sheet_over(struct trial *t, struct bad_line *line, const char *text)
{
    struct import job = trial_import(t, text);

    line->base.ops = &line_ops;
    line->shop = t->shop;
    job.shop = &line->base;
    return run_import(t, &job, text, NULL);
}

static bool import_over(struct trial *t, struct bad_line *line)
{
    return import_sheet_over(t, line, sheet);
}

/* 25 people, of whom only names are known, and two with an email. */
static void names_go_together(struct trial *t, bool keeps_nothing, size_t most)
{
    struct bad_line line = { .keeps_nothing = keeps_nothing };
    char text[1024] = "Email|First Name\na@example.com|Anna\nb@example.com|Bert\n";
    size_t n = strlen(text);

    for (int i = 0; i < 25; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "|Name%d\n", i);
    trial_open(t);
    assert_true(import_sheet_over(t, &line, text));
    assert_int_equal(t->counts.kinds[OP_CREATE], 27);
    assert_int_equal(line.most, most);
}

static void who_has_only_a_name_is_sent_with_few_others(void **state)
{
    names_go_together(*state, true, NAMELESS_AT_ONCE);
}

static void a_shop_that_keeps_tokens_takes_all_at_once(void **state)
{
    names_go_together(*state, false, 27);
}

/* Eleven of one name, the last of whom is lost: the shop knows of one that fits, who was made of another row. */
static void a_customer_of_another_row_is_not_taken_for_the_lost_one(void **state)
{
    struct trial *t = *state;
    struct bad_line line = { .keeps_nothing = true, .trouble = NAMESAKE, .well = 1, .times = 1 };
    char text[256] = "Email|First Name\n";
    size_t n = strlen(text);

    for (int i = 0; i < NAMELESS_AT_ONCE + 1; i++)
        n += (size_t)snprintf(text + n, sizeof text - n, "|Kim\n");
    trial_open(t);
    assert_true(import_sheet_over(t, &line, text));
    assert_int_equal(line.settled, 1);
    assert_int_equal(t->counts.kinds[OP_CREATE], NAMELESS_AT_ONCE);
    assert_int_equal(t->counts.kinds[OP_REFUSED], 1);
}

static void an_answer_that_was_lost_is_asked_for(void **state)
{
    struct trial *t = *state;
    struct bad_line line = { .trouble = ANSWER_LOST, .times = 1 };

    trial_open(t);
    assert_true(import_over(t, &line));
    assert_int_equal(t->counts.kinds[OP_CREATE], 2);
    assert_int_equal(line.applied, 2);
    assert_int_equal(line.settled, 2);
}

static void a_request_that_was_lost_is_sent_again(void **state)
{
    struct trial *t = *state;
    struct bad_line line = { .trouble = REQUEST_LOST, .times = 1 };

    trial_open(t);
    assert_true(import_over(t, &line));
    assert_int_equal(t->counts.kinds[OP_CREATE], 2);
    assert_int_equal(line.applied, 4);
    assert_non_null(strstr(shop_text(t, true), "Bert"));
}

static void what_nobody_knows_is_said_and_never_sent_again(void **state)
{
    struct trial *t = *state;
    struct bad_line line = { .trouble = NOBODY_KNOWS, .times = 1 };
    struct journal_cursor *c;
    struct journal_entry e;

    trial_open(t);
    assert_true(import_over(t, &line));
    assert_int_equal(t->counts.kinds[OP_REFUSED], 2);
    assert_int_equal(line.applied, 2);
    assert_true(journal_read(t->journal, 1, 0, &c, &t->err));
    assert_true(journal_next(c, &e));
    assert_int_equal(e.state, ENTRY_UNKNOWN);
    assert_non_null(memmem(e.findings.p, e.findings.n, "OUTCOME_UNKNOWN", 15));
    assert_true(journal_read_close(c, &t->err));
}

static void a_dead_line_ends_the_job_which_goes_on_later(void **state)
{
    struct trial *t = *state;
    struct bad_line line = { .trouble = LINE_DEAD, .times = 1 };

    trial_open(t);
    assert_false(import_over(t, &line));
    assert_int_equal(t->err.code, ERR_SHOP);
    assert_true(import_over(t, &line));
    assert_int_equal(line.settled, 2); /* asked first, whether it happened */
    assert_int_equal(t->counts.kinds[OP_CREATE], 2);
}

static void a_customer_that_always_changes_fails_in_the_end(void **state)
{
    struct trial *t = *state;
    struct bad_line line = { .trouble = ALWAYS_CHANGED, .times = SIZE_MAX };

    trial_open(t);
    assert_true(import_over(t, &line));
    assert_int_equal(t->counts.kinds[OP_REFUSED], 2);
    assert_int_equal(line.applied, 10);
}

/* A batch is killed; nobody can say what became of it. */
static void what_cannot_be_settled_after_a_kill_is_said(void **state)
{
    struct trial *t = *state;
    struct bad_line line = { .trouble = LINE_DEAD, .times = 1 };

    trial_open(t);
    assert_false(import_over(t, &line));
    line.trouble = NOBODY_KNOWS;
    assert_true(import_over(t, &line));
    assert_int_equal(t->counts.kinds[OP_REFUSED], 2);
    assert_int_equal(line.applied, 2);
    assert_string_equal(shop_text(t, true), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(an_answer_that_was_lost_is_asked_for),
        IN_A_TRIAL(who_has_only_a_name_is_sent_with_few_others),
        IN_A_TRIAL(a_shop_that_keeps_tokens_takes_all_at_once),
        IN_A_TRIAL(a_customer_of_another_row_is_not_taken_for_the_lost_one),
        IN_A_TRIAL(a_request_that_was_lost_is_sent_again),
        IN_A_TRIAL(what_nobody_knows_is_said_and_never_sent_again),
        IN_A_TRIAL(a_dead_line_ends_the_job_which_goes_on_later),
        IN_A_TRIAL(a_customer_that_always_changes_fails_in_the_end),
        IN_A_TRIAL(what_cannot_be_settled_after_a_kill_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
