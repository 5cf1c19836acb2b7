#include "base/message.h"
#include "base/unicode.h"
#include "model/rule_parts.h"
#include "model/tags.h"

#include <string.h>

#define NO_FIELD ORDER_FIELD_COUNT

#define ORDER(path, type, member, field, source)                                                          \
    {                                                                                                     \
        OBJECT_ORDER, STR_INIT(path), type, offsetof(struct order, member), field, NO_FIELD, OBJECT_TEXT, \
            source                                                                                        \
    }
#define CUSTOMER(path, type, member, field, source)                                                     \
    {                                                                                                   \
        OBJECT_ORDER, STR_INIT("customer." path), type, offsetof(struct order, customer.member), field, \
            ORDER_CUSTOMER, OBJECT_TEXT, source                                                         \
    }
#define LINE(path, type, member, field, within, items, source)                                               \
    {                                                                                                        \
        OBJECT_LINE, STR_INIT(path), type, offsetof(struct order_line, member), field, within, items, source \
    }
#define PAIR(object, path, member)                                                                         \
    {                                                                                                      \
        object, STR_INIT(path), RULE_TEXT, offsetof(struct pair, member), NO_FIELD, NO_FIELD, OBJECT_TEXT, \
            ""                                                                                             \
    }

static const struct rule_field fields[] = {
    ORDER("id", RULE_TEXT, id_text, ORDER_ID, "ID"),
    ORDER("name", RULE_TEXT, name, ORDER_NAME, "Name"),
    ORDER("createdAt", RULE_MOMENT, created_at, ORDER_CREATED, "Created At"),
    ORDER("cancelledAt", RULE_MOMENT, cancelled_at, ORDER_CANCELLED, "Cancelled At"),
    ORDER("test", RULE_BOOL, test, ORDER_TEST, "Test"),
    ORDER("tags", RULE_TEXTS, tags, ORDER_TAGS, "Tags"),
    ORDER("note", RULE_TEXT, note, ORDER_NOTE, "Note"),
    ORDER("sourceName", RULE_TEXT, source, ORDER_SOURCE, "Source"),
    ORDER("email", RULE_TEXT, email, ORDER_EMAIL, "Email"),
    ORDER("totalPrice", RULE_NUMBER, total, ORDER_TOTAL, "Price: Total"),
    ORDER("displayFinancialStatus", RULE_TEXT, financial_status, ORDER_FINANCIAL, "Payment: Status"),
    ORDER("customer", RULE_OBJECT, customer, ORDER_CUSTOMER, "Customer: ID"),
    CUSTOMER("id", RULE_TEXT, id_text, ORDER_CUSTOMER_ID, "Customer: ID"),
    CUSTOMER("email", RULE_TEXT, email, ORDER_CUSTOMER_EMAIL, "Customer: Email"),
    CUSTOMER("tags", RULE_TEXTS, tags, ORDER_CUSTOMER_TAGS, "Customer: Tags"),
    CUSTOMER("numberOfOrders", RULE_NUMBER, orders, ORDER_CUSTOMER_ORDERS, "Customer: Orders Count"),
    { OBJECT_ORDER, STR_INIT("lineItems"), RULE_LINES, offsetof(struct order, lines), ORDER_LINES, NO_FIELD,
      OBJECT_LINE, "Line: Type" },
    LINE("title", RULE_TEXT, title, LINE_TITLE, NO_FIELD, OBJECT_TEXT, "Line: Title"),
    LINE("variantTitle", RULE_TEXT, variant_title, LINE_VARIANT_TITLE, NO_FIELD, OBJECT_TEXT,
         "Line: Variant Title"),
    LINE("sku", RULE_TEXT, sku, LINE_SKU, NO_FIELD, OBJECT_TEXT, "Line: SKU"),
    LINE("quantity", RULE_NUMBER, quantity, LINE_QUANTITY, NO_FIELD, OBJECT_TEXT, "Line: Quantity"),
    LINE("product", RULE_OBJECT, product_tags, LINE_PRODUCT, NO_FIELD, OBJECT_TEXT, "Line: Product ID"),
    LINE("product.tags", RULE_TEXTS, product_tags, LINE_PRODUCT_TAGS, LINE_PRODUCT, OBJECT_TEXT,
         "Line: Product Tags"),
    LINE("product.productType", RULE_TEXT, product_type, LINE_PRODUCT_TYPE, LINE_PRODUCT, OBJECT_TEXT,
         "Line: Product Type"),
    LINE("product.handle", RULE_TEXT, product_handle, LINE_PRODUCT_HANDLE, LINE_PRODUCT, OBJECT_TEXT,
         "Line: Product Handle"),
    LINE("customAttributes", RULE_PAIRS, attributes, LINE_ATTRIBUTES, NO_FIELD, OBJECT_ATTRIBUTE,
         "Line: Properties"),
    LINE("variant", RULE_OBJECT, options, LINE_VARIANT, NO_FIELD, OBJECT_TEXT, "Line: Variant ID"),
    LINE("variant.selectedOptions", RULE_PAIRS, options, LINE_OPTIONS, LINE_VARIANT, OBJECT_OPTION,
         "Products: Option1 Name"),
    PAIR(OBJECT_ATTRIBUTE, "key", name),
    PAIR(OBJECT_ATTRIBUTE, "value", value),
    PAIR(OBJECT_OPTION, "name", name),
    PAIR(OBJECT_OPTION, "value", value),
};

