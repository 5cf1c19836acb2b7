#include "job/report_parts.h"

#include "base/buf.h"
#include "base/message.h"
#include "base/unicode.h"

enum { CAUSE_MAX = 4096, SHEET_NAME_MAX = 31 };

cell cell_of_text(str s)
{
    return (cell){ s.n ? CELL_TEXT : CELL_EMPTY, false, s };
}

cell cell_of_count(uint64_t n, struct arena *a)
{
    return (cell){ CELL_NUMBER, false, arena_fmt(a, "%llu", (unsigned long long)n) };
}

cell cell_of_time(int64_t moment, const struct zone *zone, struct arena *a)
{
    if (moment == 0)
        return (cell){ CELL_EMPTY, false, STR("") };
    return (cell){ CELL_DATE, false, civil_to_serial(moment_civil(zone, moment), a) };
}

const struct zone *report_zone(const struct report *r)
{
    const struct zone *zone = r->options->zone ? r->options->zone : r->shop ? r->shop->timezone : NULL;

    return zone ? zone : zone_utc();
}

str report_word(const struct report *r, const char *english)
{
    return r->words->text(english);
}

str severity_word(const struct report *r, enum severity s)
{
    static const char *const words[SEVERITY_COUNT] = { N_("Note"), N_("Warning"), N_("Error") };

    return report_word(r, words[s]);
}

str finding_cause(const struct report *r, enum finding_id id, struct arena *a)
{
    str text = report_word(r, finding_template(id));
    struct buf out = BUF_INIT(CAUSE_MAX);

    for (size_t i = 0; i < text.n; i++) {
        bool place = text.p[i] == '{' && i + 2 < text.n && text.p[i + 2] == '}';
        buf_put(&out, place ? STR("…") : (str){ text.p + i, 1 });
        i += place ? 2 : 0;
    }

    str copy = arena_copy(a, buf_str(&out));
    buf_release(&out);
    return copy;
}

str op_words(const struct report *r, enum op_kind kind, enum match_key by, struct arena *a)
{
    static const char *const kinds[OP_KIND_COUNT] = {
        [OP_IGNORED] = "IGNORE", [OP_REFUSED] = "",        [OP_UNCHANGED] = "UNCHANGED", [OP_CREATE] = "NEW",
        [OP_UPDATE] = "UPDATE",  [OP_REPLACE] = "REPLACE", [OP_DELETE] = "DELETE",
    };
    static const char *const found[] = {
        [MATCH_NONE] = NULL,
        [MATCH_ID] = N_("found by ID"),
        [MATCH_EMAIL] = N_("found by Email"),
        [MATCH_PHONE] = N_("found by Phone"),
    };

    if (!found[by])
        return str_of(kinds[kind]);
    if (kinds[kind][0] == 0)
        return report_word(r, found[by]);
    const str parts[] = { str_of(kinds[kind]), report_word(r, found[by]) };
    return arena_join(a, parts, countof(parts), STR(": "));
}

str report_sheet(const struct report *r)
{
    static const str taken[] = { STR_INIT("Summary"), STR_INIT("Errors"), STR_INIT("Changes"),
                                 STR_INIT("Findings") };

    for (size_t i = 0; i < countof(taken); i++)
        if (str_eq_fold(r->sheet_name, taken[i]))
            return STR("Customers");
    return r->sheet_name.n ? utf8_cut(r->sheet_name, SHEET_NAME_MAX) : STR("Customers");
}
