/*
 * sheets_text_test.h - what sheets_test.c reads and compares, as text: tables written with bars, their cells, and findings, plans
 * and outcomes as the cases of testdata/sheets/ spell them.
 */
#ifndef JOB_SHEETS_TEXT_TEST_H
#define JOB_SHEETS_TEXT_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/embedded.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/unicode.h"
#include "job/import.h"

enum { NOW = 1749945600 /* 2025-06-15 00:00:00 UTC */, IDS = 64, CUSTOMERS_MAX = 600, TEXT_MAX = 4 << 20 };

enum section {
    SECTION_RULES,
    SECTION_OPTIONS,
    SECTION_SHOP,
    SECTION_SETUP,
    SECTION_SHEET,
    SECTION_ERROR,
    SECTION_FINDINGS,
    SECTION_PLAN,
    SECTION_OUTCOME,
    SECTION_AFTER,
    SECTION_COUNT
};

static const char *const section_names[SECTION_COUNT] = { "rules", "options",  "shop", "setup",   "sheet",
                                                          "error", "findings", "plan", "outcome", "after" };

struct sheet_case {
    const char *file;
    str title, text[SECTION_COUNT]; /* as written; p NULL where the case has no such section */
    str actual[SECTION_COUNT];
    char *kept[SECTION_COUNT]; /* the same, outliving the trial, for blessing */
    struct sheet_case *next;
};

struct grid { /* a table written with bars */
    cell *cells;
    size_t rows, columns;
};

struct known_id {
    int64_t id;
    str name; /* "{1}", "{1.2}" */
};

struct trial {
    struct sheet_case *c;
    struct arena arena;
    struct shop *shop;
    struct journal *journal;
    struct cell_context cells;
    struct import_options options;
    struct shop_info info;
    struct known_id ids[IDS];
    size_t id_count;
    bool plan_differs; /* an import meets what earlier rows left, a plan does not */
    struct buf findings, plan;
    char folder[64];
};

/* ---- text ------------------------------------------------------------------------------- */

static inline str next_line(str *rest)
{
    str line;

    str_cut(*rest, '\n', &line, rest);
    return line;
}

/* With the IDs that names such as {1} stand for. */
static inline str with_ids(struct trial *t, str s)
{
    for (size_t i = 0; i < t->id_count && memchr(s.p, '{', s.n); i++) {
        const char *at = memmem(s.p, s.n, t->ids[i].name.p, t->ids[i].name.n);
        if (!at)
            continue;
        str head = { s.p, (size_t)(at - s.p) };
        size_t from = head.n + t->ids[i].name.n;
        str tail = { s.p + from, s.n - from };
        s = arena_fmt(&t->arena, "%.*s%lld%.*s", STR_ARG(head), (long long)t->ids[i].id, STR_ARG(tail));
    }
    return s;
}

static inline cell typed(str s, str kind_name, enum cell_kind kind)
{
    str value = { s.p + kind_name.n, s.n - kind_name.n };

    return (cell){ kind, false, str_trim(value) };
}

/* The last character, so many times in all. */
static inline void repeat_last(struct buf *b, int64_t times)
{
    char last[4];
    size_t n = 1;

    while (n < b->n && n < sizeof last && ((unsigned char)b->p[b->n - n] & 0xc0) == 0x80)
        n++;
    memcpy(last, b->p + b->n - n, n);
    for (int64_t k = 1; k < times; k++)
        buf_put(b, (str){ last, n });
}

