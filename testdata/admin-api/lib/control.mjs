// The control plane under /test/, for tests only.
import { applyAddress, emptyAddress } from './addresses.mjs';
import { dumpLine } from './dump.mjs';
import { Faults } from './faults.mjs';
import { sendJson } from './http.mjs';
import { addOrders } from './orders.mjs';
import { seedShop } from './seed.mjs';
import { cleanTags, shopTags } from './rules.mjs';
import { World } from './world.mjs';

const TEXTS = [
    'firstName',
    'lastName',
    'email',
    'phone',
    'locale',
    'note',
    'verifiedEmail',
    'taxExempt',
    'taxExemptions',
    'state',
    'multipassIdentifier',
];
const time = (text) => (text ? Math.floor(Date.parse(text) / 1000) * 1000 : null);

function consentFrom(given) {
    return given
        ? {
              state: given.state,
              level: given.level ?? 'SINGLE_OPT_IN',
              at: time(given.at),
              source: given.source,
          }
        : null;
}

// A customer as a test writes it: plain fields, consents {state, level, at}, addresses, metafields.
function putCustomer(shop, given) {
    const record = shop.blank();
    if (given.id) record.id = Number(given.id);
    for (const field of TEXTS) if (given[field] !== undefined) record[field] = given[field];
    record.tags = cleanTags(shopTags(shop, cleanTags(given.tags ?? [])));
    record.emailConsent = consentFrom(given.emailConsent);
    record.smsConsent = consentFrom(given.smsConsent);
    record.createdAt = time(given.createdAt) ?? shop.now();
    record.updatedAt = time(given.updatedAt) ?? record.createdAt;
    for (const one of given.addresses ?? []) {
        const address = emptyAddress();
        applyAddress(shop, record, address, one);
        address.id = one.id ? Number(one.id) : shop.newId('address');
        record.addresses.push(address);
        if (one.default || record.defaultAddressId === null) record.defaultAddressId = address.id;
    }
    for (const one of given.metafields ?? [])
        record.metafields.push({
            id: shop.newId('metafield'),
            createdAt: record.createdAt,
            updatedAt: record.updatedAt,
            ...one,
        });
    return String(shop.add(record).id);
}

function setStates(shop, { ids, state }) {
    for (const id of ids) {
        const record = shop.find(Number(String(id).replace(/\D/g, '')));
        if (record) record.state = state;
    }
    shop.version++;
    return {};
}

function define(shop, given) {
    shop.definitions.push({ id: shop.newId('other'), ...given });
    return {};
}

function dump(world, url, response) {
    const plain = url.searchParams.get('plain') === '1';
    response.writeHead(200, { 'Content-Type': 'application/jsonl; charset=utf-8' });
    let lines = [];
    for (const record of world.shop.all()) {
        lines.push(dumpLine(world.shop, record, plain));
        if (lines.length < 1000 || plain) continue;
        response.write(lines.join('\n') + '\n');
        lines = [];
    }
    if (plain) lines.sort();
    response.end(lines.length ? lines.join('\n') + '\n' : '');
}

// server: {world}; a reset puts a new world there.
const POSTS = {
    '/test/reset': (server, body) => {
        const base = server.world.base;
        server.world = new World(body ?? {});
        server.world.base = base;
        return {};
    },
    '/test/orders': (server, body) => addOrders(server.world.shop, body),
    '/test/define': (server, body) => define(server.world.shop, body),
    '/test/customers': (server, body) => ({ ids: body.map((one) => putCustomer(server.world.shop, one)) }),
    '/test/seed': (server, body) => seedShop(server.world.shop, body ?? {}),
    '/test/states': (server, body) => setStates(server.world.shop, body),
    '/test/faults': (server, body) => {
        if (body?.once && body.rate === undefined) server.world.faults.add(body.once);
        else server.world.faults = new Faults(body ?? {});
        return {};
    },
    '/test/settings': (server, body) => {
        Object.assign(server.world.shop.settings, body);
        server.world.shop.deniedFields = new Set(server.world.shop.settings.denied);
        return server.world.shop.settings;
    },
};

const GETS = {
    '/test/dump': (server, url, response) => dump(server.world, url, response),
    '/test/stats': (server, url, response) =>
        sendJson(response, 200, server.world.stats.report(server.world.shop, server.world.bucket)),
};

export function control(server, request, url, body, response) {
    if (request.method === 'GET' && GETS[url.pathname]) return GETS[url.pathname](server, url, response);
    const post = request.method === 'POST' && POSTS[url.pathname];
    if (!post) return sendJson(response, 404, { error: `There is no ${request.method} ${url.pathname}` });
    try {
        return sendJson(response, 200, post(server, body.length ? JSON.parse(body) : null));
    } catch (error) {
        return sendJson(response, 400, { error: error.message });
    }
}
