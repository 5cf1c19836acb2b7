// Small helpers about HTTP requests and replies.

export function readBody(request, most = 200 * 1024 * 1024) {
    return new Promise((resolve, reject) => {
        const parts = [];
        let size = 0;
        request.on('data', (part) => {
            size += part.length;
            if (size > most) reject(new Error('The body is too large'));
            else parts.push(part);
        });
        request.on('end', () => resolve(Buffer.concat(parts)));
        request.on('error', reject);
        request.on('aborted', () => reject(new Error('aborted')));
    });
}

export function send(response, status, text, headers = {}) {
    const body = Buffer.from(text);
    response.writeHead(status, { 'Content-Length': body.length, ...headers });
    response.end(body);
}

export function sendJson(response, status, value, headers = {}) {
    send(response, status, JSON.stringify(value), {
        'Content-Type': 'application/json; charset=utf-8',
        ...headers,
    });
}
