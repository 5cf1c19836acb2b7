// Reads documents, separated by lines "---", from standard input; prints for each "ok COST" (what is asked for) or
// "not ok: message". Status 1 when any is invalid. Lists without a size in the text count as one.
import { readFileSync } from 'node:fs';
import { requestedCost } from './lib/cost.mjs';
import { readDocument } from './lib/schema.mjs';

const documents = readFileSync(0, 'utf8').split(/^---\s*$/m).map((text) => text.trim()).filter(Boolean);
for (const text of documents) {
    const read = readDocument(text);
    if (read.errors) process.exitCode = 1;
    process.stdout.write(read.errors ? `not ok: ${read.errors[0].message}\n` : `ok ${requestedCost(read, {})}\n`);
}
