// Reads documents, separated by lines "---", from standard input; prints for each "ok COST" (what is asked for) or
// "not ok: message". Status 1 when any is invalid. A first line # {"first": 100}
// gives variables; an Int without a value counts as 250.
import { readFileSync } from 'node:fs';
import { print } from 'graphql';
import { requestedCost } from './lib/cost.mjs';
import { readDocument } from './lib/schema.mjs';

const MOST = 250;

function variablesOf(text, operation) {
    const given = /^#\s*(\{.*\})/.exec(text);
    const named = (operation.variableDefinitions ?? [])
        .filter((one) => /^Int!?$/.test(print(one.type)))
        .map((one) => [one.variable.name.value, MOST]);
    return { ...Object.fromEntries(named), ...(given ? JSON.parse(given[1]) : {}) };
}

const documents = readFileSync(0, 'utf8')
    .split(/^---\s*$/m)
    .map((text) => text.trim())
    .filter(Boolean);
for (const text of documents) {
    const read = readDocument(text);
    if (read.errors) process.exitCode = 1;
    const said = read.errors
        ? `not ok: ${read.errors[0].message}`
        : `ok ${requestedCost(read, variablesOf(text, read.operation))}`;
    process.stdout.write(`${said}\n`);
}
