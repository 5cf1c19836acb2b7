// customerCreate, customerUpdate, customerSet, customerDelete: from an input to a record, or to userErrors.
import { replaceAddresses } from './addresses.mjs';
import { consentErrors, newConsent, refuseState } from './consent.mjs';
import { apiError, idOf, userError } from './errors.mjs';
import { metafieldErrors, putMetafield } from './metafields.mjs';
import { cleanPhone } from './phones.mjs';
import {
    blankToNull,
    cleanEmail,
    cleanTags,
    emailErrors,
    isLocale,
    shopTags,
    tagErrors,
    textErrors,
} from './rules.mjs';

const NO_IDENTITY = 'A name, phone number, or email address must be present';
const CURLY_ORDERS = 'Customer can’t be deleted because they have associated orders';
export const customerGid = (id) => `gid://shopify/Customer/${id}`;

// Every setter: (shop, draft, value, add): add(path, message) tells an error.
const SETTERS = {
    email(shop, draft, value, add) {
        const email = cleanEmail(value);
        const errors = emailErrors(email);
        const other = email && shop.findEmail(email);
        if (!errors.length && other && other.id !== draft.id) errors.push('Email has already been taken');
        errors.forEach((message) => add(['email'], message));
        if (email === draft.email) return;
        if (draft.email && draft.emailConsent && !email) draft.emailConsent = null;
        draft.email = email;
    },
    phone(shop, draft, value, add) {
        const { phone, errors } = cleanPhone(value, shop.settings.country);
        const other = phone && shop.findPhone(phone);
        if (other && other.id !== draft.id) errors.push('Phone has already been taken');
        errors.forEach((message) => add(['phone'], message));
        if (!phone) draft.smsConsent = null;
        draft.phone = phone;
    },
    locale(shop, draft, value, add) {
        if (value === null || value === '') draft.locale = shop.settings.language;
        else if (!isLocale(value)) add(['locale'], 'Locale is invalid');
        else draft.locale = value;
    },
    note(shop, draft, value, add) {
        textErrors('note', value).forEach((message) => add(['note'], message));
        draft.note = value;
    },
    tags(shop, draft, value, add) {
        const tags = cleanTags(value ?? []);
        const errors = tagErrors(tags);
        errors.forEach((message) => add(['tags'], message));
        draft.tags = errors.length ? tags : cleanTags(shopTags(shop, tags));
    },
    taxExempt(shop, draft, value, add, isSet) {
        if (value === null && isSet) add(['taxExempt'], 'Tax exempt is of unexpected type NilClass');
        else draft.taxExempt = value ?? false;
    },
    taxExemptions(shop, draft, value) {
        draft.taxExemptions = [...new Set(value ?? [])];
    },
    multipassIdentifier(shop, draft, value) {
        draft.multipassIdentifier = value;
    },
};

for (const field of ['firstName', 'lastName'])
    SETTERS[field] = (shop, draft, value, add) => {
        textErrors(field, value).forEach((message) => add([field], message));
        draft[field] = blankToNull(value)?.trim() ?? null;
    };
const ORDER = [
    'email',
    'phone',
    'firstName',
    'lastName',
    'locale',
    'note',
    'tags',
    'taxExempt',
    'taxExemptions',
    'multipassIdentifier',
];

function setFields(shop, draft, input, errors, isSet) {
    const add = (path, message) => errors.push(userError(path, message));
    for (const field of ORDER)
        if (input[field] !== undefined) SETTERS[field](shop, draft, input[field], add, isSet);
    if (!errors.length && !draft.email && !draft.phone && !draft.firstName && !draft.lastName)
        errors.push(userError(null, NO_IDENTITY));
}

function setInlineConsent(shop, draft, input, errors) {
    const kinds = [
        [
            'emailMarketingConsent',
            'email',
            'emailConsent',
            'An email address is required to set the email marketing consent state.',
        ],
        [
            'smsMarketingConsent',
            'phone',
            'smsConsent',
            'A phone number is required to set the SMS consent state.',
        ],
    ];
    for (const [name, needs, kept, words] of kinds) {
        const given = input[name];
        if (!given) continue;
        refuseState(given, true);
        if (!draft[needs]) errors.push(userError([name], words));
        for (const [path, message] of consentErrors(shop, given, true))
            errors.push(userError([name, ...path], message));
        draft[kept] = newConsent(shop, draft[kept], given);
    }
    const whatsApp = input.whatsAppMarketingConsent;
    if (whatsApp) refuseState({ marketingState: whatsApp.state }, true);
    if (whatsApp && !draft.phone)
        errors.push(
            userError(
                ['whatsAppMarketingConsent'],
                'A phone number is required to set the WhatsApp consent state.',
            ),
        );
}

function setMetafields(shop, draft, inputs, errors) {
    (inputs ?? []).forEach((input, i) => {
        const old = input.id ? draft.metafields.find((one) => one.id === idOf(input.id, 'Metafield')) : null;
        const full = old ? { namespace: old.namespace, key: old.key, type: old.type, ...input } : input;
        const wrong = metafieldErrors(shop, full, old);
        for (const [field, message] of wrong)
            errors.push(userError(['metafields', String(i), field], message));
        if (!wrong.length) putMetafield(shop, draft, full);
    });
}

