/*
 * case_told.h - for tests: plans, findings, changes and customers as one line of text (see case.h).
 */
#ifndef MODEL_CASE_TOLD_H
#define MODEL_CASE_TOLD_H

#include "model/case.h"

#include <stdlib.h>

static inline void told_put(struct buf *b, const char *before, str s)
{
    if (*before)
        buf_put(b, str_of(before));
    if (s.n > 0)
        buf_put(b, s);
}

static inline void told_field(struct world *w, struct buf *b, enum column_id col, const void *record)
{
    told_put(b, " ", column_identifier(col));
    told_put(b, "=",
             field_given(col, record) ? column_format(col, &w->cells, record, &w->arena).text : STR("-"));
}

static inline void told_address(struct world *w, struct buf *b, const struct address_op *op)
{
    static const char *const kinds[] = { " add{", " change{", " remove{" };

    buf_put(b, str_of(kinds[op->kind]));
    if (op->id)
        buf_put_u64(b, (uint64_t)op->id);
    for (enum column_id col = 0; col < COL_COUNT; col++) {
        bool shown = op->kind == ADDRESS_ADD ? (ADDRESS_TEXTS & COL_BIT(col)) && field_given(col, &op->to)
                                             : op->kind == ADDRESS_UPDATE && (op->set & COL_BIT(col));
        if (shown)
            told_field(w, b, col, &op->to);
    }
    if (op->make_default)
        buf_put(b, STR(" default"));
    buf_put(b, STR("}"));
}

static inline void told_parts(struct world *w, struct buf *b, const struct op *op)
{
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (op->set & COL_BIT(col))
            told_field(w, b, col, &op->to);
    for (size_t i = 0; i < op->tags_remove.n; i++)
        told_put(b, " -", op->tags_remove.at[i]);
    for (size_t i = 0; i < op->tags_add.n; i++)
        told_put(b, " +", op->tags_add.at[i]);
    for (size_t i = 0; i < op->address_count; i++)
        told_address(w, b, &op->addresses[i]);
    for (size_t i = 0; i < op->metafield_count; i++) {
        told_put(b, " ", op->metafields[i].to.key);
        told_put(b, ":", op->metafields[i].to.type);
        told_put(b, "=", op->metafields[i].to.blank ? STR("-") : op->metafields[i].to.value);
    }
    if (op->invite)
        buf_put(b, STR(" invite"));
    if (op->cleared_values) {
        buf_put(b, STR(" cleared="));
        buf_put_u64(b, op->cleared_values);
    }
}

static inline str told_finish(struct world *w, struct buf *b)
{
    str s = arena_copy(&w->arena, buf_str(b));

    buf_release(b);
    return s;
}

/* " ! EMAIL_INVALID(a) NOT_FOUND" or "". Arguments are told without the cell's own text. */
static inline void told_findings(struct buf *b, const struct findings *list)
{
    if (list->n)
        buf_put(b, STR(" !"));
    for (size_t i = 0; i < list->n; i++) {
        const struct finding *f = &list->at[i];
        told_put(b, " ", str_of(finding_name(f->id)));
        if (f->args[1].n || f->args[2].n) {
            told_put(b, "(", f->args[1]);
            if (f->args[2].n)
                told_put(b, ",", f->args[2]);
            buf_putc(b, ')');
        }
    }
}

static inline str case_told(struct world *w, const struct op *op)
{
    static const char *const kinds[OP_KIND_COUNT] = { "IGNORED", "REFUSED", "UNCHANGED", "CREATE",
                                                      "UPDATE",  "REPLACE", "DELETE" };
    struct buf b = BUF_INIT(1 << 20);

    buf_put(&b, str_of(kinds[op->kind]));
    if (op->found_by != MATCH_NONE)
        told_put(&b, " by ", column_identifier(match_column(op->found_by)));
    if (op->kind > OP_UNCHANGED && op->found_by != MATCH_NONE && op->kind != OP_DELETE)
        buf_putc(&b, ':');
    if (op->kind > OP_UNCHANGED)
        told_parts(w, &b, op);
    told_findings(&b, &w->findings);
    return told_finish(w, &b);
}

static inline str case_told_findings(struct world *w)
{
    struct buf b = BUF_INIT(1 << 20);

    told_findings(&b, &w->findings);
    return told_finish(w, &b);
}

static inline str told_whole_address(struct world *w, const struct address *adr)
{
    struct buf b = BUF_INIT(1 << 16);

    for (enum column_id col = 0; col < COL_COUNT; col++)
        if ((ADDRESS_TEXTS & COL_BIT(col)) && field_given(col, adr))
            told_field(w, &b, col, adr);
    if (adr->is_default)
        buf_put(&b, STR(" default"));
    return told_finish(w, &b);
}

static inline int told_order(const void *a, const void *b)
{
    str x = *(const str *)a, y = *(const str *)b;
    int order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);

    return order ? order : (x.n > y.n) - (x.n < y.n);
}

/* What of a customer an import can set, addresses without ID and order, for comparing two. */
static inline str case_shown(struct world *w, const struct customer *c)
{
    struct buf b = BUF_INIT(1 << 20);
    size_t n = c ? c->address_count : 0;
    str *addresses = arena_array(&w->arena, str, n + 1);

    for (enum column_id col = 0; c && col < COL_COUNT; col++)
        if (columns[col].record == RECORD_customer && columns[col].access == ACCESS_BOTH && col != COL_ID &&
            col != COL_TAGS && field_given(col, c) && !(col == COL_TAX_EXEMPT && !c->tax_exempt))
            told_field(w, &b, col, c);
    for (size_t i = 0; i < n; i++)
        addresses[i] = told_whole_address(w, &c->addresses[i]);
    qsort(addresses, n, sizeof *addresses, told_order);
    for (size_t i = 0; i < n; i++)
        told_put(&b, " @", addresses[i]);
    str *tags = arena_array(&w->arena, str, c ? c->tags.n + 1 : 1);
    for (size_t i = 0; c && i < c->tags.n; i++)
        tags[i] = c->tags.at[i];
    qsort(tags, c ? c->tags.n : 0, sizeof *tags, told_order);
    for (size_t i = 0; c && i < c->tags.n; i++)
        told_put(&b, " +", tags[i]);
    for (size_t i = 0; c && i < c->metafield_count; i++) {
        told_put(&b, " M.", c->metafields[i].key);
        told_put(&b, "=", c->metafields[i].value);
    }
    return told_finish(w, &b);
}

static inline str case_told_changes(struct world *w, const struct change *at, size_t n)
{
    struct buf b = BUF_INIT(1 << 20);

    for (size_t i = 0; i < n; i++) {
        told_put(&b, i ? " | " : "", at[i].column < COL_COUNT ? column_identifier(at[i].column) : at[i].name);
        told_put(&b, ": ", at[i].before);
        told_put(&b, " > ", at[i].after);
    }
    return told_finish(w, &b);
}

#endif
