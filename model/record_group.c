#include "model/record_parts.h"

#include "model/address.h"

/* Which rows belong together (docs/FORMAT.md, R-2 to R-5). Nothing is complained of here: record_add() reads
 * the same cells again, and does. */

enum key_answer { KEY_BLANK, KEY_SAME, KEY_OTHER };

static bool read_quietly(const struct record *rec, const struct row *row, enum column_id col,
                         struct customer *to)
{
    struct findings quiet = { .arena = rec->scratch };
    str country = col == COL_PHONE ? record_country(rec, row) : STR("");

    return record_read(rec, row, col, country, to, &quiet) && field_given(col, to);
}

/* A key that cannot be read contradicts: its row is then told of by itself. */
static enum key_answer compare_key(const struct record *rec, const struct row *row, enum column_id col)
{
    const struct customer *c = rec->customer;
    struct customer next = { 0 };

    if (!record_cell_filled(rec, row, col))
        return KEY_BLANK;
    if (!read_quietly(rec, row, col, &next))
        return KEY_OTHER;
    if (col == COL_ID)
        return next.id == rec->group_id ? KEY_SAME : KEY_OTHER;
    return field_given(col, c) && column_equal(col, c, &next) ? KEY_SAME : KEY_OTHER;
}

static bool same_name(const struct record *rec, const struct row *row, enum column_id col)
{
    struct customer next = { 0 };

    return field_given(col, rec->customer) && read_quietly(rec, row, col, &next) &&
           column_equal(col, rec->customer, &next);
}

static bool holds_address_or_tags(const struct record *rec, const struct row *row)
{
    if (record_cell_filled(rec, row, COL_TAGS))
        return true;
    for (enum column_id col = 0; col < COL_COUNT; col++)
        if (((ADDRESS_TEXTS | COL_BIT(COL_ADDRESS_ID)) & COL_BIT(col)) && record_cell_filled(rec, row, col))
            return true;
    return false;
}

bool record_continues(const struct record *rec, const struct row *row)
{
    static const enum column_id keys[] = { COL_ID, COL_EMAIL, COL_PHONE };
    size_t same = 0;

    for (size_t i = 0; i < countof(keys); i++) {
        enum key_answer answer = compare_key(rec, row, keys[i]);
        if (answer == KEY_OTHER)
            return false;
        same += answer == KEY_SAME;
    }
    if (same > 0)
        return true;
    if (!record_cell_filled(rec, row, COL_FIRST_NAME) && !record_cell_filled(rec, row, COL_LAST_NAME))
        return holds_address_or_tags(rec, row);
    return !rec->any_key && !rec->group_id && same_name(rec, row, COL_FIRST_NAME) &&
           same_name(rec, row, COL_LAST_NAME);
}
