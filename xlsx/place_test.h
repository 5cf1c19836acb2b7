/*
 * place_test.h - a folder for one test, with the name of a file in it. Both are gone afterwards.
 */
#ifndef XLSX_PLACE_TEST_H
#define XLSX_PLACE_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct place {
    char folder[256], file[300];
};

static inline int place_make(void **state, const char *file)
{
    const char *temp = getenv("TMPDIR");
    struct place *p = calloc(1, sizeof *p);

    if (!p)
        return -1;
    snprintf(p->folder, sizeof p->folder, "%s/xlsx-XXXXXX", temp ? temp : "/tmp");
    if (!mkdtemp(p->folder))
        return -1;
    snprintf(p->file, sizeof p->file, "%s/%s", p->folder, file);
    *state = p;
    return 0;
}

static inline int remove_place(void **state)
{
    struct place *p = *state;

    remove(p->file);
    rmdir(p->folder);
    free(p);
    return 0;
}

#endif
