#include "api/demo_names.h"

/* clang-format off */
#define NAME(written, latin) { STR_INIT(written), STR_INIT(latin) }
#define PLACE(city, province, code, zip) { STR_INIT(city), STR_INIT(province), STR_INIT(code), STR_INIT(zip) }

static const struct demo_name last_ja[] = {
    NAME("佐藤", "sato"), NAME("鈴木", "suzuki"), NAME("高橋", "takahashi"), NAME("田中", "tanaka"),
    NAME("伊藤", "ito"), NAME("渡辺", "watanabe"), NAME("山本", "yamamoto"), NAME("中村", "nakamura"),
    NAME("小林", "kobayashi"), NAME("加藤", "kato"), NAME("吉田", "yoshida"), NAME("山田", "yamada"),
    NAME("佐々木", "sasaki"), NAME("松本", "matsumoto"), NAME("井上", "inoue"), NAME("木村", "kimura"),
    NAME("清水", "shimizu"), NAME("山崎", "yamazaki"), NAME("髙島", "takashima"), NAME("渡邊", "watanabe"),
};
static const struct demo_name first_ja[] = {
    NAME("花子", "hanako"), NAME("太郎", "taro"), NAME("陽菜", "hina"), NAME("蓮", "ren"), NAME("さくら", "sakura"),
    NAME("結衣", "yui"), NAME("大翔", "hiroto"), NAME("葵", "aoi"), NAME("湊", "minato"), NAME("美咲", "misaki"),
    NAME("健一", "kenichi"), NAME("恵子", "keiko"), NAME("翔太", "shota"), NAME("由美", "yumi"), NAME("ケン", "ken"),
};
static const struct demo_place places_ja[] = {
    PLACE("千代田区", "Tokyo", "JP-13", "100-0001"), PLACE("渋谷区", "Tokyo", "JP-13", "150-0002"),
    PLACE("横浜市中区", "Kanagawa", "JP-14", "231-0023"), PLACE("大阪市北区", "Osaka", "JP-27", "530-0001"),
    PLACE("京都市中京区", "Kyoto", "JP-26", "604-8001"), PLACE("札幌市中央区", "Hokkaido", "JP-01", "060-0001"),
    PLACE("名古屋市中区", "Aichi", "JP-23", "460-0008"), PLACE("福岡市博多区", "Fukuoka", "JP-40", "812-0011"),
};
static const str streets_ja[] = {
    STR_INIT("架空町"), STR_INIT("見本通"), STR_INIT("例示が丘"), STR_INIT("仮名台"),
};

static const struct demo_name last_en[] = {
    NAME("Smith", "smith"), NAME("Johnson", "johnson"), NAME("O'Brien", "obrien"), NAME("Garcia", "garcia"),
    NAME("Miller", "miller"), NAME("Nguyen", "nguyen"), NAME("Van Dyke", "vandyke"), NAME("Anderson", "anderson"),
    NAME("Washington-Lee", "washingtonlee"), NAME("Baker", "baker"), NAME("Null", "null"), NAME("McKay", "mckay"),
};
static const struct demo_name first_en[] = {
    NAME("Anna", "anna"), NAME("James", "james"), NAME("Mary Ann", "maryann"), NAME("Robert", "robert"),
    NAME("Linda", "linda"), NAME("Zoë", "zoe"), NAME("William", "william"), NAME("Grace", "grace"),
    NAME("Noah", "noah"), NAME("Olivia", "olivia"),
};
static const struct demo_place places_us[] = {
    PLACE("San Francisco", "California", "CA", "94105"), PLACE("New York", "New York", "NY", "10001"),
    PLACE("Seattle", "Washington", "WA", "98101"), PLACE("Hartford", "Connecticut", "CT", "06103"),
    PLACE("Boston", "Massachusetts", "MA", "02108"), PLACE("Austin", "Texas", "TX", "78701"),
};
static const struct demo_place places_ca[] = {
    PLACE("Ottawa", "Ontario", "ON", "K1A 0B1"), PLACE("Toronto", "Ontario", "ON", "M5H 2N2"),
    PLACE("Vancouver", "British Columbia", "BC", "V6B 1A1"),
};
static const str streets_en[] = {
    STR_INIT("Example Street"), STR_INIT("Sample Avenue"), STR_INIT("Main St"), STR_INIT("Fictional Blvd"),
};