/* "(number) 12", "(date) 45000.5", "(rounded) 4.49E+10", ... ; \n \s \t \| \\ and {1} in text. */
static inline cell read_cell(struct trial *t, str s)
{
    static const struct {
        str name;
        enum cell_kind kind;
    } kinds[] = { { STR_INIT("(number)"), CELL_NUMBER },    { STR_INIT("(date)"), CELL_DATE },
                  { STR_INIT("(boolean)"), CELL_BOOL },     { STR_INIT("(error)"), CELL_ERROR },
                  { STR_INIT("(formula)"), CELL_NO_VALUE }, { STR_INIT("(rounded)"), CELL_NUMBER } };
    struct buf b = BUF_INIT(TEXT_MAX);

    s = with_ids(t, str_trim(s));
    for (size_t i = 0; i < countof(kinds); i++)
        if (s.n >= kinds[i].name.n && memcmp(s.p, kinds[i].name.p, kinds[i].name.n) == 0) {
            cell c = typed(s, kinds[i].name, kinds[i].kind);
            c.rounded = i == countof(kinds) - 1;
            return c;
        }
    for (size_t i = 0; i < s.n; i++) {
        static const char from[] = "nst|\\xr", to[] = "\n \t|\\\x01\r";
        const char *at = s.p[i] == '\\' && i + 1 < s.n ? strchr(from, s.p[i + 1]) : NULL;
        bool repeat = !at && s.p[i] == '*' && i + 1 < s.n && s.p[i + 1] == '{'; /* "a*{300}" is 300 times a */
        int64_t times;
        str head, tail;
        if (repeat && b.n && str_cut((str){ s.p + i + 2, s.n - i - 2 }, '}', &head, &tail) &&
            num_parse_i64(head, &times)) {
            repeat_last(&b, times);
            i = (size_t)(tail.p - s.p) - 1;
        } else if (at) {
            buf_putc(&b, to[at - from]);
            i++;
        } else {
            buf_putc(&b, s.p[i]);
        }
    }
    str text = arena_copy(&t->arena, buf_str(&b));
    buf_release(&b);
    return (cell){ text.n ? CELL_TEXT : CELL_EMPTY, false, text };
}

static inline size_t split_row(str line, str *parts, size_t room)
{
    size_t n = 0, from = 1;

    for (size_t i = 1; i < line.n && n < room; i++)
        if (line.p[i] == '|' && line.p[i - 1] != '\\') {
            parts[n++] = (str){ line.p + from, i - from };
            from = i + 1;
        }
    return n;
}

static inline struct grid read_grid(struct trial *t, str text)
{
    enum { COLUMNS = 64 };
    struct grid g = { .columns = COLUMNS };
    str parts[COLUMNS], line;
    size_t room = 1;

    for (size_t i = 0; i < text.n; i++)
        room += text.p[i] == '\n';
    g.cells = arena_array(&t->arena, cell, room * COLUMNS);
    while (text.n) {
        line = str_trim(next_line(&text));
        if (line.n == 0 || line.p[0] != '|')
            continue;
        size_t n = split_row(line, parts, COLUMNS);
        for (size_t i = 0; i < n; i++)
            g.cells[g.rows * COLUMNS + i] = read_cell(t, parts[i]);
        g.rows++;
    }
    return g;
}

/* ---- rows from a grid ------------------------------------------------------------------- */

struct grid_rows {
    struct row_source base;
    struct grid grid;
    size_t at;
};

static inline bool grid_next(struct row_source *src, struct row *row)
{
    struct grid_rows *s = (struct grid_rows *)src;

    if (s->at == s->grid.rows)
        return false;
    *row = (struct row){ (uint32_t)s->at + 1, s->grid.columns, s->grid.cells + s->at * s->grid.columns };
    s->at++;
    return true;
}

static inline bool grid_close(struct row_source *src, struct err *err)
{
    (void)err;
    free(src);
    return true;
}

static inline bool grid_open(void *context, struct row_source **out, struct err *err)
{
    static const struct row_source_ops ops = { grid_next, grid_close };
    struct grid_rows *s = calloc(1, sizeof *s);

    (void)err;
    *s = (struct grid_rows){ { &ops }, *(struct grid *)context, 0 };
    *out = &s->base;
    return true;
}

/* ---- what came out, as text -------------------------------------------------------------- */

/* Long numbers that are IDs of this shop become their names, so that cases do not depend on them. */
static inline str with_names(struct trial *t, str s)
{
    struct buf b = BUF_INIT(TEXT_MAX);

    for (size_t i = 0; i < s.n;) {
        size_t n = 0;
        while (i + n < s.n && s.p[i + n] >= '0' && s.p[i + n] <= '9')
            n++;
        int64_t id = 0;
        str name = n == 13 ? STR("{new}") : (str){ s.p + i, n ? n : 1 };
        if (n == 13 && num_parse_i64((str){ s.p + i, n }, &id))
            for (size_t k = 0; k < t->id_count; k++)
                if (t->ids[k].id == id)
                    name = t->ids[k].name;
        buf_put(&b, name);
        i += n ? n : 1;
    }
    str out = arena_copy(&t->arena, buf_str(&b));
    buf_release(&b);
    return out;
}

