/*
 * trial_test.h - what tests of jobs have in common: rows written as text, an embedded shop in a folder
 * of its own, and the whole shop as text, to compare.
 */
#ifndef JOB_TRIAL_TEST_H
#define JOB_TRIAL_TEST_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/embedded.h"
#include "base/unicode.h"
#include "job/export.h"
#include "job/undo.h"
#include "model/pack.h"

enum { NOW = 1749945600 /* 2025-06-15 00:00:00 UTC */, TRIAL_CELLS = 80, TRIAL_TEXT = 1 << 20 };

/* ---- rows: cells separated by '|', "\n" between rows; a row of none is left out --------------- */

struct text_rows {
    struct row_source base;
    const char *at;
    uint32_t number;
    cell cells[TRIAL_CELLS];
};

static bool text_next(struct row_source *src, struct row *row)
{
    struct text_rows *r = (struct text_rows *)(void *)src;

    while (*r->at) {
        size_t n = 1;
        const char *end = strchrnul(r->at, '\n'), *p = r->at;
        r->number++;
        for (const char *from = p;; p++) {
            if (p < end && *p != '|')
                continue;
            str text = str_trim((str){ from, (size_t)(p - from) });
            r->cells[n - 1] = (cell){ text.n ? CELL_TEXT : CELL_EMPTY, false, text };
            if (p == end)
                break;
            n++;
            from = p + 1;
        }
        r->at = *end ? end + 1 : end;
        if (n == 1 && r->cells[0].kind == CELL_EMPTY)
            continue;
        *row = (struct row){ r->number, n, r->cells };
        return true;
    }
    return false;
}

static bool text_close(struct row_source *src, struct err *err)
{
    (void)err;
    free(src);
    return true;
}

static bool text_open(void *context, struct row_source **out, struct err *err)
{
    static const struct row_source_ops ops = { text_next, text_close };
    struct text_rows *r = calloc(1, sizeof *r);

    (void)err;
    r->base.ops = &ops;
    r->at = context;
    *out = &r->base;
    return true;
}

static struct row_input rows_of(const char *text)
{
    return (struct row_input){ (void *)(uintptr_t)text, text_open };
}

/* ---- a shop and a journal in a folder --------------------------------------------------------- */

struct trial {
    char folder[200], shop_path[240], journal_path[240];
    struct shop *shop;
    struct journal *journal;
    struct import_options options;
    struct import_counts counts;
    struct err err;
    struct arena arena;
};

static void trial_open(struct trial *t)
{
    if (!embedded_open(&t->shop, t->shop_path, &(struct embedded_options){ .create = true }, &t->err) ||
        !journal_open(&t->journal, t->journal_path, &t->err))
        fail_msg("%s", t->err.msg);
}

static void trial_close(struct trial *t)
{
    shop_close(t->shop);
    journal_close(t->journal);
    t->shop = NULL;
    t->journal = NULL;
}

static int trial_make(void **state)
{
    struct trial *t = calloc(1, sizeof *t);
    const char *tmp = getenv("TMPDIR");

    snprintf(t->folder, sizeof t->folder, "%s/meibo-job-XXXXXX", tmp ? tmp : "/tmp");
    if (!mkdtemp(t->folder))
        return -1;
    snprintf(t->shop_path, sizeof t->shop_path, "%s/shop.db", t->folder);
    snprintf(t->journal_path, sizeof t->journal_path, "%s/journal.db", t->folder);
    t->options.confirmed_all = true;
    *state = t;
    return 0;
}

static void empty_folder(const char *folder)
{
    DIR *d = opendir(folder);

    for (struct dirent *e; d && (e = readdir(d));) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] != '.')
            unlink(path);
    }
    closedir(d);
}

static int trial_remove(void **state)
{
    struct trial *t = *state;

    trial_close(t);
    empty_folder(t->folder);
    rmdir(t->folder);
    arena_reset(&t->arena);
    free(t);
    return 0;
}

