// How the fields of the objects are answered: {Type: {field: (source, args, context, info) => value}}.
import { createHash } from 'node:crypto';
import { addressGid, addressName, formattedArea } from './addresses.mjs';
import { customerGid } from './customers.mjs';
import { definitionOf } from './metafields.mjs';
import { connection, sorted } from './pages.mjs';
import { matches, ORDER_FILTERS, parseQuery } from './search.mjs';

const DAY = 86400000;
export const iso = (ms) =>
    ms === null || ms === undefined ? null : new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

// Cents as Shopify writes amounts: without zeros at the end, with one decimal at least.
export function amount(cents) {
    const [whole, part] = (Math.abs(cents) / 100).toFixed(2).split('.');
    return `${cents < 0 ? '-' : ''}${whole}.${part.replace(/0$/, '')}`;
}
export const orderGid = (id) => `gid://shopify/Order/${id}`;
const money = (cents, { shop }) => ({ amount: amount(cents), currencyCode: shop.settings.currency });
const bag = (cents, context) => ({
    shopMoney: money(cents, context),
    presentmentMoney: money(cents, context),
});

// A number as it is shown to people, for the two countries that tests use most.
function shownPhone(phone) {
    return phone
        .replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1-$2-$3')
        .replace(/^\+81([789]0)(\d{4})(\d{4})$/, '+81 $1-$2-$3');
}

export function displayName(one) {
    return (
        [one.firstName, one.lastName].filter(Boolean).join(' ') ||
        one.email ||
        (one.phone && shownPhone(one.phone)) ||
        ''
    );
}

const emailState = (consent) => ({
    marketingState: consent?.state ?? 'NOT_SUBSCRIBED',
    marketingOptInLevel: consent ? consent.level : 'SINGLE_OPT_IN',
    consentUpdatedAt: iso(consent?.at),
    marketingUpdatedAt: iso(consent?.at),
});

const smsState = (consent) => ({
    ...emailState(consent),
    consentCollectedFrom: consent ? (consent.source ?? 'OTHER') : null,
    marketingCollectedFrom: consent ? (consent.source ?? 'OTHER') : null,
});

const ORDER_KEYS = {
    ID: (o) => o.id,
    CREATED_AT: (o) => o.createdAt,
    PROCESSED_AT: (o) => o.processedAt,
    UPDATED_AT: (o) => o.updatedAt,
    TOTAL_PRICE: (o) => o.total,
    ORDER_NUMBER: (o) => Number(o.name.replace(/\D/g, '')),
    CUSTOMER_NAME: (o) => o.customerId,
    FINANCIAL_STATUS: (o) => o.financialStatus,
    FULFILLMENT_STATUS: (o) => o.id,
    DESTINATION: (o) => o.id,
    PO_NUMBER: (o) => o.id,
    TOTAL_ITEMS_QUANTITY: (o) => o.lineItems.length,
    CURRENT_TOTAL_PRICE: (o) => o.total,
    RELEVANCE: (o) => o.id,
};

// The orders that the app may see, sorted and filtered as asked.
export function orderPage(list, args, context, slice = null) {
    const { shop } = context;
    const oldest = shop.settings.scopes.includes('read_all_orders') ? null : shop.now() - 60 * DAY;
    let seen = oldest === null ? list : list.filter((one) => one.createdAt >= oldest);
    if (args.query) {
        const tree = parseQuery(args.query);
        seen = seen.filter((one) => matches(tree, one, ORDER_FILTERS, shop.now()));
    }
    const key = ORDER_KEYS[args.sortKey ?? 'ID'] ?? ORDER_KEYS.ID;
    return connection(sorted(seen, key, args.reverse), args, {
        key,
        reverse: args.reverse,
        unlimited: context.unlimited,
        slice,
    });
}

function metafieldsOf(customer, args, context) {
    const keys =
        args.keys && new Set(args.keys.map((one) => (one.includes('.') ? one : `${args.namespace}.${one}`)));
    const list = customer.metafields
        .filter(
            (one) =>
                (!args.namespace || one.namespace === args.namespace) &&
                (!keys || keys.has(`${one.namespace}.${one.key}`)),
        )
        .map((one) => ({ ...one, owner: customer }));
    return connection(args.reverse ? list.reverse() : list, args, {
        reverse: args.reverse,
        unlimited: context.unlimited,
    });
}

