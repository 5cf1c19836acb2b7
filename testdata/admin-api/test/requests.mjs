// Documents, costs, access, searching, and the server itself.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { assert, check, CREATE, create, newShop, read } from './tap.mjs';

const WRONG = [
    [
        '{ customer(id: "gid://shopify/Customer/1") { x } }',
        'undefinedField',
        "Field 'x' doesn't exist on type 'Customer'",
    ],
    [
        'mutation A { customerCreate { customer { id } } }',
        'missingRequiredArguments',
        "Field 'customerCreate' is missing required arguments: input",
    ],
    [
        'mutation A { customerCreate(input: null) { customer { id } } }',
        'argumentLiteralsIncompatible',
        "Argument 'input' on Field 'customerCreate' has an invalid value (null). Expected type 'CustomerInput!'.",
    ],
    [CREATE, 'INVALID_VARIABLE', 'Variable $input of type CustomerInput! was provided invalid value'],
    ['{ customers { nodes { id } } }', 'BAD_REQUEST', 'you must provide one of first or last'],
];
const COSTS = [
    [
        '{ customers(first: 250) { nodes { id defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } } } }',
        35,
    ],
    ['{ customers(first: 5) { nodes { id defaultEmailAddress { emailAddress } } } }', 8],
    ['{ customersCount { count } }', 10],
    [
        '{ a: customer(id: "gid://shopify/Customer/1") { id } b: customer(id: "gid://shopify/Customer/2") { id } }',
        2,
    ],
    [
        'mutation { a: tagsAdd(id: "gid://shopify/Customer/1", tags: ["a"]) { node { id } } b: tagsAdd(id: "gid://shopify/Customer/1", tags: ["b"]) { node { id } } }',
        20,
    ],
];

export async function documents() {
    const shop = newShop();
    for (const [query, code, words] of WRONG)
        await check(`a document is refused: ${words}`, async () => {
            const { errors } = await shop.ask(query);
            assert.deepEqual([errors[0].extensions.code, errors[0].message], [code, words]);
        });
    for (const [query, cost] of COSTS)
        await check(`a document costs ${cost}`, async () =>
            assert.equal((await shop.ask(query)).extensions.cost.requestedQueryCost, cost),
        );
    await check('more than 250 items are refused', async () => {
        const { errors } = await shop.ask(CREATE, { input: { firstName: 'A', tags: Array(251).fill('a') } });
        assert.equal(errors[0].extensions.code, 'MAX_INPUT_SIZE_EXCEEDED');
    });
    await check('more than 1,000 points are refused', async () => {
        const many = Array.from(
            { length: 101 },
            (_, i) => `a${i}: tagsAdd(id: "gid://shopify/Customer/1", tags: ["a"]) { node { id } }`,
        );
        assert.equal(
            (await shop.ask(`mutation { ${many.join(' ')} }`)).errors[0].extensions.code,
            'MAX_COST_EXCEEDED',
        );
    });
    await check('an empty bucket answers THROTTLED without data, and fills again', async () => {
        const poor = newShop({ throttle: true, maximumAvailable: 100, restoreRate: 0.01, available: 9 });
        const reply = await poor.ask(CREATE, { input: { firstName: 'A' } });
        assert.deepEqual(
            [reply.errors[0].extensions.code, 'data' in reply, reply.extensions.cost.actualQueryCost],
            ['THROTTLED', false, null],
        );
        poor.world.bucket.at -= 200000; // milliseconds, two points
        await create(poor, { firstName: 'A' });
    });
    await check('a scope that is missing is named, with the path', async () => {
        const narrow = newShop({ scopes: ['read_customers', 'write_customers'] });
        const id = await create(narrow, { firstName: 'A' });
        const { data, errors } = await narrow.ask(
            'query($id: ID!) { customer(id: $id) { id lastOrder { id } } }',
            { id },
        );
        assert.deepEqual(
            [data.customer, errors[0].path, errors[0].extensions.code],
            [{ id, lastOrder: null }, ['customer', 'lastOrder'], 'ACCESS_DENIED'],
        );
    });
    await check('a protected field that is not granted is null', async () => {
        const { data, errors } = await newShop({ denied: ['phone'] }).ask('{ __typename }');
        assert.deepEqual([data.__typename, errors], ['QueryRoot', undefined]);
        const denied = newShop({ denied: ['phone'] });
        const id = await create(denied, { phone: '+819012345678' });
        assert.deepEqual(await read(denied, id, 'id phone'), { id, phone: null });
    });
}

const SEARCHES = [
    ['tag:vip', 'ab'],
    ['tag_not:vip', 'c'],
    ['email:a@example.com', 'a'],
    ['email:"a@example.com" OR email:"c@example.com"', 'ac'],
    ['-tag:vip', 'c'],
    ['first_name:b* AND tag:vip', 'b'],
    ['phone:+819012345678', 'c'],
    ['accepts_marketing:true', 'b'],
    ['updated_at:>2001-01-01 NOT (first_name:a OR first_name:c)', 'b'],
    ['orders_count:>0', ''],
    ['state:disabled', 'abc'],
];

