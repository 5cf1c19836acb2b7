#include "cmd/filter.h"

#include "base/message.h"
#include "base/unicode.h"
#include "cmd/options.h"
#include "model/header.h"
#include "model/metafield.h"

static bool read_moment(const char *option, const char *said, const struct zone *zone, int64_t *out,
                        struct err *err)
{
    civil wall;
    bool has_offset;
    int32_t offset;

    if (!said)
        return true;
    if (!civil_parse(str_of(said), &wall, &has_offset, &offset))
        return err_set(err, ERR_USAGE,
                       _("--%s: \"%s\" is no date; expected one such as 2024-12-31 or 2024-12-31 18:00"),
                       option, said);
    *out = has_offset ? civil_to_seconds(wall) - offset : zone_moment(zone, wall);
    return true;
}

static bool read_money(const char *option, const char *said, bool *has, decimal *out, struct err *err)
{
    *has = said != NULL;
    return !said || decimal_parse(str_of(said), out) ||
           err_set(err, ERR_USAGE, _("--%s: \"%s\" is no amount; expected one such as 1200 or 99.50"), option,
                   said);
}

/* The index of `said` among the words of a column; its enum counts alike. */
static bool read_word(const char *option, const char *said, enum column_id col, bool *has, int *out,
                      struct err *err)
{
    enum { MOST_WORDS = 16 };
    const char *words[MOST_WORDS + 1] = { 0 };
    struct arena scratch = { 0 };
    size_t n;
    const str *list = column_words(col, &n);

    *has = said != NULL;
    for (size_t i = 0; i < n && i < MOST_WORDS; i++)
        words[i] = arena_copy(&scratch, list[i]).p;
    bool ok = !said || opt_word(option, said, words, out, err);
    arena_reset(&scratch);
    return ok;
}

static bool read_orders(const struct settings *s, struct shop_filter *out, struct err *err)
{
    out->has_min_orders = s->min_orders != NULL;
    return !s->min_orders ||
           (num_parse_i64(str_of(s->min_orders), &out->min_orders) && out->min_orders >= 0) ||
           err_set(err, ERR_USAGE, _("--%s: \"%s\" is not a number; expected digits only"), "min-orders",
                   s->min_orders);
}

bool filter_given(const struct settings *s)
{
    const char *const all[] = { s->email,         s->tag,           s->not_tag,       s->created_since,
                                s->created_until, s->updated_since, s->updated_until, s->state,
                                s->email_status,  s->min_spent,     s->max_spent,     s->min_orders,
                                s->query };
    bool given = false;

    for (size_t i = 0; i < countof(all); i++)
        given = given || all[i];
    return given;
}

str filter_text(const struct settings *s)
{
    const struct {
        const char *name, *value;
    } all[] = {
        { "email", s->email },
        { "tag", s->tag },
        { "not-tag", s->not_tag },
        { "created-since", s->created_since },
        { "created-until", s->created_until },
        { "updated-since", s->updated_since },
        { "updated-until", s->updated_until },
        { "state", s->state },
        { "email-status", s->email_status },
        { "min-spent", s->min_spent },
        { "max-spent", s->max_spent },
        { "min-orders", s->min_orders },
        { "query", s->query },
        { "from", s->from },
    };
    str parts[countof(all)];
    size_t n = 0;

    for (size_t i = 0; i < countof(all); i++)
        if (all[i].value)
            parts[n++] = arena_join(
                s->arena, (const str[]){ STR("--"), str_of(all[i].name), STR(" "), str_of(all[i].value) }, 4,
                STR(""));
    return arena_join(s->arena, parts, n, STR(" "));
}

bool filter_read(const struct settings *s, const struct zone *zone, struct shop_filter *out, struct err *err)
{
    int state = 0, email_status = 0;

    *out = (struct shop_filter){ .email = str_of(s->email),
                                 .tag = str_of(s->tag),
                                 .not_tag = str_of(s->not_tag),
                                 .query = str_of(s->query) };
    bool ok = read_moment("created-since", s->created_since, zone, &out->created_since, err) &&
              read_moment("created-until", s->created_until, zone, &out->created_until, err) &&
              read_moment("updated-since", s->updated_since, zone, &out->updated_since, err) &&
              read_moment("updated-until", s->updated_until, zone, &out->updated_until, err) &&
              read_money("min-spent", s->min_spent, &out->has_min_spent, &out->min_spent, err) &&
              read_money("max-spent", s->max_spent, &out->has_max_spent, &out->max_spent, err) &&
              read_word("state", s->state, COL_STATE, &out->has_state, &state, err) &&
              read_word("email-status", s->email_status, COL_EMAIL_STATUS, &out->has_email_status,
                        &email_status, err) &&
              read_orders(s, out, err);
    out->state = (enum account_state)state;
    out->email_status = (enum consent_state)email_status;
    return ok;
}

static bool read_groups(const char *said, shop_groups *out, struct err *err)
{
    const char *names[GROUP_NONE + 2] = { 0 };
    struct arena scratch = { 0 };
    str rest = str_of(said), name;
    bool more = true, ok = true;
    int found;

    for (size_t g = 0; g < GROUP_NONE; g++)
        names[g] = group_name((enum column_group)g);
    names[GROUP_NONE] = "all";
    for (*out = 0; more && ok;) {
        more = str_cut(rest, ',', &name, &rest);
        ok = opt_word("groups", arena_copy(&scratch, str_trim(name)).p, names, &found, err);
        if (ok)
            *out |= found == GROUP_NONE ? GROUPS_ALL : GROUP_BIT(found);
    }
    arena_reset(&scratch);
    return ok;
}

