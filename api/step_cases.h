/*
 * step_cases.h - operations written as one line, for the tests of steps.h. Nobody else includes it.
 *
 *     update note=x email= +new -old add=5!  city11=Minato del=12 main=11 meta=rank:number_integer:3 unmeta=color
 *     mail=SUBSCRIBED,SINGLE,-5 invite
 *
 * The first word is the kind. NAME= clears; "add=5!" is to be the default; "-5" is the date in days from CASE_NOW, ""
 * none. The customer who is there has the ID 7, an email, a first name, the tags "old" and "VIP", subscribed ten days
 * ago, and the addresses 11 (the default), 12 and so on, as many as "had=" says (2); "had=?": they are not known.
 */
#ifndef API_STEP_CASES_H
#define API_STEP_CASES_H

#include <stdlib.h>
#include <string.h>

#include "api/step_parts.h"

enum { CASE_NOW = 1767225600 /* 2026-01-01 00:00:00 UTC */, CASE_DAY = 86400, CASE_MOST = 700 };

struct step_case {
    struct arena arena;
    struct op op;
    struct customer have;
    struct steps_context ctx;
};

static inline int64_t case_number(str s)
{
    int64_t n = 0;

    return num_parse_i64(s, &n) ? n : 0;
}

static inline struct address_op *case_address(struct step_case *c, enum address_op_kind kind, int64_t id)
{
    struct address_op *one = &c->op.addresses[c->op.address_count++];

    *one = (struct address_op){ .kind = kind, .id = id };
    return one;
}

static inline void case_add(struct step_case *c, str value)
{
    struct address_op *one = case_address(c, ADDRESS_ADD, 0);

    one->make_default = value.n && value.p[value.n - 1] == '!';
    value.n -= one->make_default;
    one->to.line1 = value;
    one->to.country_code = STR("JP");
}

/* "city11=Minato": a column of the address that is there. */
static inline bool case_address_column(struct step_case *c, str name, str value)
{
    static const struct {
        str name;
        enum column_id column;
    } table[] = {
        { STR_INIT("line"), COL_ADDRESS_LINE1 },       { STR_INIT("city"), COL_ADDRESS_CITY },
        { STR_INIT("zip"), COL_ADDRESS_ZIP },          { STR_INIT("country"), COL_ADDRESS_COUNTRY },
        { STR_INIT("cc"), COL_ADDRESS_COUNTRY_CODE },  { STR_INIT("province"), COL_ADDRESS_PROVINCE },
        { STR_INIT("pc"), COL_ADDRESS_PROVINCE_CODE },
    };

    for (size_t i = 0; i < countof(table); i++) {
        str n = table[i].name;
        if (name.n != n.n + 2 || !str_eq((str){ name.p, n.n }, n))
            continue;
        int64_t id = case_number((str){ name.p + n.n, 2 });
        struct address_op *last = c->op.address_count ? &c->op.addresses[c->op.address_count - 1] : NULL;
        struct address_op *one = last && last->kind == ADDRESS_UPDATE && last->id == id
                                     ? last
                                     : case_address(c, ADDRESS_UPDATE, id);
        one->set |= COL_BIT(table[i].column);
        if (value.n == 0)
            one->to.has.blank |= COL_BIT(table[i].column);
        *(str *)field_at(table[i].column, &one->to) = value;
        return true;
    }
    return false;
}

static inline bool case_text(struct step_case *c, str name, str value)
{
    static const struct {
        str name;
        enum column_id column;
    } table[] = {
        { STR_INIT("email"), COL_EMAIL },         { STR_INIT("phone"), COL_PHONE },
        { STR_INIT("first"), COL_FIRST_NAME },    { STR_INIT("last"), COL_LAST_NAME },
        { STR_INIT("note"), COL_NOTE },           { STR_INIT("lang"), COL_LANGUAGE },
        { STR_INIT("multipass"), COL_MULTIPASS },
    };

    for (size_t i = 0; i < countof(table); i++) {
        if (!str_eq(name, table[i].name))
            continue;
        c->op.set |= COL_BIT(table[i].column);
        if (value.n == 0)
            c->op.to.has.blank |= COL_BIT(table[i].column);
        *(str *)field_at(table[i].column, &c->op.to) = value;
        return true;
    }
    return false;
}