const Customer = {
    id: (c) => customerGid(c.id),
    legacyResourceId: (c) => String(c.id),
    displayName,
    createdAt: (c) => iso(c.createdAt),
    updatedAt: (c) => iso(c.updatedAt),
    canDelete: (c) => c.orderCount === 0,
    numberOfOrders: (c) => String(c.orderCount),
    amountSpent: (c, _, context) => money(c.spent, context),
    validEmailAddress: (c) => Boolean(c.email),
    dataSaleOptOut: () => false,
    hasTimelineComment: () => false,
    lifetimeDuration: () => 'less than a minute',
    productSubscriberStatus: () => 'NEVER_SUBSCRIBED',
    companyContactProfiles: () => [],
    identityProviderSubjects: () => [],
    unsubscribeUrl: (c, _, { shop }) => `https://${shop.settings.domain}/account/unsubscribe/${c.id}`,
    mergeable: () => ({ isMergeable: true, reason: null, errorFields: [], mergeInProgress: null }),
    defaultEmailAddress: (c, _, { shop }) =>
        c.email && {
            emailAddress: c.email,
            ...emailState(c.emailConsent),
            validFormat: true,
            openTrackingLevel: 'UNKNOWN',
            openTrackingUrl: `https://${shop.settings.domain}/o/${c.id}`,
            marketingUnsubscribeUrl: `https://${shop.settings.domain}/account/unsubscribe/${c.id}`,
        },
    emailMarketingConsent: (c) => c.email && emailState(c.emailConsent),
    defaultPhoneNumber: (c) =>
        c.phone && { phoneNumber: c.phone, ...smsState(c.smsConsent), sms: c.smsConsent },
    smsMarketingConsent: (c) => c.phone && smsState(c.smsConsent),
    defaultAddress: (c) => c.addresses.find((one) => one.id === c.defaultAddressId) ?? null,
    addresses: (c, { first }) => c.addresses.slice(0, first ?? 250),
    addressesV2: (c, args, context) =>
        connection(args.reverse ? c.addresses.slice().reverse() : c.addresses, args, {
            reverse: args.reverse,
            unlimited: context.unlimited,
        }),
    metafield: (c, { namespace, key }) => {
        const found = c.metafields.find(
            (one) => one.key === key && (!namespace || one.namespace === namespace),
        );
        return found ? { ...found, owner: c } : null;
    },
    metafields: metafieldsOf,
    orders: (c, args, context) => orderPage(c.orders, args, context),
    lastOrder: (c) => c.orders.reduce((last, one) => (!last || one.id > last.id ? one : last), null),
    statistics: () => ({ predictedSpendTier: null, rfmGroup: null }),
    events: (c, args, context) => connection([], args, { unlimited: context.unlimited }),
    storeCreditAccounts: (c, args, context) => connection([], args, { unlimited: context.unlimited }),
    paymentMethods: (c, args, context) => connection([], args, { unlimited: context.unlimited }),
    subscriptionContracts: (c, args, context) => connection([], args, { unlimited: context.unlimited }),
};

const CustomerPhoneNumber = {
    smsMarketingConsent: ({ sms }) => ({
        state: !sms || sms.state === 'NOT_SUBSCRIBED' ? 'NEVER_SUBSCRIBED' : sms.state,
        optInLevel: sms ? sms.level : 'SINGLE_OPT_IN',
        updatedAt: iso(sms?.at),
        collectedFrom: sms ? (sms.source ?? 'OTHER') : null,
        sourceLocation: null,
    }),
};

const MailingAddress = {
    id: (one) => addressGid(one.id),
    countryCodeV2: (one) => one.countryCode,
    name: addressName,
    formattedArea,
    coordinatesValidated: () => false,
    formatted: (one) =>
        [addressName(one), one.company, one.address1, one.address2, formattedArea(one)].filter(Boolean),
};

