/*
 * sheet.c - which sheet holds the customers (docs/FORMAT.md, chapter S).
 */
#include "base/buf.h"
#include "base/message.h"
#include "base/num.h"
#include "base/unicode.h"
#include "model/header.h"

#include <string.h>

enum { LIST_MOST = 600 };

static const str sheet_names[] = { STR_INIT("customers"), STR_INIT("customer"), STR_INIT("顧客") };

static bool contains(str text, str part)
{
    return text.n >= part.n && memmem(text.p, text.n, part.p, part.n) != NULL;
}

/* How well a sheet answers to the names: the larger the better, 0 not at all. */
enum rank { RANK_NONE, RANK_HIDDEN_PART, RANK_PART, RANK_HIDDEN_EXACT, RANK_EXACT };

static enum rank rank_of(const struct sheet_candidate *s, struct arena *scratch)
{
    str key = text_key(s->name, scratch);
    bool exact = false, part = false;

    for (size_t i = 0; i < countof(sheet_names); i++) {
        exact |= str_eq(key, sheet_names[i]);
        part |= contains(key, sheet_names[i]);
    }
    if (!s->has_cells || !part)
        return RANK_NONE;
    if (exact)
        return s->visible ? RANK_EXACT : RANK_HIDDEN_EXACT;
    return s->visible ? RANK_PART : RANK_HIDDEN_PART;
}

/* "A", "B", "C" ... of those that are at least `least` (RANK_NONE: all), in `list`. */
static void list_sheets(struct buf *list, const struct sheet_candidate *sheets, size_t n, const enum rank *ranks,
                        enum rank least)
{
    for (size_t i = 0; i < n; i++) {
        if (least != RANK_NONE && ranks[i] != least)
            continue;
        if (list->n)
            buf_put(list, STR(", "));
        buf_put(list, STR("\""));
        buf_put(list, sheets[i].name);
        buf_put(list, STR("\""));
        if (!sheets[i].has_cells)
            buf_put(list, str_of(_(" (no cells: a chart or a dialog)")));
        if (!buf_ok(list))
            return;
    }
}

static bool refuse(const char *format, str wanted, const struct sheet_candidate *sheets, size_t n,
                   const enum rank *ranks, enum rank least, struct err *err)
{
    struct buf list = BUF_INIT(LIST_MOST);

    list_sheets(&list, sheets, n, ranks, least);
    str names = buf_str(&list);
    err_set(err, ERR_FORMAT, format, STR_ARG(wanted), STR_ARG(names), buf_ok(&list) ? "" : ", ...");
    buf_release(&list);
    return false;
}

static size_t named(const struct sheet_candidate *sheets, size_t n, str wanted, struct arena *scratch)
{
    str key = text_key(wanted, scratch);
    size_t i = 0;

    while (i < n && !str_eq(text_key(sheets[i].name, scratch), key))
        i++;
    return i;
}

static bool choose_wanted(const struct sheet_candidate *sheets, size_t n, str wanted, size_t *out,
                          struct arena *scratch, struct err *err)
{
    int64_t number;
    size_t i = named(sheets, n, wanted, scratch);

    if (i == n && num_parse_i64(str_trim(wanted), &number) && number >= 1 && (uint64_t)number <= n)
        i = (size_t)number - 1;
    if (i == n)
        return refuse(_("there is no sheet \"%.*s\"; the sheets are %.*s%s"), wanted, sheets, n, NULL, RANK_NONE, err);
    if (!sheets[i].has_cells)
        return err_set(err, ERR_FORMAT, _("the sheet \"%.*s\" is a chart or a dialog and holds no cells"),
                       STR_ARG(sheets[i].name));
    *out = i;
    return true;
}

static bool choose_ranked(const struct sheet_candidate *sheets, size_t n, size_t *out, struct arena *scratch,
                          struct err *err)
{
    enum rank *ranks = arena_array(scratch, enum rank, n + 1), best = RANK_NONE;
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        ranks[i] = rank_of(&sheets[i], scratch);
        if (ranks[i] > best) {
            best = ranks[i];
            *out = i;
            count = 0;
        }
        count += ranks[i] == best;
    }
    if (best == RANK_NONE)
        return refuse(_("no sheet is called Customers or 顧客%.*s; the sheets are %.*s%s: choose one with --sheet NAME "
                        "or --sheet NUMBER"),
                      STR(""), sheets, n, ranks, RANK_NONE, err);
    if (count > 1)
        return refuse(_("several sheets could be the customers%.*s: %.*s%s; choose one with --sheet"), STR(""), sheets, n,
                      ranks, best, err);
    return true;
}

static bool choose_csv(const struct sheet_candidate *sheet, size_t *out, struct findings *findings,
                       struct arena *scratch)
{
    str key = text_key(sheet->name, scratch);

    *out = 0;
    if (!contains(key, sheet_names[1]) && !contains(key, sheet_names[2]))
        finding_add(findings, (struct finding){ .id = FINDING_CSV_NAME_ACCEPTED, .column = -1 });
    return true;
}

bool sheet_choose(const struct sheet_candidate *sheets, size_t n, str wanted, bool is_csv, size_t *out,
                  struct findings *findings, struct err *err)
{
    struct arena scratch = { 0 };
    bool ok;

    if (str_trim(wanted).n)
        ok = choose_wanted(sheets, n, wanted, out, &scratch, err);
    else if (is_csv && n)
        ok = choose_csv(sheets, out, findings, &scratch);
    else
        ok = choose_ranked(sheets, n, out, &scratch, err);
    arena_reset(&scratch);
    return ok;
}
