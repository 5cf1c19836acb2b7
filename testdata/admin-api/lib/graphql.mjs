// One request to graphql.json: read, check, price, execute.
import { defaultFieldResolver, defaultTypeResolver, execute } from 'graphql';
import { actualCost, requestedCost } from './cost.mjs';
import { FIELDS } from './fields.mjs';
import { MUTATIONS } from './mutations.mjs';
import { BULK_MUTATIONS } from './bulk.mjs';
import { apiError } from './errors.mjs';
import { checkAccess, QUERIES } from './queries.mjs';
import { readDocument, schema } from './schema.mjs';
import { sizeError, variableErrors } from './variables.mjs';

const MOST_POINTS = 1000;
const TABLE = { ...FIELDS, QueryRoot: QUERIES, Mutation: { ...MUTATIONS, ...BULK_MUTATIONS } };
const KINDS = [
    ['orderCount', 'Customer'],
    ['lineItems', 'Order'],
    ['objectCount', 'BulkOperation'],
    ['countryCode', 'MailingAddress'],
];

function resolveField(source, args, context, info) {
    const type = info.parentType.name;
    checkAccess(type, info.fieldName, context.shop);
    const own = TABLE[type]?.[info.fieldName];
    if (type === 'Mutation') {
        if (!own) throw apiError(`This test server does not do ${info.fieldName}`, 'NOT_IMPLEMENTED');
        context.stats.mutation(info.fieldName);
    }
    if (own) return own(source, args, context, info);
    if (type === 'QueryRoot')
        throw apiError(`This test server does not do ${info.fieldName}`, 'NOT_IMPLEMENTED');
    return defaultFieldResolver(source, args, context, info) ?? null;
}

function resolveType(value, context, info, abstract) {
    for (const [key, kind] of KINDS) if (value && key in value) return kind;
    return defaultTypeResolver(value, context, info, abstract);
}

export function newContext(world) {
    const warnings = new Map();
    return {
        shop: world.shop,
        stats: world.stats,
        faults: world.faults,
        run,
        world,
        unlimited: false,
        slice: null,
        warnings,
        warn: (query, field) => warnings.set(field, query),
    };
}

// Executes a read document: {data, errors}. Nothing is counted or priced.
export function run(read, variables, context) {
    return execute({
        schema: schema(),
        document: read.document,
        variableValues: variables,
        contextValue: context,
        fieldResolver: resolveField,
        typeResolver: resolveType,
        operationName: read.operation.name?.value,
    });
}

function errorJson(error) {
    const { message, locations, path, extensions } = error.toJSON();
    const code = extensions?.code ?? (error.originalError ? 'INTERNAL_SERVER_ERROR' : undefined);
    const all = { ...extensions, ...(code ? { code } : {}) };
    return {
        message,
        ...(locations ? { locations } : {}),
        ...(Object.keys(all).length ? { extensions: all } : {}),
        path,
    };
}

function costReply(requested, actual, bucket) {
    return {
        cost: { requestedQueryCost: requested, actualQueryCost: actual, throttleStatus: bucket.status() },
    };
}

function searchWarnings(context) {
    if (!context.warnings.size) return {};
    return {
        search: [...context.warnings].map(([field, query]) => ({
            path: ['customers'],
            query,
            parsed: {},
            warnings: [{ field, message: 'Invalid search field for this query.', code: 'invalid_field' }],
        })),
    };
}

// What is wrong with the body before anything runs, as the reply; or null.
function refusal(world, read, variables) {
    if (read.errors) return read.errors;
    const errors = variableErrors(read.operation, variables);
    if (errors.length) return errors;
    const size = sizeError(read.operation, variables);
    return size ? [size] : null;
}

function throttledReply(requested, bucket) {
    return {
        errors: [
            {
                message: 'Throttled',
                extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
            },
        ],
        extensions: costReply(requested, null, bucket),
    };
}

function tooExpensive(requested) {
    return {
        errors: [
            {
                message: `Query cost is ${requested}, which exceeds the single query max cost limit (${MOST_POINTS}).`,
                extensions: {
                    code: 'MAX_COST_EXCEEDED',
                    cost: requested,
                    maxCost: MOST_POINTS,
                    documentation: 'https://shopify.dev/api/usage/rate-limits',
                },
            },
        ],
    };
}

// The reply to a request's body, {query, variables, operationName}. world: {shop, bucket, stats}.
export async function answer(world, body, forceThrottled) {
    const { bucket, stats, shop } = world;
    const variables = body.variables ?? {};
    const read = readDocument(body.query, body.operationName);
    stats.document(body.query);
    const wrong = refusal(world, read, variables);
    if (wrong) {
        stats.invalidDocuments.push({ query: body.query, variables, message: wrong[0].message });
        return { errors: wrong };
    }
    const requested = requestedCost(read, variables);
    if (requested > MOST_POINTS) return tooExpensive(requested);
    if (forceThrottled || (shop.settings.throttle && !bucket.take(requested))) {
        stats.throttled++;
        return throttledReply(requested, bucket);
    }
    const context = newContext(world);
    const { data, errors } = await run(read, variables, context);
    const actual = Math.min(requested, actualCost(read, variables, data));
    if (shop.settings.throttle) bucket.giveBack(requested - actual);
    stats.points += actual;
    return {
        ...(data === undefined ? {} : { data }),
        ...(errors?.length ? { errors: errors.map(errorJson) } : {}),
        extensions: { ...costReply(requested, actual, bucket), ...searchWarnings(context) },
    };
}
