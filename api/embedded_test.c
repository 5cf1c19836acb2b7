#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/conformance.h"
#include "api/embedded_parts.h"
#include "base/file.h"

enum { NOW = 1767225600 };

/* ---- a folder of its own ---------------------------------------------------------------------------------- */

static char folder[256], path[320];
static unsigned serial;

static void remove_file(const char *ending)
{
    char name[400];

    snprintf(name, sizeof name, "%s%s", path, ending);
    (void)unlink(name);
}

static void remove_shop(void)
{
    remove_file("");
    remove_file("-wal");
    remove_file("-shm");
}

static int make_folder(void **state)
{
    const char *temporary = getenv("TMPDIR");

    (void)state;
    snprintf(folder, sizeof folder, "%s/meibo-embedded-XXXXXX", temporary ? temporary : "/tmp");
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    remove_shop();
    return rmdir(folder);
}

static struct shop *open_shop(bool create)
{
    struct shop *s = NULL;
    struct err err = { 0 };

    if (!embedded_open(&s, path, &(struct embedded_options){ .create = create }, &err))
        fail_msg("%s", err.msg);
    return s;
}

static void fresh_path(void)
{
    remove_shop();
    snprintf(path, sizeof path, "%s/shop-%u.db", folder, serial++);
}

static struct shop *new_shop(void)
{
    fresh_path();
    return open_shop(true);
}

/* ---- the conformance suite ----------------------------------------------------------------------------------- */

static bool maker_make(void *ctx, struct shop **out, struct err *err)
{
    static const str languages[] = { STR_INIT("en"), STR_INIT("ja") };
    struct shop_info info = { .currency = STR("USD"),
                              .money_decimals = 2,
                              .country = STR("JP"),
                              .timezone = zone_utc(),
                              .languages = { languages, 2 } };

    (void)ctx;
    *out = new_shop();
    return embedded_configure(*out, &info, err);
}

static bool maker_again(void *ctx, struct shop **out, struct err *err)
{
    (void)ctx;
    return embedded_open(out, path, &(struct embedded_options){ .create = false }, err);
}

static bool maker_orders(void *ctx, struct shop *s, const struct embedded_order *orders, size_t n,
                         struct err *err)
{
    (void)ctx;
    return embedded_add_orders(s, orders, n, err);
}

static bool maker_define(void *ctx, struct shop *s, struct metafield_definition definition, struct err *err)
{
    (void)ctx;
    return embedded_define_metafield(s, definition, err);
}

static void maker_report(void *ctx, const char *sentence, bool passed, const char *why)
{
    size_t *failed = ctx;

    if (passed)
        return;
    ++*failed;
    print_error("%s: %s\n", sentence, why);
}

static void the_embedded_shop_conforms(void **state)
{
    size_t failed = 0;
    const struct conformance_shop maker = { &failed,      maker_make,   maker_again,
                                            maker_orders, maker_define, maker_report };

    (void)state;
    size_t n = conformance_run(&maker);
    print_message("%zu cases of conformance\n", n);
    assert_true(n >= 60);
    assert_int_equal(failed, 0);
}

/* ---- opening -------------------------------------------------------------------------------------------------- */

