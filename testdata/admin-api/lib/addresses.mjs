// A customer's addresses: what an input makes of one, and what is wrong with it.
import { letters } from './rules.mjs';
import { addressPhone } from './phones.mjs';
import { countryByName, countryName, findProvince, hasCountry, hasProvinces } from './places.mjs';

const TEXTS = {
    firstName: 'First name',
    lastName: 'Last name',
    company: 'Company',
    address1: 'Address1',
    address2: 'Address2',
    city: 'City',
    zip: 'Zip',
    phone: 'Phone',
};
const SAME = [
    'firstName',
    'lastName',
    'company',
    'address1',
    'address2',
    'city',
    'zip',
    'phone',
    'countryCode',
    'provinceCode',
];
const EMOJI = /\p{Extended_Pictographic}/u;
const NOT_EMOJI = /[\u00a9\u00ae\u203c-\u3299]/u;

export const addressGid = (id) => `gid://shopify/MailingAddress/${id}?model_name=CustomerAddress`;

function textError(field, text) {
    if (letters(text) > 255) return `${TEXTS[field]} is too long (maximum is 255 characters)`;
    if (/<[a-z!/][^>]*>/i.test(text)) return `${TEXTS[field]} cannot contain HTML tags`;
    if (/https?:\/\//i.test(text)) return `${TEXTS[field]} cannot contain URL`;
    if ([...text].some((one) => EMOJI.test(one) && !NOT_EMOJI.test(one)))
        return `${TEXTS[field]} cannot contain emojis`;
    return null;
}

function takeTexts(address, input, errors) {
    for (const field of Object.keys(TEXTS)) {
        if (input[field] === undefined) continue;
        const text = input[field] === null ? null : input[field].trim() || null;
        const wrong = text && textError(field, text);
        if (wrong) errors.push([[field], wrong]);
        address[field] = text;
    }
}

function takeCountry(address, input, errors) {
    const code =
        input.countryCode ??
        (input.countryCode === undefined && input.country
            ? (countryByName(input.country) ?? 'ZZ')
            : input.countryCode);
    if (code === undefined && input.country === undefined) return true;
    const isKnown = !code || hasCountry(code);
    if (!isKnown) errors.push([['country'], 'Country is invalid']);
    else {
        if (address.countryCode !== (code ?? null)) address.provinceCode = address.province = null;
        address.countryCode = code ?? null;
        address.country = countryName(code);
    }
    return isKnown;
}

function takeProvince(address, input, errors) {
    const text = input.provinceCode !== undefined ? input.provinceCode : input.province;
    if (text === undefined) return;
    address.provinceCode = null;
    address.province = null;
    if (!text?.trim() || !address.countryCode) {
        if (text?.trim()) address.province = text.trim();
        return;
    }
    if (!hasProvinces(address.countryCode)) return;
    const found = findProvince(address.countryCode, text.trim());
    if (!found) errors.push([['province'], 'Province is invalid']);
    else [address.provinceCode, address.province] = [found.code, found.name];
}

// Changes the address as the input says; gives [[path, message], ...]. Names that are empty come from the customer.
export function applyAddress(shop, customer, address, input) {
    const errors = [];
    takeTexts(address, input, errors);
    if (takeCountry(address, input, errors)) takeProvince(address, input, errors);
    if (!address.firstName && !address.lastName) {
        address.firstName = customer.firstName;
        address.lastName = customer.lastName;
    } else if (!address.firstName) address.firstName = customer.firstName;
    else if (!address.lastName) address.lastName = customer.lastName;
    if (address.phone && input.phone)
        address.phone = addressPhone(address.phone, address.countryCode ?? shop.settings.country);
    return errors;
}

export const emptyAddress = () => ({
    id: 0,
    firstName: null,
    lastName: null,
    company: null,
    address1: null,
    address2: null,
    city: null,
    zip: null,
    phone: null,
    countryCode: null,
    country: null,
    provinceCode: null,
    province: null,
});

export const isBlankInput = (input) =>
    !Object.entries(input).some(([key, value]) => key !== 'id' && value && value.trim() !== '');

export const isSame = (a, b) =>
    SAME.every((field) => (a[field] ?? '').toLowerCase() === (b[field] ?? '').toLowerCase());

export const addressName = (one) => [one.firstName, one.lastName].filter(Boolean).join(' ') || null;

export function formattedArea(one) {
    const local = [one.city, one.provinceCode ? one.provinceCode.replace(/^JP-\d+$/, one.province) : null]
        .filter(Boolean)
        .join(' ');
    return [...new Set([local, one.country])].filter(Boolean).join(', ') || null;
}

// The whole list of addresses, as customerUpdate and customerSet take it. Errors have paths that begin with the index.
export function replaceAddresses(shop, customer, inputs, { refuseBlank }) {
    const errors = [];
    const kept = [];
    inputs.forEach((input, i) => {
        const at = String(i);
        const id = input.id ? addressId(input.id) : null;
        const old = id && customer.addresses.find((one) => one.id === id);
        if (id && !old) return errors.push([[at, 'id'], 'Customer address does not exist']);
        if (refuseBlank && isBlankInput(input))
            return errors.push([[at], 'Customer address cannot be blank.']);
        const address = old ? { ...old } : emptyAddress();
        for (const [path, message] of applyAddress(shop, customer, address, input))
            errors.push([[at, ...path], message]);
        if (kept.some((one) => isSame(one, address))) return null;
        return kept.push(address);
    });
    if (errors.length) return errors;
    for (const one of kept) one.id ||= shop.newId('address');
    customer.addresses = kept;
    if (!kept.some((one) => one.id === customer.defaultAddressId))
        customer.defaultAddressId = kept[0]?.id ?? null;
    return [];
}

export function addressId(gid) {
    const match = /^gid:\/\/shopify\/MailingAddress\/(\d+)(\?model_name=CustomerAddress)?$/.exec(gid);
    return match ? Number(match[1]) : null;
}
