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

static bool is_doubted(const struct presence *has, enum column_id col, str phone, struct phone_memo *memo,
                       struct arena *a)
{
    str number;

    if (!(has->unjudged & COL_BIT(col)))
        return (has->unlikely & COL_BIT(col)) != 0;
    return phone_memo_read(memo, phone, STR(""), a, &number) == PHONE_UNLIKELY;
}

static void judge(struct presence *has, enum column_id col, str phone, struct phone_memo *memo,
                  struct arena *a)
{
    if (is_doubted(has, col, phone, memo, a))
        has->unlikely |= COL_BIT(col);
    has->unjudged &= ~COL_BIT(col);
}

void phones_judge(struct customer *want, struct phone_memo *memo, struct arena *a)
{
    judge(&want->has, COL_PHONE, want->phone, memo, a);
    for (size_t i = 0; i < want->address_count; i++)
        judge(&want->addresses[i].has, COL_ADDRESS_PHONE, want->addresses[i].phone, memo, a);
}

static void say(struct planning *p, const struct presence *has, enum column_id col, str phone, uint32_t row)
{
    if (is_doubted(has, col, phone, p->ctx->phones, p->arena))
        planning_say(p, FINDING_PHONE_UNLIKELY, row, col, phone, STR(""), STR(""));
}

void plan_phones(struct planning *p)
{
    const struct customer *want = p->want, *have = p->op->have;

    if (!is_theirs(have, want->phone))
        say(p, &want->has, COL_PHONE, want->phone, want->row);
    for (size_t i = 0; i < want->address_count; i++) {
        const struct address *adr = &want->addresses[i];
        if (!is_theirs(have, adr->phone) && !is_at_an_address(have, adr->phone))
            say(p, &adr->has, COL_ADDRESS_PHONE, adr->phone, adr->row);
    }
}
