// Imports into the test server of testdata/admin-api under a small budget, under faults and under kills:
//     node tools/torture/admin.mjs MEIBO [short] [budget faults kills ...]
// Prints "ok - NAME (figures)" or "not ok - NAME (figures)" for each check, and "# ..." for what was wrong.
import { Client, Server } from './admin-server.mjs';
import { csvOf, DEFINITIONS, isNameOnly, mixed, newcomers, shopBefore } from './admin-work.mjs';

const [meibo, ...words] = process.argv.slice(2);
const short = words.includes('short');
const parts = words.filter((word) => word !== 'short');
const root = process.cwd();
const TIMES = Number(process.env.ADMIN_KILLS ?? 50);
const RATE = 0.02;
const KINDS = [
    '500',
    '502',
    '503',
    '429',
    'reset-before',
    'reset-after',
    'hang',
    'truncated',
    'html',
    'throttled',
    'bulk-failed',
    'token-expired',
];
const LOST = ['500', '502', 'reset-before', 'reset-after', 'truncated', 'html'];
const HANG_MS = 4000; // longer than the client waits

const say = (text) => process.stdout.write(`${text}\n`);
const verdict = (name, good, detail) => {
    say(`${good ? 'ok' : 'not ok'} - ${name} (${detail})`);
    if (!good) process.exitCode = 1;
};
const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

const server = await Server.start(root);
const client = new Client(meibo, server.url);
if (short) client.hurry *= 2;

async function shop(settings, before) {
    await server.post('reset', { ...settings });
    for (const one of DEFINITIONS) await server.post('define', one);
    if (before.length) await server.post('customers', before);
}

// ---- what a run must lead to ---------------------------------------------------------------------------------------

const countOf = (lines) => {
    const map = new Map();
    for (const one of lines) map.set(one, (map.get(one) ?? 0) + 1);
    return map;
};
function minus(left, right) {
    const others = countOf(right);
    return left.filter((one) => {
        const n = others.get(one) ?? 0;
        others.set(one, n - 1);
        return n <= 0;
    });
}

// What is wrong with the shop after a run, as a list; `want` is the dump of one that nothing happened to.
async function wrongs(want, last, rows) {
    const have = await server.dump();
    const extra = minus(have, want);
    const missing = minus(want, have);
    const unknown = client.unknown();
    const nameOnly = new Set(rows.flatMap((row, i) => (row.Email || row.Phone ? [] : [i + 2])));
    const found = [];
    if (last.status !== 0 && last.status !== 3)
        found.push(`status ${last.status}: ${last.words.slice(0, 300)}`);
    if (extra.length) found.push(`${extra.length} are not as they should be: ${extra[0]}`);
    const keyed = missing.filter((one) => !isNameOnly(one));
    if (keyed.length) found.push(`${keyed.length} are missing: ${keyed[0]}`);
    if (missing.length > unknown.length)
        found.push(`${missing.length} missing, but only ${unknown.length} reported as not known`);
    const odd = unknown.filter((row) => !nameOnly.has(row));
    if (odd.length) found.push(`row ${odd[0]} has a key, and is reported as not known`);
    if (unknown.length && last.status === 0) found.push('not known, and status 0');
    const failed = client.failed();
    if (failed.length) found.push(`${failed.length} are called failed: row ${failed[0]}`);
    return { found, unknown: unknown.length, missing: missing.length };
}

async function reference(n, settings) {
    const rows = mixed(n);
    const before = shopBefore(n);
    client.fresh(csvOf(rows));
    await shop({ throttle: false, ...settings }, before);
    const run = await client.import('never');
    const want = await server.dump();
    const stats = await server.stats();
    const mails = sum(Object.values(stats.mails));
    if (run.status !== 0) throw new Error(`the import without faults: status ${run.status}, ${run.words}`);
    say(
        `# without faults: ${run.ms.toFixed(0)} ms, ${stats.requests} requests, ${want.length} customers, ${mails} mails`,
    );
    return { rows, before, csv: csvOf(rows), want, ms: run.ms, mails };
}

// ---- faults ---------------------------------------------------------------------------------------------------------

