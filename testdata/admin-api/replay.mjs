// Replays recorded answers of real shops against fresh shops of this server: node replay.mjs FOLDER [-v].
// Prints "N identical of M", and for every other step its first difference, or why it could not be replayed.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { answer } from './lib/graphql.mjs';
import { readDocument, schema } from './lib/schema.mjs';
import { World } from './lib/world.mjs';
import { put, takeAsShown } from './replay/before.mjs';
import { difference, Names } from './replay/compare.mjs';
import { documentFor } from './replay/document.mjs';
import { stepsOf } from './replay/steps.mjs';

// What depends on everything else in the recorded shop, or on its lagging index.
const SHOP_WIDE = new Set(['customers', 'customersCount', 'orders', 'ordersCount', 'shop']);
const OUT_OF_SCOPE = /merge|store-credit|data-erasure|custom-id/;
const SETTINGS = {
    throttle: false,
    country: 'US',
    currency: 'CAD',
    language: 'en',
    languages: ['en'],
    bulkDelayMs: 3600000,
};

const filesBelow = (folder) =>
    readdirSync(folder, { withFileTypes: true })
        .flatMap((one) =>
            one.isDirectory()
                ? filesBelow(join(folder, one.name))
                : one.name.endsWith('.json')
                  ? [join(folder, one.name)]
                  : [],
        )
        .sort();

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

// "<setup-customer-id>" stands for an id in an earlier answer: of the step whose name has the same words.
function fillPlaceholders(value, earlier) {
    return JSON.parse(
        JSON.stringify(value).replace(/"<([a-z-]+?)-?(customer|address)-id>"/g, (all, name, kind) => {
            const wanted = kind === 'customer' ? 'Customer' : 'MailingAddress';
            const score = (step) => name.split('-').filter((word) => kebab(step.path).includes(word)).length;
            const withId = earlier.filter((step) =>
                new RegExp(`gid://shopify/${wanted}/`).test(JSON.stringify(step.body)),
            );
            const best = withId.sort((a, b) => score(b) - score(a))[0];
            const found =
                best && new RegExp(`"(gid://shopify/${wanted}/[^"]+)"`).exec(JSON.stringify(best.body));
            return found ? `"${found[1]}"` : all;
        }),
    );
}

function dropped(data) {
    return new Set(Object.keys(data ?? {}).filter((key) => SHOP_WIDE.has(key)));
}

// The document to send: as recorded, or made from the answer.
function requestFor(step) {
    const left = dropped(step.body.data);
    const isAsRecorded = step.query && left.size === 0;
    if (isAsRecorded) return { query: step.query, variables: step.variables, left, isAsRecorded };
    const made = step.body.data ? documentFor(step, left) : null;
    return made && { ...made, left, isAsRecorded: false };
}

const namesOf = (step) =>
    Object.keys(step.variables ?? {})
        .sort()
        .join(' ');

// A refused request has no data to make a document from: the last one with variables of the same names is sent again.
function sameAsBefore(step, sent) {
    const before = step.body.data ? null : sent.filter((one) => namesOf(one) === namesOf(step)).pop();
    return before && { ...before, variables: step.variables };
}

function prepare(world, step, names) {
    if (step.base?.id) put(world.shop, step.base, names);
    const path = step.variables?.path;
    const isFound = path && !JSON.stringify(step.body).includes('NO_SUCH_FILE');
    if (isFound) world.shop.uploads.set(path, Buffer.from('{}'));
}

function essential(body, left, isAsRecorded) {
    const data = body.data && Object.fromEntries(Object.entries(body.data).filter(([key]) => !left.has(key)));
    const errors = body.errors?.map(({ message, path, extensions, locations }) => ({
        message,
        path,
        extensions: { ...extensions },
        ...(isAsRecorded ? { locations } : {}),
    }));
    return { data: data ?? null, errors: errors ?? null };
}

async function replayStep(world, step, earlier, names, sent) {
    const filled = { ...step, variables: fillPlaceholders(step.variables, earlier) };
    const request = requestFor(filled) ?? sameAsBefore(filled, sent);
    if (!request && step.body.data?.customerCreate) {
        takeAsShown(world.shop, step.body, names);
        return { skipped: 'a precondition, taken as it is shown' };
    }
    if (!request)
        return {
            skipped: dropped(step.body.data).size
                ? 'reads lists of the whole shop'
                : 'the document was not recorded',
        };
    prepare(world, step, names);
    sent.push(request);
    const variables = names.variables(request.variables);
    if (step.body.data) {
        const read = readDocument(request.query);
        if (read.errors) return { skipped: `not for 2026-10: ${read.errors[0].message}` };
    }
    const reply = JSON.parse(JSON.stringify(await answer(world, { query: request.query, variables })));
    const found = difference(
        essential(step.body, request.left, request.isAsRecorded),
        essential(reply, request.left, request.isAsRecorded),
        names,
    );
    return {
        found,
        cost: request.isAsRecorded ? [step.body.extensions?.cost, reply.extensions?.cost] : null,
    };
}

function unknownIds(step, names) {
    const text = JSON.stringify(step.variables ?? {});
    return (text.match(/gid:\/\/shopify\/Customer\/\d+/g) ?? []).filter(
        (gid) => !names.ours.has(gid) && !/9999999/.test(gid),
    );
}

async function replayFile(file) {
    const world = new World(SETTINGS);
    const names = new Names();
    const steps = stepsOf(JSON.parse(readFileSync(file)));
    const results = [];
    const sent = [];
    for (const [i, step] of steps.entries()) {
        const strangers = unknownIds(step, names);
        const isReadOnly = !Object.keys(step.body.data ?? {}).some(
            (key) => schema().getMutationType().getFields()[key],
        );
        const result = await replayStep(world, step, steps.slice(0, i), names, sent);
        const isForeign =
            result.found && (strangers.length || (isReadOnly && world.shop.customers.size === 0));
        results.push({
            step,
            ...result,
            ...(isForeign ? { skipped: 'about what the recorded shop had before' } : {}),
        });
    }
    return results;
}

const [folder, verbose] = process.argv.slice(2);
const totals = { identical: 0, all: 0, skipped: 0, costs: 0, priced: 0 };
for (const file of filesBelow(folder)) {
    const name = relative(folder, file);
    if (OUT_OF_SCOPE.test(name)) {
        process.stdout.write(`${name}: out of scope\n`);
        continue;
    }
    for (const { step, skipped, found, cost } of await replayFile(file)) {
        if (cost?.[0] && cost[1]) {
            totals.priced++;
            if (cost[0].requestedQueryCost === cost[1].requestedQueryCost) totals.costs++;
            else if (verbose)
                process.stdout.write(
                    `${name} ${step.path}: asks ${cost[0].requestedQueryCost}, here ${cost[1].requestedQueryCost}\n`,
                );
        }
        totals.all++;
        if (skipped) totals.skipped++;
        else if (!found) totals.identical++;
        if (skipped || found) {
            const why = skipped
                ? `not replayed: ${skipped}`
                : `${found.path.join('.')} was ${JSON.stringify(found.was)?.slice(0, 300)}, is ${JSON.stringify(found.is)?.slice(0, 300)}`;
            process.stdout.write(`${name} ${step.path}: ${why}\n`);
        }
    }
}
process.stdout.write(
    `${totals.identical} identical of ${totals.all} (${totals.skipped} could not be replayed); ` +
        `${totals.costs} of ${totals.priced} prices the same\n`,
);
