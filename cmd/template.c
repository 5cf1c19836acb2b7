#include <stdio.h>

#include "base/message.h"
#include "base/time.h"
#include "cmd/command.h"
#include "cmd/manual.h"
#include "cmd/options.h"
#include "cmd/say.h"
#include "job/export.h"
#include "xlsx/write.h"

/* One cell of a sample row. */
struct sample {
    enum column_id column;
    str text;
};

enum { SAMPLE_CELLS = 20 };

static const struct sample samples[][SAMPLE_CELLS] = {
    { { COL_EMAIL, STR_INIT("hanako.yamada@example.jp") },
      { COL_COMMAND, STR_INIT("MERGE") },
      { COL_FIRST_NAME, STR_INIT("花子") },
      { COL_LAST_NAME, STR_INIT("山田") },
      { COL_LANGUAGE, STR_INIT("ja") },
      { COL_EMAIL_STATUS, STR_INIT("subscribed") },
      { COL_EMAIL_LEVEL, STR_INIT("single_opt_in") },
      { COL_NOTE, STR_INIT("午前中の配達を希望") },
      { COL_TAGS, STR_INIT("VIP, 東京") },
      { COL_TAGS_COMMAND, STR_INIT("MERGE") },
      { COL_ADDRESS_LINE1, STR_INIT("見本町1-2-3") },
      { COL_ADDRESS_CITY, STR_INIT("千代田区") },
      { COL_ADDRESS_PROVINCE, STR_INIT("東京都") },
      { COL_ADDRESS_COUNTRY, STR_INIT("日本") },
      { COL_ADDRESS_COUNTRY_CODE, STR_INIT("JP") },
      { COL_ADDRESS_ZIP, STR_INIT("100-0000") },
      { COL_ADDRESS_DEFAULT, STR_INIT("TRUE") } },
    { { COL_EMAIL, STR_INIT("hanako.yamada@example.jp") },
      { COL_ADDRESS_COMPANY, STR_INIT("見本株式会社") },
      { COL_ADDRESS_LINE1, STR_INIT("見本通4-5-6") },
      { COL_ADDRESS_CITY, STR_INIT("大阪市") },
      { COL_ADDRESS_PROVINCE, STR_INIT("大阪府") },
      { COL_ADDRESS_COUNTRY_CODE, STR_INIT("JP") },
      { COL_ADDRESS_ZIP, STR_INIT("530-0000") } },
    { { COL_EMAIL, STR_INIT("john.smith@example.com") },
      { COL_COMMAND, STR_INIT("MERGE") },
      { COL_FIRST_NAME, STR_INIT("John") },
      { COL_LAST_NAME, STR_INIT("Smith") },
      { COL_PHONE, STR_INIT("+12025550143") },
      { COL_LANGUAGE, STR_INIT("en") },
      { COL_TAX_EXEMPT, STR_INIT("FALSE") },
      { COL_TAGS, STR_INIT("Friend, Migrated") },
      { COL_ADDRESS_LINE1, STR_INIT("1 Example Street") },
      { COL_ADDRESS_CITY, STR_INIT("Hartford") },
      { COL_ADDRESS_PROVINCE_CODE, STR_INIT("CT") },
      { COL_ADDRESS_COUNTRY_CODE, STR_INIT("US") },
      { COL_ADDRESS_ZIP, STR_INIT("06070") } },
    { { COL_EMAIL, STR_INIT("example@example.com") },
      { COL_COMMAND, STR_INIT("IGNORE") },
      { COL_NOTE, STR_INIT("IGNORE: this row is skipped / この行は読み飛ばされます") } },
};

static str header_of(enum column_id col, bool japanese)
{
    return japanese ? columns[col].header_ja : columns[col].header;
}

/* The columns of a template: all but those that nothing reads or writes. In the order of the table. */
static size_t offered(enum column_id list[COL_COUNT])
{
    size_t n = 0;

    for (size_t i = 0; i < COL_COUNT; i++)
        if (columns[i].group != GROUP_NONE)
            list[n++] = (enum column_id)i;
    return n;
}

/* The comment on a header: what the column means, and who reads or writes it. */
static str comment_of(enum column_id col, bool japanese, struct arena *a)
{
    const str lines[] = { str_of(japanese ? columns[col].doc_ja : columns[col].doc), STR("\n("),
                          str_of(_(column_access_words(col))), STR(")") };

    return arena_join(a, lines, countof(lines), STR(""));
}

