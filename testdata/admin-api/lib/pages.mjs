// Connections: a sorted list, cut to a page, with Shopify's cursors.
import { apiError } from './errors.mjs';

const MOST = 250;

// What the arguments ask: {size, forward}; throws what Shopify says of wrong ones.
export function windowOf({ first, last }, unlimited) {
    if (unlimited) return { size: unlimited, forward: true };
    const isGiven = (one) => one !== null && one !== undefined;
    if (isGiven(first) && isGiven(last))
        throw apiError('providing both first and last is not supported', 'BAD_REQUEST');
    if (!isGiven(first) && !isGiven(last))
        throw apiError('you must provide one of first or last', 'BAD_REQUEST');
    const size = first ?? last;
    if (size < 0)
        throw apiError(`${isGiven(first) ? 'first' : 'last'} cannot be a negative number`, 'BAD_REQUEST');
    if (size > MOST) {
        throw apiError(
            `The input array size of ${size} is greater than the maximum allowed of ${MOST}.`,
            'MAX_INPUT_SIZE_EXCEEDED',
        );
    }
    return { size, forward: isGiven(first) };
}

export const cursorOf = (id, value) =>
    Buffer.from(JSON.stringify({ last_id: id, last_value: value })).toString('base64');

function readCursor(text) {
    try {
        const { last_id: id, last_value: value } = JSON.parse(Buffer.from(text, 'base64').toString());
        if (typeof id !== 'number') throw new Error('no id');
        return { id, value };
    } catch {
        throw apiError('Invalid cursor for current pagination sort.', 'BAD_REQUEST');
    }
}

const compare = (a, b) =>
    a === b ? 0 : a === null || a === undefined ? -1 : b === null || b === undefined ? 1 : a < b ? -1 : 1;

// The first place in the list behind the cursor (sorted by key, then id; `reverse` turns the order).
function placeBehind(list, cursor, key, reverse) {
    const sign = reverse ? -1 : 1;
    let low = 0;
    let high = list.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        const order = compare(key(list[middle]), cursor.value) || compare(list[middle].id, cursor.id);
        if (order * sign <= 0) low = middle + 1;
        else high = middle;
    }
    return low;
}

export function sorted(list, key, reverse) {
    const sign = reverse ? -1 : 1;
    return list.slice().sort((a, b) => sign * (compare(key(a), key(b)) || compare(a.id, b.id)));
}

// A piece of the list, for a bulk query's roots: slice is {from, size}, and total is put there.
function sliced(list, slice) {
    slice.total = Math.max(slice.total, list.length);
    const nodes = list.slice(slice.from, slice.from + slice.size);
    return { nodes, edges: nodes.map((node) => ({ node, cursor: null })), pageInfo: {} };
}

// The connection of a list that is sorted by key already. unlimited: as many as this, whatever is asked (bulk queries).
export function connection(
    list,
    args,
    { key = (one) => one.id, reverse = false, unlimited = false, slice = null } = {},
) {
    if (slice) return sliced(list, slice);
    const { size, forward } = windowOf(args, unlimited);
    const isNumber = typeof key(list[0] ?? { id: 0 }) === 'number';
    const behind = (cursor) => {
        const { id, value } = readCursor(cursor);
        return placeBehind(list, { id, value: isNumber ? Number(value) : value }, key, reverse);
    };
    const from = args.after ? behind(args.after) : 0;
    const until = args.before ? Math.max(from, behind(args.before) - 1) : list.length;
    const start = forward ? from : Math.max(from, until - size);
    const end = forward ? Math.min(until, from + size) : until;
    const nodes = list.slice(start, end);
    const cursor = (one) => (one ? cursorOf(one.id, String(key(one))) : null);
    return {
        nodes,
        get edges() {
            return nodes.map((node) => ({ node, cursor: cursor(node) }));
        },
        pageInfo: {
            hasNextPage: end < list.length,
            hasPreviousPage: start > 0,
            startCursor: cursor(nodes[0]),
            endCursor: cursor(nodes[nodes.length - 1]),
        },
    };
}
