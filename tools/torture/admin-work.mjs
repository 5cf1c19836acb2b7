// What is imported, and into what: made-up customers for admin.mjs.

const HEADER = [
    'ID',
    'Email',
    'Phone',
    'Command',
    'First Name',
    'Last Name',
    'Note',
    'Tags',
    'Tags Command',
    'Email Marketing: Status',
    'Send Account Activation Email',
    'Address Command',
    'Address Line 1',
    'Address City',
    'Address Country Code',
    'Metafield: custom.level [single_line_text_field]',
    'Metafield: custom.points [number_integer]',
];

const line = (row) =>
    HEADER.map((name) => {
        const text = String(row[name] ?? '');
        return /[",]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
    }).join(',');

export const csvOf = (rows) => `${[HEADER.join(','), ...rows.map(line)].join('\n')}\n`;

const address = (n) => ({
    'Address Command': 'MERGE',
    'Address Line 1': `Street ${n}`,
    'Address City': 'Berlin',
    'Address Country Code': 'DE',
});

// The shop before: {customers for /test/customers, definitions}.
export function shopBefore(n) {
    const customers = Array.from({ length: n }, (_, i) => ({
        email: `old${i}@example.com`,
        firstName: 'Old',
        lastName: `No. ${i}`,
        note: `note ${i}`,
        tags: ['kept', `t${i % 7}`, ...(i % 3 ? [] : ['gone'])],
        createdAt: '2024-05-01T00:00:00Z',
        ...(i % 4 === 0 ? { emailConsent: { state: 'SUBSCRIBED', at: '2024-05-01T00:00:00Z' } } : {}),
        addresses:
            i % 2 ? [{ address1: `Old street ${i}`, city: 'Bonn', countryCode: 'DE', default: true }] : [],
        metafields:
            i % 5
                ? []
                : [{ namespace: 'custom', key: 'level', type: 'single_line_text_field', value: 'silver' }],
    }));
    return customers;
}

export const DEFINITIONS = [
    { namespace: 'custom', key: 'level', type: 'single_line_text_field' },
    { namespace: 'custom', key: 'points', type: 'number_integer' },
];

function update(i) {
    return {
        Email: `old${i}@example.com`,
        Command: i % 50 === 9 ? 'DELETE' : i % 50 === 19 ? 'REPLACE' : i % 2 ? 'MERGE' : 'UPDATE',
        'First Name': 'Old',
        'Last Name': i % 3 ? `No. ${i}` : `Changed ${i}`,
        Note: i % 4 ? `note ${i}` : `new note ${i}`,
        Tags: i % 3 ? 'added' : 'gone',
        'Tags Command': i % 3 ? 'MERGE' : 'DELETE',
        'Email Marketing: Status': i % 5 === 1 ? 'subscribed' : i % 5 === 2 ? 'unsubscribed' : '',
        'Send Account Activation Email': i % 8 === 3 ? 'TRUE' : '',
        ...(i % 4 === 1 ? address(`old ${i}`) : {}),
        'Metafield: custom.level [single_line_text_field]': i % 5 ? '' : 'gold',
        'Metafield: custom.points [number_integer]': i % 6 ? '' : String(i),
    };
}

// The second row of a customer: one more address.
const second = (row, i) => ({ Email: row.Email, ...address(`second ${i}`) });

function byEmail(i) {
    return {
        Email: `new${i}@example.com`,
        Phone: i % 2 ? '' : `+4930${5550000 + i}`,
        Command: i % 3 ? 'MERGE' : 'NEW',
        'First Name': 'New',
        'Last Name': `No. ${i}`,
        Tags: `fresh, f${i % 5}`,
        'Email Marketing: Status': i % 3 ? 'subscribed' : '',
        'Send Account Activation Email': i % 4 ? '' : 'TRUE',
        ...(i % 2 ? address(`new ${i}`) : {}),
        'Metafield: custom.level [single_line_text_field]': i % 6 ? '' : 'bronze',
    };
}

const byPhone = (i) => ({
    Phone: `+4930${6660000 + i}`,
    Command: 'MERGE',
    'First Name': 'Phone',
    'Last Name': `No. ${i}`,
    Note: `by phone ${i}`,
});

const byName = (i) => ({
    Command: 'NEW',
    'First Name': 'Name',
    'Last Name': `Only ${i}`,
    Note: i % 2 ? `nameless ${i}` : '',
    Tags: i % 3 ? '' : 'nameless',
    ...(i % 4 === 0 ? address(`nameless ${i}`) : {}),
});

// n customers: two fifths updates (and some deletions and replacements), two fifths new by email, the rest new by phone
// and by name only, in turns, so that every batch has some of each.
export function mixed(n) {
    const rows = [];
    for (let i = 0; i < n; i++) {
        const turn = Math.floor(i / 5);
        const row = [update, update, byEmail, byEmail, turn % 2 ? byPhone : byName][i % 5](
            i % 5 < 4 ? turn * 2 + (i % 2) : turn,
        );
        rows.push(row);
        if (i % 15 === 0 && row.Command !== 'DELETE') rows.push(second(row, i));
    }
    return rows;
}

export const isNameOnly = (dumped) => {
    const c = JSON.parse(dumped);
    return c.email === null && c.phone === null;
};

// n new customers with what most have: two names, a phone, tags, consent, an address.
export function newcomers(n) {
    return Array.from({ length: n }, (_, i) => ({
        Email: `customer${i}@example.com`,
        Phone: `+8190${20000000 + i}`,
        Command: 'MERGE',
        'First Name': 'New',
        'Last Name': `No. ${i}`,
        Tags: 'fresh, budget',
        'Email Marketing: Status': i % 3 ? 'subscribed' : '',
        ...address(`budget ${i}`),
    }));
}
