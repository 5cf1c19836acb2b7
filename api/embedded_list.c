#include "api/embedded_parts.h"

#include <string.h>

#include "api/money.h"
#include "api/query.h"
#include "base/buf.h"
#include "base/message.h"
#include "base/unicode.h"

/* ---- what filters call from SQL --------------------------------------------------------------------------- */

static str argument(sqlite3_value *v)
{
    const char *p = (const char *)sqlite3_value_text(v);

    return p ? (str){ p, (size_t)sqlite3_value_bytes(v) } : STR("");
}

/* meibo_has_tag(tags, key): one of the tags folds to the key. */
static void function_has_tag(sqlite3_context *ctx, int n, sqlite3_value **arguments)
{
    struct arena scratch = { 0 };
    str tag, tags = argument(arguments[0]), key = argument(arguments[1]);
    bool has = false;

    (void)n;
    for (bool more = tags.n > 0; more && !has;) {
        more = str_cut(tags, ',', &tag, &tags);
        has = str_eq(text_fold(tag, &scratch), key);
    }
    arena_reset(&scratch);
    sqlite3_result_int(ctx, has);
}

static bool is_edge(str s, size_t at)
{
    return at == 0 || at == s.n || memchr(" @.-,_+", s.p[at], 7) || memchr(" @.-,_+", s.p[at - 1], 7);
}

/* meibo_has_word(text, key): the folded text holds the key, as whole words. */
static void function_has_word(sqlite3_context *ctx, int n, sqlite3_value **arguments)
{
    struct arena scratch = { 0 };
    str text = text_fold(argument(arguments[0]), &scratch), key = argument(arguments[1]);
    const char *from = text.p;
    bool has = false;

    (void)n;
    while (key.n && !has && (from = memmem(from, text.n - (size_t)(from - text.p), key.p, key.n)) != NULL) {
        size_t at = (size_t)(from - text.p);
        has = is_edge(text, at) && is_edge(text, at + key.n);
        from++;
    }
    arena_reset(&scratch);
    sqlite3_result_int(ctx, has);
}

/* meibo_begins(text, key): the folded text begins with the key. */
static void function_begins(sqlite3_context *ctx, int n, sqlite3_value **arguments)
{
    struct arena scratch = { 0 };
    str text = text_fold(argument(arguments[0]), &scratch), key = argument(arguments[1]);

    (void)n;
    sqlite3_result_int(ctx, text.n >= key.n && memcmp(text.p, key.p, key.n) == 0);
    arena_reset(&scratch);
}

bool list_functions(struct embedded *e, struct err *err)
{
    static const struct {
        const char *name;
        void (*call)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        { "meibo_has_tag", function_has_tag },
        { "meibo_has_word", function_has_word },
        { "meibo_begins", function_begins },
    };
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;

    for (size_t i = 0; i < countof(functions); i++)
        if (sqlite3_create_function_v2(e->db, functions[i].name, 2, flags, NULL, functions[i].call, NULL,
                                       NULL, NULL) != SQLITE_OK)
            return sql_fail(e, err);
    return true;
}

/* ---- filters into SQL -------------------------------------------------------------------------------------- */

struct where {
    struct buf sql;
    struct query query; /* its values, and those of the other conditions after them */
};

static void where_and(struct where *w, const char *condition)
{
    buf_put(&w->sql, STR(" AND "));
    buf_put(&w->sql, str_of(condition));
}

static void where_text(struct where *w, const char *condition, str text)
{
    if (text.n == 0)
        return;
    where_and(w, condition);
    w->query.values[w->query.n++] = (struct query_value){ .is_text = true, .text = text };
}

static void where_number(struct where *w, const char *condition, bool wanted, int64_t number)
{
    if (!wanted)
        return;
    where_and(w, condition);
    w->query.values[w->query.n++] = (struct query_value){ .number = number };
}

