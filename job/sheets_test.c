/*
 * sheets_test.c - what every rule of docs/FORMAT.md does, from sheets written as text.
 *
 * Runs each case of testdata/sheets/, *.txt (README.md there says how to write
 * one) against an embedded shop: what the shop holds first, the sheet, then
 * the findings, the plan, the outcome and the shop afterwards are compared
 * with what the case says. With SHEETS_BLESS=1 the files are rewritten with what came out: read the diff.
 * Files may be named as arguments; without any it is all of them.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <dirent.h>
#include <unistd.h>

#include "base/file.h"
#include "job/sheets_text_test.h"

/* ---- the shop ---------------------------------------------------------------------------- */

static size_t list_all(struct trial *t, const struct customer **out)
{
    struct shop_filter all = { 0 };
    struct err err = { 0 };
    int64_t after = 0;
    size_t n = 0, got = 1;

    for (; got; n += got) {
        assert_true(n < CUSTOMERS_MAX);
        if (!t->shop->ops->list(t->shop, &all, GROUPS_ALL, &after, CUSTOMERS_MAX - n, out + n, &got,
                                &t->arena, &err))
            fail_msg("listing the shop: %s", err.msg);
    }
    return n;
}

static void put_metafield(struct buf *b, const struct customer *c, str header)
{
    str prefix = STR("Metafield: "), namespace, key;

    str name = { header.p + prefix.n, header.n - prefix.n };
    str_cut(name, '.', &namespace, &key);
    for (size_t i = 0; i < c->metafield_count; i++)
        if (str_eq(c->metafields[i].namespace, namespace) && str_eq(c->metafields[i].key, key))
            put_escaped(b, c->metafields[i].value);
}

static void put_value(struct trial *t, struct buf *b, const struct customer *c, size_t address, str header)
{
    if (header.n > 11 && memcmp(header.p, "Metafield: ", 11) == 0) {
        if (address == 0)
            put_metafield(b, c, header);
        return;
    }
    enum column_id col = column_find(header, &t->arena);
    if (col == COL_COUNT)
        fail_msg("%s: %.*s: no such column: %.*s", t->c->file, STR_ARG(t->c->title), STR_ARG(header));
    bool of_address = columns[col].record == RECORD_address;
    if (of_address && address >= c->address_count)
        return;
    if (!of_address && address > 0)
        return;
    cell value = column_format(
        col, &t->cells, of_address ? (const void *)&c->addresses[address] : (const void *)c, &t->arena);
    put_shortened(t, b, value.text);
}

/* Customers in order of ID, a row for each address, under the headers given. */
static str shop_text(struct trial *t, const str *headers, size_t n)
{
    const struct customer *customers[CUSTOMERS_MAX];
    size_t count = list_all(t, customers);
    struct buf b = BUF_INIT(TEXT_MAX);
    bool with_addresses = false;

    buf_putc(&b, '|');
    for (size_t i = 0; i < n; i++) {
        enum column_id col = column_find(headers[i], &t->arena);
        with_addresses |= col < COL_COUNT && columns[col].record == RECORD_address;
        buf_put(&b, arena_fmt(&t->arena, " %.*s |", STR_ARG(headers[i])));
    }
    buf_putc(&b, '\n');
    for (size_t c = 0; c < count; c++)
        for (size_t a = 0; a == 0 || (with_addresses && a < customers[c]->address_count); a++) {
            buf_putc(&b, '|');
            for (size_t i = 0; i < n; i++) {
                buf_putc(&b, ' ');
                put_value(t, &b, customers[c], a, headers[i]);
                buf_put(&b, STR(" |"));
            }
            buf_putc(&b, '\n');
        }
    str out = arena_copy(&t->arena, buf_str(&b));
    buf_release(&b);
    return out;
}

static str metafields_dump(struct trial *t)
{
    const struct customer *customers[CUSTOMERS_MAX];
    size_t count = list_all(t, customers);
    struct buf b = BUF_INIT(TEXT_MAX);

    for (size_t c = 0; c < count; c++)
        for (size_t i = 0; i < customers[c]->metafield_count; i++) {
            const struct metafield *m = &customers[c]->metafields[i];
            const str parts[] = { m->namespace, m->key, m->type, m->value };
            buf_put(&b, arena_join(&t->arena, parts, countof(parts), STR("\t")));
            buf_putc(&b, '\n');
        }
    str out = arena_copy(&t->arena, buf_str(&b));
    buf_release(&b);
    return out;
}

