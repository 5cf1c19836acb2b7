#include "api/conformance_parts.h"

static struct metafield_op metafield(const char *key, const char *type, const char *value)
{
    struct metafield_op op = { 0 };

    op.to = (struct metafield){ STR("custom"), str_of(key), str_of(type), str_of(value), value == NULL, -1 };
    return op;
}

static struct op create_with(struct stage *t, struct metafield_op one)
{
    struct op op = stage_create(STR("a@example.com"));

    op.metafields = arena_new(&t->arena, struct metafield_op);
    *op.metafields = one;
    op.metafield_count = 1;
    return op;
}

static struct op update_with(struct stage *t, const struct customer *c, struct metafield_op one)
{
    struct op op = create_with(t, one);

    op.kind = OP_UPDATE;
    op.set = 0;
    op.have = c;
    return op;
}

static bool holds(const struct customer *c, const char *key, const char *type, const char *value)
{
    for (size_t i = 0; i < c->metafield_count; i++)
        if (str_is(c->metafields[i].namespace, "custom") && str_is(c->metafields[i].key, key))
            return str_is(c->metafields[i].type, type) && str_is(c->metafields[i].value, value);
    return false;
}

static void set_changed_and_deleted(struct stage *t, const void *data)
{
    struct op op = create_with(t, metafield("rank", "number_integer", "3"));
    const struct customer *c = stage_after(t, &op);

    (void)data;
    WANT(c && c->metafield_count == 1 && holds(c, "rank", "number_integer", "3"));
    op = update_with(t, c, metafield("rank", "number_integer", "4"));
    c = stage_after(t, &op);
    WANT(c && c->metafield_count == 1 && holds(c, "rank", "number_integer", "4"));
    op = update_with(t, c, metafield("rank", "", NULL));
    c = stage_after(t, &op);
    WANT(c && c->metafield_count == 0);
}

static void others_stay(struct stage *t, const void *data)
{
    struct op op = create_with(t, metafield("rank", "number_integer", "3"));
    const struct customer *c = stage_after(t, &op);

    (void)data;
    WANT(c);
    op = update_with(t, c, metafield("color", "single_line_text_field", "青"));
    c = stage_after(t, &op);
    WANT(c && c->metafield_count == 2 && holds(c, "rank", "number_integer", "3"));
    WANT(holds(c, "color", "single_line_text_field", "青"));
}

static void a_definition_fixes_the_type(struct stage *t, const void *data)
{
    struct metafield_definition definition = { STR("custom"), STR("rank"), STR("number_integer") };
    struct op op = create_with(t, metafield("rank", "single_line_text_field", "three"));

    (void)data;
    WANT(t->maker->define(t->maker->ctx, t->shop, definition, &t->err));
    WANT(stage_refuses(t, &op, FINDING_METAFIELD_INVALID, COL_COUNT));
    op = create_with(t, metafield("rank", "number_integer", "3"));
    WANT(stage_made(t, &op));
}

static void definitions_are_told(struct stage *t, const void *data)
{
    struct metafield_definition definition = { STR("custom"), STR("rank"), STR("number_integer") };
    struct shop_info info;

    (void)data;
    WANT(t->maker->define(t->maker->ctx, t->shop, definition, &t->err));
    WANT(t->shop->ops->info(t->shop, &info, &t->arena, &t->err));
    WANT(info.definition_count == 1 && str_is(info.definitions[0].namespace, "custom"));
    WANT(str_is(info.definitions[0].key, "rank") && str_is(info.definitions[0].type, "number_integer"));
}

static void without_a_type_it_is_refused(struct stage *t, const void *data)
{
    struct op op = create_with(t, metafield("rank", "", "3"));

    (void)data;
    WANT(stage_refuses(t, &op, FINDING_METAFIELD_NO_TYPE, COL_COUNT));
}

static void an_unknown_type_is_refused(struct stage *t, const void *data)
{
    struct op op = create_with(t, metafield("rank", "number", "3"));

    (void)data;
    WANT(stage_refuses(t, &op, FINDING_METAFIELD_TYPE_UNKNOWN, COL_COUNT));
}

static void a_value_must_fit(struct stage *t, const void *data)
{
    struct op op = create_with(t, metafield("rank", data, "three"));

    WANT(stage_refuses(t, &op, FINDING_METAFIELD_INVALID, COL_COUNT));
}

static void a_short_name_is_refused(struct stage *t, const void *data)
{
    struct op op = create_with(t, metafield(data, "number_integer", "3"));

    WANT(stage_refuses(t, &op, FINDING_METAFIELD_NAME, COL_COUNT));
}

static void white_space_is_no_value(struct stage *t, const void *data)
{
    struct op op = create_with(t, metafield("rank", "single_line_text_field", "  "));

    (void)data;
    WANT(stage_refuses(t, &op, FINDING_METAFIELD_INVALID, COL_COUNT));
}

static void they_go_with_the_customer(struct stage *t, const void *data)
{
    struct op op = create_with(t, metafield("rank", "number_integer", "3"));
    const struct customer *c = stage_after(t, &op);

    (void)data;
    WANT(c);
    op = stage_change(OP_REPLACE, c);
    op.set = COL_BIT(COL_EMAIL);
    op.to.email = STR("a@example.com");
    c = stage_after(t, &op);
    WANT(c && c->metafield_count == 0);
}

static const struct conformance_case cases[] = {
    { "a metafield is set, changed and deleted", set_changed_and_deleted, NULL },
    { "other metafields stay", others_stay, NULL },
    { "a definition fixes a metafield's type", a_definition_fixes_the_type, NULL },
    { "a shop tells its definitions", definitions_are_told, NULL },
    { "a metafield without a type is refused", without_a_type_it_is_refused, NULL },
    { "a metafield of an unknown type is refused", an_unknown_type_is_refused, NULL },
    { "a word is no whole number", a_value_must_fit, "number_integer" },
    { "a word is no truth", a_value_must_fit, "boolean" },
    { "a word is no date", a_value_must_fit, "date" },
    { "a metafield's key of one letter is refused", a_short_name_is_refused, "r" },
    { "a metafield's key of 65 letters is refused", a_short_name_is_refused,
      "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk" },
    { "white space is no value of a metafield", white_space_is_no_value, NULL },
    { "metafields go with their customer", they_go_with_the_customer, NULL },
};
const struct conformance_cases conformance_metafield_cases = { cases, countof(cases) };
