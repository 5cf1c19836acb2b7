// Made-up customers in bulk, the same for the same seed.
import { Random } from './random.mjs';

const FIRST = [
    'Aoi',
    'Haruto',
    'Yui',
    'Sota',
    'Mei',
    'Ren',
    'Hana',
    'Riku',
    'Sakura',
    'Kaito',
    '葵',
    '陽翔',
    '結衣',
    'Emma',
    'Noah',
    'Zoë',
];
const LAST = [
    'Sato',
    'Suzuki',
    'Takahashi',
    'Tanaka',
    'Watanabe',
    'Ito',
    '山本',
    '中村',
    '小林',
    'Kato',
    'Smith',
    'Müller',
    "O'Hara",
];
const TAGS = ['vip', 'wholesale', 'newsletter', 'tokyo', 'osaka', '2024', '2025', 'gift', 'repeat', 'event'];
const PLACES = [
    ['Shibuya', 'JP-13', 'Tokyo', '150-0001'],
    ['Kita', 'JP-27', 'Osaka', '530-0001'],
    ['Nakagyo', 'JP-26', 'Kyoto', '604-0001'],
    ['Yokohama', 'JP-14', 'Kanagawa', '220-0001'],
];
const DAY = 86400000;

function address(shop, random, record, i) {
    const [city, provinceCode, province, zip] = PLACES[random.below(PLACES.length)];
    return {
        id: shop.newId('address'),
        firstName: record.firstName,
        lastName: record.lastName,
        company: null,
        address1: `${1 + random.below(9)}-${1 + random.below(30)}-${i + 1}`,
        address2: null,
        city,
        zip,
        phone: null,
        countryCode: 'JP',
        country: 'Japan',
        provinceCode,
        province,
    };
}

function metafield(shop, random, record, i) {
    const number = i % 2 === 1;
    return {
        id: shop.newId('metafield'),
        namespace: i % 3 === 2 ? 'loyalty' : 'custom',
        key: `field_${i}`,
        type: number ? 'number_integer' : 'single_line_text_field',
        value: number ? String(random.below(1000)) : `"${random.pick(TAGS)}", ${random.below(100)}`,
        createdAt: record.createdAt,
        updatedAt: record.createdAt,
    };
}

function order(shop, random, record, createdAt) {
    const total = 100 * (500 + random.below(20000));
    const at = createdAt + random.below(300) * DAY;
    const made = {
        id: shop.newId('order'),
        name: `#${1001 + shop.orders.size}`,
        customerId: record.id,
        email: record.email,
        phone: null,
        note: null,
        processedAt: at,
        createdAt: at,
        updatedAt: at,
        cancelledAt: null,
        total,
        tags: [],
        financialStatus: 'PAID',
        customAttributes: [],
        lineItems: [],
    };
    shop.orders.set(made.id, made);
    record.spent += total;
    return made;
}

function fill(shop, random, record, i, { addressesMax, ordersMax, metafieldsMax }) {
    record.firstName = random.pick(FIRST);
    record.lastName = random.pick(LAST);
    record.email = `seed-${i}@example.com`;
    record.phone = random.next() < 0.5 ? `+8190${String(10000000 + i).slice(-8)}` : null;
    record.tags = TAGS.filter(() => random.next() < 0.15).sort();
    record.note = random.next() < 0.1 ? `Note ${i}` : null;
    record.emailConsent =
        random.next() < 0.3 ? { state: 'SUBSCRIBED', level: 'SINGLE_OPT_IN', at: record.createdAt } : null;
    const wanted = random.below(addressesMax + 1);
    for (let n = 0; n < wanted; n++) record.addresses.push(address(shop, random, record, n));
    record.defaultAddressId = record.addresses[0]?.id ?? null;
    record.id = shop.newId('customer');
    record.orderCount = random.below(ordersMax + 1);
    for (let n = 0; n < record.orderCount; n++)
        record.orders.push(order(shop, random, record, record.createdAt));
    const fields = metafieldsMax > 0 ? random.below(metafieldsMax + 1) : 0;
    for (let n = 0; n < fields; n++) record.metafields.push(metafield(shop, random, record, n));
}

export function seedShop(shop, given) {
    const { customers = 1000, addressesMax = 2, ordersMax = 3, metafieldsMax = 0, seed = 1, from = 0 } = given;
    const random = new Random(seed);
    const newest = shop.now() - 400 * DAY;
    for (const tag of TAGS) if (!shop.tagCase.has(tag)) shop.tagCase.set(tag, tag);
    for (let i = 0; i < customers; i++) {
        const record = shop.blank();
        record.createdAt = newest - random.below(700) * DAY - random.below(86400) * 1000;
        record.updatedAt = record.createdAt + random.below(400) * DAY;
        fill(shop, random, record, from + i, { addressesMax, ordersMax, metafieldsMax });
        shop.add(record);
    }
    shop.orderList = null;
    return { customers: shop.customers.size, orders: shop.orders.size };
}