/* All there is to know of the shop, for "nothing changed". */
static str shop_dump(struct trial *t)
{
    str headers[COL_COUNT];
    size_t n = 0;

    for (size_t c = 0; c < COL_COUNT; c++)
        if (columns[c].group != GROUP_NONE && columns[c].group != GROUP_ACTIVATION &&
            columns[c].group != GROUP_ROWS)
            headers[n++] = columns[c].header;
    const str parts[] = { shop_text(t, headers, n), metafields_dump(t) };
    return arena_join(&t->arena, parts, countof(parts), STR("\n"));
}

static void learn_ids(struct trial *t)
{
    const struct customer *customers[CUSTOMERS_MAX];
    size_t count = list_all(t, customers);

    for (size_t c = 0; c < count && t->id_count < IDS; c++) {
        t->ids[t->id_count++] = (struct known_id){ customers[c]->id, arena_fmt(&t->arena, "{%zu}", c + 1) };
        for (size_t a = 0; a < customers[c]->address_count && t->id_count < IDS; a++)
            t->ids[t->id_count++] = (struct known_id){ customers[c]->addresses[a].id,
                                                       arena_fmt(&t->arena, "{%zu.%zu}", c + 1, a + 1) };
    }
}

static int64_t id_of_email(struct trial *t, str email)
{
    struct customer_key key = { .email = email };
    struct match match = { 0 };
    struct err err = { 0 };

    if (!t->shop->ops->find(t->shop, &key, 1, 0, &match, &t->arena, &err) || !match.by_email)
        fail_msg("%s: %.*s: setup: nobody has the email %.*s", t->c->file, STR_ARG(t->c->title),
                 STR_ARG(email));
    return match.by_email->id;
}

/* orders EMAIL N · state EMAIL STATE · define NAMESPACE.KEY TYPE */
static void setup_line(struct trial *t, str line)
{
    str verb, what, rest, left;
    struct err err = { 0 };
    bool ok = true;

    str_cut(line, ' ', &verb, &left);
    str_cut(left, ' ', &what, &rest);
    if (str_eq(verb, STR("define"))) {
        struct metafield_definition d = { .type = rest };
        str_cut(what, '.', &d.namespace, &d.key);
        ok = embedded_define_metafield(t->shop, d, &err);
    } else if (str_eq(verb, STR("orders"))) {
        int64_t n = 0, id = id_of_email(t, what);
        num_parse_i64(rest, &n);
        for (int64_t i = 0; ok && i < n; i++) {
            struct embedded_order o = {
                id, arena_fmt(&t->arena, "#%lld", 1001 + (long long)i), NOW - 86400 * (i + 1), { 1500, 0 }
            };
            ok = embedded_add_orders(t->shop, &o, 1, &err);
        }
    } else if (str_eq(verb, STR("state"))) {
        static const str states[] = { STR_INIT("disabled"), STR_INIT("invited"), STR_INIT("enabled"),
                                      STR_INIT("declined") };
        size_t s = 0;
        while (s < countof(states) && !str_eq(states[s], rest))
            s++;
        int64_t id = id_of_email(t, what);
        ok = embedded_set_state(t->shop, &id, 1, (enum account_state)s, &err);
    } else {
        fail_msg("%s: %.*s: setup: %.*s?", t->c->file, STR_ARG(t->c->title), STR_ARG(line));
    }
    if (!ok)
        fail_msg("%s: %.*s: setup: %s", t->c->file, STR_ARG(t->c->title), err.msg);
}

static void option_line(struct trial *t, str line)
{
    str word, rest;
    int64_t n = 0;
    struct err err = { 0 };

    str_cut(line, ' ', &word, &rest);
    num_parse_i64(rest, &n);
    if (str_eq(line, STR("blank keep")))
        t->options.blank_keeps = true;
    else if (str_eq(line, STR("ignore id")))
        t->options.ignore_id = true;
    else if (str_eq(line, STR("only failed")))
        t->options.only_failed = true;
    else if (str_eq(line, STR("plan differs")))
        t->plan_differs = true;
    else if (str_eq(word, STR("country")))
        t->options.country = t->cells.country = rest;
    else if (str_eq(word, STR("limit")))
        t->options.limit = (size_t)n;
    else if (str_eq(word, STR("zone")) && zone_find(rest, &t->options.zone, &err))
        t->cells.zone = t->options.zone;
    else
        fail_msg("%s: %.*s: options: %.*s?", t->c->file, STR_ARG(t->c->title), STR_ARG(line));
}