static void run_sql(const char *sql)
{
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void refuses_to_open(struct embedded_options options, const char *words)
{
    struct shop *s = NULL;
    struct err err = { 0 };

    assert_false(embedded_open(&s, path, &options, &err));
    assert_int_equal(err.code, ERR_SHOP);
    assert_non_null(strstr(err.msg, path));
    assert_non_null(strstr(err.msg, words));
}

static void write_file(const char *text)
{
    struct err err = { 0 };

    assert_true(file_write(path, str_of(text), &err));
}

static void a_missing_file_is_not_made_unasked(void **state)
{
    (void)state;
    fresh_path();
    refuses_to_open((struct embedded_options){ .create = false }, "cannot be opened");
    assert_false(file_exists(path));
}

static void another_file_is_no_shop(void **state)
{
    (void)state;
    fresh_path();
    write_file("ID,Email\n1,a@example.com\nand long enough to be looked at as a database, which it is not\n");
    refuses_to_open((struct embedded_options){ .create = true }, "is not a shop");
    fresh_path();
    run_sql("CREATE TABLE other (x)");
    refuses_to_open((struct embedded_options){ .create = true }, "is not a shop");
}

static void an_empty_file_becomes_a_shop_when_asked(void **state)
{
    (void)state;
    fresh_path();
    write_file("");
    refuses_to_open((struct embedded_options){ .create = false }, "is not a shop");
    shop_close(open_shop(true));
    shop_close(open_shop(false));
}

static void a_newer_version_is_left_alone(void **state)
{
    (void)state;
    shop_close(new_shop());
    run_sql("PRAGMA user_version = 99");
    refuses_to_open((struct embedded_options){ .create = true }, "newer version");
}

static void a_damaged_file_is_told(void **state)
{
    struct shop *s = new_shop();
    struct err err = { 0 };
    char junk[4096];

    (void)state;
    shop_close(s);
    run_sql("PRAGMA wal_checkpoint(TRUNCATE)");
    memset(junk, 0x5A, sizeof junk);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    for (off_t page = 1; page < 20; page++)
        assert_int_equal(pwrite(fd, junk, sizeof junk, page * (off_t)sizeof junk), sizeof junk);
    assert_int_equal(close(fd), 0);
    assert_false(embedded_open(&s, path, &(struct embedded_options){ .create = false }, &err));
    assert_int_equal(err.code, ERR_SHOP);
    assert_non_null(strstr(err.msg, "damaged"));
}

static void the_files_mode_follows_umask(void **state)
{
    struct stat st;
    mode_t before = umask(077);

    (void)state;
    shop_close(new_shop());
    umask(before);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void settings_are_kept(void **state)
{
    static const str languages[] = { STR_INIT("ja"), STR_INIT("en") };
    struct shop_info info = { .currency = STR("JPY"), .country = STR("JP"), .languages = { languages, 2 } },
                     got;
    struct arena a = { 0 };
    struct err err = { 0 };

    (void)state;
    struct shop *s = new_shop();
    assert_true(zone_find(STR("Asia/Tokyo"), &info.timezone, &err));
    assert_true(embedded_configure(s, &info, &err));
    shop_close(s);
    s = open_shop(false);
    assert_true(s->ops->info(s, &got, &a, &err));
    assert_true(str_eq(got.currency, STR("JPY")) && got.money_decimals == 0 && got.languages.n == 2);
    assert_true(str_eq(zone_name(got.timezone), STR("Asia/Tokyo")) &&
                str_eq(got.default_language, STR("ja")));
    assert_true(str_eq(got.name, path_base(str_of(path))));
    info.languages.n = 0;
    info.default_language = STR("fr");
    assert_true(embedded_configure(s, &info, &err) && s->ops->info(s, &got, &a, &err));
    assert_true(got.languages.n == 1 && str_eq(got.default_language, STR("fr")));
    shop_close(s);
    shop_close(NULL);
    arena_reset(&a);
}

static struct op create_op(const char *email)
{
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_EMAIL) };

    op.to.email = str_of(email);
    return op;
}

static struct op_result apply(struct shop *s, const struct op *op, int64_t now)
{
    struct op_result out = { .outcome = OUTCOME_UNKNOWN };
    struct arena a = { 0 };
    struct err err = { 0 };

    if (!s->ops->apply(s, op, 1, &out, now, &a, &err))
        fail_msg("%s", err.msg);
    arena_reset(&a);
    return out;
}

static int64_t count(struct shop *s)
{
    struct shop_filter all = { 0 };
    struct err err = { 0 };
    int64_t n = -1;

    if (!s->ops->count(s, &all, &n, &err))
        fail_msg("%s", err.msg);
    return n;
}

/* Applying fails with this code and these words, and nothing has changed. */
static void apply_fails(struct shop *s, const struct op *ops, size_t n, enum err_code code, const char *words)
{
    struct op_result *out = calloc(n, sizeof *out);
    struct arena a = { 0 };
    struct err err = { 0 };
    int64_t before = count(s);

    assert_false(s->ops->apply(s, ops, n, out, NOW, &a, &err));
    assert_int_equal(err.code, code);
    if (!strstr(err.msg, words) || !strstr(err.msg, path))
        fail_msg("%s", err.msg);
    assert_int_equal(count(s), before);
    arena_reset(&a);
    free(out);
}

