#include <stdio.h>

#include "base/file.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"
#include "cmd/bookings.h"
#include "cmd/options.h"
#include "cmd/phrases.h"
#include "cmd/say.h"
#include "cmd/where.h"

/* ---- the rule -------------------------------------------------------------------------------------------------- */

static bool replace_tag(struct booking_run *r, struct err *err)
{
    const struct settings *s = r->settings;

    if (s->tag) {
        str *tag = arena_array(s->arena, str, 1);
        *tag = text_trim(str_of(s->tag));
        if (!rule_tag_check(*tag, err))
            return err_wrap(err, "--tag");
        r->rule.tags = (struct texts){ tag, 1 };
    }
    return r->rule.tags.n > 0 ||
           err_set(err, ERR_USAGE,
                   _("%.*s: the rule names no tag; add a line such as tag 'booked-appointment', or --tag"),
                   STR_ARG(r->rule_name));
}

bool booking_rule_open(struct booking_run *r, struct err *err)
{
    const struct settings *s = r->settings;
    str text = str_of(rule_default);

    r->rule_name = str_of(s->rule ? s->rule : "default");
    if (s->rule && !file_read(s->rule, RULE_BYTES_MAX + 1, &text, s->arena, err)) {
        err->code = ERR_USAGE;
        return err_wrap(err, "--rule");
    }
    if (!utf8_valid(text))
        return err_set(err, ERR_USAGE, _("%.*s: not UTF-8"), STR_ARG(r->rule_name));
    return rule_parse(text, r->rule_name, &r->rule, s->arena, err) && replace_tag(r, err);
}

/* ---- options --------------------------------------------------------------------------------------------------- */

static bool read_moment(const char *option, const char *said, const struct zone *zone, int64_t *out,
                        struct err *err)
{
    civil wall;
    bool has_offset = false;
    int32_t offset = 0;

    if (!said)
        return true;
    if (!civil_parse(str_of(said), &wall, &has_offset, &offset))
        return err_set(err, ERR_USAGE,
                       _("--%s: \"%s\" is no date; expected 2025-01-31 or \"2025-01-31 13:00\""), option,
                       said);
    *out = has_offset ? civil_to_seconds(wall) - offset : zone_moment(zone, wall);
    return true;
}

static bool read_fields(struct booking_run *r, struct err *err)
{
    struct arena *a = r->settings->arena;
    str rest = str_of(r->settings->assume_no), name, near = STR("");

    for (bool more = rest.n > 0; more;) {
        more = str_cut(rest, ',', &name, &rest);
        enum order_field f = rule_field(str_trim(name), &near, a);
        if (f < ORDER_FIELD_COUNT)
            r->options.assume_no |= FIELD_BIT(f);
        else if (near.n > 0)
            return err_set(err, ERR_USAGE,
                           _("--assume-no: there is no field \"%.*s\"; did you mean \"%.*s\"?"),
                           STR_ARG(name), STR_ARG(near));
        else
            return err_set(err, ERR_USAGE,
                           _("--assume-no: there is no field \"%.*s\"; expected one such as "
                             "li.variant.selectedOptions"),
                           STR_ARG(name));
    }
    return true;
}

bool booking_options_read(struct booking_run *r, struct err *err)
{
    const struct settings *s = r->settings;

    r->options = (struct bookings_options){ .rule = &r->rule,
                                            .exclude_cancelled = s->exclude_cancelled,
                                            .minimal = s->minimal,
                                            .zone = r->shop ? r->info.timezone : zone_utc(),
                                            .words = &phrases_translated,
                                            .shop = r->shop ? &r->info : NULL };
    if (s->timezone && !zone_find(str_of(s->timezone), &r->options.zone, err)) {
        err->code = ERR_USAGE;
        return err_wrap(err, "--timezone");
    }
    return read_moment("since", s->since, r->options.zone, &r->options.since, err) &&
           read_moment("until", s->until, r->options.zone, &r->options.until, err) && read_fields(r, err);
}

/* ---- orders ---------------------------------------------------------------------------------------------------- */

static const str order_words[] = { STR_INIT("orders"), STR_INIT("order"), STR_INIT("注文") };
static const str product_words[] = { STR_INIT("products"), STR_INIT("product"), STR_INIT("商品") };
static const str customer_words[] = { STR_INIT("customers"), STR_INIT("customer"), STR_INIT("顧客") };

