#include "model/address.h"

#include "base/unicode.h"
#include "model/place.h"

const struct own_column own_columns[3] = {
    { COL_ADDRESS_FIRST, COL_FIRST_NAME },
    { COL_ADDRESS_LAST, COL_LAST_NAME },
    { COL_ADDRESS_PHONE, COL_PHONE },
};

static const enum column_id lines[] = { COL_ADDRESS_LINE1, COL_ADDRESS_ZIP, COL_ADDRESS_CITY,
                                        COL_ADDRESS_COMPANY, COL_ADDRESS_LINE2 };

bool address_is_there(const struct address *a)
{
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (((ADDRESS_TEXTS | COL_BIT(COL_ADDRESS_ID)) & COL_BIT(col)) && field_given(col, a))
            return true;
    return false;
}

static str text_of(enum column_id col, const void *record)
{
    return field_given(col, record) ? *(const str *)field_of(col, record) : STR("");
}

static bool texts_agree(str a, str b, struct arena *scratch)
{
    return str_eq(a, b) || (a.n > 0 && b.n > 0 && str_eq(text_key(a, scratch), text_key(b, scratch)));
}

static bool same_place(const struct address *a, const struct address *b, enum column_id name,
                       enum column_id code, struct arena *scratch)
{
    if (!(a->has.seen & (COL_BIT(name) | COL_BIT(code))))
        return true;
    if (field_given(code, a) && field_given(code, b))
        return str_eq_fold(text_of(code, a), text_of(code, b));
    if (field_given(name, a) && field_given(name, b))
        return texts_agree(text_of(name, a), text_of(name, b), scratch);
    return !field_given(name, a) && !field_given(code, a) && !field_given(name, b) && !field_given(code, b);
}

bool address_same_country(const struct address *a, const struct address *b, struct arena *scratch)
{
    return same_place(a, b, COL_ADDRESS_COUNTRY, COL_ADDRESS_COUNTRY_CODE, scratch);
}

/* The province's code as this program writes it; "" when it is not known. */
static str known_province(const struct address *a, str country, struct arena *scratch)
{
    str code = text_of(COL_ADDRESS_PROVINCE_CODE, a);

    return province_find(country, code.n > 0 ? code : text_of(COL_ADDRESS_PROVINCE, a), scratch);
}

/* A shop may keep a code in its other form, 13 for JP-13, or a name alone. */
bool address_same_province(const struct address *a, const struct address *b, struct arena *scratch)
{
    if (same_place(a, b, COL_ADDRESS_PROVINCE, COL_ADDRESS_PROVINCE_CODE, scratch))
        return true;

    str country = text_of(COL_ADDRESS_COUNTRY_CODE, b);
    if (!address_same_country(a, b, scratch))
        return false;
    str known = known_province(a, country, scratch);
    return known.n > 0 && str_eq(known, known_province(b, country, scratch));
}

static bool same_own(const struct address *a, const struct address *b, const struct own_column *own,
                     const struct customer *const *owners, size_t n, struct arena *scratch)
{
    str theirs = text_of(own->address, b);

    if (field_given(own->address, a))
        return texts_agree(text_of(own->address, a), theirs, scratch);
    for (size_t i = 0; i < n; i++)
        if (texts_agree(text_of(own->customer, owners[i]), theirs, scratch))
            return true;
    return theirs.n == 0;
}

bool address_same(const struct address *a, const struct address *b, const struct customer *const *owners,
                  size_t n, struct arena *scratch)
{
    for (size_t i = 0; i < countof(lines); i++)
        if ((a->has.seen & COL_BIT(lines[i])) &&
            !texts_agree(text_of(lines[i], a), text_of(lines[i], b), scratch))
            return false;
    for (size_t i = 0; i < countof(own_columns); i++)
        if (!same_own(a, b, &own_columns[i], owners, n, scratch))
            return false;
    return address_same_country(a, b, scratch) && address_same_province(a, b, scratch);
}

const struct address *address_by_id(const struct customer *c, int64_t id)
{
    for (size_t i = 0; id != 0 && i < c->address_count; i++)
        if (c->addresses[i].id == id)
            return &c->addresses[i];
    return NULL;
}

const struct address *address_default(const struct customer *c)
{
    for (size_t i = 0; i < c->address_count; i++)
        if (c->addresses[i].is_default)
            return &c->addresses[i];
    return NULL;
}
