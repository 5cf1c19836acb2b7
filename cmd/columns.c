#include "model/columns.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/message.h"
#include "base/unicode.h"
#include "cmd/command.h"
#include "cmd/manual.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "cmd/signals.h"
#include "model/header.h"
#include "model/types.h"

static const char *const access_words[] = {
    [ACCESS_BOTH] = N_("import and export"),    [ACCESS_EXPORT] = N_("export only"),
    [ACCESS_IMPORT] = N_("import only"),        [ACCESS_REMOVED] = N_("no longer supported"),
    [ACCESS_RESULT] = N_("written by imports"),
};

/* Indexed by type; those with a list of words say "word". */
static const char *const type_words[TYPE_COUNT] = {
    [TYPE_TEXT] = N_("text"),
    [TYPE_TEXT_255] = N_("text, at most 255 characters"),
    [TYPE_TEXT_5000] = N_("text, at most 5,000 characters"),
    [TYPE_ID] = N_("ID: digits"),
    [TYPE_EMAIL] = N_("email address"),
    [TYPE_PHONE] = N_("phone number"),
    [TYPE_LANGUAGE] = N_("language code"),
    [TYPE_TIME] = N_("date and time"),
    [TYPE_BOOLEAN] = N_("TRUE or FALSE"),
    [TYPE_INTEGER] = N_("whole number"),
    [TYPE_MONEY] = N_("amount"),
    [TYPE_TAGS] = N_("tags, separated by commas"),
    [TYPE_EXEMPTIONS] = N_("words, separated by commas"),
    [TYPE_COMMAND] = N_("word"),
    [TYPE_LIST_COMMAND] = N_("word"),
    [TYPE_STATE] = N_("word"),
    [TYPE_EMAIL_STATUS] = N_("word"),
    [TYPE_SMS_STATUS] = N_("word"),
    [TYPE_OPT_IN] = N_("word"),
    [TYPE_SOURCE] = N_("word"),
    [TYPE_POSTAL_CODE] = N_("text, at most 255 characters"),
    [TYPE_PROVINCE_CODE] = N_("province code"),
    [TYPE_COUNTRY_CODE] = N_("country code"),
    [TYPE_REMOVED] = N_("nothing that is read"),
};

const char *column_type_words(enum column_id col)
{
    return type_words[columns[col].type];
}

const char *column_access_words(enum column_id col)
{
    return access_words[columns[col].access];
}

const char *column_group_words(enum column_id col)
{
    const char *name = group_name(columns[col].group);

    return name ? name : "-";
}

str column_words_text(enum column_id col, struct arena *a)
{
    size_t n = 0;
    const str *words = column_words(col, &n);

    return arena_join(a, words, n, STR(", "));
}

static const char *doc(const struct settings *s, enum column_id col)
{
    return str_eq(str_of(s->language), STR("ja")) ? columns[col].doc_ja : columns[col].doc;
}

static struct json *column_json(enum column_id col)
{
    struct json *out = json_object(), *words = json_array();
    size_t n = 0;
    const str *list = column_words(col, &n);

    for (size_t i = 0; i < n; i++)
        json_add(words, json_of_str(list[i]));
    json_put(out, "header", json_of_str(columns[col].header));
    json_put(out, "header_ja", json_of_str(columns[col].header_ja));
    json_put(out, "type", json_of_str(str_of(column_type_words(col))));
    json_put(out, "access", json_of_str(str_of(column_access_words(col))));
    json_put(out, "group", json_of_str(str_of(column_group_words(col))));
    json_put(out, "words", words);
    json_put(out, "doc", json_of_str(str_of(columns[col].doc)));
    json_put(out, "doc_ja", json_of_str(str_of(columns[col].doc_ja)));
    return out;
}

static void print_json(const struct settings *s)
{
    struct json *all = json_array();

    for (size_t i = 0; i < COL_COUNT; i++)
        json_add(all, column_json((enum column_id)i));
    put_line(json_text(all, s->arena));
    json_free(all);
}

