// What Shopify checks before a bulk operation starts.
import { getNamedType, isListType, isNonNullType, parse, validate } from 'graphql';
import { userError } from './errors.mjs';
import { syntaxError, validationErrors } from './ruby.mjs';
import { schema } from './schema.mjs';

const MOST_BYTES = 65535;
const MOST_CONNECTIONS = 5;
const MOST_DEPTH = 2;
const FORBIDDEN = /^bulkOperation/;

function tooLarge(text) {
    const bytes = Buffer.byteLength(text);
    return bytes > MOST_BYTES ? `is too large (${bytes} bytes; maximum is ${MOST_BYTES} bytes)` : null;
}

function read(text) {
    try {
        return { document: parse(text) };
    } catch (error) {
        return {
            wrong: text.trim() === '' ? 'syntax error, unexpected end of file' : syntaxError(error).message,
        };
    }
}

// Every connection below a selection: {field, path, depth, parent, set, inList}.
function connections(type, set, fragments, at, found) {
    for (const one of set?.selections ?? []) {
        if (one.kind !== 'Field') {
            const fragment = one.kind === 'InlineFragment' ? one : fragments.get(one.name.value);
            const inner = fragment.typeCondition ? schema().getType(fragment.typeCondition.name.value) : type;
            connections(inner, fragment.selectionSet, fragments, at, found);
            continue;
        }
        const definition = type.getFields?.()[one.name.value];
        if (!definition || !one.selectionSet) continue;
        const named = getNamedType(definition.type);
        const isConnection = named.name.endsWith('Connection');
        if (isConnection)
            found.push({
                field: one,
                name: one.name.value,
                depth: at.depth + 1,
                parent: at.parent,
                set: one.selectionSet,
                inList: at.inList,
            });
        const isPlumbing = type.name.endsWith('Connection') || type.name.endsWith('Edge');
        const bare = isNonNullType(definition.type) ? definition.type.ofType : definition.type;
        const next = {
            depth: at.depth + (isConnection ? 1 : 0),
            inList: isConnection ? false : at.inList || (isListType(bare) && !isPlumbing),
            parent: one.name.value === 'node' ? { set: one.selectionSet, name: at.around } : at.parent,
            around: isConnection ? one.name.value : at.around,
        };
        connections(named, one.selectionSet, fragments, next, found);
    }
    return found;
}

function allConnections(document, operation) {
    const root = operation.operation === 'mutation' ? schema().getMutationType() : schema().getQueryType();
    const fragments = new Map(
        document.definitions
            .filter((one) => one.kind === 'FragmentDefinition')
            .map((one) => [one.name.value, one]),
    );
    return connections(
        root,
        operation.selectionSet,
        fragments,
        { depth: 0, inList: false, parent: null, around: null },
        [],
    );
}

export function mutationErrors(text, clientIdentifier) {
    const bad = (field, message, code) => [userError(field, message, code)];
    const large = tooLarge(text);
    if (large) return bad(['query'], large, 'INVALID_MUTATION');
    if (typeof clientIdentifier === 'string' && clientIdentifier.length < 10)
        return bad(['clientIdentifier'], 'is too short (minimum is 10 characters)', 'INVALID_MUTATION');
    if (typeof clientIdentifier === 'string' && clientIdentifier.length > 255)
        return bad(['clientIdentifier'], 'is too long (maximum is 255 characters)', 'INVALID_MUTATION');
    const { document, wrong } = read(text);
    if (wrong) return bad(null, `Failed to parse the mutation - ${wrong}`, 'INVALID_MUTATION');
    const operation = document.definitions.find((one) => one.kind === 'OperationDefinition');
    if (operation?.operation !== 'mutation')
        return bad(
            null,
            'Invalid operation type. Only `mutation` operations are supported.',
            'INVALID_MUTATION',
        );
    const roots = operation.selectionSet.selections;
    if (roots.length !== 1) return bad(['mutation'], 'You must specify a single top level mutation.', null);
    if (FORBIDDEN.test(roots[0].name?.value))
        return bad(['mutation'], 'You must use an allowed mutation name.', null);
    if (allConnections(document, operation).length > 1)
        return bad(['mutation'], 'Bulk mutations cannot contain more than 1 connection.', null);
    const problems = validate(schema(), document);
    if (problems.length)
        return bad(
            null,
            `Failed to parse the mutation - ${validationErrors(problems, document)[0].message}`,
            'INVALID_MUTATION',
        );
    return [];
}

const selects = (set, name) =>
    set.selections.some((one) => one.kind === 'Field' && one.name.value === name && !one.alias);

function shapeErrors(found, roots) {
    const errors = [];
    const top = roots.map((one) => one.name?.value).find((name) => name === 'node' || name === 'nodes');
    if (top) errors.push(`Bulk queries cannot contain a top level \`${top}\` field.`);
    if (!found.length) errors.push('Bulk queries must contain at least one connection.');
    if (found.length > MOST_CONNECTIONS)
        errors.push(`Bulk queries cannot contain more than ${MOST_CONNECTIONS} connections.`);
    if (found.some((one) => one.depth > MOST_DEPTH))
        errors.push(
            `Bulk queries cannot contain connections with a nesting depth greater than ${MOST_DEPTH}.`,
        );
    if (found.some((one) => one.inList))
        errors.push(
            'Queries that contain a connection field within a list field are not currently supported.',
        );
    const withNodes = found.filter((one) => selects(one.set, 'nodes')).map((one) => `'${one.name}'`);
    if (withNodes.length) {
        const example = withNodes[0].slice(1, -1);
        errors.push(
            "All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: " +
                `'${example} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: ${withNodes.join(', ')}.`,
        );
    }
    const noId = [
        ...new Set(
            found.filter((one) => one.parent && !selects(one.parent.set, 'id')).map((one) => one.parent.name),
        ),
    ];
    if (noId.length) {
        errors.push(
            "The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' " +
                `return type. Connection fields without 'id': ${noId.join(', ')}.`,
        );
    }
    return errors;
}

export function queryErrors(text) {
    const bad = (messages) => messages.map((message) => userError(['query'], message, 'INVALID'));
    const large = tooLarge(text);
    if (large) return bad([`Query ${large}`]);
    const { document, wrong } = read(text);
    if (wrong) return bad([`Invalid bulk query: ${wrong}`]);
    const operation = document.definitions.find((one) => one.kind === 'OperationDefinition');
    if (operation?.operation !== 'query')
        return bad(['Invalid operation type. Only `query` operations are supported.']);
    const problems = validate(schema(), document);
    if (problems.length)
        return bad([`Invalid bulk query: ${validationErrors(problems, document)[0].message}`]);
    if (operation.variableDefinitions?.length) return bad(['Bulk queries cannot contain variables.']);
    return bad(shapeErrors(allConnections(document, operation), operation.selectionSet.selections));
}