static const struct demo_name last_de[] = {
    NAME("Müller", "mueller"), NAME("Schmidt", "schmidt"), NAME("Groß", "gross"), NAME("Weber", "weber"),
    NAME("von der Heide", "vonderheide"), NAME("Jäger", "jaeger"),
};
static const struct demo_name first_de[] = {
    NAME("Änne", "aenne"), NAME("Jürgen", "juergen"), NAME("Sabine", "sabine"), NAME("Karl-Heinz", "karlheinz"),
    NAME("Lena", "lena"), NAME("Max", "max"),
};
static const struct demo_place places_de[] = {
    PLACE("Berlin", "", "", "10115"), PLACE("München", "", "", "80331"), PLACE("Leipzig", "", "", "04109"),
};
static const str streets_de[] = {
    STR_INIT("Musterstraße"), STR_INIT("Beispielweg"), STR_INIT("Am Probierstein"),
};

static const struct demo_name last_fr[] = {
    NAME("Lefèvre", "lefevre"), NAME("Dupont", "dupont"), NAME("D'Angelo", "dangelo"), NAME("Rey", "rey"),
};
static const struct demo_name first_fr[] = {
    NAME("Élodie", "elodie"), NAME("Jean-Luc", "jeanluc"), NAME("Chloé", "chloe"), NAME("Hugo", "hugo"),
};
static const struct demo_place places_fr[] = {
    PLACE("Paris", "", "", "75001"), PLACE("Lyon", "", "", "69001"), PLACE("Bourg-en-Bresse", "", "", "01000"),
};
static const str streets_fr[] = { STR_INIT("rue de l'Exemple"), STR_INIT("avenue du Modèle") };

#define PEOPLE(first, last) first, last, countof(first), countof(last)
#define MANY(list) list, countof(list)

const struct demo_country demo_countries[DEMO_COUNTRIES] = {
    { STR_INIT("Japan"), STR_INIT("JP"), STR_INIT("ja"), STR_INIT("example.jp"), PEOPLE(first_ja, last_ja),
      MANY(places_ja), MANY(streets_ja), false, STR_INIT("+81900"), 7, 62 },
    { STR_INIT("United States"), STR_INIT("US"), STR_INIT("en"), STR_INIT("example.com"), PEOPLE(first_en, last_en),
      MANY(places_us), MANY(streets_en), true, STR_INIT("+1202555010"), 1, 18 },
    { STR_INIT("Canada"), STR_INIT("CA"), STR_INIT("en"), STR_INIT("example.com"), PEOPLE(first_en, last_en),
      MANY(places_ca), MANY(streets_en), true, STR_INIT("+1613555019"), 1, 6 },
    { STR_INIT("Germany"), STR_INIT("DE"), STR_INIT("de"), STR_INIT("example.org"), PEOPLE(first_de, last_de),
      MANY(places_de), MANY(streets_de), false, STR_INIT("+493023125"), 3, 8 },
    { STR_INIT("France"), STR_INIT("FR"), STR_INIT("fr"), STR_INIT("example.net"), PEOPLE(first_fr, last_fr),
      MANY(places_fr), MANY(streets_fr), true, STR_INIT("+3363998"), 4, 6 },
};

const str demo_tags[] = {
    STR_INIT("VIP"), STR_INIT("Friend"), STR_INIT("newsletter"), STR_INIT("卸売"), STR_INIT("migrated"),
    STR_INIT("店頭"), STR_INIT("event 2025"), STR_INIT("Wholesale"), STR_INIT("café"), STR_INIT("returns-often"),
};
const size_t demo_tag_count = countof(demo_tags);

const str demo_notes[] = {
    STR_INIT("Prefers to be called in the morning."), STR_INIT("贈り物には熨斗を付ける。"),
    STR_INIT("Gate code: ask.\nLeave parcels with the neighbour."), STR_INIT("領収書の宛名は会社名で。"),
    STR_INIT("=not a formula"),
};
const size_t demo_note_count = countof(demo_notes);

const str demo_companies[] = {
    STR_INIT("株式会社見本"), STR_INIT("Example Ltd."), STR_INIT("Muster & Söhne GmbH"), STR_INIT("有限会社例題商店"),
};
const size_t demo_company_count = countof(demo_companies);