static void put_samples(struct table *out, const enum column_id *list, size_t n, struct arena *a)
{
    for (size_t row = 0; row < countof(samples); row++) {
        cell *cells = arena_array(a, cell, n);
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < SAMPLE_CELLS && samples[row][k].text.n > 0; k++)
                if (samples[row][k].column == list[i])
                    cells[i] = (cell){ .kind = CELL_TEXT, .text = samples[row][k].text };
        table_put(out, 0, cells, n);
    }
}

static void put_customers(struct table *out, const struct settings *s, bool japanese)
{
    enum column_id list[COL_COUNT];
    size_t n = offered(list);
    struct column_layout layout[COL_COUNT] = { 0 };

    for (size_t i = 0; i < n; i++) {
        layout[i] = (struct column_layout){ .header = header_of(list[i], japanese),
                                            .style = column_style(list[i]),
                                            .comment = comment_of(list[i], japanese, s->arena) };
        layout[i].choices = column_words(list[i], &layout[i].choice_count);
    }
    const struct sheet_layout sheet = { .name = japanese ? STR("顧客") : STR("Customers"),
                                        .columns = layout,
                                        .column_count = n };
    table_sheet(out, &sheet);
    if (s->sample)
        put_samples(out, list, n, s->arena);
}

/* The sheet that explains the columns. */
static void put_columns(struct table *out, const struct settings *s, bool japanese)
{
    const char *heads[] = { N_("Column"), N_("Type"), N_("Use"), N_("Group"), N_("Allowed"), N_("Meaning") };
    struct column_layout layout[countof(heads)] = { 0 };
    enum column_id list[COL_COUNT];
    size_t n = offered(list);

    for (size_t i = 0; i < countof(heads); i++)
        layout[i] = (struct column_layout){ .header = str_of(_(heads[i])), .style = STYLE_TEXT };
    const struct sheet_layout sheet = { .name = japanese ? STR("列の説明") : STR("Columns"),
                                        .columns = layout,
                                        .column_count = countof(heads) };
    table_sheet(out, &sheet);
    for (size_t i = 0; i < n; i++) {
        const str texts[countof(heads)] = { header_of(list[i], japanese),
                                            str_of(_(column_type_words(list[i]))),
                                            str_of(_(column_access_words(list[i]))),
                                            str_of(column_group_words(list[i])),
                                            column_words_text(list[i], s->arena),
                                            str_of(japanese ? columns[list[i]].doc_ja
                                                            : columns[list[i]].doc) };
        cell cells[countof(heads)];
        for (size_t k = 0; k < countof(heads); k++)
            cells[k] = (cell){ .kind = texts[k].n > 0 ? CELL_TEXT : CELL_EMPTY, .text = texts[k] };
        table_put(out, 0, cells, countof(heads));
    }
}

static bool run(const struct settings *s, int *status, struct err *err)
{
    const struct write_options form = { .creator = STR("meibo"),
                                        .created = clock_now(),
                                        .money_decimals = 2 };
    bool japanese = s->headers == HEADERS_JA;
    struct table *out;

    (void)status;
    if (!s->output)
        return err_set(err, ERR_USAGE, _("-o FILE is missing: a name that ends in .xlsx or .csv"));
    if (!write_create(&out, s->output, &form, err))
        return false;
    put_customers(out, s, japanese);
    put_columns(out, s, japanese);
    if (!table_finish(out, err))
        return false;
    say(s, _("template: %s; delete the columns that you do not need, a blank cell clears the shop's value"),
        s->output);
    return true;
}

static const struct opt options[] = {
    { OPT_TEXT, 'o', "output", AT(output), "FILE", N_("Where to: .xlsx or .csv.") },
    { OPT_FLAG, 0, "sample", AT(sample), NULL, N_("With sample rows.") },
    { OPT_WORD, 0, "headers", AT(headers), "en|ja", N_("The language of the headers; default: en."),
      words_headers },
};

const struct subcommand command_template = {
    .name = "template",
    .summary = N_("Write an empty workbook to fill in, with every column explained."),
    .lists = { { NULL, LIST(options) }, OPTIONS_COMMON },
    .run = run,
};
