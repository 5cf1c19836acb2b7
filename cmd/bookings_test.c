#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/num.h"
#include "base/unicode.h"
#include "cmd/command.h"
#include "xlsx/book.h"
#include "xlsx/write.h"

#define ORDERS    "testdata/bookings/Orders.csv"
#define PRODUCTS  "testdata/bookings/Products.csv"
#define CUSTOMERS "testdata/bookings/Customers.csv"
#define INSTANT   "testdata/bookings/Instant.csv"
#define ASSUME    "li.variant.selectedOptions"

/* ---- a folder, commands, and what they wrote ------------------------------------------------------------------- */

struct fixture {
    struct arena arena;
    char folder[256];
    const char *out;
    struct err err;
};
static struct fixture f;

static int begin(void **state)
{
    const char *temp = getenv("TMPDIR");

    (void)state;
    f = (struct fixture){ 0 };
    (void)snprintf(f.folder, sizeof f.folder, "%s/bookings-test-XXXXXX", temp && *temp ? temp : "/tmp");
    if (!mkdtemp(f.folder))
        return -1;
    f.out = arena_fmt(&f.arena, "%s/booked.xlsx", f.folder).p;
    return 0;
}

static int end(void **state)
{
    static const char *const names[] = { "booked.xlsx", "all.xlsx", "rule", "cut.csv", "state" };

    (void)state;
    for (size_t i = 0; i < countof(names); i++)
        (void)unlink(arena_fmt(&f.arena, "%s/%s", f.folder, names[i]).p);
    assert_int_equal(rmdir(f.folder), 0);
    arena_reset(&f.arena);
    return 0;
}

/* The exit status of "meibo COMMAND ARGS... -q". */
static int run(const struct subcommand *cmd, const char *const *args)
{
    char *argv[32] = { (char *)(uintptr_t)cmd->name };
    struct settings s = { .arena = &f.arena, .keep_days = 30 };
    int argc = 1, status = 0;

    for (; args[argc - 1]; argc++)
        argv[argc] = (char *)(uintptr_t)arena_copy(&f.arena, str_of(args[argc - 1])).p;
    f.err = (struct err){ 0 };
    argv[argc++] = (char *)(uintptr_t) "-q";
    if (!opt_parse(cmd, argc, argv, &s, &f.err) || !cmd->run(&s, &status, &f.err))
        return err_exit_status(&f.err);
    return status;
}

#define bookings(...) run(&command_bookings, (const char *const[]){ __VA_ARGS__, "-o", f.out, NULL })

/* The rows of a sheet, each as its texts with | between, the header first. */
struct rows {
    str at[256];
    size_t n;
};

static str joined(const struct row *row)
{
    str *texts = arena_array(&f.arena, str, row->count + 1);

    for (size_t i = 0; i < row->count; i++)
        texts[i] = row->cells[i].text;
    return arena_join(&f.arena, texts, row->count, STR("|"));
}

static struct rows sheet(const char *path, const char *name)
{
    static const struct book_options options = { .delimiter = 0 };
    struct rows out = { .n = 0 };
    struct book *book;
    struct row_source *rows;
    struct row row;
    size_t i = 0;

    assert_true(book_open(&book, path, &options, &f.err));
    while (i < book_sheet_count(book) && !str_eq(book_sheet(book, i)->name, str_of(name)))
        i++;
    assert_true(i < book_sheet_count(book));
    assert_true(book_rows(book, i, &rows, &f.err));
    while (row_next(rows, &row) && out.n < countof(out.at))
        out.at[out.n++] = joined(&row);
    assert_true(row_close(rows, &f.err));
    book_close(book);
    return out;
}

static bool has_row(const struct rows *r, const char *part)
{
    for (size_t i = 0; i < r->n; i++)
        if (memmem(r->at[i].p, r->at[i].n, part, strlen(part)))
            return true;
    return false;
}

