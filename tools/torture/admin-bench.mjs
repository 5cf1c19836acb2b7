// Requests, points and seconds of an import, of the same import again and of an export, with the test server of
// testdata/admin-api in the shop's place: node tools/torture/admin-bench.mjs MEIBO CUSTOMERS [NAME:RATE:MAXIMUM ...]
// Prints a Markdown table. Times are real: the bucket is what they wait for. Bulk operations take no points, and the
// test server is quicker at them than Shopify is.
import { Client, Server } from './admin-server.mjs';
import { csvOf, DEFINITIONS, newcomers } from './admin-work.mjs';

const [meibo, count, ...given] = process.argv.slice(2);
const buckets = (given.length ? given : ['Standard:100:2000', 'Plus:1000:20000']).map((text) =>
    text.split(':'),
);
const n = Number(count);
const server = await Server.start(process.cwd());
const client = new Client(meibo, server.url);
client.hurry = 1;

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
const mutations = (stats) => sum(Object.values(stats.mutations));

async function row(name, what, bulk, args) {
    const before = await server.stats();
    const run = await client.run([...args, '--shop', 'torture', '--bulk', bulk, '--quiet']);
    const after = await server.stats();
    if (run.status !== 0) throw new Error(`${what}: status ${run.status}, ${run.words}`);
    const cells = [
        name.padEnd(8),
        what.padEnd(23),
        bulk.padEnd(6),
        String(after.requests - before.requests).padStart(8),
        String(after.points - before.points).padStart(8),
        String(mutations(after) - mutations(before)).padStart(9),
        String(after.throttled - before.throttled).padStart(9),
        (run.ms / 1000).toFixed(1).padStart(8),
    ];
    process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

async function bench([name, rate, maximum], bulk) {
    client.fresh(csvOf(newcomers(n)));
    await server.post('reset', { restoreRate: Number(rate), maximumAvailable: Number(maximum) });
    for (const one of DEFINITIONS) await server.post('define', one);
    const reports = ['--yes', '--no-undo'];
    await row(name, 'import', bulk, ['import', 'in.csv', ...reports]);
    await row(name, 'import again, unchanged', bulk, ['import', 'in.csv', ...reports]);
    await row(name, 'export, all groups', bulk, ['export', '-o', 'out.xlsx', '--groups', 'all']);
}

try {
    process.stdout.write(`${n} customers with names, email, phone, tags, consent and an address\n\n`);
    process.stdout.write(
        '| bucket   | what                    | --bulk | requests |   points | mutations | THROTTLED |  seconds |\n',
    );
    process.stdout.write(
        '| -------- | ----------------------- | ------ | -------: | -------: | --------: | --------: | -------: |\n',
    );
    for (const bucket of buckets) for (const bulk of ['never', 'auto']) await bench(bucket, bulk);
} finally {
    client.close();
    server.stop();
}
