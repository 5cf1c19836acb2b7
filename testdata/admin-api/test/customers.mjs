// Customers, in the words of Shopify.
import { assert, check, CREATE, create, newShop, read, told, UPDATE } from './tap.mjs';

const REFUSED = [
    [{}, [': A name, phone number, or email address must be present']],
    [{ id: 'gid://shopify/Customer/1', email: 'a@example.com' }, ['id: Cannot specify ID on creation']],
    [{ email: 'foo@' }, ['email: Email is invalid']],
    [
        { email: `${'a'.repeat(244)}@example.com` },
        ['email: Email is too long (maximum is 255 characters)', 'email: Email is invalid'],
    ],
    [{ phone: 'abc' }, ['phone: Phone is invalid']],
    [{ firstName: 'A', locale: 'not-a-locale' }, ['locale: Locale is invalid']],
    [{ firstName: 'A', tags: ['T'.repeat(256)] }, ['tags: Tags is too long (maximum is 255 characters)']],
    [
        { firstName: 'A', tags: [Array.from({ length: 251 }, (_, i) => `t${i}`).join(',')] },
        ['tags: Tags cannot be more than 250'],
    ],
    [
        { firstName: 'F'.repeat(256), note: 'N'.repeat(5001) },
        [
            'firstName: First name is too long (maximum is 255 characters)',
            'note: Note is too long (maximum is 5000 characters)',
        ],
    ],
    [
        { firstName: 'A', emailMarketingConsent: { marketingState: 'SUBSCRIBED' } },
        ['emailMarketingConsent: An email address is required to set the email marketing consent state.'],
    ],
    [
        { firstName: 'A', addresses: [{ address1: '1', countryCode: 'US', provinceCode: 'ON' }] },
        ['addresses.0.province: Province is invalid'],
    ],
    [{ firstName: 'A', addresses: [{ address1: ' ' }] }, ['addresses.0: Customer address cannot be blank.']],
    [
        { firstName: 'A', metafields: [{ namespace: 'custom', key: 'x', type: 'json', value: '1' }] },
        ['metafields.0.key: Key is too short (minimum is 2 characters)'],
    ],
    [
        { firstName: 'A', metafields: [{ namespace: 'custom', key: 'xy', type: 'json', value: '' }] },
        ["metafields.0.value: Value can't be blank."],
    ],
];

export async function creations() {
    const shop = newShop();
    for (const [input, words] of REFUSED)
        await check(`a creation is refused: ${words[0]}`, async () =>
            assert.deepEqual(await told(shop, CREATE, { input }), words),
        );
    await check('a refused creation leaves nothing behind', () => assert.equal(shop.shop.customers.size, 0));
    await check('an e-mail is cleaned, and taken without regard to case', async () => {
        const id = await create(shop, { email: ' Ann @example.com' });
        assert.deepEqual(await read(shop, id, 'email'), { email: 'Ann@example.com' });
        assert.deepEqual(await told(shop, CREATE, { input: { email: 'ann@EXAMPLE.com' } }), [
            'email: Email has already been taken',
        ]);
    });
    await check("a national phone is read in the shop's country", async () => {
        const id = await create(shop, { phone: '090-1234-5678' });
        assert.deepEqual(await read(shop, id, 'phone'), { phone: '+819012345678' });
        assert.deepEqual(await told(shop, CREATE, { input: { phone: '+81 90 1234 5678' } }), [
            'phone: Phone has already been taken',
        ]);
    });
    await check('tags are split, unique, sorted and written as the shop wrote them first', async () => {
        await create(shop, { firstName: 'A', tags: ['VIP'] });
        const id = await create(shop, { firstName: 'B', tags: ['zoo, vip', 'Abc', 'abc'] });
        assert.deepEqual(await read(shop, id, 'tags'), { tags: ['Abc', 'VIP', 'zoo'] });
    });
}

async function consents() {
    const shop = newShop();
    const id = await create(shop, {
        email: 'a@example.com',
        phone: '+819012345678',
        addresses: [{ address1: '1', countryCode: 'JP' }],
    });
    const consent = (input) =>
        told(
            shop,
            `mutation($input: CustomerEmailMarketingConsentUpdateInput!) {
        customerEmailMarketingConsentUpdate(input: $input) { userErrors { field message } } }`,
            { input },
        );
    await check('consent has its own mutation', async () =>
        assert.match(
            (
                await told(shop, UPDATE, {
                    input: { id, emailMarketingConsent: { marketingState: 'SUBSCRIBED' } },
                })
            )[0],
            /please use the customerEmailMarketingConsentUpdate/,
        ),
    );
    await check('SUBSCRIBED needs a level', async () =>
        assert.deepEqual(
            await consent({ customerId: id, emailMarketingConsent: { marketingState: 'SUBSCRIBED' } }),
            ['input.emailMarketingConsent.marketingOptInLevel: Marketing opt in level must exist'],
        ),
    );
    await check('NOT_SUBSCRIBED cannot be sent', async () =>
        assert.deepEqual(
            await consent({ customerId: id, emailMarketingConsent: { marketingState: 'NOT_SUBSCRIBED' } }),
            ['INVALID: Cannot specify NOT_SUBSCRIBED as a marketing state input'],
        ),
    );
    await check('an older consent than the stored one is ignored without a word', async () => {
        const at = (marketingState, consentUpdatedAt) =>
            consent({
                customerId: id,
                emailMarketingConsent: {
                    marketingState,
                    marketingOptInLevel: 'SINGLE_OPT_IN',
                    consentUpdatedAt,
                },
            });
        assert.deepEqual(await at('SUBSCRIBED', '2024-05-01T00:00:00Z'), []);
        assert.deepEqual(await at('UNSUBSCRIBED', '2024-04-01T00:00:00Z'), []);
        const { defaultEmailAddress } = await read(shop, id, 'defaultEmailAddress { marketingState }');
        assert.equal(defaultEmailAddress.marketingState, 'SUBSCRIBED');
    });
}