const Metafield = {
    id: (one) => `gid://shopify/Metafield/${one.id}`,
    legacyResourceId: (one) => String(one.id),
    createdAt: (one) => iso(one.createdAt),
    updatedAt: (one) => iso(one.updatedAt),
    ownerType: () => 'CUSTOMER',
    compareDigest: (one) => createHash('sha256').update(`${one.type}\n${one.value}`).digest('hex'),
    sizeInBytes: (one) => Buffer.byteLength(one.value),
    jsonValue: (one) => {
        try {
            return JSON.parse(one.value);
        } catch {
            return one.value;
        }
    },
    definition: (one, _, { shop }) => definitionOf(shop, one.namespace, one.key),
};

const Order = {
    id: (o) => orderGid(o.id),
    legacyResourceId: (o) => String(o.id),
    createdAt: (o) => iso(o.createdAt),
    updatedAt: (o) => iso(o.updatedAt),
    processedAt: (o) => iso(o.processedAt),
    cancelledAt: (o) => iso(o.cancelledAt),
    closedAt: () => null,
    test: () => false,
    displayFinancialStatus: (o) => o.financialStatus,
    displayFulfillmentStatus: () => 'UNFULFILLED',
    currencyCode: (o, _, { shop }) => shop.settings.currency,
    customer: (o, _, { shop }) => shop.find(o.customerId),
    totalPriceSet: (o, _, context) => bag(o.total, context),
    currentTotalPriceSet: (o, _, context) => bag(o.total, context),
    customAttributes: (o) => o.customAttributes ?? [],
    sourceName: () => 'web',
    lineItems: (o, args, context) => connection(o.lineItems, args, { unlimited: context.unlimited }),
};

const BulkOperation = {
    id: (one) => `gid://shopify/BulkOperation/${one.id}`,
    createdAt: (one) => iso(one.createdAt),
    completedAt: (one) => iso(one.completedAt),
    objectCount: (one) => String(one.objectCount),
    rootObjectCount: (one) => String(one.rootObjectCount),
    fileSize: (one) => (one.fileSize === null ? null : String(one.fileSize)),
};

const LineItem = {
    id: (one) => `gid://shopify/LineItem/${one.id}`,
    title: (one) => one.title ?? '',
    name: (one) => [one.title, one.variantTitle].filter(Boolean).join(' - '),
    quantity: (one) => one.quantity ?? 1,
    currentQuantity: (one) => one.currentQuantity ?? one.quantity ?? 1,
    customAttributes: (one) => one.customAttributes ?? [],
    variant: (one) =>
        one.variantId
            ? {
                  id: `gid://shopify/ProductVariant/${one.variantId}`,
                  legacyResourceId: String(one.variantId),
                  title: one.variantTitle ?? 'Default Title',
                  sku: one.sku ?? null,
                  selectedOptions: one.options ?? [],
                  ...one.variant,
              }
            : null,
    product: (one) =>
        one.productId
            ? {
                  id: `gid://shopify/Product/${one.productId}`,
                  legacyResourceId: String(one.productId),
                  title: one.title ?? '',
                  tags: one.productTags ?? [],
                  productType: '',
                  handle: (one.title ?? '').toLowerCase().replace(/ /g, '-'),
                  ...one.product,
              }
            : null,
    originalUnitPriceSet: (one, _, context) => bag(Math.round(Number(one.price ?? 0) * 100), context),
};

const MetafieldDefinition = {
    id: (one) => `gid://shopify/MetafieldDefinition/${one.id}`,
    name: (one) => one.name ?? one.key,
    ownerType: () => 'CUSTOMER',
    type: (one) => ({
        name: one.type,
        category: 'TEXT',
        supportedValidations: [],
        supportsDefinitionMigrations: false,
    }),
    validations: () => [],
    useAsCollectionCondition: () => false,
    validationStatus: () => 'ALL_VALID',
};

const CustomerDeletePayload = { shop: () => ({ id: 'gid://shopify/Shop/1' }) };

export const FIELDS = {
    Customer,
    CustomerDeletePayload,
    CustomerPhoneNumber,
    MailingAddress,
    Metafield,
    MetafieldDefinition,
    Order,
    LineItem,
    BulkOperation,
};
