/* How long one customer's record and plan take, for an export that is imported again: build/model/plan_bench
 * */
#include "model/case_told.h"
#include "model/types.h"

#include <stdio.h>

enum { ROUNDS = 200000, COLUMNS_MOST = 64 };

static const char *const shop =
    "ID=5400000032768|EMAIL=you@example.com|FIRST_NAME=花子|LAST_NAME=山田|PHONE=+81312345678"
    "|LANGUAGE=ja|NOTE=Likes tea|TAGS=a, member, VIP|EMAIL_STATUS=subscribed"
    "|EMAIL_UPDATED_AT=2020-01-01 00:00:00 +0000|@|ADDRESS_ID=11|ADDRESS_FIRST=花子"
    "|ADDRESS_LAST=山田|ADDRESS_LINE1=1-2-3|ADDRESS_CITY=千代田区|ADDRESS_PROVINCE=東京都"
    "|ADDRESS_PROVINCE_CODE=JP-13|ADDRESS_COUNTRY=Japan|ADDRESS_COUNTRY_CODE=JP"
    "|ADDRESS_ZIP=100-0001|ADDRESS_DEFAULT=TRUE|ADDRESS_PHONE=+81312345678";

static void export_cells(struct world *w, const struct customer *c, cell *cells)
{
    for (enum column_id col = 0; col < COL_COUNT; col++) {
        bool own = columns[col].record == RECORD_customer;
        if (columns[col].access == ACCESS_BOTH)
            cells[col] = column_format(col, &w->cells, own ? (const void *)c : &c->addresses[0], &w->arena);
    }
    cells[COL_TAGS_COMMAND] = (cell){ CELL_TEXT, false, STR("REPLACE") };
}

static double seconds_parsing(struct world *w, const struct row *row)
{
    double start = clock_steady();

    for (int i = 0; i < ROUNDS; i++) {
        struct arena a = { 0 };
        struct findings found = { .arena = &a };
        struct customer c = { 0 };
        struct address adr = { 0 };
        for (enum column_id col = 0; col < COL_COUNT; col++)
            if (columns[col].access == ACCESS_BOTH || columns[col].access == ACCESS_IMPORT)
                column_parse(col, &w->cells, STR("JP"), row->cells[col],
                             columns[col].record == RECORD_customer ? (void *)&c : (void *)&adr, 2, 0,
                             &found);
        arena_reset(&a);
    }
    return clock_steady() - start;
}

static double seconds_all(struct world *w, const struct row *row, const struct customer *have, bool plan)
{
    double start = clock_steady();

    for (int i = 0; i < ROUNDS; i++) {
        struct arena a = { 0 };
        struct findings found = { .arena = &a };
        struct match match = { 0 };
        record_begin(&w->record, &found);
        record_add(&w->record, row);
        struct customer *want = record_finish(&w->record);
        match.by_id = have;
        if (plan && plan_for(&w->ctx, want, &match, &found).kind != OP_UNCHANGED)
            printf("changed\n");
        arena_reset(&a);
        arena_reset(&w->scratch);
    }
    return clock_steady() - start;
}

int main(void)
{
    struct world w;
    static int16_t column[COLUMNS_MOST];
    static uint8_t meaning[COLUMNS_MOST];
    static cell cells[COLUMNS_MOST];
    struct row row = { 2, COL_COUNT, cells };

    world_init(&w);
    struct customer *have = case_have(&w, shop);
    export_cells(&w, have, cells);
    w.header = (struct header){ .row = 1, .count = COL_COUNT, .column = column, .meaning = meaning };
    for (enum column_id col = 0; col < COL_COUNT; col++) {
        column[col] = (int16_t)col;
        w.header.position[col] = (int32_t)col;
    }
    record_init(&w.record, &w.header, &w.options, &w.scratch);
    double parsing = seconds_parsing(&w, &row), record = seconds_all(&w, &row, have, false);
    double all = seconds_all(&w, &row, have, true);
    printf("cells alone %.2f, record %.2f, record and plan %.2f microseconds a customer\n",
           parsing * 1e6 / ROUNDS, record * 1e6 / ROUNDS, all * 1e6 / ROUNDS);
    world_release(&w);
    return 0;
}
