// Whether an answer is the recorded one, ids and dates of the moment aside. Learns which id stands for which.
const GID = /gid:\/\/shopify\/[A-Za-z]+\/\d+(\?model_name=CustomerAddress)?/g;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const CURSOR = /^eyJ[A-Za-z0-9+/=]+$/;
const ID_KEYS = new Set(['legacyResourceId']);

export class Names {
    constructor() {
        this.ours = new Map();
        this.taken = new Set();
        this.sent = new Set();
    }

    // The same text with the ids of this shop.
    here(text) {
        return text.replace(GID, (gid) => this.ours.get(gid) ?? gid);
    }

    variables(value) {
        const text = JSON.stringify(value);
        for (const date of text.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g) ?? []) this.sent.add(date);
        return JSON.parse(this.here(text));
    }

    isSame(was, is) {
        if (was === is) return true;
        if (this.ours.has(was)) return this.ours.get(was) === is;
        const kind = (gid) => gid.split('/')[3];
        if (this.taken.has(is) || kind(was) !== kind(is)) return false;
        this.ours.set(was, is);
        this.taken.add(is);
        return true;
    }
}

function sameText(was, is, key, names) {
    if (was === is) return true;
    if (was.match(GID)?.[0] === was && is.match(GID)?.[0] === is) return names.isSame(was, is);
    if (DATE.test(was) && DATE.test(is)) return !names.sent.has(was);
    if (CURSOR.test(was) && CURSOR.test(is)) return true;
    if (ID_KEYS.has(key) && /^\d+$/.test(was) && /^\d+$/.test(is)) return true;
    return names.here(was) === is;
}

// The first difference as {path, was, is}, or null.
export function difference(was, is, names, path = []) {
    if (typeof was === 'string' && typeof is === 'string')
        return sameText(was, is, path[path.length - 1], names) ? null : { path, was, is };
    if (was === null || is === null || typeof was !== 'object' || typeof is !== 'object')
        return was === is ? null : { path, was, is };
    if (Array.isArray(was) && was.length !== is.length)
        return { path, was: `${was.length} items`, is: `${is.length} items` };
    for (const key of new Set([...Object.keys(was), ...Object.keys(is)])) {
        const found = difference(was[key] ?? null, is[key] ?? null, names, [...path, key]);
        if (found) return found;
    }
    return null;
}
