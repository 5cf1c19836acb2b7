// make.mjs: rows.json as exceljs and as SheetJS write it. Called by make.sh.
import { readFileSync } from 'node:fs';

const rows = JSON.parse(readFileSync('rows.json', 'utf8'));
const value = (v) => (v && v.date ? new Date(v.date + 'Z') : v);

const { default: ExcelJS } = await import('exceljs');
{
  const book = new ExcelJS.Workbook();
  book.created = book.modified = new Date('2024-01-01T00:00:00Z');
  const sheet = book.addWorksheet('Customers');
  for (const row of rows) sheet.addRow(row.map(value));
  sheet.getColumn(9).numFmt = 'yyyy-mm-dd hh:mm:ss';
  await book.xlsx.writeFile('exceljs.xlsx');
}

const XLSX = await import('xlsx');
const fs = await import('node:fs');
XLSX.set_fs?.(fs);
{
  // Serials are given as such: the library would put dates into the time zone of the machine.
  const serial = (v) => ({ t: 'n', v: Date.parse(v.date + 'Z') / 86400000 + 25569, z: 'yyyy-mm-dd hh:mm:ss' });
  const cell = (v) => (v && v.date ? serial(v) : v);
  for (const [name, options] of [['sheetjs', { bookSST: false }], ['sheetjs-sst', { bookSST: true }]]) {
    const sheet = XLSX.utils.aoa_to_sheet(rows.map((row) => row.map(cell)));
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'Customers');
    XLSX.writeFile(book, name + '.xlsx', { ...options, compression: true });
  }
}
