/* columns_bench - what reading and writing the cells of a full row costs. */
#include "base/time.h"
#include "model/columns.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 200000, BATCH = 1000 };

struct sample {
    enum column_id col;
    cell cell;
};

#define CELL_OF(col, kind_, text_) { COL_##col, { .kind = CELL_##kind_, .text = STR_INIT(text_) } }

/* clang-format off */
static const struct sample samples[] = {
    CELL_OF(ID, NUMBER, "5400000032768"),
    CELL_OF(EMAIL, TEXT, "hanako.yamada.123456@example.jp"),
    CELL_OF(COMMAND, TEXT, "MERGE"),
    CELL_OF(FIRST_NAME, TEXT, "花子"),
    CELL_OF(LAST_NAME, TEXT, "山田"),
    CELL_OF(LANGUAGE, TEXT, "ja"),
    CELL_OF(EMAIL_STATUS, TEXT, "subscribed"),
    CELL_OF(EMAIL_LEVEL, TEXT, "single_opt_in"),
    CELL_OF(EMAIL_UPDATED_AT, DATE, "43452.0556365741"),
    CELL_OF(SMS_STATUS, TEXT, "not_subscribed"),
    CELL_OF(SMS_LEVEL, TEXT, "single_opt_in"),
    CELL_OF(SMS_UPDATED_AT, EMPTY, ""),
    CELL_OF(NOTE, TEXT, "Likes green tea; 電話は午後に。"),
    CELL_OF(TAX_EXEMPT, BOOL, "FALSE"),
    CELL_OF(TAGS, TEXT, "Friend, Migrated, 会員, VIP"),
    CELL_OF(TAGS_COMMAND, TEXT, "REPLACE"),
    CELL_OF(SEND_INVITE, BOOL, "FALSE"),
    CELL_OF(MULTIPASS, EMPTY, ""),
    CELL_OF(TAX_EXEMPTIONS, EMPTY, ""),
    CELL_OF(ADDRESS_ID, NUMBER, "7800000032768"),
    CELL_OF(ADDRESS_COMMAND, TEXT, "MERGE"),
    CELL_OF(ADDRESS_FIRST, TEXT, "花子"),
    CELL_OF(ADDRESS_LAST, TEXT, "山田"),
    CELL_OF(ADDRESS_COMPANY, TEXT, "Example K.K."),
    CELL_OF(ADDRESS_LINE1, TEXT, "神宮前1-2-3"),
    CELL_OF(ADDRESS_LINE2, TEXT, "メゾン405号"),
    CELL_OF(ADDRESS_CITY, TEXT, "渋谷区"),
    CELL_OF(ADDRESS_PROVINCE, TEXT, "東京都"),
    CELL_OF(ADDRESS_PROVINCE_CODE, TEXT, "JP-13"),
    CELL_OF(ADDRESS_COUNTRY, TEXT, "日本"),
    CELL_OF(ADDRESS_COUNTRY_CODE, TEXT, "JP"),
    CELL_OF(ADDRESS_ZIP, TEXT, "150-0001"),
    CELL_OF(ADDRESS_DEFAULT, BOOL, "TRUE"),
};
/* clang-format on */

static const struct sample phone[] = { CELL_OF(PHONE, TEXT, "+819012345678") };

static void *record_of(enum column_id col, struct customer *c, struct address *a)
{
    return columns[col].record == RECORD_customer ? (void *)c : (void *)a;
}

/* Seconds a row. The first round's texts die with it: records are read again before they are written. */
static double read_rows(const struct cell_context *ctx, const struct sample *at, size_t n, struct customer *c,
                        struct address *address, struct arena *a)
{
    struct findings findings = { .arena = a };
    double start = clock_steady();

    for (uint32_t row = 1; row <= ROWS; row++) {
        if (row % BATCH == 0)
            arena_reset(a);
        *c = (struct customer){ 0 };
        *address = (struct address){ 0 };
        for (size_t i = 0; i < n; i++)
            if (!column_parse(at[i].col, ctx, STR(""), at[i].cell, record_of(at[i].col, c, address), row, (int32_t)i,
                              &findings))
                abort();
    }
    return (clock_steady() - start) / ROWS;
}

static double write_rows(const struct cell_context *ctx, struct customer *c, struct address *address)
{
    struct arena a = { 0 };
    double start = clock_steady();

    for (uint32_t row = 1; row <= ROWS; row++) {
        for (size_t i = 0; i < countof(samples); i++)
            column_format(samples[i].col, ctx, record_of(samples[i].col, c, address), &a);
        if (row % BATCH == 0)
            arena_reset(&a);
    }
    return (clock_steady() - start) / ROWS;
}

int main(void)
{
    struct cell_context ctx = { .country = STR("JP"), .money_decimals = 2 };
    struct arena a = { 0 };
    struct customer customer;
    struct address address;
    struct err err;

    if (!zone_find(STR("Asia/Tokyo"), &ctx.zone, &err))
        return 1;
    printf("phone %5.2f us\n", read_rows(&ctx, phone, 1, &customer, &address, &a) * 1e6);
    printf("read  %5.2f us a row of %zu other cells\n",
           read_rows(&ctx, samples, countof(samples), &customer, &address, &a) * 1e6, countof(samples));
    printf("write %5.2f us a row\n", write_rows(&ctx, &customer, &address) * 1e6);
    arena_reset(&a);
    return 0;
}
