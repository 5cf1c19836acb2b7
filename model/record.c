#include "model/record_parts.h"

#include <string.h>

#include "base/unicode.h"
#include "model/address.h"

static const enum column_id keys[] = { COL_ID, COL_EMAIL, COL_PHONE };

static bool is_key(enum column_id col)
{
    return col == COL_ID || col == COL_EMAIL || col == COL_PHONE;
}

static bool is_read(enum column_id col, const struct record_options *options)
{
    bool read = columns[col].access == ACCESS_BOTH || columns[col].access == ACCESS_IMPORT;

    return read && !(options->ignore_id && col == COL_ADDRESS_ID);
}

/* The command decides what is looked at, and countries decide how phones are read, so these come first. */
void record_init(struct record *rec, const struct header *h, const struct record_options *options,
                 struct arena *scratch)
{
    static const enum column_id first[] = { COL_COMMAND, COL_ADDRESS_COUNTRY_CODE, COL_ADDRESS_COUNTRY };
    uint64_t done = 0;

    *rec = (struct record){ .header = h, .options = *options, .scratch = scratch };
    for (size_t i = 0; i < countof(first) + COL_COUNT; i++) {
        enum column_id col = i < countof(first) ? first[i] : (enum column_id)(i - countof(first));
        if ((done & COL_BIT(col)) || h->position[col] < 0 || !is_read(col, options))
            continue;
        rec->columns[rec->column_count++] = (uint8_t)col;
        done |= COL_BIT(col);
    }
}

static bool is_filled(cell c)
{
    return c.kind != CELL_EMPTY && !(c.kind == CELL_TEXT && text_is_blank(c.text));
}

cell record_cell(const struct record *rec, const struct row *row, enum column_id col)
{
    int32_t at = rec->header->position[col];

    return at >= 0 && (size_t)at < row->count ? row->cells[at] : (cell){ .kind = CELL_EMPTY };
}

bool record_cell_filled(const struct record *rec, const struct row *row, enum column_id col)
{
    return is_filled(record_cell(rec, row, col));
}

