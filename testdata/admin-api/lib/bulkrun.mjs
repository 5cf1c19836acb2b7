// Bulk operations at work: piece by piece behind the requests, in an order that nobody should rely on.
import { readDocument } from './schema.mjs';
import { variableErrors } from './variables.mjs';

const TICK_MS = 20;
const AT_ONCE = { MUTATION: 100, QUERY: 250 };
const POOL = 200;
const FAR = 20000;
const FAR_SHARE = 0.02;

const toLine = (value) => Buffer.from(`${JSON.stringify(value).replace(/\//g, '\\/')}\n`);

function finish(context, operation, status, lines, failed) {
    const { shop, world } = context;
    operation.status = status;
    operation.completedAt = shop.now();
    if (failed) operation.errorCode = failed;
    if (!lines.length) return;
    const file = `${operation.id}.jsonl`;
    shop.results.set(file, lines);
    const url = `${world.base}/results/${file}?response-content-disposition=attachment%3B+filename%3D%22bulk-${operation.id}.jsonl%22`;
    operation.fileSize = lines.reduce((sum, line) => sum + line.length, 0);
    if (status === 'COMPLETED') operation.url = url;
    else operation.partialDataUrl = url;
}

// Calls step(count) until it is done: at the speed of the settings; ends early when cancelled or when a fault says so.
function work(context, operation, total, step, end) {
    const { shop, stats, world } = context;
    const rate = shop.settings.bulkRowsPerSecond;
    const fails = world.faults.next(['bulk-failed']) ? Math.floor(total * shop.random.next()) : null;
    if (fails !== null) stats.fault('bulk-failed');
    let done = 0;
    let startedAt = 0;
    const tick = async () => {
        if (operation.status === 'CANCELING') return end('CANCELED', null);
        startedAt ||= Date.now();
        operation.status = 'RUNNING';
        const allowed = rate
            ? Math.floor(((Date.now() - startedAt) / 1000) * rate)
            : done + AT_ONCE[operation.type];
        const upTo = Math.min(
            total,
            fails ?? total,
            Math.max(done, allowed),
            done + AT_ONCE[operation.type] * 4,
        );
        if (upTo > done) await step(done, upTo);
        done = upTo;
        if (fails !== null && done >= fails) return end('FAILED', 'INTERNAL_SERVER_ERROR');
        if (done >= total) return end('COMPLETED', null);
        return rate ? setTimeout(guarded, TICK_MS).unref() : setImmediate(guarded);
    };
    const guarded = () =>
        tick().catch((error) => {
            process.stderr.write(`${error.stack}\n`);
            end('FAILED', 'INTERNAL_SERVER_ERROR');
        });
    setTimeout(guarded, shop.settings.bulkDelayMs).unref();
}

function shuffled(random, n) {
    const order = Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
        const j = random.below(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
    }
    return order;
}

async function runLine(context, read, text, number) {
    let variables;
    try {
        variables = JSON.parse(text);
    } catch {
        return { errors: [{ message: 'The line is not valid JSON' }], __lineNumber: number };
    }
    const wrong = variableErrors(read.operation, variables);
    if (wrong.length) return { errors: wrong, __lineNumber: number };
    const { data, errors } = await context.run(read, variables, context);
    return {
        ...(data === undefined ? {} : { data }),
        ...(errors?.length ? { errors: errors.map((one) => one.toJSON()) } : {}),
        __lineNumber: number,
    };
}

export function startMutation(context, operation, text, file) {
    const { shop } = context;
    const read = readDocument(text);
    const rows = file
        .toString('utf8')
        .split('\n')
        .filter((line) => line.trim() !== '');
    const order = shuffled(shop.random, rows.length);
    const lines = [];
    const step = async (from, to) => {
        for (let i = from; i < to; i++) {
            lines.push(toLine(await runLine(context, read, rows[order[i]], order[i])));
            operation.objectCount++;
            operation.rootObjectCount++;
        }
    };
    work(context, operation, rows.length, step, (status, failed) =>
        finish(context, operation, status, lines, failed),
    );
}

// An object's own line, and the objects of its connections.
function split(node, parent) {
    const own = {};
    const children = [];
    for (const [key, value] of Object.entries(node)) {
        if (value && Array.isArray(value.edges))
            for (const edge of value.edges) children.push(split(edge.node, node.id));
        else own[key] = value;
    }
    if (parent) own.__parentId = parent;
    return { own, children };
}

// Lets children come out late: some soon, some much later, never before their parent.
class Mixer {
    constructor(random, lines, operation, grouped) {
        Object.assign(this, { random, lines, operation, grouped, pool: [], far: [] });
    }

    put({ own, children }, isRoot) {
        this.lines.push(toLine(own));
        this.operation.objectCount++;
        if (isRoot) this.operation.rootObjectCount++;
        for (const child of children) {
            if (this.grouped) this.put(child, false);
            else if (this.far.length < FAR && this.random.next() < FAR_SHARE) this.far.push(child);
            else this.pool.push(child);
        }
        while (this.pool.length > POOL) this.one(this.pool);
    }

    one(list) {
        const at = this.random.below(list.length);
        const [chosen] = [list[at]];
        list[at] = list[list.length - 1];
        list.pop();
        this.put(chosen, false);
    }

    drain() {
        while (this.pool.length) this.one(this.pool);
        while (this.far.length) this.one(this.far);
        while (this.pool.length) this.one(this.pool);
    }
}

export function startQuery(context, operation, text, grouped) {
    const { shop } = context;
    const read = readDocument(text);
    const lines = [];
    const mixer = new Mixer(shop.random, lines, operation, grouped);
    const roots = [];
    const inner = {
        ...context,
        unlimited: shop.settings.nestedTruncation || Infinity,
        slice: { from: 0, size: 0, total: 0 },
    };
    const page = async (from, size) => {
        inner.slice = { from, size, total: 0 };
        const { data, errors } = await context.run(read, {}, inner);
        for (const value of Object.values(data ?? {}))
            for (const edge of value?.edges ?? []) roots.push(edge.node);
        return { total: inner.slice.total, errors };
    };
    const begin = async () => {
        const { total, errors } = await page(0, 0);
        const denied = errors?.some((one) => one.extensions?.code === 'ACCESS_DENIED');
        if (denied) return finish(context, operation, 'FAILED', [], 'ACCESS_DENIED');
        const step = async (from, to) => {
            for (let at = from; at < to; at += AT_ONCE.QUERY)
                await page(at, Math.min(AT_ONCE.QUERY, to - at));
            for (const node of roots.splice(0)) mixer.put(split(node, null), true);
        };
        return work(context, operation, total, step, (status, failed) => {
            if (status === 'COMPLETED') mixer.drain();
            finish(context, operation, status, lines, failed);
        });
    };
    begin().catch((error) => {
        process.stderr.write(`${error.stack}\n`);
        finish(context, operation, 'FAILED', lines, 'INTERNAL_SERVER_ERROR');
    });
}