static void read_only_means_read_only(void **state)
{
    struct shop *s = new_shop();
    struct op a = create_op("a@example.com"), b = create_op("b@example.com");
    struct err err = { 0 };

    (void)state;
    assert_int_equal(apply(s, &a, NOW).outcome, OUTCOME_DONE);
    shop_close(s);
    assert_true(
        embedded_open(&s, path, &(struct embedded_options){ .create = true, .read_only = true }, &err));
    assert_int_equal(count(s), 1);
    apply_fails(s, &b, 1, ERR_SHOP, "may not be written");
    assert_false(
        embedded_define_metafield(s, (struct metafield_definition){ STR("a"), STR("b"), STR("c") }, &err));
    assert_int_equal(err.code, ERR_SHOP);
    assert_false(embedded_set_state(s, NULL, 0, STATE_ENABLED, &err));
    assert_false(embedded_add_orders(s, NULL, 0, &err));
    shop_close(s);
}

static void a_full_disk_changes_nothing(void **state)
{
    enum { MANY = 2000 };
    struct shop *s = new_shop();
    struct op *ops = calloc(MANY, sizeof *ops);
    struct arena a = { 0 };
    struct op one = create_op("a@example.com");

    (void)state;
    assert_int_equal(apply(s, &one, NOW).outcome, OUTCOME_DONE);
    assert_int_equal(
        sqlite3_exec(((struct embedded *)(void *)s)->db, "PRAGMA max_page_count = 40", NULL, NULL, NULL),
        SQLITE_OK);
    for (size_t i = 0; i < MANY; i++)
        ops[i] = create_op(arena_fmt(&a, "c%zu@example.com", i).p);
    apply_fails(s, ops, MANY, ERR_IO, "disk is full");
    assert_int_equal(count(s), 1);
    one = create_op("b@example.com");
    assert_int_equal(apply(s, &one, NOW).outcome, OUTCOME_DONE);
    shop_close(s);
    arena_reset(&a);
    free(ops);
}

