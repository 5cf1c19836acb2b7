#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/case_told.h"
#include "model/metafield.h"

/*
 * An export imported again changes nothing, for customers of every kind: the cells are those of an
 * export (docs/FORMAT.md, C-5, C-11), through the same columns as in a workbook.
 */
static const char *const shops[] = {
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja",
    "ID=1|FIRST_NAME=Ann|LANGUAGE=ja",
    "ID=1|PHONE=+81312345678|LANGUAGE=ja|SMS_STATUS=subscribed|SMS_LEVEL=unknown|SMS_UPDATED_AT=2020-01-01 "
    "00:00:01 +0000",
    "ID=1|EMAIL=You@Example.com|FIRST_NAME=花子|LAST_NAME=山田|PHONE=+81312345678|LANGUAGE=zh-TW|NOTE=a\nb "
    "|TAX_EXEMPT=TRUE",
    "ID=1|EMAIL=you@example.com|LANGUAGE=fr|TAGS=b, A, ｃ",
    "ID=1|EMAIL=you@example.com|LANGUAGE=UK|TAGS=VIP",
    "ID=1|EMAIL=you@example.com",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|EMAIL_STATUS=subscribed|EMAIL_LEVEL=confirmed_opt_in"
    "|EMAIL_UPDATED_AT=2023-05-06 07:08:09 +0000",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|EMAIL_STATUS=pending|EMAIL_LEVEL=single_opt_in",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|EMAIL_STATUS=redacted|SMS_STATUS=redacted",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|EMAIL_STATUS=invalid",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|EMAIL_STATUS=unsubscribed|EMAIL_UPDATED_AT=2040-01-01 00:00:00 "
    "+0000",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|TAX_EXEMPTIONS=CA_STATUS_CARD_EXEMPTION, "
    "EU_REVERSE_CHARGE_EXEMPTION_RULE",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|STATE=enabled|TOTAL_ORDERS=3|TOTAL_SPENT=12.5|CREATED_AT=2020-01-"
    "01",
    "ID=9007199254740993|EMAIL=you@example.com|LANGUAGE=ja",
    "ID=1|EMAIL=you@example.com|FIRST_NAME=Ann|LAST_NAME=Lee|PHONE=+81312345678|LANGUAGE=ja"
    "|@|ADDRESS_ID=11|ADDRESS_LINE1=Main St|ADDRESS_DEFAULT=TRUE",
    "ID=1|FIRST_NAME=Ann|LANGUAGE=ja|@|ADDRESS_ID=11|ADDRESS_FIRST=Bob|ADDRESS_LINE1=Main St"
    "|@|ADDRESS_ID=12|ADDRESS_LINE1=Main St|@|ADDRESS_ID=13|ADDRESS_COUNTRY=Japan|ADDRESS_COUNTRY_CODE=JP"
    "|ADDRESS_PROVINCE=Tokyo|ADDRESS_PROVINCE_CODE=JP-13|ADDRESS_DEFAULT=TRUE",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|@|ADDRESS_ID=11|ADDRESS_COUNTRY=Japan|ADDRESS_COUNTRY_CODE=JP"
    "|ADDRESS_PROVINCE=東京都|ADDRESS_PROVINCE_CODE=13|ADDRESS_ZIP=0010001",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|@|ADDRESS_ID=11|ADDRESS_COUNTRY=United "
    "States|ADDRESS_COUNTRY_CODE=US"
    "|ADDRESS_PROVINCE=Elsewhere",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|@|ADDRESS_ID=11|ADDRESS_COUNTRY_CODE=GB|ADDRESS_CITY=London",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|M.my.size:number_integer=42|M.my.hat:single_line_text_field=red, "
    "blue",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|M.my.box:dimension={\"unit\":\"cm\",\"value\":25}",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|M.my.list:list.single_line_text_field=[\"a\",\"b\"]",
    "ID=1|EMAIL=you@example.com|LANGUAGE=ja|M.my.yes:boolean=true|M.my.when:date_time=2020-01-02T03:04:05+00:"
    "00",
};

static const str words[] = { STR_INIT("MERGE"), STR_INIT("REPLACE") };

/* The header of an export: every column, then the customer's metafields. */
static void export_header(struct world *w, const struct customer *c, struct metafield_column *metafields)
{
    static int16_t column[COL_COUNT + 8];
    static uint8_t meaning[COL_COUNT + 8];
    struct header *h = &w->header;

    *h = (struct header){ .row = 1,
                          .count = COL_COUNT + c->metafield_count,
                          .column = column,
                          .meaning = meaning,
                          .metafields = metafields,
                          .metafield_count = c->metafield_count };
    for (size_t i = 0; i < h->count; i++)
        column[i] = i < COL_COUNT ? (int16_t)i : -1;
    for (enum column_id col = 0; col < COL_COUNT; col++)
        h->position[col] = (int32_t)col;
    for (size_t i = 0; i < c->metafield_count; i++)
        metafields[i] = (struct metafield_column){ c->metafields[i].namespace, c->metafields[i].key,
                                                   c->metafields[i].type, COL_COUNT + i, STR("") };
    record_init(&w->record, h, &w->options, &w->scratch);
}

static void export_row(struct world *w, const struct customer *c, size_t i, cell *cells)
{
    for (enum column_id col = 0; col < COL_COUNT; col++) {
        bool own = columns[col].record == RECORD_customer;
        if (columns[col].access == ACCESS_IMPORT || columns[col].access == ACCESS_REMOVED)
            continue;
        if (own && (i == 0 || col == COL_ID || col == COL_EMAIL) && col != COL_MULTIPASS)
            cells[col] = column_format(col, &w->cells, c, &w->arena);
        if (!own && i < c->address_count)
            cells[col] = column_format(col, &w->cells, &c->addresses[i], &w->arena);
    }
    for (size_t m = 0; i == 0 && m < c->metafield_count; m++)
        cells[COL_COUNT + m] = metafield_format(&c->metafields[m], &w->arena);
    cells[COL_COMMAND] = (cell){ CELL_TEXT, false, words[0] };
    if (i == 0)
        cells[COL_TAGS_COMMAND] = (cell){ CELL_TEXT, false, words[1] };
    if (i < c->address_count)
        cells[COL_ADDRESS_COMMAND] = (cell){ CELL_TEXT, false, words[0] };
}

static const struct customer *import_again(struct world *w, const struct customer *c)
{
    struct metafield_column metafields[8];
    size_t rows = c->address_count > 1 ? c->address_count : 1;

    export_header(w, c, metafields);
    record_begin(&w->record, &w->findings);
    for (size_t i = 0; i < rows; i++) {
        cell *cells = arena_array(&w->arena, cell, COL_COUNT + 8);
        struct row row = { (uint32_t)i + 2, COL_COUNT + c->metafield_count, cells };
        export_row(w, c, i, cells);
        assert_true(i == 0 || record_continues(&w->record, &row));
        record_add(&w->record, &row);
    }
    return record_finish(&w->record);
}

static size_t check(const char *shop, bool text_times)
{
    struct world w;
    struct match match = { 0 };
    size_t failed = 0;

    world_init(&w);
    w.cells.text_times = text_times;
    const struct customer *have = case_have(&w, shop), *want = import_again(&w, have);
    case_match(&match, want, have);
    struct op op = plan_for(&w.ctx, want, &match, &w.findings);
    if (op.kind != OP_UNCHANGED) {
        str told = case_told(&w, &op);
        print_error("%s\n  got %.*s\n", shop, STR_ARG(told));
        failed = 1;
    }
    world_release(&w);
    return failed;
}

static void an_export_imported_again_changes_nothing(void **state)
{
    size_t failed = 0;

    (void)state;
    for (size_t i = 0; i < countof(shops); i++)
        failed += check(shops[i], false) + check(shops[i], true);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(an_export_imported_again_changes_nothing) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