static bool read_metafield(str name, struct metafield_definition *out, struct arena *a)
{
    struct metafield_column column;

    if (metafield_header_parse(name, &column, a) != METAFIELD_COLUMN)
        return false;
    *out = (struct metafield_definition){ column.namespace, column.key, column.type };
    return true;
}

static bool unknown_column(str name, struct arena *a, struct err *err)
{
    str headers[COL_COUNT];

    for (size_t i = 0; i < COL_COUNT; i++)
        headers[i] = columns[i].header;
    size_t near = text_nearest(name, headers, COL_COUNT, a);
    if (near < COL_COUNT)
        return err_set(err, ERR_USAGE, _("\"%.*s\" is not a column; did you mean \"%.*s\"?"), STR_ARG(name),
                       STR_ARG(headers[near]));
    return err_set(err, ERR_USAGE, _("\"%.*s\" is not a column; \"meibo columns\" lists those there are"),
                   STR_ARG(name));
}

static bool read_columns(const struct settings *s, struct export_options *out, struct err *err)
{
    struct arena *a = s->arena;
    str rest = str_of(s->columns), name;
    enum column_id *list = arena_array(a, enum column_id, rest.n + 1);
    struct metafield_definition *metafields = arena_array(a, struct metafield_definition, rest.n + 1);

    for (bool more = true; more;) {
        more = str_cut(rest, ',', &name, &rest);
        name = str_trim(name);
        enum column_id col = column_find(name, a);
        if (col < COL_COUNT && columns[col].group != GROUP_NONE) {
            list[out->column_count++] = col;
            out->groups |= GROUP_BIT(columns[col].group);
        } else if (read_metafield(name, &metafields[out->metafield_count], a)) {
            out->metafield_count++;
            out->groups |= GROUP_BIT(GROUP_METAFIELDS);
        } else {
            return unknown_column(name, a, err);
        }
    }
    out->columns = list;
    out->metafields = out->metafield_count > 0 ? metafields : NULL;
    return true;
}

bool selection_read(const struct settings *s, struct export_options *out, struct err *err)
{
    static const enum column_id least[] = { COL_FIRST_NAME, COL_LAST_NAME, COL_EMAIL, COL_FIRST_ORDER_ID,
                                            COL_LAST_ORDER_ID };

    if ((s->minimal ? 1 : 0) + (s->columns ? 1 : 0) + (s->groups ? 1 : 0) > 1)
        return err_set(err, ERR_USAGE, _("--groups, --columns and --minimal exclude each other"));
    if (s->columns)
        return read_columns(s, out, err);
    if (s->groups)
        return read_groups(s->groups, &out->groups, err);
    out->groups = GROUPS_DEFAULT;
    if (s->minimal) {
        out->columns = least;
        out->column_count = countof(least);
        out->groups = GROUP_BIT(GROUP_BASIC) | GROUP_BIT(GROUP_ORDERS);
    }
    return true;
}

const struct opt options_filter[14] = {
    { OPT_TEXT, 0, "email", AT(email), "ADDRESS", N_("With this email address.") },
    { OPT_TEXT, 't', "tag", AT(tag), "TAG", N_("With this tag.") },
    { OPT_TEXT, 0, "not-tag", AT(not_tag), "TAG", N_("Without this tag.") },
    { OPT_TEXT, 0, "created-since", AT(created_since), "TIME", N_("Created at this time or later.") },
    { OPT_TEXT, 0, "created-until", AT(created_until), "TIME", N_("Created before this time.") },
    { OPT_TEXT, 0, "updated-since", AT(updated_since), "TIME", N_("Changed at this time or later.") },
    { OPT_TEXT, 0, "updated-until", AT(updated_until), "TIME", N_("Last changed before this time.") },
    { OPT_TEXT, 0, "state", AT(state), "STATE", N_("Account: disabled, invited, enabled or declined.") },
    { OPT_TEXT, 0, "email-status", AT(email_status), "STATUS", N_("Email marketing, e.g. subscribed.") },
    { OPT_TEXT, 0, "min-spent", AT(min_spent), "AMOUNT", N_("Has spent this much or more.") },
    { OPT_TEXT, 0, "max-spent", AT(max_spent), "AMOUNT", N_("Has spent this much or less.") },
    { OPT_TEXT, 0, "min-orders", AT(min_orders), "N", N_("Has this many orders or more.") },
    { OPT_TEXT, 0, "query", AT(query), "QUERY",
      N_("Shopify's search syntax, e.g. \"tag:vip AND orders_count:>3\". An embedded shop knows email: tag: "
         "first_name: "
         "last_name: phone: id: orders_count: total_spent: state: updated_at: customer_date: with AND, OR, "
         "-, quotes and "
         "comparisons.") },
    { OPT_TEXT, 0, "from", AT(from), "FILE",
      N_("Only the customers whose ID, Email or Phone stand in this workbook or CSV.") },
};
