#include "api/conformance_parts.h"

#include <string.h>

struct tag_case {
    const char *before, *add, *remove, *after; /* joined with "|"; NULL: none */
};

static struct texts split(struct stage *t, const char *joined)
{
    str rest = str_of(joined), *at = arena_array(&t->arena, str, rest.n + 1);
    size_t n = 0;

    for (bool more = joined != NULL; more; n++)
        more = str_cut(rest, '|', &at[n], &rest);
    return (struct texts){ at, n };
}

static void tags_become(struct stage *t, const void *data)
{
    const struct tag_case *c = data;
    struct op op = stage_create(STR("a@example.com"));

    op.tags_add = split(t, c->before);
    const struct customer *have = stage_after(t, &op);
    WANT(have);
    op = stage_change(OP_UPDATE, have);
    op.tags_add = split(t, c->add);
    op.tags_remove = split(t, c->remove);
    have = stage_after(t, &op);
    WANT(have && str_is(stage_joined(t, have->tags), c->after));
    WANT(!(have->has.blank & COL_BIT(COL_TAGS)) == (have->tags.n > 0));
}

static const struct tag_case add = { "b", "a|c", NULL, "a|b|c" };
static const struct tag_case sorted = { "Zulu|alpha", "spaced tag", NULL, "alpha|spaced tag|Zulu" };
static const struct tag_case there = { "VIP", "vip", NULL, "VIP" };
static const struct tag_case twice = { "x", "New|NEW|new", NULL, "New|x" };
static const struct tag_case gone = { "VIP|Friend", NULL, "vip", "Friend" };
static const struct tag_case unknown = { "Friend", NULL, "nothing", "Friend" };
static const struct tag_case last = { "one", NULL, "ONE", "" };
static const struct tag_case swapped = { "old", "new", "old", "new" };
static const struct tag_case merged = { "new|old", NULL, "old", "new" };
static const struct tag_case several = { "a|b|c|keep", "all", "a|b|c", "all|keep" };
static const struct tag_case width = { "ＶＩＰ", "VIP", "ＶＩＰ", "VIP" };
static const struct tag_case comma = { "x", "a, b , c", NULL, "a|b|c|x" };
static const struct tag_case trimmed = { " spaced tag |", NULL, NULL, "spaced tag" };
static const struct tag_case japanese = { "東京", "大阪", NULL, "大阪|東京" };

/* Another customer has it in another spelling: there is one spelling in a shop. */
static void spelling_is_the_shops(struct stage *t, const void *data)
{
    static const str vip[] = { STR_INIT("vip") }, loud[] = { STR_INIT("VIP") };
    struct op first = stage_create(STR("a@example.com")), second = stage_create(STR("b@example.com"));

    (void)data;
    first.tags_add = (struct texts){ vip, 1 };
    second.tags_add = (struct texts){ loud, 1 };
    WANT(stage_made(t, &first));
    const struct customer *c = stage_after(t, &second);
    WANT(c && str_is(stage_joined(t, c->tags), "vip"));
}

/* A tag that goes and comes in another case is there afterwards, in one of the two spellings, and no other tag is touched. */
static void spelled_anew(struct stage *t, const void *data)
{
    static const str both[] = { STR_INIT("old"), STR_INIT("x") }, anew[] = { STR_INIT("Old") };
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    op.tags_add = (struct texts){ both, 2 };
    const struct customer *c = stage_after(t, &op);
    WANT(c);
    op = stage_change(OP_UPDATE, c);
    op.tags_remove = (struct texts){ both, 1 };
    op.tags_add = (struct texts){ anew, 1 };
    c = stage_after(t, &op);
    WANT(c && (str_is(stage_joined(t, c->tags), "Old|x") || str_is(stage_joined(t, c->tags), "old|x")));
}

struct seen_tags {
    struct stage *t;
    size_t n;
    str joined;
};

static bool take_tags(void *context, int64_t id, str tags, int64_t updated_at, struct err *err)
{
    struct seen_tags *seen = context;
    const str parts[] = { seen->joined, tags, STR(";") };

    (void)err;
    seen->n += id > 0 && updated_at > 0;
    seen->joined = arena_join(&seen->t->arena, parts, countof(parts), STR(""));
    return true;
}

