// Staged uploads, as a storage host takes them, and the results of bulk operations.
import { Readable } from 'node:stream';
import { send } from './http.mjs';

const MOST_BYTES = 104857600;
const xmlError = (code, message) =>
    `<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
const XML = { 'Content-Type': 'application/xml; charset=UTF-8' };

function* pieces(lines) {
    for (let at = 0; at < lines.length; at += 500) yield Buffer.concat(lines.slice(at, at + 500));
}

function leak(world, request) {
    if (request.headers['x-shopify-access-token'] || request.headers.authorization) world.stats.tokenLeaks++;
}

// The parts of a multipart form in their order: [{name, data}].
function parts(body, type) {
    const boundary = /boundary="?([^";]+)"?/i.exec(type ?? '')?.[1];
    if (!boundary) return null;
    const mark = Buffer.from(`--${boundary}`);
    const found = [];
    let at = body.indexOf(mark);
    while (at >= 0) {
        const start = at + mark.length + 2;
        const next = body.indexOf(mark, start);
        if (next < 0) break;
        const head = body.indexOf('\r\n\r\n', start);
        const name = /name="([^"]*)"/i.exec(body.subarray(start, head).toString())?.[1];
        found.push({ name, data: body.subarray(head + 4, next - 2) });
        at = next;
    }
    return found;
}

// What is wrong with a form: every parameter in its order, then the file, and nothing behind it.
function formError(shop, form) {
    const named = (name) => form.find((one) => one.name === name)?.data.toString();
    const target = shop.targets.get(named('key'));
    if (!target) return ['AccessDenied', 'There is no such target'];
    const wanted = [...target.parameters.map((one) => one.name), 'file'];
    const given = form.map((one) => one.name);
    if (given.join(' ') !== wanted.join(' '))
        return ['InvalidPolicyDocument', `The fields are ${given.join(' ')}, not ${wanted.join(' ')}`];
    const differs = target.parameters.find(({ name, value }) => named(name) !== value);
    if (differs) return ['AccessDenied', `The field ${differs.name} is not as it was given`];
    const size = form[form.length - 1].data.length;
    if (size < 1 || size > MOST_BYTES)
        return ['EntityTooLarge', `${size} bytes are not within 1 to ${MOST_BYTES}`];
    return null;
}

export function uploadRequest(world, request, url, body, response) {
    leak(world, request);
    world.stats.uploads++;
    const { shop } = world;
    const key = decodeURIComponent(url.pathname.slice('/upload/'.length));
    if (request.method === 'PUT' && shop.targets.get(key)?.isPut) {
        shop.uploads.set(key, body);
        return send(response, 200, '');
    }
    const form = request.method === 'POST' ? parts(body, request.headers['content-type']) : null;
    const wrong = form ? formError(shop, form) : ['MethodNotAllowed', 'A form is wanted'];
    if (wrong) return send(response, 400, xmlError(...wrong), XML);
    const path = form.find((one) => one.name === 'key').data.toString();
    shop.uploads.set(path, Buffer.from(form[form.length - 1].data));
    return send(
        response,
        201,
        `<?xml version='1.0' encoding='UTF-8'?><PostResponse><Location>${world.base}/upload/${path}</Location>` +
            `<Bucket>upload</Bucket><Key>${path}</Key></PostResponse>`,
        XML,
    );
}

export function resultRequest(world, request, url, response) {
    leak(world, request);
    const lines = world.shop.results.get(url.pathname.slice('/results/'.length));
    if (!lines) return send(response, 404, xmlError('NoSuchKey', 'There is no such file'), XML);
    response.writeHead(200, {
        'Content-Type': 'application/jsonl',
        'Content-Length': lines.reduce((sum, one) => sum + one.length, 0),
    });
    return Readable.from(pieces(lines)).pipe(response);
}
