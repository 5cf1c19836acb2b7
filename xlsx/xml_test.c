#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

#include "base/buf.h"
#include "xlsx/limits.h"
#include "xlsx/xml.h"

enum word { A, B, ID };

static const char *const word_list[] = { [A] = "a", [B] = "b", [ID] = "id" };
static const struct xml_words words = { word_list, countof(word_list) };

struct heard {
    struct buf text;
    struct arena arena;
    bool refuse; /* the next start */
};

static bool on_start(void *user, int word, const struct xml_attribute *a, size_t n, struct err *err)
{
    struct heard *h = user;

    buf_putc(&h->text, '<');
    buf_put(&h->text, word == XML_OTHER ? STR("?") : str_of(word_list[word]));
    if (xml_has(a, n, ID)) {
        buf_putc(&h->text, '=');
        buf_put(&h->text, xml_value(xml_find(a, n, ID), &h->arena));
    }
    buf_putc(&h->text, '>');
    return !h->refuse || err_set(err, ERR_FORMAT, "refused");
}

static bool on_end(void *user, int word, struct err *err)
{
    struct heard *h = user;

    (void)word, (void)err;
    buf_put(&h->text, STR("</>"));
    return true;
}

static bool on_text(void *user, str text, struct err *err)
{
    struct heard *h = user;

    (void)err;
    buf_put(&h->text, text);
    return true;
}

static const struct xml_hooks hooks = { .start = on_start, .end = on_end, .text = on_text };

/* Parses in pieces of `piece` bytes; what was heard is in h->text. */
static bool parse(struct heard *h, str document, size_t piece, struct err *err)
{
    struct arena arena = { 0 };
    struct xml *x = NULL;

    buf_clear(&h->text);
    bool ok = xml_open(&x, &words, &hooks, h, &arena, err);
    for (size_t at = 0; ok && at < document.n; at += piece)
        ok = xml_push(x, (str){ document.p + at, document.n - at < piece ? document.n - at : piece }, err);
    ok = ok && xml_finish(x, err);
    if (!ok && x) {
        struct err again = { 0 };
        assert_false(xml_finish(x, &again)); /* a failure stays one */
    }
    xml_close(x);
    xml_close(NULL);
    arena_reset(&arena);
    return ok;
}

static void release(struct heard *h)
{
    buf_release(&h->text);
    arena_reset(&h->arena);
}

static void pieces_of_any_size_say_the_same(void **state)
{
    const str document =
        STR("<?xml version=\"1.0\"?>\n<a id=\"x &amp; &#38;amp; &lt;&#x6771;\"><b>\xE6\x9D\xB1\xE4\xBA\xAC "
            "&amp; \xF0\x9F\x98\x80\r\nend</b><c><![CDATA[<b>\xE4\xBA\xAC]]></c><!-- no --><b/></a>");
    struct heard whole = { .text = BUF_INIT(4096) }, pieces = { .text = BUF_INIT(4096) };
    struct err err = { 0 };

    (void)state;
    assert_true(parse(&whole, document, document.n, &err));
    assert_true(
        str_eq(buf_str(&whole.text),
               STR("<a=x & &amp; <\xE6\x9D\xB1><b>\xE6\x9D\xB1\xE4\xBA\xAC & \xF0\x9F\x98\x80\nend</><?><b>"
                   "\xE4\xBA\xAC</><b></></>")));
    for (size_t piece = 1; piece < 64; piece++) {
        assert_true(parse(&pieces, document, piece, &err));
        assert_true(str_eq(buf_str(&pieces.text), buf_str(&whole.text)));
    }
    release(&whole);
    release(&pieces);
}