static inline void case_consent(struct step_case *c, const struct channel *k, str value)
{
    static const char *const states[] = { "NOT",          "PENDING",  "SUBSCRIBED",
                                          "UNSUBSCRIBED", "REDACTED", "INVALID" };
    static const char *const levels[] = { "SINGLE", "CONFIRMED", "UNKNOWN" };
    struct consent *to = (struct consent *)(void *)((char *)&c->op.to + k->offset);
    str state, level, date;

    (void)str_cut(value, ',', &state, &date);
    (void)str_cut(date, ',', &level, &date);
    c->op.set |= COL_BIT(k->status) | COL_BIT(k->level) | (date.n ? COL_BIT(k->updated_at) : 0);
    for (size_t i = 0; i < countof(states); i++)
        if (str_eq(state, str_of(states[i])))
            to->state = (enum consent_state)i;
    for (size_t i = 0; i < countof(levels); i++)
        if (str_eq(level, str_of(levels[i])))
            to->level = (enum opt_in_level)i;
    to->updated_at = date.n ? CASE_NOW + case_number(date) * CASE_DAY : 0;
}

static inline void case_metafield(struct step_case *c, str value, bool deleted)
{
    struct metafield *to = &c->op.metafields[c->op.metafield_count++].to;

    *to = (struct metafield){ .namespace = STR("custom"), .blank = deleted, .column = -1 };
    (void)str_cut(value, ':', &to->key, &to->value);
    (void)str_cut(to->value, ':', &to->type, &to->value);
}

/* Many of something: "many=add,300". */
static inline void case_many(struct step_case *c, str value)
{
    str kind, count;

    (void)str_cut(value, ',', &kind, &count);
    for (int64_t i = 0; i < case_number(count); i++) {
        str name = arena_fmt(&c->arena, "n%lld", (long long)i);
        if (str_eq(kind, STR("add")))
            case_add(c, name);
        else if (str_eq(kind, STR("meta")))
            case_metafield(c, arena_join(&c->arena, (str[]){ name, STR("json"), STR("1") }, 3, STR(":")),
                           false);
        else if (str_eq(kind, STR("unmeta")))
            case_metafield(c, name, true);
        else
            ((str *)(uintptr_t)c->op.tags_add.at)[c->op.tags_add.n++] = name;
    }
}

static inline void case_had(struct step_case *c, str value)
{
    size_t n = (size_t)case_number(value);

    c->have.address_count = 0;
    if (str_eq(value, STR("?"))) {
        c->have.has.seen &= ~COL_BIT(COL_ADDRESS_ID);
        return;
    }
    c->have.addresses = arena_array(&c->arena, struct address, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct address *one = &c->have.addresses[c->have.address_count++];
        *one = (struct address){ .id = (int64_t)i + 11, .is_default = i == 0, .country_code = STR("JP") };
        one->first_name = STR("Anna");
        one->line1 = arena_fmt(&c->arena, "L%zu", i + 11);
    }
}

