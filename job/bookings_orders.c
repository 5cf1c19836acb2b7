#include "base/message.h"
#include "base/unicode.h"
#include "job/bookings_sheet.h"
#include "job/seen.h"
#include "model/types.h"

#include <string.h>

enum { LINES_MAX = 10000 };

enum order_column {
    C_ID,
    C_NAME,
    C_CREATED,
    C_CANCELLED,
    C_TEST,
    C_TAGS,
    C_NOTE,
    C_SOURCE,
    C_EMAIL,
    C_TOTAL,
    C_FINANCIAL,
    C_CUSTOMER_ID,
    C_CUSTOMER_EMAIL,
    C_CUSTOMER_FIRST,
    C_CUSTOMER_LAST,
    C_CUSTOMER_TAGS,
    C_CUSTOMER_ORDERS,
    C_LINE_TYPE,
    C_LINE_ID,
    C_LINE_PRODUCT_ID,
    C_LINE_HANDLE,
    C_LINE_TITLE,
    C_LINE_VARIANT_ID,
    C_LINE_VARIANT_TITLE,
    C_LINE_SKU,
    C_LINE_QUANTITY,
    C_LINE_PROPERTIES,
    C_LINE_PRODUCT_TYPE,
    C_LINE_PRODUCT_TAGS,
    C_COUNT
};
_Static_assert((int)C_COUNT <= (int)SHEET_COLUMNS_MAX, "struct named_sheet has room for them");

static const str names[C_COUNT] = {
    STR_INIT("ID"),
    STR_INIT("Name"),
    STR_INIT("Created At"),
    STR_INIT("Cancelled At"),
    STR_INIT("Test"),
    STR_INIT("Tags"),
    STR_INIT("Note"),
    STR_INIT("Source"),
    STR_INIT("Email"),
    STR_INIT("Price: Total"),
    STR_INIT("Payment: Status"),
    STR_INIT("Customer: ID"),
    STR_INIT("Customer: Email"),
    STR_INIT("Customer: First Name"),
    STR_INIT("Customer: Last Name"),
    STR_INIT("Customer: Tags"),
    STR_INIT("Customer: Orders Count"),
    STR_INIT("Line: Type"),
    STR_INIT("Line: ID"),
    STR_INIT("Line: Product ID"),
    STR_INIT("Line: Product Handle"),
    STR_INIT("Line: Title"),
    STR_INIT("Line: Variant ID"),
    STR_INIT("Line: Variant Title"),
    STR_INIT("Line: SKU"),
    STR_INIT("Line: Quantity"),
    STR_INIT("Line: Properties"),
    STR_INIT("Line: Product Type"),
    STR_INIT("Line: Product Tags"),
};

/* Which fields are unknown where a column is missing; C_COUNT: always unknown in a sheet of orders. */
static const struct {
    enum order_field field;
    enum order_column column;
} sources[] = {
    { ORDER_ID, C_ID },
    { ORDER_NAME, C_NAME },
    { ORDER_CREATED, C_CREATED },
    { ORDER_CANCELLED, C_CANCELLED },
    { ORDER_TEST, C_TEST },
    { ORDER_TAGS, C_TAGS },
    { ORDER_NOTE, C_NOTE },
    { ORDER_SOURCE, C_SOURCE },
    { ORDER_EMAIL, C_EMAIL },
    { ORDER_TOTAL, C_TOTAL },
    { ORDER_FINANCIAL, C_FINANCIAL },
    { ORDER_CUSTOMER, C_CUSTOMER_ID },
    { ORDER_CUSTOMER_ID, C_CUSTOMER_ID },
    { ORDER_CUSTOMER_EMAIL, C_CUSTOMER_EMAIL },
    { ORDER_CUSTOMER_TAGS, C_CUSTOMER_TAGS },
    { ORDER_CUSTOMER_ORDERS, C_CUSTOMER_ORDERS },
    { ORDER_LINES, C_LINE_TYPE },
    { LINE_TITLE, C_LINE_TITLE },
    { LINE_VARIANT_TITLE, C_LINE_VARIANT_TITLE },
    { LINE_SKU, C_LINE_SKU },
    { LINE_QUANTITY, C_LINE_QUANTITY },
    { LINE_PRODUCT, C_LINE_PRODUCT_ID },
    { LINE_PRODUCT_TAGS, C_LINE_PRODUCT_TAGS },
    { LINE_PRODUCT_TYPE, C_LINE_PRODUCT_TYPE },
    { LINE_PRODUCT_HANDLE, C_LINE_HANDLE },
    { LINE_ATTRIBUTES, C_LINE_PROPERTIES },
    { LINE_VARIANT, C_LINE_VARIANT_ID },
    { LINE_OPTIONS, C_COUNT },
};

struct order_sheet {
    struct named_sheet sheet;
    const struct products *products;
    struct order_source source;
    struct order order; /* being read: its texts are in the caller's arena */
    struct order_line *lines;
    size_t line_room;
    field_set unknown;
    bool has_row;
    struct seen ids; /* so that rows of one order that stand apart are noticed */
    struct arena scratch;
};