static inline void put_escaped(struct buf *b, str s)
{
    for (size_t i = 0; i < s.n; i++) {
        const char *from = "\n\t|\\\r", *to = "nt|\\r", *at = strchr(from, s.p[i]);
        bool edge = s.p[i] == ' ' && (i == 0 || i + 1 == s.n); /* would be trimmed */
        if (edge || (s.p[i] && at))
            buf_putc(b, '\\');
        buf_putc(b, edge ? 's' : s.p[i] && at ? to[at - from] : s.p[i]);
    }
}

static inline void put_shortened(struct trial *t, struct buf *b, str s)
{
    size_t n = utf8_length(s);
    str head = utf8_cut(s, 200);

    put_escaped(b, with_names(t, n > 240 ? head : s));
    if (n > 240)
        buf_put(b, arena_fmt(&t->arena, "… (%zu characters)", n));
}

static inline void note_findings(void *context, const struct finding *at, size_t n)
{
    struct trial *t = context;
    char name[CELL_NAME_SIZE];

    for (size_t i = 0; i < n; i++) {
        str where = at[i].row == 0 ? STR("sheet") : arena_fmt(&t->arena, "row %u", (unsigned)at[i].row);
        if (at[i].row && at[i].column >= 0)
            where = arena_copy(&t->arena, str_of(cell_name(name, at[i].row, (size_t)at[i].column)));
        buf_put(&t->findings, where);
        buf_put(&t->findings, arena_fmt(&t->arena, ": %s", finding_name(at[i].id)));
        for (size_t k = 1; k < 3; k++)
            if (at[i].args[k].n) {
                buf_put(&t->findings, STR(" ["));
                put_shortened(t, &t->findings, at[i].args[k]);
                buf_put(&t->findings, STR("]"));
            }
        buf_putc(&t->findings, '\n');
    }
}

static inline void note_customer(void *context, const struct op *op, const struct change *changes, size_t n)
{
    static const char *const kinds[] = { "IGNORE", "REFUSE",  "UNCHANGED", "CREATE",
                                         "UPDATE", "REPLACE", "DELETE" };
    static const char *const keys[] = { "", " by ID", " by Email", " by Phone" };
    struct trial *t = context;

    buf_put(&t->plan,
            arena_fmt(&t->arena, "row %u: %s%s%s\n", (unsigned)op->want->row, kinds[op->kind],
                      op->kind == OP_REFUSED ? "" : keys[op->found_by], op->invite ? ", invite" : ""));
    for (size_t i = 0; i < n && op->kind != OP_REFUSED; i++) {
        buf_put(&t->plan, STR("  "));
        buf_put(&t->plan, changes[i].name);
        if (changes[i].address_id)
            buf_put(&t->plan, with_names(t, arena_fmt(&t->arena, " %lld", (long long)changes[i].address_id)));
        buf_put(&t->plan, STR(": "));
        put_shortened(t, &t->plan, changes[i].before);
        buf_put(&t->plan, STR(" → "));
        put_shortened(t, &t->plan, changes[i].after);
        buf_putc(&t->plan, '\n');
    }
}

static inline str outcome_text(struct trial *t, const struct import_counts *counts)
{
    static const char *const words[] = { "ignored", "failed",   "unchanged", "created",
                                         "updated", "replaced", "deleted" };
    static const enum op_kind order[] = { OP_CREATE, OP_UPDATE,  OP_UNCHANGED, OP_REPLACE,
                                          OP_DELETE, OP_IGNORED, OP_REFUSED };
    str out = STR("");

    for (size_t i = 0; i < countof(order); i++)
        if (counts->kinds[order[i]])
            out = arena_fmt(&t->arena, "%.*s%s%s %zu", STR_ARG(out), out.n ? ", " : "", words[order[i]],
                            counts->kinds[order[i]]);
    if (counts->mails)
        out = arena_fmt(&t->arena, "%.*s, mails %zu", STR_ARG(out), counts->mails);
    if (import_cleared(counts))
        out = arena_fmt(&t->arena, "%.*s, cleared %zu", STR_ARG(out), import_cleared(counts));
    return arena_fmt(&t->arena, "%.*s\n", STR_ARG(out));
}

#endif
