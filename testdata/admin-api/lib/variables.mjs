// Variables checked as graphql-ruby does it: one error per variable, with every problem and its path.
import { GraphQLEnumType, GraphQLInputObjectType, GraphQLList, GraphQLNonNull, typeFromAST } from 'graphql';
import { schema } from './schema.mjs';

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const SCALARS = {
    String: (v) => (typeof v === 'string' ? null : `Could not coerce value ${JSON.stringify(v)} to String`),
    Boolean: (v) =>
        typeof v === 'boolean' ? null : `Could not coerce value ${JSON.stringify(v)} to Boolean`,
    Int: (v) => (Number.isInteger(v) ? null : `Could not coerce value ${JSON.stringify(v)} to Int`),
    Float: (v) => (typeof v === 'number' ? null : `Could not coerce value ${JSON.stringify(v)} to Float`),
    ID: (v) => (typeof v === 'string' && v.startsWith('gid://shopify/') ? null : `Invalid global id '${v}'`),
    DateTime: (v) =>
        typeof v === 'string' && DATE.test(v) && !Number.isNaN(Date.parse(v))
            ? null
            : `invalid DateTime '${v}'`,
};
const WITH_MESSAGE = new Set(['ID', 'DateTime']);
const MOST_ITEMS = 250;

function problem(path, explanation, message) {
    return message ? { path, explanation, message } : { path, explanation };
}

function checkObject(type, value, path, problems) {
    if (typeof value !== 'object' || Array.isArray(value)) {
        problems.push(problem(path, `Expected ${JSON.stringify(value)} to be a key-value object.`));
        return;
    }
    const fields = type.getFields();
    for (const key of Object.keys(value))
        if (!fields[key]) problems.push(problem([...path, key], `Field is not defined on ${type.name}`));
    for (const [key, field] of Object.entries(fields)) {
        if (
            value[key] === undefined &&
            !(field.type instanceof GraphQLNonNull && field.defaultValue === undefined)
        )
            continue;
        check(field.type, value[key], [...path, key], problems);
    }
    const given = Object.keys(value).filter((key) => value[key] !== null && value[key] !== undefined);
    if (type.isOneOf && given.length !== 1)
        problems.push(
            problem(path, `'${type.name}' requires exactly one argument, but ${given.length} were provided.`),
        );
}

function check(type, value, path, problems) {
    if (type instanceof GraphQLNonNull) {
        if (value === null || value === undefined)
            problems.push(problem(path, 'Expected value to not be null'));
        else check(type.ofType, value, path, problems);
        return;
    }
    if (value === null || value === undefined) return;
    if (type instanceof GraphQLList) {
        const items = Array.isArray(value) ? value : [value];
        items.forEach((item, i) =>
            check(type.ofType, item, Array.isArray(value) ? [...path, i] : path, problems),
        );
    } else if (type instanceof GraphQLInputObjectType) checkObject(type, value, path, problems);
    else if (type instanceof GraphQLEnumType) {
        const names = type.getValues().map((one) => one.name);
        if (!names.includes(value))
            problems.push(
                problem(path, `Expected ${JSON.stringify(value)} to be one of: ${names.join(', ')}`),
            );
    } else {
        const wrong = SCALARS[type.name]?.(value);
        if (wrong) problems.push(problem(path, wrong, WITH_MESSAGE.has(type.name) ? wrong : undefined));
    }
}

function errorFor(definition, value, problems, text) {
    const named = problems.filter((one) => one.path.length);
    const list = named.map((one) => `${one.path.join('.')} (${one.explanation})`).join(', ');
    const place = definition.loc.startToken;
    return {
        message:
            `Variable $${definition.variable.name.value} of type ${text} was provided invalid value` +
            (list ? ` for ${list}` : ''),
        locations: [{ line: place.line, column: place.column }],
        extensions: { code: 'INVALID_VARIABLE', value: value ?? null, problems },
    };
}

// The errors about the variables of an operation, or an empty list.
export function variableErrors(operation, variables) {
    const errors = [];
    for (const definition of operation.variableDefinitions ?? []) {
        const type = typeFromAST(schema(), definition.type);
        const value = variables[definition.variable.name.value];
        if (value === undefined && definition.defaultValue) continue;
        const problems = [];
        check(type, value, [], problems);
        if (problems.length) errors.push(errorFor(definition, value, problems, String(type)));
    }
    return errors;
}

function tooLong(value, path) {
    if (Array.isArray(value) && value.length > MOST_ITEMS) return { size: value.length, path };
    if (!value || typeof value !== 'object') return null;
    for (const key of Object.keys(value)) {
        const found = tooLong(value[key], Array.isArray(value) ? path : [...path, key]);
        if (found) return found;
    }
    return null;
}

// The error about a list of more than 250 items in the arguments of the operation's fields, or null.
export function sizeError(operation, variables) {
    for (const field of operation.selectionSet.selections) {
        for (const argument of field.arguments ?? []) {
            const value =
                argument.value.kind === 'Variable'
                    ? variables[argument.value.name.value]
                    : untyped(argument.value, variables);
            const found = tooLong(value, [field.alias?.value ?? field.name.value, argument.name.value]);
            if (!found) continue;
            const { line, column } = field.loc.startToken;
            return {
                message: `The input array size of ${found.size} is greater than the maximum allowed of ${MOST_ITEMS}.`,
                locations: [{ line, column }],
                path: found.path,
                extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
            };
        }
    }
    return null;
}

function untyped(node, variables) {
    if (node.kind === 'Variable') return variables[node.name.value];
    if (node.kind === 'ListValue') return node.values.map((one) => untyped(one, variables));
    if (node.kind === 'ObjectValue')
        return Object.fromEntries(node.fields.map((one) => [one.name.value, untyped(one.value, variables)]));
    return node.value ?? null;
}

export { untyped };