async function faulty(ref, kinds, rate, bulk, seed) {
    client.fresh(ref.csv);
    await shop({ throttle: false, seed }, ref.before);
    await server.post('faults', { seed, rate, kinds, hangMs: HANG_MS });
    const last = await client.importToTheEnd(bulk);
    await server.post('faults', {});
    const stats = await server.stats();
    const w = await wrongs(ref.want, last, ref.rows);
    for (const one of w.found)
        say(`# ${kinds.length > 1 ? 'all kinds' : kinds[0]}, --bulk ${bulk}, seed ${seed}: ${one}`);
    return { ...w, ...last, fired: sum(Object.values(stats.faults)), requests: stats.requests };
}

async function faultsOf(ref, name, kinds, rate, modes, seeds) {
    const runs = [];
    for (const bulk of modes)
        for (let seed = 1; seed <= seeds; seed++) runs.push(await faulty(ref, kinds, rate, bulk, seed));
    const bad = runs.filter((one) => one.found.length).length;
    const fired = sum(runs.map((one) => one.fired));
    verdict(
        `with ${name} the shop ends as without, nobody twice, no mail twice`,
        bad === 0 && fired > 0,
        `${runs.length} imports, --bulk ${modes.join(', ')}; ${fired} faults in ${sum(runs.map((one) => one.requests))} ` +
            `requests, ${sum(runs.map((one) => one.runs - 1))} times run again, ${sum(runs.map((one) => one.unknown))} ` +
            `with only a name reported as not known, ${sum(runs.map((one) => one.missing))} of them not there; longest ` +
            `${(Math.max(...runs.map((one) => one.ms)) / 1000).toFixed(1)} s; ${bad} wrong`,
    );
}

async function faults() {
    const ref = await reference(short ? 60 : 1000);
    if (short) {
        await faultsOf(ref, 'every kind of fault at once', KINDS, 0.2, ['never', 'always'], 1);
        await undos(ref);
        return;
    }
    for (const kind of KINDS) await faultsOf(ref, `faults "${kind}"`, [kind], RATE, ['never', 'always'], 3);
    // An import has few bulk operations, and few requests when it uses them.
    await faultsOf(
        ref,
        'half of the bulk operations broken off',
        ['bulk-failed'],
        0.5,
        ['auto', 'always'],
        5,
    );
    await undos(ref);
    await faultsOf(ref, 'every tenth answer lost', LOST, 0.1, ['never', 'always'], 5);
    await faultsOf(
        ref,
        'every kind of fault at once',
        KINDS,
        RATE * KINDS.length,
        ['never', 'auto', 'always'],
        5,
    );
}

// An undo among faults must leave what an undo without them leaves.
async function undone(ref, faults) {
    client.fresh(ref.csv);
    await shop({ throttle: false }, ref.before);
    await client.import('never');
    if (faults) await server.post('faults', { ...faults, hangMs: HANG_MS });
    let last;
    let runs = 0;
    do {
        last = await client.run(['undo', '1', '--shop', 'torture', '-q']);
        runs++;
    } while (last.status !== 0 && last.status !== 3 && runs < 6);
    await server.post('faults', {});
    return { ...last, runs };
}

async function undos(ref) {
    const plain = await undone(ref);
    const want = await server.dump();
    const times = short ? 1 : 10;
    let bad = 0;
    let fired = 0;
    let unknown = 0;
    for (let seed = 1; seed <= times; seed++) {
        const last = await undone(ref, { seed, rate: RATE * KINDS.length, kinds: KINDS });
        fired += sum(Object.values((await server.stats()).faults));
        const w = await wrongs(want, last, ref.rows);
        unknown += w.unknown;
        bad += w.found.length > 0;
        for (const one of w.found) say(`# undo among faults, seed ${seed}: ${one}`);
    }
    verdict(
        'an undo among every kind of fault leaves the shop as one without',
        bad === 0 && (plain.status === 0 || plain.status === 3) && fired > 0,
        `${times} undos, ${fired} faults, ${unknown} with only a name reported as not known; ${bad} wrong`,
    );
}

// ---- kills ----------------------------------------------------------------------------------------------------------

