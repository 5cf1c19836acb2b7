#include "xlsx/styles.h"

#include <string.h>

#include "base/message.h"
#include "base/num.h"
#include "xlsx/limits.h"
#include "xlsx/xml.h"

enum word { XF, CELL_XFS, NUM_FMT, NUM_FMT_ID, FORMAT_CODE };

static const char *const word_list[] = {
    [XF] = "xf",
    [CELL_XFS] = "cellXfs",
    [NUM_FMT] = "numFmt",
    [NUM_FMT_ID] = "numFmtId",
    [FORMAT_CODE] = "formatCode",
};
static const struct xml_words words = { word_list, countof(word_list) };

enum code_kind { CODE_NONE, CODE_NUMBER, CODE_DATE };

struct reading {
    uint8_t *codes; /* enum code_kind by numFmtId, of the codes in the file */
    uint32_t *ids;  /* numFmtId by cell format */
    size_t count;
    bool in_cell_xfs;
    struct arena *scratch;
};

/* ---- format codes --------------------------------------------------------------------- */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* [h], [mm], [ss]: time that runs past 24 hours. [Red], [$-411], [>=100] and the like are not. */
static bool bracket_is_elapsed(str inside)
{
    char first = inside.n ? lower(inside.p[0]) : 0;

    if (first != 'h' && first != 'm' && first != 's')
        return false;
    for (size_t i = 1; i < inside.n; i++)
        if (lower(inside.p[i]) != first)
            return false;
    return true;
}

/* Index after the quoted text, escape or bracket at i; i itself where there is none. */
static size_t code_skip(str code, size_t i, bool *is_date)
{
    char c = code.p[i];
    size_t left = code.n - i;

    if (c == '\\' || c == '_' || c == '*')
        return i + (left < 2 ? left : 2);
    if (c != '"' && c != '[')
        return i;
    const char *end = memchr(code.p + i + 1, c == '"' ? '"' : ']', left - 1);
    size_t inside = end ? (size_t)(end - code.p) - i - 1 : left - 1;
    if (c == '[' && bracket_is_elapsed((str){ code.p + i + 1, inside }))
        *is_date = true;
    return end ? i + inside + 2 : code.n;
}

static bool is_general(str code, size_t i)
{
    static const str general = STR_INIT("general");

    return code.n - i >= general.n && str_eq_fold((str){ code.p + i, general.n }, general);
}

bool format_code_is_date(str code)
{
    bool is_date = false;

    for (size_t i = 0; i < code.n && code.p[i] != ';' && !is_date;) {
        size_t next = code_skip(code, i, &is_date);
        if (next > i) {
            i = next;
            continue;
        }
        if (is_general(code, i)) {
            i += STR("general").n;
            continue;
        }
        bool exponent =
            lower(code.p[i]) == 'e' && i + 1 < code.n && (code.p[i + 1] == '+' || code.p[i + 1] == '-');
        is_date = code.p[i] && strchr("ymdhsegab", lower(code.p[i])) && !exponent;
        i++;
    }
    return is_date;
}

static bool built_in_is_date(uint32_t id)
{
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) ||
           (id >= 50 && id <= 58);
}

/* ---- the part ------------------------------------------------------------------------- */

static uint32_t id_of(const struct xml_attribute *a, size_t n)
{
    int64_t id;

    return num_parse_i64(xml_find(a, n, NUM_FMT_ID), &id) && id >= 0 && id <= FORMAT_ID_MAX ? (uint32_t)id
                                                                                            : 0;
}

static bool take_xf(struct reading *r, const struct xml_attribute *a, size_t n, struct err *err)
{
    if (r->count == STYLES_LIMIT)
        return err_set(err, ERR_LIMIT, _("more than %d cell formats"), STYLES_LIMIT);
    r->ids[r->count++] = id_of(a, n);
    return true;
}

static bool on_start(void *user, int word, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct reading *r = user;

    if (word == CELL_XFS)
        r->in_cell_xfs = true;
    if (word == XF && r->in_cell_xfs)
        return take_xf(r, a, n, err);
    if (word == NUM_FMT) {
        str code = xml_value(xml_find(a, n, FORMAT_CODE), r->scratch);
        r->codes[id_of(a, n)] = format_code_is_date(code) ? CODE_DATE : CODE_NUMBER;
        arena_reset(r->scratch);
    }
    return true;
}

static bool on_end(void *user, int word, struct err *err)
{
    struct reading *r = user;

    (void)err;
    if (word == CELL_XFS)
        r->in_cell_xfs = false;
    return true;
}

static const struct xml_hooks hooks = { .start = on_start, .end = on_end };

bool styles_read(struct styles *s, struct zip *zip, const struct zip_entry *part, struct arena *arena,
                 struct err *err)
{
    struct arena scratch = { 0 }, values = { 0 };
    struct reading r = {
        .codes = arena_array(&scratch, uint8_t, FORMAT_ID_MAX + 1),
        .ids = arena_array(&scratch, uint32_t, STYLES_LIMIT),
        .scratch = &values,
    };

    *s = (struct styles){ 0 };
    bool ok = !part || xml_part(zip, part, SMALL_PART_MAX, &words, &hooks, &r, err);
    bool *is_date = arena_array(arena, bool, r.count + 1);
    for (size_t i = 0; i < r.count; i++) {
        uint8_t code = r.codes[r.ids[i]];
        is_date[i] = code == CODE_DATE || (code == CODE_NONE && built_in_is_date(r.ids[i]));
    }
    *s = (struct styles){ is_date, r.count };
    arena_reset(&values);
    arena_reset(&scratch);
    return ok;
}
