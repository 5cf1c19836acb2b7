#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "api/bulk_fake_test.h"

enum { LINES = 100 };

static void write_line(void *context, size_t line, struct buf *to)
{
    (void)context;
    buf_put(to, STR("{\"id\":\"gid://shopify/Customer/"));
    buf_put_u64(to, line + 1000);
    buf_put(to, STR("\"}"));
}

static void count_answer(void *context, size_t line, const struct json *reply)
{
    size_t *got = context;

    assert_non_null(json_get(reply, "data"));
    got[line]++;
}

static void run(struct admin *s, size_t *got)
{
    struct bulk_job job = { .mutation = MUTATION_TAGS_ADD,
                            .identifier = STR("meibo_one_job"),
                            .n = LINES,
                            .context = got,
                            .write = write_line,
                            .answer = count_answer };
    struct err err = { 0 };

    if (!bulk_run_limited(s, &job, 1, 1000, NULL, NULL, &err))
        fail_msg("%s", err.msg);
    for (size_t i = 0; i < LINES; i++)
        assert_int_equal(got[i], 1);
    assert_true(job.complete);
}

/* Where the shop has lost one part of several, only its lines are sent again. */
static void a_gap_between_parts_is_filled(void **state)
{
    struct admin *s = calloc(1, sizeof *s);
    size_t got[LINES] = { 0 }, again[LINES] = { 0 };

    (void)state;
    assert_non_null(s);
    run(s, got);
    assert_int_equal(s->n, 4);
    assert_non_null(strstr(s->operations[1].query, "mutation meibo_one_job_27_27("));
    s->operations[1].mutation = false;
    run(s, again);
    assert_int_equal(s->n, 5);
    assert_string_equal(s->operations[4].query, s->operations[1].query);
    fake_release(s);
    free(s);
}

static const char *const foreign[] = {
    "",
    "mutation",
    "mutation($id:ID!){tagsAdd}",
    "query meibo_one_job{customers}",
    "mutation meibo_one_job_{a}",
    "mutation meibo_one_job_x_5(",
    "mutation meibo_one_job_0_0(",
    "mutation meibo_one_job_0_101(",
    "mutation meibo_one_job_100_1(",
    "mutation meibo_one_job_99_2(",
    "mutation meibo_one_job_-1_2(",
    "mutation meibo_one_job_0_18446744073709551615(",
    "mutation meibo_one_jobs(",
    "mutation MEIBO_one_job(",
};

static void names_that_are_no_lines_of_ours_are_left_alone(void **state)
{
    struct admin *s = calloc(1, sizeof *s);
    size_t got[LINES] = { 0 };

    (void)state;
    assert_non_null(s);
    for (; s->n < countof(foreign); s->n++)
        s->operations[s->n] = (struct fake_operation){ .mutation = true,
                                                       .query = strdup(foreign[s->n]),
                                                       .status = "COMPLETED" };
    run(s, got);
    assert_int_equal(s->n, countof(foreign) + 4);
    fake_release(s);
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_gap_between_parts_is_filled),
        cmocka_unit_test(names_that_are_no_lines_of_ours_are_left_alone),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
