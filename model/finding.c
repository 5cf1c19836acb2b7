#include "model/finding.h"

#include <string.h>

enum { FIRST_ROOM = 8 };

static const struct {
    str name;
    enum severity severity;
    const char *english;
} known[FINDING_COUNT] = {
    [FINDING_NONE] = { STR_INIT(""), SEVERITY_NOTE, "" },
#define FINDING(id, severity_, english_) [FINDING_##id] = { STR_INIT(#id), SEVERITY_##severity_, english_ },
#include "model/findings.def"
#undef FINDING
};

enum severity finding_severity(enum finding_id id)
{
    return known[id].severity;
}

const char *finding_template(enum finding_id id)
{
    return known[id].english;
}

const char *finding_name(enum finding_id id)
{
    return known[id].name.p;
}

enum finding_id finding_by_name(str name)
{
    for (int i = FINDING_NONE + 1; i < FINDING_COUNT; i++)
        if (str_eq(known[i].name, name))
            return (enum finding_id)i;
    return FINDING_NONE;
}

/* The old list stays in the arena until that is reset: lists are short, and doubling bounds the waste. */
static void grow(struct findings *list)
{
    size_t room = list->room ? list->room * 2 : FIRST_ROOM;
    struct finding *at = arena_array(list->arena, struct finding, room);

    if (list->n)
        memcpy(at, list->at, list->n * sizeof *at);
    list->at = at;
    list->room = room;
}

void finding_add(struct findings *list, struct finding f)
{
    if (list->n == list->room)
        grow(list);
    for (size_t i = 0; i < countof(f.args); i++)
        f.args[i] = f.args[i].n ? arena_copy(list->arena, f.args[i]) : STR("");
    list->at[list->n++] = f;
    list->count[known[f.id].severity]++;
}

void findings_clear(struct findings *list)
{
    *list = (struct findings){ .arena = list->arena };
}
