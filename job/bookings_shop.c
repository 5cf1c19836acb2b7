#include "job/bookings_shop.h"

#include <sys/stat.h>
#include <string.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/message.h"
#include "base/time.h"
#include "model/tags.h"

enum { STATE_BYTES_MAX = 8 << 20, STATE_VERSION = 1, LOOK_UP = 250, DAY = 86400 };

/* ---- orders of a shop ------------------------------------------------------------------------------------------ */

static bool next_order(void *context, struct order *out, bool *end, struct arena *a, struct err *err)
{
    return orders_next(context, out, end, a, err);
}

bool shop_orders_open(struct shop_orders *s, struct shop *shop, const struct orders_filter *filter,
                      struct err *err)
{
    *s = (struct shop_orders){ 0 };
    if (!orders_open(&s->orders, shop, filter, err))
        return false;
    s->source = (struct order_source){ .context = s->orders, .next = next_order };
    return true;
}

void shop_orders_close(struct shop_orders *s)
{
    orders_close(s->orders);
    s->orders = NULL;
}

/* ---- who gets a tag -------------------------------------------------------------------------------------------- */

static str id_key(const int64_t *id)
{
    return (str){ (const char *)id, sizeof *id };
}

void taggings_release(struct taggings *list)
{
    seen_release(&list->ids);
}

void taggings_add(struct taggings *list, int64_t id, str tags)
{
    if (seen_put(&list->ids, id_key(&id), 1) != 0)
        return;
    if (list->n == list->room) {
        size_t room = list->room ? list->room * 2 : 64;
        struct tagging *more = arena_array(list->arena, struct tagging, room);
        if (list->n > 0)
            memcpy(more, list->at, list->n * sizeof *more);
        list->at = more;
        list->room = room;
    }
    list->at[list->n++] = (struct tagging){ id, arena_copy(list->arena, tags) };
}

enum { CELLS = 4 };
struct tagging_rows {
    struct row_source source;
    const struct taggings *list;
    size_t next; /* 0: the header */
    char id[24];
    cell cells[CELLS];
};

static bool rows_next(struct row_source *source, struct row *row)
{
    struct tagging_rows *r = (struct tagging_rows *)(void *)source;
    static const str headers[CELLS] = { STR_INIT("ID"), STR_INIT("Command"), STR_INIT("Tags"),
                                        STR_INIT("Tags Command") };
    struct arena a = { 0 };

    if (r->next > r->list->n)
        return false;
    for (size_t i = 0; i < CELLS; i++)
        r->cells[i] = (cell){ CELL_TEXT, false, headers[i] };
    if (r->next > 0) {
        const struct tagging *t = &r->list->at[r->next - 1];
        str id = arena_fmt(&a, "%lld", (long long)t->id);
        memcpy(r->id, id.p, id.n);
        r->cells[0].text = (str){ r->id, id.n };
        r->cells[1].text = STR("UPDATE");
        r->cells[2].text = t->tags;
        r->cells[3].text = STR("MERGE");
    }
    *row = (struct row){ .number = (uint32_t)++r->next, .count = CELLS, .cells = r->cells };
    arena_reset(&a);
    return true;
}

static bool rows_close(struct row_source *source, struct err *err)
{
    (void)source; /* in the list's arena */
    (void)err;
    return true;
}

static bool rows_open(void *context, struct row_source **out, struct err *err)
{
    static const struct row_source_ops ops = { rows_next, rows_close };
    struct taggings *list = context;
    struct tagging_rows *r = arena_new(list->arena, struct tagging_rows);

    (void)err;
    r->source.ops = &ops;
    r->list = list;
    *out = &r->source;
    return true;
}

struct row_input taggings_rows(struct taggings *list)
{
    return (struct row_input){ .context = list, .open = rows_open, .name = STR("") };
}

str taggings_hash(const struct taggings *list, struct arena *a)
{
    struct sha256 *h = sha256_new(a);

    for (size_t i = 0; i < list->n; i++) {
        sha256_add(h, (str){ (const char *)&list->at[i].id, sizeof list->at[i].id });
        sha256_add(h, list->at[i].tags);
    }
    return sha256_hex(h, a);
}

static bool look_up(struct shop *shop, const int64_t *ids, size_t n, struct texts tags, struct taggings *out,
                    struct arena *a, struct err *err)
{
    struct customer_key *keys = arena_array(a, struct customer_key, n);
    struct match *found = arena_array(a, struct match, n);