#define assert_row(rows, part)                                   \
    do {                                                         \
        if (!has_row(&(rows), (part))) {                         \
            for (size_t k_ = 0; k_ < (rows).n; k_++)             \
                print_message("%.*s\n", STR_ARG((rows).at[k_])); \
            fail_msg("no row has \"%s\"", (part));               \
        }                                                        \
    } while (0)

/* The number of a row of Summary, or the sum of several; -1: there is none. */
static int64_t summary(const char *what)
{
    struct rows r = sheet(f.out, "Summary");
    str head, tail;
    int64_t sum = -1, one = 0;

    for (size_t i = 0; i < r.n; i++)
        if (str_cut(r.at[i], '|', &head, &tail) && str_eq(head, str_of(what)) &&
            str_cut(tail, '|', &head, &tail) && num_parse_i64(tail, &one))
            sum = (sum < 0 ? 0 : sum) + one;
    return sum;
}

/* The fixture's orders without some columns. */
static const char *orders_without(const char *const *names)
{
    const char *path = arena_fmt(&f.arena, "%s/cut.csv", f.folder).p;
    static const struct book_options options = { .delimiter = 0 };
    static const struct write_options form = { .created = 1 };
    struct book *book;
    struct row_source *rows;
    struct row row;
    struct table *out;
    bool keep[64] = { 0 }, first = true;

    assert_true(book_open(&book, ORDERS, &options, &f.err));
    assert_true(book_rows(book, 0, &rows, &f.err));
    assert_true(write_create(&out, path, &form, &f.err));
    table_sheet(out, &(struct sheet_layout){ .name = STR("Orders") });
    for (; row_next(rows, &row); first = false) {
        cell cells[64];
        size_t n = 0;
        for (size_t i = 0; i < row.count; i++) {
            keep[i] = first ? true : keep[i];
            for (size_t k = 0; first && names[k]; k++)
                keep[i] = keep[i] && !str_eq(row.cells[i].text, str_of(names[k]));
            if (keep[i])
                cells[n++] = row.cells[i];
        }
        table_put(out, 0, cells, n);
    }
    assert_true(row_close(rows, &f.err));
    book_close(book);
    assert_true(table_finish(out, &f.err));
    return path;
}

/* ---- what is a booking: checks A1 to A7 of the acceptance list -------------------------------------------------- */

static void a1_orders_with_products_are_all_decided(void **state)
{
    static const char *const booked[] = { "#1001", "#1002", "#1003", "#1004", "#1008",
                                          "#1009", "#1010", "#1011", "#1013" };
    static const char *const not_booked[] = { "#1005", "#1006", "#1007", "#1012" };

    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS), 0);
    struct rows r = sheet(f.out, "Bookings");
    assert_int_equal(r.n, 1 + countof(booked));
    for (size_t i = 0; i < countof(booked); i++)
        assert_row(r, booked[i]);
    for (size_t i = 0; i < countof(not_booked); i++)
        assert_false(has_row(&r, not_booked[i]));
}

static void a2_each_customer_who_lacks_the_tag_has_one_row(void **state)
{
    static const char *const rows[] = {
        "ID|Email|First Name|Last Name|Command|Tags|Tags Command",
        "7000000000001|c01@example.com|花子1|山田|UPDATE|booked-appointment|MERGE",
        "7000000000002|",
        "7000000000003|",
        "7000000000004|",
        "7000000000008|",
        "7000000000012|",
    };

    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS), 0);
    struct rows r = sheet(f.out, "Customers"), problems = sheet(f.out, "Problems");
    assert_int_equal(r.n, countof(rows));
    for (size_t i = 0; i < countof(rows); i++)
        assert_row(r, rows[i]);
    assert_int_equal(problems.n, 2);
    assert_row(problems, "No customer|6500000000009|#1009|walkin@example.com");
    assert_int_equal(summary("Customers: booked and tagged already"), 1);
}

