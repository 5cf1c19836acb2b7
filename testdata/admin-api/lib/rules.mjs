// Shopify's rules about single fields of a customer: e-mail, phone, names, note, locale, tags.
const MOST_LETTERS = 255;
const MOST_NOTE = 5000;
const MOST_TAGS = 250;
const EMAIL = /^[^\s@<>(),;:"[\]\\]+@[^\s@.,;<>()"]+(\.[^\s@.,;<>()"]+)+$/u;

export const letters = (text) => [...text].length;

// Every white space goes, inside too; '' becomes null.
export function cleanEmail(text) {
    if (text === null || text === undefined) return null;
    return text.replace(/\s+/gu, '') || null;
}

export function emailErrors(email) {
    if (!email) return [];
    const errors = [];
    if (letters(email) > MOST_LETTERS)
        errors.push(`Email is too long (maximum is ${MOST_LETTERS} characters)`);
    const [local, domain] = email.split('@');
    const isWrong =
        !EMAIL.test(email) ||
        local.startsWith('.') ||
        local.endsWith('.') ||
        email.includes('..') ||
        domain.length > 253 ||
        local.length > 128;
    if (isWrong) errors.push('Email is invalid');
    return errors;
}

export const blankToNull = (text) =>
    text === null || text === undefined || text.trim() === '' ? null : text;

export function textErrors(field, text) {
    const words = { firstName: 'First name', lastName: 'Last name', note: 'Note' };
    const most = field === 'note' ? MOST_NOTE : MOST_LETTERS;
    if (!text || letters(text) <= most) return [];
    return [`${words[field]} is too long (maximum is ${most} characters)`];
}

export function isLocale(text) {
    if (!/^[a-z]{2,3}([-_]([A-Za-z]{4}|[A-Za-z]{2}|\d{3}))*$/.test(text)) return false;
    try {
        return (
            Intl.getCanonicalLocales(text.replace(/_/g, '-')).length === 1 &&
            isLanguage(text.split(/[-_]/)[0])
        );
    } catch {
        return false;
    }
}

const languages = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
const isLanguage = (code) => languages.of(code) !== undefined;

// Split at commas, trimmed, once each without regard to case, sorted without regard to case.
export function cleanTags(list) {
    const seen = new Map();
    for (const item of list) {
        for (const part of item.split(',')) {
            const tag = part.trim();
            if (tag && !seen.has(tag.toLowerCase())) seen.set(tag.toLowerCase(), tag);
        }
    }
    return sortTags([...seen.values()]);
}

export function sortTags(list) {
    return list
        .map((tag) => [tag.toLowerCase(), tag])
        .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
        .map((one) => one[1]);
}

export function tagErrors(list) {
    if (list.some((tag) => letters(tag) > MOST_LETTERS))
        return [`Tags is too long (maximum is ${MOST_LETTERS} characters)`];
    if (list.length > MOST_TAGS) return [`Tags cannot be more than ${MOST_TAGS}`];
    return [];
}

// The shop writes a tag as it was written first, whoever has it.
export function shopTags(shop, list) {
    return list.map((tag) => {
        const key = tag.toLowerCase();
        if (!shop.tagCase.has(key)) shop.tagCase.set(key, tag);
        return shop.tagCase.get(key);
    });
}
