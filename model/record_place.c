#include "model/record_parts.h"

#include "model/fields.h"
#include "model/place.h"

static str given_text(enum column_id col, const struct address *adr)
{
    return field_given(col, adr) ? *(const str *)field_of(col, adr) : STR("");
}

static void fill(struct address *adr, enum column_id col, str value)
{
    adr->has.seen |= COL_BIT(col);
    adr->has.blank &= ~COL_BIT(col);
    *(str *)field_at(col, adr) = value;
}

static void say(const struct record *rec, enum finding_id id, const struct address *adr, enum column_id col,
                str arg0, str arg1)
{
    finding_add(rec->findings, (struct finding){ id, adr->row, rec->header->position[col], { arg0, arg1 } });
}

static void fill_country(const struct record *rec, struct address *adr)
{
    str code = given_text(COL_ADDRESS_COUNTRY_CODE, adr), name = given_text(COL_ADDRESS_COUNTRY, adr);
    str named = name.n > 0 ? country_find(name, rec->scratch) : STR("");

    if (code.n > 0 && named.n > 0 && !str_eq(code, named))
        say(rec, FINDING_COUNTRY_CONTRADICTS, adr, COL_ADDRESS_COUNTRY, STR(""), code);
    else if (code.n == 0 && name.n > 0 && named.n == 0)
        say(rec, FINDING_COUNTRY_UNKNOWN, adr, COL_ADDRESS_COUNTRY, name, STR(""));
    else if (code.n == 0 && named.n > 0)
        fill(adr, COL_ADDRESS_COUNTRY_CODE, named);
    else if (code.n > 0 && name.n == 0 && country_name(code).n > 0)
        fill(adr, COL_ADDRESS_COUNTRY, country_name(code));
}

/* its list is Shopify's own, so what is not known here is only warned about. */
static void fill_province(const struct record *rec, struct address *adr)
{
    str country = given_text(COL_ADDRESS_COUNTRY_CODE, adr);
    str code = given_text(COL_ADDRESS_PROVINCE_CODE, adr), name = given_text(COL_ADDRESS_PROVINCE, adr);
    str known = code.n > 0 ? province_find(country, code, rec->scratch) : STR("");
    str named = name.n > 0 ? province_find(country, name, rec->scratch) : STR("");

    if (known.n > 0 && named.n > 0 && !str_eq(known, named)) {
        say(rec, FINDING_PROVINCE_CONTRADICTS, adr, COL_ADDRESS_PROVINCE, STR(""), code);
        return;
    }
    if (known.n == 0 && named.n == 0) {
        bool by_code = code.n > 0;
        say(rec, FINDING_PROVINCE_UNKNOWN, adr, by_code ? COL_ADDRESS_PROVINCE_CODE : COL_ADDRESS_PROVINCE,
            by_code ? code : name, country_name(country));
        return;
    }
    if (known.n > 0 || code.n == 0)
        fill(adr, COL_ADDRESS_PROVINCE_CODE, known.n > 0 ? known : named);
    if (name.n == 0 && province_name(country, known).n > 0)
        fill(adr, COL_ADDRESS_PROVINCE, province_name(country, known));
}

void record_fill_place(const struct record *rec, struct address *adr)
{
    if (adr->command == LIST_DELETE)
        return;
    fill_country(rec, adr);
    bool any = field_given(COL_ADDRESS_PROVINCE, adr) || field_given(COL_ADDRESS_PROVINCE_CODE, adr);
    if (any && field_given(COL_ADDRESS_COUNTRY_CODE, adr))
        fill_province(rec, adr);
}

str record_country(const struct record *rec, const struct row *row)
{
    static const enum column_id cols[] = { COL_ADDRESS_COUNTRY_CODE, COL_ADDRESS_COUNTRY };

    for (size_t i = 0; i < countof(cols); i++) {
        cell c = record_cell(rec, row, cols[i]);
        str code = c.kind == CELL_TEXT ? country_find(c.text, rec->scratch) : STR("");
        if (code.n > 0)
            return code;
    }
    return STR("");
}