/* ---- cells ----------------------------------------------------------------------------------------------------- */

static void complain(struct order_sheet *s, const struct order *o, size_t column, const char *what)
{
    struct order_problem p = { .id = o->id_text, .name = o->name, .what = what };

    p.cell = named_cell(&s->sheet, column, &s->scratch);
    if (s->source.problem)
        s->source.problem(s->source.problem_context, &p);
}

/* The first row that fills a column of the order counts. */
static void take_text(struct order_sheet *s, size_t column, str *to, struct arena *a)
{
    if (to->n == 0 && named_text(&s->sheet, column).n > 0)
        *to = arena_copy(a, named_text(&s->sheet, column));
}

static void take_moment(struct order_sheet *s, size_t column, int64_t *to)
{
    if (*to == 0 && !named_moment(&s->sheet, column, to, &s->scratch))
        complain(s, &s->order, column, N_("this is no date and time; expected 2025-01-15 14:27:06 +0900"));
}

static void take_number(struct order_sheet *s, size_t column, decimal *to)
{
    decimal d;

    if (to->units == 0 && decimal_parse(text_trim(named_text(&s->sheet, column)), &d))
        *to = d;
}

static void take_tags(struct order_sheet *s, size_t column, struct texts *to, struct arena *a)
{
    if (to->n == 0 && named_text(&s->sheet, column).n > 0)
        *to = tags_split(arena_copy(a, named_text(&s->sheet, column)), a);
}

static void take_order(struct order_sheet *s, struct arena *a)
{
    struct order *o = &s->order;
    str test = text_trim(named_text(&s->sheet, C_TEST));

    take_text(s, C_NAME, &o->name, a);
    take_moment(s, C_CREATED, &o->created_at);
    take_moment(s, C_CANCELLED, &o->cancelled_at);
    o->test = o->test || str_eq_fold(test, STR("true")) || str_eq_fold(test, STR("yes"));
    take_tags(s, C_TAGS, &o->tags, a);
    take_text(s, C_NOTE, &o->note, a);
    take_text(s, C_SOURCE, &o->source, a);
    take_text(s, C_EMAIL, &o->email, a);
    take_number(s, C_TOTAL, &o->total);
    take_text(s, C_FINANCIAL, &o->financial_status, a);
    take_text(s, C_CUSTOMER_EMAIL, &o->customer.email, a);
    take_text(s, C_CUSTOMER_FIRST, &o->customer.first_name, a);
    take_text(s, C_CUSTOMER_LAST, &o->customer.last_name, a);
    take_tags(s, C_CUSTOMER_TAGS, &o->customer.tags, a);
    take_number(s, C_CUSTOMER_ORDERS, &o->customer.orders);
    if (o->customer.id == 0 && !named_id(&s->sheet, C_CUSTOMER_ID, &o->customer.id))
        complain(s, o, C_CUSTOMER_ID, N_("this is no ID of a customer; expected digits"));
}

/* ---- lines ----------------------------------------------------------------------------------------------------- */

static str text_in(struct order_sheet *s, size_t column, struct arena *a)
{
    str text = named_text(&s->sheet, column);

    return text.n > 0 ? arena_copy(a, text) : STR("");
}

/* An item that was typed in has neither product nor variant; one whose product is gone still has its number. */
static void settle_product(struct order_sheet *s, struct order_line *l)
{
    const struct named_sheet *sheet = &s->sheet;
    bool product = text_trim(named_text(sheet, C_LINE_PRODUCT_ID)).n > 0 ||
                   text_trim(named_text(sheet, C_LINE_HANDLE)).n > 0;
    bool variant = text_trim(named_text(sheet, C_LINE_VARIANT_ID)).n > 0;

    if (!product && !variant && named_has(sheet, C_LINE_PRODUCT_ID) && named_has(sheet, C_LINE_VARIANT_ID)) {
        l->nil = FIELD_BIT(LINE_PRODUCT) | FIELD_BIT(LINE_VARIANT);
        l->unknown &= ~(FIELD_BIT(LINE_OPTIONS) | FIELD_BIT(LINE_PRODUCT_TAGS) |
                        FIELD_BIT(LINE_PRODUCT_TYPE) | FIELD_BIT(LINE_PRODUCT_HANDLE));
        return;
    }
    products_fill(s->products, l);
}

static struct order_line read_line(struct order_sheet *s, struct arena *a)
{
    struct order_line l = { .unknown = s->unknown };

    if (!named_id(&s->sheet, C_LINE_ID, &l.id))
        complain(s, &s->order, C_LINE_ID, N_("this is no ID of a line; expected digits"));
    if (!named_id(&s->sheet, C_LINE_VARIANT_ID, &l.variant_id))
        complain(s, &s->order, C_LINE_VARIANT_ID, N_("this is no ID of a variant; expected digits"));
    l.title = text_in(s, C_LINE_TITLE, a);
    l.variant_title = text_in(s, C_LINE_VARIANT_TITLE, a);
    l.sku = text_in(s, C_LINE_SKU, a);
    l.product_handle = text_in(s, C_LINE_HANDLE, a);
    l.product_type = text_in(s, C_LINE_PRODUCT_TYPE, a);
    take_number(s, C_LINE_QUANTITY, &l.quantity);
    take_tags(s, C_LINE_PRODUCT_TAGS, &l.product_tags, a);
    l.attributes = properties_read(text_in(s, C_LINE_PROPERTIES, a), a);
    settle_product(s, &l);
    return l;
}

