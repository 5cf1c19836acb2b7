/*
 * Any bytes choose a sheet and a shop: whatever is decided can be packed, carried out, and has nothing left
 * to do then; undone, the shop is what it was, or the undo has said what stays.
 */
#include "model/case_told.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bytes {
    const uint8_t *p;
    size_t n;
};

static const struct {
    const char *column, *values[6];
} choices[] = {
    { "ID", { "", "1", "2", "", "", "x" } },
    { "EMAIL", { "you@example.com", "", "new@example.com", "YOU@example.com", "you@example.com", "bad" } },
    { "PHONE", { "", "+81312345678", "+81312345679", "", "", "" } },
    { "COMMAND", { "", "MERGE", "UPDATE", "NEW", "REPLACE", "DELETE" } },
    { "FIRST_NAME", { "", "Ann", "Zoe", "", "", "Ann" } },
    { "LAST_NAME", { "", "Lee", "Ray", "", "", "" } },
    { "LANGUAGE", { "ja", "en", "fr", "", "ja", "ja" } },
    { "NOTE", { "", "a", "b", "", "a", "" } },
    { "TAX_EXEMPT", { "", "TRUE", "FALSE", "yes", "", "" } },
    { "TAGS", { "", "a", "a, b", "B, c", "A", "d" } },
    { "TAGS_COMMAND", { "", "MERGE", "REPLACE", "DELETE", "", "" } },
    { "EMAIL_STATUS", { "", "subscribed", "unsubscribed", "pending", "not_subscribed", "invalid" } },
    { "EMAIL_LEVEL", { "", "single_opt_in", "confirmed_opt_in", "unknown", "", "" } },
    { "EMAIL_UPDATED_AT", { "", "2020-01-01", "2021-01-01", "2050-01-01", "", "" } },
    { "SMS_STATUS", { "", "subscribed", "unsubscribed", "pending", "not_subscribed", "redacted" } },
    { "ADDRESS_ID", { "", "11", "12", "99", "", "" } },
    { "ADDRESS_LINE1", { "", "Main St", "MAIN ST", "Dock Rd", "Main St", "" } },
    { "ADDRESS_FIRST", { "", "Ann", "Bob", "", "", "Zoe" } },
    { "ADDRESS_PHONE", { "", "+81312345678", "", "", "", "" } },
    { "ADDRESS_COUNTRY", { "", "Japan", "日本", "USA", "", "Nowhere" } },
    { "ADDRESS_PROVINCE", { "", "Tokyo", "東京都", "13", "Elsewhere", "" } },
    { "ADDRESS_COMMAND", { "", "MERGE", "REPLACE", "", "", "REPLACE" } },
    { "ADDRESS_DEFAULT", { "", "TRUE", "FALSE", "", "", "" } },
    { "M.my.size:number_integer", { "", "1", "2", "1,000", "", "x" } },
    { "SEND_INVITE", { "", "TRUE", "", "", "", "" } },
};

static unsigned take(struct bytes *b)
{
    if (b->n == 0)
        return 0;
    b->n--;
    return *b->p++;
}

static const char *choose(struct bytes *b, size_t i)
{
    return choices[i].values[take(b) % 6];
}

/* Which columns, then up to three rows of them. */
static void write_sheet(struct bytes *b, struct buf *to)
{
    uint32_t chosen = take(b) | take(b) << 8 | take(b) << 16 | take(b) << 24;
    size_t rows = 1 + take(b) % 3;

    chosen |= 2;
    for (size_t r = 0; r <= rows; r++) {
        if (r > 0)
            buf_putc(to, '\n');
        for (size_t i = 0, n = 0; i < countof(choices); i++) {
            if (!(chosen >> i & 1))
                continue;
            if (n++)
                buf_putc(to, '|');
            const char *text = r ? choose(b, i) : choices[i].column;
            if (*text)
                buf_put(to, str_of(text));
        }
    }
    buf_putc(to, '\0');
}

