// bench-peers.mjs : how Node's libraries read and write workbooks. Called by bench-peers.sh.
//
//     bench-peers.mjs version MODULE           its version; the status is 1 when it is not installed
//     bench-peers.mjs read MODULE FILE         every value of the first sheet; prints the rows it met
//     bench-peers.mjs write MODULE FILE ROWS   rows as xlsx/write_bench writes them, but without styles
//
// MODULE is "exceljs" (streaming) or "xlsx" (SheetJS, dense).
import { createRequire } from 'node:module';

const COLUMNS = 48;
const FILLED = 34;
// A number, a unique text, texts, an amount, a truth value: write_bench's "kinds".
const KINDS = 'nussmsbss';
const WORDS = ['東京都千代田区丸の内', 'MERGE', 'TRUE', 'Yamada', 'Schmidt', '大阪府', 'VIP, newsletter, 2024', 'JP', 'Germany',
  '花子', 'REPLACE', 'Example Ltd'];
const RANDOMS = 65521;

// Where Node looks, and where testdata/makers/make.sh installs.
function load(name) {
  try {
    return createRequire(import.meta.url)(name);
  } catch {
    return createRequire(new URL('../testdata/makers/', import.meta.url))(name);
  }
}

// As bench-peers.py makes them. They repeat after two thousand rows, far behind what deflate can see.
function randoms() {
  const made = new Uint32Array(RANDOMS);
  for (let i = 0, x = 88172645; i < RANDOMS; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    made[i] = x;
  }
  return made;
}

function* rowsOf(count) {
  const random = randoms();
  const make = {
    s: (r) => WORDS[r % 12],
    u: (r, row) => `customer.${row}.${r % 1000}@example.com`,
    n: (r, row) => 5417543000000 + row,
    m: (r) => (r % 10000000) / 100,
    b: (r) => r % 2 === 0,
  };
  for (let row = 0; row < count; row++) {
    const cells = new Array(COLUMNS).fill(null);
    for (let i = 0; i < COLUMNS; i++) {
      if (i % 24 < FILLED / 2) cells[i] = make[KINDS[i % 9]](random[(row * COLUMNS + i) % RANDOMS], row);
    }
    yield cells;
  }
}

async function readExceljs(path) {
  const ExcelJS = load('exceljs');
  // Styles are asked for, since without them a date is only a number.
  const book = new ExcelJS.stream.xlsx.WorkbookReader(path, { sharedStrings: 'cache', styles: 'cache', worksheets: 'emit' });
  let met = 0;
  let filled = 0;
  for await (const sheet of book) {
    for await (const row of sheet) {
      met++;
      for (const value of row.values) filled += value !== undefined && value !== null;
    }
  }
  console.log(met, 'rows,', filled, 'cells');
}

function readSheetjs(path) {
  const XLSX = load('xlsx');
  const book = XLSX.readFile(path, { dense: true });
  const sheet = book.Sheets[book.SheetNames[0]];
  const rows = sheet['!data'] ?? sheet; // the second: until 0.18
  let met = 0;
  let filled = 0;
  for (const row of rows) {
    if (row) met++;
    for (const cell of row ?? []) filled += cell?.v !== undefined;
  }
  console.log(met, 'rows,', filled, 'cells');
}

async function writeExceljs(path, count) {
  const ExcelJS = load('exceljs');
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path });
  const sheet = book.addWorksheet('Customers');
  let row = 0;
  for (const cells of rowsOf(count)) {
    sheet.addRow(cells).commit();
    // What was committed leaves memory only when others get their turn.
    if (++row % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  sheet.commit();
  await book.commit();
}

function writeSheetjs(path, count) {
  const XLSX = load('xlsx');
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([...rowsOf(count)], { dense: true }), 'Customers');
  XLSX.writeFile(book, path, { compression: true });
}

const [what, name, path, count] = process.argv.slice(2);
if (what === 'version') {
  try {
    load(name);
    console.log(load(`${name}/package.json`).version);
  } catch {
    process.exit(1);
  }
} else if (what === 'read') {
  await { exceljs: readExceljs, xlsx: readSheetjs }[name](path);
} else {
  await { exceljs: writeExceljs, xlsx: writeSheetjs }[name](path, Number(count));
}
