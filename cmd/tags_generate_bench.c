/*
 * tags_generate_bench.c - a shop with tags to clean up, for tools/check-tags.sh, `make torture` and `make bench`:
 *
 *     build/cmd/tags_generate_bench CUSTOMERS SHOP.db ANSWERS.json
 *
 * 5,000 tags: 400 of them in 150 groups of spellings, of eight kinds in equal parts,
 * 200 that look alike and are not, and 4,400 others. ANSWERS.json says which: {"groups":[{"kind":...,"tags":[...]}],
 * "lookalikes":[...]}. The same number of customers gives the same shop. All of it is made up.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/embedded.h"
#include "base/file.h"
#include "base/json.h"
#include "base/time.h"
#include "base/unicode.h"

enum {
    GROUPS = 150,
    GROUP_TAGS = 400,
    LOOKALIKES = 200,
    TAGS = 5000,
    BATCH = 5000,
    MOST = 8,
    NOW = 1750000000
};
enum kind { CASE, WIDTH, SPACE, PUNCTUATION, HALF_KANA, HIRAGANA, PLURAL, LETTER, KINDS };

static const char *const kind_names[KINDS] = { "case",      "width",    "space",  "punctuation",
                                               "half-kana", "hiragana", "plural", "letter" };

struct generator {
    uint64_t state;
    struct arena arena; /* of the tags */
    str tags[TAGS];
    int group[TAGS]; /* -1: none */
    size_t n;
    size_t usual[GROUPS]; /* the first tag of each group */
    struct json *groups, *lookalikes;
};

static uint64_t next(struct generator *g) /* splitmix64 */
{
    uint64_t z = g->state += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static size_t below(struct generator *g, size_t n)
{
    return (size_t)(next(g) % n);
}

static str put_tag(struct generator *g, str tag, int group)
{
    if (g->n == TAGS) {
        fputs("too many tags\n", stderr);
        exit(1);
    }
    g->group[g->n] = group;
    return g->tags[g->n++] = arena_copy(&g->arena, tag);
}

/* ---- words: of syllables that say a number ---------------------------------- */

static const char *const syllables[] = { "ba", "ci", "do", "fu", "ga", "hi", "jo", "ku", "la", "mi",
                                         "no", "pu", "ra", "si", "to", "vu", "wa", "xi", "yo", "zu" };
static const char *const kana[] = { "カ", "キ", "ク", "ケ", "コ", "サ", "シ", "ス", "セ", "ソ",
                                    "タ", "チ", "ガ", "ギ", "ナ", "ニ", "パ", "マ", "ミ", "メ" };
static const char *const half_kana[] = { "ｶ", "ｷ", "ｸ",  "ｹ",  "ｺ", "ｻ", "ｼ",  "ｽ", "ｾ", "ｿ",
                                         "ﾀ", "ﾁ", "ｶﾞ", "ｷﾞ", "ﾅ", "ﾆ", "ﾊﾟ", "ﾏ", "ﾐ", "ﾒ" };
static const char *const hiragana[] = { "か", "き", "く", "け", "こ", "さ", "し", "す", "せ", "そ",
                                        "た", "ち", "が", "ぎ", "な", "に", "ぱ", "ま", "み", "め" };

/* Six digits to the base 20, of the number mixed up: two numbers seldom differ in one digit only. */
static str spell(const char *const *letters, size_t number, size_t from, size_t to, struct arena *a)
{
    uint64_t mixed = (number * UINT64_C(40692013) + 12345) % UINT64_C(64000000);
    str parts[6];
    size_t n = 0;

    for (size_t i = 0; i < 6; i++, mixed /= 20)
        if (i >= from && i < to)
            parts[n++] = str_of(letters[mixed % 20]);
    return arena_join(a, parts, n, STR(""));
}

static str word(size_t number, struct arena *a)
{
    return spell(syllables, number, 0, 6, a);
}

static str full_width(str s, size_t from, struct arena *a)
{
    char *to = arena_alloc(a, s.n * 3 + 1, 1);
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (i < from) {
            to[n++] = s.p[i];
        } else if (s.p[i] == ' ') {
            n += (size_t)snprintf(to + n, 4, "　");
        } else {
            unsigned code = 0xFF00u + (unsigned char)s.p[i] - 0x20u;
            to[n++] = (char)(0xE0 | code >> 12);
            to[n++] = (char)(0x80 | (code >> 6 & 0x3F));
            to[n++] = (char)(0x80 | (code & 0x3F));
        }
    }
    return (str){ to, n };
}