static void a3_without_products_some_orders_stay_undecided(void **state)
{
    static const char *const undecided[] = { "#1003", "#1005", "#1006", "#1007", "#1012" };

    (void)state;
    assert_int_equal(bookings("--orders", ORDERS), 3);
    struct rows r = sheet(f.out, "Problems");
    for (size_t i = 0; i < countof(undecided); i++)
        assert_row(r,
                   arena_fmt(&f.arena, "Undecided|650000000%s%s|%s", "00", undecided[i] + 3, undecided[i]).p);
    assert_int_equal(summary("Orders: undecided"), 5);
    assert_int_equal(bookings("--orders", ORDERS, "--assume-no", ASSUME), 0);
    struct rows all = sheet(f.out, "Summary"), booked = sheet(f.out, "Bookings");
    assert_row(all, "Unknown, taken for nothing|" ASSUME);
    assert_false(has_row(&booked, "#1003"));
}

static void a4_without_properties_and_tags_nothing_is_decided(void **state)
{
    static const char *const names[] = { "Line: Properties", "Line: Product Tags", NULL };
    static const char *const lines[] = { "Line: Type", NULL };

    (void)state;
    assert_int_equal(bookings("--orders", orders_without(names)), 3);
    assert_int_equal(summary("Orders: undecided"), 13);
    assert_int_equal(summary("Orders: not booked"), 0);
    struct rows r = sheet(f.out, "Summary");
    assert_row(r, "Undecided without||Line: Product Tags, Line: Properties, Products: Option1 Name");
    assert_int_equal(bookings("--orders", orders_without(lines), "--products", PRODUCTS), 3);
    assert_int_equal(summary("Orders: undecided"), 13);
}

static void a5_a6_what_a_booking_says_is_copied_as_it_was_written(void **state)
{
    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS), 0);
    struct rows r = sheet(f.out, "Bookings");
    assert_row(r, "#1013|9015|7000000000012|c12@example.com|花子12|山田|note|45|");
    assert_row(r, "#1004|9004|7000000000004|c04@example.com|花子4|山田|facial|60|2025-05-02|14:00|");
    assert_row(r, "#1001|9001|7000000000001|c01@example.com|花子1|山田|facial|60|2025-05-01|10:30|Asia/"
                  "Tokyo|銀座|佐藤|");
    assert_row(r, "(a.key in? 'Duration,_reservation_token')");
}

static void a7_the_workbook_is_its_owners_alone_and_can_be_imported(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS), 0);
    assert_int_equal(stat(f.out, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(run(&command_check, (const char *const[]){ f.out, NULL }), 0);
    assert_int_equal(chmod(f.out, 0644), 0);
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS), 0);
    assert_int_equal(stat(f.out, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

/* All three sheets in one workbook, as an export of Matrixify is. */
static void put_sheet(struct table *out, const char *path, const char *name)
{
    static const struct book_options options = { .delimiter = 0 };
    struct book *book;
    struct row_source *rows;
    struct row row;

    assert_true(book_open(&book, path, &options, &f.err));
    assert_true(book_rows(book, 0, &rows, &f.err));
    table_sheet(out, &(struct sheet_layout){ .name = str_of(name) });
    while (row_next(rows, &row))
        table_put(out, 0, row.cells, row.count);
    assert_true(row_close(rows, &f.err));
    book_close(book);
}

static void one_workbook_holds_orders_products_and_customers(void **state)
{
    static const struct write_options form = { .created = 1 };
    const char *all = arena_fmt(&f.arena, "%s/all.xlsx", f.folder).p;
    struct table *out;

    (void)state;
    assert_true(write_create(&out, all, &form, &f.err));
    put_sheet(out, CUSTOMERS, "Customers");
    put_sheet(out, PRODUCTS, "Products");
    put_sheet(out, ORDERS, "Orders");
    assert_true(table_finish(out, &f.err));
    assert_int_equal(bookings("--orders", all), 0);
    assert_int_equal(summary("Orders: booked"), 9);
    assert_int_equal(summary("Bookings without a customer"), 0); /* walkin@ is a customer there */
    assert_int_equal(summary("Customers: to be tagged"), 7);
}

/* ---- reports: R1 to R3, M1 ------------------------------------------------------------------------------------- */

static void r1_the_sums_add_up(void **state)
{
    (void)state;
    assert_int_equal(
        bookings("--orders", ORDERS, "--customers", CUSTOMERS, "--instant", INSTANT, "--map", "E-mail=Email"),
        3);
    struct rows segments = sheet(f.out, "Segments"), rows = sheet(f.out, "Bookings");
    assert_int_equal(summary("Customers"), segments.n - 1);
    assert_int_equal(summary("Customers: booked") + summary("Customers: not booked") +
                         summary("Customers: undecided"),
                     summary("Customers"));
    assert_true(summary("Customers: undecided") > 0);
    assert_int_equal(summary("Bookings by month"), rows.n - 1);
    assert_int_equal(summary("Bookings by service"), rows.n - 1);
    assert_int_equal(summary("Bookings by location"), rows.n - 1);
    assert_int_equal(summary("Orders: booked") + summary("Orders: not booked") + summary("Orders: undecided"),
                     summary("Orders"));
}

static void r2_marketing_is_who_booked_and_subscribed(void **state)
{
    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS, "--customers", CUSTOMERS), 0);
    struct rows r = sheet(f.out, "Marketing");
    assert_int_equal(r.n, 3);
    assert_row(r, "7000000000001|c01@example.com");
    assert_row(r, "7000000000010|c10@example.com");
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS), 0);
    struct rows none = sheet(f.out, "Marketing"), all = sheet(f.out, "Summary");
    assert_int_equal(none.n, 1);
    assert_row(all, "Marketing is empty");
}

