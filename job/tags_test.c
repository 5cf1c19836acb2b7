#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "job/tags.h"
#include "job/tags_list.h"
#include "job/trial_test.h"

static const char before[] = "Email|First Name|Tags\n"
                             "a@example.com|Ann|vip, old\n"
                             "b@example.com|Bob|old, other\n"
                             "c@example.com|Cleo|new, old\n"
                             "d@example.com|Dan|other\n"
                             "e@example.com|Eve|\n";

static const struct tag_rule old_to_new[] = { { STR_INIT("OLD"), STR_INIT("new") } };

/* ---- a job of tags ----------------------------------------------------------------------------- */

struct tags_trial {
    struct trial *t;
    struct tag_rules rules;
    struct tags_job job;
    struct tags_counts counts;
    int64_t number;
    bool resumed;
};

static struct tags_trial trial_of(struct trial *t, struct tag_rules rules)
{
    struct tags_trial x = { .t = t, .rules = rules };

    tag_rules_ready(&x.rules, &t->arena);
    x.job = (struct tags_job){ .shop = t->shop, .now = NOW, .confirmed = SIZE_MAX };
    return x;
}

static bool run_tags(struct tags_trial *x)
{
    struct trial *t = x->t;
    struct job_identity identity = { JOB_TAGS, STR("tags"),   STR(""),
                                     STR(""),  STR("rename"), STR("tags rename") };
    struct job_summary summary = { 0 };
    struct shop_info info;

    x->job.rules = &x->rules;
    assert_true(t->shop->ops->info(t->shop, &info, &t->arena, &t->err));
    identity.shop = info.where;
    assert_true(journal_begin(t->journal, &identity, NOW, &x->job.journal, &x->resumed, &t->err));
    x->number = journal_number(x->job.journal);
    bool ok = tags_run(&x->job, &x->counts, &t->err);
    struct err late = { 0 };
    import_summarize(&x->counts.of, &summary);
    assert_true(journal_end(x->job.journal, ok ? JOB_DONE : JOB_INTERRUPTED, &summary, NOW, &late));
    journal_release(x->job.journal);
    return ok;
}

/* "vip,old|old,other|...": the tags of every customer, in order of ID. */
static void tags_are(struct trial *t, const char *expected)
{
    const struct customer *page[100];
    str lines[100];
    int64_t after = 0;
    size_t n;

    if (!t->shop->ops->list(t->shop, &(struct shop_filter){ 0 }, GROUP_BIT(GROUP_BASIC), &after,
                            countof(page), page, &n, &t->arena, &t->err))
        fail_msg("%s", t->err.msg);
    for (size_t i = 0; i < n; i++)
        lines[i] = arena_join(&t->arena, page[i]->tags.at, page[i]->tags.n, STR(","));
    str all = arena_copy(&t->arena, arena_join(&t->arena, lines, n, STR("|")));
    assert_string_equal(all.p, expected);
}

static void undo_it(struct trial *t, int64_t number)
{
    struct undo_counts counts;
    struct undo back = { .shop = t->shop, .journal = t->journal, .job_number = number, .now = NOW + 60 };

    if (!undo_run(&back, &counts, &t->err))
        fail_msg("%s", t->err.msg);
    assert_int_equal(counts.failed + counts.partly, 0);
}

static void begin(struct trial *t)
{
    trial_open(t);
    do_import(t, before);
}

/* ---- what it does ------------------------------------------------------------------------------ */

static void everybody_chosen_is_changed_and_put_back(void **state)
{
    struct trial *t = *state;

    begin(t);
    struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1 });
    assert_true(run_tags(&x));
    tags_are(t, "new,vip|new,other|new|other|");
    assert_int_equal(x.counts.of.customers, 5);
    assert_int_equal(x.counts.of.kinds[OP_UPDATE], 3);
    assert_int_equal(x.counts.of.kinds[OP_UNCHANGED], 2);
    assert_int_equal(x.counts.added, 2);
    assert_int_equal(x.counts.removed, 3);
    undo_it(t, x.number);
    tags_are(t, "old,vip|old,other|new,old|other|");
}

static void a_tag_spelled_anew_is_put_back_as_it_was(void **state)
{
    static const struct tag_rule vip[] = { { STR_INIT("vip"), STR_INIT("VIP") } };
    struct trial *t = *state;

    begin(t);
    struct tags_trial x = trial_of(t, (struct tag_rules){ .at = vip, .n = 1 });
    assert_true(run_tags(&x));
    tags_are(t, "old,VIP|old,other|new,old|other|");
    undo_it(t, x.number);
    tags_are(t, "old,vip|old,other|new,old|other|");
}

