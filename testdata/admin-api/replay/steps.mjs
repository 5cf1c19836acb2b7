// The steps of a recording: everything in it that has an answer of the shop, in its order.
const SKIPPED = new Set(['upstreamCalls', 'schemaEvidence', 'statusPolls', 'extensions', 'notes']);

function responseOf(one) {
    const reply = one.response ?? one;
    const body = reply.body ?? reply.payload ?? reply;
    return body && typeof body === 'object' && (body.data !== undefined || Array.isArray(body.errors))
        ? body
        : null;
}

const isDocument = (text) => typeof text === 'string' && /^\s*(#.*\n\s*)*(query|mutation|\{)/.test(text);

// [{path, query, variables, body}]; query may be missing: recordings often leave it out.
export function stepsOf(value, path = [], query = null, variables = null, found = []) {
    if (!value || typeof value !== 'object') return found;
    const ownQuery = isDocument(value.query) ? value.query : query;
    const ownVariables = value.variables ?? value.proxyVariables ?? variables;
    const body = responseOf(value);
    if (body) {
        found.push({
            path: path.join('.'),
            query: ownQuery,
            variables: ownVariables ?? {},
            body,
            base: value.baseCustomer,
        });
        return found;
    }
    const isOne = Boolean(value.query && value.variables);
    for (const [key, inner] of Object.entries(value))
        if (!SKIPPED.has(key))
            stepsOf(
                inner,
                [...path, key],
                isOne ? ownQuery : null,
                isOne ? ownVariables : (value.proxyVariables ?? null),
                found,
            );
    return found;
}
