#include "xlsx/xml.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/message.h"
#include "xlsx/limits.h"

static const char *const element_spaces[] = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
};

static const char *const attribute_spaces[] = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
};

enum { WORD_SLOTS = 128 }; /* a power of two, several times XML_WORDS_MAX */

struct xml {
    xmlParserCtxtPtr parser;
    const struct xml_hooks *hooks;
    void *user;
    /* Interned by the parser: equal text, equal pointer. */
    struct slot {
        const xmlChar *name;
        int word;
    } slots[WORD_SLOTS];
    const xmlChar *element_spaces[countof(element_spaces)];
    const xmlChar *attribute_spaces[countof(attribute_spaces)];
    struct err *err; /* of the push under way */
    size_t depth;
    int space_count; /* namespace declarations in force */
    struct level {
        int word;
        int spaces; /* namespace declarations of the element */
        bool has_prefix;
    } levels[XML_DEPTH_MAX];
    bool failed;
};

static bool among(const xmlChar *const *list, size_t n, const xmlChar *one)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] == one)
            return true;
    return false;
}

/* Where the name is, or where it would go. */
static struct slot *slot_of(struct xml *x, const xmlChar *name)
{
    size_t i = ((uintptr_t)name ^ (uintptr_t)name >> 7) % WORD_SLOTS;

    while (x->slots[i].name && x->slots[i].name != name)
        i = (i + 1) % WORD_SLOTS;
    return &x->slots[i];
}

static int word_of(struct xml *x, const xmlChar *name)
{
    const struct slot *slot = slot_of(x, name);

    return slot->name ? slot->word : XML_OTHER;
}

static int element_word(struct xml *x, const xmlChar *name, const xmlChar *space)
{
    if (space && !among(x->element_spaces, countof(element_spaces), space))
        return XML_OTHER;
    return word_of(x, name);
}

static void stop(struct xml *x)
{
    x->failed = true;
    xmlStopParser(x->parser);
}

static bool element_is_bounded(struct xml *x, int attributes, int spaces)
{
    if (attributes > XML_ATTRIBUTES_MAX)
        return err_set(x->err, ERR_LIMIT, _("an element has more than %d attributes"), XML_ATTRIBUTES_MAX);
    if (x->depth == XML_DEPTH_MAX)
        return err_set(x->err, ERR_LIMIT, _("elements are nested more than %d deep"), XML_DEPTH_MAX);
    if (x->space_count + spaces > XML_SPACES_MAX)
        return err_set(x->err, ERR_LIMIT, _("more than %d namespaces at once"), XML_SPACES_MAX);
    return true;
}

/* SAX2 gives five pointers an attribute: name, prefix, namespace, value, end of value. */
static void on_start(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *space,
                     int space_count, const xmlChar **spaces, int count, int defaulted, const xmlChar **raw)
{
    struct xml *x = ctx;
    struct xml_attribute attributes[XML_ATTRIBUTES_MAX];
    size_t n = 0;

    (void)spaces, (void)defaulted;
    if (x->failed)
        return;
    if (!element_is_bounded(x, count, space_count)) {
        stop(x);
        return;
    }
    for (int i = 0; i < count; i++, raw += 5) {
        int known = word_of(x, raw[0]);
        if (known == XML_OTHER || (raw[2] && !among(x->attribute_spaces, countof(attribute_spaces), raw[2])))
            continue;
        attributes[n++] =
            (struct xml_attribute){ known, { (const char *)raw[3], (size_t)(raw[4] - raw[3]) } };
    }
    int word = element_word(x, name, space);
    x->levels[x->depth++] = (struct level){ word, space_count, prefix != NULL };
    x->space_count += space_count;
    if (!x->hooks->start(x->user, word, attributes, n, x->err))
        stop(x);
}

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
    struct xml *x = ctx;

    (void)name, (void)prefix, (void)space; /* the parser has seen to it that it is the one that began */
    if (x->failed)
        return;
    const struct level *level = &x->levels[--x->depth];
    x->space_count -= level->spaces;
    if (!x->hooks->end(x->user, level->word, x->err))
        stop(x);
}

static void on_text(void *ctx, const xmlChar *text, int n)
{
    struct xml *x = ctx;

    if (!x->failed && x->hooks->text &&
        !x->hooks->text(x->user, (str){ (const char *)text, (size_t)n }, x->err))
        stop(x);
}

static void on_doctype(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    struct xml *x = ctx;

    (void)name, (void)external, (void)system;
    if (x->failed)
        return;
    err_set(x->err, ERR_FORMAT, _("holds a DOCTYPE, which no workbook has; refused"));
    stop(x);
}

static const xmlChar *intern(const struct xml *x, const char *name)
{
    return xmlDictLookup(x->parser->dict, (const xmlChar *)name, -1);
}

static void intern_all(struct xml *x, const struct xml_words *words)
{
    for (size_t i = 0; i < words->count && i < XML_WORDS_MAX; i++) {
        const xmlChar *name = intern(x, words->list[i]);
        *slot_of(x, name) = (struct slot){ name, (int)i };
    }
    for (size_t i = 0; i < countof(element_spaces); i++)
        x->element_spaces[i] = intern(x, element_spaces[i]);
    for (size_t i = 0; i < countof(attribute_spaces); i++)
        x->attribute_spaces[i] = intern(x, attribute_spaces[i]);
}

