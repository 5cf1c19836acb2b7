#include "api/conformance_parts.h"

static const struct customer *anna(struct stage *t)
{
    struct op op = stage_create(STR("anna@example.com"));

    op.set |= COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_NOTE) | COL_BIT(COL_PHONE);
    op.to.first_name = STR("Anna");
    op.to.note = STR("before");
    op.to.phone = STR("+819012345678");
    op.tags_add = (struct texts){ (const str[]){ STR("old") }, 1 };
    return stage_after(t, &op);
}

static struct op note(const struct customer *have, const char *text)
{
    struct op op = stage_change(OP_UPDATE, have);

    op.set = COL_BIT(COL_NOTE);
    op.to.note = str_of(text);
    return op;
}

static bool order(struct stage *t, int64_t customer)
{
    struct embedded_order one = { customer, STR("#1001"), CONFORMANCE_NOW - 1000, { 1000, 2 } };

    return t->maker->add_orders(t->maker->ctx, t->shop, &one, 1, &t->err);
}

static void an_update_leaves_the_rest(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);

    (void)data;
    WANT(c);
    struct op op = note(c, "after");
    const struct customer *now = stage_after(t, &op);
    WANT(now && str_is(now->note, "after") && now->id == c->id);
    WANT(str_is(now->first_name, "Anna") && str_is(now->email, "anna@example.com") && now->tags.n == 1);
    WANT(now->revision != c->revision && now->created_at == c->created_at);
}

static void a_replacement_starts_anew(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);

    (void)data;
    WANT(c);
    struct op op = stage_change(OP_REPLACE, c);
    op.set = COL_BIT(COL_EMAIL) | COL_BIT(COL_LAST_NAME);
    op.to.email = STR("anna@example.com");
    op.to.last_name = STR("Schmidt");
    const struct customer *now = stage_after(t, &op);
    WANT(now && now->id != c->id && str_is(now->last_name, "Schmidt"));
    WANT(now->note.n == 0 && now->first_name.n == 0 && now->tags.n == 0 && now->phone.n == 0);
    WANT(stage_get(t, c->id) == NULL);
}

static void a_bad_replacement_keeps_the_old(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);
    struct op other = stage_create(STR("other@example.com"));

    (void)data;
    WANT(c && stage_made(t, &other));
    struct op op = stage_change(OP_REPLACE, c);
    op.set = COL_BIT(COL_EMAIL);
    op.to.email = STR("other@example.com");
    WANT(stage_refuses(t, &op, FINDING_EMAIL_TAKEN, COL_EMAIL));
    const struct customer *now = stage_get(t, c->id);
    WANT(now && now->revision == c->revision && str_is(now->note, "before"));
}

static void a_deletion_deletes(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);

    (void)data;
    WANT(c);
    struct op op = stage_change(OP_DELETE, c);
    WANT(stage_made(t, &op) == c->id);
    WANT(stage_get(t, c->id) == NULL);
    struct match m;
    struct customer_key key = { 0, STR("anna@example.com"), STR("+819012345678") };
    WANT(t->shop->ops->find(t->shop, &key, 1, 0, &m, &t->arena, &t->err));
    WANT(!m.by_email && !m.by_phone);
}

static void with_orders_it_is_refused(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);

    WANT(c && order(t, c->id));
    c = stage_get(t, c->id);
    WANT(c);
    struct op op = stage_change(data ? OP_REPLACE : OP_DELETE, c);
    op.set = COL_BIT(COL_EMAIL);
    op.to.email = STR("anna@example.com");
    WANT(stage_refuses(t, &op, FINDING_HAS_ORDERS, COL_COUNT));
    WANT(stage_get(t, c->id) && str_is(stage_get(t, c->id)->note, "before"));
}

/* ---- somebody else was faster ------------------------------------------------------------------------------ */

static void a_stale_operation_is_refused(struct stage *t, const void *data)
{
    static const enum op_kind kinds[] = { OP_UPDATE, OP_REPLACE, OP_DELETE };
    const struct customer *c = anna(t);

    (void)data;
    WANT(c);
    struct op first = note(c, "first");
    WANT(stage_made(t, &first));
    for (size_t i = 0; i < countof(kinds); i++) {
        struct op stale = note(c, "second");
        stale.kind = kinds[i];
        WANT(stage_refuses(t, &stale, FINDING_RECORD_CHANGED, COL_COUNT));
    }
    WANT(str_is(stage_get(t, c->id)->note, "first"));
}

