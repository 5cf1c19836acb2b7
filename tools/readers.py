"""readers.py READER CELLS WHAT: compares what another reader says of a workbook with CELLS, what meibo says of it
(xlsx/cells_bench). Says what differs; the status is 1 when anything does, and when nothing was compared.

    openpyxl CELLS FILE.xlsx       every cell: its kind and its value, and that moments look like moments
    calc     CELLS FOLDER/NAME     the sheets as LibreOffice wrote them: FOLDER/NAME-SHEET.csv, texts in quotes
    csv      CELLS FILE.csv        the first sheet, as meibo writes the same rows to a CSV
"""
import datetime
import glob
import json
import re
import sys

EPOCH = datetime.datetime(1899, 12, 30)
MOMENT = 'yyyy-mm-dd hh:mm:ss'


def meant(path):
    with open(path, encoding='utf-8') as lines:
        return [json.loads(line) for line in lines]


def moment(serial):
    """To the second: that is what is written and shown."""
    return EPOCH + datetime.timedelta(seconds=round(float(serial) * 86400))


def column_name(i):
    name = ''
    i += 1
    while i:
        i, letter = divmod(i - 1, 26)
        name = chr(ord('A') + letter) + name
    return name


def compare(want, have, same):
    """Both: (sheet, cell) -> what stands there."""
    said = 0
    for place in sorted(want.keys() | have.keys()):
        a, b = want.get(place), have.get(place)
        if a is None or b is None or not same(a, b):
            print(place, 'reads as', repr(b), 'instead of', repr(a))
            said += 1
    if not want:
        print('nothing to compare')
    return said or not want


# ---- openpyxl ----

def unescaped(text):
    """openpyxl leaves _xHHHH_ as it is, and of _x005F_ in shared strings only the end."""
    return re.sub('_x([0-9A-Fa-f]{4})_', lambda m: chr(int(m[1], 16)), text)


def same_value(cell, got):
    kind, text = cell
    value, number_format = got
    if kind == 'text':
        return isinstance(value, str) and text in (value, unescaped(value))
    if kind == 'number':
        return isinstance(value, (int, float)) and not isinstance(value, bool) and float(value) == float(text)
    if kind == 'boolean':
        return isinstance(value, bool) and value == (text == 'TRUE')
    if kind == 'date':
        return (isinstance(value, datetime.datetime) and number_format == MOMENT
                and abs(value - moment(text)) < datetime.timedelta(milliseconds=1))
    return value == text


def by_openpyxl(cells, path):
    import openpyxl
    book = openpyxl.load_workbook(path)
    have = {}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    value = ('a formula', cell.value) if cell.data_type == 'f' else cell.value
                    have[sheet.title, cell.coordinate] = (value, cell.number_format)
        if sheet.max_row > 1 and sheet.sheet_state == 'visible' and not sheet.freeze_panes:
            print(sheet.title, 'has no frozen header')
            return True
    return compare({(s, name): (kind, text) for s, name, kind, text in cells}, have, same_value)


# ---- CSV ----

def fields(text):
    """(column, line, text, was it in quotes) of every field that is not empty."""
    line, column = 1, 0
    for m in re.finditer(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\Z)', text):
        quoted = m[1] is not None
        value = m[1].replace('""', '"') if quoted else m[2]
        if value:
            yield column, line, value, quoted
        column = column + 1 if m[3] == ',' else 0
        line += m[3].endswith('\n')


def cells_of_csv(sheet, path):
    with open(path, encoding='utf-8-sig', newline='') as file:
        text = file.read()
    return {(sheet, column_name(c) + str(line)): (value, quoted) for c, line, value, quoted in fields(text)}


def shown(cell, value):
    kind, text = cell
    if kind == 'number':
        return re.fullmatch(r'-?[0-9.]+', value) and float(value) == float(text)
    if kind == 'date':
        return value == moment(text).strftime('%Y-%m-%d %H:%M:%S')
    return value == text


def by_calc(cells, stem):
    want, have = {}, {}
    for sheet, name, kind, text in cells:
        want[sheet, name] = (kind, text)
    for path in glob.glob(glob.escape(stem) + '-*.csv'):
        have.update(cells_of_csv(path[len(stem) + 1:-len('.csv')], path))
    return compare(want, have, lambda a, b: (a[0] == 'text') == b[1] and shown(a, b[0]))


def by_csv(cells, path):
    first = cells[0][0] if cells else ''
    want = {(s, name): (kind, text) for s, name, kind, text in cells if s == first}
    # Moments have their offset there: 2018-12-17 18:20:07 +0900
    return compare(want, cells_of_csv(first, path), lambda a, b: shown(a, b[0][:19] if a[0] == 'date' else b[0]))


readers = {'openpyxl': by_openpyxl, 'calc': by_calc, 'csv': by_csv}
sys.exit(1 if readers[sys.argv[1]](meant(sys.argv[2]), sys.argv[3]) else 0)
