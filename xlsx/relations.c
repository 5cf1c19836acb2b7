#include "xlsx/relations.h"

#include <string.h>

#include "base/message.h"
#include "xlsx/limits.h"
#include "xlsx/xml.h"

enum word { RELATIONSHIP, ID, ID_CAPITAL, TYPE, TARGET, TARGET_MODE };

static const char *const word_list[] = {
    [RELATIONSHIP] = "Relationship", [ID] = "id", [ID_CAPITAL] = "Id", [TYPE] = "Type", [TARGET] = "Target",
    [TARGET_MODE] = "TargetMode",
};
static const struct xml_words words = { word_list, countof(word_list) };

static const str kinds[] = {
    STR_INIT("http://schemas.openxmlformats.org/officeDocument/2006/relationships/"),
    STR_INIT("http://purl.oclc.org/ooxml/officeDocument/relationships/"),
};

struct reading {
    struct relations *to;
    struct zip *zip;
    str source;
    struct arena *arena;
};

/* ---- targets -------------------------------------------------------------------------- */

static size_t folder_length(str name)
{
    while (name.n && name.p[name.n - 1] != '/')
        name.n--;
    return name.n;
}

/* Appends one segment to a path without `/` at its end. */
static size_t segment_add(char *path, size_t n, str segment)
{
    if (segment.n == 0 || str_eq(segment, STR(".")))
        return n;
    if (str_eq(segment, STR(".."))) {
        n = folder_length((str){ path, n });
        return n ? n - 1 : 0;
    }
    if (n)
        path[n++] = '/';
    memcpy(path + n, segment.p, segment.n);
    return n + segment.n;
}

str target_resolve(str source, str target, struct arena *arena)
{
    str base = { source.p, folder_length(source) };
    char *raw = arena_alloc(arena, target.n + 1, 1);
    char *path = arena_alloc(arena, base.n + target.n + 2, 1);
    size_t n = 0;

    for (size_t i = 0; i < target.n; i++)
        raw[i] = target.p[i] == '\\' ? '/' : target.p[i];
    str segment, rest = base;
    bool relative = target.n == 0 || raw[0] != '/';
    for (bool more = relative && base.n; more; n = segment_add(path, n, segment))
        more = str_cut(rest, '/', &segment, &rest);
    rest = (str){ raw, target.n };
    for (bool more = true; more; n = segment_add(path, n, segment))
        more = str_cut(rest, '/', &segment, &rest);
    return (str){ path, n };
}

static int hex_value(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)((at - digits) % 16) : -1;
}

static str percent_decode(str s, struct arena *arena)
{
    char *to = arena_alloc(arena, s.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        int high = s.p[i] == '%' && s.n - i > 2 ? hex_value(s.p[i + 1]) : -1;
        int low = high >= 0 ? hex_value(s.p[i + 2]) : -1;
        to[n++] = low >= 0 ? (char)(high * 16 + low) : s.p[i];
        i += low >= 0 ? 2 : 0;
    }
    return (str){ to, n };
}

static const struct zip_entry *part_find(const struct zip *zip, str name, struct arena *arena)
{
    const struct zip_entry *e = zip_find(zip, name);

    return e ? e : zip_find(zip, percent_decode(name, arena));
}

/* ---- the part ------------------------------------------------------------------------- */

static str kind_of(str type)
{
    for (size_t i = 0; i < countof(kinds); i++)
        if (type.n > kinds[i].n && memcmp(type.p, kinds[i].p, kinds[i].n) == 0)
            return (str){ type.p + kinds[i].n, type.n - kinds[i].n };
    return STR("");
}

static bool take(struct reading *r, const struct xml_attribute *a, size_t n, struct err *err)
{
    str id = xml_find(a, n, xml_has(a, n, ID_CAPITAL) ? ID_CAPITAL : ID);
    str type = xml_find(a, n, TYPE), target = xml_find(a, n, TARGET);

    if (r->to->count == RELATIONSHIPS_MAX)
        return err_set(err, ERR_LIMIT, _("more than %d relationships"), RELATIONSHIPS_MAX);
    if (id.n > TARGET_MAX || type.n > TARGET_MAX || target.n > TARGET_MAX)
        return err_set(err, ERR_LIMIT, _("a relationship is longer than %d bytes"), TARGET_MAX);
    struct relation *to = &r->to->list[r->to->count++];
    to->id = xml_value(id, r->arena);
    to->kind = kind_of(xml_value(type, r->arena));
    to->target = target_resolve(r->source, xml_value(target, r->arena), r->arena);
    if (!str_eq(xml_find(a, n, TARGET_MODE), STR("External")))
        to->part = part_find(r->zip, to->target, r->arena);
    return true;
}

static bool on_start(void *user, int word, const struct xml_attribute *a, size_t n, struct err *err)
{
    return word != RELATIONSHIP || take(user, a, n, err);
}

static bool on_end(void *user, int word, struct err *err)
{
    (void)user, (void)word, (void)err;
    return true;
}

static const struct xml_hooks hooks = { .start = on_start, .end = on_end };

bool relations_read(struct relations *r, struct zip *zip, str source, struct arena *arena, struct err *err)
{
    struct reading reading = { .to = r, .zip = zip, .source = source, .arena = arena };
    size_t folder = folder_length(source);
    const str parts[] = {
        { source.p, folder },
        STR_INIT("_rels/"),
        { source.p + folder, source.n - folder },
        STR_INIT(".rels"),
    };
    const struct zip_entry *part = zip_find(zip, arena_join(arena, parts, countof(parts), STR("")));

    *r = (struct relations){ arena_array(arena, struct relation, part ? RELATIONSHIPS_MAX : 1), 0 };
    return !part || xml_part(zip, part, SMALL_PART_MAX, &words, &hooks, &reading, err);
}

const struct relation *relations_by_id(const struct relations *r, str id)
{
    for (size_t i = 0; i < r->count; i++)
        if (str_eq(r->list[i].id, id))
            return &r->list[i];
    return NULL;
}

const struct relation *relations_by_kind(const struct relations *r, str kind)
{
    for (size_t i = 0; i < r->count; i++)
        if (str_eq(r->list[i].kind, kind))
            return &r->list[i];
    return NULL;
}
