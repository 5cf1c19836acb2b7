/*
 * customer.h - one customer, as a sheet describes it or as a shop has it.
 *
 * A plain value. Texts are views into the arena the record was built in.
 * For each column a sheet says one of three things, and they differ:
 *
 *     no such column    leave the shop's value alone      bit clear in `seen`
 *     a blank cell      see docs/FORMAT.md, column table  bit set in both
 *     a value           set it                            bit set in `seen` only
 *
 * A customer that comes from a shop has every column of the groups that were asked for `seen`, and `blank`
 * where the shop holds nothing.
 */
#ifndef MODEL_CUSTOMER_H
#define MODEL_CUSTOMER_H

#include "base/num.h"
#include "base/str.h"

struct texts { /* a list of texts, e.g. tags */
    const str *at;
    size_t n;
};

/* The words of the sheet, in the order of their vocabularies in words.c. The default is zero. */
enum command { COMMAND_MERGE, COMMAND_NEW, COMMAND_UPDATE, COMMAND_REPLACE, COMMAND_DELETE, COMMAND_IGNORE, COMMAND_COUNT };
enum list_command { LIST_MERGE, LIST_DELETE, LIST_REPLACE, LIST_COMMAND_COUNT }; /* Tags Command, Address Command */
enum account_state { STATE_DISABLED, STATE_INVITED, STATE_ENABLED, STATE_DECLINED, STATE_COUNT };
enum consent_state {
    CONSENT_NOT_SUBSCRIBED,
    CONSENT_PENDING,
    CONSENT_SUBSCRIBED,
    CONSENT_UNSUBSCRIBED,
    CONSENT_REDACTED,
    CONSENT_INVALID, /* email only */
    CONSENT_COUNT
};
enum opt_in_level { LEVEL_SINGLE_OPT_IN, LEVEL_CONFIRMED_OPT_IN, LEVEL_UNKNOWN, LEVEL_COUNT };
enum consent_source { SOURCE_OTHER, SOURCE_SHOPIFY, SOURCE_COUNT };

/* struct customer and struct address begin with it. Bits by enum column_id. `unjudged`, from a sheet: a number that could be
 * one, and is doubted only where the shop does not have it already (V-PHONE-11); `unlikely`: judged meanwhile, and doubted. */
struct presence {
    uint64_t seen, blank, unjudged, unlikely;
};

struct address {
    struct presence has;
    uint32_t row; /* of the sheet; 0 when it comes from a shop */
    int64_t id;   /* 0: none yet */
    enum list_command command;
    str first_name, last_name, phone, company, line1, line2, city;
    str province, province_code, country, country_code, zip;
    bool is_default;
};

struct metafield {
    str namespace, key, type, value; /* value as Shopify stores it: always text */
    bool blank;                      /* from a sheet: a blank cell, delete it */
    int32_t column;                  /* of the sheet, from 0; -1 when it comes from a shop */
};

struct tag_step { /* one row's Tags and Tags Command */
    enum list_command command;
    bool command_given;
    struct texts tags;
    uint32_t row;
};

struct order_end { /* the first or the last order, by processed-at, then ID; id 0: none */
    int64_t id;
    str name;
    int64_t processed_at; /* moment */
    decimal total;        /* of the order as placed, shop currency */
};

struct consent {
    enum consent_state state;
    enum opt_in_level level;
    int64_t updated_at; /* moment; 0: never */
    bool if_subscribed; /* from a sheet, "Accepts Marketing" FALSE: counts only for who is subscribed now (L-2) */
};

struct customer {
    struct presence has;
    uint32_t row, last_row; /* of the sheet, inclusive; 0 when it comes from a shop */
    int64_t id;             /* 0: not known */
    int64_t revision;       /* from a shop: changes with every change of the record; opaque */
    enum command command;
    str email, first_name, last_name, phone, language, note, multipass, activation_url;
    enum account_state state;
    struct consent email_consent, sms_consent;
    enum consent_source sms_source;
    int64_t created_at, updated_at; /* moments */
    bool verified_email, tax_exempt, send_invite;
    struct texts tags;           /* from a shop: what it has; from a sheet: the first row's cell, see tag_steps */
    enum list_command tags_command;
    struct texts tax_exemptions; /* Shopify's TaxExemption words, e.g. CA_STATUS_CARD_EXEMPTION */
    decimal total_spent;
    int64_t total_orders;
    struct order_end first_order, last_order;
    int64_t row_number; /* columns Row # and Top Row, on export only */
    bool top_row;

    struct address *addresses;
    size_t address_count;
    struct metafield *metafields;
    size_t metafield_count;
    struct tag_step *tag_steps; /* from a sheet, in row order */
    size_t tag_step_count;
    bool failed; /* from a sheet: has a finding of level error */
};

#endif