bool xml_open(struct xml **out, const struct xml_words *words, const struct xml_hooks *hooks, void *user,
              struct arena *arena, struct err *err)
{
    struct xml *x = arena_new(arena, struct xml);
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .internalSubset = on_doctype,
    };

    x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->parser)
        return err_set(err, ERR_IO, _("out of memory"));
    xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
    x->hooks = hooks;
    x->user = user;
    intern_all(x, words);
    *out = x;
    return true;
}

void xml_close(struct xml *x)
{
    if (!x || !x->parser)
        return;
    xmlFreeParserCtxt(x->parser);
    x->parser = NULL;
}

static bool parse(struct xml *x, str bytes, bool last, struct err *err)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): that err_set() is false stands in another file */
    x->err = err;
    /* Bytes that the encoding declared does not have are told by this alone: the parser stops and calls it well-formed. */
    bool unreadable =
        !x->failed && xmlParseChunk(x->parser, bytes.p, (int)bytes.n, last) == XML_ERR_INVALID_ENCODING;
    x->err = NULL;
    if (x->failed)
        return false;
    if (!x->parser->wellFormed || unreadable) {
        x->failed = true;
        return err_set(err, ERR_FORMAT, _("not well-formed XML (line %d)"), x->parser->lastError.line);
    }
    return true;
}

bool xml_push(struct xml *x, str bytes, struct err *err)
{
    if (!parse(x, bytes, false, err))
        return false;
    /* The parser waits for the end of a tag. Attributes are compared each with each, so the wait has a limit. */
    if (x->parser->input && x->parser->input->end - x->parser->input->cur > XML_TAG_MAX) {
        x->failed = true;
        return err_set(err, ERR_LIMIT, _("holds a tag longer than %d bytes"), XML_TAG_MAX);
    }
    return true;
}

bool xml_finish(struct xml *x, struct err *err)
{
    return parse(x, STR(""), true, err);
}

bool xml_is_utf8(const struct xml *x)
{
    const xmlChar *encoding = x->parser->encoding;
    const xmlParserInput *input = x->parser->input;

    return (!encoding || xmlStrcasecmp(encoding, (const xmlChar *)"UTF-8") == 0) && input && input->buf &&
           !input->buf->encoder;
}

bool xml_is_plain_in(const struct xml *x, int word)
{
    if (x->failed || x->depth == 0 || !xml_is_utf8(x))
        return false;
    const struct level *level = &x->levels[x->depth - 1];
    const xmlParserInput *input = x->parser->input;
    return level->word == word && !level->has_prefix && input->cur == input->end;
}

static const struct xml_attribute *find(const struct xml_attribute *attributes, size_t n, int word)
{
    for (size_t i = 0; i < n; i++)
        if (attributes[i].word == word)
            return &attributes[i];
    return NULL;
}

str xml_find(const struct xml_attribute *attributes, size_t n, int word)
{
    const struct xml_attribute *a = find(attributes, n, word);

    return a ? a->value : STR("");
}

bool xml_has(const struct xml_attribute *attributes, size_t n, int word)
{
    return find(attributes, n, word) != NULL;
}

str xml_value(str raw, struct arena *arena)
{
    static const str ampersand = STR_INIT("&#38;");
    char *to = arena_alloc(arena, raw.n + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < raw.n; i++) {
        to[n++] = raw.p[i];
        if (raw.n - i >= ampersand.n && memcmp(raw.p + i, ampersand.p, ampersand.n) == 0)
            i += ampersand.n - 1;
    }
    return (str){ to, n };
}

/* ---- whole parts ---------------------------------------------------------------------- */

static bool part_pump(struct zip *zip, struct xml *x, char *block, uint64_t most, struct err *err)
{
    for (uint64_t total = 0;;) {
        size_t got;
        if (!zip_part_read(zip, block, XML_CHUNK, &got, err))
            return false;
        if (got == 0)
            return xml_finish(x, err);
        total += got;
        if (total > most)
            return err_set(err, ERR_LIMIT, _("larger than %llu MiB"), (unsigned long long)(most >> 20));
        if (!xml_push(x, (str){ block, got }, err))
            return false;
    }
}

bool xml_part(struct zip *zip, const struct zip_entry *part, uint64_t most, const struct xml_words *words,
              const struct xml_hooks *hooks, void *user, struct err *err)
{
    struct arena scratch = { 0 };
    struct xml *x = NULL;
    char *block = arena_alloc(&scratch, XML_CHUNK, 1);

    bool ok = xml_open(&x, words, hooks, user, &scratch, err) && zip_part_open(zip, part, err) &&
              part_pump(zip, x, block, most, err);
    zip_part_close(zip);
    xml_close(x);
    arena_reset(&scratch);
    return ok || err_wrap(err, "%.*s", STR_ARG(part->shown));
}
