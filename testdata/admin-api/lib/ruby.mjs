// What graphql-js finds wrong in a document, in the words of Shopify's graphql-ruby.
import { Lexer, print, TokenKind, visit } from 'graphql';

// [what graphql-js says, what is said instead]: the second gets the match, the node and the document's names.
const WORDS = [
    [
        /^Cannot query field "(.+?)" on type "(.+?)"/,
        (m) => [
            `Field '${m[1]}' doesn't exist on type '${m[2]}'`,
            { code: 'undefinedField', typeName: m[2], fieldName: m[1] },
        ],
    ],
    [
        /^Unknown argument "(.+?)" on field "(?:.+)\.(.+?)"/,
        (m) => [
            `Field '${m[2]}' doesn't accept argument '${m[1]}'`,
            { code: 'argumentNotAccepted', name: m[2], typeName: 'Field', argumentName: m[1] },
            m[1],
        ],
    ],
    [
        /^Field "(.+?)" argument "(.+?)" of type/,
        (m) => [
            `Field '${m[1]}' is missing required arguments: ${m[2]}`,
            { code: 'missingRequiredArguments', className: 'Field', name: m[1], arguments: m[2] },
        ],
    ],
    [
        /^Variable "\$(.+?)" is never used(?: in operation "(.+?)")?/,
        (m) => [
            `Variable $${m[1]} is declared by ${m[2] ?? 'anonymous mutation'} but not used`,
            { code: 'variableNotUsed', variableName: m[1] },
        ],
    ],
    [
        /^Variable "\$(.+?)" is not defined(?: by operation "(.+?)")?/,
        (m) => [
            `Variable $${m[1]} is used by ${m[2] ?? 'anonymous query'} but not declared`,
            { code: 'variableNotDefined', variableName: m[1] },
        ],
    ],
    [
        /^Field "(.+?)" of type "(.+?)" must have a selection/,
        (m) => [
            `Field must have selections (field '${m[1]}' returns ${m[2].replace(/[[\]!]/g, '')} but has no selections. ` +
                `Did you mean '${m[1]} { ... }'?)`,
            { code: 'selectionMismatch', nodeName: `field '${m[1]}'`, typeName: m[2].replace(/[[\]!]/g, '') },
        ],
    ],
    [
        /^Variable "\$(.+?)" of type "(.+?)" used in position expecting type "(.+?)"/,
        (m, at) => [
            `Type mismatch on variable $${m[1]} and argument ${at.argument} (${m[2]} / ${m[3]})`,
            {
                code: 'variableMismatch',
                variableName: m[1],
                typeName: m[2],
                argumentName: at.argument,
                errorMessage: 'Type mismatch',
            },
        ],
    ],
    [
        /^Unknown type "(.+?)"/,
        (m) => [
            `${m[1]} isn't a defined input type (on $input)`,
            { code: 'variableRequiresValidType', typeName: m[1] },
        ],
    ],
    [
        /(?:^Expected value of type "(.+?)", found (.+)|does not exist in "(.+?)" enum|cannot represent|is not defined by type)/,
        (m, at) =>
            at.argument && [
                `Argument '${at.argument}' on Field '${at.field}' has an invalid value (${at.value}). Expected type '${at.type ?? m[1]}'.`,
                { code: 'argumentLiteralsIncompatible', typeName: 'Field', argumentName: at.argument },
                at.argument,
            ],
    ],
];

// Where the last token stands: graphql-ruby tells an early end from there.
function lastToken(source) {
    const lexer = new Lexer(source);
    let last = { line: 1, column: 1 };
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) last = token;
    return { line: last.line, column: last.column };
}

export function syntaxError(error) {
    const place = { ...(error.locations?.[0] ?? { line: 1, column: 1 }) };
    const found = /Unexpected (.+?)\.?$|found (.+?)\.?$/.exec(error.message);
    const what = found ? (found[1] ?? found[2]) : error.message;
    if (what === '<EOF>' && error.source) Object.assign(place, lastToken(error.source));
    const told = what === '<EOF>' ? 'unexpected end of file' : `unexpected ${what}`;
    return { message: `syntax error, ${told} at [${place.line}, ${place.column}]`, locations: [place] };
}

function nameOf(node) {
    if (node.kind === 'Field') return node.alias?.value ?? node.name.value;
    if (node.kind === 'OperationDefinition')
        return [node.operation, node.name?.value].filter(Boolean).join(' ');
    if (node.kind === 'FragmentDefinition') return `fragment ${node.name.value}`;
    if (node.kind === 'InlineFragment') return `... on ${node.typeCondition?.name.value}`;
    return null;
}

// Where a node stands: the path of names, and the argument and the field around it.
function placeOf(wanted, document) {
    const at = { path: [], argument: null, field: null, value: '', node: wanted };
    const around = [];
    visit(document, {
        enter(node) {
            around.push(node);
            if (node !== wanted) return;
            at.path = around.map(nameOf).filter(Boolean);
            for (const one of around) {
                if (one.kind === 'Argument') {
                    at.argument = one.name.value;
                    at.value = print(one.value);
                }
                if (one.kind === 'Field') {
                    at.field = one.name.value;
                    at.fieldNode = one;
                }
            }
        },
        leave() {
            around.pop();
        },
    });
    return at;
}

function told(problem, document) {
    const at = placeOf(problem.nodes?.[0], document);
    const variable = problem.nodes?.length > 1 ? placeOf(problem.nodes[1], document) : null;
    if (variable?.argument) at.argument = variable.argument;
    let message = problem.message;
    let extensions = { code: 'invalidDocument' };
    let last = null;
    for (const [pattern, say] of WORDS) {
        const match = pattern.exec(problem.message);
        const words = match && say(match, at);
        if (!words) continue;
        [message, extensions, last] = words;
        break;
    }
    const locations =
        at.fieldNode && last === at.argument && extensions.code === 'argumentLiteralsIncompatible'
            ? [{ line: at.fieldNode.loc.startToken.line, column: at.fieldNode.loc.startToken.column }]
            : problem.locations?.slice(0, 1);
    return { message, locations, path: last ? [...at.path, last] : at.path, extensions };
}

export function validationErrors(problems, document) {
    return problems.map((problem) => told(problem, document));
}
