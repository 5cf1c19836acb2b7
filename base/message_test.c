#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/message.h"

#include "base/arena.h"
#include "base/file.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char catalogue[] =
    "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=1; plural=0;\\n\"\n"
    "msgid \"customer\"\nmsgstr \"顧客\"\n"
    "msgid \"%lu row\"\nmsgid_plural \"%lu rows\"\nmsgstr[0] \"%lu 行\"\n";

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
        { "", "", "", "en" }, { "", "", "ja_JP.UTF-8", "ja" }, { "", "en_US.UTF-8", "ja_JP.UTF-8", "en" },
        { "ja", "en", "en", "ja" }, { "C", "ja", "ja", "en" }, { "", "", "jam_JM", "en" }, { "", "ja@x", "", "ja" },
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(japanese_is_spoken_without_a_japanese_locale),
        cmocka_unit_test(english_is_what_the_program_is_written_in),
        cmocka_unit_test(the_environment_chooses_in_its_usual_order),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