static bool where_money(struct where *w, const char *condition, bool wanted, decimal amount, uint8_t decimals,
                        bool upwards, struct err *err)
{
    int64_t minor = 0;
    bool exact = true;

    if (wanted && !money_minor(amount, decimals, &minor, &exact))
        return err_set(err, ERR_USAGE, _("an amount is too large to search for"));
    where_number(w, condition, wanted, minor + (upwards && !exact));
    return true;
}

static bool where_make(struct embedded *e, const struct shop_filter *f, struct where *w, struct arena *a,
                       struct err *err)
{
    struct query_context ctx = { .zone = e->zone, .money_decimals = e->money_decimals };
    struct query_value *values = arena_array(a, struct query_value, QUERY_VALUES_MAX + 32);

    if (!query_compile(f->query, &ctx, &w->query, a, err))
        return false;
    if (w->query.n)
        memcpy(values, w->query.values, w->query.n * sizeof *values);
    w->query.values = values;
    w->sql = BUF_INIT((size_t)QUERY_BYTES_MAX * 5);
    if (w->query.sql.n) {
        buf_put(&w->sql, STR(" AND ("));
        buf_put(&w->sql, w->query.sql);
        buf_put(&w->sql, STR(")"));
    }
    where_text(w, "email_key = ?", f->email.n ? text_fold(email_clean(f->email, a), a) : STR(""));
    where_text(w, "meibo_has_tag(tags, ?)", text_fold(text_trim(f->tag), a));
    where_text(w, "NOT meibo_has_tag(tags, ?)", text_fold(text_trim(f->not_tag), a));
    where_number(w, "created_at >= ?", f->created_since != 0, f->created_since);
    where_number(w, "created_at < ?", f->created_until != 0, f->created_until);
    where_number(w, "updated_at >= ?", f->updated_since != 0, f->updated_since);
    where_number(w, "updated_at < ?", f->updated_until != 0, f->updated_until);
    where_number(w, "state = ?", f->has_state, (int64_t)f->state);
    where_number(w, "email_state = ?", f->has_email_status, (int64_t)f->email_status);
    where_number(w, "total_orders >= ?", f->has_min_orders, f->min_orders);
    return where_money(w, "total_spent >= ?", f->has_min_spent, f->min_spent, e->money_decimals, true, err) &&
           where_money(w, "total_spent <= ?", f->has_max_spent, f->max_spent, e->money_decimals, false, err);
}

/* The statement for this text, kept until another is asked for. */
static bool list_statement(struct embedded *e, str head, const struct where *w, str tail, sqlite3_stmt **out,
                           struct arena *a, struct err *err)
{
    str sql = arena_join(a, (str[]){ head, buf_str(&w->sql), tail }, 3, STR(""));

    if (!e->list || !str_eq(sql, e->list_sql)) {
        (void)sqlite3_finalize(e->list);
        e->list = NULL;
        arena_reset(&e->prepared);
        e->list_sql = arena_copy(&e->prepared, sql);
        if (sqlite3_prepare_v3(e->db, e->list_sql.p, (int)e->list_sql.n + 1, SQLITE_PREPARE_PERSISTENT,
                               &e->list, NULL) != SQLITE_OK)
            return sql_fail(e, err);
    }
    *out = e->list;
    return true;
}

static int where_bind(sqlite3_stmt *s, int at, const struct query *query)
{
    for (size_t i = 0; i < query->n; i++, at++) {
        if (query->values[i].is_text)
            sql_bind_empty_str(s, at, query->values[i].text);
        else
            (void)sqlite3_bind_int64(s, at, query->values[i].number);
    }
    return at;
}

/* ---- pages ------------------------------------------------------------------------------------------------- */

static bool page_read(struct reading *r, sqlite3_stmt *s, size_t max, const struct customer **out, size_t *n,
                      struct err *err)
{
    bool found = true;

    for (*n = 0; *n < max; (*n)++) {
        struct customer *c = NULL;
        if (!sql_row(r->shop, s, &found, err))
            return false;
        if (!found)
            break;
        if (!customer_read(r, s, &c, err)) {
            sql_done(s);
            return false;
        }
        c->multipass = STR(""); /* Shopify's exports leave it blank; only find() gives it, for comparing */
        c->has.blank |= COL_BIT(COL_MULTIPASS);
        out[*n] = c;
    }
    sql_done(s);
    return true;
}

