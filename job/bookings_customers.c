#include "base/message.h"
#include "job/bookings_parts.h"
#include "job/reader.h"

enum { PAGE = 250 };

/* ---- a workbook of customers ----------------------------------------------------------------------------------- */

static void take_names(struct bookings *b, struct person *p, const struct customer *c)
{
    if (c->first_name.n > 0)
        p->first_name = arena_copy(b->arena, c->first_name);
    if (c->last_name.n > 0)
        p->last_name = arena_copy(b->arena, c->last_name);
    people_set_email(&b->people, p, c->email, &b->scratch);
}

static void take_status(struct bookings *b, struct person *p, const struct customer *c)
{
    if (!(c->has.seen & COL_BIT(COL_EMAIL_STATUS)))
        return;
    b->knows_status = p->status_known = true;
    p->subscribed = c->email_consent.state == CONSENT_SUBSCRIBED;
}

/* Tags stand in the first row of a customer's. */
static void take_customer(struct bookings *b, const struct customer *c)
{
    if (c->id == 0)
        return;
    struct person *p = people_by_id(&b->people, c->id);
    take_names(b, p, c);
    take_status(b, p, c);
    p->in_file = true;
    if (c->has.seen & COL_BIT(COL_TAGS))
        person_tags(b, p, c->tags);
    else
        p->in_file = p->status_known;
}

bool bookings_read_customers(struct bookings *b, const struct row_input *input, struct err *err)
{
    const struct import_options plain = { .zone = b->options.zone };
    struct arena notes_arena = { 0 }, arena = { 0 }, scratch = { 0 };
    struct findings notes = { .arena = &notes_arena };
    struct reader reader;
    struct customer *c;
    bool ok = reader_open(&reader, input, &plain, NULL, &notes, &scratch, err);

    if (ok && reader.header.position[COL_ID] < 0) {
        struct err closed = { 0 };
        (void)!reader_close(&reader, &closed);
        ok = err_set(err, ERR_FORMAT,
                     _("%.*s: there is no column ID, by which customers are told from each other"),
                     STR_ARG(input->name));
    } else if (ok) {
        struct findings findings = { .arena = &arena };
        while ((c = reader_next(&reader, &findings))) {
            take_customer(b, c);
            arena_reset(&arena);
            arena_reset(&scratch);
            arena_reset(&b->scratch);
            findings = (struct findings){ .arena = &arena };
        }
        ok = reader_close(&reader, err);
    }
    arena_reset(&notes_arena);
    arena_reset(&arena);
    arena_reset(&scratch);
    return ok;
}

/* ---- customers of a shop --------------------------------------------------------------------------------------- */

static void take_tagged(struct bookings *b, const struct customer *c)
{
    struct person *p = people_by_id(&b->people, c->id);

    take_names(b, p, c);
    take_status(b, p, c);
    person_tags(b, p, c->tags);
}

static bool list_tag(struct bookings *b, struct shop *shop, str tag, struct progress *progress,
                     struct err *err)
{
    const struct shop_filter filter = { .tag = tag };
    const struct customer *page[PAGE];
    struct arena arena = { 0 };
    int64_t after = 0;
    size_t n = 1;
    bool ok = true;

    while (ok && n > 0) {
        if (progress_stopping(progress)) {
            ok = err_set(err, ERR_INTERRUPTED, _("interrupted; nothing was written"));
            break;
        }
        ok = shop->ops->list(shop, &filter, GROUP_BIT(GROUP_BASIC), &after, PAGE, page, &n, &arena, err) ||
             err_wrap(err, _("listing customers"));
        for (size_t i = 0; ok && i < n; i++)
            take_tagged(b, page[i]);
        arena_reset(&arena);
        arena_reset(&b->scratch);
    }
    arena_reset(&arena);
    return ok;
}

bool bookings_list_tagged(struct bookings *b, struct shop *shop, struct progress *progress, struct err *err)
{
    const struct texts *tags = &b->options.rule->tags;

    for (size_t i = 0; i < tags->n; i++)
        if (!list_tag(b, shop, tags->at[i], progress, err))
            return false;
    return true;
}