export async function searches() {
    const shop = newShop();
    await create(shop, { email: 'a@example.com', firstName: 'a', tags: ['vip'] });
    const second = await create(shop, {
        email: 'b@example.com',
        firstName: 'bee',
        tags: ['VIP', 'x'],
        emailMarketingConsent: { marketingState: 'SUBSCRIBED' },
    });
    await create(shop, { email: 'c@example.com', firstName: 'c', phone: '+819012345678' });
    const find = async (query, more = '') =>
        (
            await shop.ask(
                `query($q: String) { customers(first: 9, query: $q${more}) { nodes { firstName } } }`,
                { q: query },
            )
        ).data.customers.nodes
            .map((one) => one.firstName[0])
            .join('');
    for (const [query, found] of SEARCHES)
        await check(`search ${query}`, async () => assert.equal(await find(query), found));
    await check('ids can be searched as a range', async () =>
        assert.equal(await find(`id:>${second.replace(/\D/g, '')}`), 'c'),
    );
    await check('pages go on behind the cursor', async () => {
        const page = async (after) =>
            (
                await shop.ask(
                    'query($a: String) { customers(first: 2, after: $a, sortKey: NAME, reverse: true) { nodes { firstName } pageInfo { hasNextPage endCursor } } }',
                    { a: after },
                )
            ).data.customers;
        const first = await page(null);
        const last = await page(first.pageInfo.endCursor);
        assert.deepEqual(
            [...first.nodes, ...last.nodes].map((one) => one.firstName),
            ['c', 'bee', 'a'],
        );
        assert.deepEqual([first.pageInfo.hasNextPage, last.pageInfo.hasNextPage], [true, false]);
    });
    await check('the search index may lag', async () => {
        shop.shop.settings.searchLagMs = 60000;
        await create(shop, { firstName: 'd', tags: ['late'] });
        assert.equal(await find('tag:late'), '');
        assert.equal(await find(''), 'abcd');
    });
}

export async function server() {
    const child = spawn(process.execPath, [fileURLToPath(new URL('../server.mjs', import.meta.url))], {
        stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const base = `http://127.0.0.1:${/listening (\d+)/.exec(line)[1]}`;
    const post = (path, body, headers = {}) =>
        fetch(base + path, {
            method: 'POST',
            body: typeof body === 'string' ? body : JSON.stringify(body),
            headers,
        });
    const ask = (query, token = 'test-token') =>
        post('/admin/api/2026-10/graphql.json', { query }, { 'X-Shopify-Access-Token': token });
    await check('the server answers, and says which version', async () => {
        const reply = await ask('{ shop { name } }');
        assert.deepEqual(
            [reply.headers.get('x-shopify-api-version'), (await reply.json()).data.shop.name],
            ['2026-10', 'My Store'],
        );
    });
    await check('a wrong token is 401, a granted one passes', async () => {
        assert.equal((await ask('{ shop { name } }', 'wrong')).status, 401);
        const grant = await (
            await post(
                '/admin/oauth/access_token',
                'grant_type=client_credentials&client_id=test-client&client_secret=test-secret',
            )
        ).json();
        assert.equal((await ask('{ shop { name } }', grant.access_token)).status, 200);
    });
    await check('a fault comes once, and only then', async () => {
        await post('/test/faults', { once: '503' });
        assert.deepEqual(
            [(await ask('{ shop { name } }')).status, (await ask('{ shop { name } }')).status],
            [503, 200],
        );
    });
    await check('once so many mutations ran, a request is executed but not answered', async () => {
        await post('/test/settings', { holdAfter: 2, hangMs: 1 });
        const make = () => ask('mutation { customerCreate(input: { firstName: "A" }) { customer { id } } }');
        assert.equal((await make()).status, 200);
        await assert.rejects(make());
        await assert.rejects(ask('{ shop { name } }'));
        const { mutations } = await (await fetch(`${base}/test/stats`)).json();
        assert.deepEqual(mutations, { customerCreate: 2 });
        await post('/test/reset', {});
    });
    await check('seeded customers are dumped, a reset empties the shop', async () => {
        await post('/test/seed', { customers: 100 });
        assert.equal((await (await fetch(`${base}/test/dump`)).text()).trim().split('\n').length, 100);
        await post('/test/reset', {});
        assert.equal(await (await fetch(`${base}/test/dump`)).text(), '');
    });
    await check('the server ends when its input closes', async () => {
        child.stdin.end();
        const [status] = await once(child, 'exit');
        assert.equal(status, 0);
    });
}
