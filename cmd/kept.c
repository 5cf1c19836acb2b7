#include "cmd/kept.h"

#include "base/message.h"
#include "base/num.h"
#include "cmd/folders.h"

enum { DAY = 86400 };

bool kept_open(struct journal **out, struct arena *a, struct err *err)
{
    const char *folder;

    return folder_state(true, &folder, a, err) && journal_open(out, path_join(folder, "journal.db", a), err);
}

bool kept_open_and_expire(struct journal **out, const struct settings *s, int64_t now, struct err *err)
{
    enum { MOST_DAYS = 36500 };
    size_t days = s->keep_days < MOST_DAYS ? s->keep_days : MOST_DAYS;

    return kept_open(out, s->arena, err) && journal_expire(*out, now - (int64_t)days * DAY, err);
}

bool kept_number(const char *said, int64_t *out, struct err *err)
{
    const char *digits = said[0] == '#' ? said + 1 : said;

    if (num_parse_i64(str_of(digits), out) && *out > 0)
        return true;
    return err_set(err, ERR_USAGE, _("\"%s\" is no job; \"meibo jobs\" lists their numbers"), said);
}