static void r3_a_tag_without_a_booking_is_listed_and_stays(void **state)
{
    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS, "--customers", CUSTOMERS), 0);
    struct rows r = sheet(f.out, "Problems"), customers = sheet(f.out, "Customers");
    assert_row(r, "Tag without booking|7000000000020");
    assert_false(has_row(&customers, "7000000000020"));
    assert_int_equal(summary("Customers: tagged without a booking"), 1);
    assert_row(customers, "7000000000021|walkin@example.com");
}

static void m1_minimal_holds_name_email_and_order(void **state)
{
    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS, "--minimal"), 0);
    struct rows rows = sheet(f.out, "Bookings"), segments = sheet(f.out, "Segments");
    assert_true(str_eq(rows.at[0], STR("Order ID|Email|First Name|Last Name")));
    assert_true(str_eq(segments.at[0], STR("Email|First Name|Last Name|Last Order ID|Booked")));
    assert_row(rows, "6500000000001|c01@example.com|花子1|山田");
    assert_row(segments, "c01@example.com|花子1|山田|6500000000010|yes");
}

/* ---- instant bookings, time, cancelled ------------------------------------------------------------------------- */

static void an_instant_booking_counts_once_and_is_of_a_known_customer_or_a_problem(void **state)
{
    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS, "--customers", CUSTOMERS,
                              "--instant", INSTANT, "--map", "E-mail=Email"),
                     0);
    struct rows rows = sheet(f.out, "Bookings"), problems = sheet(f.out, "Problems"),
                customers = sheet(f.out, "Customers");
    assert_int_equal(summary("Bookings: instant"), 2);
    assert_int_equal(summary("Instant bookings that were there already"), 3);
    assert_row(rows, "instant|||b1|7000000000005|c05@example.com");
    assert_row(rows, "instant|||b4||nobody@example.com");
    assert_row(customers, "7000000000005|");
    assert_row(problems, "No customer|b4||nobody@example.com|B6");
    assert_row(problems, "Booked twice|b2");
    assert_row(problems, "Booked twice|b3");
    assert_row(problems, "Cell not read|b5|||B7");
    assert_int_equal(bookings("--orders", ORDERS, "--instant", INSTANT, "--map", "E-mail"), 2);
    assert_int_equal(bookings("--orders", ORDERS, "--instant", INSTANT, "--map", "E-mail=Emial"), 2);
}

