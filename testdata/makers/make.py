#!/usr/bin/python3
"""make.py: rows.json as openpyxl writes it, and XlsxWriter's Python version. Called by make.sh."""
import datetime
import json

rows = json.load(open('rows.json', encoding='utf-8'))


def value(v):
    return datetime.datetime.fromisoformat(v['date']) if isinstance(v, dict) else v


def with_openpyxl(write_only, name):
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    book = openpyxl.Workbook(write_only=write_only)
    book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 1)
    sheet = book.create_sheet('Customers') if write_only else book.active
    sheet.title = 'Customers'
    for row in rows:
        cells = []
        for v in row:
            c = WriteOnlyCell(sheet, value(v)) if write_only else value(v)
            if write_only and isinstance(v, dict):
                c.number_format = 'yyyy-mm-dd hh:mm:ss'
            if write_only and isinstance(v, str):
                c.data_type = 's'
            cells.append(c)
        sheet.append(cells)
    if not write_only:
        for cells in sheet.iter_rows():
            for c in cells:
                if isinstance(c.value, str):
                    c.data_type = 's'  # openpyxl takes text that begins with = for a formula
    book.save(name)


def with_xlsxwriter():
    import xlsxwriter
    book = xlsxwriter.Workbook('xlsxwriter.xlsx', {'in_memory': True})
    book.set_properties({'created': datetime.datetime(2024, 1, 1)})
    sheet = book.add_worksheet('Customers')
    date = book.add_format({'num_format': 'yyyy-mm-dd hh:mm:ss'})
    for r, row in enumerate(rows):
        for c, v in enumerate(row):
            if isinstance(v, str):
                sheet.write_string(r, c, v)
            elif isinstance(v, bool):
                sheet.write_boolean(r, c, v)
            elif isinstance(v, dict):
                sheet.write_datetime(r, c, value(v), date)
            elif v is not None:
                sheet.write_number(r, c, v)
    book.close()


for make in (lambda: with_openpyxl(False, 'openpyxl.xlsx'), lambda: with_openpyxl(True, 'openpyxl-write-only.xlsx'), with_xlsxwriter):
    try:
        make()
    except ImportError as e:
        print('skipped:', e)


def cells():
    """What every reader must see, from rows.json alone."""
    epoch = datetime.datetime(1899, 12, 30)
    out = open('cells.txt', 'w', encoding='utf-8', newline='\n')
    for r, row in enumerate(rows, 1):
        for c, v in enumerate(row):
            if isinstance(v, bool):
                kind, text = 'boolean', str(v).upper()
            elif isinstance(v, dict):
                d = value(v) - epoch
                kind, text = 'date', '%.15g' % (d.days + d.seconds / 86400)
            elif isinstance(v, str):
                kind, text = 'text', v.replace('\n', '\\n').replace('\t', '\\t')
            elif v is None:
                continue
            else:
                kind, text = 'number', '%.15g' % v
            print('%s%d %s %s' % (chr(65 + c), r, kind, text), file=out)


cells()