static bool is_stored(size_t i)
{
    enum column_id col = column_by_identifier(str_of(choices[i].column));

    return col == COL_COUNT || (columns[col].access == ACCESS_BOTH && col != COL_ID &&
                                col != COL_ADDRESS_ID && columns[col].record == RECORD_customer);
}

static void write_shop(struct bytes *b, struct buf *to)
{
    static const char *const addresses[] = {
        "|@|ADDRESS_ID=11|ADDRESS_LINE1=Main St|ADDRESS_FIRST=Ann|ADDRESS_DEFAULT=TRUE",
        "|@|ADDRESS_ID=12|ADDRESS_LINE1=Dock "
        "Rd|ADDRESS_COUNTRY=Japan|ADDRESS_COUNTRY_CODE=JP|ADDRESS_PROVINCE=Tokyo"
        "|ADDRESS_PROVINCE_CODE=JP-13",
    };
    unsigned which = take(b);

    buf_put(to, STR("ID=1|LANGUAGE=ja"));
    for (size_t i = 0; i < countof(choices); i++) {
        const char *value = choose(b, i);
        if (!is_stored(i) || !value[0] || strcmp(value, "bad") == 0 || strcmp(value, "x") == 0)
            continue;
        buf_putc(to, '|');
        buf_put(to, str_of(choices[i].column));
        buf_putc(to, '=');
        buf_put(to, str_of(strcmp(value, "1,000") == 0 ? "1000" : value));
    }
    for (size_t i = 0; i < countof(addresses) && which > i; i++)
        buf_put(to, str_of(addresses[i]));
    buf_putc(to, '\0');
}

static struct op decide(struct world *w, const struct customer *want, const struct customer *have)
{
    struct match match = { 0 };

    case_match(&match, want, have);
    return plan_for(&w->ctx, want, &match, &w->findings);
}

/* Carried out once, nothing remains. */
static void check_again(struct world *w, const char *sheet, const struct op *op, const struct customer *after)
{
    struct customer *want = case_want(w, sheet);
    bool found = op->have != NULL || field_given(COL_EMAIL, want);

    if (!found || op->invite || want->command == COMMAND_NEW || want->command == COMMAND_REPLACE ||
        (op->kind == OP_CREATE && (w->header.present & (COL_BIT(COL_ID) | COL_BIT(COL_ADDRESS_ID)))))
        return;
    struct op again = decide(w, want, after);
    if (again.kind != OP_UNCHANGED)
        abort();
}

static void check_undo(struct world *w, const struct op *op, const struct customer *have,
                       const struct customer *after)
{
    struct change *left;
    size_t n;
    struct op packed;
    struct err err;

    if (!op_unpack(op_pack(op, &w->arena), &packed, &w->arena, &err))
        abort();
    struct op undo = plan_undo(&packed, after, &left, &n, &w->cells, &w->arena);
    struct customer *back = undo.kind == OP_UNCHANGED && !undo.have ? NULL : case_apply(w, &undo);
    if (n == 0 && !str_eq(case_shown(w, have), case_shown(w, back)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes b = { data, size };
    struct buf sheet = BUF_INIT(1 << 20), shop = BUF_INIT(1 << 20);
    struct world w;

    world_init(&w);
    write_sheet(&b, &sheet);
    bool there = take(&b) % 4;
    write_shop(&b, &shop);
    struct customer *have = there ? case_have(&w, shop.p) : NULL;
    struct op op = decide(&w, case_want(&w, sheet.p), have);
    struct change *changes;
    plan_changes(&op, &w.cells, &changes, &w.arena);
    if (op.kind > OP_UNCHANGED) {
        struct customer *after = case_apply(&w, &op);
        check_undo(&w, &op, op.have, after);
        if (after)
            check_again(&w, sheet.p, &op, after);
    }
    buf_release(&sheet);
    buf_release(&shop);
    world_release(&w);
    return 0;
}