static void only_orders_of_the_time_that_is_asked_for_count(void **state)
{
    static const char *const created[] = { "Created At", NULL };

    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS, "--since", "2025-04-03", "--until",
                              "2025-04-11", "--timezone", "Asia/Tokyo"),
                     0);
    assert_int_equal(summary("Orders"), 8);
    assert_int_equal(summary("Orders and instant bookings of another time"), 5);
    assert_int_equal(summary("Orders: booked"), 5);
    assert_int_equal(
        bookings("--orders", orders_without(created), "--products", PRODUCTS, "--since", "2025-04-03"), 3);
    assert_int_equal(summary("Orders: undecided"), 9); /* the others are none whenever they were made */
    assert_int_equal(bookings("--orders", ORDERS, "--since", "soon"), 2);
    assert_int_equal(bookings("--orders", ORDERS, "--timezone", "Nowhere"), 2);
}

static void cancelled_orders_count_unless_they_are_left_out(void **state)
{
    static const char *const cancelled[] = { "Cancelled At", NULL };

    (void)state;
    assert_int_equal(bookings("--orders", ORDERS, "--products", PRODUCTS, "--exclude-cancelled"), 0);
    assert_int_equal(summary("Orders: booked"), 8);
    assert_int_equal(summary("Orders: cancelled, left out"), 1);
    assert_int_equal(
        bookings("--orders", orders_without(cancelled), "--products", PRODUCTS, "--exclude-cancelled"), 3);
    assert_int_equal(summary("Orders: undecided"), 9);
}

/* An import takes blanks for "clear": what somebody has not must not stand there as a column. */
static void a_column_that_would_clear_a_name_is_left_out(void **state)
{
    static const char *const names[] = { "Customer: First Name", "Customer: Tags", NULL };

    (void)state;
    assert_int_equal(bookings("--orders", orders_without(names), "--products", PRODUCTS), 0);
    struct rows r = sheet(f.out, "Customers"), all = sheet(f.out, "Summary");
    assert_true(str_eq(r.at[0], STR("ID|Email|Last Name|Command|Tags|Tags Command")));
    assert_int_equal(r.n, 8); /* whether #1011's customer has the tag is not known */
    assert_row(all, "which tags some customers have is not known");
}

/* ---- rules: F1, F2 --------------------------------------------------------------------------------------------- */

static const char *rule_file(const char *text)
{
    const char *path = arena_fmt(&f.arena, "%s/rule", f.folder).p;

    assert_true(file_write(path, str_of(text), &f.err));
    return path;
}

static void f1_f2_a_wrong_rule_is_refused_with_its_place_and_nothing_is_written(void **state)
{
    static const struct {
        const char *rule, *place;
    } cases[] = {
        { "when ((order.test == true) && (order.test == true) || (order.test == true))\ntag 'x'\n",
          ":1:52: " },
        { "tag 'x'\nwhen (order.lineItems any? |li| (li.colour == 'x'))\n", ":2:34: " },
        { "when (order.test == \xFF)", "UTF-8" },
        { "when (order.test == true)", "no tag" },
    };

    (void)state;
    (void)unlink(f.out);
    for (size_t i = 0; i < countof(cases); i++) {
        assert_int_equal(bookings("--orders", ORDERS, "--rule", rule_file(cases[i].rule)), 2);
        assert_non_null(strstr(f.err.msg, cases[i].place));
        assert_false(file_exists(f.out));
    }
    assert_int_equal(bookings("--orders", ORDERS, "--rule", "no/such/file"), 2);
    assert_int_equal(bookings("--orders", ORDERS, "--tag", "a,b"), 2);
    assert_int_equal(bookings("--orders", ORDERS, "--tag", " "), 2);
}

static void a_rule_and_a_tag_of_ones_own(void **state)
{
    (void)state;
    assert_int_equal(
        bookings("--orders", ORDERS, "--rule",
                 rule_file("when (order.name in? '#1005,#1012')\nwhen (order.name == '#1011')\n"
                           "unless (order.lineItems none? |li| (li.title == 'towel'))\ntag 'a'\ntag 'b'\n")),
        0);
    struct rows r = sheet(f.out, "Customers");
    assert_int_equal(r.n, 3);
    assert_row(r, "7000000000005|c05@example.com|花子5|山田|UPDATE|a, b|MERGE");
    assert_int_equal(bookings("--orders", ORDERS, "--tag", "Été", "--assume-no", ASSUME), 0);
    struct rows other = sheet(f.out, "Customers");
    assert_row(other, "|Été|");
}