/* Only line items: shipping, discounts, refunds and the like never match. */
static void take_line(struct order_sheet *s, struct arena *a)
{
    struct order *o = &s->order;

    if (!str_eq_fold(text_trim(named_text(&s->sheet, C_LINE_TYPE)), STR("Line Item")))
        return;
    if (o->lines.n == LINES_MAX) {
        complain(s, o, C_LINE_TYPE, N_("the order has too many lines; this one is not looked at"));
        return;
    }
    if (o->lines.n == s->line_room) {
        s->line_room = s->line_room ? s->line_room * 2 : 8;
        struct order_line *more = arena_array(a, struct order_line, s->line_room);
        if (o->lines.n > 0)
            memcpy(more, s->lines, o->lines.n * sizeof *more);
        s->lines = more;
        o->lines.at = more;
    }
    s->lines[o->lines.n++] = read_line(s, a);
}

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static str key_of_row(const struct order_sheet *s)
{
    return text_trim(named_text(&s->sheet, named_has(&s->sheet, C_ID) ? C_ID : C_NAME));
}

/* The next row with an order's ID (or one that goes on with the order), read as far as it must be. */
static bool advance(struct order_sheet *s)
{
    s->has_row = named_next(&s->sheet);
    return s->has_row;
}

static void begin_order(struct order_sheet *s, struct arena *a)
{
    str key = key_of_row(s);

    s->order = (struct order){ .unknown = s->unknown, .row = s->sheet.row.number };
    s->lines = NULL;
    s->line_room = 0;
    s->order.id_text = named_has(&s->sheet, C_ID) ? arena_copy(a, key) : STR("");
    take_text(s, C_NAME, &s->order.name, a);
    if (!named_id(&s->sheet, C_ID, &s->order.id))
        complain(s, &s->order, C_ID, N_("this is no ID of an order; expected digits"));
    if (seen_put(&s->ids, key, s->sheet.row.number) != 0)
        complain(s, &s->order, named_has(&s->sheet, C_ID) ? C_ID : C_NAME,
                 N_("the rows of this order stand apart: sort the sheet by ID"));
}

static void finish_order(struct order_sheet *s, struct arena *a)
{
    struct order *o = &s->order;

    o->customer.id_text = o->customer.id ? arena_fmt(a, "%lld", (long long)o->customer.id) : STR("");
    o->nil |= o->cancelled_at ? 0 : FIELD_BIT(ORDER_CANCELLED);
    o->nil |= o->customer.id || o->unknown & FIELD_BIT(ORDER_CUSTOMER) ? 0 : FIELD_BIT(ORDER_CUSTOMER);
    if (o->created_at == 0)
        o->unknown |= FIELD_BIT(ORDER_CREATED);
}

static bool next_order(void *context, struct order *out, bool *end, struct arena *a, struct err *err)
{
    struct order_sheet *s = context;

    (void)err; /* closing tells */
    arena_reset(&s->scratch);
    while (s->has_row && key_of_row(s).n == 0)
        advance(s);
    *end = !s->has_row;
    if (*end)
        return true;
    begin_order(s, a);
    str key = arena_copy(a, key_of_row(s));
    do {
        take_order(s, a);
        take_line(s, a);
    } while (advance(s) && (key_of_row(s).n == 0 || str_eq(key_of_row(s), key)));
    finish_order(s, a);
    *out = s->order;
    return true;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

static field_set unknown_fields(const struct named_sheet *sheet)
{
    field_set unknown = 0;

    for (size_t i = 0; i < countof(sources); i++)
        if (sources[i].column == C_COUNT || !named_has(sheet, sources[i].column))
            unknown |= FIELD_BIT(sources[i].field);
    return unknown;
}

bool order_sheet_open(struct order_sheet **out, const struct row_input *input,
                      const struct products *products, const struct zone *zone, struct arena *a,
                      struct err *err)
{
    struct order_sheet *s = arena_new(a, struct order_sheet);

    *out = NULL;
    if (!named_open(&s->sheet, input, names, C_COUNT, 2, NULL, &s->scratch, err)) {
        arena_reset(&s->scratch);
        return false;
    }
    *out = s;
    s->sheet.zone = zone;
    s->products = products;
    s->unknown = unknown_fields(&s->sheet);
    s->source = (struct order_source){ .context = s, .next = next_order };
    advance(s);
    return true;
}

struct order_source *order_sheet_source(struct order_sheet *s)
{
    return &s->source;
}

bool order_sheet_close(struct order_sheet *s, struct err *err)
{
    if (!s)
        return true;
    seen_release(&s->ids);
    arena_reset(&s->scratch);
    return named_close(&s->sheet, err);
}