static void filters_and_files_choose(void **state)
{
    static const str tag[] = { STR_INIT("x") };
    struct trial *t = *state;
    const struct shop_filter others = {
        .tag = STR("other"), .email = STR(""), .not_tag = STR(""), .query = STR("")
    };
    struct row_input from =
        rows_of("Email\nb@example.com\nB@example.com\ne@example.com\nnobody@example.com\n");

    begin(t);
    struct tags_trial x = trial_of(t, (struct tag_rules){ .add = { tag, 1 } });
    x.job.choice.filter = &others;
    assert_true(run_tags(&x));
    tags_are(t, "old,vip|old,other,x|new,old|other,x|");
    undo_it(t, x.number);
    x = trial_of(t, x.rules);
    x.job.choice.from = &from;
    assert_true(run_tags(&x));
    tags_are(t, "old,vip|old,other,x|new,old|other|x");
    assert_int_equal(x.counts.missing, 1);
    assert_int_equal(x.counts.of.customers, 2);
    undo_it(t, x.number);
    x = trial_of(t, x.rules);
    x.job.choice.from = &from;
    x.job.choice.filter = &others;
    assert_true(run_tags(&x));
    tags_are(t, "old,vip|old,other,x|new,old|other|");
}

static void count_customers(void *context, const struct op *op)
{
    size_t *n = context;

    *n += op->kind == OP_UPDATE || op->kind == OP_REFUSED;
}

static void a_plan_changes_nothing_and_tells_all(void **state)
{
    struct trial *t = *state;
    size_t told = 0;

    begin(t);
    struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1 });
    x.job.rules = &x.rules;
    x.job.customer = count_customers;
    x.job.context = &told;
    assert_true(tags_run(&x.job, &x.counts, &t->err));
    assert_int_equal(x.counts.of.kinds[OP_UPDATE], 3);
    assert_int_equal(x.counts.added, 2);
    assert_int_equal(told, 3);
    tags_are(t, "old,vip|old,other|new,old|other|");
}

static void more_than_was_confirmed_is_not_done(void **state)
{
    struct trial *t = *state;

    begin(t);
    struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1 });
    x.job.confirmed = 2;
    assert_false(run_tags(&x));
    assert_int_equal(t->err.code, ERR_REFUSED);
    tags_are(t, "old,vip|old,other|new,old|other|");
    x.job.confirmed = 3;
    assert_true(run_tags(&x));
    assert_true(x.resumed);
    tags_are(t, "new,vip|new,other|new|other|");
}

static const char *many_tags(struct trial *t, size_t n)
{
    size_t room = n * 8 + 64, at;
    char *text = arena_alloc(&t->arena, room, 1);

    at = (size_t)snprintf(text, room, "Email|Tags\nf@example.com|t0");
    for (size_t i = 1; i < n; i++)
        at += (size_t)snprintf(text + at, room - at, ",t%zu", i);
    return text;
}

/* rules: G-12- */
static void who_would_have_too_many_tags_fails_and_the_others_do_not(void **state)
{
    static const str tag[] = { STR_INIT("x") };
    struct trial *t = *state;

    begin(t);
    do_import(t, many_tags(t, 250));
    struct tags_trial x = trial_of(t, (struct tag_rules){ .add = { tag, 1 } });
    assert_true(run_tags(&x));
    assert_int_equal(x.counts.too_many, 1);
    assert_int_equal(x.counts.of.kinds[OP_REFUSED], 1);
    assert_int_equal(x.counts.of.kinds[OP_UPDATE], 5);
}

/* ---- interrupted ------------------------------------------------------------------------------- */

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

static bool killed_run(struct trial *t, int at)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        struct killer killer = { .at = at };
        trial_open(t);
        struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1 });
        x.job.step = kill_at;
        x.job.step_context = &killer;
        _exit(run_tags(&x) ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

static void killed_at_any_step_it_goes_on_and_can_be_put_back(void **state)
{
    struct trial *t = *state;
    int at = 0;

    for (;;) {
        trial_begin_again(t);
        do_import(t, before);
        trial_close(t);
        if (!killed_run(t, ++at))
            break;
        trial_open(t);
        struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1 });
        assert_true(run_tags(&x));
        assert_true(x.resumed);
        tags_are(t, "new,vip|new,other|new|other|");
        assert_int_equal(x.counts.of.kinds[OP_UPDATE], 3);
        assert_int_equal(x.counts.added, 2);
        undo_it(t, x.number);
        tags_are(t, "old,vip|old,other|new,old|other|");
        trial_close(t);
    }
    assert_true(at > 5);
}