const struct rule_field rule_item = { OBJECT_TEXT, STR_INIT(""), RULE_TEXT,   0,
                                      NO_FIELD,    NO_FIELD,     OBJECT_TEXT, "" };

#define ORDERED (TYPE_BIT(RULE_NUMBER) | TYPE_BIT(RULE_MOMENT))
#define TEXT    TYPE_BIT(RULE_TEXT)
#define PLAIN   (ORDERED | TEXT | TYPE_BIT(RULE_BOOL))
#define NILABLE (ORDERED | TYPE_BIT(RULE_BOOL) | TYPE_BIT(RULE_OBJECT))
#define LISTS   (TYPE_BIT(RULE_TEXTS) | TYPE_BIT(RULE_PAIRS) | TYPE_BIT(RULE_LINES))

const struct rule_operator_word rule_operators[RULE_OPERATOR_COUNT] = {
    [RULE_EQUAL] = { STR_INIT("=="), PLAIN, true },
    [RULE_NOT_EQUAL] = { STR_INIT("!="), PLAIN, true },
    [RULE_MORE] = { STR_INIT(">"), ORDERED, true },
    [RULE_LESS] = { STR_INIT("<"), ORDERED, true },
    [RULE_AT_LEAST] = { STR_INIT(">="), ORDERED, true },
    [RULE_AT_MOST] = { STR_INIT("<="), ORDERED, true },
    [RULE_STARTS] = { STR_INIT("start_with?"), TEXT, true },
    [RULE_ENDS] = { STR_INIT("end_with?"), TEXT, true },
    [RULE_INCLUDES] = { STR_INIT("include?"), TEXT, true },
    [RULE_NOT_STARTS] = { STR_INIT("not_start_with?"), TEXT, true },
    [RULE_NOT_ENDS] = { STR_INIT("not_end_with?"), TEXT, true },
    [RULE_NOT_INCLUDES] = { STR_INIT("not_include?"), TEXT, true },
    [RULE_IN] = { STR_INIT("in?"), TEXT, true },
    [RULE_NOT_IN] = { STR_INIT("not_in?"), TEXT, true },
    [RULE_EMPTY] = { STR_INIT("empty_or_nil?"), TEXT, false },
    [RULE_NOT_EMPTY] = { STR_INIT("not_empty_and_not_nil?"), TEXT, false },
    [RULE_NIL] = { STR_INIT("nil?"), NILABLE, false },
    [RULE_NOT_NIL] = { STR_INIT("not_nil?"), NILABLE, false },
    [RULE_ANY] = { STR_INIT("any?"), LISTS, false },
    [RULE_ALL] = { STR_INIT("all?"), LISTS, false },
    [RULE_NONE] = { STR_INIT("none?"), LISTS, false },
};

/* ---- names ----------------------------------------------------------------------------------------------------- */

