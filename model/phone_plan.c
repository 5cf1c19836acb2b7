#include "model/fields.h"
#include "model/phone_memo.h"
#include "model/planning.h"

static bool is_theirs(const struct customer *have, str phone)
{
    return have && str_eq(have->phone, phone);
}

/* Addresses are looked up for whoever speaks of them, and only then for certain. */
static bool is_at_an_address(const struct customer *have, str phone)
{
    for (size_t i = 0; have && i < have->address_count; i++)
        if (str_eq(have->addresses[i].phone, phone))
            return true;
    return false;
}

static void judge(struct planning *p, str phone, uint32_t row, enum column_id col)
{
    str number;

    if (phone_memo_read(p->ctx->phones, phone, STR(""), p->arena, &number) == PHONE_UNLIKELY)
        planning_say(p, FINDING_PHONE_UNLIKELY, row, col, phone, STR(""), STR(""));
}

void plan_phones(struct planning *p)
{
    const struct customer *want = p->want, *have = p->op->have;

    if ((want->has.unjudged & COL_BIT(COL_PHONE)) && !is_theirs(have, want->phone))
        judge(p, want->phone, want->row, COL_PHONE);
    for (size_t i = 0; i < want->address_count; i++) {
        const struct address *adr = &want->addresses[i];
        if ((adr->has.unjudged & COL_BIT(COL_ADDRESS_PHONE)) && !is_theirs(have, adr->phone) &&
            !is_at_an_address(have, adr->phone))
            judge(p, adr->phone, adr->row, COL_ADDRESS_PHONE);
    }
}