async function addresses() {
    const shop = newShop();
    const id = await create(shop, {
        email: 'a@example.com',
        phone: '+819012345678',
        addresses: [{ address1: '1', countryCode: 'JP' }],
    });
    await check('the same address twice is refused', async () =>
        assert.deepEqual(
            await told(
                shop,
                `mutation($c: ID!) {
        customerAddressCreate(customerId: $c, address: {address1: "1", countryCode: JP}) { userErrors { field message } } }`,
                { c: id },
            ),
            ['address: Address already exists'],
        ),
    );
    await check('an unknown address is a top-level error', async () =>
        assert.match(
            (
                await told(
                    shop,
                    `mutation($c: ID!) {
        customerAddressDelete(customerId: $c, addressId: "gid://shopify/MailingAddress/9") { userErrors { field message } } }`,
                    { c: id },
                )
            )[0],
            /^RESOURCE_NOT_FOUND/,
        ),
    );
    await check('the default address moves on when it is deleted', async () => {
        const made = await shop.ask(
            `mutation($c: ID!) { customerAddressCreate(customerId: $c, address: {address1: "2", countryCode: JP}) {
            address { id } } }`,
            { c: id },
        );
        const { defaultAddress } = await read(shop, id, 'defaultAddress { id }');
        await shop.ask(
            'mutation($c: ID!, $a: ID!) { customerAddressDelete(customerId: $c, addressId: $a) { deletedAddressId } }',
            { c: id, a: defaultAddress.id },
        );
        assert.deepEqual(
            (await read(shop, id, 'defaultAddress { id }')).defaultAddress,
            made.data.customerAddressCreate.address,
        );
    });
    await check('inline addresses are the whole list', async () => {
        const { addressesV2 } = await read(shop, id, 'addressesV2(first: 9) { nodes { id } }');
        assert.deepEqual(
            await told(shop, UPDATE, {
                input: { id, addresses: [{ id: addressesV2.nodes[0].id, city: 'Kobe' }, { address1: '3' }] },
            }),
            [],
        );
        const now = await read(shop, id, 'addressesV2(first: 9) { nodes { address1 city } }');
        assert.deepEqual(now.addressesV2.nodes, [
            { address1: '2', city: 'Kobe' },
            { address1: '3', city: null },
        ]);
    });
}

async function accounts() {
    const shop = newShop();
    const id = await create(shop, {
        email: 'a@example.com',
        phone: '+819012345678',
        addresses: [{ address1: '1', countryCode: 'JP' }],
    });
    const other = await create(shop, { firstName: 'O' });
    await check('a customer with orders stays', async () => {
        const { addOrders } = await import('../lib/orders.mjs');
        addOrders(shop.shop, [
            { customerId: other, processedAt: '2024-01-02T00:00:00Z', total: '12.30' },
            { customerId: other, processedAt: '2023-01-02T00:00:00Z', total: '5' },
        ]);
        assert.deepEqual(
            await told(
                shop,
                'mutation($id: ID!) { customerDelete(input: {id: $id}) { userErrors { field message } } }',
                { id: other },
            ),
            ['id: Customer can’t be deleted because they have associated orders'],
        );
        const first = await read(
            shop,
            other,
            'amountSpent { amount } numberOfOrders orders(first: 1, sortKey: PROCESSED_AT) { nodes { processedAt } }',
        );
        assert.deepEqual(first.orders.nodes, [{ processedAt: '2023-01-02T00:00:00Z' }]);
        assert.deepEqual([first.amountSpent.amount, first.numberOfOrders], ['17.3', '2']);
    });
    await check(
        'customerSet takes the customer of the e-mail, and says when identifier and input differ',
        async () => {
            const set =
                'mutation($i: CustomerSetIdentifiers, $n: CustomerSetInput!) { customerSet(identifier: $i, input: $n) { customer { id } userErrors { field message code } } }';
            const same = await shop.ask(set, {
                i: { email: 'A@example.com' },
                n: { email: 'a@example.com', lastName: 'L' },
            });
            assert.equal(same.data.customerSet.customer.id, id);
            const differs = await shop.ask(set, {
                i: { email: 'A@example.com' },
                n: { email: 'b@example.com' },
            });
            assert.equal(differs.data.customerSet.userErrors[0].code, 'INPUT_MISMATCH');
        },
    );
    await check('an invitation is counted, and refused without classic accounts', async () => {
        const invite =
            'mutation($id: ID!) { customerSendAccountInviteEmail(customerId: $id) { userErrors { field message } } }';
        assert.deepEqual(await told(shop, invite, { id }), []);
        assert.equal([...shop.shop.mails.values()][0], 1);
        shop.shop.settings.accounts = 'NEW_CUSTOMER_ACCOUNTS';
        assert.deepEqual(await told(shop, invite, { id }), [
            'customerId: Error sending account invite to customer.',
        ]);
    });
}

export async function changes() {
    await consents();
    await addresses();
    await accounts();
}