static void what_is_no_document_is_refused(void **state)
{
    static const struct {
        const char *document;
        enum err_code code;
        const char *why;
    } cases[] = {
        { "", ERR_FORMAT, "not well-formed" },
        { "plain", ERR_FORMAT, "not well-formed" },
        { "<a>", ERR_FORMAT, "not well-formed" },
        { "<a></b>", ERR_FORMAT, "(line 1)" },
        { "<a>\n\n<b></a>", ERR_FORMAT, "(line 3)" },
        { "<a/><a/>", ERR_FORMAT, "not well-formed" },
        { "<a id=\"1\" id=\"2\"/>", ERR_FORMAT, "not well-formed" },
        { "<a>&unknown;</a>", ERR_FORMAT, "not well-formed" },
        { "<a>\xFF</a>", ERR_FORMAT, "not well-formed" },
        { "<!DOCTYPE a><a/>", ERR_FORMAT, "DOCTYPE" },
        { "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", ERR_FORMAT, "DOCTYPE" },
        { "<!DOCTYPE a SYSTEM \"http://example.com/a.dtd\"><a/>", ERR_FORMAT, "DOCTYPE" },
    };
    struct heard h = { .text = BUF_INIT(4096) };

    (void)state;
    for (size_t i = 0; i < countof(cases); i++) {
        struct err err = { 0 };
        if (parse(&h, str_of(cases[i].document), 1000, &err))
            fail_msg("%s was accepted", cases[i].document);
        assert_int_equal(err.code, cases[i].code);
        assert_non_null(strstr(err.msg, cases[i].why));
    }
    release(&h);
}

/* `before`, then `again` n times. */
static str repeated(struct buf *b, const char *before, const char *again, size_t n)
{
    buf_clear(b);
    buf_put(b, str_of(before));
    for (size_t i = 0; i < n; i++)
        buf_put(b, str_of(again));
    return buf_str(b);
}

static void what_grows_without_end_meets_a_limit(void **state)
{
    struct heard h = { .text = BUF_INIT(1 << 20) };
    struct buf document = BUF_INIT(1 << 22);
    struct err err = { 0 };

    (void)state;
    assert_false(parse(&h, repeated(&document, "<a id=\"", "x", 2 * XML_TAG_MAX), XML_CHUNK, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_false(parse(&h, repeated(&document, "<a><!--", "x", 2 * XML_TAG_MAX), XML_CHUNK, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_false(parse(&h, repeated(&document, "", "<a>", XML_DEPTH_MAX + 1), XML_CHUNK, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_non_null(strstr(err.msg, "nested"));
    buf_clear(&document);
    for (uint64_t i = 0; i <= XML_SPACES_MAX; i++) {
        buf_put(&document, STR("<a xmlns:n"));
        buf_put_u64(&document, i);
        buf_put(&document, STR("='urn:n'>"));
    }
    assert_false(parse(&h, buf_str(&document), XML_CHUNK, &err));
    assert_int_equal(err.code, ERR_LIMIT);
    assert_non_null(strstr(err.msg, "namespaces"));
    buf_release(&document);
    release(&h);
}

static void what_ended_no_longer_counts(void **state)
{
    struct heard h = { .text = BUF_INIT(1 << 20) };
    struct buf document = BUF_INIT(1 << 20);
    struct err err = { 0 };

    (void)state;
    repeated(&document, "<a>", "<b xmlns:n='urn:n'></b>", 1000);
    buf_put(&document, STR("</a>"));
    assert_true(parse(&h, buf_str(&document), XML_CHUNK, &err));
    buf_release(&document);
    release(&h);
}

static void a_hook_that_refuses_ends_the_parsing(void **state)
{
    struct heard h = { .text = BUF_INIT(4096), .refuse = true };
    struct err err = { 0 };

    (void)state;
    assert_false(parse(&h, STR("<a><b/>text</a>"), 3, &err));
    assert_string_equal(err.msg, "refused");
    assert_true(str_eq(buf_str(&h.text), STR("<a>")));
    release(&h);
}

static void elements_of_other_namespaces_are_unknown(void **state)
{
    struct heard h = { .text = BUF_INIT(4096) };
    struct err err = { 0 };

    (void)state;
    assert_true(
        parse(&h,
              STR("<a xmlns='urn:other' xmlns:m='http://schemas.openxmlformats.org/spreadsheetml/2006/main' "
                  "xmlns:r='http://purl.oclc.org/ooxml/officeDocument/relationships'>"
                  "<m:b r:id='1'/><m:b m:id='2'/></a>"),
              7, &err));
    assert_true(str_eq(buf_str(&h.text), STR("<?><b=1></><b></></>")));
    release(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_any_size_say_the_same),
        cmocka_unit_test(what_is_no_document_is_refused),
        cmocka_unit_test(what_grows_without_end_meets_a_limit),
        cmocka_unit_test(what_ended_no_longer_counts),
        cmocka_unit_test(a_hook_that_refuses_ends_the_parsing),
        cmocka_unit_test(elements_of_other_namespaces_are_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
