#include "api/embedded_parts.h"

#include "base/message.h"

/* A token is needed until its job is settled; jobs are kept 30 days by default. */
enum { TOKEN_SECONDS = 60 * 24 * 60 * 60 };

/* ---- transactions ---------------------------------------------------------------------------------------- */

static bool counters_read(struct batch *b, struct err *err)
{
    sqlite3_stmt *s = sql_get(b->shop, SQL_COUNTERS_READ);
    bool found = false;

    if (!sql_row(b->shop, s, &found, err))
        return false;
    b->next.customer = sqlite3_column_int64(s, 0);
    b->next.address = sqlite3_column_int64(s, 1);
    b->next.order = sqlite3_column_int64(s, 2);
    sql_done(s);
    return true;
}

static bool counters_write(struct batch *b, struct err *err)
{
    sqlite3_stmt *s = sql_get(b->shop, SQL_COUNTERS_WRITE);

    (void)sqlite3_bind_int64(s, 1, b->next.customer);
    (void)sqlite3_bind_int64(s, 2, b->next.address);
    (void)sqlite3_bind_int64(s, 3, b->next.order);
    return sql_run(b->shop, s, err);
}

/* Tokens of long ago, once a connection. */
static bool tokens_prune(struct batch *b, struct err *err)
{
    struct embedded *e = b->shop;

    while (!e->pruned) {
        sqlite3_stmt *s = sql_get(e, SQL_APPLIED_PRUNE);
        (void)sqlite3_bind_int64(s, 1, b->now - TOKEN_SECONDS);
        if (!sql_run(e, s, err))
            return false;
        e->pruned = sqlite3_changes(e->db) == 0;
    }
    return true;
}

static bool batch_rollback(struct batch *b)
{
    struct err ignored; /* the first failure is the one to tell */

    return !sqlite3_get_autocommit(b->shop->db) &&
           sql_run(b->shop, sql_get(b->shop, SQL_ROLLBACK), &ignored) && false;
}

bool batch_begin(struct batch *b, struct err *err)
{
    b->tags = (struct tag_book){ .shop = b->shop, .arena = b->arena };
    if (!sql_run(b->shop, sql_get(b->shop, SQL_BEGIN_WRITE), err))
        return false;
    return counters_read(b, err) || batch_rollback(b);
}

bool batch_end(struct batch *b, bool well, struct err *err)
{
    well = well && tag_book_write(&b->tags, err) && counters_write(b, err) &&
           sql_run(b->shop, sql_get(b->shop, SQL_COMMIT), err);
    return well || batch_rollback(b);
}

/* ---- operations ------------------------------------------------------------------------------------------ */

static bool token_find(struct embedded *e, str token, struct op_result *out, bool *found, struct err *err)
{
    sqlite3_stmt *s = sql_get(e, SQL_APPLIED_GET);

    *found = false;
    if (token.n == 0)
        return true;
    sql_bind_str(s, 1, token);
    if (!sql_row(e, s, found, err))
        return false;
    if (*found)
        *out = (struct op_result){ .outcome = OUTCOME_DONE,
                                   .id = sqlite3_column_int64(s, 0),
                                   .invited = sqlite3_column_int(s, 1) != 0,
                                   .why_column = COL_COUNT };
    sql_done(s);
    return true;
}

static bool token_put(struct batch *b, str token, const struct op_result *result, struct err *err)
{
    sqlite3_stmt *s = sql_get(b->shop, SQL_APPLIED_PUT);

    if (token.n == 0)
        return true;
    sql_bind_str(s, 1, token);
    (void)sqlite3_bind_int64(s, 2, result->id);
    (void)sqlite3_bind_int(s, 3, result->invited);
    (void)sqlite3_bind_int64(s, 4, b->now);
    return sql_run(b->shop, s, err);
}

static void refused(struct op_result *out, struct finding why, enum column_id column)
{
    *out = (struct op_result){ .outcome = OUTCOME_REFUSED, .id = out->id, .why = why, .why_column = column };
}

static void refused_plainly(struct op_result *out, enum finding_id id)
{
    refused(out, (struct finding){ .id = id, .column = -1 }, COL_COUNT);
}

/* The record as it is in this transaction, or a refusal: it is not the one that the plan was made for. */
static bool current_record(struct batch *b, const struct op *op, const struct customer **out,
                           struct op_result *result, struct err *err)
{
    shop_groups groups = op->address_count ? GROUP_BIT(GROUP_ADDRESSES) : 0;
    struct customer *now = NULL;

