// The root fields of queries.
import { apiError, deniedError, idOf } from './errors.mjs';
import { orderPage } from './fields.mjs';
import { connection, sorted } from './pages.mjs';
import { cleanPhone } from './phones.mjs';
import { cleanEmail } from './rules.mjs';
import { CUSTOMER_FILTERS, matches, parseQuery, unknownFilters } from './search.mjs';
import { bulkPage, findBulk } from './bulk.mjs';

const COUNT_FILTERS = new Set(['created_at', 'id', 'updated_at']);
const SORTS = {
    ID: (c) => c.id,
    CREATED_AT: (c) => c.createdAt,
    UPDATED_AT: (c) => c.updatedAt,
    RELEVANCE: (c) => c.id,
    NAME: (c) => [c.lastName, c.firstName].filter(Boolean).join(', ').toLowerCase(),
    LOCATION: (c) => (c.addresses.find((one) => one.id === c.defaultAddressId)?.country ?? '').toLowerCase(),
};
const sortedLists = new WeakMap();

// All customers in the order of a sort key, kept until the shop changes.
function inOrder(shop, sortKey, reverse) {
    const kept = sortedLists.get(shop);
    if (kept?.version === shop.version && kept.lists.has(`${sortKey} ${reverse}`))
        return kept.lists.get(`${sortKey} ${reverse}`);
    const list = sortKey === 'ID' && !reverse ? shop.all() : sorted(shop.all(), SORTS[sortKey], reverse);
    const lists = kept?.version === shop.version ? kept.lists : new Map();
    lists.set(`${sortKey} ${reverse}`, list);
    sortedLists.set(shop, { version: shop.version, lists });
    return list;
}

export function customersMatching(context, args) {
    const { shop } = context;
    const list = inOrder(shop, args.sortKey ?? 'ID', Boolean(args.reverse));
    if (!args.query?.trim()) return list;
    const tree = parseQuery(args.query);
    for (const name of unknownFilters(tree, CUSTOMER_FILTERS)) context.warn(args.query, name);
    const now = shop.now();
    return list.filter((one) => {
        const known = shop.searchable(one);
        return known && matches(tree, known, CUSTOMER_FILTERS, now);
    });
}

function customers(_, args, context) {
    const key = SORTS[args.sortKey ?? 'ID'];
    return connection(customersMatching(context, args), args, {
        key,
        reverse: args.reverse,
        slice: context.slice,
    });
}

function customersCount(_, { query, limit = 10000 }, context) {
    const tree = query ? parseQuery(query) : null;
    const isUsable =
        tree &&
        unknownFilters(tree, Object.fromEntries([...COUNT_FILTERS].map((one) => [one, true]))).length === 0;
    const count = isUsable ? customersMatching(context, { query }).length : context.shop.customers.size;
    return limit && count > limit ? { count: limit, precision: 'AT_LEAST' } : { count, precision: 'EXACT' };
}

function customerByIdentifier(_, { identifier }, context) {
    const { shop } = context;
    context.stats.lookups++;
    if (identifier.id) return shop.find(idOf(identifier.id, 'Customer'));
    if (identifier.emailAddress) return shop.findEmail(cleanEmail(identifier.emailAddress) ?? '');
    if (identifier.phoneNumber)
        return shop.findPhone(cleanPhone(identifier.phoneNumber, shop.settings.country).phone);
    throw apiError("Metafield definition of type 'id' is required when using custom ids.", 'NOT_FOUND');
}

function node(shop, gid) {
    const kinds = {
        Customer: (id) => shop.find(id),
        Order: (id) => shop.orders.get(id),
        BulkOperation: (id) => findBulk(shop, id),
        MailingAddress: (id) => shop.find(shop.byAddress.get(id))?.addresses.find((one) => one.id === id),
    };
    const kind = /^gid:\/\/shopify\/([A-Za-z]+)\//.exec(gid)?.[1];
    return kinds[kind]?.(idOf(gid, kind)) ?? null;
}

