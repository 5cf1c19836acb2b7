#include "base/hash.h"
#include "base/unicode.h"
#include "job/bookings_sheet.h"
#include "model/types.h"

enum { OPTIONS_MOST = 3 };

enum product_column {
    PRODUCT_VARIANT,
    PRODUCT_HANDLE,
    PRODUCT_ID,
    PRODUCT_TAGS,
    PRODUCT_TYPE,
    PRODUCT_OPTION1_NAME,
    PRODUCT_OPTION1_VALUE,
    PRODUCT_OPTION2_NAME,
    PRODUCT_OPTION2_VALUE,
    PRODUCT_OPTION3_NAME,
    PRODUCT_OPTION3_VALUE,
    PRODUCT_COLUMNS
};

static const str names[PRODUCT_COLUMNS] = {
    STR_INIT("Variant ID"),    STR_INIT("Handle"),        STR_INIT("ID"),
    STR_INIT("Tags"),          STR_INIT("Type"),          STR_INIT("Option1 Name"),
    STR_INIT("Option1 Value"), STR_INIT("Option2 Name"),  STR_INIT("Option2 Value"),
    STR_INIT("Option3 Name"),  STR_INIT("Option3 Value"),
};

/* What the rows of one product have in common; blank cells of further rows say the same as the first. */
struct product {
    str handle, type, option_names[OPTIONS_MOST];
    int64_t id;
    struct texts tags;
};

struct variant {
    int64_t id;
    const struct product *product;
    struct pairs options;
};

struct products {
    struct arena *arena;
    struct variant *slots; /* open addressing; id 0: free */
    size_t room, n;
    field_set known; /* columns that are there */
};

static struct variant *slot_of(const struct products *p, int64_t id)
{
    size_t i = (size_t)hash64((str){ (const char *)&id, sizeof id }) & (p->room - 1);

    while (p->slots[i].id != 0 && p->slots[i].id != id)
        i = (i + 1) & (p->room - 1);
    return &p->slots[i];
}

static void grow(struct products *p)
{
    struct products old = *p;

    p->room = old.room ? old.room * 2 : 256;
    p->slots = arena_array(p->arena, struct variant, p->room);
    for (size_t i = 0; i < old.room; i++)
        if (old.slots[i].id != 0)
            *slot_of(p, old.slots[i].id) = old.slots[i];
}

static struct texts copy_tags(struct texts tags, struct arena *a)
{
    str *at = arena_array(a, str, tags.n + 1);

    for (size_t i = 0; i < tags.n; i++)
        at[i] = arena_copy(a, tags.at[i]);
    return (struct texts){ at, tags.n };
}

static void take_text(str *to, str text, struct arena *a)
{
    if (to->n == 0 && text.n > 0)
        *to = arena_copy(a, text);
}

/* The same product as the row before, by ID where there is one, else by handle; a row with neither goes on. */
static bool goes_on(const struct product *last, int64_t id, str handle)
{
    if (!last || (id != 0 && last->id != 0 && id != last->id))
        return false;
    return (id != 0 && id == last->id) || handle.n == 0 || str_eq(handle, last->handle);
}

static struct product *product_of_row(struct products *p, struct product *last, const struct named_sheet *s,
                                      struct arena *scratch)
{
    int64_t id;
    str handle = text_trim(named_text(s, PRODUCT_HANDLE));

    (void)named_id(s, PRODUCT_ID, &id);
    if (!goes_on(last, id, handle)) {
        last = arena_new(p->arena, struct product);
        last->id = id;
    }
    take_text(&last->handle, handle, p->arena);
    take_text(&last->type, named_text(s, PRODUCT_TYPE), p->arena);
    for (size_t i = 0; i < OPTIONS_MOST; i++)
        take_text(&last->option_names[i], named_text(s, PRODUCT_OPTION1_NAME + 2 * i), p->arena);
    if (last->tags.n == 0)
        last->tags = copy_tags(tags_split(named_text(s, PRODUCT_TAGS), scratch), p->arena);
    return last;
}

static void take_row(struct products *p, const struct product *product, const struct named_sheet *s)
{
    int64_t id;

    if (!named_id(s, PRODUCT_VARIANT, &id) || id == 0)
        return;
    if (p->n * 2 >= p->room)
        grow(p);
    struct variant *v = slot_of(p, id);
    struct pair *options = arena_array(p->arena, struct pair, OPTIONS_MOST);
    p->n += v->id == 0;
    *v = (struct variant){ .id = id, .product = product, .options.at = options };
    for (size_t i = 0; i < OPTIONS_MOST; i++) {
        str value = named_text(s, PRODUCT_OPTION1_VALUE + 2 * i);
        if (value.n > 0 && product->option_names[i].n > 0)
            options[v->options.n++] = (struct pair){ product->option_names[i], arena_copy(p->arena, value) };
    }
}

static field_set known_columns(const struct named_sheet *s)
{
    return (named_has(s, PRODUCT_OPTION1_NAME) ? FIELD_BIT(LINE_OPTIONS) : 0) |
           (named_has(s, PRODUCT_TAGS) ? FIELD_BIT(LINE_PRODUCT_TAGS) : 0) |
           (named_has(s, PRODUCT_TYPE) ? FIELD_BIT(LINE_PRODUCT_TYPE) : 0) |
           (named_has(s, PRODUCT_HANDLE) ? FIELD_BIT(LINE_PRODUCT_HANDLE) : 0);
}

bool products_read(struct products **out, const struct row_input *input, struct arena *a, struct err *err)
{
    struct products *p = arena_new(a, struct products);
    struct product *product = NULL;
    struct named_sheet sheet;
    struct arena scratch = { 0 };

    *out = p;
    p->arena = a;
    bool ok = named_open(&sheet, input, names, PRODUCT_COLUMNS, 1, NULL, &scratch, err);
    if (ok) {
        p->known = known_columns(&sheet);
        while (named_next(&sheet)) {
            product = product_of_row(p, product, &sheet, &scratch);
            take_row(p, product, &sheet);
            arena_reset(&scratch);
        }
        ok = named_close(&sheet, err);
    }
    arena_reset(&scratch);
    return ok;
}

void products_fill(const struct products *p, struct order_line *line)
{
    if (!p || p->room == 0 || line->variant_id == 0)
        return;
    const struct variant *v = slot_of(p, line->variant_id);
    if (v->id == 0)
        return;
    field_set learned = line->unknown & p->known;
    line->unknown &= ~learned;
    if (learned & FIELD_BIT(LINE_OPTIONS))
        line->options = v->options;
    if (learned & FIELD_BIT(LINE_PRODUCT_TAGS))
        line->product_tags = v->product->tags;
    if (learned & FIELD_BIT(LINE_PRODUCT_TYPE))
        line->product_type = v->product->type;
    if (learned & FIELD_BIT(LINE_PRODUCT_HANDLE))
        line->product_handle = v->product->handle;
}