/* A fresh shop and journal in the same folder. */
static inline void trial_begin_again(struct trial *t)
{
    trial_close(t);
    empty_folder(t->folder);
    trial_open(t);
}

/* ---- doing ------------------------------------------------------------------------------------ */

static struct import trial_import(const struct trial *t, const char *sheet)
{
    return (struct import){ .input = rows_of(sheet), .shop = t->shop, .options = &t->options, .now = NOW };
}

static struct job_identity trial_identity(const char *sheet)
{
    return (struct job_identity){ JOB_IMPORT,   str_of(sheet), STR("Customers"),
                                  STR("trial"), STR(""),       STR("customers.xlsx") };
}

/* Imports a sheet as a job; *number is the job's. The job is ended when it succeeds. */
static bool run_import(struct trial *t, struct import *job, const char *sheet, int64_t *number)
{
    struct job_identity identity = trial_identity(sheet);
    struct job_summary summary = { 0 };
    struct shop_info info;
    bool resumed;

    if (!t->shop->ops->info(t->shop, &info, &t->arena, &t->err))
        return false;
    identity.shop = info.where;
    if (!journal_begin(t->journal, &identity, NOW, &job->journal, &resumed, &t->err))
        return false;
    if (number)
        *number = journal_number(job->journal);
    bool ok = import_run(job, &t->counts, &t->err);
    import_summarize(&t->counts, &summary);
    if (!journal_end(job->journal, ok ? JOB_DONE : JOB_INTERRUPTED, &summary, NOW,
                     ok ? &t->err : &(struct err){ 0 }))
        ok = false;
    journal_release(job->journal);
    return ok;
}

static inline void say_findings(void *context, const struct finding *at, size_t n)
{
    (void)context;
    for (size_t i = 0; i < n; i++)
        fprintf(stderr, "row %u column %d %s %.*s\n", at[i].row, at[i].column, finding_name(at[i].id),
                STR_ARG(at[i].args[1]));
}

static inline int64_t do_import(struct trial *t, const char *sheet)
{
    struct import job = trial_import(t, sheet);
    struct plan_listener loud = { .findings = say_findings };
    int64_t number = 0;

    job.listener = getenv("TRIAL_SAY") ? &loud : NULL;
    if (!run_import(t, &job, sheet, &number))
        fail_msg("%s", t->err.msg);
    return number;
}

/* ---- the shop as text -------------------------------------------------------------------------- */

/* A table that keeps what is put into it as text. */
struct text_table {
    struct table base;
    char *text; /* TRIAL_TEXT bytes */
    size_t n;
    uint32_t row;
    bool finished, abandoned;
};

static inline void text_add(struct text_table *t, str s)
{
    assert_true(t->n + s.n < TRIAL_TEXT);
    memcpy(t->text + t->n, s.p, s.n);
    t->n += s.n;
    t->text[t->n] = '\0';
}

static void text_put(struct table *base, uint32_t number, const cell *cells, size_t count)
{
    struct text_table *t = (struct text_table *)(void *)base;
    char head[16];

    t->row = number ? number : t->row + 1;
    text_add(t, (str){ head, (size_t)snprintf(head, sizeof head, "%u:", t->row) });
    for (size_t i = 0; i < count; i++) {
        text_add(t, STR("|"));
        text_add(t, cells[i].kind == CELL_EMPTY ? STR("") : cells[i].text);
    }
    text_add(t, STR("\n"));
}

static void text_sheet(struct table *base, const struct sheet_layout *layout)
{
    struct text_table *t = (struct text_table *)(void *)base;

    text_add(t, STR("== "));
    text_add(t, layout->name);
    text_add(t, STR("\n"));
    t->row = 0;
    if (!layout->columns || layout->header_as_row)
        return;
    text_add(t, STR("1:"));
    for (size_t i = 0; i < layout->column_count; i++) {
        text_add(t, STR("|"));
        text_add(t, layout->columns[i].header);
    }
    text_add(t, STR("\n"));
    t->row = 1;
}

