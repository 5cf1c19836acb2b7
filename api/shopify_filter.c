#include "api/shopify_parts.h"

#include "api/clean.h"
#include "base/buf.h"
#include "base/message.h"
#include "base/time.h"
#include "base/unicode.h"
#include "model/tags.h"
#include "model/words.h"

/* ---- into Shopify's search syntax (https://shopify.dev/docs/api/usage/search-syntax) ---------------------------- */

static void put_term(struct buf *b, const char *field, str value)
{
    if (buf_str(b).n > 0)
        buf_put(b, STR(" AND "));
    buf_put(b, str_of(field));
    buf_put(b, value);
}

static void put_quoted(struct buf *b, const char *field, str value, struct arena *a)
{
    struct buf quoted = BUF_INIT(1 << 16);

    if (value.n == 0)
        return;
    buf_putc(&quoted, '"');
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"' || value.p[i] == '\\')
            buf_putc(&quoted, '\\');
        buf_putc(&quoted, value.p[i]);
    }
    buf_putc(&quoted, '"');
    put_term(b, field, arena_copy(a, buf_str(&quoted)));
    buf_release(&quoted);
}

static void put_moment(struct buf *b, const char *field, int64_t moment, struct arena *a)
{
    if (moment != 0)
        put_term(b, field, arena_fmt(a, "'%.*s'", STR_ARG(moment_format_iso(moment, a))));
}

str filter_search(const struct shop_filter *f, struct arena *a)
{
    struct buf b = BUF_INIT(1 << 16);

    if (f->query.n > 0)
        put_term(&b, "", arena_join(a, (str[]){ STR("("), f->query, STR(")") }, 3, STR("")));
    put_quoted(&b, "email:", f->email, a);
    put_quoted(&b, "tag:", f->tag, a);
    put_quoted(&b, "tag_not:", f->not_tag, a);
    put_moment(&b, "customer_date:>=", f->created_since, a);
    put_moment(&b, "customer_date:<", f->created_until, a);
    put_moment(&b, "updated_at:>=", f->updated_since, a);
    put_moment(&b, "updated_at:<", f->updated_until, a);
    if (f->has_state)
        put_term(&b, "state:", vocabulary_state.words[f->state]);
    if (f->has_min_spent)
        put_term(&b, "total_spent:>=", decimal_format(f->min_spent, a));
    if (f->has_max_spent)
        put_term(&b, "total_spent:<=", decimal_format(f->max_spent, a));
    if (f->has_min_orders)
        put_term(&b, "orders_count:>=", arena_fmt(a, "%lld", (long long)f->min_orders));
    str text = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return text;
}

/* Shopify takes any text for a search and does what it can; one that is not closed was meant otherwise. */
bool filter_check(const struct shop_filter *f, struct err *err)
{
    size_t open = 0;
    char quote = '\0';

    for (size_t i = 0; i < f->query.n; i++) {
        char c = f->query.p[i];
        if (c == '\\')
            i++;
        else if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == ')' && open-- == 0)
            return err_set(err, ERR_USAGE, _("the search, column %zu: %s"),
                           utf8_length((str){ f->query.p, i }) + 1, _("there is a ) without a ("));
        else if (c == '(')
            open++;
    }
    if (quote)
        return err_set(err, ERR_USAGE, _("the search: %s"), _("the quotation mark is never closed"));
    return open == 0 || err_set(err, ERR_USAGE, _("the search: %s"), _("a ( is never closed"));
}

/* What it does not know it leaves out, and gives everybody: extensions.search[].warnings. */
bool filter_understood(const struct json *reply, struct err *err)
{
    const struct json *search = json_get(json_get(reply, "extensions"), "search");

    for (size_t i = 0; i < json_count(search); i++) {
        const struct json *warnings = json_get(json_at(search, i), "warnings");
        str field = json_str(json_get(json_at(warnings, 0), "field"));
        if (json_count(warnings) > 0)
            return err_set(err, ERR_USAGE,
                           _("the shop does not know \"%.*s\" in a search, and would give everybody"),
                           STR_ARG(field));
    }
    return true;
}

/* ---- as far as the customer itself tells ----------------------------------------------------------------------- */

static bool has_tag(const struct customer *c, str tag, struct arena *a)
{
    str one = text_trim(tag);

    return tags_among((struct texts){ &one, 1 }, c->tags, true, a).n > 0;
}

static bool within(int64_t t, int64_t since, int64_t until)
{
    return (since == 0 || t >= since) && (until == 0 || t < until);
}

bool filter_matches(const struct shop_filter *f, const struct customer *c, struct arena *a)
{
    return (f->email.n == 0 || str_eq(text_fold(email_clean(f->email, a), a), text_fold(c->email, a))) &&
           (f->tag.n == 0 || has_tag(c, f->tag, a)) && (f->not_tag.n == 0 || !has_tag(c, f->not_tag, a)) &&
           within(c->created_at, f->created_since, f->created_until) &&
           within(c->updated_at, f->updated_since, f->updated_until) &&
           (!f->has_state || c->state == f->state) &&
           (!f->has_email_status || c->email_consent.state == f->email_status) &&
           (!f->has_min_spent || decimal_compare(c->total_spent, f->min_spent) >= 0) &&
           (!f->has_max_spent || decimal_compare(c->total_spent, f->max_spent) <= 0) &&
           (!f->has_min_orders || c->total_orders >= f->min_orders);
}