static void each_line(struct trial *t, str text, void (*what)(struct trial *, str))
{
    while (text.n) {
        str line = str_trim(next_line(&text));
        if (line.n)
            what(t, line);
    }
}

static void open_shop(struct trial *t)
{
    static const str languages[] = { STR_INIT("ja"), STR_INIT("en") };
    const struct zone *tokyo;
    struct err err = { 0 };

    snprintf(t->folder, sizeof t->folder, "%s/meibo-sheets-XXXXXX", "/dev/shm");
    if (!mkdtemp(t->folder)) {
        snprintf(t->folder, sizeof t->folder, "%s/meibo-sheets-XXXXXX", "/tmp");
        assert_non_null(mkdtemp(t->folder));
    }
    str path = arena_fmt(&t->arena, "%s/shop.db", t->folder),
        journal = arena_fmt(&t->arena, "%s/journal.db", t->folder);
    assert_true(zone_find(STR("Asia/Tokyo"), &tokyo, &err));
    t->cells = (struct cell_context){ .zone = tokyo, .text_times = true };
    t->info = (struct shop_info){ .name = STR("test"),
                                  .timezone = tokyo,
                                  .currency = STR("JPY"),
                                  .country = STR("JP"),
                                  .default_language = STR("ja"),
                                  .languages = { languages, countof(languages) } };
    if (!embedded_open(&t->shop, path.p, &(struct embedded_options){ .create = true }, &err) ||
        !embedded_configure(t->shop, &t->info, &err) || !journal_open(&t->journal, journal.p, &err))
        fail_msg("%s", err.msg);
}

static void close_shop(struct trial *t)
{
    static const char *const files[] = {
        "shop.db",        "shop.db-wal",    "shop.db-shm",     "journal.db",
        "journal.db-wal", "journal.db-shm", "journal.db.lock", "journal.lock"
    };

    journal_close(t->journal);
    shop_close(t->shop);
    for (size_t i = 0; i < countof(files); i++)
        unlink(arena_fmt(&t->arena, "%s/%s", t->folder, files[i]).p);
    rmdir(t->folder);
    buf_release(&t->findings);
    buf_release(&t->plan);
    arena_reset(&t->arena);
}

static bool run_import(struct trial *t, struct grid *grid, const char *name, bool dry,
                       struct import_counts *counts, struct err *err)
{
    struct plan_listener listener = { t, note_customer, note_findings };
    struct job_identity identity = { .kind = JOB_IMPORT,
                                     .input_sha256 = str_of(name),
                                     .sheet = STR("Customers"),
                                     .shop = STR("test"),
                                     .input_name = str_of(name) };
    struct import job = { .input = { grid, grid_open },
                          .shop = t->shop,
                          .options = &t->options,
                          .listener = dry ? &listener : NULL,
                          .now = NOW };
    bool resumed;

    if (!dry && !journal_begin(t->journal, &identity, NOW, &job.journal, &resumed, err))
        return false;
    bool ok = import_run(&job, counts, err);
    journal_release(job.journal);
    return ok;
}

/* ---- a case ------------------------------------------------------------------------------- */

static void seed(struct trial *t)
{
    struct import_options options = t->options;
    struct import_counts counts = { 0 };
    struct err err = { 0 };

    t->options = (struct import_options){ .confirmed_all = true };
    struct grid grid = read_grid(t, t->c->text[SECTION_SHOP]);
    if (grid.rows && (!run_import(t, &grid, "seed", false, &counts, &err) || counts.kinds[OP_REFUSED]))
        fail_msg("%s: %.*s: the shop could not be filled: %s", t->c->file, STR_ARG(t->c->title), err.msg);
    t->options = options;
    learn_ids(t);
    each_line(t, t->c->text[SECTION_SETUP], setup_line);
}

static bool contains(str s, str part)
{
    return s.n >= part.n && memmem(s.p, s.n, part.p, part.n) != NULL;
}