    *out = NULL;
    if (!op->have) {
        refused_plainly(result, FINDING_NOT_FOUND);
        return true;
    }
    if (!customer_get(b->shop, op->have->id, groups, &now, b->arena, err))
        return false;
    result->id = op->have->id;
    if (!now || now->revision != op->have->revision)
        refused_plainly(result, FINDING_RECORD_CHANGED);
    else
        *out = now;
    return true;
}

static bool op_write(struct batch *b, const struct op *op, const struct customer *before,
                     struct op_result *out, struct err *err)
{
    struct edit e = {
        .batch = b, .op = op, .before = op->kind == OP_UPDATE ? before : NULL, .why_column = COL_COUNT
    };

    if (!edit_make(&e, err) || !rules_check(&e, err))
        return false;
    if (e.why.id != FINDING_NONE) {
        refused(out, e.why, e.why_column);
        return true;
    }
    if (op->kind == OP_REPLACE && !write_deletion(b, before, err))
        return false;
    if (!write_customer(&e, err))
        return false;
    *out = (struct op_result){ .outcome = OUTCOME_DONE,
                               .id = e.after.id,
                               .invited = op->invite && e.after.state == STATE_INVITED,
                               .why_column = COL_COUNT };
    return true;
}

static bool op_delete(struct batch *b, const struct customer *before, struct op_result *out, struct err *err)
{
    *out = (struct op_result){ .outcome = OUTCOME_DONE, .id = before->id, .why_column = COL_COUNT };
    return write_deletion(b, before, err);
}

static bool op_apply(struct batch *b, const struct op *op, struct op_result *out, struct err *err)
{
    const struct customer *before = NULL;
    bool found = false;

    *out = (struct op_result){ .outcome = OUTCOME_DONE, .why_column = COL_COUNT };
    if (!token_find(b->shop, op->token, out, &found, err))
        return false;
    if (found) /* sent again after its answer was lost: it has happened, once */
        return true;
    if (op->kind != OP_CREATE && !current_record(b, op, &before, out, err))
        return false;
    if (out->outcome == OUTCOME_REFUSED)
        return true;
    bool deletes = before && (op->kind == OP_DELETE || op->kind == OP_REPLACE);
    if (deletes && before->total_orders > 0) {
        refused_plainly(out, FINDING_HAS_ORDERS);
        return true;
    }
    if (!(deletes && op->kind == OP_DELETE ? op_delete(b, before, out, err) : op_write(b, op, before, out, err)))
        return false;
    return out->outcome != OUTCOME_DONE || token_put(b, op->token, out, err);
}

bool embedded_apply(struct shop *shop, const struct op *ops, size_t n, struct op_result *out, int64_t now,
                    struct arena *a, struct err *err)
{
    struct batch b = { .shop = (struct embedded *)(void *)shop, .arena = a, .now = now };

    if (!batch_begin(&b, err))
        return false;
    bool well = tokens_prune(&b, err);
    for (size_t i = 0; i < n && well; i++)
        well = op_apply(&b, &ops[i], &out[i], err);
    return batch_end(&b, well, err);
}

/* ---- after a lost answer --------------------------------------------------------------------------------- */

/* Without a token the record itself may tell: what is as it was has not been touched. */
static bool settle_by_record(struct embedded *e, const struct op *op, struct op_result *out, struct arena *a,
                             struct err *err)
{
    struct customer *now = NULL;

    out->outcome = OUTCOME_UNKNOWN;
    if (!op->have)
        return true;
    if (!customer_get(e, op->have->id, 0, &now, a, err))
        return false;
    out->id = op->have->id;
    if (now && now->revision == op->have->revision)
        out->outcome = OUTCOME_NOT_DONE;
    else if (!now && op->kind == OP_DELETE)
        out->outcome = OUTCOME_DONE;
    return true;
}

static bool settle_one(struct embedded *e, const struct op *op, struct op_result *out, struct arena *a,
                       struct err *err)
{
    bool found = false;

    *out = (struct op_result){ .outcome = OUTCOME_NOT_DONE, .why_column = COL_COUNT };
    if (op->token.n == 0)
        return settle_by_record(e, op, out, a, err);
    return token_find(e, op->token, out, &found, err);
}

bool embedded_settle(struct shop *shop, const struct op *ops, size_t n, struct op_result *out,
                     struct arena *a, struct err *err)
{
    struct embedded *e = (struct embedded *)(void *)shop;

    for (size_t i = 0; i < n; i++)
        if (!settle_one(e, &ops[i], &out[i], a, err))
            return false;
    return true;
}