static bool page_list(struct embedded *e, const struct where *w, shop_groups groups, int64_t after,
                      size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err)
{
    sqlite3_stmt *s = NULL;
    str head =
        arena_join(a, (str[]){ STR("SELECT "), str_of(customer_columns), STR(" FROM customer WHERE id > ?") },
                   3, STR(""));

    if (!list_statement(e, head, w, STR(" ORDER BY id LIMIT ?"), &s, a, err))
        return false;
    (void)sqlite3_bind_int64(s, 1, after);
    (void)sqlite3_bind_int64(s, where_bind(s, 2, &w->query), (int64_t)max);
    if (!sql_run(e, sql_get(e, SQL_BEGIN_READ), err))
        return false;
    struct reading r = { .shop = e, .groups = groups, .arena = a };
    bool well = page_read(&r, s, max, out, n, err);
    struct err ignored;
    reading_end(&r);
    return sql_run(e, sql_get(e, SQL_COMMIT), well ? err : &ignored) && well;
}

bool embedded_list(struct shop *shop, const struct shop_filter *filter, shop_groups groups, int64_t *after,
                   size_t max, const struct customer **out, size_t *n, struct arena *a, struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;
    struct where w = { 0 };

    *n = 0;
    bool well = where_make(e, filter, &w, a, err) && page_list(e, &w, groups, *after, max, out, n, a, err);
    buf_release(&w.sql);
    if (well && *n)
        *after = out[*n - 1]->id;
    return well;
}

bool embedded_count(struct shop *shop, const struct shop_filter *filter, int64_t *out, struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;
    struct arena scratch = { 0 };
    struct where w = { 0 };
    sqlite3_stmt *s = NULL;
    bool found = false;

    bool well =
        where_make(e, filter, &w, &scratch, err) &&
        list_statement(e, STR("SELECT count(*) FROM customer WHERE 1"), &w, STR(""), &s, &scratch, err);
    if (well) {
        (void)where_bind(s, 1, &w.query);
        well = sql_row(e, s, &found, err);
    }
    if (well && found)
        *out = sqlite3_column_int64(s, 0);
    if (well)
        sql_done(s);
    buf_release(&w.sql);
    arena_reset(&scratch);
    return well;
}

/* ---- tags alone -------------------------------------------------------------------------------------------- */

static bool each_row(struct embedded *e, sqlite3_stmt *s, void *context,
                     bool (*take)(void *context, int64_t id, str tags, int64_t updated_at, struct err *err),
                     struct err *err)
{
    bool found = true;

    while (found) {
        if (!sql_row(e, s, &found, err))
            return false;
        const char *p = found ? sqlite3_column_blob(s, 1) : NULL;
        str tags = { p, p ? (size_t)sqlite3_column_bytes(s, 1) : 0 };
        if (found && !take(context, sqlite3_column_int64(s, 0), tags, sqlite3_column_int64(s, 2), err)) {
            sql_done(s);
            return false;
        }
    }
    sql_done(s);
    return true;
}

bool embedded_each_tags(struct shop *shop, const struct shop_filter *filter, void *context,
                        bool (*take)(void *context, int64_t id, str tags, int64_t updated_at,
                                     struct err *err),
                        struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;
    struct arena scratch = { 0 };
    struct where w = { 0 };
    sqlite3_stmt *s = NULL;

    bool well = where_make(e, filter, &w, &scratch, err) &&
                list_statement(e, STR("SELECT id, tags, updated_at FROM customer WHERE 1"), &w,
                               STR(" ORDER BY id"), &s, &scratch, err);
    if (well) {
        (void)where_bind(s, 1, &w.query);
        well = each_row(e, s, context, take, err);
    }
    buf_release(&w.sql);
    arena_reset(&scratch);
    return well;
}
