#include "job/counts.h"

#include "model/pack.h"

size_t import_cleared(const struct import_counts *c)
{
    size_t sum = c->cleared_metafields;

    for (size_t i = 0; i < COL_COUNT; i++)
        sum += c->cleared[i];
    return sum;
}

void import_summarize(const struct import_counts *counts, struct job_summary *out)
{
    for (size_t i = 0; i < OP_KIND_COUNT; i++)
        out->counts[i] = (int64_t)counts->kinds[i];
    out->failed = (int64_t)counts->kinds[OP_REFUSED];
    out->warnings = (int64_t)counts->warnings;
}

bool entry_failed(const struct journal_entry *e)
{
    return e->state == ENTRY_REFUSED || e->state == ENTRY_UNKNOWN || e->kind == OP_REFUSED;
}

void counts_findings(struct import_counts *counts, const struct finding *at, size_t n)
{
    for (size_t i = 0; i < n; i++)
        counts->warnings += finding_severity(at[i].id) == SEVERITY_WARNING;
}

/* Addresses of one op that lose the value of a column. */
static size_t cleared_addresses(const struct op *op, uint64_t bit)
{
    size_t n = 0;

    for (size_t i = 0; i < op->address_count; i++)
        n += (op->addresses[i].set & op->addresses[i].to.has.blank & bit) != 0;
    return n;
}

/* By column. Where an op clears one value a column, `cleared` says it all. */
static void add_cleared(struct import_counts *counts, uint64_t cleared, size_t values, const struct op *op)
{
    size_t told = 0;

    for (size_t col = 0; col < COL_COUNT; col++) {
        if (!(cleared & COL_BIT(col)))
            continue;
        size_t n = 1;
        if (op && columns[col].record == RECORD_address && cleared_addresses(op, COL_BIT(col)) > 1)
            n = cleared_addresses(op, COL_BIT(col));
        counts->cleared[col] += n;
        told += n;
    }
    if (!op)
        return;

    size_t metafields = 0;
    for (size_t i = 0; i < op->metafield_count; i++)
        metafields += op->metafields[i].to.blank;
    counts->cleared_metafields += metafields;
    told += metafields;
    /* What is left are whole addresses that a REPLACE leaves out. */
    if (values > told && (cleared & COL_BIT(COL_ADDRESS_ID)))
        counts->cleared[COL_ADDRESS_ID] += values - told;
}

bool counts_add(struct import_counts *counts, const struct journal_entry *e, const struct op *op,
                struct arena *scratch, struct err *err)
{
    struct op unpacked;
    bool failed = entry_failed(e);

    counts->customers++;
    counts->kinds[failed ? OP_REFUSED : e->kind]++;
    counts->mails += e->invited;
    if (failed || e->cleared_values == 0)
        return true;
    if (!op && (size_t)__builtin_popcountll(e->cleared) != e->cleared_values) {
        if (!op_unpack(e->op, &unpacked, scratch, err))
            return false;
        op = &unpacked;
    }
    add_cleared(counts, e->cleared, e->cleared_values, op);
    return true;
}

void limits_add(struct import_limits *limits, const struct op *op)
{
    limits->deletes += op->kind == OP_DELETE;
    limits->replaces += op->kind == OP_REPLACE;
    limits->cleared += op->cleared_values;
    limits->mails += op->invite;
}

bool limits_exceed(const struct import_limits *done, const struct import_limits *confirmed)
{
    return done->deletes > confirmed->deletes || done->replaces > confirmed->replaces ||
           done->cleared > confirmed->cleared || done->mails > confirmed->mails;
}
