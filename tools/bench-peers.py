"""bench-peers.py : how Python's libraries read and write workbooks. Called by bench-peers.sh.

    bench-peers.py version MODULE           its version; the status is 1 when it is not installed
    bench-peers.py read openpyxl FILE       every value of the first sheet; prints the rows it met
    bench-peers.py write MODULE FILE ROWS   rows as xlsx/write_bench writes them, but without styles
"""
import importlib
import sys

COLUMNS, FILLED = 48, 34
# A number, a unique text, texts, an amount, a truth value: write_bench's "kinds".
KINDS = "nussmsbss"
WORDS = ["東京都千代田区丸の内", "MERGE", "TRUE", "Yamada", "Schmidt", "大阪府", "VIP, newsletter, 2024", "JP", "Germany",
         "花子", "REPLACE", "Example Ltd"]
RANDOMS = 65521


def randoms():
    """As bench-peers.mjs makes them. They repeat after two thousand rows, far behind what deflate can see."""
    made, x = [], 88172645
    for _ in range(RANDOMS):
        x ^= x << 13 & 0xFFFFFFFF
        x ^= x >> 17
        x ^= x << 5 & 0xFFFFFFFF
        made.append(x)
    return made


def rows(count):
    random = randoms()
    kinds = [KINDS[i % 9] if i % 24 < FILLED // 2 else "" for i in range(COLUMNS)]
    for row in range(count):
        cells = []
        for i, kind in enumerate(kinds):
            r = random[(row * COLUMNS + i) % RANDOMS]
            if kind == "s":
                cells.append(WORDS[r % 12])
            elif kind == "":
                cells.append(None)
            elif kind == "u":
                cells.append("customer.%d.%d@example.com" % (row, r % 1000))
            elif kind == "n":
                cells.append(5417543000000 + row)
            elif kind == "m":
                cells.append((r % 10000000) / 100)
            else:
                cells.append(r % 2 == 0)
        yield cells


def read_openpyxl(path):
    import openpyxl

    met = filled = 0
    for row in openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True):
        met += 1
        for value in row:
            filled += value is not None
    print(met, "rows,", filled, "cells")


def write_openpyxl(path, count):
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Customers")
    for cells in rows(count):
        sheet.append(cells)
    book.save(path)


def write_xlsxwriter(path, count):
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Customers")
    for row, cells in enumerate(rows(count)):
        sheet.write_row(row, 0, cells)
    book.close()


def main(what, module, *rest):
    if what == "version":
        try:
            print(importlib.import_module(module).__version__)
        except ImportError:
            return 1
    elif what == "read":
        read_openpyxl(rest[0])
    else:
        {"openpyxl": write_openpyxl, "xlsxwriter": write_xlsxwriter}[module](rest[0], int(rest[1]))
    return 0


sys.exit(main(*sys.argv[1:]))
