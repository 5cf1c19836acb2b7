#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/message.h"

#include "base/catalogue.h"
#include "base/file.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static const char catalogue[] = "msgid \"\"\nmsgstr \"Content-Type: text/plain; "
                                "charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n\"\n"
                                "msgid \"customer\"\nmsgstr \"顧客\"\n"
                                "msgid \"%lu row\"\nmsgid_plural \"%lu rows\"\nmsgstr[0] \"%lu 行\"\n";

/* Stands before the C library's: since glibc 2.39 it translates nothing under C.UTF-8, which `deaf` plays. */
static bool deaf;

#undef dgettext
#undef dcgettext
char *dcgettext(const char *name, const char *english, int category)
{
    return deaf ? (char *)(uintptr_t)english : dcngettext(name, english, english, 1, category);
}

char *dgettext(const char *name, const char *english)
{
    return dcgettext(name, english, LC_MESSAGES);
}

struct world {
    struct arena arena;
    char *folder;
};

static void must(bool ok, const struct err *err)
{
    if (!ok)
        fail_msg("%s", err->msg);
}

/* A catalogue as a translator's tool makes it, in a folder of its own. */
static int set_up(void **state)
{
    static struct world w;
    struct err err;
    const char *tmp = getenv("TMPDIR");
    str folder = arena_fmt(&w.arena, "%s/meibo-message-XXXXXX", tmp ? tmp : "/tmp");

    w.folder = mkdtemp((char *)(uintptr_t)folder.p);
    assert_non_null(w.folder);
    str deep = arena_fmt(&w.arena, "%s/ja/LC_MESSAGES", w.folder);
    must(file_make_folder(deep.p, 0700, &err), &err);
    str po = arena_fmt(&w.arena, "%s/ja.po", w.folder), mo = arena_fmt(&w.arena, "%s/meibo.mo", deep.p);
    must(file_write(po.p, str_of(catalogue), &err), &err);
    pid_t child = fork();
    if (child == 0) {
        execlp("msgfmt", "msgfmt", "-o", mo.p, po.p, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    waitpid(child, &status, 0);
    *state = &w;
    return status;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    static const char *const names[] = { "/ja/LC_MESSAGES/meibo.mo", "/ja.po" };
    static const char *const folders[] = { "/ja/LC_MESSAGES", "/ja", "" };

    for (size_t i = 0; i < countof(names); i++)
        unlink(arena_fmt(&w->arena, "%s%s", w->folder, names[i]).p);
    for (size_t i = 0; i < countof(folders); i++)
        rmdir(arena_fmt(&w->arena, "%s%s", w->folder, folders[i]).p);
    arena_reset(&w->arena);
    return 0;
}

static void japanese_is_spoken_without_a_japanese_locale(void **state)
{
    struct world *w = *state;

    assert_string_equal(message_init("ja", w->folder), "ja");
    assert_string_equal(_("customer"), "顧客");
    assert_string_equal(message_get_n("%lu row", "%lu rows", 1), "%lu 行");
    assert_string_equal(message_get_n("%lu row", "%lu rows", 2), "%lu 行");
    assert_string_equal(_("not translated yet"), "not translated yet");
    assert_string_equal(_(""), "");
}

static void english_is_what_the_program_is_written_in(void **state)
{
    struct world *w = *state;

    assert_string_equal(message_init("en", w->folder), "en");
    assert_string_equal(_("customer"), "customer");
    assert_string_equal(message_get_n("%lu row", "%lu rows", 1), "%lu row");
    assert_string_equal(message_get_n("%lu row", "%lu rows", 2), "%lu rows");
}

static void the_environment_chooses_in_its_usual_order(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *all, *messages, *lang, *want;
    } cases[] = {
        { "", "", "", "en" },
        { "", "", "ja_JP.UTF-8", "ja" },
        { "", "en_US.UTF-8", "ja_JP.UTF-8", "en" },
        { "ja", "en", "en", "ja" },
        { "C", "ja", "ja", "en" },
        { "", "", "jam_JM", "en" },
        { "", "ja@x", "", "ja" },
        { "", "", "fr_FR.UTF-8", "en" },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        setenv("LC_ALL", cases[i].all, 1);
        setenv("LC_MESSAGES", cases[i].messages, 1);
        setenv("LANG", cases[i].lang, 1);
        assert_string_equal(message_init(NULL, w->folder), cases[i].want);
        assert_string_equal(_("customer"), cases[i].want[0] == 'j' ? "顧客" : "customer");
    }
}

static void japanese_is_spoken_where_gettext_will_not(void **state)
{
    struct world *w = *state;

    deaf = true;
    assert_string_equal(message_init("ja", w->folder), "ja");
    assert_string_equal(dgettext("meibo", "customer"), "customer");
    assert_string_equal(_("customer"), "顧客");
    assert_string_equal(message_get_n("%lu row", "%lu rows", 2), "%lu 行");
    assert_string_equal(_("not translated yet"), "not translated yet");
    assert_string_equal(message_get_n("%lu cell", "%lu cells", 2), "%lu cells");
    message_init("en", w->folder);
    assert_string_equal(_("customer"), "customer");
    message_init("ja", "/nowhere");
    assert_string_equal(_("customer"), "customer");
    deaf = false;
}

/* Wherever a catalogue is cut off or changed it is refused or says less; nothing is read outside of it. */
static void a_damaged_catalogue_says_less(void **state)
{
    struct world *w = *state;
    struct arena a = { 0 };
    struct catalogue c;
    struct err err;
    const char *path = arena_fmt(&a, "%s/ja/LC_MESSAGES/meibo.mo", w->folder).p;
    const char *bad = arena_fmt(&a, "%s/ja.po", w->folder).p;
    str whole;

    must(file_read(path, 100000, &whole, &a, &err), &err);
    must(catalogue_open(&c, path, &a, &err), &err);
    assert_string_equal(catalogue_find(&c, "%lu row"), "%lu 行");
    for (size_t i = 0; i < whole.n; i++) {
        str damaged = arena_copy(&a, whole);
        ((char *)(uintptr_t)damaged.p)[i] ^= 0x55;
        must(file_write(bad, i % 2 ? damaged : (str){ whole.p, i }, &err), &err);
        if (catalogue_open(&c, bad, &a, &err))
            catalogue_find(&c, "customer");
        else
            assert_int_equal(err.code, ERR_FORMAT);
    }
    assert_false(catalogue_open(&c, "/nowhere", &a, &err));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(japanese_is_spoken_where_gettext_will_not),
        cmocka_unit_test(japanese_is_spoken_without_a_japanese_locale),
        cmocka_unit_test(english_is_what_the_program_is_written_in),
        cmocka_unit_test(a_damaged_catalogue_says_less),
        cmocka_unit_test(the_environment_chooses_in_its_usual_order),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