static inline void case_value(struct step_case *c, str name, str value)
{
    struct op *op = &c->op;

    if (str_eq(name, STR("had")))
        case_had(c, value);
    else if (str_eq(name, STR("many")))
        case_many(c, value);
    else if (str_eq(name, STR("add")))
        case_add(c, value);
    else if (str_eq(name, STR("del")))
        (void)case_address(c, ADDRESS_REMOVE, case_number(value));
    else if (str_eq(name, STR("main")))
        case_address(c, ADDRESS_UPDATE, case_number(value))->make_default = true;
    else if (str_eq(name, STR("mail")))
        case_consent(c, &channels[0], value);
    else if (str_eq(name, STR("sms")))
        case_consent(c, &channels[1], value);
    else if (str_eq(name, STR("meta")) || str_eq(name, STR("unmeta")))
        case_metafield(c, value, name.n > 4);
    else if (str_eq(name, STR("exempt"))) {
        op->set |= COL_BIT(COL_TAX_EXEMPT);
        op->to.has.blank |= value.n ? 0 : COL_BIT(COL_TAX_EXEMPT);
        op->to.tax_exempt = str_eq(value, STR("1"));
    } else if (str_eq(name, STR("exemptions"))) {
        op->set |= COL_BIT(COL_TAX_EXEMPTIONS);
        op->to.has.blank |= value.n ? 0 : COL_BIT(COL_TAX_EXEMPTIONS);
        str *one = arena_new(&c->arena, str);
        *one = value;
        op->to.tax_exemptions = (struct texts){ one, 1 };
    } else if (!case_text(c, name, value) && !case_address_column(c, name, value)) {
        abort(); /* a word that no case may have */
    }
}

static inline void case_word(struct step_case *c, str word)
{
    str name, value, tag = { word.p + 1, word.n - 1 };

    if (word.p[0] == '+')
        ((str *)(uintptr_t)c->op.tags_add.at)[c->op.tags_add.n++] = tag;
    else if (word.p[0] == '-')
        ((str *)(uintptr_t)c->op.tags_remove.at)[c->op.tags_remove.n++] = tag;
    else if (str_eq(word, STR("invite")))
        c->op.invite = true;
    else if (str_cut(word, '=', &name, &value))
        case_value(c, name, value);
}

static inline enum op_kind case_kind(str word)
{
    static const char *const kinds[] = { [OP_UNCHANGED] = "nothing",
                                         [OP_CREATE] = "create",
                                         [OP_UPDATE] = "update",
                                         [OP_REPLACE] = "replace",
                                         [OP_DELETE] = "delete" };

    for (size_t i = OP_UNCHANGED; i < countof(kinds); i++)
        if (str_eq(word, str_of(kinds[i])))
            return (enum op_kind)i;
    abort();
}

/* Reads a line into `c`; release it by arena_reset(&c->arena). */
static inline void case_read(struct step_case *c, const char *line)
{
    static const str had[] = { STR_INIT("old"), STR_INIT("VIP") };
    str word, rest = str_of(line);

    *c = (struct step_case){ .ctx = { CASE_NOW, STR("ja"), { had, countof(had) } } };
    c->have = (struct customer){ .id = 7, .email = STR("anna@example.com"), .first_name = STR("Anna") };
    c->have.has.seen = COL_BIT(COL_ADDRESS_ID) | COL_BIT(COL_EMAIL) | COL_BIT(COL_FIRST_NAME);
    c->have.tags = c->ctx.tags;
    c->have.email_consent =
        (struct consent){ CONSENT_SUBSCRIBED, LEVEL_SINGLE_OPT_IN, CASE_NOW - 10 * CASE_DAY, false };
    case_had(c, STR("2"));
    (void)str_cut(rest, ' ', &word, &rest);
    c->op.kind = case_kind(word);
    c->op.have = c->op.kind == OP_CREATE ? NULL : &c->have;
    c->op.addresses = arena_array(&c->arena, struct address_op, CASE_MOST);
    c->op.metafields = arena_array(&c->arena, struct metafield_op, CASE_MOST);
    c->op.tags_add.at = arena_array(&c->arena, str, CASE_MOST);
    c->op.tags_remove.at = arena_array(&c->arena, str, CASE_MOST);
    while (rest.n) {
        (void)str_cut(rest, ' ', &word, &rest);
        if (word.n)
            case_word(c, word);
    }
}

#endif
