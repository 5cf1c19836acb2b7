/*
 * bookings.h - what the commands of bookings have in common: a rule, and orders from files or from a shop.
 */
#ifndef CMD_BOOKINGS_H
#define CMD_BOOKINGS_H

#include "cmd/input.h"
#include "cmd/meter.h"
#include "cmd/opt.h"
#include "job/bookings_shop.h"

struct booking_run {
    const struct settings *settings;
    struct rule rule;
    str rule_name;
    struct bookings_options options;
    struct shop *shop; /* NULL: everything comes from files */
    struct shop_info info;
    struct meter meter;
    struct input orders, products, customers, instant;
    bool has_products, has_customers, has_instant;
    struct order_sheet *sheet;
    struct shop_orders listed;
    struct order_source *source;
    struct bookings *bookings;
    struct arena arena; /* of the orders' reader and of bookings */
    int64_t now;
};

/* --rule, else the rule that is built in; --tag instead of its tags. ERR_USAGE with the place of a mistake. */
must_check bool booking_rule_open(struct booking_run *r, struct err *err);

/* --since, --until, --assume-no, --timezone; the zone is the shop's where there is one. */
must_check bool booking_options_read(struct booking_run *r, struct err *err);

/* --orders, --products, --customers; or the shop's, with this filter. */
must_check bool booking_orders_open(struct booking_run *r, const struct orders_filter *filter,
                                    struct err *err);

/* Closes everything; true unless a file could not be read to its end. */
must_check bool booking_run_close(struct booking_run *r, struct err *err);

struct bookings_inputs booking_inputs(struct booking_run *r);

/* "3 orders are undecided without the columns ..."; nothing when none is. */
void booking_undecided_say(const struct booking_run *r, const struct bookings_counts *c);

extern const struct opt booking_options_rule[2], booking_options_source[3];

#endif