function shopFields(_, args, { shop: { settings } }) {
    const place = {
        countryCodeV2: settings.country,
        countryCode: settings.country,
        country: settings.country,
        id: 'gid://shopify/ShopAddress/1',
    };
    return {
        id: 'gid://shopify/Shop/1',
        name: settings.name,
        myshopifyDomain: settings.domain,
        email: 'owner@example.com',
        contactEmail: 'owner@example.com',
        currencyCode: settings.currency,
        ianaTimezone: settings.timezone,
        primaryDomain: {
            host: settings.domain,
            url: `https://${settings.domain}`,
            id: 'gid://shopify/Domain/1',
            sslEnabled: true,
        },
        url: `https://${settings.domain}`,
        billingAddress: place,
        shopAddress: place,
        plan: {
            displayName: settings.plan,
            publicDisplayName: settings.plan,
            shopifyPlus: settings.plus,
            partnerDevelopment: settings.development,
        },
        customerAccounts: settings.accounts === 'CLASSIC' ? 'OPTIONAL' : 'REQUIRED',
        customerAccountsV2: {
            customerAccountsVersion: settings.accounts,
            loginLinksVisibleOnStorefrontAndCheckout: true,
            loginRequiredAtCheckout: false,
            url: `https://${settings.domain}/account`,
        },
        timezoneAbbreviation: 'UTC',
        timezoneOffset: '+0000',
        timezoneOffsetMinutes: 0,
        taxesIncluded: true,
        weightUnit: 'KILOGRAMS',
        unitSystem: 'METRIC_SYSTEM',
        createdAt: '2020-01-01T00:00:00Z',
        updatedAt: '2020-01-01T00:00:00Z',
        setupRequired: false,
    };
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' });

function installation(_, args, { shop: { settings } }) {
    return {
        id: 'gid://shopify/AppInstallation/1',
        launchUrl: `https://${settings.domain}/admin/apps/1`,
        accessScopes: settings.scopes.map((handle) => ({ handle, description: handle })),
    };
}

function orders(_, args, context) {
    return orderPage(context.shop.allOrders(), args, context, context.slice);
}

export const QUERIES = {
    shop: shopFields,
    shopLocales: (_, args, { shop: { settings } }) =>
        settings.languages.map((locale) => ({
            locale,
            name: languageNames.of(locale),
            primary: locale === settings.language,
            published: true,
        })),
    currentAppInstallation: installation,
    appInstallation: installation,
    metafieldDefinitions: (_, args, context) =>
        connection(
            context.shop.definitions.filter(
                (one) =>
                    args.ownerType === 'CUSTOMER' &&
                    (!args.namespace || one.namespace === args.namespace) &&
                    (!args.key || one.key === args.key),
            ),
            args,
            {},
        ),
    node: (_, { id }, { shop }) => node(shop, id),
    nodes: (_, { ids }, { shop, stats }) => {
        stats.lookups += ids.length;
        return ids.map((id) => node(shop, id));
    },
    customer: (_, { id }, { shop }) => shop.find(idOf(id, 'Customer')),
    customerByIdentifier,
    customers,
    customersCount,
    order: (_, { id }, { shop }) => shop.orders.get(idOf(id, 'Order')) ?? null,
    orders,
    ordersCount: (_, args, { shop }) => ({ count: shop.orders.size, precision: 'EXACT' }),
    bulkOperation: (_, { id }, { shop }) => {
        const number = idOf(id, 'BulkOperation');
        if (number === null) throw apiError(`Invalid id: ${id}`, 'RESOURCE_NOT_FOUND');
        return findBulk(shop, number);
    },
    bulkOperations: (_, args, context) => bulkPage(args, context),
    currentBulkOperation: (_, { type = 'QUERY' }, { shop }) =>
        [...shop.bulk.values()].filter((one) => one.type === type).pop() ?? null,
};

// What a field needs: [field, scope, the words about it].
export const ACCESS = {
    'QueryRoot.customers': 'read_customers',
    'QueryRoot.customer': 'read_customers',
    'QueryRoot.customerByIdentifier': 'read_customers',
    'QueryRoot.customersCount': 'read_customers',
    'QueryRoot.orders': 'read_orders',
    'QueryRoot.order': 'read_orders',
    'QueryRoot.shopLocales': 'read_locales',
    'Customer.orders': 'read_orders',
    'Customer.lastOrder': 'read_orders',
    'QueryRoot.ordersCount': 'read_orders',
    'LineItem.product': 'read_products',
    'LineItem.variant': 'read_products',
};

export function checkAccess(type, field, shop) {
    const scope =
        ACCESS[`${type}.${field}`] ??
        (type === 'Mutation' && /^(customer|tags|metafields)/.test(field) ? 'write_customers' : null);
    if (scope && !shop.settings.scopes.includes(scope))
        throw deniedError(field, `\`${scope}\` access scope.`);
    if (shop.deniedFields.has(`${type}.${field}`) || (type === 'Customer' && shop.deniedFields.has(field)))
        throw deniedError(field, 'This app is not approved to access the field.');
}
