// A little TAP: check(name, case) runs each case in its turn; finish() prints the plan.
import assert from 'node:assert/strict';
import { answer } from '../lib/graphql.mjs';
import { World } from '../lib/world.mjs';

let n = 0;

export async function check(name, body) {
    n++;
    try {
        await body();
        process.stdout.write(`ok ${n} - ${name}\n`);
    } catch (error) {
        process.exitCode = 1;
        process.stdout.write(`not ok ${n} - ${name}\n${String(error.message).replace(/^/gm, '# ')}\n`);
    }
}

export function finish() {
    process.stdout.write(`1..${n}\n`);
}

// A shop without a server, and what it answers.
export function newShop(settings) {
    const world = new World({ throttle: false, ...settings });
    const ask = async (query, variables = {}) =>
        JSON.parse(JSON.stringify(await answer(world, { query, variables })));
    return { world, shop: world.shop, ask };
}

export const CREATE =
    'mutation($input: CustomerInput!) { customerCreate(input: $input) { customer { id } userErrors { field message } } }';
export const UPDATE = CREATE.replaceAll('customerCreate', 'customerUpdate');

// The id of a new customer.
export async function create(shop, input) {
    const { data, errors } = await shop.ask(CREATE, { input });
    assert.equal(errors, undefined);
    assert.deepEqual(data.customerCreate.userErrors, []);
    return data.customerCreate.customer.id;
}

// What userErrors say, as "path: message".
export async function told(shop, query, variables) {
    const { data, errors } = await shop.ask(query, variables);
    if (errors) return errors.map((one) => `${one.extensions?.code}: ${one.message}`);
    return Object.values(data)
        .flatMap((one) => one.userErrors)
        .map((one) => `${one.field?.join('.') ?? ''}: ${one.message}`);
}

export const read = async (shop, id, fields) =>
    (await shop.ask(`query($id: ID!) { customer(id: $id) { ${fields} } }`, { id })).data.customer;

export { assert };
