/*
 * bookings.h - orders in, customers who have booked out (docs/BOOKINGS.md).
 *
 *     bookings_new() .. bookings_read() .. bookings_write() or bookings_next() .. bookings_release()
 *
 * Orders are read once and not kept; of bookings and problems a line each goes to a temporary file, of customers
 * a few words stay in memory.
 */
#ifndef JOB_BOOKINGS_H
#define JOB_BOOKINGS_H

#include "job/bookings_sheet.h"
#include "model/rule.h"

struct bookings_options {
    const struct rule *rule;
    int64_t since, until; /* moments of creation, since <= t < until; 0: any */
    bool exclude_cancelled, minimal;
    field_set assume_no; /* what is unknown there is taken for nothing */
    const struct zone *zone;
    const struct words *words;    /* of the workbook; NULL: English */
    const struct shop_info *shop; /* NULL: from files only */
};

struct bookings_inputs {
    struct order_source *orders;
    const struct row_input *customers, *instant; /* NULL: none */
    const str *instant_maps;                     /* other names of its columns, as bookings_instant_columns */
    bool orders_tell_tags;                       /* orders come with the tags that their customers have now */
    struct shop
        *shop; /* whose customers with the tag are listed, to find those without a booking; NULL: none */
    struct progress *progress;
};

struct bookings_counts {
    size_t orders, booked, not_booked, undecided, excluded,
        outside; /* excluded: cancelled; outside: since and until */
    size_t lines, instant,
        duplicates; /* rows of Bookings by their method; instant ones that are orders as well */
    size_t customers, customers_booked, customers_not, customers_undecided;
    size_t to_tag, tagged, drift, full, without_customer, problems; /* tagged: booked and have it already */
    field_set missing; /* of the undecided orders: what would have to be known */
};

struct person {
    int64_t id;
    str email, first_name, last_name; /* as written */
    str last_order;                   /* ID of the last booked order */
    uint32_t booked, undecided;       /* bookings, and orders that are undecided */
    uint32_t lacks;                   /* bit for each tag of the rule */
    uint32_t tag_count;
    int64_t first_at, last_at; /* of bookings; 0: none, or not known */
    bool tags_known, in_file, subscribed, status_known;
    struct person *next; /* in the order first seen */
};

struct bookings;
struct bookings *bookings_new(const struct bookings_options *options, struct arena *a);
/* Once. ERR_INTERRUPTED after progress->stop. */
must_check bool bookings_read(struct bookings *b, const struct bookings_inputs *inputs, struct err *err);
const struct bookings_counts *bookings_counts(const struct bookings *b);
/* The next customer who has booked and lacks a tag, after `last` (NULL: the first); NULL behind the last. */
const struct person *bookings_next(const struct bookings *b, const struct person *last);
/* The tags that are lacking, "a, b". */
str bookings_tags(const struct bookings *b, const struct person *p, struct arena *a);
/* All sheets; Customers is ready to be imported. The table is the caller's to finish. */
must_check bool bookings_write(struct bookings *b, struct table *out, struct err *err);
void bookings_release(struct bookings *b); /* NULL is fine */

/* What is unknown of these fields is known to be nothing from now on. Lines are copied to `a`. */
void bookings_assume(struct order *o, field_set no, struct arena *a);

/* "Line: Properties, Line: Product Tags": where unknown fields would come from. */
str bookings_sources(field_set fields, struct arena *a);

/* What a segment is asked for: customer_tags CONTAINS 'TAG', or NOT CONTAINS. */
str bookings_segment(str tag, bool has, struct arena *a);

enum { INSTANT_COLUMNS = 12 };
extern const str bookings_instant_columns[INSTANT_COLUMNS];

#endif
