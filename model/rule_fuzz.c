/* A rule from bytes: it is parsed or refused with a place; what is parsed decides an order that knows everything. */
#include <stdlib.h>

#include "model/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const str tags[] = { STR_INIT("a"), STR_INIT("sesami-service") };
    static const struct pair pairs[] = { { STR_INIT("Duration"), STR_INIT("30") } };
    static const struct order_line lines[] = { { .product_tags = { tags, 2 }, .attributes = { pairs, 1 } },
                                               { .unknown = FIELD_BIT(LINE_OPTIONS) } };
    const struct order order = { .lines = { lines, countof(lines) }, .tags = { tags, 1 } };
    struct arena a = { 0 };
    struct rule rule;
    struct err err = { 0 };
    str text = { (const char *)data, size };

    if (rule_parse(text, STR("fuzz"), &rule, &a, &err)) {
        struct rule_answer answer = rule_decide(&rule, &order, &a);
        if ((answer.booked == TRUTH_TRUE) != (answer.by != NULL) && answer.booked == TRUTH_TRUE)
            abort();
        for (size_t i = 0; i < order.lines.n; i++)
            (void)rule_line(&rule, &order, i, &a);
    } else if (err.code != ERR_USAGE || !err.msg[0]) {
        abort();
    }
    (void)properties_read(text, &a);
    (void)duration_minutes(text);
    arena_reset(&a);
    return 0;
}
