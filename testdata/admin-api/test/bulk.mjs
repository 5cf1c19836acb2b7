// Bulk operations.
import { assert, check, CREATE, create, newShop } from './tap.mjs';

const RUN_M = `mutation($m: String!, $p: String!, $c: String) { bulkOperationRunMutation(mutation: $m, stagedUploadPath: $p, clientIdentifier: $c) {
    bulkOperation { id status } userErrors { field message code } } }`;
const RUN_Q =
    'mutation($q: String!) { bulkOperationRunQuery(query: $q) { bulkOperation { id status } userErrors { field message code } } }';
const POLL = 'query($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount url partialDataUrl } }';
const REFUSED = [
    ['{ shop { id } }', 'Bulk queries must contain at least one connection.'],
    [
        '{ customers { edges { node { email orders { edges { node { id } } } } } } }',
        /^The parent 'node' field for a nested connection must select/,
    ],
    [
        '{ customers { nodes { id } } }',
        /Selecting via 'nodes' is not supported. Invalid connection fields: 'customers'.$/,
    ],
    ['mutation { x }', 'Invalid operation type. Only `query` operations are supported.'],
    ['', 'Invalid bulk query: syntax error, unexpected end of file'],
];

async function ended(shop, id) {
    for (;;) {
        const { bulkOperation } = (await shop.ask(POLL, { id })).data;
        if (!['CREATED', 'RUNNING', 'CANCELING'].includes(bulkOperation.status)) return bulkOperation;
        await new Promise((resolve) => {
            setTimeout(resolve, 5);
        });
    }
}

async function start(shop, query, variables) {
    const [payload] = Object.values((await shop.ask(query, variables)).data);
    assert.deepEqual(payload.userErrors, []);
    return payload.bulkOperation.id;
}

const linesOf = (shop, url) =>
    Buffer.concat(shop.shop.results.get(/results\/([^?]+)/.exec(url)[1]))
        .toString()
        .trim()
        .split('\n');

async function mutations() {
    await check('every line of a bulk mutation is run once, in another order', async () => {
        const shop = newShop();
        const rows = Array.from({ length: 50 }, (_, i) =>
            JSON.stringify({ input: { email: `${i}@example.com` } }),
        );
        shop.shop.uploads.set('path', Buffer.from(rows.join('\n')));
        const done = await ended(shop, await start(shop, RUN_M, { m: CREATE, p: 'path', c: 'client-0001' }));
        const lines = linesOf(shop, done.url);
        const numbers = lines.map((line) => JSON.parse(line).__lineNumber);
        assert.match(lines[0], /gid:\\\/\\\/shopify/);
        assert.notDeepEqual(
            numbers,
            [...numbers].sort((a, b) => a - b),
        );
        assert.deepEqual(
            [done.status, done.objectCount, new Set(numbers).size, shop.shop.customers.size],
            ['COMPLETED', '50', 50, 50],
        );
    });
    await check('the sixth operation at once is refused, and names the five', async () => {
        const shop = newShop({ bulkDelayMs: 60000 });
        shop.shop.uploads.set('path', Buffer.from('{}'));
        for (let i = 0; i < 5; i++) await start(shop, RUN_M, { m: CREATE, p: 'path' });
        const [error] = (await shop.ask(RUN_M, { m: CREATE, p: 'path' })).data.bulkOperationRunMutation
            .userErrors;
        assert.equal(error.code, 'OPERATION_IN_PROGRESS');
        assert.equal(error.message.match(/gid:/g).length, 5);
    });
    await check('a file that was not uploaded is told', async () => {
        const { data } = await newShop().ask(RUN_M, { m: CREATE, p: 'none' });
        assert.equal(data.bulkOperationRunMutation.userErrors[0].code, 'NO_SUCH_FILE');
    });
}

async function queries() {
    for (const [query, words] of REFUSED)
        await check(`a bulk query is refused: ${words}`, async () => {
            const [error] = (await newShop().ask(RUN_Q, { q: query })).data.bulkOperationRunQuery.userErrors;
            if (words instanceof RegExp) assert.match(error.message, words);
            else assert.equal(error.message, words);
        });
    await check('children stand anywhere behind their parents, and first is ignored', async () => {
        const shop = newShop();
        for (let i = 0; i < 300; i++)
            await create(shop, { firstName: `N${i}`, addresses: [{ address1: 'a' }, { address1: 'b' }] });
        const id = await start(shop, RUN_Q, {
            q: '{ customers(first: 1) { edges { node { id addressesV2(first: 1) { edges { node { id } } } } } } }',
        });
        const rows = linesOf(shop, (await ended(shop, id)).url).map((line) => JSON.parse(line));
        const seen = new Set();
        for (const row of rows)
            if (row.__parentId) assert.ok(seen.has(row.__parentId));
            else seen.add(row.id);
        assert.deepEqual([seen.size, rows.length], [300, 900]);
        assert.ok(
            rows
                .slice(1)
                .some((row, i) => row.__parentId && row.__parentId !== (rows[i].__parentId ?? rows[i].id)),
        );
    });
    await check('nested lists can be cut without a word', async () => {
        const shop = newShop({ nestedTruncation: 1 });
        await create(shop, { firstName: 'A', addresses: [{ address1: 'a' }, { address1: 'b' }] });
        const done = await ended(
            shop,
            await start(shop, RUN_Q, {
                q: '{ customers { edges { node { id addressesV2 { edges { node { id } } } } } } }',
            }),
        );
        assert.equal(done.objectCount, '2');
    });
    await check('an empty result has no url; a failed one has its part', async () => {
        const shop = newShop();
        const query = { q: '{ customers { edges { node { id } } } }' };
        assert.equal((await ended(shop, await start(shop, RUN_Q, query))).url, null);
        for (let i = 0; i < 2000; i++) shop.shop.add({ ...shop.shop.blank(), firstName: `${i}` });
        shop.world.faults.add('bulk-failed');
        const failed = await ended(shop, await start(shop, RUN_Q, query));
        assert.deepEqual(
            [failed.status, failed.errorCode, failed.url],
            ['FAILED', 'INTERNAL_SERVER_ERROR', null],
        );
        assert.ok(linesOf(shop, failed.partialDataUrl).length < 2000);
    });
}

export async function bulk() {
    await mutations();
    await queries();
}