/* Where a shop has a quicker way to the tags alone, they are those of its list. */
static void tags_alone_are_those_of_the_list(struct stage *t, const void *data)
{
    static const str a[] = { STR_INIT("one"), STR_INIT("two") }, b[] = { STR_INIT("two") };
    const struct shop_filter all = { 0 }, two = { .tag = STR("TWO"), .not_tag = STR("one") };
    struct op first = stage_create(STR("a@example.com")), second = stage_create(STR("b@example.com")),
              third = stage_create(STR("c@example.com"));
    struct seen_tags seen = { .t = t }, some = { .t = t };
    struct err err = { 0 };

    (void)data;
    if (!t->shop->ops->each_tags)
        return;
    first.tags_add = (struct texts){ a, 2 };
    second.tags_add = (struct texts){ b, 1 };
    WANT(stage_made(t, &first) && stage_made(t, &second) && stage_made(t, &third));
    WANT(t->shop->ops->each_tags(t->shop, &all, &seen, take_tags, &err));
    WANT(seen.n == 3 && str_is(seen.joined, "one,two;two;;"));
    WANT(t->shop->ops->each_tags(t->shop, &two, &some, take_tags, &err));
    WANT(some.n == 1 && str_is(some.joined, "two;"));
}

static struct texts numbered(struct stage *t, size_t n)
{
    str *at = arena_array(&t->arena, str, n);

    for (size_t i = 0; i < n; i++)
        at[i] = arena_fmt(&t->arena, "tag-%03zu", i);
    return (struct texts){ at, n };
}

static void at_most_250(struct stage *t, const void *data)
{
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    op.tags_add = numbered(t, 251);
    WANT(stage_refuses(t, &op, FINDING_TOO_MANY_TAGS, COL_TAGS));
    op.tags_add.n = 250;
    const struct customer *c = stage_after(t, &op);
    WANT(c && c->tags.n == 250);
    op = stage_change(OP_UPDATE, c);
    op.tags_add = (struct texts){ (const str[]){ STR("one more") }, 1 };
    WANT(stage_refuses(t, &op, FINDING_TOO_MANY_TAGS, COL_TAGS));
    op.tags_remove = (struct texts){ (const str[]){ STR("tag-000") }, 1 };
    c = stage_after(t, &op);
    WANT(c && c->tags.n == 250);
}

static void at_most_255_characters(struct stage *t, const void *data)
{
    char *text = arena_array(&t->arena, char, 256);
    str tag = { text, 256 };
    struct op op = stage_create(STR("a@example.com"));

    (void)data;
    memset(text, 't', 256);
    op.tags_add = (struct texts){ &tag, 1 };
    WANT(stage_refuses(t, &op, FINDING_TAG_TOO_LONG, COL_TAGS));
    tag.n = 255;
    const struct customer *c = stage_after(t, &op);
    WANT(c && c->tags.n == 1 && c->tags.at[0].n == 255);
}

static const struct conformance_case cases[] = {
    { "tags are added to those there are", tags_become, &add },
    { "tags come back sorted without regard to case", tags_become, &sorted },
    { "a tag that is there in another case is not added", tags_become, &there },
    { "a tag is added once, in its first spelling", tags_become, &twice },
    { "a tag is removed without regard to case", tags_become, &gone },
    { "removing a tag that is not there does nothing", tags_become, &unknown },
    { "the last tag can be removed", tags_become, &last },
    { "tags are removed and added in one change", tags_become, &swapped },
    { "a tag renamed to one that is there is only removed", tags_become, &merged },
    { "several tags become one in one change", tags_become, &several },
    { "a full-width tag becomes a half-width one", tags_become, &width },
    { "a tag that goes and comes in another case is there", spelled_anew, NULL },
    { "tags alone are those of the list", tags_alone_are_those_of_the_list, NULL },
    { "a comma splits a tag", tags_become, &comma },
    { "tags are trimmed and blank ones dropped", tags_become, &trimmed },
    { "tags may be Japanese", tags_become, &japanese },
    { "a tag is spelled as the shop spells it", spelling_is_the_shops, NULL },
    { "a customer has at most 250 tags", at_most_250, NULL },
    { "a tag has at most 255 characters", at_most_255_characters, NULL },
};
const struct conformance_cases conformance_tag_cases = { cases, countof(cases) };
