#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Each test gets a folder of its own, which must be empty at its end but for what it names. */
struct world {
    struct arena arena;
    char *folder;
};

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    const char *tmp = getenv("TMPDIR");

    w->folder =
        mkdtemp((char *)(uintptr_t)arena_fmt(&w->arena, "%s/meibo-file-XXXXXX", tmp ? tmp : "/tmp").p);
    *state = w;
    return w->folder ? 0 : -1;
}

static const char *at(struct world *w, const char *name)
{
    return arena_fmt(&w->arena, "%s/%s", w->folder, name).p;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    static const char *const left[] = { "a.xlsx", "link.xlsx", "a.result.xlsx", "a.result-2.xlsx", "x/y/z",
                                        "x/y",    "x" };

    for (size_t i = 0; i < countof(left); i++)
        remove(at(w, left[i]));
    int status = rmdir(w->folder); /* fails when a temporary file is left */
    arena_reset(&w->arena);
    free(w);
    return status;
}

static void must(bool ok, const struct err *err)
{
    if (!ok)
        fail_msg("%s", err->msg);
}

static void assert_holds(struct world *w, const char *name, const char *want)
{
    struct err err;
    str got;

    must(file_read(at(w, name), 1000, &got, &w->arena, &err), &err);
    if (!str_eq(got, str_of(want)))
        fail_msg("%s holds \"%.*s\", not \"%s\"", name, STR_ARG(got), want);
}

static mode_t mode_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? st.st_mode & 07777 : 0;
}

static void a_file_is_replaced_only_by_the_commit(void **state)
{
    struct world *w = *state;
    struct new_file f;
    struct err err;

    must(file_write(at(w, "a.xlsx"), STR("old"), &err), &err);
    must(file_new(&f, at(w, "a.xlsx"), &err), &err);
    int fd = open(f.temp_path, O_WRONLY | O_CLOEXEC);
    assert_int_equal(write(fd, "new", 3), 3);
    close(fd);
    assert_int_equal(mode_of(f.temp_path), 0600);
    assert_holds(w, "a.xlsx", "old");
    must(file_commit(&f, &err), &err);
    assert_holds(w, "a.xlsx", "new");
    file_abandon(&f);
    assert_holds(w, "a.xlsx", "new");
}

static void an_abandoned_file_leaves_nothing(void **state)
{
    struct world *w = *state;
    struct new_file f;
    struct err err;

    must(file_new(&f, at(w, "a.xlsx"), &err), &err);
    file_abandon(&f);
    assert_null(f.temp_path);
    assert_false(file_exists(at(w, "a.xlsx")));
}

static void a_file_keeps_its_mode_and_a_new_one_gets_the_usual(void **state)
{
    struct world *w = *state;
    struct err err;
    mode_t before = umask(027);

    must(file_write(at(w, "a.xlsx"), STR("1"), &err), &err);
    assert_int_equal(mode_of(at(w, "a.xlsx")), 0640);
    chmod(at(w, "a.xlsx"), 0604);
    must(file_write(at(w, "a.xlsx"), STR("2"), &err), &err);
    assert_int_equal(mode_of(at(w, "a.xlsx")), 0604);
    assert_int_equal(umask(before), 027);
}

