#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/admin_retry.h"

#include "api/admin.h"

static struct admin_verdict judge(enum http_failure failure, int status, const char *body)
{
    struct http_reply reply = { .failure = failure, .status = status };
    struct json *doc = NULL;
    struct err err;

    if (body && !json_parse(str_of(body), &doc, &err))
        fail_msg("%s", err.msg);
    struct admin_verdict v = admin_judge(&reply, doc);
    json_free(doc);
    return v;
}

static void each_reply_has_its_consequence(void **state)
{
    (void)state;
    static const struct {
        enum http_failure failure;
        int status;
        const char *body;
        enum admin_step step;
        bool advice;
    } cases[] = {
        { HTTP_NOT_SENT, 0, NULL, STEP_AGAIN, false },
        { HTTP_LOST, 0, NULL, STEP_MAYBE, false },
        { HTTP_UNUSABLE, 0, NULL, STEP_STOP, false },
        { HTTP_ANSWERED, 200, "{\"data\":{}}", STEP_ANSWERED, false },
        { HTTP_ANSWERED, 200, "{\"data\":{},\"errors\":[{\"extensions\":{\"code\":\"THROTTLED\"}}]}",
          STEP_ANSWERED, false },
        { HTTP_ANSWERED, 200, "{\"errors\":[{\"extensions\":{\"code\":\"THROTTLED\"}}]}", STEP_THROTTLED,
          false },
        { HTTP_ANSWERED, 200,
          "{\"data\":null,\"errors\":[{\"extensions\":{\"code\":\"INTERNAL_SERVER_ERROR\"}}]}", STEP_MAYBE,
          false },
        { HTTP_ANSWERED, 200, "{\"data\":null,\"errors\":[{\"extensions\":{\"code\":\"TIMEOUT\"}}]}",
          STEP_MAYBE, false },
        { HTTP_ANSWERED, 200, "{\"data\":null,\"errors\":[{\"extensions\":{\"code\":\"ACCESS_DENIED\"}}]}",
          STEP_STOP, true },
        { HTTP_ANSWERED, 200, "{\"errors\":[{\"extensions\":{\"code\":\"SHOP_INACTIVE\"}}]}", STEP_STOP,
          true },
        { HTTP_ANSWERED, 200, "{\"errors\":[{\"message\":\"syntax error\"}]}", STEP_ANSWERED, false },
        { HTTP_ANSWERED, 400, "{\"errors\":[{\"message\":\"no JSON\"}]}", STEP_ANSWERED, false },
        { HTTP_ANSWERED, 200, "{\"errors\":\"Not Found\"}", STEP_MAYBE, false },
        { HTTP_ANSWERED, 200, "{\"errors\":[]}", STEP_MAYBE, false },
        { HTTP_ANSWERED, 200, "{\"data\":null}", STEP_MAYBE, false },
        { HTTP_ANSWERED, 200, "[]", STEP_MAYBE, false },
        { HTTP_ANSWERED, 200, NULL, STEP_MAYBE, false },
        { HTTP_ANSWERED, 202, "{\"data\":{}}", STEP_MAYBE, false },
        { HTTP_ANSWERED, 301, NULL, STEP_STOP, true },
        { HTTP_ANSWERED, 308, NULL, STEP_STOP, true },
        { HTTP_ANSWERED, 400, NULL, STEP_STOP, false },
        { HTTP_ANSWERED, 401, "{\"errors\":[{\"message\":\"m\"}]}", STEP_RENEW, true },
        { HTTP_ANSWERED, 402, NULL, STEP_STOP, true },
        { HTTP_ANSWERED, 403, NULL, STEP_STOP, true },
        { HTTP_ANSWERED, 404, NULL, STEP_STOP, true },
        { HTTP_ANSWERED, 406, NULL, STEP_STOP, false },
        { HTTP_ANSWERED, 408, NULL, STEP_MAYBE, false },
        { HTTP_ANSWERED, 423, NULL, STEP_STOP, true },
        { HTTP_ANSWERED, 429, NULL, STEP_AGAIN, false },
        { HTTP_ANSWERED, 430, NULL, STEP_AGAIN, false },
        { HTTP_ANSWERED, 431, NULL, STEP_STOP, false },
        { HTTP_ANSWERED, 500, "{\"data\":{}}", STEP_MAYBE, false },
        { HTTP_ANSWERED, 504, NULL, STEP_MAYBE, false },
        { HTTP_ANSWERED, 599, NULL, STEP_MAYBE, false },
        { HTTP_ANSWERED, 999, NULL, STEP_MAYBE, false },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        struct admin_verdict v = judge(cases[i].failure, cases[i].status, cases[i].body);
        if (v.step != cases[i].step || (v.why != NULL) != cases[i].advice)
            fail_msg("%d %s: step %d", cases[i].status, cases[i].body ? cases[i].body : "", v.step);
    }
}

static void a_transfer_is_judged_by_its_status_alone(void **state)
{
    (void)state;
    static const struct {
        enum http_failure failure;
        int status;
        enum admin_step step;
    } cases[] = {
        { HTTP_ANSWERED, 200, STEP_ANSWERED }, { HTTP_ANSWERED, 201, STEP_ANSWERED },
        { HTTP_ANSWERED, 204, STEP_ANSWERED }, { HTTP_ANSWERED, 302, STEP_STOP },
        { HTTP_ANSWERED, 401, STEP_STOP },     { HTTP_ANSWERED, 403, STEP_STOP },
        { HTTP_ANSWERED, 429, STEP_AGAIN },    { HTTP_ANSWERED, 503, STEP_AGAIN },
        { HTTP_ANSWERED, 100, STEP_AGAIN },    { HTTP_LOST, 0, STEP_MAYBE },
        { HTTP_NOT_SENT, 0, STEP_AGAIN },      { HTTP_UNUSABLE, 0, STEP_STOP },
    };

    for (size_t i = 0; i < countof(cases); i++) {
        struct http_reply reply = { .failure = cases[i].failure, .status = cases[i].status };
        assert_int_equal(admin_judge_transfer(&reply).step, cases[i].step);
    }
}

static void pauses_double_up_to_twenty_seconds(void **state)
{
    (void)state;
    static const double longest[] = { 0.5, 1, 2, 4, 8, 16, 20 };
    struct admin_tries t = { 0 }, lucky = { 0 };

    for (size_t i = 0; i < countof(longest); i++) {
        assert_true(admin_tries_again(&t, 100, -1, 1000, 1));
        assert_true(t.due == 100 + longest[i]);
        assert_true(admin_tries_again(&lucky, 100, -1, 1000, 0));
        assert_true(lucky.due == 100 + longest[i] / 2);
    }
    assert_int_equal(t.attempts, ADMIN_ATTEMPTS_MAX - 1);
    assert_false(admin_tries_again(&t, 100, -1, 1000, 1));
}

static void patience_counts_from_the_first_failure(void **state)
{
    (void)state;
    struct admin_tries t = { 0 };

    assert_true(admin_tries_again(&t, 100, 30, 60, 1));
    assert_true(t.due == 130);
    assert_true(admin_tries_again(&t, 131, 29, 60, 1));
    assert_true(t.due == 160);
    assert_false(admin_tries_again(&t, 160, -1, 60, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_reply_has_its_consequence),
        cmocka_unit_test(a_transfer_is_judged_by_its_status_alone),
        cmocka_unit_test(pauses_double_up_to_twenty_seconds),
        cmocka_unit_test(patience_counts_from_the_first_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
