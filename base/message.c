#include "base/message.h"

#include "base/catalogue.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

static const char domain[] = "meibo";

/* Set by message_init() and never again, like gettext's own choice; empty where gettext translates. */
static struct {
    struct catalogue words;
    struct arena arena;
} spoken;

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

/* gettext never translates under the locale C, and Debian installs no ja_JP: C.UTF-8 makes older ones look,
 * LANGUAGE says for what. LC_CTYPE is what the C library's own messages are encoded in. */
static void choose(const char *use, bool english, const char *folder)
{
    setenv("LANGUAGE", use, 1);
    setlocale(LC_CTYPE, "C.UTF-8");
    if (english || !setlocale(LC_MESSAGES, "ja_JP.UTF-8"))
        setlocale(LC_MESSAGES, english ? "C" : "C.UTF-8");
    bindtextdomain(domain, folder);
    bind_textdomain_codeset(domain, "UTF-8");
}

/* Where gettext finds nothing, not even the header of the catalogue, the file is read here. */
static void read_words(const char *use, const char *folder)
{
    struct arena scratch = { 0 };
    struct err ignored; /* no catalogue: English */

    if (!*dgettext(domain, "")) {
        str path = arena_fmt(&scratch, "%s/%s/LC_MESSAGES/%s.mo", folder, use, domain);
        if (!catalogue_open(&spoken.words, path.p, &spoken.arena, &ignored))
            spoken.words = (struct catalogue){ 0 };
    }
    arena_reset(&scratch);
}

const char *message_init(const char *lang, const char *folder)
{
    const char *use = is_japanese(str_of(lang ? lang : asked_for())) ? "ja" : "en";
    bool english = use[0] == 'e';

    spoken.words = (struct catalogue){ 0 };
    arena_reset(&spoken.arena);
    choose(use, english, folder);
    if (!english)
        read_words(use, folder);
    return use;
}

const char *message_get(const char *english)
{
    if (!*english)
        return english; /* "" would be the catalogue's header */
    const char *found = catalogue_find(&spoken.words, english);
    return found ? found : dgettext(domain, english);
}

const char *message_get_n(const char *one, const char *many, unsigned long n)
{
    const char *found = catalogue_find(&spoken.words, one); /* Japanese has one form */
    return found ? found : dngettext(domain, one, many, n);
}