static void a_lock_that_stays_is_told(void **state)
{
    struct shop *s = new_shop(), *other = open_shop(false);
    struct op a = create_op("a@example.com");

    (void)state;
    sqlite3_busy_timeout(((struct embedded *)(void *)s)->db, 50);
    assert_int_equal(
        sqlite3_exec(((struct embedded *)(void *)other)->db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    apply_fails(s, &a, 1, ERR_SHOP, "another process");
    assert_int_equal(sqlite3_exec(((struct embedded *)(void *)other)->db, "ROLLBACK", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(apply(s, &a, NOW).outcome, OUTCOME_DONE);
    shop_close(other);
    shop_close(s);
}

static void mails_are_counted_not_sent(void **state)
{
    struct shop *s = new_shop();
    struct op op = create_op("a@example.com");
    struct err err = { 0 };
    int64_t n = -1;

    (void)state;
    op.invite = true;
    op.token = STR("job:1");
    for (int times = 0; times < 2; times++) /* the same operation again */
        assert_true(apply(s, &op, NOW).invited);
    assert_true(embedded_mail_count(s, &n, &err));
    assert_int_equal(n, 1);
    shop_close(s);
}

static void an_enabled_account_gets_no_invitation(void **state)
{
    struct shop *s = new_shop();
    struct op op = create_op("a@example.com");
    struct arena a = { 0 };
    struct err err = { 0 };
    struct match m;
    int64_t id = apply(s, &op, NOW).id, n = -1;

    (void)state;
    assert_true(embedded_set_state(s, &id, 1, STATE_ENABLED, &err));
    assert_true(s->ops->find(s, &(struct customer_key){ .id = id }, 1, 0, &m, &a, &err));
    assert_int_equal(m.by_id->state, STATE_ENABLED);
    op = (struct op){ .kind = OP_UPDATE, .have = m.by_id, .invite = true };
    struct op_result out = apply(s, &op, NOW);
    assert_true(out.outcome == OUTCOME_DONE && !out.invited);
    assert_true(embedded_mail_count(s, &n, &err) && n == 0);
    shop_close(s);
    arena_reset(&a);
}

static void multipass_is_found_but_not_listed(void **state)
{
    struct shop *s = new_shop();
    struct op op = create_op("a@example.com");
    struct arena a = { 0 };
    struct err err = { 0 };
    const struct customer *page[1];
    struct shop_filter all = { 0 };
    struct match m;
    int64_t after = 0;
    size_t n = 0;

    (void)state;
    op.set |= COL_BIT(COL_MULTIPASS);
    op.to.multipass = STR("bob123");
    int64_t id = apply(s, &op, NOW).id;
    assert_true(s->ops->find(s, &(struct customer_key){ .id = id }, 1, 0, &m, &a, &err));
    assert_true(str_eq(m.by_id->multipass, STR("bob123")));
    assert_true(s->ops->list(s, &all, GROUPS_ALL, &after, 1, page, &n, &a, &err) && n == 1);
    assert_true(page[0]->multipass.n == 0 && page[0]->has.blank & COL_BIT(COL_MULTIPASS));
    shop_close(s);
    arena_reset(&a);
}

static void old_tokens_are_forgotten(void **state)
{
    struct shop *s = new_shop();
    struct op old = create_op("a@example.com"), young = create_op("b@example.com");
    struct op_result out = { 0 };
    struct arena a = { 0 };
    struct err err = { 0 };

    (void)state;
    old.token = STR("old");
    young.token = STR("young");
    assert_int_equal(apply(s, &old, NOW).outcome, OUTCOME_DONE);
    shop_close(s);
    s = open_shop(false);
    assert_int_equal(apply(s, &young, NOW + 100 * 86400).outcome, OUTCOME_DONE);
    assert_true(s->ops->settle(s, &old, 1, &out, &a, &err) && out.outcome == OUTCOME_NOT_DONE);
    assert_true(s->ops->settle(s, &young, 1, &out, &a, &err) && out.outcome == OUTCOME_DONE);
    shop_close(s);
    arena_reset(&a);
}

static void a_spelling_nobody_uses_is_free(void **state)
{
    struct shop *s = new_shop();
    struct op op = create_op("a@example.com");
    struct arena a = { 0 };
    struct err err = { 0 };
    struct match m;

    (void)state;
    op.tags_add = (struct texts){ (const str[]){ STR("vip") }, 1 };
    int64_t id = apply(s, &op, NOW).id;
    assert_true(s->ops->find(s, &(struct customer_key){ .id = id }, 1, 0, &m, &a, &err));
    op = (struct op){ .kind = OP_DELETE, .have = m.by_id };
    assert_int_equal(apply(s, &op, NOW).outcome, OUTCOME_DONE);
    op = create_op("b@example.com");
    op.tags_add = (struct texts){ (const str[]){ STR("VIP") }, 1 };
    id = apply(s, &op, NOW).id;
    assert_true(s->ops->find(s, &(struct customer_key){ .id = id }, 1, 0, &m, &a, &err));
    assert_true(str_eq(m.by_id->tags.at[0], STR("VIP")));
    shop_close(s);
    arena_reset(&a);
}

static void wrong_orders_are_refused(void **state)
{
    struct shop *s = new_shop();
    struct op op = create_op("a@example.com");
    struct err err = { 0 };
    int64_t id = apply(s, &op, NOW).id;
    struct embedded_order orders[2] = { { id, STR("#1"), NOW, { 100, 2 } },
                                        { id, STR("#2"), NOW, { 1005, 3 } } };

    (void)state;
    assert_false(embedded_add_orders(s, orders, 2, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_non_null(strstr(err.msg, "#2"));
    orders[1] = (struct embedded_order){ id + 1, STR("#2"), NOW, { 100, 2 } };
    assert_false(embedded_add_orders(s, orders, 2, &err));
    assert_int_equal(err.code, ERR_USAGE);
    assert_true(embedded_add_orders(s, orders, 1, &err));
    struct shop_info yen = { .currency = STR("JPY"), .country = STR("JP"), .default_language = STR("ja") };
    assert_false(embedded_configure(s, &yen, &err));
    assert_int_equal(err.code, ERR_USAGE);
    struct shop_filter bought = { .has_min_orders = true, .min_orders = 1 };
    int64_t n = -1;
    assert_true(s->ops->count(s, &bought, &n, &err) && n == 1);
    shop_close(s);
}

static void periods_begin_with_their_first_second(void **state)
{
    static const struct {
        struct shop_filter filter;
        int64_t found;
    } cases[] = {
        { { .created_since = NOW }, 1 }, { { .created_since = NOW + 1 }, 0 },
        { { .created_until = NOW }, 0 }, { { .created_until = NOW + 1 }, 1 },
        { { .updated_since = NOW }, 1 }, { { .updated_since = NOW + 1 }, 0 },
        { { .updated_until = NOW }, 0 }, { { .updated_until = NOW + 1 }, 1 },
    };
    struct shop *s = new_shop();
    struct op op = create_op("a@example.com");
    struct err err = { 0 };
    int64_t n = -1;

    (void)state;
    assert_int_equal(apply(s, &op, NOW).outcome, OUTCOME_DONE);
    for (size_t i = 0; i < countof(cases); i++) {
        assert_true(s->ops->count(s, &cases[i].filter, &n, &err));
        assert_int_equal(n, cases[i].found);
    }
    shop_close(s);
}

static void an_email_that_comes_later_counts_as_verified(void **state)
{
    struct shop *s = new_shop();
    struct op op = { .kind = OP_CREATE, .set = COL_BIT(COL_FIRST_NAME), .to = { .first_name = STR("Anna") } };
    struct customer have = { .id = apply(s, &op, NOW).id, .revision = 1 };
    struct shop_filter all = { 0 };
    const struct customer *page[1];
    struct arena a = { 0 };
    struct err err = { 0 };

    (void)state;
    op = create_op("a@example.com");
    op.kind = OP_UPDATE;
    op.have = &have;
    assert_int_equal(apply(s, &op, NOW).outcome, OUTCOME_DONE);
    assert_true(s->ops->list(s, &all, 0, &(int64_t){ 0 }, 1, page, &(size_t){ 0 }, &a, &err));
    assert_true(page[0]->verified_email);
    shop_close(s);
    arena_reset(&a);
}

static void many_tags_of_many_customers_are_kept(void **state)
{
    enum { CUSTOMERS = 40, TAGS = 25 };
    struct shop *s = new_shop();
    struct arena a = { 0 };
    struct err err = { 0 };
    struct op *ops = arena_array(&a, struct op, CUSTOMERS);
    struct op_result out[CUSTOMERS];
    const struct customer *page[CUSTOMERS];
    struct shop_filter all = { 0 };
    int64_t after = 0;
    size_t n = 0;

    (void)state;
    for (size_t i = 0; i < CUSTOMERS; i++) {
        str *tags = arena_array(&a, str, TAGS);
        for (size_t k = 0; k < TAGS; k++)
            tags[k] = arena_fmt(&a, "t%zu", i * TAGS + k);
        ops[i] = create_op(arena_fmt(&a, "c%zu@example.com", i).p);
        ops[i].tags_add = (struct texts){ tags, TAGS };
    }
    assert_true(s->ops->apply(s, ops, CUSTOMERS, out, NOW, &a, &err));
    assert_true(s->ops->list(s, &all, 0, &after, CUSTOMERS, page, &n, &a, &err) && n == CUSTOMERS);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(page[i]->tags.n, TAGS);
    shop_close(s);
    arena_reset(&a);
}

/* ---- several processes, and their deaths ------------------------------------------------------------------------- */

/* told: where a byte goes after the first batch; -1: nowhere. */
static void child_creates(const char *prefix, size_t batches, int told)
{
    static const str shared[] = { STR_INIT("shared") };
    struct shop *s = NULL;
    struct err err = { 0 };
    struct arena a = { 0 };
    struct op ops[10];
    struct op_result out[10];

    bool well = embedded_open(&s, path, &(struct embedded_options){ .create = true }, &err);
    for (size_t b = 0; b < batches && well; b++) {
        for (size_t i = 0; i < countof(ops); i++) {
            ops[i] = create_op(arena_fmt(&a, "%s%zu@example.com", prefix, b * countof(ops) + i).p);
            ops[i].tags_add = (struct texts){ shared, 1 };
            ops[i].token = arena_fmt(&a, "%s:%zu", prefix, b * countof(ops) + i);
        }
        well = s->ops->apply(s, ops, countof(ops), out, NOW, &a, &err) && out[9].outcome == OUTCOME_DONE;
        well = well && (b > 0 || told < 0 || write(told, "", 1) == 1);
        arena_reset(&a);
    }
    _exit(well ? 0 : 1);
}

static int64_t checked_count(void)
{
    static const char sql[] =
        "SELECT integrity_check, (SELECT count(*) FROM customer), (SELECT count(*) FROM applied), "
        "(SELECT sum(used) FROM tag) FROM pragma_integrity_check";
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;

    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &s, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(s, 0), "ok");
    int64_t have = sqlite3_column_int64(s, 1);
    assert_int_equal(have % 10, 0); /* whole batches only */
    assert_int_equal(sqlite3_column_int64(s, 2), have);
    assert_int_equal(sqlite3_column_int64(s, 3), have);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return have;
}

static void two_processes_lose_nothing(void **state)
{
    static const char *const names[] = { "a", "b", "c" };
    pid_t children[countof(names)];
    int status = 0;

    (void)state;
    fresh_path(); /* they also race to make it */
    for (size_t i = 0; i < countof(names); i++) {
        children[i] = fork();
        if (children[i] == 0)
            child_creates(names[i], 20, -1);
        assert_true(children[i] > 0);
    }
    for (size_t i = 0; i < countof(names); i++)
        assert_true(waitpid(children[i], &status, 0) == children[i] && status == 0);
    assert_int_equal(checked_count(), countof(names) * 200);
}

static void a_killed_process_leaves_whole_batches(void **state)
{
    int64_t have = 0;

    (void)state;
    shop_close(new_shop());
    for (unsigned i = 0; i < 12; i++) {
        char prefix[] = { (char)('a' + i), '\0' }, byte;
        int64_t least = have + (i % 3 ? 0 : 10); /* at other times it may be killed before it did anything */
        int told[2];
        assert_int_equal(pipe(told), 0);
        pid_t child = fork();
        if (child == 0)
            child_creates(prefix, 100000, told[1]);
        assert_true(child > 0 && close(told[1]) == 0);
        assert_true(i % 3 || read(told[0], &byte, 1) == 1);
        usleep(20000 + i * 7000);
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_true(waitpid(child, NULL, 0) == child && close(told[0]) == 0);
        have = checked_count();
        assert_true(have >= least);
    }
    struct shop *s = open_shop(false);
    assert_int_equal(count(s), have);
    shop_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_embedded_shop_conforms),
                                        cmocka_unit_test(a_missing_file_is_not_made_unasked),
                                        cmocka_unit_test(another_file_is_no_shop),
                                        cmocka_unit_test(an_empty_file_becomes_a_shop_when_asked),
                                        cmocka_unit_test(a_newer_version_is_left_alone),
                                        cmocka_unit_test(a_damaged_file_is_told),
                                        cmocka_unit_test(the_files_mode_follows_umask),
                                        cmocka_unit_test(settings_are_kept),
                                        cmocka_unit_test(read_only_means_read_only),
                                        cmocka_unit_test(a_full_disk_changes_nothing),
                                        cmocka_unit_test(a_lock_that_stays_is_told),
                                        cmocka_unit_test(mails_are_counted_not_sent),
                                        cmocka_unit_test(an_enabled_account_gets_no_invitation),
                                        cmocka_unit_test(multipass_is_found_but_not_listed),
                                        cmocka_unit_test(old_tokens_are_forgotten),
                                        cmocka_unit_test(a_spelling_nobody_uses_is_free),
                                        cmocka_unit_test(wrong_orders_are_refused),
                                        cmocka_unit_test(periods_begin_with_their_first_second),
                                        cmocka_unit_test(an_email_that_comes_later_counts_as_verified),
                                        cmocka_unit_test(many_tags_of_many_customers_are_kept),
                                        cmocka_unit_test(two_processes_lose_nothing),
                                        cmocka_unit_test(a_killed_process_leaves_whole_batches) };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
