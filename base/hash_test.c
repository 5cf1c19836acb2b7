#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/hash.h"

#include "base/file.h"

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void digests_are_those_of_fips_180(void **state)
{
    (void)state;
    static const struct {
        const char *text, *hex;
    } cases[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++) {
        struct sha256 *h = sha256_new(&a);
        str text = str_of(cases[i].text);
        for (size_t k = 0; k < text.n; k++)
            sha256_add(h, (str){ text.p + k, 1 });
        assert_string_equal(sha256_hex(h, &a).p, cases[i].hex);
    }
    arena_reset(&a);
}

static void a_file_has_the_digest_of_its_bytes(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct err err;
    const char *tmp = getenv("TMPDIR");
    str name = arena_fmt(&a, "%s/meibo-hash-XXXXXX", tmp ? tmp : "/tmp");
    int fd = mkstemp((char *)(uintptr_t)name.p);
    str bytes = { arena_alloc(&a, 100000, 1), 100000 }, hex;
    struct sha256 *h = sha256_new(&a);

    assert_int_equal(write(fd, bytes.p, bytes.n), 100000);
    close(fd);
    sha256_add(h, bytes);
    assert_true(sha256_file(name.p, &hex, &a, &err));
    assert_string_equal(hex.p, sha256_hex(h, &a).p);
    unlink(name.p);
    assert_false(sha256_file(name.p, &hex, &a, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_false(sha256_file("/", &hex, &a, &err));
    arena_reset(&a);
}

/* OpenSSL reads its configuration once in a process, so another one is asked: this program, called with a text. */
static void openssl_may_be_configured_to_know_no_sha_256(void **state)
{
    (void)state;
    static const char nothing[] =
        "openssl_conf = all\n[all]\nproviders = list\n[list]\nbase = it\n[it]\nactivate = 1\n";
    struct arena a = { 0 };
    struct err err;
    const char *tmp = getenv("TMPDIR");
    str name = arena_fmt(&a, "%s/meibo-hash-%d.cnf", tmp ? tmp : "/tmp", (int)getpid());
    char said[64] = "";
    int ends[2];

    assert_true(file_write(name.p, str_of(nothing), &err));
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        setenv("OPENSSL_CONF", name.p, 1);
        dup2(ends[1], STDOUT_FILENO);
        execl("/proc/self/exe", "hash_test", "abc", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    assert_int_equal(read(ends[0], said, sizeof said), 64);
    assert_memory_equal(said, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 64);
    close(ends[0]);
    int status = -1;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    unlink(name.p);
    arena_reset(&a);
}

static int say_digest(str text)
{
    struct arena a = { 0 };
    struct sha256 *h = sha256_new(&a);

    sha256_add(h, text);
    str hex = sha256_hex(h, &a);
    bool told = write(STDOUT_FILENO, hex.p, hex.n) == (ssize_t)hex.n;
    arena_reset(&a);
    return told ? 0 : 1;
}

static void the_fast_hash_tells_texts_apart(void **state)
{
    (void)state;
    assert_true(hash64(STR("a")) == hash64(STR("a")));
    assert_true(hash64(STR("a")) != hash64(STR("b")));
    assert_true(hash64(STR("")) != hash64(STR("\0")));
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return say_digest(str_of(argv[1]));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_fips_180),
        cmocka_unit_test(a_file_has_the_digest_of_its_bytes),
        cmocka_unit_test(openssl_may_be_configured_to_know_no_sha_256),
        cmocka_unit_test(the_fast_hash_tells_texts_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
