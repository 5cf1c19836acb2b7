// The schema of the Admin API, and documents read against it (each distinct text only once).
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema, getOperationAST, parse, validate } from 'graphql';
import { syntaxError, validationErrors } from './ruby.mjs';

const FILE = new URL('../node_modules/.schema/admin_2026-10.json.gz', import.meta.url);
const KEPT_DOCUMENTS = 5000;
let loaded = null;
const documents = new Map();

export function schema() {
    if (loaded) return loaded;
    const text = gunzipSync(readFileSync(FILE)).toString();
    const introspection = JSON.parse(text, (key, value) => (key === 'description' ? undefined : value));
    loaded = buildClientSchema(introspection.data, { assumeValid: true });
    return loaded;
}

function read(text, operationName) {
    let document;
    try {
        document = parse(text);
    } catch (error) {
        return { errors: [syntaxError(error)] };
    }
    const operation = getOperationAST(document, operationName);
    if (!operation) return { errors: [{ message: 'An operation name is required' }] };
    const problems = validate(schema(), document, undefined, { maxErrors: 50 });
    if (problems.length) return { errors: validationErrors(problems, document) };
    return { document, operation, errors: null };
}

// {document, operation, errors}: errors is null, or what Shopify would say about the document.
export function readDocument(text, operationName) {
    const key = `${operationName ?? ''}\n${text}`;
    let known = documents.get(key);
    if (!known) {
        if (documents.size >= KEPT_DOCUMENTS) documents.clear();
        known = read(text, operationName || undefined);
        documents.set(key, known);
    }
    return known;
}
