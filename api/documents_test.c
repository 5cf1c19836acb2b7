#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/documents.h"
#include "base/buf.h"

enum { LINE_MAX_HERE = 512 };

/* ---- what the schema says of them ------------------------------------------------------------------------------ */

/* validate.mjs, in a process of its own: documents in, a line for each out. */
struct validator {
    FILE *in, *out;
    char folder[64], documents[96];
};

static void validator_begin(struct validator *v)
{
    const char *tmp = getenv("TMPDIR");

    (void)snprintf(v->folder, sizeof v->folder, "%s/meibo-XXXXXX", tmp && strlen(tmp) < 40 ? tmp : "/tmp");
    assert_non_null(mkdtemp(v->folder));
    (void)snprintf(v->documents, sizeof v->documents, "%s/documents", v->folder);
    v->in = fopen(v->documents, "w");
    assert_non_null(v->in);
}

static void validator_run(struct validator *v)
{
    int out[2];

    assert_int_equal(fclose(v->in), 0);
    assert_int_equal(pipe(out), 0);
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen(v->documents, "r", stdin) || dup2(out[1], STDOUT_FILENO) < 0)
            _exit(127);
        (void)close(out[0]);
        (void)execlp("node", "node", "testdata/admin-api/validate.mjs", (char *)NULL);
        _exit(127);
    }
    (void)close(out[1]);
    v->out = fdopen(out[0], "r");
    assert_non_null(v->out);
}

static void validator_end(struct validator *v)
{
    int status = 0;

    assert_int_equal(fclose(v->out), 0);
    (void)wait(&status);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_int_equal(remove(v->documents), 0);
    assert_int_equal(remove(v->folder), 0);
}

static void write_document(void *context, const char *name, struct document d)
{
    struct validator *v = context;

    (void)name;
    (void)fwrite(d.text.p, 1, d.text.n, v->in);
    (void)fputs("\n---\n", v->in);
}

struct judging {
    struct validator *validator;
    size_t n, priced;
};

/* One that is sent as it is has a price, and it is the one that the shop reckons. */
static void judge_document(void *context, const char *name, struct document d)
{
    struct judging *j = context;
    char said[LINE_MAX_HERE] = "", want[LINE_MAX_HERE];

    assert_non_null(fgets(said, sizeof said, j->validator->out));
    (void)snprintf(want, sizeof want, "ok %u\n", d.cost);
    j->n++;
    j->priced += d.cost > 0;
    if (strncmp(said, "ok ", 3) != 0 || (d.cost > 0 && strcmp(said, want) != 0))
        fail_msg("%s: %s, not %s for %.*s", name, said, want, STR_ARG(d.text));
}

static void every_document_is_valid_and_costs_what_it_says(void **state)
{
    struct validator v = { 0 };
    struct judging j = { .validator = &v };

    (void)state;
    validator_begin(&v);
    documents_each(write_document, &v);
    validator_run(&v);
    documents_each(judge_document, &j);
    validator_end(&v);
    print_message("%zu documents, %zu of them with a price\n", j.n, j.priced);
    assert_true(j.n > 350);
    assert_true(j.priced > 300);
}

/* ---- pages ----------------------------------------------------------------------------------------------------- */

static void a_page_of_any_length_costs_what_it_says(void **state)
{
    static const size_t lengths[] = { 1, 2, 5, 13, 50, 100, 149, 249, 250 };
    static const unsigned selections[] = { 0, GROUP_BIT(GROUP_ORDERS), SELECT_GROUPS,
                                           SELECT_GROUPS | SELECT_MULTIPASS };
    struct validator v = { 0 };
    struct judging j = { .validator = &v };
    struct arena a = { 0 };

    (void)state;
    validator_begin(&v);
    for (size_t i = 0; i < countof(lengths) * countof(selections); i++) {
        size_t first = lengths[i % countof(lengths)];
        (void)fprintf(v.in, "# {\"first\": %zu}\n", first);
        write_document(&v, "page", document_page(selections[i / countof(lengths)], first, &a));
    }
    validator_run(&v);
    for (size_t i = 0; i < countof(lengths) * countof(selections); i++)
        judge_document(&j, "page",
                       document_page(selections[i / countof(lengths)], lengths[i % countof(lengths)], &a));
    validator_end(&v);
    arena_reset(&a);
}

static void a_page_stays_below_what_a_request_may_ask_for(void **state)
{
    struct arena a = { 0 };

    (void)state;
    for (unsigned select = 0; select <= SELECT_GROUPS; select++) {
        if (select & ~(unsigned)SELECT_GROUPS)
            continue;
        size_t most = document_page_most(select);
        assert_in_range(most, 1, PAGE_MAX);
        assert_true(document_page(select, most, &a).cost <= 1000);
    }
    arena_reset(&a);
}

/* ---- texts ----------------------------------------------------------------------------------------------------- */

static void a_filter_is_quoted_as_graphql_wants(void **state)
{
    struct arena a = { 0 };
    str text = document_bulk_export(0, STR("tag:\"a \\\" b\""), &a);

    (void)state;
    assert_non_null(strstr(text.p, "customers(query:\"tag:\\\"a \\\\\\\" b\\\"\"){"));
    arena_reset(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_document_is_valid_and_costs_what_it_says),
        cmocka_unit_test(a_page_of_any_length_costs_what_it_says),
        cmocka_unit_test(a_page_stays_below_what_a_request_may_ask_for),
        cmocka_unit_test(a_filter_is_quoted_as_graphql_wants),
    };

    return cmocka_run_group_tests_name("api/documents", tests, NULL, NULL);
}
