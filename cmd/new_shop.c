#include "cmd/new_shop.h"

#include "base/message.h"
#include "base/time.h"
#include "api/currency.h"

/* --languages "ja,en": the first is the default. */
static struct texts read_languages(const char *said, struct arena *a)
{
    str rest = str_of(said), name, *list = arena_array(a, str, rest.n + 1);
    struct texts out = { .at = list };

    for (bool more = true; more;) {
        more = str_cut(rest, ',', &name, &rest);
        if (str_trim(name).n > 0)
            list[out.n++] = str_trim(name);
    }
    return out;
}

/* What a new shop says of itself; by default a Japanese one for those who read Japanese, and for the demo. */
bool new_shop_info(const struct settings *s, bool japanese, struct shop_info *out, struct err *err)
{
    const char *zone = s->timezone ? s->timezone : japanese ? "Asia/Tokyo" : "UTC";
    const char *currency = s->currency ? s->currency : japanese ? "JPY" : "USD";
    const char *country = s->country ? s->country : japanese ? "JP" : "US";
    const char *languages = s->languages ? s->languages : japanese ? "ja,en" : "en";

    *out = (struct shop_info){ .currency = str_of(currency),
                               .country = str_of(country),
                               .languages = read_languages(languages, s->arena) };
    if (out->languages.n == 0)
        return err_set(err, ERR_USAGE, _("--languages needs one language at least, such as ja"));
    out->default_language = out->languages.at[0];
    if (!currency_decimals(out->currency, &out->money_decimals))
        return err_set(err, ERR_USAGE,
                       _("--currency: \"%s\" is no currency code; expected three letters such as JPY"),
                       currency);
    if (out->country.n != 2)
        return err_set(err, ERR_USAGE,
                       _("--country: \"%s\" is no country code; expected two letters such as JP"), country);
    if (zone_find(str_of(zone), &out->timezone, err))
        return true;
    err->code = ERR_USAGE;
    return err_wrap(err, "--timezone");
}

bool new_shop_create(const char *path, const struct shop_info *info, struct shop **out, struct err *err)
{
    static const struct embedded_options make = { .create = true };

    return embedded_open(out, path, &make, err) && embedded_configure(*out, info, err);
}