static void run_case(struct trial *t)
{
    struct import_counts planned = { 0 }, done = { 0 };
    struct sheet_case *c = t->c;
    struct err err = { 0 };

    str before = shop_dump(t);
    struct grid grid = read_grid(t, c->text[SECTION_SHEET]);
    if (!run_import(t, &grid, "plan", true, &planned, &err)) {
        c->actual[SECTION_ERROR] = arena_fmt(&t->arena, "%s\n", err.msg);
    } else {
        assert_true(str_eq(before, shop_dump(t))); /* a plan changes nothing */
        if (!run_import(t, &grid, "sheet", false, &done, &err))
            fail_msg("%s: %.*s: %s", c->file, STR_ARG(c->title), err.msg);
        c->actual[SECTION_OUTCOME] = outcome_text(t, &done);
        /* An import does what was planned, but where a later row meets what an earlier one made of the same customer. */
        if (!t->plan_differs && !contains(buf_str(&t->findings), STR("SAME_CUSTOMER_EARLIER")))
            assert_true(str_eq(outcome_text(t, &planned), c->actual[SECTION_OUTCOME]));
    }
    c->actual[SECTION_FINDINGS] = buf_str(&t->findings);
    c->actual[SECTION_PLAN] = buf_str(&t->plan);

    str line = str_trim(c->text[SECTION_AFTER]), headers[64];
    str first = str_trim(next_line(&line));
    if (first.n) {
        size_t n = split_row(first, headers, countof(headers));
        for (size_t i = 0; i < n; i++)
            headers[i] = str_trim(headers[i]);
        c->actual[SECTION_AFTER] = shop_text(t, headers, n);
    } else if (!str_eq(before, shop_dump(t))) {
        c->actual[SECTION_AFTER] = STR("the shop changed: say how\n");
    }
}

/* Lines trimmed, blank ones dropped, so that cases may be laid out as one likes. */
static str tidy(struct trial *t, str text)
{
    struct buf b = BUF_INIT(TEXT_MAX);

    while (text.n) {
        str line = next_line(&text), parts[64];
        bool indented = line.n && line.p[0] == ' ';
        line = str_trim(line);
        if (line.n == 0)
            continue;
        size_t n = line.p[0] == '|' ? split_row(line, parts, countof(parts)) : 0;
        buf_put(&b, n ? STR("|") : indented ? STR("  ") : STR(""));
        for (size_t i = 0; i < n; i++)
            buf_put(&b, arena_fmt(&t->arena, " %.*s |", STR_ARG(str_trim(parts[i]))));
        if (!n)
            buf_put(&b, line);
        buf_putc(&b, '\n');
    }
    str out = arena_copy(&t->arena, buf_str(&b));
    buf_release(&b);
    return out;
}

static void case_test(void **state)
{
    struct trial t = { .c = *state,
                       .findings = BUF_INIT(TEXT_MAX),
                       .plan = BUF_INIT(TEXT_MAX),
                       .options = { .confirmed_all = true } };

    open_shop(&t);
    each_line(&t, t.c->text[SECTION_OPTIONS], option_line);
    seed(&t);
    run_case(&t);
    for (enum section s = SECTION_ERROR; s < SECTION_COUNT; s++) {
        str want = tidy(&t, t.c->text[s]), have = tidy(&t, t.c->actual[s]);
        if (!str_eq(want, have) && !getenv("SHEETS_BLESS"))
            fail_msg("%s: %.*s: %s:\n--- wanted\n%.*s--- came\n%.*s", t.c->file, STR_ARG(t.c->title),
                     section_names[s], STR_ARG(want), STR_ARG(have));
        if (str_eq(want, have))
            have = t.c->text[s]; /* as it was laid out */
        char *kept = t.c->kept[s] = malloc(have.n + 1);
        if (have.n)
            memcpy(kept, have.p, have.n);
        t.c->actual[s] = (str){ kept, have.n };
    }
    close_shop(&t);
}

/* ---- files -------------------------------------------------------------------------------- */

