#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "model/header.h"

#include <string.h>

enum { SHEETS_MOST = 4 };

/* A sheet as a text: '-' before a hidden one, '#' before a chart. */
static size_t sheets_of(const char *const *names, struct sheet_candidate *out)
{
    size_t n = 0;

    for (; n < SHEETS_MOST && names[n]; n++) {
        const char *name = names[n];
        bool hidden = *name == '-', chart = *name == '#';
        out[n] = (struct sheet_candidate){ str_of(name + (hidden || chart)), !hidden, !chart };
    }
    return n;
}

struct choice {
    const char *rule;
    const char *sheets[SHEETS_MOST];
    const char *wanted;
    size_t index; /* refused: SHEETS_MOST, and then what it says */
    const char *says;
};

static const struct choice choices[] = {
    { "S-1", { "Orders", "Customers" }, "", 1, NULL },
    { "S-1", { "Orders", "customer" }, "", 1, NULL },
    { "S-1", { "Orders", " 顧客 " }, "", 1, NULL },
    { "S-1", { "Orders", "ＣＵＳＴＯＭＥＲＳ" }, "", 1, NULL },
    { "S-2", { "Orders", "顧客一覧" }, "", 1, NULL },
    { "S-2", { "Customers (2)", "Orders" }, "", 0, NULL },
    { "S-2", { "Customers (2)", "Customers" }, "", 1, NULL },
    { "S-3", { "-Customers", "Customer" }, "", 1, NULL },
    { "S-3", { "-Customers", "Orders" }, "", 0, NULL },
    { "S-3", { "-顧客一覧", "顧客 2024" }, "", 1, NULL },
    { "S-3", { "Customers (2)", "-Customers" }, "", 1, NULL },
    { "S-4", { "Customers", "顧客" }, "", SHEETS_MOST, "several sheets could be the customers: \"Customers\", \"顧客\"" },
    { "S-4", { "Customers 1", "Orders", "Customers 2" }, "", SHEETS_MOST, "\"Customers 1\", \"Customers 2\"" },
    { "S-5", { "Orders", "Products" }, "", SHEETS_MOST, "\"Orders\", \"Products\": choose one with --sheet" },
    { "S-6", { "Customers", "Orders" }, "ｏｒｄｅｒｓ", 1, NULL },
    { "S-6", { "Customers", "Orders" }, "2", 1, NULL },
    { "S-6", { "Customers", "Orders", "2" }, "2", 2, NULL },
    { "S-6", { "Customers", "Orders" }, "3", SHEETS_MOST, "no sheet \"3\"; the sheets are \"Customers\", \"Orders\"" },
    { "S-6", { "Customers", "Orders" }, "0", SHEETS_MOST, "no sheet \"0\"" },
    { "S-6", { "Customers", "Orders" }, "Products", SHEETS_MOST, "no sheet \"Products\"" },
    { "S-7", { "#Customers", "Customers 2" }, "", 1, NULL },
    { "S-7", { "#Customers" }, "", SHEETS_MOST, "no sheet is called Customers" },
    { "S-7", { "#Customers" }, "Customers", SHEETS_MOST, "holds no cells" },
};

/* rules: S-1+ S-1- S-2+ S-2- S-3+ S-3- S-4+ S-4- S-5+ S-5- S-6+ S-6- S-7+ S-7- */
static void the_sheet_is_chosen_by_its_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(choices); i++) {
        struct arena a = { 0 };
        struct findings findings = { .arena = &a };
        struct sheet_candidate sheets[SHEETS_MOST];
        struct err err = { 0 };
        size_t got = SHEETS_MOST, n = sheets_of(choices[i].sheets, sheets);
        bool ok = sheet_choose(sheets, n, str_of(choices[i].wanted), false, &got, &findings, &err);

        if (ok != !choices[i].says || (ok && got != choices[i].index))
            fail_msg("%s, case %zu: %d %zu %s", choices[i].rule, i, ok, got, err.msg);
        if (!ok && (err.code != ERR_FORMAT || !strstr(err.msg, choices[i].says)))
            fail_msg("%s: \"%s\" does not say \"%s\"", choices[i].rule, err.msg, choices[i].says);
        assert_int_equal(findings.n, 0);
        arena_reset(&a);
    }
}

/* S-8 */
/* rules: S-8+ S-8- */
static void a_csv_is_one_sheet_whatever_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        size_t notes;
    } files[] = { { "customers_export_1", 0 }, { "顧客2024", 0 }, { "Ｃustomer", 0 }, { "export", 1 } };

    for (size_t i = 0; i < countof(files); i++) {
        struct arena a = { 0 };
        struct findings findings = { .arena = &a };
        struct sheet_candidate sheet = { str_of(files[i].name), true, true };
        struct err err;
        size_t got = 9;
        assert_true(sheet_choose(&sheet, 1, STR(""), true, &got, &findings, &err));
        assert_int_equal(got, 0);
        assert_int_equal(findings.n, files[i].notes);
        if (findings.n)
            assert_int_equal(findings.at[0].id, FINDING_CSV_NAME_ACCEPTED);
        arena_reset(&a);
    }
}

static void a_long_list_of_sheets_is_cut(void **state)
{
    (void)state;
    static const char thirty[] = "123456789012345678901234567890";
    struct sheet_candidate sheets[40];
    struct arena a = { 0 };
    struct findings findings = { .arena = &a };
    struct err err;
    size_t got;

    for (size_t i = 0; i < countof(sheets); i++)
        sheets[i] = (struct sheet_candidate){ str_of(thirty), true, true };
    assert_false(sheet_choose(sheets, countof(sheets), STR(""), false, &got, &findings, &err));
    assert_non_null(strstr(err.msg, ", ...: choose one"));
    arena_reset(&a);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sheet_is_chosen_by_its_name),
        cmocka_unit_test(a_csv_is_one_sheet_whatever_its_name),
        cmocka_unit_test(a_long_list_of_sheets_is_cut),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