    for (size_t i = 0; i < n; i++)
        keys[i] = (struct customer_key){ .id = ids[i], .email = STR(""), .phone = STR("") };
    if (!shop->ops->find(shop, keys, n, GROUP_BIT(GROUP_BASIC), found, a, err))
        return err_wrap(err, _("looking up %zu customers"), n);
    for (size_t i = 0; i < n; i++) {
        if (!found[i].by_id)
            continue;
        struct texts lacks = tags_among(tags, found[i].by_id->tags, false, a);
        if (lacks.n > 0)
            taggings_add(out, ids[i], arena_join(a, lacks.at, lacks.n, STR(", ")));
    }
    return true;
}

bool taggings_lacking(struct shop *shop, const int64_t *ids, size_t n, struct texts tags,
                      struct taggings *out, struct err *err)
{
    struct arena a = { 0 };
    bool ok = true;

    for (size_t at = 0; ok && at < n; at += LOOK_UP) {
        ok = look_up(shop, ids + at, n - at < LOOK_UP ? n - at : LOOK_UP, tags, out, &a, err);
        arena_reset(&a);
    }
    return ok;
}

/* ---- the state ------------------------------------------------------------------------------------------------- */

static void read_tagged(struct sync_state *s, const struct json *list, struct arena *a)
{
    size_t n = json_count(list);

    s->tagged = arena_alloc(a, n + 1, sizeof *s->tagged);
    for (size_t i = 0; i < n && s->tagged_count < RECHECK_MOST; i++) {
        s->tagged[s->tagged_count].id = json_int(json_at(json_at(list, i), 0));
        s->tagged[s->tagged_count++].at = json_int(json_at(json_at(list, i), 1));
    }
}

bool sync_state_read(const char *path, struct sync_state *out, struct arena *a, struct err *err)
{
    struct json *root;
    str text;

    *out = (struct sync_state){ .shop = STR("") };
    if (!file_exists(path))
        return true;
    if (!file_read(path, STATE_BYTES_MAX, &text, a, err) || !json_parse(text, &root, err)) {
        err->code = err->code == ERR_IO ? ERR_IO : ERR_FORMAT;
        return err_wrap(err, "%s", path);
    }
    bool ours = json_int(json_get(root, "version")) == STATE_VERSION;
    const struct json *tags = json_get(root, "tags");
    str *list = arena_array(a, str, json_count(tags) + 1);
    for (size_t i = 0; i < json_count(tags); i++)
        list[i] = arena_copy(a, json_str(json_at(tags, i)));
    out->tags = (struct texts){ list, json_count(tags) };
    out->shop = arena_copy(a, json_str(json_get(root, "shop")));
    out->mark = json_int(json_get(root, "mark"));
    read_tagged(out, json_get(root, "tagged"), a);
    json_free(root);
    return ours ||
           err_set(err, ERR_FORMAT, _("%s is no state of \"meibo bookings sync\"; name another file"), path);
}

static struct json *state_json(const struct sync_state *s)
{
    struct json *root = json_object(), *tags = json_array(), *tagged = json_array();

    for (size_t i = 0; i < s->tags.n; i++)
        json_add(tags, json_of_str(s->tags.at[i]));
    for (size_t i = 0; i < s->tagged_count; i++) {
        struct json *one = json_array();
        json_add(one, json_of_int(s->tagged[i].id));
        json_add(one, json_of_int(s->tagged[i].at));
        json_add(tagged, one);
    }
    json_put(root, "version", json_of_int(STATE_VERSION));
    json_put(root, "shop", json_of_str(s->shop));
    json_put(root, "tags", tags);
    json_put(root, "mark", json_of_int(s->mark));
    json_put(root, "tagged", tagged);
    return root;
}

bool sync_state_write(const char *path, const struct sync_state *s, struct err *err)
{
    struct arena a = { 0 };
    struct json *root = state_json(s);
    mode_t mask = umask(077);

    if (file_exists(path))
        (void)chmod(path, 0600);
    bool ok = file_write(path, json_text(root, &a), err);
    umask(mask);
    json_free(root);
    arena_reset(&a);
    return ok;
}

void sync_state_note(struct sync_state *s, const struct taggings *list, int64_t now, struct arena *a)
{
    struct sync_state old = *s;

    s->tagged = arena_alloc(a, old.tagged_count + list->n + 1, sizeof *s->tagged);
    s->tagged_count = 0;
    for (size_t i = list->n; i > 0 && s->tagged_count < RECHECK_MOST; i--) {
        s->tagged[s->tagged_count].id = list->at[i - 1].id;
        s->tagged[s->tagged_count++].at = now;
    }
    for (size_t i = 0; i < old.tagged_count && s->tagged_count < RECHECK_MOST; i++) {
        bool late = old.tagged[i].at < now - (int64_t)RECHECK_DAYS * DAY;
        if (!late && seen_find(&list->ids, id_key(&old.tagged[i].id)) == 0)
            s->tagged[s->tagged_count++] = old.tagged[i];
    }
}
