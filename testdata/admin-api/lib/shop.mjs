// The shop: its customers, their indexes, its clock and its counters. Nothing of GraphQL here.
import { settingsFrom } from './settings.mjs';
import { Random } from './random.mjs';

const FIRST_CUSTOMER = 10000000000000;
const FIRST_ADDRESS = 12000000000000;
const FIRST_METAFIELD = 30000000000000;
const FIRST_ORDER = 6000000000000;
const STEP = 32768;

export class Shop {
    constructor(given) {
        this.settings = settingsFrom(given);
        this.startedReal = Date.now();
        this.customers = new Map();
        this.ids = [];
        this.byEmail = new Map();
        this.byPhone = new Map();
        this.byAddress = new Map();
        this.tagCase = new Map();
        this.definitions = [];
        this.orders = new Map();
        this.mails = new Map();
        this.next = {
            customer: FIRST_CUSTOMER,
            address: FIRST_ADDRESS,
            metafield: FIRST_METAFIELD,
            order: FIRST_ORDER,
            other: 1000,
        };
        this.version = 0;
        this.random = new Random(this.settings.seed);
        this.orderList = null;
        this.bulk = new Map();
        this.targets = new Map();
        this.uploads = new Map();
        this.results = new Map();
        this.deniedFields = new Set(this.settings.denied);
    }

    // The shop's time in milliseconds, to the second as Shopify keeps it.
    now() {
        const clock = this.settings.clock;
        const start = clock?.at ? Date.parse(clock.at) : this.startedReal;
        const gone = clock?.frozen ? 0 : Date.now() - this.startedReal;
        return Math.floor((start + gone) / 1000) * 1000;
    }

    newId(kind) {
        this.next[kind] += kind === 'other' ? 1 : STEP;
        return this.next[kind];
    }

    blank() {
        return {
            id: 0,
            firstName: null,
            lastName: null,
            email: null,
            phone: null,
            locale: this.settings.language,
            note: null,
            verifiedEmail: true,
            taxExempt: false,
            taxExemptions: [],
            tags: [],
            state: 'DISABLED',
            multipassIdentifier: null,
            emailConsent: null,
            smsConsent: null,
            addresses: [],
            defaultAddressId: null,
            metafields: [],
            orders: [],
            orderCount: 0,
            spent: 0,
            createdAt: 0,
            updatedAt: 0,
            activation: null,
        };
    }

    find(id) {
        return this.customers.get(id) ?? null;
    }

    findEmail(email) {
        return this.customers.get(this.byEmail.get(email.toLowerCase())) ?? null;
    }

    findPhone(phone) {
        return this.customers.get(this.byPhone.get(phone)) ?? null;
    }

    index(record) {
        if (record.email) this.byEmail.set(record.email.toLowerCase(), record.id);
        if (record.phone) this.byPhone.set(record.phone, record.id);
        for (const address of record.addresses) this.byAddress.set(address.id, record.id);
    }

    unindex(record) {
        if (record.email) this.byEmail.delete(record.email.toLowerCase());
        if (record.phone) this.byPhone.delete(record.phone);
        for (const address of record.addresses) this.byAddress.delete(address.id);
    }

    // Puts a new record in; its id is made here unless it has one.
    add(record) {
        if (!record.id) record.id = this.newId('customer');
        record.createdAt ||= this.now();
        record.updatedAt ||= record.createdAt;
        record.before = null;
        record.changedReal = Date.now();
        this.customers.set(record.id, record);
        if (this.ids.length && this.ids[this.ids.length - 1] > record.id) this.unsorted = true;
        this.ids.push(record.id);
        this.index(record);
        this.version++;
        return record;
    }

    // What a mutation works on: the record itself is untouched until commit.
    draft(record) {
        return {
            ...record,
            tags: record.tags.slice(),
            taxExemptions: record.taxExemptions.slice(),
            addresses: record.addresses.map((one) => ({ ...one })),
            metafields: record.metafields.map((one) => ({ ...one })),
        };
    }

    commit(record, draft) {
        const { before, changedReal, updatedAt, orders, ...was } = record;
        const { before: b, changedReal: c, updatedAt: u, orders: o, ...is } = draft;
        if (JSON.stringify(was) === JSON.stringify(is)) return record;
        this.unindex(record);
        if (this.settings.searchLagMs)
            record.before = this.searchable(record) && { ...this.searchable(record), before: null };
        Object.assign(record, is, { updatedAt: Math.max(this.now(), updatedAt) });
        record.changedReal = Date.now();
        this.index(record);
        this.version++;
        return record;
    }

    remove(record) {
        this.unindex(record);
        this.customers.delete(record.id);
        this.version++;
        if (this.ids.length > 1000 && this.customers.size < this.ids.length / 2) this.compact();
    }

    compact() {
        this.ids = this.ids.filter((id) => this.customers.has(id));
    }

    // The record as the search index knows it: an older one, or null, while the index lags.
    searchable(record) {
        const lag = this.settings.searchLagMs;
        if (!lag || Date.now() - record.changedReal >= lag) return record;
        return record.before;
    }

    // Every customer by id.
    all() {
        if (this.unsorted) {
            this.ids.sort((a, b) => a - b);
            this.unsorted = false;
        }
        if (this.ids.length !== this.customers.size) this.compact();
        return this.ids.map((id) => this.customers.get(id));
    }

    allOrders() {
        if (!this.orderList) this.orderList = [...this.orders.values()].sort((a, b) => a.id - b.id);
        return this.orderList;
    }
}
