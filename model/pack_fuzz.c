/* Any bytes as a journal's: never a crash, and what is understood is written again the same. */
#include <stdlib.h>

#include "model/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void same_again(str first, str second)
{
    if (!str_eq(first, second))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = { 0 };
    struct findings list = { .arena = &a };
    str bytes = { (const char *)data, size };
    struct customer *c;
    struct op op;
    struct err err;

    if (op_unpack(bytes, &op, &a, &err)) {
        struct change *changes;
        str packed = op_pack(&op, &a);
        struct cell_context cells = { .zone = zone_utc() };
        plan_changes(&op, &cells, &changes, &a);
        if (!op_unpack(packed, &op, &a, &err))
            abort();
        same_again(packed, op_pack(&op, &a));
    }
    if (customer_unpack(bytes, &c, &a, &err)) {
        str packed = customer_pack(c, &a);
        if (!customer_unpack(packed, &c, &a, &err))
            abort();
        same_again(packed, customer_pack(c, &a));
    }
    if (findings_unpack(bytes, &list, &err)) {
        str packed = findings_pack(list.at, list.n, &a);
        findings_clear(&list);
        if (!findings_unpack(packed, &list, &err))
            abort();
        same_again(packed, findings_pack(list.at, list.n, &a));
    }
    arena_reset(&a);
    return 0;
}