static void a_link_stays_a_link(void **state)
{
    struct world *w = *state;
    struct stat st;
    struct err err;

    must(file_write(at(w, "a.xlsx"), STR("1"), &err), &err);
    assert_int_equal(symlink("a.xlsx", at(w, "link.xlsx")), 0);
    must(file_write(at(w, "link.xlsx"), STR("2"), &err), &err);
    assert_int_equal(lstat(at(w, "link.xlsx"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_holds(w, "a.xlsx", "2");
}

static void a_file_that_is_there_is_not_clobbered(void **state)
{
    struct world *w = *state;
    struct new_file f;
    struct err err;

    must(file_new(&f, at(w, "a.xlsx"), &err), &err);
    f.no_clobber = true;
    must(file_commit(&f, &err), &err);
    must(file_new(&f, at(w, "a.xlsx"), &err), &err);
    f.no_clobber = true;
    assert_false(file_commit(&f, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_non_null(strstr(err.msg, "a.xlsx: File exists"));
    assert_null(f.temp_path);
}

static void each_step_that_fails_is_named(void **state)
{
    struct world *w = *state;
    struct new_file f;
    struct err err;

    assert_false(file_new(&f, at(w, "nowhere/a.xlsx"), &err));
    assert_non_null(strstr(err.msg, "nowhere/a.xlsx: No such file"));
    assert_false(file_write(at(w, "nowhere/a.xlsx"), STR(""), &err));

    must(file_new(&f, at(w, "a.xlsx"), &err), &err);
    assert_int_equal(unlink(f.temp_path), 0);
    assert_false(file_commit(&f, &err));
    assert_non_null(strstr(err.msg, "cannot open"));

    assert_int_equal(mkdir(at(w, "x"), 0700), 0);
    assert_false(file_write(at(w, "x"), STR("1"), &err));
    assert_non_null(strstr(err.msg, "cannot rename"));
}

static void a_signal_handler_removes_what_is_open(void **state)
{
    struct world *w = *state;
    struct new_file f[20];
    struct err err;

    for (size_t i = 0; i < countof(f); i++)
        must(file_new(&f[i], at(w, "a.xlsx"), &err), &err);
    errno = EDOM;
    file_abandon_all();
    assert_int_equal(errno, EDOM);
    assert_false(file_exists(f[0].temp_path));
    assert_false(file_exists(f[15].temp_path));
    for (size_t i = 0; i < countof(f); i++)
        file_abandon(&f[i]);
    must(file_write(at(w, "a.xlsx"), STR("kept"), &err), &err);
    file_abandon_all();
    assert_holds(w, "a.xlsx", "kept");
}

static void make_old(const char *path)
{
    const struct timespec long_ago[2] = { { .tv_sec = 1700000000 }, { .tv_sec = 1700000000 } };

    assert_int_equal(utimensat(AT_FDCWD, path, long_ago, 0), 0);
}

/* A file that was left alone for long; mode 0600 is that of temporary files. */
static const char *left(struct world *w, const char *name, mode_t mode)
{
    const char *path = at(w, name);
    struct err err;

    must(file_write(path, STR("left"), &err), &err);
    assert_int_equal(chmod(path, mode), 0);
    make_old(path);
    return path;
}

static void what_a_killed_process_left_is_swept_away(void **state)
{
    struct world *w = *state;
    struct new_file held, fresh;
    struct err err;

    must(file_new(&held, at(w, "a.xlsx"), &err), &err);
    must(file_new(&fresh, at(w, "a.xlsx"), &err), &err);
    make_old(held.temp_path);
    close(fresh.lock - 1); /* as the end of a process does; just now, so it is not swept */
    fresh.lock = 0;
    const char *killed = left(w, ".meibo-tmp-abc123", 0600);
    file_sweep(at(w, "a.xlsx"));
    assert_true(file_exists(held.temp_path));
    assert_true(file_exists(fresh.temp_path));
    assert_false(file_exists(killed));
    char *path = strdup(held.temp_path);
    close(held.lock - 1);
    held.lock = 0;
    file_sweep(at(w, "a.xlsx"));
    assert_false(file_exists(path));
    free(path);
    file_abandon(&held);
    file_abandon(&fresh);
    file_sweep(at(w, "nowhere/a.xlsx"));
}

static void what_people_call_alike_is_not_swept_away(void **state)
{
    struct world *w = *state;
    const char *theirs[] = { left(w, ".meibo-tmp-backup", 0644), left(w, ".meibo-tmp-abc12", 0600),
                             left(w, ".meibo-backup", 0600), left(w, "meibo-tmp-abc123", 0600) };

    assert_int_equal(mkdir(at(w, ".meibo-tmp-folder"), 0700), 0);
    make_old(at(w, ".meibo-tmp-folder"));
    file_sweep(at(w, "a.xlsx"));
    for (size_t i = 0; i < countof(theirs); i++)
        assert_int_equal(unlink(theirs[i]), 0);
    assert_int_equal(rmdir(at(w, ".meibo-tmp-folder")), 0);
}

static void a_file_is_read_up_to_a_limit(void **state)
{
    struct world *w = *state;
    struct err err;
    str got;
    str big = { arena_alloc(&w->arena, 300000, 1), 300000 };

    must(file_write(at(w, "a.xlsx"), big, &err), &err);
    must(file_read(at(w, "a.xlsx"), 300000, &got, &w->arena, &err), &err);
    assert_true(str_eq(got, big));
    assert_false(file_read(at(w, "a.xlsx"), 299999, &got, &w->arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_false(file_read(at(w, "a.xlsx"), 10, &got, &w->arena, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    must(file_read(at(w, "a.xlsx"), SIZE_MAX, &got, &w->arena, &err), &err);
    assert_false(file_read(at(w, "none"), 10, &got, &w->arena, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_false(file_read(w->folder, 10, &got, &w->arena, &err));
    assert_non_null(strstr(err.msg, "Is a directory"));
}

static void folders_are_made_with_their_parents(void **state)
{
    struct world *w = *state;
    struct err err;

    must(file_make_folder(at(w, "x/y"), 0700, &err), &err);
    must(file_make_folder(at(w, "x//y/"), 0700, &err), &err);
    assert_int_equal(mode_of(at(w, "x/y")), 0700);
    must(file_write(at(w, "a.xlsx"), STR(""), &err), &err);
    assert_false(file_make_folder(at(w, "a.xlsx"), 0700, &err));
    assert_false(file_make_folder(at(w, "a.xlsx/x"), 0700, &err));
    assert_non_null(strstr(err.msg, "cannot make the folder"));
}

static void room_is_asked_for(void **state)
{
    struct world *w = *state;
    uint64_t room = 0;
    struct err err;

    must(file_free_bytes(w->folder, &room, &err), &err);
    assert_true(room > 0);
    assert_false(file_free_bytes(at(w, "none"), &room, &err));
    must(file_write(at(w, "seven"), STR("7 bytes"), &err), &err);
    must(file_size(at(w, "seven"), &room, &err), &err);
    assert_int_equal(room, 7);
    assert_false(file_size(at(w, "none"), &room, &err));
    assert_int_equal(err.code, ERR_IO);
    unlink(at(w, "seven"));
}

static void names_come_apart(void **state)
{
    (void)state;
    static const struct {
        const char *path, *folder, *base, *stem, *ending;
    } cases[] = {
        { "a/customers.xlsx", "a", "customers.xlsx", "customers", "xlsx" },
        { "customers.xlsx", ".", "customers.xlsx", "customers", "xlsx" },
        { "/x", "/", "x", "x", "" },
        { "/a//b.tar.gz", "/a", "b.tar.gz", "b.tar", "gz" },
        { ".hidden", ".", ".hidden", ".hidden", "" },
        { "a/", "a", "", "", "" },
        { "", ".", "", "", "" },
        { "a.b/c", "a.b", "c", "c", "" },
        { "x.", ".", "x.", "x", "" },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        str path = str_of(cases[i].path);
        assert_true(str_eq(path_folder(path), str_of(cases[i].folder)));
        assert_true(str_eq(path_base(path), str_of(cases[i].base)));
        assert_true(str_eq(path_stem(path), str_of(cases[i].stem)));
        assert_true(str_eq(path_ending(path), str_of(cases[i].ending)));
    }
}

static void a_result_lies_beside_and_overwrites_nothing(void **state)
{
    struct world *w = *state;
    struct err err;
    str path = str_of(at(w, "a.csv"));

    assert_string_equal(path_beside(path, STR("result"), STR("xlsx"), &w->arena), at(w, "a.result.xlsx"));
    must(file_write(at(w, "a.result.xlsx"), STR(""), &err), &err);
    assert_string_equal(path_beside(path, STR("result"), STR("xlsx"), &w->arena), at(w, "a.result-2.xlsx"));
    must(file_write(at(w, "a.result-2.xlsx"), STR(""), &err), &err);
    assert_string_equal(path_beside(path, STR("result"), STR("xlsx"), &w->arena), at(w, "a.result-3.xlsx"));
    assert_string_equal(path_beside(STR("none.csv"), STR("undo"), STR("xlsx"), &w->arena), "none.undo.xlsx");
}

#define in_a_folder(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_a_folder(a_file_is_replaced_only_by_the_commit),
        in_a_folder(an_abandoned_file_leaves_nothing),
        in_a_folder(a_file_keeps_its_mode_and_a_new_one_gets_the_usual),
        in_a_folder(a_link_stays_a_link),
        in_a_folder(a_file_that_is_there_is_not_clobbered),
        in_a_folder(each_step_that_fails_is_named),
        in_a_folder(a_signal_handler_removes_what_is_open),
        in_a_folder(what_a_killed_process_left_is_swept_away),
        in_a_folder(what_people_call_alike_is_not_swept_away),
        in_a_folder(a_file_is_read_up_to_a_limit),
        in_a_folder(folders_are_made_with_their_parents),
        in_a_folder(room_is_asked_for),
        in_a_folder(names_come_apart),
        in_a_folder(a_result_lies_beside_and_overwrites_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
