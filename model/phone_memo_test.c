#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "model/phone_memo.h"
#include "model/plan.h"

static const struct {
    str text, country;
} numbers[] = {
    { STR_INIT("090-1234-5678"), STR_INIT("JP") },
    { STR_INIT("090-1234-5678"), STR_INIT("US") }, /* the same text means something else there */
    { STR_INIT("090-1234-5678"), STR_INIT("") },
    { STR_INIT("+819012345678"), STR_INIT("") },
    { STR_INIT("+819012345678"), STR_INIT("JP") },
    { STR_INIT("(212) 555-0123"), STR_INIT("US") },
    { STR_INIT("+12"), STR_INIT("") },
    { STR_INIT("no number"), STR_INIT("JP") },
    { STR_INIT(""), STR_INIT("JP") },
    { STR_INIT("+81 (0)  90   -   1234   -   5678"), STR_INIT("JP") }, /* longer than what is kept */
    { STR_INIT("090-1234-5678"), STR_INIT("no country") },
};

static void what_is_remembered_is_what_would_be_read(void **state)
{
    (void)state;
    struct phone_memo memo = { 0 };
    struct arena a = { 0 };

    for (int times = 0; times < 3; times++)
        for (size_t i = 0; i < countof(numbers); i++) {
            str read, told;
            enum phone_result result = phone_read(numbers[i].text, numbers[i].country, &a, &read);
            for (int twice = 0; twice < 2; twice++) {
                assert_int_equal(phone_memo_read(&memo, numbers[i].text, numbers[i].country, &a, &told),
                                 result);
                assert_true(str_eq(told, read));
            }
            assert_int_equal(phone_memo_read(NULL, numbers[i].text, numbers[i].country, &a, &told), result);
            assert_true(str_eq(told, read));
        }
    arena_reset(&a);
}

/* Only the memo can say this: it is asked before the number is read again. */
static void a_number_is_read_once(void **state)
{
    (void)state;
    struct phone_memo memo = { 0 };
    struct arena a = { 0 };
    str number;

    assert_int_equal(phone_memo_read(&memo, STR("+819012345678"), STR(""), &a, &number), PHONE_OK);
    for (size_t i = 0; i < PHONE_MEMO_SLOTS; i++)
        if (memo.slots[i].text_size)
            memo.slots[i].result = PHONE_UNLIKELY;
    assert_int_equal(phone_memo_read(&memo, STR("+819012345678"), STR(""), &a, &number), PHONE_UNLIKELY);
    assert_true(str_eq(number, STR("+819012345678")));
    arena_reset(&a);
}

static void newer_numbers_take_the_place_of_older_ones(void **state)
{
    (void)state;
    struct phone_memo memo = { 0 };
    struct arena a = { 0 };

    for (int i = 0; i < 4 * PHONE_MEMO_SLOTS; i++) {
        str number, text = arena_fmt(&a, "+8190%08d", 10000000 + i);
        assert_int_equal(phone_memo_read(&memo, text, STR(""), &a, &number), PHONE_OK);
        assert_true(str_eq(number, text));
    }
    arena_reset(&a);
}

static void numbers_are_judged_once_and_those_alone_that_were_not(void **state)
{
    (void)state;
    const uint64_t phone = COL_BIT(COL_PHONE), at_address = COL_BIT(COL_ADDRESS_PHONE);
    struct address addresses[] = { { .has.unjudged = at_address, .phone = STR("+819012345678") },
                                   { .has.unjudged = at_address, .phone = STR("+12001230102") },
                                   { .phone = STR("+12001230103") } };
    struct customer c = { .has.unjudged = phone | COL_BIT(COL_EMAIL),
                          .phone = STR("+12001230101"),
                          .addresses = addresses,
                          .address_count = countof(addresses) };
    struct phone_memo memo = { 0 };
    struct arena a = { 0 };

    for (int times = 0; times < 2; times++) {
        phones_judge(&c, &memo, &a);
        assert_true(c.has.unlikely == phone && c.has.unjudged == COL_BIT(COL_EMAIL));
        assert_true(addresses[0].has.unlikely == 0 && addresses[0].has.unjudged == 0);
        assert_true(addresses[1].has.unlikely == at_address && addresses[1].has.unjudged == 0);
        assert_true(addresses[2].has.unlikely == 0);
    }
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_remembered_is_what_would_be_read),
        cmocka_unit_test(a_number_is_read_once),
        cmocka_unit_test(numbers_are_judged_once_and_those_alone_that_were_not),
        cmocka_unit_test(newer_numbers_take_the_place_of_older_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
