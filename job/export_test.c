#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "job/trial_test.h"

enum { FILES_MAX = 8 };

struct files {
    struct trial *trial;
    struct text_table tables[FILES_MAX];
    size_t n;
};

static bool file_open(void *context, size_t n, struct table **out, struct err *err)
{
    struct files *f = context;

    if (n > FILES_MAX)
        return err_set(err, ERR_IO, "too many files");
    assert_int_equal(n, f->n + 1);
    f->tables[f->n] = text_table(&f->trial->arena);
    *out = &f->tables[f->n++].base;
    return true;
}

static struct files export(struct trial *t, const struct export_options *options,
                           struct export_counts *counts)
{
    struct files files = { .trial = t };
    struct table_output output = { &files, file_open };

    if (!export_run(t->shop, options, &output, NULL, counts, &t->err))
        fail_msg("%s", t->err.msg);
    for (size_t i = 0; i < files.n; i++)
        assert_true(files.tables[i].finished && !files.tables[i].abandoned);
    return files;
}

static const char sheet[] = "Email|First Name|Tags|Phone|Address Line 1|Address City|Address Country "
                            "Code|Metafield: custom.size [single_line_text_field]\n"
                            "a@example.com|Anna|x, y|+819012345678|Street 1|Berlin|DE|large\n"
                            "a@example.com||||Street 2|Bonn|DE|\n"
                            "b@example.com|Bert||||||\n"
                            "c@example.com|Cora|z||Street 3|Ulm|DE|\n";

static const enum column_id few[] = { COL_ROW_NUMBER,   COL_TOP_ROW,         COL_EMAIL,
                                      COL_COMMAND,      COL_FIRST_NAME,      COL_TAGS,
                                      COL_TAGS_COMMAND, COL_ADDRESS_COMMAND, COL_ADDRESS_LINE1 };

static void several_addresses_take_several_rows(void **state)
{
    struct trial *t = *state;
    struct export_options options = { .columns = few, .column_count = countof(few) };
    struct export_counts counts;

    trial_open(t);
    do_import(t, sheet);
    struct files f = export(t, &options, &counts);
    assert_string_equal(
        f.tables[0].text,
        "== Customers\n"
        "1:|Row #|Top Row|Email|Command|First Name|Tags|Tags Command|Address Command|Address Line 1\n"
        "2:|2|TRUE|a@example.com|MERGE|Anna|x, y|REPLACE|MERGE|Street 1\n"
        "3:|3||a@example.com|||||MERGE|Street 2\n"
        "4:|4|TRUE|b@example.com|MERGE|Bert||REPLACE||\n"
        "5:|5|TRUE|c@example.com|MERGE|Cora|z|REPLACE|MERGE|Street 3\n");
    assert_int_equal(counts.customers, 3);
    assert_int_equal(counts.rows, 4);
    assert_int_equal(counts.files, 1);
}

static void a_customer_is_never_split_between_files(void **state)
{
    struct trial *t = *state;
    struct export_options options = { .columns = few, .column_count = countof(few), .max_rows = 2 };
    struct export_counts counts;

    trial_open(t);
    do_import(t, sheet);
    struct files f = export(t, &options, &counts);
    assert_int_equal(counts.files, 2);
    assert_non_null(strstr(f.tables[0].text, "3:|3||a@example.com"));
    assert_non_null(strstr(f.tables[1].text, "2:|2|TRUE|b@example.com"));
    assert_non_null(strstr(f.tables[1].text, "3:|3|TRUE|c@example.com"));

    options.max_rows = 1;
    f = export(t, &options, &counts);
    assert_int_equal(counts.files, 3);
    assert_non_null(strstr(f.tables[0].text, "3:|3||a@example.com"));
}

static void metafields_get_columns_of_their_own(void **state)
{
    struct trial *t = *state;
    struct export_options options = { .groups = GROUPS_ALL };
    struct export_counts counts;

    trial_open(t);
    do_import(t, sheet);
    struct files f = export(t, &options, &counts);
    assert_non_null(strstr(f.tables[0].text, "|Metafield: custom.size [single_line_text_field]\n"));
    assert_non_null(strstr(f.tables[0].text, "|large\n"));
    assert_non_null(strstr(f.tables[0].text, "|Last Order: Price Total|"));
    assert_null(strstr(f.tables[0].text, "Account Activation URL"));

    static const struct metafield_definition wanted[] = { { STR_INIT("custom"), STR_INIT("a.b"),
                                                            STR_INIT("") } };
    options = (struct export_options){
        .columns = few, .column_count = 3, .metafields = wanted, .metafield_count = 1
    };
    f = export(t, &options, &counts);
    assert_non_null(strstr(f.tables[0].text, "|Email|Metafield: custom.a\\.b\n"));
}