static void what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    assert_int_equal(run(&command_bookings, (const char *const[]){ "--orders", ORDERS, NULL }), 2);
    assert_int_equal(bookings("--orders", ORDERS, "--assume-no", "li.colour"), 2);
    assert_int_equal(bookings("--orders", ORDERS, "--assume-no", "li.product.tag"), 2);
    assert_int_equal(bookings("--orders", "no/such.xlsx"), 4);
    assert_int_equal(bookings("--orders", PRODUCTS), 4);
    assert_int_equal(bookings("--orders", ORDERS, "--products", "no/such.csv"), 4);
    assert_int_equal(bookings("--orders", ORDERS, "--products", INSTANT), 4);
    assert_int_equal(bookings("--orders", ORDERS, "--customers", PRODUCTS), 4);
    assert_int_equal(bookings("--orders", f.folder), 4);
}

/* ---- explain, flow --------------------------------------------------------------------------------------------- */

static void an_order_is_explained_by_name_or_id(void **state)
{
    static const struct {
        const char *order;
        int status;
    } cases[] = { { "#1004", 0 }, { "1004", 0 }, { "6500000000004", 0 }, { "#1005", 3 }, { "#9", 2 } };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++)
        assert_int_equal(
            run(&command_bookings_explain, (const char *const[]){ cases[i].order, "--orders", ORDERS, NULL }),
            cases[i].status);
    assert_int_equal(run(&command_bookings_explain,
                         (const char *const[]){ "#1005", "--orders", ORDERS, "--assume-no", ASSUME, NULL }),
                     0);
    assert_int_equal(run(&command_bookings_flow, (const char *const[]){ NULL }), 0);
    assert_int_equal(
        run(&command_bookings_flow,
            (const char *const[]){ "--rule",
                                   rule_file("when (order.lineItems any? |l| (l.customAttributes "
                                             "any? |a| (a.key == 'Date')))\nunless (order.tags "
                                             "any? |t| (t == 'x'))\ntag 'y'"),
                                   NULL }),
        0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a1_orders_with_products_are_all_decided),
        cmocka_unit_test(a2_each_customer_who_lacks_the_tag_has_one_row),
        cmocka_unit_test(a3_without_products_some_orders_stay_undecided),
        cmocka_unit_test(a4_without_properties_and_tags_nothing_is_decided),
        cmocka_unit_test(a5_a6_what_a_booking_says_is_copied_as_it_was_written),
        cmocka_unit_test(a7_the_workbook_is_its_owners_alone_and_can_be_imported),
        cmocka_unit_test(one_workbook_holds_orders_products_and_customers),
        cmocka_unit_test(r1_the_sums_add_up),
        cmocka_unit_test(r2_marketing_is_who_booked_and_subscribed),
        cmocka_unit_test(r3_a_tag_without_a_booking_is_listed_and_stays),
        cmocka_unit_test(m1_minimal_holds_name_email_and_order),
        cmocka_unit_test(an_instant_booking_counts_once_and_is_of_a_known_customer_or_a_problem),
        cmocka_unit_test(only_orders_of_the_time_that_is_asked_for_count),
        cmocka_unit_test(cancelled_orders_count_unless_they_are_left_out),
        cmocka_unit_test(a_column_that_would_clear_a_name_is_left_out),
        cmocka_unit_test(f1_f2_a_wrong_rule_is_refused_with_its_place_and_nothing_is_written),
        cmocka_unit_test(a_rule_and_a_tag_of_ones_own),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(an_order_is_explained_by_name_or_id),
    };

    return cmocka_run_group_tests_name("cmd/bookings", tests, begin, end);
}
