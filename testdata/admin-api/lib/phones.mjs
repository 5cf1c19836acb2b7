// Phone numbers as Shopify keeps them: E.164, national ones read in a country. A small part of what libphonenumber knows.
const CODES = {
    US: '1',
    CA: '1',
    PR: '1',
    JP: '81',
    GB: '44',
    IE: '353',
    FR: '33',
    DE: '49',
    IT: '39',
    ES: '34',
    PT: '351',
    NL: '31',
    BE: '32',
    LU: '352',
    CH: '41',
    AT: '43',
    SE: '46',
    NO: '47',
    DK: '45',
    FI: '358',
    IS: '354',
    PL: '48',
    CZ: '420',
    SK: '421',
    HU: '36',
    RO: '40',
    BG: '359',
    GR: '30',
    TR: '90',
    RU: '7',
    UA: '380',
    IL: '972',
    AE: '971',
    SA: '966',
    EG: '20',
    ZA: '27',
    NG: '234',
    KE: '254',
    IN: '91',
    PK: '92',
    BD: '880',
    LK: '94',
    TH: '66',
    VN: '84',
    MY: '60',
    SG: '65',
    ID: '62',
    PH: '63',
    CN: '86',
    HK: '852',
    MO: '853',
    TW: '886',
    KR: '82',
    AU: '61',
    NZ: '64',
    BR: '55',
    AR: '54',
    CL: '56',
    CO: '57',
    PE: '51',
    MX: '52',
};
// How many digits a number has behind the country code, where that is known.
const LENGTHS = {
    1: [10, 10],
    81: [9, 10],
    44: [9, 10],
    33: [9, 9],
    49: [6, 13],
    61: [9, 9],
    82: [8, 10],
    86: [9, 11],
    886: [8, 9],
    852: [8, 8],
    65: [8, 8],
    91: [10, 10],
    39: [6, 11],
    34: [9, 9],
};
const KEEPS_ZERO = new Set(['IT']);
const NO_TRUNK = new Set(['US', 'CA', 'PR', 'ES', 'DK', 'NO', 'SG', 'HK', 'MO', 'PL', 'CZ', 'GR', 'PT']);
const FORMATTING = /[\s\u00a0\u3000().\-‐‑‒–—−ー－（）/]/gu;

function digitsOf(text) {
    return text.normalize('NFKC').replace(FORMATTING, '');
}

function isPossible(digits) {
    const code = Object.keys(LENGTHS).find((one) => digits.startsWith(one));
    if (!code) return digits.length >= 7 && digits.length <= 15;
    const rest = digits.length - code.length;
    if (code === '1' && !/^1[2-9]/.test(digits)) return false;
    return rest >= LENGTHS[code][0] && rest <= LENGTHS[code][1] && !(code === '81' && digits[2] === '0');
}

function national(digits, country) {
    const code = CODES[country];
    if (!code) return null;
    if (code === '1' && digits.length === 11 && digits.startsWith('1')) return digits;
    if (!NO_TRUNK.has(country) && !KEEPS_ZERO.has(country)) return code + digits.replace(/^0/, '');
    return code + digits;
}

// A customer's number: {phone} or {error}. Blank is null.
export function cleanPhone(text, country) {
    if (text === null || text === undefined || text.trim() === '') return { phone: null, errors: [] };
    const errors = text.length > 255 ? ['Phone is too long (maximum is 255 characters)'] : [];
    const bare = digitsOf(text);
    const match = /^(\+?)(\d+)$/.exec(bare);
    const digits = match && (match[1] ? match[2] : national(match[2], country));
    if (!digits || !isPossible(digits)) return { phone: null, errors: [...errors, 'Phone is invalid'] };
    return { phone: `+${digits}`, errors };
}

// An address's number is never refused: what cannot be read stays as it is written.
export function addressPhone(text, country) {
    const bare = digitsOf(text);
    const match = /^(\+?)(\d+)$/.exec(bare);
    if (!match) return text;
    const digits = match[1] ? match[2] : national(match[2], country);
    return digits && digits.length <= 15 ? `+${digits}` : text;
}