/* The sheet in a file of its own, which must have it, or beside the orders, which may. */
static bool open_beside(struct booking_run *r, struct input *in, const char *path, const str *words, size_t n,
                        bool *found, struct err *err)
{
    const struct settings *s = r->settings;

    *found = false;
    if (!path && (!s->orders || book_is_csv(r->orders.book)))
        return true;
    if (!input_open_named(in, path ? path : s->orders, s, words, n, found, err))
        return false;
    return *found || !path ||
           err_set(err, ERR_FORMAT, _("%s: no sheet is called %.*s"), path, STR_ARG(words[0]));
}

static bool open_files(struct booking_run *r, struct err *err)
{
    const struct settings *s = r->settings;
    struct products *products = NULL;
    bool found = false;

    if (!input_open_named(&r->orders, s->orders, s, order_words, countof(order_words), &found, err))
        return false;
    if (!found)
        return err_set(err, ERR_FORMAT, _("%s: no sheet is called Orders"), s->orders);
    if (!open_beside(r, &r->products, s->products, product_words, countof(product_words), &r->has_products,
                     err) ||
        (r->has_products && !products_read(&products, &r->products.rows, &r->arena, err)) ||
        !order_sheet_open(&r->sheet, &r->orders.rows, products, r->options.zone, &r->arena, err))
        return false;
    r->source = order_sheet_source(r->sheet);
    return true;
}

bool booking_orders_open(struct booking_run *r, const struct orders_filter *filter, struct err *err)
{
    const struct settings *s = r->settings;

    if (s->products && !s->orders)
        return err_set(err, ERR_USAGE,
                       _("--products goes with --orders; a shop says itself what its products are"));
    if (s->orders) {
        if (!open_files(r, err))
            return false;
    } else {
        if (!shop_orders_open(&r->listed, r->shop, filter, err))
            return false;
        r->source = &r->listed.source;
    }
    return open_beside(r, &r->customers, s->customers_file, customer_words, countof(customer_words),
                       &r->has_customers, err);
}

struct bookings_inputs booking_inputs(struct booking_run *r)
{
    return (struct bookings_inputs){ .orders = r->source,
                                     .customers = r->has_customers ? &r->customers.rows : NULL,
                                     .progress = &r->meter.progress };
}

bool booking_run_close(struct booking_run *r, struct err *err)
{
    bool ok = order_sheet_close(r->sheet, err);

    bookings_release(r->bookings);
    shop_orders_close(&r->listed);
    input_close(&r->orders);
    input_close(&r->products);
    input_close(&r->customers);
    input_close(&r->instant);
    meter_clear(&r->meter);
    shop_close(r->shop);
    arena_reset(&r->arena);
    return ok;
}

void booking_undecided_say(const struct booking_run *r, const struct bookings_counts *c)
{
    struct arena *a = r->settings->arena;
    str sources = bookings_sources(c->missing, a), first = STR("");

    if (c->undecided == 0)
        return;
    for (int f = 0; f < ORDER_FIELD_COUNT && first.n == 0; f++)
        if (c->missing & FIELD_BIT(f))
            first = str_of(rule_field_name((enum order_field)f));
    fprintf(stderr,
            _("%s orders stay undecided, for these columns are missing: %.*s. Export them as well, or say "
              "what is to be "
              "taken for nothing, such as --assume-no %.*s\n"),
            count_text(c->undecided, a).p, STR_ARG(sources), STR_ARG(first));
}

const struct opt booking_options_rule[2] = {
    { OPT_TEXT, 'r', "rule", AT(rule), "FILE",
      N_("Which orders are bookings, in the condition language of Shopify Flow (docs/BOOKINGS.md); default: "
         "the product "
         "tag sesami-service, a property Duration or _reservation_token, or the product option Duration.") },
    { OPT_TEXT, 't', "tag", AT(tag), "TAG", N_("The tag; default: the rule's, booked-appointment.") },
};

const struct opt booking_options_source[3] = {
    { OPT_TEXT, 'O', "orders", AT(orders), "FILE",
      N_("A workbook or CSV of orders, as Matrixify exports them; default: the orders of the shop.") },
    { OPT_TEXT, 0, "products", AT(products), "FILE",
      N_("The products of these orders; default: the sheet Products beside the orders, if there is one.") },
    { OPT_TEXT, 0, "assume-no", AT(assume_no), "FIELDS",
      N_("Take these fields for nothing where they are not known, such as li.variant.selectedOptions.") },
};
