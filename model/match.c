#include "model/match.h"

#include "model/fields.h"

/* clang-format off */
const struct command_rule command_rules[COMMAND_COUNT] = {
    /*                    missing      present      said if missing     said if present */
    [COMMAND_MERGE]   = { OP_CREATE,   OP_UPDATE,   FINDING_NONE,       FINDING_NONE },
    [COMMAND_NEW]     = { OP_CREATE,   OP_REFUSED,  FINDING_NONE,       FINDING_ALREADY_EXISTS },
    [COMMAND_UPDATE]  = { OP_REFUSED,  OP_UPDATE,   FINDING_NOT_FOUND,  FINDING_NONE },
    [COMMAND_REPLACE] = { OP_CREATE,   OP_REPLACE,  FINDING_NONE,       FINDING_NONE },
    [COMMAND_DELETE]  = { OP_REFUSED,  OP_DELETE,   FINDING_NOT_FOUND,  FINDING_NONE },
    [COMMAND_IGNORE]  = { OP_IGNORED,  OP_IGNORED,  FINDING_NONE,       FINDING_NONE },
};
/* clang-format on */

static const enum column_id key_columns[] = {
    [MATCH_NONE] = COL_COUNT,
    [MATCH_ID] = COL_ID,
    [MATCH_EMAIL] = COL_EMAIL,
    [MATCH_PHONE] = COL_PHONE,
};

enum column_id match_column(enum match_key by)
{
    return key_columns[by];
}

struct customer_key customer_key(const struct customer *want)
{
    return (struct customer_key){
        .id = field_given(COL_ID, want) ? want->id : 0,
        .email = field_given(COL_EMAIL, want) ? want->email : STR(""),
        .phone = field_given(COL_PHONE, want) ? want->phone : STR(""),
    };
}

/* Only what the row's own keys found counts, whoever filled in `match`. */
static void found_by_keys(const struct plan_context *ctx, const struct customer *want,
                          const struct match *match, const struct customer *found[MATCH_PHONE + 1])
{
    found[MATCH_NONE] = NULL;
    found[MATCH_ID] = field_given(COL_ID, want) && !ctx->ignore_id ? match->by_id : NULL;
    found[MATCH_EMAIL] = field_given(COL_EMAIL, want) ? match->by_email : NULL;
    found[MATCH_PHONE] = field_given(COL_PHONE, want) ? match->by_phone : NULL;
}

const struct customer *match_choose(const struct plan_context *ctx, const struct customer *want,
                                    const struct match *match, enum match_key *by)
{
    const struct customer *found[MATCH_PHONE + 1];

    found_by_keys(ctx, want, match, found);
    *by = MATCH_ID;
    if (!found[MATCH_ID])
        *by = field_given(COL_EMAIL, want) ? MATCH_EMAIL : MATCH_PHONE;
    if (!found[*by])
        *by = MATCH_NONE;
    return found[*by];
}

const struct customer *match_other(const struct plan_context *ctx, const struct customer *want,
                                   const struct match *match, const struct customer *meant,
                                   enum match_key *by)
{
    const struct customer *found[MATCH_PHONE + 1];

    found_by_keys(ctx, want, match, found);
    for (*by = MATCH_ID; *by <= MATCH_PHONE; (*by)++)
        if (found[*by] && (!meant || found[*by]->id != meant->id))
            return found[*by];
    *by = MATCH_NONE;
    return NULL;
}
