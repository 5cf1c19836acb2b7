// Metafields of customers: checks and changes.
import { letters } from './rules.mjs';

const MEASURES = (
    'antenna_gain area battery_charge_capacity battery_energy_capacity capacitance concentration data_storage_capacity ' +
    'data_transfer_rate dimension display_density distance duration electric_current electrical_resistance energy frequency ' +
    'illuminance inductance luminous_flux mass_flow_rate power pressure resolution rotational_speed sound_level speed ' +
    'temperature thermal_power voltage volume volumetric_flow_rate weight'
).split(' ');
// In the order in which Shopify names them.
const TYPES_LISTED = `
    antenna_gain area battery_charge_capacity battery_energy_capacity boolean capacitance color
    concentration data_storage_capacity data_transfer_rate date_time date dimension display_density
    distance duration electric_current electrical_resistance energy float frequency id illuminance
    inductance integer json_string json jurisdiction language link list.antenna_gain list.area
    list.battery_charge_capacity list.battery_energy_capacity list.boolean list.capacitance list.color
    list.concentration list.data_storage_capacity list.data_transfer_rate list.date_time list.date
    list.dimension list.display_density list.distance list.duration list.electric_current
    list.electrical_resistance list.energy list.frequency list.illuminance list.inductance
    list.jurisdiction list.link list.luminous_flux list.mass_flow_rate list.multi_line_text_field
    list.number_decimal list.number_integer list.power list.pressure list.rating list.resolution
    list.rotational_speed list.single_line_text_field list.sound_level list.speed list.temperature
    list.thermal_power list.url list.voltage list.volume list.volumetric_flow_rate list.weight
    luminous_flux mass_flow_rate money multi_line_text_field number_decimal number_integer power
    pressure rating resolution rich_text_field rotational_speed single_line_text_field sound_level speed
    string temperature thermal_power url voltage volume volumetric_flow_rate weight company_reference
    list.company_reference customer_reference list.customer_reference product_reference
    list.product_reference collection_reference list.collection_reference variant_reference
    list.variant_reference file_reference list.file_reference product_taxonomy_value_reference
    list.product_taxonomy_value_reference product_taxonomy_disclosure_reference metaobject_reference
    list.metaobject_reference mixed_reference list.mixed_reference disclosure_reference
    list.disclosure_reference page_reference list.page_reference article_reference
    list.article_reference order_reference list.order_reference`
    .trim()
    .split(/\s+/);
const TYPES_TOLD = TYPES_LISTED.join(', ');
const TYPES = new Set(TYPES_LISTED);

const isJson = (text, test) => {
    try {
        return test(JSON.parse(text));
    } catch {
        return false;
    }
};
const isMeasure = (one) =>
    typeof one === 'object' &&
    one !== null &&
    !Number.isNaN(Number(one.value)) &&
    typeof one.unit === 'string';
const isRating = (one) =>
    typeof one === 'object' && one !== null && 'value' in one && 'scale_min' in one && 'scale_max' in one;
const isDate = (text) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