bool row_is_blank(const struct header *h, const struct row *row)
{
    for (size_t i = 0; i < row->count && i < h->count; i++) {
        enum column_id col = h->column[i] >= 0 ? (enum column_id)h->column[i] : COL_COUNT;
        bool read =
            col < COL_COUNT && (columns[col].access == ACCESS_BOTH || columns[col].access == ACCESS_IMPORT);
        if (read && is_filled(row->cells[i]))
            return false;
    }
    for (size_t i = 0; i < h->metafield_count; i++)
        if (h->metafields[i].column < row->count && is_filled(row->cells[h->metafields[i].column]))
            return false;
    return true;
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* L-1, L-2: TRUE and FALSE that mean a status. */
static bool read_accepts(const struct record *rec, const struct row *row, enum column_id col,
                         struct customer *c, struct findings *findings)
{
    bool email = col == COL_EMAIL_STATUS;
    struct consent *consent = email ? &c->email_consent : &c->sms_consent;
    struct customer answer = { 0 };

    if (!column_parse(COL_TAX_EXEMPT, rec->options.cells, STR(""), record_cell(rec, row, col), &answer,
                      row->number, rec->header->position[col], findings))
        return false;
    c->has.seen |= COL_BIT(col);
    if (answer.has.blank) {
        c->has.blank |= COL_BIT(col);
        return true;
    }
    consent->state = answer.tax_exempt ? CONSENT_SUBSCRIBED : CONSENT_UNSUBSCRIBED;
    consent->if_subscribed = !answer.tax_exempt;
    return true;
}

bool record_read(const struct record *rec, const struct row *row, enum column_id col, str country,
                 void *record, struct findings *findings)
{
    int32_t at = rec->header->position[col];
    uint8_t meaning = at >= 0 ? rec->header->meaning[at] : (uint8_t)ALIAS_PLAIN;

    if (meaning == ALIAS_ACCEPTS_EMAIL || meaning == ALIAS_ACCEPTS_SMS)
        return read_accepts(rec, row, col, record, findings);
    return column_parse(col, rec->options.cells, country, record_cell(rec, row, col), record, row->number, at,
                        findings);
}

/* --blank keep: a blank cell is as good as an absent column (B-8). */
static void drop_blanks(const struct record *rec, struct presence *has)
{
    if (!rec->options.blank_keeps)
        return;
    has->seen &= ~has->blank;
    has->blank = 0;
}

void record_differs(struct record *rec, const struct row *row, int32_t sheet_column, str header)
{
    struct finding f = { FINDING_DIFFERS_FROM_FIRST_ROW, row->number, sheet_column, { STR(""), header } };

    f.args[2] = arena_fmt(rec->scratch, "%u", (unsigned)rec->customer->row);
    finding_add(rec->findings, f);
}

/* ---- tags and addresses: every row has its own ------------------------------------------------ */

static void add_step(struct record *rec, const struct row *row, const struct customer *from)
{
    struct customer *c = rec->customer;
    bool given = field_given(COL_TAGS, from), commanded = field_given(COL_TAGS_COMMAND, from);

    /* T-4, T-5: of blank tags only an explicit REPLACE makes something. */
    if (!given && !(commanded && from->tags_command == LIST_REPLACE && field_blank(COL_TAGS, from)))
        return;
    if (c->tag_step_count == rec->step_room) {
        size_t room = rec->step_room ? rec->step_room * 2 : 1;
        struct tag_step *wider = arena_array(rec->findings->arena, struct tag_step, room);
        if (c->tag_step_count)
            memcpy(wider, c->tag_steps, c->tag_step_count * sizeof *wider);
        c->tag_steps = wider;
        rec->step_room = room;
    }
    c->tag_steps[c->tag_step_count++] = (struct tag_step){
        .command = commanded ? from->tags_command : LIST_MERGE,
        .command_given = commanded,
        .tags = given ? from->tags : (struct texts){ 0 },
        .row = row->number,
    };
}

static void check_default(struct record *rec, struct address *adr, bool first)
{
    struct finding f = {
        FINDING_TWO_DEFAULT_ADDRESSES, adr->row, rec->header->position[COL_ADDRESS_DEFAULT], { { 0 } }
    };

    if (first && rec->header->shopify_csv && rec->header->position[COL_ADDRESS_DEFAULT] < 0) { /* L-6 */
        adr->has.seen |= COL_BIT(COL_ADDRESS_DEFAULT);
        adr->is_default = true;
    }
    if (!adr->is_default || adr->command == LIST_DELETE)
        return;
    if (rec->default_row) {
        f.args[1] = arena_fmt(rec->scratch, "%u", (unsigned)rec->default_row);
        finding_add(rec->findings, f);
    }
    rec->default_row = adr->row;
}

/* A REPLACE or DELETE counts also on a row that holds no address. */
static void add_address(struct record *rec, struct address *adr, bool first)
{
    struct customer *c = rec->customer;
    bool there = address_is_there(adr);

    if (!there && !(field_given(COL_ADDRESS_COMMAND, adr) && adr->command != LIST_MERGE))
        return;
    if (there)
        check_default(rec, adr, first);
    record_fill_place(rec, adr);
    drop_blanks(rec, &adr->has);
    if (c->address_count == rec->address_room) {
        size_t room = rec->address_room ? rec->address_room * 2 : 1;
        struct address *wider = arena_array(rec->findings->arena, struct address, room);
        if (c->address_count)
            memcpy(wider, c->addresses, c->address_count * sizeof *wider);
        c->addresses = wider;
        rec->address_room = room;
    }
    c->addresses[c->address_count++] = *adr;
}

static void read_address(struct record *rec, const struct row *row, str country, bool first)
{
    struct address adr = { .row = row->number };

    for (size_t i = 0; i < rec->column_count; i++) {
        enum column_id col = (enum column_id)rec->columns[i];
        if (columns[col].record == RECORD_address)
            record_read(rec, row, col, country, &adr, rec->findings);
    }
    add_address(rec, &adr, first);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* What a command does not look at must not be found fault with (M-13, M-14). */
static bool looks_at(enum command command, enum column_id col)
{
    return (command != COMMAND_DELETE && command != COMMAND_IGNORE) || is_key(col) || col == COL_COMMAND;
}

static void read_first(struct record *rec, const struct row *row, str country)
{
    struct customer *c = rec->customer;
    struct findings quiet = { .arena = rec->findings->arena };

    for (size_t i = 0; i < rec->column_count; i++) {
        enum column_id col = (enum column_id)rec->columns[i];
        if (columns[col].record != RECORD_customer || !looks_at(c->command, col))
            continue;
        record_read(rec, row, col, country, c, c->command == COMMAND_IGNORE ? &quiet : rec->findings);
    }
    for (size_t i = 0; i < countof(keys); i++)
        rec->any_key |=
            record_cell_filled(rec, row, keys[i]) && !(keys[i] == COL_ID && rec->options.ignore_id);
    rec->group_id = field_given(COL_ID, c) ? c->id : 0;
    if (rec->options.ignore_id) {
        c->id = 0;
        c->has.seen &= ~COL_BIT(COL_ID);
        c->has.blank &= ~COL_BIT(COL_ID);
    }
    drop_blanks(rec, &c->has);
}

/* A cell of the first row that was refused is not compared with: it has been complained of. */
static void compare_cell(struct record *rec, const struct row *row, enum column_id col,
                         const struct customer *next)
{
    const struct customer *c = rec->customer;
    bool blank_first = !record_cell_filled(rec, row, col);
    bool same;

    if (blank_first || !field_given(col, next))
        return;
    if (col == COL_ID && rec->options.ignore_id)
        same = next->id == rec->group_id;
    else
        same = field_given(col, c) ? column_equal(col, c, next)
                                   : !(c->has.seen & COL_BIT(col)) && !rec->options.blank_keeps;
    if (!same)
        record_differs(rec, row, rec->header->position[col], columns[col].header);
}

static void read_later(struct record *rec, const struct row *row, str country, struct customer *next)
{
    enum command command = rec->customer->command;

    for (size_t i = 0; i < rec->column_count; i++) {
        enum column_id col = (enum column_id)rec->columns[i];
        if (columns[col].record != RECORD_customer || !looks_at(command, col))
            continue;
        record_read(rec, row, col, country, next, rec->findings);
        if (col != COL_TAGS && col != COL_TAGS_COMMAND)
            compare_cell(rec, row, col, next);
    }
    drop_blanks(rec, &next->has);
}

static bool too_many_rows(struct record *rec, const struct row *row)
{
    struct finding f = { FINDING_TOO_MANY_ROWS, row->number, -1, { { 0 } } };

    if (++rec->rows == CUSTOMER_ROWS_MAX + 1) {
        f.args[1] = arena_fmt(rec->scratch, "%d", CUSTOMER_ROWS_MAX);
        finding_add(rec->findings, f);
    }
    return rec->rows > CUSTOMER_ROWS_MAX;
}

void record_begin(struct record *rec, struct findings *findings)
{
    rec->findings = findings;
    rec->customer = arena_new(findings->arena, struct customer);
    rec->address_room = rec->step_room = rec->rows = 0;
    rec->errors_before = findings->count[SEVERITY_ERROR];
    rec->any_key = false;
    rec->group_id = 0;
    rec->default_row = 0;
}

void record_add(struct record *rec, const struct row *row)
{
    struct customer *c = rec->customer, next = { 0 };
    bool first = c->row == 0;
    str country = record_country(rec, row);

    c->last_row = row->number;
    if (too_many_rows(rec, row))
        return;
    if (first) {
        c->row = row->number;
        read_first(rec, row, country);
    } else if (c->command != COMMAND_IGNORE) {
        read_later(rec, row, country, &next);
    }
    if (c->command == COMMAND_IGNORE || c->command == COMMAND_DELETE)
        return;
    add_step(rec, row, first ? c : &next);
    read_address(rec, row, country, first);
    if (first)
        record_metafields(rec, row);
    else
        record_later_metafields(rec, row);
}

static bool has_identity(const struct record *rec)
{
    const struct customer *c = rec->customer;

    return rec->any_key || field_given(COL_FIRST_NAME, c) || field_given(COL_LAST_NAME, c);
}

struct customer *record_finish(struct record *rec)
{
    struct customer *c = rec->customer;

    if (c->command != COMMAND_IGNORE && !has_identity(rec))
        finding_add(rec->findings, (struct finding){ FINDING_NO_KEY, c->row, -1, { { 0 } } });
    c->failed = rec->findings->count[SEVERITY_ERROR] > rec->errors_before;
    rec->customer = NULL;
    return c;
}