/* The page docs/COLUMNS.md. English with the Japanese beside it, whatever the reader's language. */
static void print_markdown(const struct settings *s)
{
    put_line(STR("# The columns of the Customers sheet\n\n"
                 "Made by `meibo columns --markdown` from `model/columns.def`; `make docs` makes it anew.\n"
                 "Rules are in [FORMAT.md](FORMAT.md). Metafields have columns of their own: "
                 "`Metafield: namespace.key [type]`.\n\n"
                 "| # | Header | 日本語 | Type | Access | Group | Allowed | Meaning | 意味 |\n"
                 "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"));
    for (size_t i = 0; i < COL_COUNT; i++) {
        enum column_id col = (enum column_id)i;
        str words = column_words_text(col, s->arena);
        const str cells[] = { arena_fmt(s->arena, "| %zu | `", i + 1),
                              columns[i].header,
                              STR("` | "),
                              columns[i].header_ja,
                              STR(" | "),
                              str_of(column_type_words(col)),
                              STR(" | "),
                              str_of(column_access_words(col)),
                              STR(" | "),
                              str_of(column_group_words(col)),
                              STR(" | "),
                              words,
                              STR(" | "),
                              str_of(columns[i].doc),
                              STR(" | "),
                              str_of(columns[i].doc_ja),
                              STR(" |") };
        put_line(arena_join(s->arena, cells, countof(cells), STR("")));
    }
}

static void print_all(void)
{
    enum { HEADER_WIDTH = 32, HEADER_JA_WIDTH = 34 };

    for (size_t i = 0; i < COL_COUNT; i++) {
        put_padded(stdout, columns[i].header, HEADER_WIDTH);
        put_padded(stdout, columns[i].header_ja, HEADER_JA_WIDTH);
        put_line(str_of(_(column_access_words((enum column_id)i))));
    }
}

static void print_field(const char *name, str value)
{
    put_padded(stdout, str_of(name), 14);
    put_line(value);
}

static void print_one(const struct settings *s, enum column_id col)
{
    str words = column_words_text(col, s->arena);

    print_field(_("column"), columns[col].header);
    print_field(_("in Japanese"), columns[col].header_ja);
    print_field(_("type"), str_of(_(column_type_words(col))));
    print_field(_("use"), str_of(_(column_access_words(col))));
    print_field(_("group"), str_of(column_group_words(col)));
    if (words.n > 0)
        print_field(_("allowed"), words);
    put_wrapped(stdout, str_of(doc(s, col)), 0, 0, 100);
}

/* One of the headers, English or Japanese, nearest to what was said. */
static bool find(const struct settings *s, enum column_id *out, struct err *err)
{
    str names[2 * COL_COUNT];

    *out = column_find(str_of(s->name), s->arena);
    if (*out < COL_COUNT)
        return true;
    for (size_t i = 0; i < COL_COUNT; i++) {
        names[i] = columns[i].header;
        names[COL_COUNT + i] = columns[i].header_ja;
    }
    size_t near = text_nearest(str_of(s->name), names, countof(names), s->arena);
    if (near < countof(names))
        return err_set(err, ERR_USAGE, _("\"%.*s\" is not a column; did you mean \"%.*s\"?"),
                       STR_ARG(str_of(s->name)), STR_ARG(names[near]));
    return err_set(err, ERR_USAGE, _("\"%.*s\" is not a column; \"meibo columns\" lists those there are"),
                   STR_ARG(str_of(s->name)));
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    enum column_id col = COL_COUNT;

    (void)status;
    signals_end_on_closed_pipe();
    if (s->name && !find(s, &col, err))
        return false;
    if (s->name && s->json) {
        struct json *one = column_json(col);
        put_line(json_text(one, s->arena));
        json_free(one);
    } else if (s->name) {
        print_one(s, col);
    } else if (s->json) {
        print_json(s);
    } else if (s->markdown) {
        print_markdown(s);
    } else {
        print_all();
    }
    return true;
}

static const struct opt options[] = {
    { OPT_ARG_MAYBE, 0, "NAME", AT(name), NULL, N_("One column, by its header in English or Japanese.") },
    { OPT_FLAG, 0, "json", AT(json), NULL, N_("As JSON.") },
    { OPT_FLAG, 0, "markdown", AT(markdown), NULL,
      N_("As a page in Markdown, English and Japanese: docs/COLUMNS.md.") },
};

const struct subcommand command_columns = {
    .name = "columns",
    .summary = N_("List the columns of the Customers sheet, or explain one."),
    .lists = { { NULL, LIST(options) }, OPTIONS_COMMON },
    .run = run,
};
