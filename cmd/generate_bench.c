/*
 * generate_bench.c - a workbook of any size for `make bench` and `make torture`:
 *
 *     build/cmd/generate_bench ROWS FILE [SEED]
 *
 * 48 columns of which about 34 are filled, unique emails and phones, 21 of a hundred customers with two or three addresses. The
 * same arguments give the same file. All of it is made up.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "model/columns.h"
#include "xlsx/write.h"

enum { METAFIELDS = 4, COLUMNS = 48 };

struct generator {
    uint64_t state;
    struct arena arena; /* of one row */
    enum column_id at[COLUMNS];
    size_t fixed;
    cell cells[COLUMNS];
    uint32_t row;
    bool no_phones;
};

static uint64_t next(struct generator *g) /* splitmix64 */
{
    uint64_t z = g->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t below(struct generator *g, size_t n)
{
    return (size_t)(next(g) % n);
}

static const char *pick(struct generator *g, const char *const *words, size_t n)
{
    return words[below(g, n)];
}
#define PICK(g, words) pick((g), (words), countof(words))

static void set(struct generator *g, enum column_id col, enum cell_kind kind, str text)
{
    for (size_t i = 0; i < g->fixed; i++)
        if (g->at[i] == col)
            g->cells[i] = (cell){ kind, false, text };
}

static void text(struct generator *g, enum column_id col, const char *z)
{
    set(g, col, CELL_TEXT, str_of(z));
}

static const char *const family[] = { "佐藤",   "鈴木",  "高橋",   "田中",   "渡辺",
                                      "Müller", "Smith", "Nguyen", "García", "Okafor" };
static const char *const given[] = { "陽菜", "蓮",    "さくら", "翔太", "Anna",
                                     "John", "Chloé", "Liam",   "美咲", "Ivy" };
static const char *const cities[] = { "千代田区", "札幌市", "Lyon",   "Portland",
                                      "横浜市",   "Leeds",  "那覇市", "Austin" };
static const char *const tags[] = { "VIP", "会員, メルマガ", "wholesale, net30", "VIP, 2024, repeat",
                                    "紹介" };
static const char *const notes[] = { "毎月第一金曜日に来店", "Prefers email; call after 17:00",
                                     "Gift wrap always", "領収書は会社名で" };

static void customer_cells(struct generator *g, size_t n)
{
    bool japanese = n % 5 < 3;
    str email = arena_fmt(&g->arena, "customer%zu@example.com", n);
    /* Seven digits for every prefix, so that no two are alike up to ten million customers. */
    str phone = japanese ? arena_fmt(&g->arena, "+8190%08zu", (n * 37 + 11000000) % 90000000 + 10000000)
                         : arena_fmt(&g->arena, "+1%s%zu%04zu", n % 2 ? "212" : "415", 200 + n / 10000 % 800,
                                     n % 10000);

    set(g, COL_EMAIL, CELL_TEXT, email);
    text(g, COL_COMMAND, "MERGE");
    text(g, COL_FIRST_NAME, PICK(g, given));
    text(g, COL_LAST_NAME, PICK(g, family));
    set(g, COL_PHONE, CELL_TEXT, phone);
    text(g, COL_LANGUAGE, japanese ? "ja" : "en");
    text(g, COL_STATE, "disabled");
    text(g, COL_EMAIL_STATUS, n % 3 ? "subscribed" : "not_subscribed");
    text(g, COL_EMAIL_LEVEL, "single_opt_in");
    if (n % 3)
        set(g, COL_EMAIL_UPDATED_AT, CELL_DATE, arena_fmt(&g->arena, "%zu.5", 44000 + n % 1000));
    text(g, COL_SMS_STATUS, "not_subscribed");
    text(g, COL_SMS_LEVEL, "single_opt_in");
    set(g, COL_CREATED_AT, CELL_DATE, arena_fmt(&g->arena, "%zu.25", 43000 + n % 2000));
    set(g, COL_UPDATED_AT, CELL_DATE, arena_fmt(&g->arena, "%zu.75", 45000 + n % 300));
    if (n % 4 == 0)
        text(g, COL_NOTE, PICK(g, notes));
    set(g, COL_VERIFIED_EMAIL, CELL_BOOL, STR("TRUE"));
    set(g, COL_TAX_EXEMPT, CELL_BOOL, n % 50 ? STR("FALSE") : STR("TRUE"));
    text(g, COL_TAGS, PICK(g, tags));
    text(g, COL_TAGS_COMMAND, "MERGE");
    set(g, COL_TOTAL_SPENT, CELL_NUMBER, arena_fmt(&g->arena, "%zu.%02zu", n % 90000, n % 100));
    set(g, COL_TOTAL_ORDERS, CELL_NUMBER, arena_fmt(&g->arena, "%zu", n % 40));
    set(g, COL_TOP_ROW, CELL_BOOL, STR("TRUE"));
    g->cells[g->fixed] = (cell){ CELL_NUMBER, false, arena_fmt(&g->arena, "%zu", n % 9000) };
    g->cells[g->fixed + 1] = (cell){ CELL_TEXT, false, n % 2 ? STR("gold") : STR("銀") };
}

static void address_cells(struct generator *g, size_t n, size_t which)
{
    bool japanese = n % 5 < 3;

    set(g, COL_EMAIL, CELL_TEXT, arena_fmt(&g->arena, "customer%zu@example.com", n));
    set(g, COL_ROW_NUMBER, CELL_NUMBER, arena_fmt(&g->arena, "%" PRIu32, g->row));
    text(g, COL_ADDRESS_COMMAND, "MERGE");
    text(g, COL_ADDRESS_FIRST, PICK(g, given));
    text(g, COL_ADDRESS_LAST, PICK(g, family));
    set(g, COL_ADDRESS_LINE1, CELL_TEXT,
        arena_fmt(&g->arena, japanese ? "三宮町%zu-%zu-%zu" : "%zu Elm Street %zu%zu", n % 97 + 1, n % 31,
                  which));
    if (n % 3 == 0)
        set(g, COL_ADDRESS_LINE2, CELL_TEXT, arena_fmt(&g->arena, "#%zu", n % 400));
    text(g, COL_ADDRESS_CITY, PICK(g, cities));
    text(g, COL_ADDRESS_PROVINCE_CODE, japanese ? "JP-13" : "CA");
    text(g, COL_ADDRESS_PROVINCE, japanese ? "東京都" : "California");
    text(g, COL_ADDRESS_COUNTRY, japanese ? "Japan" : "United States");
    text(g, COL_ADDRESS_COUNTRY_CODE, japanese ? "JP" : "US");
    set(g, COL_ADDRESS_ZIP, CELL_TEXT, arena_fmt(&g->arena, japanese ? "%03zu-0021" : "%05zu", n % 900));
    set(g, COL_ADDRESS_DEFAULT, CELL_BOOL, which ? STR("FALSE") : STR("TRUE"));
    set(g, COL_ADDRESS_PHONE, CELL_TEXT, japanese ? STR("+81335551234") : STR("+12125550123"));
}

static void put_header(struct generator *g, struct table *out)
{
    static struct column_layout layout[COLUMNS];
    size_t n = 0;

    for (size_t c = 0; c < COL_COUNT && n < COLUMNS - METAFIELDS; c++) {
        bool wanted = columns[c].group == GROUP_BASIC || columns[c].group == GROUP_ROWS ||
                      columns[c].group == GROUP_ADDRESSES || columns[c].group == GROUP_TAX;
        if (!wanted)
            continue;
        layout[n] =
            (struct column_layout){ .header = columns[c].header, .style = column_style((enum column_id)c) };
        g->at[n++] = (enum column_id)c;
    }
    g->fixed = n;
    layout[n++].header = STR("Metafield: custom.points [number_integer]");
    layout[n++].header = STR("Metafield: custom.level [single_line_text_field]");
    layout[n++].header = STR("Metafield: custom.birthday [date]");
    layout[n++].header = STR("Metafield: custom.remark [multi_line_text_field]");
    table_sheet(
        out, &(struct sheet_layout){ .name = STR("Customers"), .columns = layout, .column_count = COLUMNS });
}

static void put_customer(struct generator *g, struct table *out, size_t n, size_t rows_left)
{
    size_t addresses = n % 100 < 21 ? 2 + n % 2 : 1;

    for (size_t i = 0; i < addresses && i < rows_left; i++) {
        memset(g->cells, 0, sizeof g->cells);
        g->row++;
        if (i == 0)
            customer_cells(g, n);
        address_cells(g, n, i);
        if (g->no_phones) {
            set(g, COL_PHONE, CELL_EMPTY, STR(""));
            set(g, COL_ADDRESS_PHONE, CELL_EMPTY, STR(""));
        }
        table_put(out, 0, g->cells, COLUMNS);
        arena_reset(&g->arena);
    }
}

int main(int argc, char **argv)
{
    int64_t rows = 0, seed = 1;
    struct generator g = { .row = 1 };
    struct err err = { 0 };
    struct table *out;

    if (argc < 3 || !num_parse_i64(str_of(argv[1]), &rows) ||
        (argc > 3 && !num_parse_i64(str_of(argv[3]), &seed))) {
        fputs("usage: generate_bench ROWS FILE [SEED [no-phones]]\n", stderr);
        return 2;
    }
    g.state = (uint64_t)seed;
    g.no_phones = argc > 4 && strcmp(argv[4], "no-phones") == 0;
    struct write_options options = { .creator = STR("meibo"), .created = 1700000000 };
    if (!write_create(&out, argv[2], &options, &err)) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    put_header(&g, out);
    for (size_t n = 1 + (size_t)seed * 20000000; g.row <= (uint32_t)rows; n++)
        put_customer(&g, out, n, (size_t)rows + 1 - g.row);
    if (table_finish(out, &err))
        return 0;
    fprintf(stderr, "%s\n", err.msg);
    return 1;
}
