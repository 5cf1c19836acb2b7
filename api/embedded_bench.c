/* embedded_bench.c - how fast the embedded shop creates, finds, changes and lists. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api/embedded.h"
#include "base/time.h"

enum { BATCH = 250, NOW = 1767225600 };

#define FIND_GROUPS \
    (GROUP_BIT(GROUP_BASIC) | GROUP_BIT(GROUP_ADDRESSES) | GROUP_BIT(GROUP_METAFIELDS) | GROUP_BIT(GROUP_TAX))

static void must(bool well, const struct err *err)
{
    if (well)
        return;
    fprintf(stderr, "%s\n", err->msg);
    exit(1);
}

/* Spreads emails over the index, as real ones are. */
static uint64_t scatter(uint64_t i)
{
    return i * UINT64_C(0x9E3779B97F4A7C15) >> 20;
}

static void make_op(struct op *op, uint64_t i, struct arena *a)
{
    static const str tags[] = { STR_INIT("Friend"), STR_INIT("migrated"), STR_INIT("VIP") };
    bool two = i % 5 == 0;

    *op = (struct op){ .kind = OP_CREATE, .tags_add = { tags, 3 } };
    op->set = COL_BIT(COL_EMAIL) | COL_BIT(COL_PHONE) | COL_BIT(COL_FIRST_NAME) | COL_BIT(COL_LAST_NAME) |
              COL_BIT(COL_NOTE) | COL_BIT(COL_EMAIL_STATUS) | COL_BIT(COL_EMAIL_LEVEL) |
              COL_BIT(COL_EMAIL_UPDATED_AT);
    op->to.email = arena_fmt(a, "%llx@example.com", (unsigned long long)scatter(i));
    op->to.phone = arena_fmt(a, "+8190%08llu", (unsigned long long)(i * 7919 % 100000000));
    op->to.first_name = STR("太郎");
    op->to.last_name = STR("山田");
    op->to.note = STR("Likes the blue ones.");
    op->to.email_consent = (struct consent){ CONSENT_SUBSCRIBED, LEVEL_SINGLE_OPT_IN, NOW - 1000 };
    op->token = arena_fmt(a, "bench:%010llu", (unsigned long long)i);
    op->address_count = two ? 2 : 1;
    op->addresses = arena_array(a, struct address_op, 2);
    for (size_t k = 0; k < op->address_count; k++)
        op->addresses[k].to = (struct address){ .line1 = k ? STR("2-2-2") : STR("1-1-1"),
                                                .city = STR("Chiyoda"),
                                                .province = STR("Tokyo"),
                                                .province_code = STR("JP-13"),
                                                .country = STR("Japan"),
                                                .country_code = STR("JP"),
                                                .zip = STR("100-0001") };
}

static void create_all(struct shop *s, uint64_t n, struct arena *a, struct err *err)
{
    struct op ops[BATCH];
    struct op_result out[BATCH];

    for (uint64_t i = 0; i < n; i += BATCH) {
        for (uint64_t k = 0; k < BATCH; k++)
            make_op(&ops[k], i + k, a);
        must(s->ops->apply(s, ops, BATCH, out, NOW, a, err), err);
        for (size_t k = 0; k < BATCH; k++)
            if (out[k].outcome != OUTCOME_DONE)
                must(err_set(err, ERR_SHOP, "refused: finding %d", (int)out[k].why.id), err);
        arena_reset(a);
    }
}

static uint64_t find_all(struct shop *s, uint64_t n, struct arena *a, struct err *err)
{
    struct customer_key keys[BATCH];
    struct match out[BATCH];
    uint64_t found = 0;

    for (uint64_t i = 0; i < n; i += BATCH) {
        for (uint64_t k = 0; k < BATCH; k++)
            keys[k] = (struct customer_key){ .email = arena_fmt(a, "%llx@example.com",
                                                                (unsigned long long)scatter(i + k)) };
        must(s->ops->find(s, keys, BATCH, FIND_GROUPS, out, a, err), err);
        for (size_t k = 0; k < BATCH; k++)
            found += out[k].by_email != NULL;
        arena_reset(a);
    }
    return found;
}

static void update_all(struct shop *s, uint64_t n, struct arena *a, struct err *err)
{
    static const str tag[] = { STR_INIT("again") };
    const struct customer *page[BATCH];
    struct op ops[BATCH];
    struct op_result out[BATCH];
    struct shop_filter filter = { 0 };
    int64_t after = 0;
    size_t got = 0;

    for (uint64_t i = 0; i < n; i += got) {
        must(s->ops->list(s, &filter, GROUP_BIT(GROUP_BASIC), &after, BATCH, page, &got, a, err), err);
        for (size_t k = 0; k < got; k++)
            ops[k] = (struct op){ .kind = OP_UPDATE,
                                  .have = page[k],
                                  .set = COL_BIT(COL_NOTE),
                                  .to = { .note = STR("changed") },
                                  .tags_add = { tag, 1 } };
        must(s->ops->apply(s, ops, got, out, NOW + 1, a, err), err);
        arena_reset(a);
    }
}

static uint64_t list_all(struct shop *s, const struct shop_filter *filter, shop_groups groups,
                         struct arena *a, struct err *err)
{
    const struct customer *page[BATCH];
    int64_t after = 0;
    uint64_t n = 0;

    for (size_t got = 1; got; n += got) {
        must(s->ops->list(s, filter, groups, &after, BATCH, page, &got, a, err), err);
        arena_reset(a);
    }
    return n;
}

static double report(const char *what, uint64_t n, double since)
{
    double seconds = clock_steady() - since;

    printf("%-28s %9.0f customers/s  %6.2f us each\n", what, (double)n / seconds, seconds * 1e6 / (double)n);
    return clock_steady();
}

int main(int argc, char **argv)
{
    int64_t wanted = 100000;
    struct arena a = { 0 };
    struct err err = { 0 };
    struct shop *s = NULL;
    char path[256];

    if (argc > 1 && !num_parse_i64(str_of(argv[1]), &wanted))
        must(err_set(&err, ERR_USAGE, "usage: embedded_bench [CUSTOMERS]"), &err);
    uint64_t n = (uint64_t)wanted / BATCH * BATCH;
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/meibo-bench-%ld.db", folder ? folder : "/tmp", (long)getpid());
    must(embedded_open(&s, path, &(struct embedded_options){ .create = true }, &err), &err);
    double t = clock_steady();
    create_all(s, n, &a, &err);
    t = report("create, batches of 250", n, t);
    uint64_t found = find_all(s, n, &a, &err);
    t = report("find by email", found, t);
    update_all(s, n, &a, &err);
    t = report("list and update", n, t);
    struct shop_filter all = { 0 }, tagged = { .tag = STR("vip") };
    uint64_t listed = list_all(s, &all, GROUPS_ALL, &a, &err);
    t = report("list, all groups", listed, t);
    listed = list_all(s, &tagged, GROUP_BIT(GROUP_BASIC), &a, &err);
    (void)report("list by tag, basic", listed, t);
    shop_close(s);
    static const char *const endings[] = { "", "-wal", "-shm" };
    size_t end = strlen(path);
    for (size_t i = 0; i < 3; i++) {
        memcpy(path + end, endings[i], strlen(endings[i]) + 1);
        (void)unlink(path);
    }
    return 0;
}