static void a_deleted_record_has_changed(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);

    (void)data;
    WANT(c);
    struct op gone = stage_change(OP_DELETE, c), late = note(c, "late");
    WANT(stage_made(t, &gone));
    WANT(stage_refuses(t, &late, FINDING_RECORD_CHANGED, COL_COUNT));
    WANT(stage_refuses(t, &gone, FINDING_RECORD_CHANGED, COL_COUNT));
}

static void the_second_of_a_batch_is_stale(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);
    struct op_result out[2];

    (void)data;
    WANT(c);
    struct op ops[2] = { note(c, "one"), note(c, "two") };
    WANT(t->shop->ops->apply(t->shop, ops, 2, out, CONFORMANCE_NOW, &t->arena, &t->err));
    WANT(out[0].outcome == OUTCOME_DONE);
    WANT(out[1].outcome == OUTCOME_REFUSED && out[1].why.id == FINDING_RECORD_CHANGED);
    WANT(str_is(stage_get(t, c->id)->note, "one"));
}

static void one_refused_does_not_undo_the_others(struct stage *t, const void *data)
{
    struct op ops[3] = { stage_create(STR("a@example.com")), stage_create(STR("bad")),
                         stage_create(STR("c@example.com")) };
    struct op_result out[3];

    (void)data;
    WANT(t->shop->ops->apply(t->shop, ops, 3, out, CONFORMANCE_NOW, &t->arena, &t->err));
    WANT(out[0].outcome == OUTCOME_DONE && out[2].outcome == OUTCOME_DONE &&
         out[1].outcome == OUTCOME_REFUSED);
    WANT(out[1].why.row == 0 && out[1].why.column == -1);
    WANT(stage_get(t, out[0].id) && stage_get(t, out[2].id) && out[0].id != out[2].id);
}

static void a_batch_is_in_order(struct stage *t, const void *data)
{
    struct op ops[2] = { stage_create(STR("a@example.com")), stage_create(STR("A@example.com")) };
    struct op_result out[2];

    (void)data;
    WANT(t->shop->ops->apply(t->shop, ops, 2, out, CONFORMANCE_NOW, &t->arena, &t->err));
    WANT(out[0].outcome == OUTCOME_DONE);
    WANT(out[1].outcome == OUTCOME_REFUSED && out[1].why.id == FINDING_EMAIL_TAKEN);
}

static void nothing_to_do_is_fine(struct stage *t, const void *data)
{
    (void)data;
    WANT(t->shop->ops->apply(t->shop, NULL, 0, NULL, CONFORMANCE_NOW, &t->arena, &t->err));
    WANT(t->shop->ops->find(t->shop, NULL, 0, 0, NULL, &t->arena, &t->err));
}

/* ---- lost answers ------------------------------------------------------------------------------------------- */

static struct op_result settle(struct stage *t, const struct op *op)
{
    struct op_result out = { .outcome = OUTCOME_REFUSED };

    (void)stage_want(t, t->shop->ops->settle(t->shop, op, 1, &out, &t->arena, &t->err), "settle() answers");
    return out;
}

static void what_was_done_is_known(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    op.token = STR("job:1");
    int64_t id = stage_made(t, &op);
    WANT(id != 0);
    struct op_result out = settle(t, &op);
    WANT(out.outcome == OUTCOME_DONE && out.id == id);
}

static void what_was_not_done_is_known(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    op.token = STR("job:1");
    WANT(settle(t, &op).outcome == OUTCOME_NOT_DONE);
}

static void what_was_refused_was_not_done(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("bad"));

    (void)data;
    op.token = STR("job:1");
    WANT(stage_apply(t, &op).outcome == OUTCOME_REFUSED);
    WANT(settle(t, &op).outcome == OUTCOME_NOT_DONE);
}

static void a_done_deletion_is_known(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);

    WANT(c);
    struct op op = stage_change(OP_DELETE, c);
    op.token = str_of(data);
    WANT(settle(t, &op).outcome == OUTCOME_NOT_DONE);
    WANT(stage_made(t, &op) == c->id);
    WANT(settle(t, &op).outcome == OUTCOME_DONE && settle(t, &op).id == c->id);
}

static void an_update_not_done_is_known(struct stage *t, const void *data)
{
    const struct customer *c = anna(t);

    WANT(c);
    struct op op = note(c, "after");
    op.token = str_of(data);
    WANT(settle(t, &op).outcome == OUTCOME_NOT_DONE);
}