function setAddresses(shop, draft, inputs, errors, rules) {
    for (const [path, message] of replaceAddresses(shop, draft, inputs ?? [], rules))
        errors.push(userError(['addresses', ...path], message));
}

const refused = (errors) => ({ record: null, errors });

export function createCustomer(shop, input) {
    if (input.id) return refused([userError(['id'], 'Cannot specify ID on creation')]);
    const nested = [];
    (input.addresses ?? []).forEach(
        (one, i) =>
            one.id &&
            nested.push(userError(['addresses', String(i), 'id'], 'Cannot specify address ID on creation')),
    );
    if (nested.length) return refused(nested);
    (input.metafields ?? []).forEach(
        (one, i) =>
            one.id &&
            nested.push(
                userError(['metafields', String(i), 'id'], 'Cannot specify metafield ID on creation'),
            ),
    );
    if (nested.length) return refused(nested);
    const errors = [];
    const record = shop.blank();
    setFields(shop, record, input, errors, false);
    if (!errors.length) setInlineConsent(shop, record, input, errors);
    if (!errors.length && input.addresses)
        setAddresses(shop, record, input.addresses, errors, { refuseBlank: true });
    if (!errors.length) setMetafields(shop, record, input.metafields, errors);
    return errors.length ? refused(errors) : { record: shop.add(record), errors: [] };
}

export function updateCustomer(shop, input) {
    const record = shop.find(idOf(input.id, 'Customer'));
    if (!record) return refused([userError(['id'], 'Customer does not exist')]);
    for (const kind of ['emailMarketingConsent', 'smsMarketingConsent', 'whatsAppMarketingConsent']) {
        if (!input[kind]) continue;
        const own = `customer${kind[0].toUpperCase()}${kind.slice(1)}Update`;
        return refused([userError([kind], `To update ${kind}, please use the ${own} Mutation instead`)]);
    }
    const errors = [];
    const draft = shop.draft(record);
    setFields(shop, draft, input, errors, false);
    if (!errors.length && input.addresses)
        setAddresses(shop, draft, input.addresses, errors, { refuseBlank: true });
    if (!errors.length) setMetafields(shop, draft, input.metafields, errors);
    return errors.length ? refused(errors) : { record: shop.commit(record, draft), errors: [] };
}

const setError = (message, code) => [userError(['input'], message, code)];
const SET_CODES = [
    [/already been taken/, 'TAKEN'],
    [/too long/, 'TOO_LONG'],
    [/must be present/, 'INVALID'],
    [/invalid/, 'INVALID'],
    [/unexpected type/, 'INVALID'],
    [/./, 'INVALID'],
];

// The record that an identifier of customerSet names, or the reason why there is none.
function setTarget(shop, identifier, input) {
    if (!identifier)
        return {
            record: input.id ? shop.find(idOf(input.id, 'Customer')) : null,
            unknown: Boolean(input.id),
        };
    if (input.id)
        return {
            errors: setError('The id field is not allowed if identifier is provided.', 'ID_NOT_ALLOWED'),
        };
    if (identifier.customId)
        throw apiError("Metafield definition of type 'id' is required when using custom ids.", 'NOT_FOUND');
    if (identifier.id) return { record: shop.find(idOf(identifier.id, 'Customer')), unknown: true };
    const key = identifier.email ? 'email' : 'phone';
    if (!input[key])
        return {
            errors: setError(
                'The input field corresponding to the identifier is required.',
                'MISSING_FIELD_REQUIRED',
            ),
        };
    const clean = (text) =>
        key === 'email'
            ? cleanEmail(text)?.toLowerCase()
            : (cleanPhone(text, shop.settings.country).phone ?? text);
    if (clean(identifier[key]) !== clean(input[key]))
        return {
            errors: setError(
                'The identifier value does not match the value of the corresponding field in the input.',
                'INPUT_MISMATCH',
            ),
        };
    const value = clean(identifier[key]);
    return { record: key === 'email' ? shop.findEmail(value) : shop.findPhone(value) };
}

export function setCustomer(shop, identifier, input) {
    const target = setTarget(shop, identifier, input);
    if (target.errors) return refused(target.errors);
    if (target.unknown && !target.record)
        return refused(setError('Resource matching the identifier was not found.', 'NOT_FOUND'));
    const errors = [];
    const draft = target.record ? shop.draft(target.record) : shop.blank();
    setFields(shop, draft, input, errors, true);
    if (!errors.length && input.addresses)
        setAddresses(shop, draft, input.addresses, errors, { refuseBlank: false });
    if (errors.length) {
        return refused(
            errors.map(({ field, message }) =>
                userError(
                    ['input', ...(field ?? [])],
                    message,
                    SET_CODES.find(([pattern]) => pattern.test(message))[1],
                ),
            ),
        );
    }
    return { record: target.record ? shop.commit(target.record, draft) : shop.add(draft), errors: [] };
}

export function deleteCustomer(shop, input) {
    const record = shop.find(idOf(input.id, 'Customer'));
    if (!record) return refused([userError(['id'], "Customer can't be found")]);
    if (record.orderCount) return refused([userError(['id'], CURLY_ORDERS)]);
    shop.remove(record);
    return { record, errors: [] };
}
