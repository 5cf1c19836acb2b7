#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/json.h"

#include <string.h>

static void assert_text(str got, const char *want)
{
    if (!str_eq(got, str_of(want)))
        fail_msg("got \"%.*s\", want \"%s\"", STR_ARG(got), want);
}

static void what_is_read_is_written_the_same(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"z\":1,\"a\":[true,false,null],\"m\":{\"id\":9223372036854775807}}",
        "-9223372036854775808",
        "\"山田\"",
        "[]",
        "{}",
        "null",
        "\"a\\u0000b\"",
        "[1.5]",
        "\"\\\"[[\"",
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(texts); i++) {
        struct json *v;
        struct err err;
        if (!json_parse(str_of(texts[i]), &v, &err))
            fail_msg("%s: %s", texts[i], err.msg);
        assert_text(json_text(v, &a), texts[i]);
        json_free(v);
    }
    arena_reset(&a);
}

static void what_is_not_json_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
    } bad[] = {
        { "", "line 1" },         { "{\"a\":1,\n\"a\":2}", "line 2" },
        { "{} {}", "line 1" },    { "[1,]", "line 1" },
        { "\"\xff\"", "line 1" }, { "9223372036854775808", "integer" },
        { "{'a':1}", "line 1" },  { "[01]", "line 1" },
        { "\n\n[", "line 3" },
    };
    struct json *v;
    struct err err;

    for (size_t i = 0; i < countof(bad); i++) {
        if (json_parse(str_of(bad[i].text), &v, &err))
            fail_msg("\"%s\" was read", bad[i].text);
        assert_int_equal(err.code, ERR_FORMAT);
        if (!strstr(err.msg, bad[i].says))
            fail_msg("\"%s\" does not say %s", err.msg, bad[i].says);
    }
}

static void sixty_four_levels_are_deep_enough(void **state)
{
    (void)state;
    char text[130];
    struct json *v;
    struct err err;

    memset(text, '[', 65);
    memset(text + 65, ']', 65);
    assert_true(json_parse((str){ text + 1, 128 }, &v, &err));
    json_free(v);
    assert_false(json_parse((str){ text, 130 }, &v, &err));
    assert_non_null(strstr(err.msg, "64"));
}

static void a_getter_never_fails(void **state)
{
    (void)state;
    struct json *v;
    struct err err;
    static const enum json_kind kinds[] = { JSON_STRING, JSON_INTEGER, JSON_TRUE,  JSON_FALSE,
                                            JSON_NULL,   JSON_REAL,    JSON_ARRAY, JSON_OBJECT };

    assert_true(json_parse(STR("[\"s\",7,true,false,null,2.5,[],{\"k\":1}]"), &v, &err));
    assert_int_equal(json_count(v), countof(kinds));
    for (size_t i = 0; i < countof(kinds); i++)
        assert_int_equal(json_kind(json_at(v, i)), kinds[i]);
    assert_text(json_str(json_at(v, 0)), "s");
    assert_text(json_str(json_at(v, 1)), "");
    assert_int_equal(json_int(json_at(v, 1)), 7);
    assert_int_equal(json_int(json_at(v, 0)), 0);
    assert_true(json_bool(json_at(v, 2)));
    assert_false(json_bool(json_at(v, 3)));
    assert_false(json_bool(json_at(v, 1)));
    assert_int_equal(json_int(json_get(json_at(v, 7), "k")), 1);
    assert_true(json_number(json_at(v, 1)) == 7 && json_number(json_at(v, 5)) == 2.5);
    assert_true(json_number(json_at(v, 0)) == 0 && json_number(NULL) == 0);
    assert_null(json_get(json_at(v, 7), "none"));
    assert_null(json_get(v, "k"));
    assert_null(json_at(v, 8));
    assert_null(json_get(NULL, "k"));
    assert_null(json_at(NULL, 0));
    assert_int_equal(json_count(NULL), 0);
    assert_int_equal(json_kind(NULL), JSON_NULL);
    assert_text(json_str(NULL), "");
    json_free(v);
    json_free(NULL);
}

static void what_is_built_keeps_its_order_and_is_valid(void **state)
{
    (void)state;
    struct arena a = { 0 };
    struct json *object = json_object(), *array = json_array();

    json_add(array, json_of_int(INT64_MIN));
    json_add(array, json_of_bool(true));
    json_add(array, json_of_bool(false));
    json_add(array, json_of_null());
    json_put(object, "z", array);
    json_put(object, "a", json_of_str(STR("x\xffy")));
    json_put(object, "\xff", json_of_str(STR("a\0b")));
    assert_text(json_text(object, &a), "{\"z\":[-9223372036854775808,true,false,null],"
                                       "\"a\":\"x\xef\xbf\xbdy\",\"\xef\xbf\xbd\":\"a\\u0000b\"}");
    assert_text(json_text(NULL, &a), "");
    json_free(object);
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_read_is_written_the_same),
        cmocka_unit_test(what_is_not_json_is_refused_with_its_line),
        cmocka_unit_test(sixty_four_levels_are_deep_enough),
        cmocka_unit_test(a_getter_never_fails),
        cmocka_unit_test(what_is_built_keeps_its_order_and_is_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