static void text_mark(struct table *base, size_t column, enum cell_mark mark, str comment)
{
    char head[32];

    text_add((struct text_table *)(void *)base,
             (str){ head, (size_t)snprintf(head, sizeof head, "(%s %zu ",
                                           mark == MARK_FAILED ? "red" : "yellow", column) });
    text_add((struct text_table *)(void *)base, comment);
    text_add((struct text_table *)(void *)base, STR(")\n"));
}

static void text_link(struct table *base, size_t column, str sheet, str at)
{
    (void)column;
    text_add((struct text_table *)(void *)base, STR("("));
    text_add((struct text_table *)(void *)base, sheet);
    text_add((struct text_table *)(void *)base, STR("!"));
    text_add((struct text_table *)(void *)base, at);
    text_add((struct text_table *)(void *)base, STR(")\n"));
}

static bool text_finish(struct table *base, struct err *err)
{
    (void)err;
    ((struct text_table *)(void *)base)->finished = true;
    return true;
}

static void text_abandon(struct table *base)
{
    ((struct text_table *)(void *)base)->abandoned = true;
}

static inline struct text_table text_table(struct arena *a)
{
    static const struct table_ops ops = { text_sheet, text_put,    text_mark,
                                          text_link,  text_finish, text_abandon };

    return (struct text_table){ .base.ops = &ops, .text = arena_alloc(a, TRIAL_TEXT, 1) };
}

/* Every customer on a line, as the journal would pack it, without what differs from one run to the next. */
static inline const char *shop_text(struct trial *t, bool with_ids)
{
    struct text_table out = text_table(&t->arena);
    const struct customer *page[100];
    int64_t after = 0;
    size_t n = 1;

    while (n > 0) {
        if (!t->shop->ops->list(t->shop, &(struct shop_filter){ 0 }, GROUPS_ALL, &after, countof(page), page,
                                &n, &t->arena, &t->err))
            fail_msg("%s", t->err.msg);
        for (size_t i = 0; i < n; i++) {
            struct customer c = *page[i];
            c.revision = 0;
            c.has.seen &=
                ~(COL_BIT(COL_UPDATED_AT) | COL_BIT(COL_CREATED_AT) | (with_ids ? 0 : COL_BIT(COL_ID)));
            for (size_t k = 0; k < c.address_count && !with_ids; k++)
                c.addresses[k].has.seen &= ~COL_BIT(COL_ADDRESS_ID);
            if (!with_ids)
                c.id = 0;
            text_add(&out, customer_pack(&c, &t->arena));
            text_add(&out, STR("\n"));
        }
    }
    return out.text;
}

static inline str trial_finding(const struct finding *f, struct arena *a)
{
    const str parts[] = { str_of(finding_name(f->id)), f->args[1] };

    return arena_join(a, parts, countof(parts), STR(" "));
}

static inline str trial_word(const char *english)
{
    return str_of(english);
}

static const struct words trial_words = { trial_finding, trial_word };

#define IN_A_TRIAL(f) cmocka_unit_test_setup_teardown(f, trial_make, trial_remove)

static inline struct report trial_report(struct trial *t, const char *sheet, int64_t number, struct shop_info *info)
{
    assert_true(t->shop->ops->info(t->shop, info, &t->arena, &t->err));
    return (struct report){
        .input = rows_of(sheet),
        .journal = t->journal,
        .job_number = number,
        .shop = info,
        .options = &t->options,
        .words = &trial_words,
        .input_name = STR("customers.xlsx"),
        .input_sha256 = STR("aa11"),
        .sheet_name = STR("Customers"),
        .version = STR("1.0"),
        .options_text = STR("blank=clear"),
    };
}

#endif