static void what_was_killed_can_be_undone_at_once(void **state)
{
    struct trial *t = *state;

    for (int at = 1;; at++) {
        trial_begin_again(t);
        do_import(t, before);
        trial_close(t);
        if (!killed_run(t, at))
            break;
        trial_open(t);
        undo_it(t, 2);
        tags_are(t, "old,vip|old,other|new,old|other|");
        trial_close(t);
    }
}

static void stopped_it_says_how_to_go_on(void **state)
{
    struct trial *t = *state;
    volatile sig_atomic_t stop = 1;
    struct progress progress = { .stop = &stop };
    struct row_input from = rows_of("Email\na@example.com\n");

    begin(t);
    struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1 });
    x.job.progress = &progress;
    assert_false(run_tags(&x));
    assert_int_equal(t->err.code, ERR_INTERRUPTED);
    x.job.choice.from = &from;
    assert_false(run_tags(&x));
    assert_int_equal(t->err.code, ERR_INTERRUPTED);
    stop = 0;
    x.job.choice.from = NULL;
    assert_true(run_tags(&x));
    tags_are(t, "new,vip|new,other|new|other|");
}

static bool no_list(struct shop *s, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                    size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err)
{
    (void)s, (void)filter, (void)groups, (void)after, (void)max, (void)out, (void)n, (void)a;
    return err_set(err, ERR_SHOP, "no answer");
}

static bool no_find(struct shop *s, const struct customer_key *keys, size_t n, shop_groups groups,
                    struct match *out, struct arena *a, struct err *err)
{
    (void)s, (void)keys, (void)n, (void)groups, (void)out, (void)a;
    return err_set(err, ERR_SHOP, "no answer");
}

static void a_shop_that_does_not_answer_and_a_file_without_keys_end_it(void **state)
{
    struct trial *t = *state;
    struct row_input from = rows_of("Email\na@example.com\n"), none = rows_of("Colour\nred\n");
    struct tag_list list;

    begin(t);
    const struct shop_ops *with = t->shop->ops;
    struct shop_ops silent = *with;
    silent.list = no_list;
    silent.find = no_find;
    silent.each_tags = NULL;
    struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1 });
    t->shop->ops = &silent;
    assert_false(run_tags(&x));
    assert_int_equal(t->err.code, ERR_SHOP);
    x.job.choice.from = &from;
    assert_false(run_tags(&x));
    assert_int_equal(t->err.code, ERR_SHOP);
    assert_false(tags_list(t->shop, NULL, NULL, &list, &t->arena, &t->err));
    assert_non_null(strstr(t->err.msg, "no answer"));
    t->shop->ops = with;
    x.job.choice.from = &none;
    assert_false(run_tags(&x));
    assert_int_equal(t->err.code, ERR_FORMAT);
    tags_are(t, "old,vip|old,other|new,old|other|");
}

/* Somebody else changes a customer between the list and the change. */
static void change_meanwhile(void *context, const char *name)
{
    struct trial *t = context;
    struct shop *other = NULL;
    struct import_counts counts;
    struct trial second = *t;

    if (strcmp(name, "before apply") != 0 || t->options.limit)
        return;
    t->options.limit = 1; /* once */
    assert_true(embedded_open(&other, t->shop_path, &(struct embedded_options){ 0 }, &t->err));
    second.shop = other;
    second.options.limit = 0;
    second.arena = (struct arena){ 0 };
    struct import job = trial_import(&second, "Email|Tags\na@example.com|meanwhile\n");
    struct journal_job *journal;
    struct job_identity identity = trial_identity("meanwhile");
    bool resumed;
    assert_true(journal_open(
        &second.journal,
        arena_join(&t->arena, (const str[]){ str_of(t->folder), STR("/second.db") }, 2, STR("")).p, &t->err));
    assert_true(journal_begin(second.journal, &identity, NOW, &journal, &resumed, &t->err));
    job.journal = journal;
    assert_true(import_run(&job, &counts, &t->err));
    journal_release(journal);
    journal_close(second.journal);
    arena_reset(&second.arena);
    shop_close(other);
}

