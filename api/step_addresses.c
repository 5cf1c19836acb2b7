#include "api/step_parts.h"

static bool makes_default(const struct address_op *one)
{
    bool says_so =
        one->kind == ADDRESS_ADD || (one->kind == ADDRESS_UPDATE && one->set & COL_BIT(COL_ADDRESS_DEFAULT));

    return one->kind != ADDRESS_REMOVE && (one->make_default || (says_so && one->to.is_default));
}

/* The last that is to be the default; where another operation on that address changes its texts, that one. */
static size_t find_main(const struct op *op)
{
    size_t main = op->address_count;

    for (size_t i = 0; i < op->address_count; i++)
        if (makes_default(&op->addresses[i]))
            main = i;
    if (main == op->address_count || op->addresses[main].kind == ADDRESS_ADD)
        return main;
    for (size_t i = 0; i < op->address_count; i++)
        if (op->addresses[i].kind == ADDRESS_UPDATE && op->addresses[i].id == op->addresses[main].id &&
            op->addresses[i].set & ADDRESS_TEXTS)
            main = i;
    return main;
}

/* What becomes of an address that is there; NULL in item->op: nothing. False: it goes. */
static bool stays(const struct op *op, struct address_item *item, struct arena *a)
{
    struct address_op *joined = NULL;

    for (size_t i = 0; i < op->address_count; i++) {
        const struct address_op *one = &op->addresses[i];
        if (one->kind == ADDRESS_ADD || one->id != item->have->id)
            continue;
        if (one->kind == ADDRESS_REMOVE)
            return false;
        if (!joined) {
            joined = arena_new(a, struct address_op);
            *joined = *one;
            item->op = joined;
            item->at = i;
            continue;
        }
        for (enum column_id col = 0; col < COL_COUNT; col++)
            if (one->set & ADDRESS_TEXTS & COL_BIT(col))
                *(str *)field_at(col, &joined->to) = *(const str *)field_of(col, &one->to);
        joined->to.has.blank &= ~one->set;
        joined->to.has.blank |= one->to.has.blank & one->set;
        joined->set |= one->set;
    }
    return true;
}

static void move_to_front(struct address_list *list, size_t at)
{
    struct address_item item = list->at[at];

    for (; at > 0; at--)
        list->at[at] = list->at[at - 1];
    list->at[0] = item;
}

/* The default goes first; a new one only where nothing that has an ID stays. */
static void put_main_first(const struct op *op, struct address_list *list, size_t kept)
{
    const struct address_op *main = list->main < op->address_count ? &op->addresses[list->main] : NULL;

    for (size_t i = 0; i < list->n; i++) {
        const struct address_item *item = &list->at[i];
        bool is_it =
            main ? main->kind == ADDRESS_ADD ? item->op == main : item->have && item->have->id == main->id
                 : item->have && item->have->is_default;
        if (!is_it)
            continue;
        list->main_after = main && item->have && !item->have->is_default && list->n > 1;
        list->main_apart = main && !item->have && kept > 0;
        if (!list->main_apart)
            move_to_front(list, i);
        else
            for (list->n--; i < list->n; i++)
                list->at[i] = list->at[i + 1];
        return;
    }
    list->main_after = main && main->kind == ADDRESS_UPDATE; /* the addresses are not known */
}

struct address_list address_list(const struct op *op, struct arena *a)
{
    const size_t had = op_creates(op) || !op->have ? 0 : op->have->address_count;
    struct address_list list = { .main = find_main(op) };

    if (op->address_count == 0)
        return list;
    list.at = arena_array(a, struct address_item, had + op->address_count);
    for (size_t i = 0; i < had; i++) {
        struct address_item item = { .have = &op->have->addresses[i] };
        if (stays(op, &item, a))
            list.at[list.n++] = item;
    }
    size_t kept = list.n;
    for (size_t i = 0; i < op->address_count; i++)
        if (op->addresses[i].kind == ADDRESS_ADD)
            list.at[list.n++] = (struct address_item){ NULL, &op->addresses[i], i };
    put_main_first(op, &list, kept);
    return list;
}

bool addresses_known(const struct op *op)
{
    return op->have && (op->have->has.seen & COL_BIT(COL_ADDRESS_ID) || op->have->address_count > 0);
}

bool address_list_fits(const struct op *op, const struct address_list *list)
{
    return addresses_known(op) && list->n > 0 && list->n <= LIST_MAX;
}
