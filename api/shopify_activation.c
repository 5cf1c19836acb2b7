#include "api/shopify_parts.h"

#include "base/json_write.h"
#include "base/message.h"

/* Only these have an account to activate; asking for anybody else is refused. */
static bool may_activate(const struct customer *c)
{
    return c->email.n > 0 && (c->state == STATE_DISABLED || c->state == STATE_INVITED);
}

static str ids_variables(const struct customer *const *at, size_t n, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    for (size_t i = 0; i < n; i++) {
        json_write_key(&w, arena_fmt(a, "customerId%zu", i));
        json_write_str(&w, gid_customer(at[i]->id, a));
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

/* Whoever the shop gives no link for, in spite of all, has none. */
static void take_urls(const struct json *reply, struct customer *const *at, size_t n, struct arena *a)
{
    for (size_t i = 0; i < n; i++) {
        const char alias[] = { 'a', (char)('0' + i), '\0' };
        const struct json *payload = json_get(json_get(reply, "data"), alias);
        at[i]->activation_url = arena_copy(a, json_str(json_get(payload, "accountActivationUrl")));
        if (at[i]->activation_url.n > 0)
            at[i]->has.blank &= ~COL_BIT(COL_ACTIVATION_URL);
    }
}

/* Copies of those who can have a link, put in the place of what was read. */
static size_t replace(const struct customer **list, size_t n, struct customer **out, struct arena *a)
{
    size_t count = 0;

    for (size_t i = 0; i < n; i++) {
        if (!list[i] || !may_activate(list[i]))
            continue;
        struct customer *own = arena_new(a, struct customer);
        *own = *list[i];
        list[i] = out[count++] = own;
    }
    return count;
}

bool activation_possible(const struct shopify *s, shop_groups groups, struct err *err)
{
    if (!(groups & GROUP_BIT(GROUP_ACTIVATION)) || s->info.caps & SHOP_CLASSIC_ACCOUNTS)
        return true;
    return err_set(
        err, ERR_SHOP,
        _("this shop's accounts are not classic, so there are no activation links; leave the group "
          "activation out"));
}

bool shopify_activation_urls(struct shopify *s, shop_groups groups, const struct customer **list, size_t n,
                             struct arena *a, struct err *err)
{
    if (!(groups & GROUP_BIT(GROUP_ACTIVATION)))
        return true;
    struct customer **own = arena_array(a, struct customer *, n + 1);
    size_t count = replace(list, n, own, a), calls_count = (count + ALIASES_MAX - 1) / ALIASES_MAX;
    struct admin_call *calls = arena_array(a, struct admin_call, calls_count + 1);

    for (size_t i = 0; i < calls_count; i++) {
        size_t from = i * ALIASES_MAX, some = count - from < ALIASES_MAX ? count - from : ALIASES_MAX;
        struct document d = document_mutation(MUTATION_ACTIVATION_URL, some, a);
        calls[i] = (struct admin_call){ .document = d.text,
                                        .variables = ids_variables((const struct customer *const *)own + from,
                                                                   some, a),
                                        .cost = d.cost,
                                        .repeatable = true };
    }
    if (calls_count > 0 && !admin_run(s->admin, calls, calls_count, err))
        return err_wrap(err, _("asking for activation links"));
    for (size_t i = 0; i < calls_count; i++) {
        size_t from = i * ALIASES_MAX;
        take_urls(calls[i].reply, own + from, count - from < ALIASES_MAX ? count - from : ALIASES_MAX, a);
    }
    admin_forget(s->admin);
    return true;
}
