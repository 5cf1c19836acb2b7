/*
 * booking.h - an order as the rules of bookings see it (model/rule.h).
 *
 * A plain value. Texts are views into the arena the order was read into. For each field a source says one of
 * three things, and they differ: it does not know (the column or the sheet is missing: bit in `unknown`), there
 * is none (bit in `nil`, or an empty text or list), or a value. What is unknown is never taken for "none".
 */
#ifndef MODEL_BOOKING_H
#define MODEL_BOOKING_H

#include "base/arena.h"
#include "model/customer.h"

/* What may be unknown; rule.h names them. */
enum order_field {
    ORDER_ID,
    ORDER_NAME,
    ORDER_CREATED,
    ORDER_CANCELLED,
    ORDER_TEST,
    ORDER_TAGS,
    ORDER_NOTE,
    ORDER_SOURCE,
    ORDER_EMAIL,
    ORDER_TOTAL,
    ORDER_FINANCIAL,
    ORDER_CUSTOMER,
    ORDER_CUSTOMER_ID,
    ORDER_CUSTOMER_EMAIL,
    ORDER_CUSTOMER_TAGS,
    ORDER_CUSTOMER_ORDERS,
    ORDER_LINES,
    LINE_TITLE,
    LINE_VARIANT_TITLE,
    LINE_SKU,
    LINE_QUANTITY,
    LINE_PRODUCT,
    LINE_PRODUCT_TAGS,
    LINE_PRODUCT_TYPE,
    LINE_PRODUCT_HANDLE,
    LINE_ATTRIBUTES,
    LINE_VARIANT,
    LINE_OPTIONS,
    ORDER_FIELD_COUNT
};
typedef uint32_t field_set;
#define FIELD_BIT(field) ((field_set)1 << (field))

struct pair { /* a line item property, or a selected option of a variant */
    str name, value;
};
struct pairs {
    const struct pair *at;
    size_t n;
};

struct order_line {
    field_set unknown, nil;
    int64_t id, variant_id;
    str title, variant_title, sku;
    decimal quantity;
    str product_type, product_handle;
    struct texts product_tags;
    struct pairs attributes, options;
};
struct order_lines {
    const struct order_line *at;
    size_t n;
};

struct order {
    field_set unknown, nil;
    uint32_t row; /* of the sheet; 0: from a shop */
    int64_t id;
    str id_text, name;                /* the ID as digits */
    int64_t created_at, cancelled_at; /* moments; 0: none */
    bool test;
    struct texts tags;
    str note, source, email;
    decimal total;
    str financial_status;
    struct {
        int64_t id; /* 0: the order has no customer */
        str id_text, email, first_name, last_name;
        struct texts tags;
        decimal orders;
        str email_status; /* of email marketing, as the source writes it; "" when it does not say */
    } customer;
    struct order_lines lines; /* line items only: no shipping, discount or refund */
};

/*
 * The text of a "Line: Properties" cell: one "name: value" a line, parted at the first colon that is not escaped,
 * with \: \, and \\ for the characters themselves. A line without a colon goes on with the value before it.
 * Views of `s` where nothing was escaped; the rest in `a`.
 */
struct pairs properties_read(str s, struct arena *a);

/* Minutes of a duration as Sesami writes it: "30", "45 m", "90 minutes", "3h", "1 hour", each also with ": text"
 * behind it. -1 for anything else, never a guess. */
int32_t duration_minutes(str s);

/* What emails are compared by: trimmed, lower case. In `a`. */
str email_key(str email, struct arena *a);

/* What a booking says of itself, as it was written; "" where it does not. */
struct appointment {
    str duration;    /* text; from the property, else the option of that name */
    int32_t minutes; /* -1: not known, or not understood */
    str date, time, timezone, location, resource;
};
struct appointment line_appointment(const struct order_line *line);

#endif
