#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/json.h"
#include "base/json_write.h"

#define assert_text(s, expected) assert_true(str_eq((s), STR(expected)))

static void what_is_written_looks_like_what_is_built(void **state)
{
    (void)state;
    static const str texts[] = {
        STR_INIT(""),       STR_INIT("a \"b\" \\ / c"), STR_INIT("\b\f\n\r\t\x01\x1f\x7f"),
        STR_INIT("顧客 🗾"), STR_INIT("x\xffy"),         STR_INIT("a\0b"),
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(texts); i++) {
        struct json_writer w = json_write_begin();
        struct json *built = json_of_str(texts[i]);
        json_write_str(&w, texts[i]);
        assert_true(str_eq(json_write_end(&w, &a), json_text(built, &a)));
        json_free(built);
    }
    arena_reset(&a);
}

static void commas_stand_between_members_and_nowhere_else(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("z"));
    json_write_open(&w, '[');
    json_write_int(&w, INT64_MIN);
    json_write_int(&w, INT64_MAX);
    json_write_bool(&w, true);
    json_write_bool(&w, false);
    json_write_null(&w);
    json_write_open(&w, '[');
    json_write_close(&w, ']');
    json_write_open(&w, '{');
    json_write_close(&w, '}');
    json_write_close(&w, ']');
    json_write_key(&w, STR("a"));
    json_write_str(&w, STR("b"));
    json_write_close(&w, '}');
    assert_text(json_write_end(&w, &a),
                "{\"z\":[-9223372036854775808,9223372036854775807,true,false,null,[],{}],\"a\":\"b\"}");
    arena_reset(&a);
}

static void what_is_written_can_be_read(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct json_writer w = json_write_begin();
    struct json *read;
    struct err err;

    json_write_open(&w, '{');
    json_write_key(&w, STR("a \"key\""));
    json_write_str(&w, STR("line\nand a NUL: \0."));
    json_write_close(&w, '}');
    assert_true(json_parse(json_write_end(&w, &a), &read, &err));
    assert_true(str_eq(json_str(json_get(read, "a \"key\"")), STR("line\nand a NUL: \0.")));
    json_free(read);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_looks_like_what_is_built),
        cmocka_unit_test(commas_stand_between_members_and_nowhere_else),
        cmocka_unit_test(what_is_written_can_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
