// A document made from an answer, when the recording does not hold the one that was sent: the answer's shape, and the variables.
import { getNamedType, isCompositeType, isNonNullType } from 'graphql';
import { schema } from '../lib/schema.mjs';

const MANY = { addressesV2: 250, metafields: 250, orders: 250, nodes: 250 };

function selection(type, value) {
    const shapes = (Array.isArray(value) ? value : [value]).filter((one) => one && typeof one === 'object');
    const keys = new Map();
    for (const shape of shapes)
        for (const key of Object.keys(shape)) keys.set(key, [...(keys.get(key) ?? []), shape[key]].flat());
    const parts = [];
    for (const [key, values] of keys) {
        const definition = type.getFields?.()[key]; // none: an alias, and what it stood for is not known
        if (!definition || definition.args.some((one) => isNonNullType(one.type))) continue;
        const inner = getNamedType(definition.type);
        if (!isCompositeType(inner)) parts.push(key);
        else {
            const below = selection(
                inner,
                values.filter((one) => one !== null),
            );
            const sized = inner.name.endsWith('Connection') ? `(first: ${MANY[key] ?? 5})` : '';
            parts.push(`${key}${sized} ${below}`);
        }
    }
    return parts.length ? `{ ${parts.join(' ')} }` : '{ __typename }';
}

function field(root, key, value, variables, used) {
    const definition = root.getFields()[key];
    if (!definition) return null;
    const given = [];
    for (const argument of definition.args) {
        if (variables[argument.name] === undefined) {
            if (isNonNullType(argument.type)) return null;
            continue;
        }
        used.set(argument.name, String(argument.type));
        given.push(`${argument.name}: $${argument.name}`);
    }
    const type = getNamedType(definition.type);
    let body = isCompositeType(type) ? selection(type, value ?? {}) : '';
    if (value === null && isCompositeType(type) && type.getFields?.().userErrors)
        body = '{ userErrors { field message } }';
    return `${key}${given.length ? `(${given.join(', ')})` : ''} ${body}`;
}

// {query, variables}, or null where the shape does not say enough. left: root fields that are not asked again.
export function documentFor(step, left) {
    const data = step.body.data ?? {};
    const keys = Object.keys(data).filter((key) => !left.has(key));
    if (!keys.length) return null;
    const isMutation = Boolean(schema().getMutationType().getFields()[keys[0]]);
    const root = isMutation ? schema().getMutationType() : schema().getQueryType();
    const used = new Map();
    const fields = keys.map((key) => field(root, key, data[key], step.variables, used));
    if (fields.includes(null)) return null;
    const declared = [...used].map(([name, type]) => `$${name}: ${type}`).join(', ');
    const variables = Object.fromEntries([...used.keys()].map((name) => [name, step.variables[name]]));
    return {
        query: `${isMutation ? 'mutation' : 'query'} Replay${declared ? `(${declared})` : ''} { ${fields.join(' ')} }`,
        variables,
    };
}
