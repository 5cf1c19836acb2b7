// Shopify's search syntax: terms, filters, comparisons, AND OR NOT, parentheses, quotes, the trailing *.
function tokens(text) {
    const found = [];
    const pattern =
        /\s*(?:(\()|(\))|(-|NOT\s+)?(?:([A-Za-z_][\w.]*):)?(?:(<=|>=|<|>|=)?\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|((?:[^\s()"\\]|\\.)+)))|(-))/gy;
    let at = 0;
    while (at < text.length) {
        pattern.lastIndex = at;
        const m = pattern.exec(text);
        if (!m) break;
        at = pattern.lastIndex;
        if (m[1]) found.push({ kind: '(' });
        else if (m[2]) found.push({ kind: ')' });
        else if (m[8] && !m[3] && !m[4] && !m[5] && /^(AND|OR|NOT)$/.test(m[8])) found.push({ kind: m[8] });
        else if (!m[9]) {
            const quoted = m[6] ?? m[7];
            found.push({
                kind: 'term',
                not: Boolean(m[3]),
                field: m[4]?.toLowerCase() ?? null,
                op: m[5] ?? null,
                value: (quoted ?? m[8]).replace(/\\(.)/g, '$1'),
                quoted: quoted !== undefined,
            });
        }
    }
    return found;
}

class Parser {
    constructor(list) {
        this.list = list;
        this.at = 0;
    }

    peek() {
        return this.list[this.at]?.kind;
    }

    or() {
        const parts = [this.and()];
        while (this.peek() === 'OR') {
            this.at++;
            parts.push(this.and());
        }
        return parts.length === 1 ? parts[0] : { kind: 'or', parts };
    }

    and() {
        const parts = [];
        while (this.at < this.list.length && this.peek() !== ')' && this.peek() !== 'OR') {
            if (this.peek() === 'AND') this.at++;
            else parts.push(this.one());
        }
        return parts.length === 1 ? parts[0] : { kind: 'and', parts };
    }

    one() {
        const token = this.list[this.at++];
        if (token?.kind === 'NOT') return { kind: 'not', part: this.one() };
        if (token?.kind === '(') {
            const inner = this.or();
            if (this.peek() === ')') this.at++;
            return inner;
        }
        return token ?? { kind: 'and', parts: [] };
    }
}

const kept = new Map();

export function parseQuery(text) {
    if (kept.size > 200) kept.clear();
    if (!kept.has(text)) kept.set(text, new Parser(tokens(text)).or());
    return kept.get(text);
}

const OPS = {
    '<': (a, b) => a < b,
    '>': (a, b) => a > b,
    '<=': (a, b) => a <= b,
    '>=': (a, b) => a >= b,
    '=': (a, b) => a === b,
};

export const number =
    (read) =>
    (record, { op, value }) =>
        OPS[op ?? '='](read(record), Number(value.replace(/^gid:\/\/shopify\/\w+\//, '')));

// A date alone means its whole day.
export const date =
    (read) =>
    (record, { op, value }, now) => {
        const at = read(record);
        if (at === null || at === undefined) return false;
        const isDay = /^\d{4}-\d\d-\d\d$/.test(value);
        const start = value === 'now' ? now : Date.parse(isDay ? `${value}T00:00:00Z` : value);
        if (Number.isNaN(start)) return false;
        const end = start + (isDay ? 86400000 : 1000);
        if (!op || op === '=') return at >= start && at < end;
        return {
            '<': at < start,
            '>': isDay ? at >= end : at > start,
            '<=': isDay ? at < end : at <= start,
            '>=': at >= start,
        }[op];
    };

const words = (text) =>
    (text ?? '')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .filter(Boolean);

// Whole words in any place; a trailing * means a prefix; quoted means the words in a row.
export function hasWords(text, { value, quoted }) {
    if (!text) return false;
    if (value === '*') return true;
    if (quoted) return ` ${words(text).join(' ')} `.includes(` ${words(value).join(' ')} `);
    const own = words(text);
    const isPrefix = value.endsWith('*');
    const wanted = words(value);
    return (
        wanted.length > 0 &&
        wanted.every((word, i) =>
            isPrefix && i === wanted.length - 1
                ? own.some((one) => one.startsWith(word))
                : own.includes(word),
        )
    );
}

export const text = (read) => (record, term) => hasWords(read(record), term);
export const exact =
    (read) =>
    (record, { value }) =>
        String(read(record) ?? '').toLowerCase() === value.toLowerCase();

// Whether the record matches; filters: {name: (record, term, now) => boolean}; an unknown name matches everything.
export function matches(tree, record, filters, now) {
    if (tree.kind === 'and') return tree.parts.every((part) => matches(part, record, filters, now));
    if (tree.kind === 'or') return tree.parts.some((part) => matches(part, record, filters, now));
    if (tree.kind === 'not') return !matches(tree.part, record, filters, now);
    const filter = filters[tree.field ?? 'default'];
    if (!filter) return true;
    const found = filter(record, tree, now);
    return tree.not ? !found : found;
}

export function unknownFilters(tree, filters, found = []) {
    for (const part of tree.parts ?? (tree.part ? [tree.part] : [])) unknownFilters(part, filters, found);
    if (tree.kind === 'term' && tree.field && !filters[tree.field]) found.push(tree.field);
    return found;
}

const states = (record, { value }) => value.toUpperCase() === record.state;
const anyTag = (record, { value }) => record.tags.some((tag) => tag.toLowerCase() === value.toLowerCase());
const countryOf = (record, { value }) =>
    record.addresses.some((one) =>
        [one.country, one.countryCode].some((name) => name && name.toLowerCase() === value.toLowerCase()),
    );

export const CUSTOMER_FILTERS = {
    id: number((c) => c.id),
    email: (c, term) => (term.value === '*' ? Boolean(c.email) : hasWords(c.email, term)),
    phone: (c, { value }) =>
        Boolean(c.phone) &&
        (value === '*' || c.phone === value || c.phone === `+${value.replace(/\D/g, '')}`),
    tag: anyTag,
    tag_not: (c, term) => !anyTag(c, term),
    state: states,
    customer_date: date((c) => c.createdAt),
    created_at: date((c) => c.createdAt),
    updated_at: date((c) => c.updatedAt),
    orders_count: number((c) => c.orderCount),
    total_spent: number((c) => c.spent / 100),
    order_date: (c, term, now) => c.orders.some((one) => date((o) => o.processedAt)(one, term, now)),
    first_name: text((c) => c.firstName),
    last_name: text((c) => c.lastName),
    accepts_marketing: (c, { value }) =>
        (c.emailConsent?.state === 'SUBSCRIBED') === (value.toLowerCase() === 'true'),
    country: countryOf,
    default: (c, term) =>
        hasWords(
            [c.firstName, c.lastName, c.email, c.phone, c.tags.join(' '), c.note].filter(Boolean).join(' '),
            term,
        ),
};

export const ORDER_FILTERS = {
    id: number((o) => o.id),
    name: (o, { value }) => o.name.toLowerCase().replace(/^#/, '') === value.toLowerCase().replace(/^#/, ''),
    created_at: date((o) => o.createdAt),
    processed_at: date((o) => o.processedAt),
    updated_at: date((o) => o.updatedAt),
    financial_status: (o, { value }) => o.financialStatus.toLowerCase() === value.toLowerCase(),
    status: (o, { value }) => value === 'any' || (value === 'cancelled') === Boolean(o.cancelledAt),
    customer_id: number((o) => o.customerId),
    email: (o, term) => hasWords(o.email, term),
    tag: anyTag,
    tag_not: (o, term) => !anyTag(o, term),
    default: (o, term) => hasWords([o.name, o.email].join(' '), term),
};

export const BULK_FILTERS = {
    id: number((b) => b.id),
    status: (b, { value }) => b.status === value.toUpperCase(),
    operation_type: (b, { value }) => b.type === value.toUpperCase(),
    created_at: date((b) => b.createdAt),
};
