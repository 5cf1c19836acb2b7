/*
 * plan.h - from what the sheet wants and what the shop has, to what to do.
 *
 * Pure: no shop, no clock, no I/O. A dry run prints the plan, an import
 * carries it out; they cannot disagree.
 */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "model/columns.h"

enum op_kind {
    OP_IGNORED,   /* Command IGNORE */
    OP_REFUSED,   /* fails here, `why` says so; nothing is sent */
    OP_UNCHANGED, /* the shop has it all already; nothing is sent */
    OP_CREATE,
    OP_UPDATE,
    OP_REPLACE, /* delete `have`, create `to` */
    OP_DELETE,
    OP_KIND_COUNT
};

enum match_key { MATCH_NONE, MATCH_ID, MATCH_EMAIL, MATCH_PHONE };

/* What a shop found for the keys of one customer; NULL where the key was not given or found nothing. */
struct match {
    const struct customer *by_id, *by_email, *by_phone;
};

/* How a customer is looked up: 0 and "" where a key is not given. */
struct customer_key {
    int64_t id;
    str email, phone;
};
struct customer_key customer_key(const struct customer *want);

enum address_op_kind { ADDRESS_ADD, ADDRESS_UPDATE, ADDRESS_REMOVE };

struct address_op {
    enum address_op_kind kind;
    int64_t id;                 /* of the address; 0 for ADDRESS_ADD */
    uint64_t set;               /* ADDRESS_UPDATE: the columns that change */
    struct address to;          /* ADD: the whole address; UPDATE: the values of `set` */
    const struct address *from; /* as the shop has it; NULL for ADD */
    bool make_default;
};

struct metafield_op {
    struct metafield to;          /* to.blank: delete it */
    const struct metafield *from; /* as the shop has it, or NULL */
};

/*
 * One customer's change. Tags are carried as additions and removals, never as
 * final lists, so two imports at once lose nothing of each other's.
 */
struct op {
    enum op_kind kind;
    enum match_key found_by;
    struct finding why; /* of OP_REFUSED */
    const struct customer *want;
    const struct customer *have; /* NULL for OP_CREATE */

    /* The customer columns whose value changes (a consent that changes sets its STATUS, LEVEL and UPDATED_AT), and
     * their values: seen exactly where `set` says, `to.has.blank` where the value is cleared. */
    uint64_t set;
    struct customer to;
    struct texts tags_add, tags_remove; /* of what is there: never in `set` */
    struct address_op *addresses;
    size_t address_count;
    struct metafield_op *metafields;
    size_t metafield_count;
    bool invite; /* send the activation mail afterwards */

    uint64_t cleared;       /* columns whose value a blank cell clears; COL_ADDRESS_ID: whole addresses */
    size_t cleared_values;  /* how many values that is, metafields included */
    str token;              /* set by the job: names this operation for shop->settle(); "" for none */
    int64_t since;          /* set by the job: moment from which on it may have been sent; 0: not known */
};

/* What the decision depends on beside the two customers. */
struct metafield_definition {
    str namespace, key, type;
};

struct plan_context {
    int64_t now;          /* moment: the job's start */
    str default_language; /* of the shop, e.g. "ja" */
    struct texts languages; /* that the shop has enabled */
    const struct metafield_definition *definitions;
    size_t definition_count;
    bool ignore_id;
    bool classic_accounts; /* invitations are possible */
    struct phone_memo *phones; /* of numbers judged here (model/phone_memo.h); NULL: none */
    uint64_t present;      /* COL_BIT of the columns that the sheet has */
    const int32_t *position; /* of each column in the sheet, as struct header has it: findings name their cell.
                              * NULL: they name the row */
};

/* Judges the numbers of a customer from a sheet that are left unjudged, for plan_for(), which does so itself where nobody had the
 * time before: it takes microseconds. What is made on the way goes into the arena. */
void phones_judge(struct customer *want, struct phone_memo *memo, struct arena *a);

/* Decides. Findings (warnings and errors) go to `findings`; what the op points to lives in findings->arena.
 * */
struct op plan_for(const struct plan_context *ctx, const struct customer *want, const struct match *match,
                   struct findings *findings);

/*
 * The changes of an op, one by one, for people: column (COL_COUNT for a metafield, then `name` says which), the address it is of
 * (0: none or a new one), before and after as text. For Password there never is one.
 */
struct change {
    enum column_id column;
    str name; /* the header */
    int64_t address_id;
    uint32_t row; /* of the sheet */
    str before, after;
};
size_t plan_changes(const struct op *op, const struct cell_context *ctx, struct change **out, struct arena *a);

/* The op that puts back what `done` did, given the customer as it is now (NULL: gone). Values that no longer are what `done` wrote are
 * left alone and listed in `left`; what can never be put back is listed too. */
struct op plan_undo(const struct op *done, const struct customer *now, struct change **left, size_t *left_count,
                    const struct cell_context *ctx, struct arena *a);

#endif
