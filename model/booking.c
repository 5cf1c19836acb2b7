#include "model/booking.h"

#include <string.h>

#include "base/unicode.h"

/* ---- properties ------------------------------------------------------------------------------------------------ */

/* Where the first colon stands that is not escaped; s.n when there is none. */
static size_t colon_in(str s)
{
    size_t i = 0;

    while (i < s.n && s.p[i] != ':')
        i += s.p[i] == '\\' ? 2 : 1;
    return i < s.n ? i : s.n;
}

static bool is_escape(str s, size_t i)
{
    return s.p[i] == '\\' && i + 1 < s.n && strchr(":,\\", s.p[i + 1]) && s.p[i + 1];
}

static str unescape(str s, struct arena *a)
{
    if (s.n == 0 || !memchr(s.p, '\\', s.n))
        return s;
    char *to = arena_array(a, char, s.n);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        i += is_escape(s, i);
        to[n++] = s.p[i];
    }
    return (str){ to, n };
}

static size_t lines_in(str s)
{
    size_t n = 1;

    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '\n';
    return n;
}

static str without_return(str line)
{
    return line.n > 0 && line.p[line.n - 1] == '\r' ? (str){ line.p, line.n - 1 } : line;
}

static void go_on(struct pair *p, str line, struct arena *a)
{
    const str parts[] = { p->value, unescape(str_trim(line), a) };

    p->value = arena_join(a, parts, countof(parts), STR("\n"));
}

struct pairs properties_read(str s, struct arena *a)
{
    struct pair *at = arena_array(a, struct pair, lines_in(s));
    size_t n = 0;
    str line, rest = s;
    bool more = s.n > 0;

    while (more) {
        more = str_cut(rest, '\n', &line, &rest);
        line = without_return(line);
        size_t colon = colon_in(line);
        if (colon < line.n) {
            str value = { line.p + colon + 1, line.n - colon - 1 };
            at[n++] =
                (struct pair){ unescape(str_trim((str){ line.p, colon }), a), unescape(str_trim(value), a) };
        } else if (n > 0 && str_trim(line).n > 0) {
            go_on(&at[n - 1], line, a);
        } else if (str_trim(line).n > 0) {
            at[n++] = (struct pair){ unescape(str_trim(line), a), STR("") };
        }
    }
    return (struct pairs){ at, n };
}

/* ---- durations ------------------------------------------------------------------------------------------------- */

int32_t duration_minutes(str s)
{
    static const struct {
        str word;
        int32_t minutes;
    } units[] = {
        { STR_INIT(""), 1 },      { STR_INIT("m"), 1 },      { STR_INIT("min"), 1 },
        { STR_INIT("mins"), 1 },  { STR_INIT("minute"), 1 }, { STR_INIT("minutes"), 1 },
        { STR_INIT("h"), 60 },    { STR_INIT("hr"), 60 },    { STR_INIT("hrs"), 60 },
        { STR_INIT("hour"), 60 }, { STR_INIT("hours"), 60 },
    };
    enum { DIGITS_MOST = 4 };
    str head, tail;
    int32_t number = 0;
    size_t i = 0;

    str_cut(s, ':', &head, &tail);
    head = str_trim(head);
    for (; i < head.n && head.p[i] >= '0' && head.p[i] <= '9' && i < DIGITS_MOST; i++)
        number = number * 10 + (head.p[i] - '0');
    str unit = str_trim((str){ head.p + i, head.n - i });
    for (size_t u = 0; i > 0 && u < countof(units); u++)
        if (str_eq_fold(unit, units[u].word))
            return number * units[u].minutes;
    return -1;
}

/* ---- what a booking says --------------------------------------------------------------------------------------- */

str email_key(str email, struct arena *a)
{
    return text_fold_case(text_trim(email), a);
}

/* Sesami writes visible names in the language of the shop: Japanese beside English. */
static const struct {
    size_t offset;
    str names[5];
} known[] = {
#define NAMES(field, ...)                    \
    {                                        \
        offsetof(struct appointment, field), \
        {                                    \
            __VA_ARGS__                      \
        }                                    \
    }
    NAMES(duration, STR_INIT("Duration"), STR_INIT("所要時間")),
    NAMES(date, STR_INIT("Date"), STR_INIT("日付"), STR_INIT("日にち")),
    NAMES(time, STR_INIT("Time"), STR_INIT("時間"), STR_INIT("時刻")),
    NAMES(timezone, STR_INIT("Timezone"), STR_INIT("タイムゾーン")),
    NAMES(location, STR_INIT("Location"), STR_INIT("場所"), STR_INIT("ロケーション"), STR_INIT("店舗")),
    NAMES(resource, STR_INIT("Resources"), STR_INIT("Team Member"), STR_INIT("リソース"), STR_INIT("担当者"),
          STR_INIT("スタッフ")),
#undef NAMES
};

static bool is_known(size_t k, str name)
{
    for (size_t i = 0; i < countof(known[k].names) && known[k].names[i].p; i++)
        if (str_eq_fold(known[k].names[i], name))
            return true;
    return false;
}

struct appointment line_appointment(const struct order_line *line)
{
    struct appointment out = { .duration = STR(""),
                               .date = STR(""),
                               .time = STR(""),
                               .timezone = STR(""),
                               .location = STR(""),
                               .resource = STR("") };

    for (size_t i = 0; i < line->attributes.n; i++)
        for (size_t k = 0; k < countof(known); k++) {
            str *field = (str *)(void *)((char *)&out + known[k].offset);
            if (field->n == 0 && is_known(k, line->attributes.at[i].name))
                *field = line->attributes.at[i].value;
        }
    for (size_t i = 0; i < line->options.n && out.duration.n == 0; i++)
        if (is_known(0, line->options.at[i].name))
            out.duration = line->options.at[i].value;
    out.minutes = duration_minutes(out.duration);
    return out;
}