static void the_headers_speak_japanese_when_asked(void **state)
{
    struct trial *t = *state;
    struct export_options options = { .groups = GROUPS_DEFAULT,
                                      .headers = HEADERS_JA,
                                      .template_only = true };
    struct export_counts counts;

    trial_open(t);
    do_import(t, sheet);
    struct files f = export(t, &options, &counts);
    assert_non_null(strstr(f.tables[0].text, "== 顧客\n"));
    assert_non_null(strstr(f.tables[0].text, "|メールアドレス|"));
    assert_null(strstr(f.tables[0].text, "a@example.com"));
    assert_int_equal(counts.customers, 0);
}

static void a_filter_chooses(void **state)
{
    struct trial *t = *state;
    struct shop_filter filter = { .tag = STR("Z") };
    struct export_options options = { .columns = few, .column_count = countof(few), .filter = &filter };
    struct export_counts counts;

    trial_open(t);
    do_import(t, sheet);
    export(t, &options, &counts);
    assert_int_equal(counts.customers, 1);
}

static void a_file_names_the_customers(void **state)
{
    struct trial *t = *state;
    struct row_input from =
        rows_of("Email|Phone\nC@example.com|\n|+819012345678\nnobody@example.com|\nc@example.com|\n");
    struct export_options options = { .columns = few, .column_count = countof(few), .from = &from };
    struct shop_filter filter = { .tag = STR("z") };
    struct export_counts counts;

    trial_open(t);
    do_import(t, sheet);
    export(t, &options, &counts);
    assert_int_equal(counts.customers, 2);
    assert_int_equal(counts.missing, 1);

    options.filter = &filter;
    struct files f = export(t, &options, &counts);
    assert_int_equal(counts.customers, 1);
    assert_non_null(strstr(f.tables[0].text, "Cora"));
}

static void an_export_imports_as_unchanged(void **state)
{
    struct trial *t = *state;
    struct export_options options = { .groups = GROUPS_ALL, .text_times = true };
    struct export_counts counts;

    trial_open(t);
    do_import(t, sheet);
    struct files f = export(t, &options, &counts);

    /* The table's text as a sheet: without the sheet's name and the row numbers. */
    char *again = arena_alloc(&t->arena, TRIAL_TEXT, 1), *to = again;
    for (const char *line = strchr(f.tables[0].text, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
        const char *from = strchr(line, '|') + 1, *end = strchr(line, '\n') + 1;
        to = (char *)memcpy(to, from, (size_t)(end - from)) + (end - from);
    }
    do_import(t, again);
    assert_int_equal(t->counts.kinds[OP_UNCHANGED], 3);
    assert_int_equal(t->counts.customers, 3);
}

static void ctrl_c_leaves_no_file(void **state)
{
    struct trial *t = *state;
    struct files files = { .trial = t };
    struct table_output output = { &files, file_open };
    struct export_options options = { .groups = GROUPS_DEFAULT };
    struct export_counts counts;
    volatile sig_atomic_t stop = 1;
    struct progress progress = { .stop = &stop };

    trial_open(t);
    do_import(t, sheet);
    assert_false(export_run(t->shop, &options, &output, &progress, &counts, &t->err));
    assert_int_equal(t->err.code, ERR_INTERRUPTED);
    assert_true(files.tables[0].abandoned && !files.tables[0].finished);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_TRIAL(several_addresses_take_several_rows),
        IN_A_TRIAL(a_customer_is_never_split_between_files),
        IN_A_TRIAL(metafields_get_columns_of_their_own),
        IN_A_TRIAL(the_headers_speak_japanese_when_asked),
        IN_A_TRIAL(a_filter_chooses),
        IN_A_TRIAL(a_file_names_the_customers),
        IN_A_TRIAL(an_export_imports_as_unchanged),
        IN_A_TRIAL(ctrl_c_leaves_no_file),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
