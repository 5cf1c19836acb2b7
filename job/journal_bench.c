/* journal_bench FOLDER: what an entry costs, sent and settled in batches of 250, each on disk when the
 * call returns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "job/journal.h"

enum { BATCH = 250, BATCHES = 400, OP_BYTES = 600 };

static struct journal_entry entries[BATCH];

static bool write_batches(struct journal_job *job, struct err *err)
{
    for (uint32_t b = 0; b < BATCHES; b++) {
        for (uint32_t i = 0; i < BATCH; i++) {
            entries[i].row = entries[i].last_row = 2 + b * BATCH + i;
            entries[i].state = ENTRY_SENT;
        }
        if (!journal_sent(job, entries, BATCH, err))
            return false;
        for (uint32_t i = 0; i < BATCH; i++)
            entries[i].state = ENTRY_DONE;
        if (!journal_settled(job, entries, BATCH, err))
            return false;
    }
    return true;
}

static bool measure(const char *path, struct err *err)
{
    static char op[OP_BYTES];
    const struct job_identity identity = { JOB_IMPORT,   STR("aa"), STR("Customers"),
                                           STR("bench"), STR(""),   STR("bench.xlsx") };
    struct journal *j;
    struct journal_job *job;
    bool resumed;

    memset(op, 'x', sizeof op);
    for (size_t i = 0; i < BATCH; i++)
        entries[i] = (struct journal_entry){ .kind = OP_CREATE, .op = { op, sizeof op } };
    if (!journal_open(&j, path, err))
        return false;
    bool ok = journal_begin(j, &identity, 0, &job, &resumed, err);
    if (ok) {
        double began = clock_steady();
        ok = write_batches(job, err);
        printf("journal: %.2f us an entry (sent and settled, %d bytes each)\n",
               (clock_steady() - began) * 1e6 / (BATCH * BATCHES), OP_BYTES);
        journal_release(job);
    }
    journal_close(j);
    return ok;
}

int main(int argc, char **argv)
{
    struct err err = { 0 };
    char path[4096];

    if (argc != 2)
        return 2;
    snprintf(path, sizeof path, "%s/journal.db", argv[1]);
    if (measure(path, &err))
        return 0;
    fprintf(stderr, "%s\n", err.msg);
    return 1;
}
