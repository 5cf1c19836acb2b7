// What was asked of the server since the last reset.
export class Stats {
    constructor() {
        this.startedAt = Date.now();
        this.requests = 0;
        this.throttled = 0;
        this.points = 0;
        this.mutations = {};
        this.lookups = 0;
        this.faults = {};
        this.tokenLeaks = 0;
        this.tokens = 0;
        this.unauthorized = 0;
        this.invalidDocuments = [];
        this.documents = new Map();
        this.bulkOperations = 0;
        this.uploads = 0;
    }

    document(text) {
        this.documents.set(text, (this.documents.get(text) ?? 0) + 1);
    }

    mutation(name, count = 1) {
        this.mutations[name] = (this.mutations[name] ?? 0) + count;
    }

    mutationCount() {
        return Object.values(this.mutations).reduce((sum, count) => sum + count, 0);
    }

    fault(kind) {
        this.faults[kind] = (this.faults[kind] ?? 0) + 1;
    }

    report(shop, bucket) {
        const seconds = (Date.now() - this.startedAt) / 1000;
        bucket.fill();
        return {
            requests: this.requests,
            throttled: this.throttled,
            points: this.points,
            restored: Math.round(bucket.restored),
            seconds,
            mutations: this.mutations,
            lookups: this.lookups,
            faults: this.faults,
            mails: Object.fromEntries(shop.mails),
            tokenLeaks: this.tokenLeaks,
            tokens: this.tokens,
            unauthorized: this.unauthorized,
            invalidDocuments: this.invalidDocuments,
            bulkOperations: this.bulkOperations,
            uploads: this.uploads,
            customers: shop.customers.size,
            orders: shop.orders.size,
            documents: [...this.documents].map(([text, count]) => ({ text, count })),
        };
    }
}
