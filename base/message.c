#include "base/message.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

static const char domain[] = "meibo";

/* "ja", "ja_JP.UTF-8", "ja-JP": the language before whatever follows it. */
static bool is_japanese(str name)
{
    return name.n >= 2 && str_eq_fold((str){ name.p, 2 }, STR("ja")) &&
           (name.n == 2 || name.p[2] == '_' || name.p[2] == '-' || name.p[2] == '.' || name.p[2] == '@');
}

static const char *asked_for(void)
{
    static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

    for (size_t i = 0; i < countof(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

const char *message_init(const char *lang, const char *folder)
{
    const char *use = is_japanese(str_of(lang ? lang : asked_for())) ? "ja" : "en";
    bool english = use[0] == 'e';

    /* gettext never translates under the locale C, and Debian installs no ja_JP: C.UTF-8 makes it
     * look, LANGUAGE says for what. LC_CTYPE is what the C library's own messages are encoded in. */
    setenv("LANGUAGE", use, 1);
    setlocale(LC_CTYPE, "C.UTF-8");
    if (english || !setlocale(LC_MESSAGES, "ja_JP.UTF-8"))
        setlocale(LC_MESSAGES, english ? "C" : "C.UTF-8");
    bindtextdomain(domain, folder);
    bind_textdomain_codeset(domain, "UTF-8");
    return use;
}

const char *message_get(const char *english)
{
    return *english ? dgettext(domain, english) : english; /* "" would be the catalogue's header */
}

const char *message_get_n(const char *one, const char *many, unsigned long n)
{
    return dngettext(domain, one, many, n);
}