async function killed(ref, bulk, withFaults, times) {
    client.fresh(ref.csv);
    await shop({ throttle: false }, ref.before);
    let whole = (await client.import(bulk)).ms;
    client.fresh(ref.csv);
    await shop({ throttle: false }, ref.before);
    whole = Math.min(whole, (await client.import(bulk)).ms);
    let running = 0;
    let bad = 0;
    let unknown = 0;
    let missing = 0;
    for (let i = 1; i <= times; i++) {
        client.fresh(ref.csv);
        await shop({ throttle: false, seed: i }, ref.before);
        if (withFaults)
            await server.post('faults', {
                seed: i,
                rate: RATE * KINDS.length,
                kinds: KINDS,
                hangMs: HANG_MS,
            });
        const after = Math.random() * whole * (withFaults ? 1.5 : 1);
        const first = await client.import(bulk, after);
        running += first.status === null;
        if (i % 3 === 0 && !client.isDone()) await client.import(bulk, Math.random() * after);
        const last = client.isDone() ? { status: 3, words: '' } : await client.importToTheEnd(bulk);
        const w = await wrongs(ref.want, last, ref.rows);
        unknown += w.unknown;
        missing += w.missing;
        bad += w.found.length > 0;
        for (const one of w.found) say(`# killed after ${after.toFixed(0)} ms, --bulk ${bulk}: ${one}`);
    }
    verdict(
        `killed at ${times} random moments${withFaults ? ' among faults' : ''} and run again, --bulk ${bulk}, the shop ends ` +
            'as without, nobody twice, no mail twice',
        bad === 0,
        `of ${whole.toFixed(0)} ms; ${running} were still running; ${unknown} with only a name reported as not known, ` +
            `${missing} of them not there; ${bad} wrong`,
    );
}

async function kills() {
    const ref = await reference(short ? 40 : 400);
    const times = short ? 3 : TIMES;
    await killed(ref, 'never', false, times);
    await killed(ref, 'always', false, times);
    if (short) return;
    await killed(ref, 'never', true, times);
    await killed(ref, 'always', true, times);
}

// ---- budget ---------------------------------------------------------------------------------------------------------

async function budgetOf(n, rate, maximum, latencyMs) {
    const { hurry } = client;
    client.hurry = 1;
    client.fresh(csvOf(newcomers(n)));
    await shop({ restoreRate: rate, maximumAvailable: maximum, available: 0, latencyMs }, []);
    const first = await client.import('never');
    const stats = await server.stats();
    const least = short ? 50 : 95; // a few seconds on a busy machine say little
    const used = (100 * stats.points) / stats.restored;
    const mutations = sum(Object.values(stats.mutations));
    const again = await client.import('never');
    const after = await server.stats();
    const more = sum(Object.values(after.mutations)) - mutations;
    client.hurry = hurry;
    const made = first.status === 0 && again.status === 0 && stats.customers === n;
    if (!made)
        say(
            `# status ${first.status}, ${again.status}, ${stats.customers} customers: ${first.words}${again.words}`,
        );
    verdict(
        `${n} new customers at ${rate} points/s from an empty bucket of ${maximum}${latencyMs ? `, ${latencyMs} ms away` : ''}`,
        made && used >= least && stats.throttled * 200 <= stats.requests && more === 0,
        `${(first.ms / 1000).toFixed(1)} s, ${stats.requests} requests, ${stats.points} points, ${used.toFixed(1)} % of ` +
            `those restored, ${stats.throttled} THROTTLED; again: ${(again.ms / 1000).toFixed(1)} s, ${more} mutations`,
    );
}

async function budget() {
    if (short) return budgetOf(400, 1000, 2000, 0);
    const n = Number(process.env.ADMIN_BUDGET ?? 20000);
    await budgetOf(n, 1000, 20000, 0);
    await budgetOf(n / 10, 100, 2000, 0);
    return budgetOf(n / 4, 1000, 20000, 100);
}

const ALL = { budget, faults, kills };
try {
    for (const part of parts.length ? parts : Object.keys(ALL)) await ALL[part]();
    say('# the end');
} finally {
    client.close();
    server.stop();
}