static str upper(str s, size_t to, struct arena *a)
{
    char *p = arena_alloc(a, s.n + 1, 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(i < to && s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32 : s.p[i]);
    return (str){ p, s.n };
}

static str two(str a, const char *between, str b, struct arena *arena)
{
    const str parts[] = { a, str_of(between), b };

    return arena_join(arena, parts, countof(parts), STR(""));
}

/* ---- groups ------------------------------------------------------------------------------------------- */

static str japanese(const char *const *letters, size_t number, size_t from, struct arena *a)
{
    return two(spell(kana, number, 0, from, a), "", spell(letters, number, from, 6, a), a);
}

/* The spellings of a group of this kind, the usual one first; up to three. */
static void spellings(enum kind kind, size_t number, str out[3], struct arena *a)
{
    str one = word(number, a), club = two(one, " ", STR("club"), a);

    switch (kind) {
    case CASE:
        out[0] = upper(club, 1, a), out[1] = upper(club, club.n, a), out[2] = club;
        break;
    case WIDTH:
        out[0] = club, out[1] = full_width(club, 0, a), out[2] = full_width(club, one.n, a);
        break;
    case SPACE:
        out[0] = club, out[1] = two(one, "  ", STR("club"), a), out[2] = two(STR(" "), "", club, a);
        break;
    case PUNCTUATION:
        out[0] = two(one, "-", STR("club"), a), out[1] = two(one, "_", STR("club"), a),
        out[2] = two(one, ".", STR("club."), a);
        break;
    case HALF_KANA:
        out[0] = japanese(kana, number, 0, a), out[1] = japanese(half_kana, number, 0, a),
        out[2] = japanese(half_kana, number, 3, a);
        break;
    case HIRAGANA:
        out[0] = japanese(kana, number, 0, a), out[1] = japanese(hiragana, number, 0, a),
        out[2] = japanese(hiragana, number, 3, a);
        break;
    case PLURAL:
        out[0] = two(one, " ", STR("visitor box"), a), out[1] = two(one, " ", STR("visitor boxes"), a);
        out[2] = two(one, " ", STR("visitors box"), a);
        break;
    default: /* one letter more, one letter swapped */
        out[0] = one, out[1] = two((str){ one.p, 4 }, "q", (str){ one.p + 4, one.n - 4 }, a);
        out[2] = two((str){ one.p, 7 }, "q", (str){ one.p + 8, one.n - 8 }, a);
    }
}

static void put_groups(struct generator *g)
{
    for (size_t i = 0; i < GROUPS; i++) {
        struct json *group = json_object(), *tags = json_array();
        size_t n = i < GROUP_TAGS - GROUPS * 2 ? 3 : 2;
        enum kind kind = (enum kind)(i % KINDS);
        str all[3];
        spellings(kind, 11 + i * 53, all, &g->arena);
        g->usual[i] = g->n;
        for (size_t k = 0; k < n; k++)
            json_add(tags, json_of_str(put_tag(g, all[k], (int)i)));
        json_put(group, "kind", json_of_str(str_of(kind_names[kind])));
        json_put(group, "tags", tags);
        json_add(g->groups, group);
    }
}

/* ---- what looks alike --------------------------------------------------------------------------------- */

static void put_lookalike(struct generator *g, str tag)
{
    json_add(g->lookalikes, json_of_str(put_tag(g, tag, -1)));
}

static void put_lookalikes(struct generator *g)
{
    static const char *const pairs[] = { "女性", "男性", "新規", "新品", "東京", "東北", "大阪", "大津",
                                         "会員", "会社", "優良", "優待", "春物", "秋物", "昼得", "夜得",
                                         "社内", "社外", "個人", "法人", "国内", "海内", "上級", "中級",
                                         "甲組", "乙組", "前期", "後期", "左京", "右京", "白米", "玄米",
                                         "赤箱", "青箱", "北店", "南店", "一般", "一流", "常連", "常温" };
    static const char *const letters[] = { "S",   "M",  "L",   "A",   "B",  "C",  "D",   "E",  "F",   "G",
                                           "H",   "I",  "J",   "K",   "N",  "O",  "P",   "Q",  "R",   "T",
                                           "A+",  "A-", "B+",  "B-",  "C+", "C#", "XS",  "XL", "1.5", "15",
                                           "2.0", "20", "S/M", "M/L", "-5", "5",  "10%", "10", "Σ",   "Ω" };
    static const char *const cities[] = { "Osaka", "Kyoto",   "Nagoya",  "Sendai", "Kobe",
                                          "Nara",  "Fukuoka", "Sapporo", "Naha",   "Otsu",
                                          "Mito",  "Gifu",    "Chiba",   "Akita",  "Aomori",
                                          "Fukui", "Matsue",  "Niigata", "Toyama", "Tsu" };
    struct arena *a = &g->arena;

    for (size_t i = 0; i < LOOKALIKES / 5; i++) {
        put_lookalike(g, arena_fmt(a, "%zu", 1990 + i));
        put_lookalike(g, str_of(pairs[i]));
        put_lookalike(g, arena_fmt(a, "VIP%zu", i + 1));
        put_lookalike(g, arena_fmt(a, i % 2 ? "%s-B" : "%s", cities[i / 2]));
        put_lookalike(g, str_of(letters[i]));
    }
}

static void put_others(struct generator *g)
{
    static const char *const forms[] = { "%.*s",     "%.*s %zu",  "campaign %.*s",
                                         "%.*s-%zu", "会員 %.*s", "%.*s No.%zu" };
    struct arena scratch = { 0 };

    for (size_t i = 0; g->n < TAGS; i++) {
        const char *form = forms[i % countof(forms)];
        str one = word(9000 + i * 17, &scratch);
        (void)put_tag(g, arena_fmt(&scratch, form, STR_ARG(one), i), -1);
        arena_reset(&scratch);
    }
}

/* ---- customers ---------------------------------------------------------------------------------------- */

static bool has_group(const struct generator *g, const str *tags, size_t n, int group)
{
    for (size_t i = 0; group >= 0 && i < n; i++)
        for (size_t k = 0; k < g->n; k++)
            if (g->group[k] == group && str_eq(g->tags[k], tags[i]))
                return true;
    return false;
}

/* A shop holds no tag twice in one customer, neither in two cases nor with blanks around it. */
static bool may_have(const struct generator *g, const str *tags, size_t n, size_t tag)
{
    int group = g->group[tag];
    bool one_only = group >= 0 && (group % KINDS == CASE || group % KINDS == SPACE);

    for (size_t i = 0; i < n; i++)
        if (str_eq(tags[i], g->tags[tag]))
            return false;
    return !one_only || !has_group(g, tags, n, group);
}

static int by_order(const void *a, const void *b)
{
    struct arena scratch = { 0 };
    str x = text_fold_case(text_trim(*(const str *)a), &scratch),
        y = text_fold_case(text_trim(*(const str *)b), &scratch);
    int order = memcmp(x.p, y.p, x.n < y.n ? x.n : y.n);

    order = order ? order : (x.n > y.n) - (x.n < y.n);
    arena_reset(&scratch);
    return order;
}

/* Every tag is somebody's; the first spelling of a group is that of most. */
static struct customer *make(struct generator *g, size_t number, size_t customers, struct arena *a)
{
    struct customer *c = arena_new(a, struct customer);
    str *tags = arena_array(a, str, MOST + TAGS);
    size_t n = 0, wanted = below(g, 6);

    tags[n++] = g->tags[g->usual[number % GROUPS]];
    for (size_t tag = number; tag < g->n; tag += customers)
        if (may_have(g, tags, n, tag))
            tags[n++] = g->tags[tag];
    for (size_t i = 0; i < wanted; i++) {
        size_t tag = below(g, 4) == 0 ? below(g, GROUP_TAGS) : below(g, g->n);
        if (tag > 0 && g->group[tag] >= 0 && g->group[tag] == g->group[tag - 1] && below(g, 2) == 0)
            tag--;
        if (may_have(g, tags, n, tag))
            tags[n++] = g->tags[tag];
    }
    qsort(tags, n, sizeof *tags, by_order); /* as a shop has them */
    *c = (struct customer){ .id = 7000000000001 + (int64_t)number,
                            .tags = { tags, n },
                            .language = STR("ja") };
    c->email = arena_fmt(a, "customer%zu@example.com", number);
    c->first_name = STR("花子");
    c->last_name = arena_fmt(a, "見本%zu", number);
    c->created_at = NOW - 86400 * 400 + (int64_t)number;
    c->updated_at = c->created_at + (int64_t)below(g, 86400 * 300);
    c->verified_email = true;
    return c;
}

static bool fill(struct generator *g, struct shop *shop, size_t customers, struct err *err)
{
    struct arena arena = { 0 };
    bool ok = true;

    for (size_t at = 0; ok && at < customers; at += BATCH) {
        const struct customer *batch[BATCH];
        size_t n = 0;
        for (; n < BATCH && at + n < customers; n++)
            batch[n] = make(g, at + n, customers, &arena);
        ok = embedded_mirror(shop, batch, n, err);
        arena_reset(&arena);
    }
    return ok && embedded_mirror_end(shop, err);
}

static bool write_answers(struct generator *g, const char *path, struct err *err)
{
    struct json *answers = json_object();

    json_put(answers, "groups", g->groups);
    json_put(answers, "lookalikes", g->lookalikes);
    bool ok = file_write(path, json_text(answers, &g->arena), err);
    json_free(answers);
    return ok;
}

static bool generate(struct generator *g, size_t customers, char **argv, struct err *err)
{
    struct shop_info info = { .currency = STR("JPY"), .country = STR("JP"), .default_language = STR("ja") };
    struct shop *shop = NULL;
    bool ok =
        zone_find(STR("Asia/Tokyo"), &info.timezone, err) &&
        embedded_open(&shop, argv[2], &(struct embedded_options){ .create = true, .mirror = true }, err) &&
        embedded_configure(shop, &info, err) && fill(g, shop, customers, err) &&
        write_answers(g, argv[3], err);

    shop_close(shop);
    return ok;
}

int main(int argc, char **argv)
{
    struct generator *g = calloc(1, sizeof *g);
    struct err err = { 0 };
    size_t customers = argc == 4 ? strtoul(argv[1], NULL, 10) : 0;

    if (customers == 0 || !g) {
        fputs("tags_generate_bench CUSTOMERS SHOP.db ANSWERS.json\n", stderr);
        return 2;
    }
    g->groups = json_array();
    g->lookalikes = json_array();
    put_groups(g);
    put_lookalikes(g);
    put_others(g);
    bool ok = generate(g, customers, argv, &err);
    if (!ok)
        fprintf(stderr, "%s\n", err.msg);
    arena_reset(&g->arena);
    free(g);
    return ok ? 0 : 1;
}
