#include "base/message.h"
#include "job/bookings_parts.h"

enum { COLUMNS_MOST = BOOKING_CELLS };

/* ---- sheets ---------------------------------------------------------------------------------------------------- */

static void begin_part(struct bookings *b, struct table *out)
{
    struct column_layout layout[COLUMNS_MOST];
    str name = str_of(b->sheet_name);
    size_t count = 0;

    for (size_t i = 0; i < b->heading_count; i++)
        if (b->headings[i].always || !b->options.minimal)
            layout[count++] = (struct column_layout){ .header = bookings_word(b, b->headings[i].header),
                                                      .style = b->headings[i].style };
    layout[count - 1].comment = b->sheet_comment;
    b->sheet_rows = 1;
    if (++b->sheet_number > 1)
        name = arena_fmt(b->arena, "%s %u", b->sheet_name, (unsigned)b->sheet_number);
    table_sheet(out, &(struct sheet_layout){ .name = name, .columns = layout, .column_count = count });
}

static void begin_sheet(struct bookings *b, struct table *out, const char *name,
                        const struct sheet_heading *headings, size_t n, str comment)
{
    b->sheet_name = name;
    b->headings = headings;
    b->heading_count = n;
    b->sheet_comment = comment;
    b->sheet_number = 0;
    begin_part(b, out);
}

static cell cell_of(enum cell_style style, str text)
{
    int64_t number;

    if (text.n == 0)
        return (cell){ CELL_EMPTY, false, STR("") };
    if (style == STYLE_DATE)
        return (cell){ CELL_DATE, false, text };
    /* 15 digits are as many as a number cell keeps. */
    if (style == STYLE_NUMBER && text.n <= 15 && num_parse_i64(text, &number))
        return (cell){ CELL_NUMBER, false, text };
    return cell_of_text(text);
}

/* What does not fit into one sheet goes on in another. */
static void put_row(struct bookings *b, struct table *out, const str *texts)
{
    cell cells[COLUMNS_MOST];
    size_t count = 0;

    if (b->sheet_rows == ROW_MAX)
        begin_part(b, out);
    b->sheet_rows++;
    for (size_t i = 0; i < b->heading_count; i++)
        if (b->headings[i].always || !b->options.minimal)
            cells[count++] = cell_of(b->headings[i].style, texts[i]);
    table_put(out, 0, cells, count);
}

static str number_text(int64_t n, struct arena *a)
{
    return arena_fmt(a, "%lld", (long long)n);
}

static str moment_text(const struct bookings *b, int64_t moment, struct arena *a)
{
    return moment ? civil_to_serial(moment_civil(b->options.zone, moment), a) : STR("");
}

/* ---- Customers ------------------------------------------------------------------------------------------------- */

/* An import takes a blank cell for "clear": a column in which somebody has nothing is left out. */
static uint64_t columns_to_write(const struct bookings *b)
{
    uint64_t list = COL_BIT(COL_ID) | COL_BIT(COL_EMAIL) | COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_LAST_NAME) |
                    COL_BIT(COL_COMMAND) | COL_BIT(COL_TAGS) | COL_BIT(COL_TAGS_COMMAND);

    for (const struct person *p = NULL; (p = bookings_next(b, p));) {
        list &= p->email.n ? list : ~COL_BIT(COL_EMAIL);
        list &= p->first_name.n ? list : ~COL_BIT(COL_FIRST_NAME);
        list &= p->last_name.n ? list : ~COL_BIT(COL_LAST_NAME);
    }
    return list;
}

static void put_customers(struct bookings *b, struct table *out)
{
    static const enum column_id order[] = { COL_ID,      COL_EMAIL, COL_FIRST_NAME,  COL_LAST_NAME,
                                            COL_COMMAND, COL_TAGS,  COL_TAGS_COMMAND };
    struct column_layout layout[countof(order)];
    uint64_t list = columns_to_write(b);
    size_t n = 0;

    for (size_t i = 0; i < countof(order); i++)
        if (list & COL_BIT(order[i]))
            layout[n++] =
                (struct column_layout){ .header = columns[order[i]].header, .style = column_style(order[i]) };
    table_sheet(out,
                &(struct sheet_layout){ .name = STR("Customers"), .columns = layout, .column_count = n });
    for (const struct person *p = NULL; (p = bookings_next(b, p));) {
        const str texts[] = {
            number_text(p->id, &b->scratch),  p->email,    p->first_name, p->last_name, STR("UPDATE"),
            bookings_tags(b, p, &b->scratch), STR("MERGE")
        };
        cell cells[countof(order)];
        n = 0;
        for (size_t i = 0; i < countof(order); i++)
            if (list & COL_BIT(order[i]))
                cells[n++] = i == 0 ? cell_of(STYLE_NUMBER, texts[i]) : cell_of_text(texts[i]);
        table_put(out, 0, cells, n);
        arena_reset(&b->scratch);
    }
}

/* ---- Bookings and Problems, from the temporary files ------------------------------------------------------------ */

