#include "model/types.h"

#include "base/unicode.h"

enum outcome reading_bad(const struct reading *r, enum finding_id id, str what, str more)
{
    finding_add(r->findings, (struct finding){ id, r->row, r->column, { what, more } });
    return finding_severity(id) == SEVERITY_ERROR ? READ_BAD : READ_ABSENT;
}

/* ---- texts and numbers as they are ---- */

static cell text_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a)
{
    (void)ctx, (void)type, (void)a;
    return (cell){ .kind = CELL_TEXT, .text = *(const str *)field };
}

static bool text_equal(const void *a, const void *b)
{
    str x = *(const str *)a, y = *(const str *)b;

    if (str_eq(x, y))
        return true;
    if (control_character(x) < 0 && control_character(y) < 0)
        return false;
    struct arena scratch = { 0 };
    bool same = str_eq(line_feeds(x, &scratch), line_feeds(y, &scratch));
    arena_reset(&scratch);
    return same;
}

static bool folded_equal(const void *a, const void *b)
{
    struct arena scratch = { 0 };
    bool same = text_eq_fold(*(const str *)a, *(const str *)b, &scratch);

    arena_reset(&scratch);
    return same;
}

static bool integer_equal(const void *a, const void *b)
{
    return *(const int64_t *)a == *(const int64_t *)b;
}

static bool money_equal(const void *a, const void *b)
{
    return decimal_compare(*(const decimal *)a, *(const decimal *)b) == 0;
}

/* ---- TRUE and FALSE (V-BOOL) ---- */

bool boolean_read(cell c, bool *out, struct arena *scratch)
{
    static const struct {
        str word;
        bool value;
    } known[] = {
        { STR_INIT("true"), true },   { STR_INIT("yes"), true },    { STR_INIT("1"), true },
        { STR_INIT("はい"), true },   { STR_INIT("有"), true },     { STR_INIT("false"), false },
        { STR_INIT("no"), false },    { STR_INIT("0"), false },     { STR_INIT("いいえ"), false },
        { STR_INIT("無"), false },
    };

    if (c.kind == CELL_DATE)
        return false;
    str word = text_key(c.text, scratch);
    for (size_t i = 0; i < countof(known); i++)
        if (str_eq(word, known[i].word)) {
            *out = known[i].value;
            return true;
        }
    return false;
}

static enum outcome boolean_parse(const struct reading *r, cell c, void *field)
{
    if (!boolean_read(c, field, r->findings->arena))
        return reading_bad(r, FINDING_BOOLEAN_INVALID, c.text, STR(""));
    return READ_VALUE;
}

static cell boolean_format(const struct cell_context *ctx, const struct type *type, const void *field,
                           struct arena *a)
{
    (void)ctx, (void)type, (void)a;
    return (cell){ .kind = CELL_BOOL, .text = *(const bool *)field ? STR("TRUE") : STR("FALSE") };
}

static bool boolean_equal(const void *a, const void *b)
{
    return *(const bool *)a == *(const bool *)b;
}

/* ---- words (V-WORD): enums, which all are of one size, as the assertions below hold them to ---- */

enum any_word { WORD_FIRST, WORD_SECOND };
_Static_assert(sizeof(enum command) == sizeof(enum any_word) && sizeof(enum list_command) == sizeof(enum any_word) &&
                   sizeof(enum account_state) == sizeof(enum any_word) &&
                   sizeof(enum consent_state) == sizeof(enum any_word) &&
                   sizeof(enum opt_in_level) == sizeof(enum any_word) &&
                   sizeof(enum consent_source) == sizeof(enum any_word),
               "the enums of words are stored alike");

static enum outcome word_bad(const struct reading *r, str text)
{
    str nearest = word_nearest(r->type->words, text, r->findings->arena);
    enum finding_id id = nearest.n ? FINDING_WORD_UNKNOWN_NEAR : FINDING_WORD_UNKNOWN;

    finding_add(r->findings, (struct finding){ id, r->row, r->column, { text, r->type->words->list, nearest } });
    return READ_BAD;
}