const struct rule_field *rule_field_find(enum rule_object of, str path, str *near, struct arena *scratch)
{
    str paths[countof(fields)];
    size_t n = 0;

    for (size_t i = 0; i < countof(fields); i++) {
        if (fields[i].of == of && str_eq(fields[i].path, path))
            return &fields[i];
        if (fields[i].of == of)
            paths[n++] = fields[i].path;
    }
    size_t at = text_nearest(path, paths, n, scratch);
    *near = at < n ? paths[at] : STR("");
    return NULL;
}

static const struct rule_field *field_of_order(enum order_field f)
{
    size_t i = countof(fields) - 1;

    while (i > 0 && fields[i].field != f)
        i--;
    return &fields[i];
}

static const char *const names[ORDER_FIELD_COUNT] = {
    [ORDER_ID] = "order.id",
    [ORDER_NAME] = "order.name",
    [ORDER_CREATED] = "order.createdAt",
    [ORDER_CANCELLED] = "order.cancelledAt",
    [ORDER_TEST] = "order.test",
    [ORDER_TAGS] = "order.tags",
    [ORDER_NOTE] = "order.note",
    [ORDER_SOURCE] = "order.sourceName",
    [ORDER_EMAIL] = "order.email",
    [ORDER_TOTAL] = "order.totalPrice",
    [ORDER_FINANCIAL] = "order.displayFinancialStatus",
    [ORDER_CUSTOMER] = "order.customer",
    [ORDER_CUSTOMER_ID] = "order.customer.id",
    [ORDER_CUSTOMER_EMAIL] = "order.customer.email",
    [ORDER_CUSTOMER_TAGS] = "order.customer.tags",
    [ORDER_CUSTOMER_ORDERS] = "order.customer.numberOfOrders",
    [ORDER_LINES] = "order.lineItems",
    [LINE_TITLE] = "li.title",
    [LINE_VARIANT_TITLE] = "li.variantTitle",
    [LINE_SKU] = "li.sku",
    [LINE_QUANTITY] = "li.quantity",
    [LINE_PRODUCT] = "li.product",
    [LINE_PRODUCT_TAGS] = "li.product.tags",
    [LINE_PRODUCT_TYPE] = "li.product.productType",
    [LINE_PRODUCT_HANDLE] = "li.product.handle",
    [LINE_ATTRIBUTES] = "li.customAttributes",
    [LINE_VARIANT] = "li.variant",
    [LINE_OPTIONS] = "li.variant.selectedOptions",
};

const char *rule_field_name(enum order_field f)
{
    return names[f];
}

const char *rule_field_source(enum order_field f)
{
    return field_of_order(f)->source;
}

enum order_field rule_field(str name, str *near, struct arena *scratch)
{
    str all[ORDER_FIELD_COUNT], head, path;

    bool has_path = str_cut(str_trim(name), '.', &head, &path);
    enum rule_object of = str_eq(head, STR("order")) ? OBJECT_ORDER : OBJECT_LINE;
    const struct rule_field *f = has_path ? rule_field_find(of, path, near, scratch) : NULL;
    if (f)
        return f->field;
    for (size_t i = 0; i < ORDER_FIELD_COUNT; i++)
        all[i] = str_of(names[i]);
    size_t at = text_nearest(name, all, ORDER_FIELD_COUNT, scratch);
    *near = at < ORDER_FIELD_COUNT ? all[at] : STR("");
    return ORDER_FIELD_COUNT;
}

bool rule_tag_check(str tag, struct err *err)
{
    if (text_trim(tag).n == 0)
        return err_set(err, ERR_USAGE, _("the tag is empty"));
    if (memchr(tag.p, ',', tag.n))
        return err_set(err, ERR_USAGE, _("the tag \"%.*s\" holds a comma, which would make two tags of it"),
                       STR_ARG(tag));
    if (memchr(tag.p, '\n', tag.n) || utf8_length(tag) > TAG_LENGTH_MAX)
        return err_set(err, ERR_USAGE, _("the tag is longer than a line of %d characters"), TAG_LENGTH_MAX);
    return true;
}
