/*
 * bookings_parts.h - the inside of bookings, shared by the job/bookings*.c files only.
 */
#ifndef JOB_BOOKINGS_PARTS_H
#define JOB_BOOKINGS_PARTS_H

#include "job/bookings.h"
#include "job/report_parts.h"
#include "job/seen.h"
#include "job/spool.h"

/* Found by ID, or by email where there is none. */
struct people {
    struct arena *arena;
    struct person *first, **last;
    struct person **by_id, **by_email; /* open addressing */
    size_t room, n, email_room, email_n;
};

void people_init(struct people *p, struct arena *a);
/* Makes one where there is none; id is not 0. */
struct person *people_by_id(struct people *p, int64_t id);
/* NULL when nobody has it, or it is blank. */
struct person *people_by_email(const struct people *p, str email, struct arena *scratch);
void people_set_email(struct people *p, struct person *one, str email, struct arena *scratch);

/* How often each text came, in the order first seen. */
enum { TALLY_MAX = 1000 }; /* different texts; further ones count together */
struct tally {
    struct arena *arena;
    struct seen index;
    str texts[TALLY_MAX + 1];
    size_t counts[TALLY_MAX + 1], n;
};
void tally_add(struct tally *t, str text);

enum problem_kind {
    PROBLEM_NO_CUSTOMER,
    PROBLEM_UNDECIDED,
    PROBLEM_FULL,
    PROBLEM_DRIFT,
    PROBLEM_CELL,
    PROBLEM_TWICE,
    PROBLEM_COUNT
};

struct sheet_heading {
    const char *header;
    enum cell_style style;
    bool always; /* also with --minimal */
};

enum { BOOKING_CELLS = 18, PROBLEM_CELLS = 6 };

struct bookings {
    struct bookings_options options;
    struct bookings_counts counts;
    struct arena *arena;
    struct people people;
    struct spool rows, problems;
    struct seen booked_orders, booking_ids, starts; /* of what is in `rows` */
    struct tally months, services, locations;
    bool knows_status;                    /* who subscribed, of some */
    bool tags_unknown;                    /* of some who are to be tagged */
    struct arena scratch;                 /* of the order in hand */
    const struct sheet_heading *headings; /* of the sheet being written */
    size_t heading_count;
    const char *sheet_name;
    str sheet_comment;
    uint32_t sheet_rows, sheet_number;
};

str bookings_word(const struct bookings *b, const char *english);
void bookings_problem(struct bookings *b, enum problem_kind kind, str id, str name, str email, str at,
                      str what);

/* One row of the Bookings sheet. */
struct booking {
    bool instant;
    str order_id, order, line_id, service;
    struct appointment at;
    int64_t created_at, cancelled_at;
    str clause;
    const struct person *person; /* NULL: nobody */
    str email, first_name, last_name;
};
void bookings_row(struct bookings *b, const struct booking *row);

/* The person of an order takes a booking (or an undecided order). */
void person_booked(struct person *p, int64_t at, str order_id, struct arena *a);
void person_tags(const struct bookings *b, struct person *p, struct texts tags);

must_check bool bookings_read_customers(struct bookings *b, const struct row_input *input, struct err *err);
must_check bool bookings_read_instant(struct bookings *b, const struct row_input *input, const str *maps,
                                      struct err *err);
must_check bool bookings_list_tagged(struct bookings *b, struct shop *shop, struct progress *progress,
                                     struct err *err);
void bookings_summary(struct bookings *b, struct table *out);

/* Remembers when somebody's appointment begins; true when that was known already. Blank starts never are. */
bool bookings_start_seen(struct bookings *b, str email, str start);

#endif
