// What a document costs, before it runs and after. A mutation field 10, an object 1, a scalar 0, a count 10, and a
// connection of n: 2 + max(1, floor(2 ln n)) * (1 + children).
import { getNamedType, isCompositeType, isListType, isNullableType } from 'graphql';
import { schema } from './schema.mjs';
import { untyped } from './variables.mjs';

const FREE_TYPES = new Set([
    'MoneyV2',
    'MoneyBag',
    'PageInfo',
    'UserError',
    'CustomerEmailMarketingConsentState',
    'CustomerSmsMarketingConsentState',
    'CustomerSmsMarketingConsent',
    'CustomerMergeable',
    'CustomerAccountsV2',
    'ShopPlan',
    'Domain',
    'ShopAddress',
    'MetafieldDefinitionType',
    'Attribute',
    'AccessScope',
    'StagedUploadParameter',
]);
const FREE_FIELDS = new Set(['Customer.defaultAddress', 'Customer.addresses', 'QueryRoot.shopLocales']);
const MUTATION = 10;
const MUTATIONS = { stagedUploadsCreate: 11 };
const COUNT = 10;

export const factor = (n) => Math.max(1, Math.floor(2 * Math.log(Math.max(1, n))));

function argumentOf(field, name, variables) {
    const argument = field.arguments?.find((one) => one.name.value === name);
    return argument ? untyped(argument.value, variables) : undefined;
}

class Counter {
    constructor(document, variables, limited) {
        this.variables = variables;
        this.limited = limited;
        this.fragments = new Map(
            document.definitions
                .filter((one) => one.kind === 'FragmentDefinition')
                .map((one) => [one.name.value, one]),
        );
    }

    // The sum over a selection; values are what was answered there (or null: count what is asked).
    selection(type, set, values, once = new Set()) {
        let cost = 0;
        for (const one of set?.selections ?? []) {
            if (one.kind === 'Field') {
                const key = one.alias?.value ?? one.name.value;
                if (once.has(key)) continue;
                once.add(key);
                cost += this.field(type, one, values && values.map((value) => value[key]));
            } else {
                const fragment = one.kind === 'InlineFragment' ? one : this.fragments.get(one.name.value);
                const condition = fragment.typeCondition?.name.value;
                const inner = condition ? schema().getType(condition) : type;
                cost += this.selection(inner, fragment.selectionSet, values, once);
            }
        }
        return cost;
    }

    field(parent, field, answers) {
        const definition = parent.getFields?.()[field.name.value];
        if (!definition) return 0;
        const type = getNamedType(definition.type);
        if (!isCompositeType(type)) return 0;
        const values = answers && answers.flat().filter((one) => one !== null && one !== undefined);
        if (type.name.endsWith('Connection')) return this.connection(type, field, values);
        if (parent.name === 'Mutation') return this.mutation(type, field, values);
        if (type.name === 'Count') return COUNT;
        if (type.name.endsWith('Payload') || type.name.endsWith('Error'))
            return this.selection(type, field.selectionSet, values);
        const isList = isListType(isNullableType(definition.type) ? definition.type : definition.type.ofType);
        const own =
            FREE_TYPES.has(type.name) || FREE_FIELDS.has(`${parent.name}.${field.name.value}`) || isList
                ? 0
                : 1;
        const share = values ? Math.min(1, values.length / Math.max(1, answers.length)) : 1;
        if (values && values.length === 0) return isList && field.name.value === 'nodes' ? 1 : 0;
        return (
            (own + this.selection(type, field.selectionSet, values)) * share +
            (field.name.value === 'nodes' ? 1 : 0)
        );
    }

    mutation(type, field, values) {
        let cost = MUTATIONS[field.name.value] ?? MUTATION;
        for (const one of field.selectionSet?.selections ?? []) {
            const inner = one.kind === 'Field' && type.getFields()[one.name.value];
            const named = inner && getNamedType(inner.type);
            if (!named || !isCompositeType(named) || named.name.endsWith('Error')) continue;
            const key = one.alias?.value ?? one.name.value;
            const below =
                values &&
                values
                    .map((value) => value[key])
                    .flat()
                    .filter(Boolean);
            if (below && below.length === 0) continue;
            cost += this.selection(named, one.selectionSet, below);
        }
        return cost;
    }

    connection(type, field, values) {
        if (!this.limited) return 0;
        const size =
            argumentOf(field, 'first', this.variables) ?? argumentOf(field, 'last', this.variables) ?? 0;
        let child = 0;
        for (const one of field.selectionSet?.selections ?? []) {
            if (one.kind !== 'Field' || !['edges', 'nodes'].includes(one.name.value)) continue;
            const key = one.alias?.value ?? one.name.value;
            let below = values && values.flatMap((value) => value[key] ?? []);
            let set = one.selectionSet;
            let inner = getNamedType(type.getFields()[one.name.value].type);
            if (one.name.value === 'edges') {
                const node = set.selections.find((two) => two.kind === 'Field' && two.name.value === 'node');
                if (!node) continue;
                below = below && below.map((value) => value[node.alias?.value ?? 'node']);
                inner = getNamedType(inner.getFields().node.type);
                set = node.selectionSet;
            }
            if (below && below.length === 0) continue;
            child = Math.max(child, this.selection(inner, set, below));
        }
        return size ? 2 + factor(size) * (1 + child) : 2;
    }
}

function rootOf(operation) {
    return operation.operation === 'mutation' ? schema().getMutationType() : schema().getQueryType();
}

export function requestedCost({ document, operation }, variables) {
    return new Counter(document, variables, true).selection(rootOf(operation), operation.selectionSet, null);
}

export function actualCost({ document, operation }, variables, data) {
    const cost = new Counter(document, variables, true).selection(rootOf(operation), operation.selectionSet, [
        data ?? {},
    ]);
    return Math.round(cost);
}