static struct sheet_case *read_file(const char *path, struct arena *a, struct sheet_case **tail,
                                    str *preamble)
{
    struct sheet_case *c = NULL;
    str text, line;
    int section = -1;
    struct err err = { 0 };

    if (!file_read(path, TEXT_MAX, &text, a, &err))
        fail_msg("%s", err.msg);
    *preamble = (str){ text.p, 0 };
    while (text.n) {
        line = next_line(&text);
        if (line.n > 3 && memcmp(line.p, "== ", 3) == 0) {
            c = arena_new(a, struct sheet_case);
            *c = (struct sheet_case){ .file = path, .title = str_trim((str){ line.p + 3, line.n - 3 }) };
            *tail = c;
            tail = &c->next;
            section = -1;
            continue;
        }
        if (!c) {
            preamble->n = (size_t)(text.p - preamble->p);
            continue;
        }
        bool begins = false;
        for (int s = 0; s < SECTION_COUNT && !begins; s++) {
            size_t n = strlen(section_names[s]);
            begins = line.n > n && memcmp(line.p, section_names[s], n) == 0 && line.p[n] == ':';
            if (begins) {
                section = s;
                n += line.n > n + 1 ? 2 : 1; /* the colon, and the space behind it */
                c->text[s] = (str){ line.p + n, line.n - n };
            }
        }
        if (!begins && section >= 0)
            c->text[section].n = (size_t)(line.p + line.n - c->text[section].p);
        else if (!begins && str_trim(line).n && line.p[0] != '#')
            fail_msg("%s: %.*s: which section is \"%.*s\" in?", path, STR_ARG(c->title), STR_ARG(line));
    }
    return c;
}

static void bless(const char *path, const struct sheet_case *first, str preamble)
{
    struct buf b = BUF_INIT(TEXT_MAX * 4);
    struct err err = { 0 };

    buf_put(&b, preamble);
    for (const struct sheet_case *c = first; c; c = c->next) {
        buf_put(&b, c == first ? STR("== ") : STR("\n== "));
        buf_put(&b, c->title);
        buf_putc(&b, '\n');
        for (int s = 0; s < SECTION_COUNT; s++) {
            str body = s < SECTION_ERROR ? c->text[s] : c->actual[s];
            bool many = s >= SECTION_SHOP && s != SECTION_OUTCOME && s != SECTION_ERROR;
            body = str_trim(body);
            if (body.n == 0)
                continue;
            buf_put(&b, str_of(section_names[s]));
            buf_put(&b, many ? STR(":\n") : STR(": "));
            buf_put(&b, body);
            buf_putc(&b, '\n');
        }
    }
    if (!file_write(path, buf_str(&b), &err))
        fail_msg("%s", err.msg);
    buf_release(&b);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t sheet_files(char **paths, size_t room, struct arena *a)
{
    DIR *folder = opendir("testdata/sheets");
    size_t n = 0;

    assert_non_null(folder);
    for (struct dirent *e; (e = readdir(folder)) && n < room;)
        if (str_eq(path_ending(str_of(e->d_name)), STR("txt"))) {
            char *path = arena_alloc(a, strlen(e->d_name) + 32, 1);
            snprintf(path, strlen(e->d_name) + 32, "testdata/sheets/%s", e->d_name);
            paths[n++] = path;
        }
    closedir(folder);
    qsort(paths, n, sizeof *paths, by_name);
    return n;
}

int main(int argc, char **argv)
{
    enum { FILES = 64, CASES = 2000 };
    static struct CMUnitTest tests[CASES];
    static struct sheet_case *first[FILES];
    static str preamble[FILES];
    struct arena arena = { 0 };
    char *paths[FILES];
    size_t files = argc > 1 ? 0 : sheet_files(paths, FILES, &arena), n = 0;

    for (int i = 1; i < argc && files < FILES; i++)
        paths[files++] = argv[i];
    for (size_t i = 0; i < files; i++) {
        read_file(paths[i], &arena, &first[i], &preamble[i]);
        for (struct sheet_case *c = first[i]; c && n < CASES; c = c->next)
            tests[n++] =
                (struct CMUnitTest){ .name = arena_fmt(&arena, "%s: %.*s", paths[i], STR_ARG(c->title)).p,
                                     .test_func = case_test,
                                     .initial_state = c };
    }
    int status = _cmocka_run_group_tests("sheets", tests, n, NULL, NULL);
    for (size_t i = 0; i < files; i++) {
        if (getenv("SHEETS_BLESS"))
            bless(paths[i], first[i], preamble[i]);
        for (struct sheet_case *c = first[i]; c; c = c->next)
            for (int s = SECTION_ERROR; s < SECTION_COUNT; s++)
                free(c->kept[s]);
    }
    arena_reset(&arena);
    return status;
}
