/*
 * embedded.h - the embedded shop: a shop in one SQLite file.
 *
 * It keeps Shopify's own rules (unique email and phone, tags without case, consent, orders that prevent
 * deletion, one default address, metafield definitions), so that what works here works there. What a
 * newcomer uses, what people try an import on, and the mirror that `shop pull` fills.
 * Several processes may use one file at once. It never sends mail; it records that it would have.
 */
#ifndef API_EMBEDDED_H
#define API_EMBEDDED_H

#include "api/shop.h"

struct embedded_options {
    bool create;  /* make the file when it does not exist */
    bool read_only;
    bool mirror; /* to be filled by embedded_mirror(): nothing lies beside the file, and a crash may damage it */
};

/* ERR_SHOP when the file is missing (and not to be made), is no shop, or is of a newer version. */
must_check bool embedded_open(struct shop **out, const char *path, const struct embedded_options *options, struct err *err);

/* What a new shop says of itself (`shop add`, `shop demo`): zone, currency, country, languages. ERR_USAGE when it holds
 * orders already and the decimals of the currency would change. */
must_check bool embedded_configure(struct shop *s, const struct shop_info *info, struct err *err);

/* An order as the demo and tests make them; totals and ends of the customer follow. */
struct embedded_order {
    int64_t customer_id;
    str name; /* "#1001" */
    int64_t processed_at;
    decimal total;
};
must_check bool embedded_add_orders(struct shop *s, const struct embedded_order *orders, size_t n, struct err *err);
must_check bool embedded_define_metafield(struct shop *s, struct metafield_definition definition, struct err *err);

/*
 * Copies of customers of another shop, with every group: their IDs, dates, consents, states, counts and ends of orders are
 * kept, revisions are its own. Not checked against the rules; ERR_SHOP when two have one email or phone. For a shop that
 * was opened as a mirror and configured like the other (embedded_configure(), embedded_define_metafield()).
 */
must_check bool embedded_mirror(struct shop *s, const struct customer *const *customers, size_t n, struct err *err);
/* Makes it a shop like others; close it then. */
must_check bool embedded_mirror_end(struct shop *s, struct err *err);

/* What only the customers themselves can do: accept or decline an invitation. */
must_check bool embedded_set_state(struct shop *s, const int64_t *customers, size_t n, enum account_state state,
                                   struct err *err);

/* How many activation mails would have been sent. */
must_check bool embedded_mail_count(struct shop *s, int64_t *out, struct err *err);

#endif
