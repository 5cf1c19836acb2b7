// Bulk operations: staged uploads, starting, cancelling, listing.
import { randomUUID } from 'node:crypto';
import { mutationErrors, queryErrors } from './bulkcheck.mjs';
import { startMutation, startQuery } from './bulkrun.mjs';
import { apiError, idOf, userError } from './errors.mjs';
import { connection, sorted } from './pages.mjs';
import { BULK_FILTERS, matches, parseQuery } from './search.mjs';

const MOST_RUNNING = 5;
const RUNNING = new Set(['CREATED', 'RUNNING', 'CANCELING']);
export const bulkGid = (id) => `gid://shopify/BulkOperation/${id}`;
export const findBulk = (shop, id) => shop.bulk.get(id) ?? null;

export function bulkPage(args, context) {
    const { shop } = context;
    const made = /created_at:[<>=]*"?([^\s"]+)/.exec(args.query ?? '');
    if (made && Number.isNaN(Date.parse(made[1])))
        throw apiError('Invalid timestamp for query filter `created_at`.', 'BAD_REQUEST');
    const tree = args.query ? parseQuery(args.query) : null;
    const key = args.sortKey === 'COMPLETED_AT' ? (one) => one.completedAt : (one) => one.createdAt;
    const list = [...shop.bulk.values()].filter(
        (one) => !tree || matches(tree, one, BULK_FILTERS, shop.now()),
    );
    // Unlike other lists this one has the newest first when it is not reversed.
    return connection(sorted(list, key, !args.reverse), args, { key, reverse: !args.reverse });
}

function inProgress(shop, type) {
    const running = [...shop.bulk.values()].filter((one) => one.type === type && RUNNING.has(one.status));
    if (running.length < MOST_RUNNING) return null;
    const word = type.toLowerCase();
    const gids = running.map((one) => bulkGid(one.id)).join(', ');
    return userError(
        null,
        `A bulk ${word} operation for this app and shop is already in progress: ${gids}.`,
        'OPERATION_IN_PROGRESS',
    );
}

function newOperation(context, type, query, clientIdentifier) {
    const { shop, stats } = context;
    stats.bulkOperations++;
    const operation = {
        id: 7000000000000 + shop.newId('other'),
        type,
        status: 'CREATED',
        query,
        clientIdentifier: clientIdentifier ?? null,
        createdAt: shop.now(),
        completedAt: null,
        errorCode: null,
        objectCount: 0,
        rootObjectCount: 0,
        fileSize: null,
        url: null,
        partialDataUrl: null,
    };
    shop.bulk.set(operation.id, operation);
    return operation;
}

// The reply shows the operation as it was made; it goes on behind it.
const payload = (operation) => ({ bulkOperation: { ...operation }, userErrors: [] });

function runMutation(_, { mutation, stagedUploadPath, clientIdentifier }, context) {
    const { shop } = context;
    const errors = mutationErrors(mutation, clientIdentifier);
    const file = shop.uploads.get(stagedUploadPath);
    if (!errors.length && !file) {
        errors.push(
            userError(
                null,
                "The JSONL file could not be found. Try uploading the file again, and check that you've entered " +
                    'the URL correctly for the stagedUploadPath mutation argument.',
                'NO_SUCH_FILE',
            ),
        );
    }
    if (!errors.length) errors.push(...[inProgress(shop, 'MUTATION')].filter(Boolean));
    if (errors.length) return { bulkOperation: null, userErrors: errors };
    const operation = newOperation(context, 'MUTATION', mutation, clientIdentifier);
    const reply = payload(operation);
    startMutation(context, operation, mutation, file);
    return reply;
}

function runQuery(_, { query, groupObjects }, context) {
    const errors = queryErrors(query);
    if (!errors.length) errors.push(...[inProgress(context.shop, 'QUERY')].filter(Boolean));
    if (errors.length) return { bulkOperation: null, userErrors: errors };
    const operation = newOperation(context, 'QUERY', query, null);
    const reply = payload(operation);
    startQuery(context, operation, query, groupObjects);
    return reply;
}

function cancel(_, { id }, { shop }) {
    const operation = findBulk(shop, idOf(id, 'BulkOperation'));
    if (!operation)
        return { bulkOperation: null, userErrors: [userError(['id'], 'Bulk operation does not exist')] };
    if (!RUNNING.has(operation.status)) {
        const word = operation.status.toLowerCase();
        return {
            bulkOperation: operation,
            userErrors: [userError(null, `A bulk operation cannot be canceled when it is ${word}`)],
        };
    }
    operation.status = 'CANCELING';
    return payload(operation);
}

function stagedUploadsCreate(_, { input }, { shop, world }) {
    const stagedTargets = input.map(({ filename, mimeType, httpMethod }) => {
        const key = `tmp/${shop.newId('other')}/bulk/${randomUUID()}/${filename}`;
        const named = {
            'Content-Type': mimeType,
            success_action_status: '201',
            acl: 'private',
            key,
            'x-goog-date': '20260101T000000Z',
            'x-goog-credential': 'test',
            'x-goog-algorithm': 'GOOG4-RSA-SHA256',
            'x-goog-signature': 'test',
            policy: 'test',
        };
        const parameters = Object.entries(named).map(([name, value]) => ({ name, value }));
        shop.targets.set(key, { parameters, isPut: httpMethod !== 'POST' });
        if (httpMethod === 'POST')
            return { url: `${world.base}/upload/`, resourceUrl: `${world.base}/upload/${key}`, parameters };
        return {
            url: `${world.base}/upload/${key}`,
            resourceUrl: `${world.base}/upload/${key}`,
            parameters: [
                { name: 'content_type', value: mimeType },
                { name: 'acl', value: 'private' },
            ],
        };
    });
    return { stagedTargets, userErrors: [] };
}

export const BULK_MUTATIONS = {
    stagedUploadsCreate,
    bulkOperationRunMutation: runMutation,
    bulkOperationRunQuery: runQuery,
    bulkOperationCancel: cancel,
};
