/*
 * case.h - for tests: a sheet and a shop written as text, a plan told as text.
 *
 *     sheet   "EMAIL|NOTE\nyou@example.com|hello"     first: identifiers of columns.def, "ACCEPTS_EMAIL",
 *                                                     "ACCEPTS_SMS", or metafields "M.namespace.key:type"
 *     shop    "ID=1|TAGS=a, b|@|ADDRESS_ID=11|ADDRESS_LINE1=Main St|M.my.key:type=value"
 *     plan    "UPDATE by ID: NOTE=hello -b +c"        a cleared value is "NOTE=-"; findings follow "!"
 *
 * A shop can also be told what to do (case_apply), so that a plan can be judged by what comes of it.
 */
#ifndef MODEL_CASE_H
#define MODEL_CASE_H

#include <string.h>

#include "base/buf.h"
#include "model/address.h"
#include "model/change.h"
#include "model/match.h"
#include "model/pack.h"
#include "model/pack_fields.h"
#include "model/record.h"
#include "model/tags.h"

enum { CASE_NOW = 1700000000, CASE_COLUMNS_MAX = 40, CASE_METAFIELDS_MAX = 4 };

struct world {
    struct arena arena, scratch;
    struct findings findings;
    struct plan_context ctx;
    struct cell_context cells;
    struct record_options options;
    struct header header;
    int16_t header_columns[CASE_COLUMNS_MAX];
    uint8_t meanings[CASE_COLUMNS_MAX];
    str header_texts[CASE_COLUMNS_MAX];
    struct metafield_column metafields[CASE_METAFIELDS_MAX];
    struct record record;
};

static const str case_languages[] = { STR_INIT("ja"), STR_INIT("en") };
static const struct metafield_definition case_definitions[] = { { STR_INIT("my"), STR_INIT("size"),
                                                                  STR_INIT("number_integer") } };

static inline void world_init(struct world *w)
{
    memset(w, 0, sizeof *w);
    w->findings.arena = &w->arena;
    w->cells = (struct cell_context){
        .zone = zone_utc(), .country = STR(""), .text_times = true, .judge_later = true
    };
    w->options.cells = &w->cells;
    w->ctx = (struct plan_context){ .now = CASE_NOW,
                                    .default_language = STR("ja"),
                                    .languages = { case_languages, countof(case_languages) },
                                    .definitions = case_definitions,
                                    .definition_count = countof(case_definitions),
                                    .classic_accounts = true };
}

static inline void world_release(struct world *w)
{
    arena_reset(&w->arena);
    arena_reset(&w->scratch);
}

/* ---- sheets ---------------------------------------------------------------------------------- */

static inline bool case_line(const char *sheet, size_t i, str *line)
{
    str rest = str_of(sheet);
    bool more = true;

    for (size_t at = 0; more; at++) {
        more = str_cut(rest, '\n', line, &rest);
        if (at == i)
            return true;
    }
    return false;
}

/* "my.key:type" */
static inline void case_metafield_name(str text, str *namespace, str *key, str *type)
{
    str rest;

    str_cut(text, '.', namespace, &rest);
    if (!str_cut(rest, ':', key, type))
        *type = STR("");
}

static inline void case_column(struct world *w, size_t i, str name)
{
    struct header *h = &w->header;
    enum column_id col = column_by_identifier(name);

    w->header_columns[i] = -1;
    w->header_texts[i] = name;
    if (name.n > 2 && name.p[0] == 'M' && name.p[1] == '.') {
        struct metafield_column *m = &w->metafields[h->metafield_count++];
        case_metafield_name((str){ name.p + 2, name.n - 2 }, &m->namespace, &m->key, &m->type);
        m->column = i;
        m->header = name;
        return;
    }
    if (str_eq(name, STR("ACCEPTS_EMAIL")) || str_eq(name, STR("ACCEPTS_SMS"))) {
        bool email = str_eq(name, STR("ACCEPTS_EMAIL"));
        col = email ? COL_EMAIL_STATUS : COL_SMS_STATUS;
        w->meanings[i] = email ? ALIAS_ACCEPTS_EMAIL : ALIAS_ACCEPTS_SMS;
    }
    if (col == COL_COUNT)
        return;
    w->header_columns[i] = (int16_t)col;
    h->position[col] = (int32_t)i;
    h->present |= COL_BIT(col);
}

