// node export.mjs URL FILE: every cell of an export of all groups against what the test server says of its shop
// (GET /test/dump). FILE is a CSV, or a workbook, whose dates are numbers. Prints what is counted, or the first cells that
// differ; the status says which. The shop is in Japan and its customers are those of POST /test/seed.
import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

const [, , url, path] = process.argv;
const ZONE = 9 * 3600000;
const MOST_SHOWN = 5;

// ---- the shop ----

const two = (n) => String(n).padStart(2, '0');
function moment(iso) {
    if (!iso) return '';
    const at = new Date(Date.parse(iso) + ZONE);
    const day = `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`;
    return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0900`;
}
const word = (text, none) => (text ? text.toLowerCase() : none);
const yes = (flag) => (flag ? 'TRUE' : 'FALSE');
const yen = (amount) => amount.replace(/\.0+$/, '');
const order = (name, one) => ({
    [`${name}: ID`]: one?.id ?? '',
    [`${name}: Name`]: one?.name ?? '',
    [`${name}: Processed At`]: moment(one?.processedAt),
    [`${name}: Price Total`]: one ? yen(one.total) : '',
});
const byTime = (a, b) => Date.parse(a.processedAt) - Date.parse(b.processedAt) || Number(a.id) - Number(b.id);

function addressCells(one) {
    return {
        'Address ID': one.id,
        'Address Command': 'MERGE',
        'Address First Name': one.firstName ?? '',
        'Address Last Name': one.lastName ?? '',
        'Address Phone': one.phone ?? '',
        'Address Company': one.company ?? '',
        'Address Line 1': one.address1 ?? '',
        'Address Line 2': one.address2 ?? '',
        'Address City': one.city ?? '',
        'Address Province': one.province ?? '',
        'Address Province Code': one.provinceCode ?? '',
        'Address Country': one.country ?? '',
        'Address Country Code': one.countryCode ?? '',
        'Address Zip': one.zip ?? '',
        'Address Is Default': yes(one.default),
    };
}

function customerCells(c) {
    const orders = [...c.orders].sort(byTime);
    return {
        Command: 'MERGE',
        'First Name': c.firstName ?? '',
        'Last Name': c.lastName ?? '',
        Phone: c.phone ?? '',
        Language: c.locale ?? '',
        State: word(c.state),
        'Email Marketing: Status': word(c.emailConsent?.state, 'not_subscribed'),
        'Email Marketing: Level': word(c.emailConsent?.level, 'single_opt_in'),
        'Email Marketing: Updated At': moment(c.emailConsent?.at),
        'SMS Marketing: Status': word(c.smsConsent?.state, 'not_subscribed'),
        'SMS Marketing: Level': word(c.smsConsent?.level, 'single_opt_in'),
        'SMS Marketing: Updated At': moment(c.smsConsent?.at),
        'SMS Marketing: Source': 'OTHER',
        'Created At': moment(c.createdAt),
        'Updated At': moment(c.updatedAt),
        Note: c.note ?? '',
        'Verified Email': yes(c.verifiedEmail),
        'Tax Exempt': yes(c.taxExempt),
        Tags: c.tags.join(', '),
        'Tags Command': 'REPLACE',
        'Total Spent': yen(c.amountSpent),
        'Total Orders': String(c.numberOfOrders),
        'Multipass Identifier': c.multipassIdentifier ?? '',
        'Tax Exemptions': c.taxExemptions.join(', '),
        'Top Row': 'TRUE',
        ...order('First Order', orders[0]),
        ...order('Last Order', orders.at(-1)),
        ...Object.fromEntries(
            c.metafields.map((m) => [`Metafield: ${m.namespace}.${m.key} [${m.type}]`, m.value]),
        ),
    };
}

async function* wantedRows() {
    const response = await fetch(`${url}/test/dump`);
    let number = 2;
    for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
        const c = JSON.parse(line);
        for (let i = 0; i < Math.max(1, c.addresses.length); i++)
            yield {
                ID: c.id,
                Email: c.email ?? '',
                'Row #': String(number++),
                ...(i === 0 ? customerCells(c) : {}),
                ...(c.addresses[i] ? addressCells(c.addresses[i]) : {}),
            };
    }
}

// ---- a CSV ----

async function* csvRows() {
    let row = [''];
    let quoted = false;
    let closed = false;
    for await (const chunk of createReadStream(path, 'utf8'))
        for (const c of chunk) {
            if (quoted && c === '"') [quoted, closed] = [false, true];
            else if (quoted) row[row.length - 1] += c;
            else if (c === '"') {
                if (closed) row[row.length - 1] += c;
                quoted = true;
            } else if (c === ',') row.push('');
            else if (c === '\n') {
                yield row;
                row = [''];
            } else if (c !== '\r' && c !== '\uFEFF') row[row.length - 1] += c;
            if (c !== '"') closed = false;
        }
}

// ---- a workbook ----

const plain = (text) =>
    text.replace(/&(amp|lt|gt|quot|apos|#x([0-9A-Fa-f]+)|#(\d+));/g, (all, name, hex, decimal) =>
        hex || decimal
            ? String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal))
            : { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name],
    );
const texts = (xml) => plain([...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map((one) => one[1]).join(''));

async function* elements(part, end) {
    const child = spawn('unzip', ['-p', path, part], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.setEncoding('utf8');
    let rest = '';
    for await (const chunk of child.stdout) {
        const pieces = (rest + chunk).split(end);
        rest = pieces.pop();
        yield* pieces;
    }
}

function columnOf(reference) {
    let n = 0;
    for (const letter of /^[A-Z]+/.exec(reference)[0]) n = n * 26 + letter.charCodeAt(0) - 64;
    return n - 1;
}

async function* workbookRows() {
    const shared = [];
    for await (const one of elements('xl/sharedStrings.xml', '</si>')) shared.push(texts(one));
    for await (const xml of elements('xl/worksheets/sheet1.xml', '</row>')) {
        const row = [];
        for (const [, reference, type, inner] of xml.matchAll(
            /<c r="([A-Z]+\d+)"(?: s="\d+")?(?: t="(\w+)")?[^>]*?(?:\/>|>(.*?)<\/c>)/gs,
        )) {
            const value = /<v>([^<]*)<\/v>/.exec(inner ?? '')?.[1] ?? '';
            row[columnOf(reference)] =
                type === 's' ? shared[value]
                : type === 'inlineStr' ? texts(inner)
                : type === 'b' ? yes(value === '1')
                : plain(value);
        }
        yield Array.from(row, (cell) => cell ?? '');
    }
}

// A date of a sheet: days since 1899-12-30, in the shop's zone.
function moment1900(text) {
    return moment(new Date(Math.round((Number(text) - 25569) * 86400) * 1000 - ZONE).toISOString());
}

// ---- both ----

const isBook = path.endsWith('.xlsx');
const rows = isBook ? workbookRows() : csvRows();
const headers = (await rows.next()).value;
const isDate = headers.map((one) => isBook && one.endsWith(' At'));
let [count, cells, wrong] = [0, 0, 0];
for await (const want of wantedRows()) {
    const have = (await rows.next()).value ?? [];
    count++;
    headers.forEach((header, i) => {
        const is = isDate[i] && have[i] ? moment1900(have[i]) : (have[i] ?? '');
        cells++;
        if (is === (want[header] ?? '') || wrong++ >= MOST_SHOWN) return;
        console.log(`row ${count + 1}, ${header}: "${is}", not "${want[header] ?? ''}"`);
    });
    for (const header of Object.keys(want))
        if (!headers.includes(header) && wrong++ < MOST_SHOWN) console.log(`there is no column ${header}`);
}
if (!(await rows.next()).done) {
    wrong++;
    console.log('there are more rows than the shop has');
}
console.log(`${count} rows, ${cells} cells, ${wrong} wrong`);
process.exitCode = wrong > 0 || count === 0 ? 1 : 0;