// type -> [test of the text, what is said about a wrong one]
const CHECKS = {
    number_integer: [(t) => /^-?\d{1,19}$/.test(t), 'Value must be an integer.'],
    integer: [(t) => /^-?\d{1,19}$/.test(t), 'Value must be an integer.'],
    number_decimal: [(t) => /^-?\d{1,13}(\.\d+)?$/.test(t), 'Value must be a decimal.'],
    boolean: [(t) => t === 'true' || t === 'false', 'Value must be true or false.'],
    date: [isDate, 'Value must be in YYYY-MM-DD format.'],
    date_time: [
        (t) => /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(t) && !Number.isNaN(Date.parse(t)),
        'Value must be in “YYYY-MM-DDTHH:MM:SS” format. For example: 2022-06-01T15:30:00',
    ],
    color: [(t) => /^#[0-9a-f]{6}$/i.test(t), 'Value must be a hex color code in the format #RRGGBB.'],
    url: [
        (t) => /^(https?|mailto|sms|tel):\S+$/.test(t),
        'Value must be one of the following URL schemes: http, https, mailto, sms, tel.',
    ],
    json: [(t) => isJson(t, () => true), 'Value must be valid JSON.'],
    money: [
        (t) => isJson(t, (v) => v && 'amount' in v && 'currency_code' in v),
        'Value must be a valid money object.',
    ],
    rating: [(t) => isJson(t, isRating), 'Value must be a valid rating object.'],
    single_line_text_field: [(t) => !/[\r\n]/.test(t), 'Value must be a single line text string.'],
    rich_text_field: [(t) => isJson(t, (v) => v?.type === 'root'), 'Value must be a valid rich text object.'],
};
const REFERENCE = /^(list\.)?(.+)_reference$/;
const GIDS = {
    product: 'Product',
    variant: 'ProductVariant',
    customer: 'Customer',
    company: 'Company',
    collection: 'Collection',
    order: 'Order',
    page: 'OnlineStorePage',
    article: 'OnlineStoreArticle',
    metaobject: 'Metaobject',
};

function itemError(type, text) {
    const reference = REFERENCE.exec(type);
    if (reference) {
        const kind = GIDS[reference[2]] ?? '[A-Za-z]+';
        return new RegExp(`^gid://shopify/${kind}/\\d+$`).test(text)
            ? null
            : `Value require that you select a ${reference[2]}.`;
    }
    if (MEASURES.includes(type))
        return isJson(text, isMeasure) ? null : `Value must be a valid ${type} object.`;
    const [test, words] = CHECKS[type] ?? [() => true];
    return test(text) ? null : words;
}

function valueError(type, text) {
    if (!type.startsWith('list.')) return itemError(type, text);
    if (!isJson(text, Array.isArray)) return 'Value must be an array.';
    const inner = type.slice(5);
    const asText = (item) => (typeof item === 'string' ? item : JSON.stringify(item));
    const bad = JSON.parse(text)
        .map((item) => itemError(inner, asText(item)))
        .find(Boolean);
    return bad ?? null;
}

const lengthError = (word, text, least, most) => {
    if (letters(text) < least) return `${word} is too short (minimum is ${least} characters)`;
    if (letters(text) > most) return `${word} is too long (maximum is ${most} characters)`;
    return null;
};

export function definitionOf(shop, namespace, key) {
    return shop.definitions.find((one) => one.namespace === namespace && one.key === key) ?? null;
}

// [[field, message, code], ...] about one input.
export function metafieldErrors(shop, input, old) {
    const errors = [];
    const namespace = input.namespace ?? old?.namespace ?? '';
    const key = input.key ?? old?.key ?? '';
    const definition = definitionOf(shop, namespace, key);
    const type = input.type ?? definition?.type ?? old?.type;
    const short = (word, field, text, least, most) => {
        const wrong = lengthError(word, text, least, most);
        if (wrong) errors.push([field, wrong, wrong.includes('short') ? 'TOO_SHORT' : 'TOO_LONG']);
    };
    short('Namespace', 'namespace', namespace, 3, 255);
    short('Key', 'key', key, 2, 64);
    if (/[^A-Za-z0-9_-]/.test(key))
        errors.push([
            'key',
            'Key must only contain alphanumeric characters, hyphens and underscores.',
            'INVALID',
        ]);
    if (!type) errors.push(['type', "Type can't be blank", 'BLANK']);
    else if (!TYPES.has(type))
        errors.push(['type', `Type must be one of the following: ${TYPES_TOLD}.`, 'INCLUSION']);
    else if (definition && input.type && definition.type !== input.type)
        errors.push(['type', `Type must be ${definition.type}`, 'INVALID_TYPE']);
    if (!input.value?.trim()) errors.push(['value', "Value can't be blank.", 'BLANK']);
    else if (type && TYPES.has(type)) {
        const wrong = valueError(type, input.value);
        if (wrong) errors.push(['value', wrong, 'INVALID_VALUE']);
    }
    return errors;
}

export function putMetafield(shop, customer, input) {
    const { namespace, key } = input;
    const old = customer.metafields.find((one) => one.namespace === namespace && one.key === key);
    const type = input.type ?? definitionOf(shop, namespace, key)?.type ?? old?.type;
    if (old) {
        if (old.value !== input.value || old.type !== type) old.updatedAt = shop.now();
        old.value = input.value;
        old.type = type;
        return old;
    }
    const now = shop.now();
    const made = {
        id: shop.newId('metafield'),
        namespace,
        key,
        type,
        value: input.value,
        createdAt: now,
        updatedAt: now,
    };
    customer.metafields.push(made);
    return made;
}

export function dropMetafield(customer, namespace, key) {
    const at = customer.metafields.findIndex((one) => one.namespace === namespace && one.key === key);
    return at < 0 ? null : customer.metafields.splice(at, 1)[0];
}
