#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/hash.h"

#include "base/file.h"

#include <stdlib.h>
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

static void the_fast_hash_tells_texts_apart(void **state)
{
    (void)state;
    assert_true(hash64(STR("a")) == hash64(STR("a")));
    assert_true(hash64(STR("a")) != hash64(STR("b")));
    assert_true(hash64(STR("")) != hash64(STR("\0")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_are_those_of_fips_180),
        cmocka_unit_test(a_file_has_the_digest_of_its_bytes),
        cmocka_unit_test(the_fast_hash_tells_texts_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
