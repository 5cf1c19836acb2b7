#include "model/fields.h"
#include "model/phone_memo.h"
#include "model/planning.h"

static bool is_there(const struct customer *have, str phone)
{
    if (!have)
        return false;
    if (str_eq(have->phone, phone))
        return true;
    for (size_t i = 0; i < have->address_count; i++)
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
    const struct customer *want = p->want;

    if ((want->has.unjudged & COL_BIT(COL_PHONE)) && !is_there(p->op->have, want->phone))
        judge(p, want->phone, want->row, COL_PHONE);
    for (size_t i = 0; i < want->address_count; i++) {
        const struct address *adr = &want->addresses[i];
        if ((adr->has.unjudged & COL_BIT(COL_ADDRESS_PHONE)) && !is_there(p->op->have, adr->phone))
            judge(p, adr->phone, adr->row, COL_ADDRESS_PHONE);
    }
}