static const struct sheet_heading booking_headings[BOOKING_CELLS] = {
    { N_("Method"), STYLE_TEXT, false },        { N_("Order ID"), STYLE_NUMBER, true },
    { N_("Order"), STYLE_TEXT, false },         { N_("Line ID"), STYLE_NUMBER, false },
    { N_("Customer ID"), STYLE_NUMBER, false }, { N_("Email"), STYLE_TEXT, true },
    { N_("First Name"), STYLE_TEXT, true },     { N_("Last Name"), STYLE_TEXT, true },
    { N_("Service"), STYLE_TEXT, false },       { N_("Minutes"), STYLE_NUMBER, false },
    { N_("Date"), STYLE_TEXT, false },          { N_("Time"), STYLE_TEXT, false },
    { N_("Timezone"), STYLE_TEXT, false },      { N_("Location"), STYLE_TEXT, false },
    { N_("Resource"), STYLE_TEXT, false },      { N_("Created At"), STYLE_DATE, false },
    { N_("Cancelled At"), STYLE_DATE, false },  { N_("Matched"), STYLE_TEXT, false },
};

static const struct sheet_heading problem_headings[PROBLEM_CELLS] = {
    { N_("Problem"), STYLE_TEXT, true }, { N_("ID"), STYLE_NUMBER, true }, { N_("Name"), STYLE_TEXT, true },
    { N_("Email"), STYLE_TEXT, true },   { N_("Cell"), STYLE_TEXT, true }, { N_("What"), STYLE_TEXT, true },
};

static bool put_spool(struct bookings *b, struct table *out, struct spool *spool, struct err *err)
{
    str texts[COLUMNS_MOST] = { { 0 } };
    bool more = true;

    if (!spool_rewind(spool, err))
        return false;
    while (more) {
        for (size_t i = 0; i < b->heading_count && more; i++)
            more = spool_next(spool, &texts[i], &b->scratch);
        if (more)
            put_row(b, out, texts);
        arena_reset(&b->scratch);
    }
    return !spool->failed || err_errno(err, _("reading a temporary file"));
}

static str both_segments(const struct bookings *b, struct arena *a)
{
    str tag = b->options.rule->tags.at[0];
    const str lines[] = { bookings_segment(tag, true, a), bookings_segment(tag, false, a) };

    return arena_join(a, lines, countof(lines), STR("\n"));
}

/* ---- Segments, Marketing --------------------------------------------------------------------------------------- */

static const struct sheet_heading segment_headings[] = {
    { N_("Customer ID"), STYLE_NUMBER, false }, { N_("Email"), STYLE_TEXT, true },
    { N_("First Name"), STYLE_TEXT, true },     { N_("Last Name"), STYLE_TEXT, true },
    { N_("Bookings"), STYLE_NUMBER, false },    { N_("First Booking"), STYLE_DATE, false },
    { N_("Last Booking"), STYLE_DATE, false },  { N_("Last Order ID"), STYLE_NUMBER, true },
    { N_("Tagged"), STYLE_TEXT, false },        { N_("Booked"), STYLE_TEXT, true },
};

static const struct sheet_heading marketing_headings[] = {
    { N_("Customer ID"), STYLE_NUMBER, false }, { N_("Email"), STYLE_TEXT, true },
    { N_("First Name"), STYLE_TEXT, true },     { N_("Last Name"), STYLE_TEXT, true },
    { N_("Bookings"), STYLE_NUMBER, false },    { N_("Last Booking"), STYLE_DATE, false },
};

static str booked_word(const struct person *p)
{
    return p->booked > 0 ? STR("yes") : p->undecided > 0 ? STR("undecided") : STR("no");
}

static void put_segments(struct bookings *b, struct table *out)
{
    struct arena *a = &b->scratch;

    begin_sheet(b, out, "Segments", segment_headings, countof(segment_headings), both_segments(b, b->arena));
    for (const struct person *p = b->people.first; p; p = p->next) {
        const str texts[] = { number_text(p->id, a),
                              p->email,
                              p->first_name,
                              p->last_name,
                              number_text(p->booked, a),
                              moment_text(b, p->first_at, a),
                              moment_text(b, p->last_at, a),
                              p->last_order,
                              !p->tags_known ? STR("unknown")
                              : p->lacks     ? STR("no")
                                             : STR("yes"),
                              booked_word(p) };
        put_row(b, out, texts);
        arena_reset(a);
    }
}

static void put_marketing(struct bookings *b, struct table *out)
{
    struct arena *a = &b->scratch;

    begin_sheet(b, out, "Marketing", marketing_headings, countof(marketing_headings), STR(""));
    for (const struct person *p = b->people.first; p; p = p->next) {
        if (p->booked == 0 || !p->subscribed)
            continue;
        const str texts[] = {
            number_text(p->id, a),        p->email, p->first_name, p->last_name, number_text(p->booked, a),
            moment_text(b, p->last_at, a)
        };
        put_row(b, out, texts);
        arena_reset(a);
    }
}

bool bookings_write(struct bookings *b, struct table *out, struct err *err)
{
    put_customers(b, out);
    begin_sheet(b, out, "Bookings", booking_headings, BOOKING_CELLS, STR(""));
    if (!put_spool(b, out, &b->rows, err))
        return false;
    put_segments(b, out);
    put_marketing(b, out);
    bookings_summary(b, out);
    begin_sheet(b, out, "Problems", problem_headings, PROBLEM_CELLS, STR(""));
    return put_spool(b, out, &b->problems, err);
}
