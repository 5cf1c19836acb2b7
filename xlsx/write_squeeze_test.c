#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "xlsx/write_deflate.h"
#include "xlsx/write_squeeze.h"

enum { MOST = 8 * DEFLATE_BLOCK };

static bool keep(void *to, str deflated, struct err *err)
{
    (void)err;
    buf_put(to, deflated);
    return true;
}

/* Rows as they come, or what cannot be made smaller. */
static str sample(size_t n, bool random, struct arena *a)
{
    char *p = arena_alloc(a, n + 64, 1);
    uint32_t r = 2463534242;

    for (size_t at = 0; at < n;) {
        r ^= r << 13;
        r ^= r >> 17;
        r ^= r << 5;
        if (random)
            p[at++] = (char)r;
        else
            at += (size_t)snprintf(p + at, 64, "<c r=\"A%zu\" t=\"s\"><v>%u</v></c>", at / 30, r % 5000);
    }
    return (str){ p, n };
}

/* Deflates in pieces of odd sizes. */
static void squeeze_all(struct squeezer *s, str bytes, int level)
{
    struct err err = { 0 };

    squeeze_begin(s, level);
    for (size_t at = 0, n; at < bytes.n; at += n) {
        n = bytes.n - at < 100003 ? bytes.n - at : 100003;
        assert_true(squeeze_put(s, (str){ bytes.p + at, n }, &err));
    }
    assert_true(squeeze_end(s, &err));
}

static void assert_inflates_to(str deflated, str bytes, struct arena *a)
{
    char *back = arena_alloc(a, bytes.n + 1, 1);
    z_stream z = { .next_in = (Bytef *)(uintptr_t)deflated.p,
                   .avail_in = (uInt)deflated.n,
                   .next_out = (Bytef *)back,
                   .avail_out = (uInt)bytes.n + 1 };

    assert_int_equal(inflateInit2(&z, -MAX_WBITS), Z_OK);
    int end = inflate(&z, Z_FINISH);
    assert_int_equal(inflateEnd(&z), Z_OK);
    assert_int_equal(end, Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    assert_int_equal(z.total_out, bytes.n);
    assert_memory_equal(back, bytes.p, bytes.n);
}

static void streams_of_any_length_come_back(void **state)
{
    static const size_t lengths[] = { 0,
                                      1,
                                      DEFLATE_WINDOW - 1,
                                      DEFLATE_BLOCK - 1,
                                      DEFLATE_BLOCK,
                                      DEFLATE_BLOCK + 1,
                                      2 * DEFLATE_BLOCK,
                                      MOST - 17 };
    static const int levels[] = { 1, 2, 6, 9 };
    (void)state;

    for (size_t i = 0; i < countof(lengths) * countof(levels) * 2; i++) {
        struct arena a = { 0 };
        struct buf out = BUF_INIT(2 * MOST);
        struct squeezer *s = squeezer_new(1, keep, &out, &a);
        str bytes = sample(lengths[i / 2 % countof(lengths)], i % 2, &a);
        squeeze_all(s, bytes, levels[i / 2 / countof(lengths)]);
        assert_int_equal(squeeze_size(s), bytes.n);
        assert_int_equal(squeeze_crc(s), crc32_z(0, (const Bytef *)bytes.p, bytes.n));
        assert_inflates_to(buf_str(&out), bytes, &a);
        squeezer_stop(s);
        buf_release(&out);
        arena_reset(&a);
    }
}

static void the_same_bytes_come_out_whoever_deflates(void **state)
{
    (void)state;
    for (int level = 1; level <= 6; level += 5) {
        struct arena a = { 0 };
        struct buf first = BUF_INIT(2 * MOST), again = BUF_INIT(2 * MOST);
        str bytes = sample(MOST, false, &a);
        struct squeezer *alone = squeezer_new(0, keep, &first, &a);
        squeeze_all(alone, bytes, level);
        for (int helpers = SQUEEZE_HELPERS; helpers < 9; helpers += 2) {
            struct squeezer *s = squeezer_new(helpers, keep, &again, &a);
            buf_clear(&again);
            squeeze_all(s, bytes, level);
            assert_true(str_eq(buf_str(&first), buf_str(&again)));
            squeezer_stop(s);
        }
        squeezer_stop(alone);
        buf_release(&first);
        buf_release(&again);
        arena_reset(&a);
    }
}

static void one_stream_follows_another_at_another_level(void **state)
{
    struct arena a = { 0 };
    struct buf out = BUF_INIT(2 * MOST);
    struct squeezer *s = squeezer_new(2, keep, &out, &a);
    str bytes = sample(MOST / 2, false, &a);
    (void)state;

    for (int round = 0; round < 4; round++) {
        buf_clear(&out);
        squeeze_all(s, bytes, round % 2 ? 6 : 1);
        assert_inflates_to(buf_str(&out), bytes, &a);
    }
    squeezer_stop(s);
    buf_release(&out);
    arena_reset(&a);
}

/* A block looks back into the one before it: cutting costs next to nothing. */
static void cutting_costs_little(void **state)
{
    struct arena a = { 0 };
    struct buf out = BUF_INIT(2 * MOST);
    struct squeezer *s = squeezer_new(0, keep, &out, &a);
    str bytes = sample(MOST, false, &a);
    uLong room = compressBound(MOST);
    Bytef *whole = arena_alloc(&a, room, 1);
    (void)state;

    squeeze_all(s, bytes, 6);
    assert_int_equal(compress2(whole, &room, (const Bytef *)bytes.p, bytes.n, 6), Z_OK);
    assert_true(out.n < room + room / 20);
    squeezer_stop(s);
    buf_release(&out);
    arena_reset(&a);
}

static bool take_three(void *to, str deflated, struct err *err)
{
    int *taken = to;

    (void)deflated;
    return ++*taken <= 3 || err_set(err, ERR_IO, "full");
}

static void a_sink_that_is_full_is_told(void **state)
{
    struct arena a = { 0 };
    struct err err = { 0 };
    int taken = 0;
    struct squeezer *s = squeezer_new(1, take_three, &taken, &a);
    str bytes = sample(DEFLATE_BLOCK, false, &a);
    bool ok = true;
    (void)state;

    squeeze_begin(s, 1);
    for (size_t i = 0; ok && i < 40; i++)
        ok = squeeze_put(s, bytes, &err);
    assert_false(ok);
    assert_string_equal(err.msg, "full");
    assert_int_equal(taken, 4);
    squeezer_stop(s);
    arena_reset(&a);
}

static void a_stream_can_be_left_in_the_middle(void **state)
{
    (void)state;
    for (size_t blocks = 0; blocks < 8; blocks++) {
        struct arena a = { 0 };
        struct err err = { 0 };
        struct buf out = BUF_INIT(2 * MOST);
        struct squeezer *s = squeezer_new(3, keep, &out, &a);
        squeeze_begin(s, 6);
        assert_true(squeeze_put(s, sample(blocks * DEFLATE_BLOCK, false, &a), &err));
        squeezer_stop(s);
        squeezer_stop(s);
        buf_release(&out);
        arena_reset(&a);
    }
    squeezer_stop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(streams_of_any_length_come_back),
        cmocka_unit_test(the_same_bytes_come_out_whoever_deflates),
        cmocka_unit_test(one_stream_follows_another_at_another_level),
        cmocka_unit_test(cutting_costs_little),
        cmocka_unit_test(a_sink_that_is_full_is_told),
        cmocka_unit_test(a_stream_can_be_left_in_the_middle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