static enum outcome word_parse(const struct reading *r, cell c, void *field)
{
    size_t i = word_find(r->type->words, text_trim(c.text), r->findings->arena);

    if (i == r->type->words->n)
        return word_bad(r, c.text);
    *(unsigned *)field = (unsigned)i;
    return READ_VALUE;
}

static cell word_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a)
{
    size_t i = *(const unsigned *)field;

    (void)ctx, (void)a;
    return (cell){ .kind = CELL_TEXT, .text = i < type->words->n ? type->words->words[i] : STR("") };
}

static bool word_equal(const void *a, const void *b)
{
    return *(const unsigned *)a == *(const unsigned *)b;
}

static enum outcome removed_parse(const struct reading *r, cell c, void *field)
{
    (void)r, (void)c, (void)field;
    return READ_ABSENT;
}

static bool removed_equal(const void *a, const void *b)
{
    (void)a, (void)b;
    return true;
}

/* clang-format off */
#define WORDS(vocabulary) { word_parse, word_format, word_equal, STYLE_TEXT, 0, &vocabulary_##vocabulary }
const struct type types[TYPE_COUNT] = {
    [TYPE_TEXT]          = { text_parse,          text_format,       text_equal,    STYLE_TEXT,    0,    NULL },
    [TYPE_TEXT_255]      = { text_parse,          text_format,       text_equal,    STYLE_TEXT,    255,  NULL },
    [TYPE_TEXT_5000]     = { text_parse,          text_format,       text_equal,    STYLE_TEXT,    5000, NULL },
    [TYPE_ID]            = { id_parse,            number_format,     integer_equal, STYLE_NUMBER,  0,    NULL },
    [TYPE_EMAIL]         = { email_parse,         text_format,       folded_equal,  STYLE_TEXT,    0,    NULL },
    [TYPE_PHONE]         = { phone_parse,         text_format,       text_equal,    STYLE_TEXT,    0,    NULL },
    [TYPE_LANGUAGE]      = { language_parse,      text_format,       folded_equal,  STYLE_TEXT,    0,    NULL },
    [TYPE_TIME]          = { time_parse,          time_format,       integer_equal, STYLE_DATE,    0,    NULL },
    [TYPE_BOOLEAN]       = { boolean_parse,       boolean_format,    boolean_equal, STYLE_GENERAL, 0,    NULL },
    [TYPE_INTEGER]       = { integer_parse,       number_format,     integer_equal, STYLE_NUMBER,  0,    NULL },
    [TYPE_MONEY]         = { money_parse,         money_format,      money_equal,   STYLE_MONEY,   0,    NULL },
    [TYPE_TAGS]          = { tags_parse,          tags_format,       tags_equal,    STYLE_TEXT,    255,  NULL },
    [TYPE_EXEMPTIONS]    = { exemptions_parse,    exemptions_format, tags_equal,    STYLE_TEXT,    0,    &vocabulary_exemptions },
    [TYPE_COMMAND]       = WORDS(command),
    [TYPE_LIST_COMMAND]  = WORDS(list_command),
    [TYPE_STATE]         = WORDS(state),
    [TYPE_EMAIL_STATUS]  = WORDS(email_status),
    [TYPE_SMS_STATUS]    = WORDS(sms_status),
    [TYPE_OPT_IN]        = WORDS(opt_in),
    [TYPE_SOURCE]        = WORDS(source),
    [TYPE_POSTAL_CODE]   = { postal_code_parse,   text_format,       text_equal,    STYLE_TEXT,    255,  NULL },
    [TYPE_PROVINCE_CODE] = { province_code_parse, text_format,       folded_equal,  STYLE_TEXT,    255,  NULL },
    [TYPE_COUNTRY_CODE]  = { country_code_parse,  text_format,       folded_equal,  STYLE_TEXT,    0,    NULL },
    [TYPE_REMOVED]       = { removed_parse,       text_format,       removed_equal, STYLE_GENERAL, 0,    NULL },
};
/* clang-format on */
