#include "cmd/session.h"

#include "base/buf.h"
#include "base/message.h"
#include "base/time.h"
#include "cmd/where.h"
#include "cmd/phrases.h"

static const char version[] =
#include "version.inc"
    ;

str program_version(void)
{
    return str_of(version);
}

static bool is_country(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < 'A' || s.p[i] > 'Z')
            return false;
    return s.n == 2;
}

/* "jp" as "JP". */
static str upper(str s, struct arena *a)
{
    char *p = arena_array(a, char, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'a' && s.p[i] <= 'z' ? (char)(s.p[i] - 'a' + 'A') : s.p[i];
    return (str){ p, s.n };
}

bool session_import_options(const struct settings *s, struct import_options *out, struct err *err)
{
    *out = (struct import_options){ .blank_keeps = s->blank == BLANK_KEEP,
                                    .ignore_id = s->ignore_id,
                                    .fail_fast = s->fail_fast,
                                    .only_failed = s->only_failed,
                                    .limit = s->limit,
                                    .max_errors = s->max_errors,
                                    .confirmed_all = s->yes,
                                    .country = upper(str_of(s->country), s->arena) };
    if (s->country && !is_country(out->country))
        return err_set(err, ERR_USAGE,
                       _("--country: \"%s\" is no country code; expected two letters such as JP"),
                       s->country);
    if (s->timezone && !zone_find(str_of(s->timezone), &out->zone, err)) {
        err->code = ERR_USAGE;
        return err_wrap(err, "--timezone");
    }
    return true;
}

static void add_option(struct buf *b, const char *name, str value)
{
    const str parts[] = { buf_str(b).n > 0 ? STR(" ") : STR(""), str_of(name), value };

    for (size_t i = 0; i < countof(parts); i++)
        buf_put(b, parts[i]);
}

str session_options_text(const struct settings *s, struct arena *a)
{
    struct buf b = BUF_INIT(1 << 14);
    const struct {
        const char *name;
        bool given;
        str value;
    } all[] = {
        { "blank=keep", s->blank == BLANK_KEEP, STR("") },
        { "country=", s->country != NULL, upper(str_of(s->country), a) },
        { "delimiter=", s->delimiter != NULL, str_of(s->delimiter) },
        { "encoding=", s->encoding != NULL, str_of(s->encoding) },
        { "ignore-id", s->ignore_id, STR("") },
        { "limit=", s->limit > 0, arena_fmt(a, "%zu", s->limit) },
        { "only-failed", s->only_failed, STR("") },
        { "timezone=", s->timezone != NULL, str_of(s->timezone) },
    };

    for (size_t i = 0; i < countof(all); i++)
        if (all[i].given)
            add_option(&b, all[i].name, all[i].value);
    str text = arena_copy(a, buf_str(&b));
    buf_release(&b);
    return text;
}

bool session_open(struct session *w, const struct settings *s, bool with_shop, struct err *err)
{
    *w = (struct session){ .settings = s, .now = clock_now(), .began = clock_steady() };
    meter_init(&w->meter, s);
    if (!session_import_options(s, &w->options, err) || !input_open(&w->input, s->file, s, err))
        return false;
    if (!with_shop)
        return true;
    return where_open(s, where_asked(s), &w->meter, &w->shop, err) &&
           w->shop->ops->info(w->shop, &w->info, s->arena, err);
}

void session_close(struct session *w)
{
    meter_clear(&w->meter);
    shop_close(w->shop);
    input_close(&w->input);
}

bool session_plan(struct session *w, const struct plan_listener *listener, struct import_counts *counts,
                  struct err *err)
{
    const struct import job = { .input = w->input.rows,
                                .shop = w->shop,
                                .options = &w->options,
                                .listener = listener,
                                .progress = &w->meter.progress,
                                .now = w->now };
    bool ok = import_run(&job, counts, err);

    meter_clear(&w->meter);
    return ok;
}

struct report session_report(struct session *w)
{
    return (struct report){ .input = w->input.rows,
                            .shop = w->shop ? &w->info : NULL,
                            .options = &w->options,
                            .words = &phrases_translated,
                            .input_name = w->input.name,
                            .input_sha256 = w->input.sha256,
                            .sheet_name = w->input.sheet_name,
                            .version = program_version(),
                            .options_text = session_options_text(w->settings, w->settings->arena),
                            .progress = &w->meter.progress };
}