static inline void case_header(struct world *w, const char *sheet)
{
    str rest, name;
    bool more = true;

    case_line(sheet, 0, &rest);
    w->header = (struct header){ .row = 1,
                                 .text = w->header_texts,
                                 .column = w->header_columns,
                                 .meaning = w->meanings,
                                 .metafields = w->metafields };
    for (enum column_id col = 0; col < COL_COUNT; col++)
        w->header.position[col] = -1;
    memset(w->meanings, 0, sizeof w->meanings);
    for (size_t i = 0; more; i++) {
        more = str_cut(rest, '|', &name, &rest);
        case_column(w, i, name);
        w->header.count = i + 1;
    }
    record_init(&w->record, &w->header, &w->options, &w->scratch);
    w->ctx.position = w->header.position;
    w->ctx.present = w->header.present;
}

static inline bool case_row(struct world *w, const char *sheet, size_t i, struct row *row)
{
    cell *cells = arena_array(&w->arena, cell, CASE_COLUMNS_MAX);
    str rest, text;
    size_t n = 0;

    if (!case_line(sheet, i + 1, &rest))
        return false;
    for (bool more = true; more; n++) {
        more = str_cut(rest, '|', &text, &rest);
        if (text.n > 0)
            cells[n] = (cell){ .kind = CELL_TEXT, .text = text };
    }
    *row = (struct row){ (uint32_t)i + 2, n, cells };
    return true;
}

/* All rows as one customer, whether or not record_continues() would say so. */
static inline struct customer *case_want(struct world *w, const char *sheet)
{
    struct row row;

    case_header(w, sheet);
    record_begin(&w->record, &w->findings);
    for (size_t i = 0; case_row(w, sheet, i, &row); i++)
        record_add(&w->record, &row);
    return record_finish(&w->record);
}

/* ---- shops ----------------------------------------------------------------------------------- */

static inline void case_put(struct world *w, void *record, enum column_id col, str text)
{
    struct presence *has = record;

    has->seen |= COL_BIT(col);
    if (field_kind(col) == FIELD_TEXT)
        *(str *)field_at(col, record) = text;
    else
        column_parse(col, &w->cells, STR(""), (cell){ .kind = CELL_TEXT, .text = text }, record, 0, 0,
                     &w->findings);
}

/* What nobody has given is there and blank; a status, FALSE and a count are values of their own. */
static inline void case_see(void *record, enum column_record which)
{
    struct presence *has = record;

    for (enum column_id col = 0; col < COL_COUNT; col++) {
        bool stored = columns[col].record == which && field_kind(col) != FIELD_NONE && col != COL_COMMAND &&
                      (columns[col].access == ACCESS_BOTH || columns[col].access == ACCESS_EXPORT);
        if (!stored || (has->seen & COL_BIT(col)))
            continue;
        has->seen |= COL_BIT(col);
        if (field_kind(col) == FIELD_TEXT || field_kind(col) == FIELD_TEXTS ||
            field_kind(col) == FIELD_INTEGER)
            has->blank |= COL_BIT(col);
    }
}

static inline void case_put_metafield(struct world *w, struct customer *c, str name, str value)
{
    struct metafield m = { .value = value, .column = -1 };

    case_metafield_name(name, &m.namespace, &m.key, &m.type);
    if (!c->metafields)
        c->metafields = arena_array(&w->arena, struct metafield, 2 * CASE_METAFIELDS_MAX);
    c->metafields[c->metafield_count++] = m;
}

static inline void case_part(struct world *w, struct customer *c, str part)
{
    str name, value;

    if (str_eq(part, STR("@"))) {
        c->address_count++;
        return;
    }
    str_cut(part, '=', &name, &value);
    if (name.n > 2 && name.p[0] == 'M' && name.p[1] == '.') {
        case_put_metafield(w, c, (str){ name.p + 2, name.n - 2 }, value);
        return;
    }
    enum column_id col = column_by_identifier(name);
    if (col < COL_COUNT && value.n > 0)
        case_put(w,
                 columns[col].record == RECORD_customer ? (void *)c
                                                        : (void *)&c->addresses[c->address_count - 1],
                 col, value);
}

static inline struct customer *case_have(struct world *w, const char *shop)
{
    struct customer *c = arena_new(&w->arena, struct customer);
    str rest = str_of(shop ? shop : ""), part;

    if (!shop)
        return NULL;
    c->addresses = arena_array(&w->arena, struct address, 300);
    for (bool more = true; more;) {
        more = str_cut(rest, '|', &part, &rest);
        case_part(w, c, part);
    }
    case_see(c, RECORD_customer);
    for (size_t i = 0; i < c->address_count; i++)
        case_see(&c->addresses[i], RECORD_address);
    c->revision = 1;
    return c;
}