static void what_others_change_meanwhile_is_kept(void **state)
{
    struct trial *t = *state;

    begin(t);
    struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1 });
    x.job.step = change_meanwhile;
    x.job.step_context = t;
    assert_true(run_tags(&x));
    tags_are(t, "meanwhile,new,vip|new,other|new|other|");
    assert_int_equal(x.counts.of.kinds[OP_UPDATE], 3);
}

/* ---- the result -------------------------------------------------------------------------------- */

static void the_result_says_what_was_and_what_is(void **state)
{
    static const str tag[] = { STR_INIT("x") };
    static const struct import_options plain = { 0 };
    struct trial *t = *state;
    struct shop_info info;
    struct text_table out = text_table(&t->arena);

    begin(t);
    do_import(t, many_tags(t, 250));
    struct tags_trial x = trial_of(t, (struct tag_rules){ .at = old_to_new, .n = 1, .add = { tag, 1 } });
    assert_true(run_tags(&x));
    assert_true(t->shop->ops->info(t->shop, &info, &t->arena, &t->err));
    const struct report r = { .journal = t->journal,
                              .job_number = x.number,
                              .shop = &info,
                              .options = &plain,
                              .words = &trial_words,
                              .input_name = STR("tags rename"),
                              .input_sha256 = STR(""),
                              .sheet_name = STR(""),
                              .version = STR("1"),
                              .options_text = STR("rename") };
    assert_true(tags_report(&r, &x.counts, &out.base, &t->err));
    assert_true(out.finished);
    assert_non_null(
        strstr(out.text, "== Customers\n1:|ID|Email|Tags Before|Tags After|Import Result|Import Comment\n"));
    assert_non_null(strstr(out.text, "|a@example.com|old, vip|vip, new, x|OK|\n"));
    assert_non_null(strstr(out.text, "|e@example.com||x|OK|\n"));
    assert_non_null(strstr(out.text, "|Failed|TOO_MANY_TAGS 251\n"));
    assert_non_null(strstr(out.text, "== Summary\n"));
    assert_non_null(strstr(out.text, "|Tags added|7\n"));
    assert_non_null(strstr(out.text, "|Updated|5\n"));
}

/* ---- the list ---------------------------------------------------------------------------------- */

static void lists_count_customers_whatever_the_case(void **state)
{
    struct trial *t = *state;
    struct tag_list fast, slow;
    struct shop_ops without = { 0 };

    begin(t);
    assert_true(tags_list(t->shop, NULL, NULL, &fast, &t->arena, &t->err));
    without = *t->shop->ops;
    without.each_tags = NULL;
    const struct shop_ops *with = t->shop->ops;
    t->shop->ops = &without;
    assert_true(tags_list(t->shop, NULL, NULL, &slow, &t->arena, &t->err));
    t->shop->ops = with;
    assert_int_equal(fast.customers, 5);
    assert_int_equal(fast.line_count, 4);
    assert_true(str_eq(fast.lines[0].tag, STR("old")));
    assert_int_equal(fast.lines[0].customers, 3);
    assert_int_equal(fast.lines[0].spellings, 1);
    assert_true(fast.lines[0].last > 0);
    assert_int_equal(slow.customers, fast.customers);
    assert_int_equal(slow.line_count, fast.line_count);
    for (size_t i = 0; i < fast.line_count; i++) {
        assert_true(str_eq(slow.lines[i].tag, fast.lines[i].tag));
        assert_int_equal(slow.lines[i].customers, fast.lines[i].customers);
        assert_int_equal(slow.lines[i].last, fast.lines[i].last);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(everybody_chosen_is_changed_and_put_back),
        IN_A_TRIAL(a_tag_spelled_anew_is_put_back_as_it_was),
        IN_A_TRIAL(filters_and_files_choose),
        IN_A_TRIAL(a_plan_changes_nothing_and_tells_all),
        IN_A_TRIAL(more_than_was_confirmed_is_not_done),
        IN_A_TRIAL(who_would_have_too_many_tags_fails_and_the_others_do_not),
        IN_A_TRIAL(killed_at_any_step_it_goes_on_and_can_be_put_back),
        IN_A_TRIAL(what_was_killed_can_be_undone_at_once),
        IN_A_TRIAL(stopped_it_says_how_to_go_on),
        IN_A_TRIAL(a_shop_that_does_not_answer_and_a_file_without_keys_end_it),
        IN_A_TRIAL(what_others_change_meanwhile_is_kept),
        IN_A_TRIAL(the_result_says_what_was_and_what_is),
        IN_A_TRIAL(lists_count_customers_whatever_the_case),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
