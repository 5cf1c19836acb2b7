// A server that answers as Shopify's Admin API does for customers: node server.mjs [--port N] [--settings JSON].
// Prints "listening PORT"; ends when its standard input closes, or on SIGTERM.
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { control } from './lib/control.mjs';
import { readBody, sendJson } from './lib/http.mjs';
import { schema } from './lib/schema.mjs';
import { World } from './lib/world.mjs';
import { adminRequest, tokenRequest } from './lib/admin.mjs';
import { resultRequest, uploadRequest } from './lib/files.mjs';

const { values } = parseArgs({
    options: { port: { type: 'string', default: '0' }, settings: { type: 'string', default: '{}' } },
});
const server = { world: new World(JSON.parse(values.settings)) };
schema();

const ROUTES = [
    [/^\/test\//, (request, url, body, response) => control(server, request, url, body, response)],
    [
        /^\/admin\/api\/[\w-]+\/graphql\.json$/,
        (request, url, body, response) => adminRequest(server.world, request, body, response),
    ],
    [
        /^\/admin\/oauth\/access_token$/,
        (request, url, body, response) => tokenRequest(server.world, request, body, response),
    ],
    [
        /^\/upload\//,
        (request, url, body, response) => uploadRequest(server.world, request, url, body, response),
    ],
    [/^\/results\//, (request, url, body, response) => resultRequest(server.world, request, url, response)],
];

async function handle(request, response) {
    const url = new URL(request.url, 'http://127.0.0.1');
    const route = ROUTES.find(([pattern]) => pattern.test(url.pathname));
    const body = await readBody(request);
    if (!route) return sendJson(response, 404, { errors: 'Not Found' });
    return route[1](request, url, body, response);
}

const listener = createServer({ keepAliveTimeout: 120000 }, (request, response) => {
    handle(request, response).catch((error) => {
        if (response.headersSent || response.destroyed) return response.destroy();
        if (error.message !== 'aborted') process.stderr.write(`${error.stack}\n`);
        return sendJson(response, 500, { errors: error.message });
    });
});

listener.listen(Number(values.port), '127.0.0.1', () => {
    const { port } = listener.address();
    server.world.base = `http://127.0.0.1:${port}`;
    process.stdout.write(`listening ${port}\n`);
});

const end = () => process.exit(0);
process.on('SIGTERM', end);
process.stdin.on('end', end).on('error', end).resume();