/* By the customer's own keys, as a shop would find it. */
static inline void case_match(struct match *m, const struct customer *want, const struct customer *shop)
{
    struct customer_key key = customer_key(want);

    if (!shop)
        return;
    if (key.id && key.id == shop->id)
        m->by_id = shop;
    if (key.email.n && str_eq_fold(key.email, shop->email))
        m->by_email = shop;
    if (key.phone.n && str_eq(key.phone, shop->phone))
        m->by_phone = shop;
}

/* ---- what a shop does with an operation ------------------------------------------------------- */

static inline void case_texts(struct texts *list, struct texts add, struct texts remove, struct arena *a)
{
    struct texts rest = tags_among(*list, remove, false, a);
    str *at = arena_array(a, str, rest.n + add.n + 1);

    for (size_t i = 0; i < rest.n; i++)
        at[i] = rest.at[i];
    for (size_t i = 0; i < add.n; i++)
        at[rest.n + i] = add.at[i];
    *list = (struct texts){ at, rest.n + add.n };
}

static inline void case_apply_address(struct customer *c, const struct address_op *op)
{
    size_t at = 0;

    while (at < c->address_count && c->addresses[at].id != op->id)
        at++;
    if (op->kind == ADDRESS_REMOVE) {
        memmove(&c->addresses[at], &c->addresses[at + 1],
                (c->address_count - at - 1) * sizeof(struct address));
        c->address_count--;
        return;
    }
    if (op->kind == ADDRESS_ADD) {
        at = c->address_count++;
        c->addresses[at] = op->to;
        c->addresses[at].id = 900 + (int64_t)at + c->addresses[0].id;
        c->addresses[at].has.seen |= COL_BIT(COL_ADDRESS_ID) | COL_BIT(COL_ADDRESS_DEFAULT);
        c->addresses[at].has.blank &= ~(COL_BIT(COL_ADDRESS_ID) | COL_BIT(COL_ADDRESS_DEFAULT));
    }
    for (enum column_id col = 0; op->kind == ADDRESS_UPDATE && col < COL_COUNT; col++)
        if (op->set & COL_BIT(col))
            field_copy(col, &c->addresses[at], &op->to);
    for (size_t i = 0; op->make_default && i < c->address_count; i++)
        c->addresses[i].is_default = i == at;
}

static inline void case_apply_metafield(struct customer *c, const struct metafield_op *op)
{
    size_t at = 0;

    while (at < c->metafield_count && !(str_eq(c->metafields[at].key, op->to.key) &&
                                        str_eq(c->metafields[at].namespace, op->to.namespace)))
        at++;
    if (op->to.blank) {
        c->metafields[at] = c->metafields[--c->metafield_count];
        return;
    }
    c->metafields[at] = op->to;
    c->metafields[at].column = -1;
    c->metafield_count += at == c->metafield_count;
}

/* The customer after an operation; NULL when it is deleted. */
static inline struct customer *case_apply(struct world *w, const struct op *op)
{
    struct customer *c = case_have(w, "");

    if (op->kind == OP_DELETE)
        return NULL;
    c->metafields = arena_array(&w->arena, struct metafield, 4 * CASE_METAFIELDS_MAX);
    if (op->have && op->kind != OP_CREATE && op->kind != OP_REPLACE) {
        struct address *room = c->addresses;
        struct metafield *more = c->metafields;
        *c = *op->have;
        memcpy(room, c->addresses, c->address_count * sizeof *room);
        if (c->metafield_count)
            memcpy(more, c->metafields, c->metafield_count * sizeof *more);
        c->addresses = room;
        c->metafields = more;
    } else {
        case_put(w, c, COL_ID, STR("777"));
        c->has.blank &= ~COL_BIT(COL_ID);
    }
    if (op->kind != OP_CREATE && op->kind != OP_UPDATE && op->kind != OP_REPLACE)
        return c;
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (op->set & COL_BIT(col))
            field_copy(col, c, &op->to);
    case_texts(&c->tags, op->tags_add, op->tags_remove, &w->arena);
    c->has.blank = c->tags.n ? c->has.blank & ~COL_BIT(COL_TAGS) : c->has.blank | COL_BIT(COL_TAGS);
    for (size_t i = 0; i < op->address_count; i++)
        case_apply_address(c, &op->addresses[i]);
    for (size_t i = 0; i < op->metafield_count; i++)
        case_apply_metafield(c, &op->metafields[i]);
    return c;
}

#endif
