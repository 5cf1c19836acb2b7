#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/customer.h"
#include "model/words.h"

#include <string.h>

/* V-WORD-1 */
static void words_are_found_in_any_case_and_width(void **state)
{
    (void)state;
    static const struct {
        const struct vocabulary *words;
        const char *text;
        size_t index;
    } cases[] = {
        { &vocabulary_command, "MERGE", COMMAND_MERGE },
        { &vocabulary_command, "ignore", COMMAND_IGNORE },
        { &vocabulary_command, "ＮＥＷ", COMMAND_NEW },
        { &vocabulary_command, "MERGER", COMMAND_COUNT },
        { &vocabulary_list_command, "Replace", LIST_REPLACE },
        { &vocabulary_list_command, "NEW", LIST_COMMAND_COUNT },
        { &vocabulary_state, "declined", STATE_DECLINED },
        { &vocabulary_email_status, "not subscribed", CONSENT_NOT_SUBSCRIBED },
        { &vocabulary_email_status, "invalid", CONSENT_INVALID },
        { &vocabulary_sms_status, "redacted", CONSENT_REDACTED },
        { &vocabulary_sms_status, "invalid", CONSENT_INVALID },
        { &vocabulary_opt_in, "Confirmed-Opt-In", LEVEL_CONFIRMED_OPT_IN },
        { &vocabulary_source, "shopify", SOURCE_SHOPIFY },
    };
    struct arena a = { 0 };

    for (size_t i = 0; i < countof(cases); i++)
        if (word_find(cases[i].words, str_of(cases[i].text), &a) != cases[i].index)
            fail_msg("\"%s\"", cases[i].text);
    arena_reset(&a);
}

/* V-WORD-2 */
static void the_nearest_word_is_suggested(void **state)
{
    (void)state;
    struct arena a = { 0 };

    assert_true(str_eq(word_nearest(&vocabulary_command, STR("UPDTE"), &a), STR("UPDATE")));
    assert_true(str_eq(word_nearest(&vocabulary_email_status, STR("Un Subscribd"), &a), STR("unsubscribed")));
    assert_int_equal(word_nearest(&vocabulary_command, STR("banana"), &a).n, 0);
    assert_true(str_eq(vocabulary_list_command.list, STR("MERGE, DELETE, REPLACE")));
    arena_reset(&a);
}

/* Shopify's enum TaxExemption: 22 of Canada, one of the Union, one for each state and D.C. */
static void there_are_74_tax_exemptions(void **state)
{
    (void)state;
    struct arena a = { 0 };

    assert_int_equal(vocabulary_exemptions.n, 22 + 1 + 51);
    for (size_t i = 0; i < vocabulary_exemptions.n; i++)
        assert_int_equal(word_find(&vocabulary_exemptions, vocabulary_exemptions.words[i], &a), i);
    arena_reset(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_found_in_any_case_and_width),
        cmocka_unit_test(the_nearest_word_is_suggested),
        cmocka_unit_test(there_are_74_tax_exemptions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
