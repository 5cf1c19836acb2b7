// Faults on purpose: some kinds at a rate, from a seed, or one kind once.
import { Random } from './random.mjs';

export const KINDS = [
    '500',
    '502',
    '503',
    '429',
    'reset-before',
    'reset-after',
    'hang-before',
    'hang-after',
    'truncated',
    'html',
    'throttled',
    'bulk-failed',
    'token-expired',
];
const PAIRS = { hang: ['hang-before', 'hang-after'] };

export class Faults {
    constructor({ seed = 1, rate = 0, kinds = [], hangMs, once } = {}) {
        this.random = new Random(seed);
        this.rate = rate;
        this.kinds = kinds.flatMap((kind) => PAIRS[kind] ?? [String(kind)]);
        for (const kind of this.kinds)
            if (!KINDS.includes(kind)) throw new Error(`There is no fault "${kind}"`);
        this.hangMs = hangMs;
        this.queue = [];
        if (once) this.add(once);
    }

    add(once) {
        for (const kind of [once].flat().flatMap((one) => PAIRS[one]?.[0] ?? String(one))) {
            if (!KINDS.includes(kind)) throw new Error(`There is no fault "${kind}"`);
            this.queue.push(kind);
        }
    }

    // The fault for this request, or null. Only the kinds in `possible` are drawn.
    next(possible) {
        if (this.queue.length && possible.includes(this.queue[0])) return this.queue.shift();
        const kinds = this.kinds.filter((kind) => possible.includes(kind));
        if (!kinds.length || this.random.next() >= this.rate) return null;
        return this.random.pick(kinds);
    }
}
