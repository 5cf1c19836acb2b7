// What a test may set about the shop, with what holds when it does not.
export const SCOPES = [
    'read_customers',
    'write_customers',
    'read_orders',
    'read_all_orders',
    'read_products',
    'read_locales',
    'write_customer_merge',
];

export const DEFAULTS = {
    name: 'My Store',
    domain: 'my-store.myshopify.com',
    currency: 'JPY',
    country: 'JP',
    timezone: 'Asia/Tokyo',
    language: 'ja',
    languages: ['ja', 'en'],
    accounts: 'CLASSIC',
    plan: 'Plus',
    plus: true,
    development: false,
    scopes: SCOPES,
    denied: [],
    token: 'test-token',
    clientId: 'test-client',
    clientSecret: 'test-secret',
    tokenSeconds: 86399,
    throttle: true,
    maximumAvailable: 20000,
    restoreRate: 1000,
    available: null,
    searchLagMs: 0,
    bulkRowsPerSecond: 0,
    bulkDelayMs: 0,
    nestedTruncation: 0,
    overwrites: 0,
    clock: null,
    apiVersion: '2026-10',
    hangMs: 30000,
    holdAfter: 0,
    latencyMs: 0,
    seed: 1,
};

export function settingsFrom(given) {
    for (const key of Object.keys(given ?? {}))
        if (!(key in DEFAULTS)) throw new Error(`There is no setting "${key}"`);
    return { ...DEFAULTS, ...given };
}
