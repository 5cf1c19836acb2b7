// POST graphql.json and the token grant, with the faults that a test asks for.
import { answer } from './graphql.mjs';
import { send, sendJson } from './http.mjs';

const KINDS = [
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
    'token-expired',
];
const BAD_TOKEN = { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' };
const HTML =
    '<!DOCTYPE html><html><head><title>Something went wrong</title></head><body><h1>There was a problem</h1></body></html>';
const wait = (ms) =>
    new Promise((resolve) => {
        setTimeout(resolve, ms);
    });

// What happens before anything is executed; true when the request is done with.
const BEFORE = {
    500: (response) => sendJson(response, 500, { errors: 'Internal Server Error' }),
    502: (response) => send(response, 502, HTML, { 'Content-Type': 'text/html' }),
    503: (response) => sendJson(response, 503, { errors: 'Service Unavailable' }),
    429: (response) =>
        sendJson(
            response,
            429,
            { errors: 'Exceeded 2 calls per second for api client.' },
            { 'Retry-After': '1.0' },
        ),
    html: (response) => send(response, 200, HTML, { 'Content-Type': 'text/html; charset=utf-8' }),
    'reset-before': (response) => response.socket.resetAndDestroy(),
    'token-expired': (response) => sendJson(response, 401, BAD_TOKEN),
};

async function hang(world, response) {
    await wait(world.faults.hangMs ?? world.shop.settings.hangMs);
    response.socket?.destroy();
}

// So many mutations ran: from then on nobody hears what came of a request.
const isHeld = ({ stats, shop }) =>
    shop.settings.holdAfter > 0 && stats.mutationCount() >= shop.settings.holdAfter;

function headersOf(world) {
    return {
        'Content-Type': 'application/json; charset=utf-8',
        'X-Shopify-API-Version': world.shop.settings.apiVersion,
        'X-Request-Id': `request-${world.stats.requests}`,
    };
}

function truncate(response, text, headers) {
    const body = Buffer.from(text);
    response.writeHead(200, { ...headers, 'Content-Length': body.length });
    response.write(body.subarray(0, body.length >> 1), () =>
        setTimeout(() => response.socket?.destroy(), 10),
    );
}

function bodyOf(bytes) {
    try {
        const body = JSON.parse(bytes);
        return typeof body?.query === 'string' ? body : null;
    } catch {
        return null;
    }
}

export async function adminRequest(world, request, bytes, response) {
    const { stats, shop, faults } = world;
    stats.requests++;
    const token = request.headers['x-shopify-access-token'];
    if (request.method !== 'POST') return sendJson(response, 404, { errors: 'Not Found' });
    if (!world.isToken(token)) {
        stats.unauthorized++;
        return sendJson(response, 401, BAD_TOKEN);
    }
    if (shop.settings.latencyMs) await wait(shop.settings.latencyMs);
    const kind = faults.next(KINDS);
    if (kind) stats.fault(kind);
    if (kind === 'token-expired') world.tokens.delete(token);
    if (BEFORE[kind]) return BEFORE[kind](response);
    if (kind === 'hang-before') return hang(world, response);
    const body = bodyOf(bytes);
    if (!body) return sendJson(response, 400, { errors: { query: 'Required parameter missing or invalid' } });
    const reply = await answer(world, body, kind === 'throttled');
    if (kind === 'hang-after' || isHeld(world)) return hang(world, response);
    if (kind === 'reset-after') return response.socket?.resetAndDestroy();
    const text = JSON.stringify(reply);
    if (kind === 'truncated') return truncate(response, text, headersOf(world));
    return send(response, 200, text, headersOf(world));
}

export function tokenRequest(world, request, bytes, response) {
    const { settings } = world.shop;
    const type = request.headers['content-type'] ?? '';
    const form = type.includes('json')
        ? new Map(Object.entries(JSON.parse(bytes)))
        : new URLSearchParams(bytes.toString());
    if (form.get('grant_type') !== 'client_credentials')
        return sendJson(response, 400, {
            error: 'unsupported_grant_type',
            error_description: 'The grant type is not supported',
        });
    if (form.get('client_id') !== settings.clientId || form.get('client_secret') !== settings.clientSecret)
        return sendJson(response, 400, {
            error: 'invalid_client',
            error_description: 'Client authentication failed',
        });
    return sendJson(response, 200, {
        access_token: world.newToken(),
        scope: settings.scopes.join(','),
        expires_in: settings.tokenSeconds,
    });
}