static void what_is_sent_twice_happens_once(struct stage *t, const void *data)
{
    struct shop_info info;
    struct op op = stage_create(STR(""));

    (void)data;
    WANT(t->shop->ops->info(t->shop, &info, &t->arena, &t->err));
    if (!(info.caps & SHOP_ATOMIC)) /* only a shop that keeps tokens beside its records can promise that */
        return;
    op.set = COL_BIT(COL_FIRST_NAME);
    op.to.first_name = STR("Anna");
    op.token = STR("job:1");
    int64_t id = stage_made(t, &op);
    WANT(id != 0 && stage_made(t, &op) == id);
    struct shop_filter all = { 0 };
    int64_t n = 0;
    WANT(t->shop->ops->count(t->shop, &all, &n, &t->err) && n == 1);
}

/* ---- two at once ---------------------------------------------------------------------------------------------- */

static void two_connections_see_each_other(struct stage *t, const void *data)
{
    struct shop *other = NULL;
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    if (!t->maker->again)
        return;
    WANT(t->maker->again(t->maker->ctx, &other, &t->err));
    int64_t id = stage_made(t, &op);
    struct match m = { NULL, NULL, NULL };
    bool found = other->ops->find(other, &(struct customer_key){ .id = id }, 1, 0, &m, &t->arena, &t->err);
    shop_close(other);
    WANT(found && m.by_id);
}

/* Both add a tag to the record that both looked up: the slower is refused, plans again, and both tags are there. */
static void two_connections_lose_nothing(struct stage *t, const void *data)
{
    struct shop *mine = t->shop, *other = NULL;
    const struct customer *c = anna(t);

    (void)data;
    if (!t->maker->again)
        return;
    WANT(c && t->maker->again(t->maker->ctx, &other, &t->err));
    struct op first = stage_change(OP_UPDATE, c), second = first;
    first.tags_add = (struct texts){ (const str[]){ STR("first") }, 1 };
    second.tags_add = (struct texts){ (const str[]){ STR("second") }, 1 };
    bool well = stage_made(t, &first) == c->id;
    t->shop = other;
    well = well && stage_refuses(t, &second, FINDING_RECORD_CHANGED, COL_COUNT);
    second.have = stage_get(t, c->id);
    well = well && second.have && stage_made(t, &second) == c->id;
    t->shop = mine;
    shop_close(other);
    WANT(well);
    WANT(str_is(stage_joined(t, stage_get(t, c->id)->tags), "first|old|second"));
}

static const struct conformance_case cases[] = {
    { "an update leaves what it does not set", an_update_leaves_the_rest, NULL },
    { "a replacement starts anew", a_replacement_starts_anew, NULL },
    { "a replacement that is not valid keeps the old customer", a_bad_replacement_keeps_the_old, NULL },
    { "a deletion deletes", a_deletion_deletes, NULL },
    { "a customer with orders is not deleted", with_orders_it_is_refused, NULL },
    { "a customer with orders is not replaced", with_orders_it_is_refused, "replace" },
    { "an operation on a record that changed is refused", a_stale_operation_is_refused, NULL },
    { "an operation on a record that is gone is refused", a_deleted_record_has_changed, NULL },
    { "the second change of a record in a batch is refused", the_second_of_a_batch_is_stale, NULL },
    { "one refused operation does not undo the others", one_refused_does_not_undo_the_others, NULL },
    { "a batch is applied in order", a_batch_is_in_order, NULL },
    { "an empty batch is fine", nothing_to_do_is_fine, NULL },
    { "what was done is known afterwards", what_was_done_is_known, NULL },
    { "what was not done is known afterwards", what_was_not_done_is_known, NULL },
    { "what was refused was not done", what_was_refused_was_not_done, NULL },
    { "a deletion is known to be done", a_done_deletion_is_known, "job:1" },
    { "a deletion is known to be done without a token", a_done_deletion_is_known, "" },
    { "an update is known not to be done", an_update_not_done_is_known, "job:1" },
    { "an update is known not to be done without a token", an_update_not_done_is_known, "" },
    { "what is sent twice happens once", what_is_sent_twice_happens_once, NULL },
    { "two connections see each other's changes", two_connections_see_each_other, NULL },
    { "two connections lose nothing of each other's", two_connections_lose_nothing, NULL },
};
const struct conformance_cases conformance_change_cases = { cases, countof(cases) };
