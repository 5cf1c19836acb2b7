#!/usr/bin/python3
"""make.py: makes the input of every folder of bad workbooks, byte for byte the same each time.

Run it from this folder. What meibo must say stands beside each input in `error`, its exit
status in `status`; those two are written by hand, never by this program.
Only Python's own library is used, since every writer of workbooks refuses to write what these hold.
"""
import io
import os
import struct
import zlib

DATE = ((2024 - 1980) << 9) | (1 << 5) | 1

CT = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
      '<Default Extension="xml" ContentType="application/xml"/>'
      '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
      '</Types>')
R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
M = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
RELS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="' + R + '/officeDocument" Target="xl/workbook.xml"/></Relationships>')
STYLES = ('<styleSheet xmlns="' + M + '"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
          '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
          '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>')
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def workbook(names=('Customers',), states=None):
    states = states or [''] * len(names)
    sheets = ''.join('<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>' % (n, i + 1, s, i + 1)
                     for i, (n, s) in enumerate(zip(names, states)))
    return HEAD + '<workbook xmlns="%s" xmlns:r="%s"><sheets>%s</sheets></workbook>' % (M, R, sheets)


def workbook_rels(n=1, strings=True, styles=True):
    rels = ''.join('<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (i + 1, R, i + 1)
                   for i in range(n))
    if strings:
        rels += '<Relationship Id="rId90" Type="%s/sharedStrings" Target="sharedStrings.xml"/>' % R
    if styles:
        rels += '<Relationship Id="rId91" Type="%s/styles" Target="styles.xml"/>' % R
    return ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + rels +
            '</Relationships>')


def name(col):
    s = ''
    col += 1
    while col:
        col, r = divmod(col - 1, 26)
        s = chr(65 + r) + s
    return s


def inline(ref, text):
    return '<c r="%s" t="inlineStr"><is><t>%s</t></is></c>' % (ref, text)


def rows(table, first=1):
    out = ''
    for i, row in enumerate(table):
        cells = ''.join(inline(name(j) + str(i + first), v) for j, v in enumerate(row) if v is not None)
        out += '<row r="%d">%s</row>' % (i + first, cells)
    return out


def sheet(body):
    return HEAD + '<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (M, body)


GOOD_ROWS = [['Email', 'First Name', 'Tags'], ['aiko@example.com', 'Aiko', 'VIP'], ['ben@example.com', 'Ben', 'New']]
SST = HEAD + '<sst xmlns="%s" count="2" uniqueCount="2"><si><t>Email</t></si><si><t>Note</t></si></sst>' % M


def parts(sheet_xml=None, **over):
    p = {
        '[Content_Types].xml': CT,
        '_rels/.rels': RELS,
        'xl/workbook.xml': workbook(),
        'xl/_rels/workbook.xml.rels': workbook_rels(),
        'xl/styles.xml': STYLES,
        'xl/sharedStrings.xml': SST,
        'xl/worksheets/sheet1.xml': sheet_xml if sheet_xml is not None else sheet(rows(GOOD_ROWS)),
    }
    p.update(over.pop('also', {}))
    for gone in over.pop('without', ()):
        del p[gone]
    assert not over
    return p


class Zip:
    """A ZIP written by hand, so that every field can lie."""

    def __init__(self):
        self.out = bytearray()
        self.central = []

    def add(self, path, data, level=9, flags=0, method=8, crc=None, size=None, local_name=None, offset=None,
            packed=None, central_packed=None):
        raw = path.encode() if isinstance(path, str) else path
        data = data.encode() if isinstance(data, str) else data
        if packed is None:
            if method == 8:
                c = zlib.compressobj(level, zlib.DEFLATED, -15)
                packed = c.compress(data) + c.flush()
            else:
                packed = data
        crc = zlib.crc32(data) if crc is None else crc
        size = len(data) if size is None else size
        at = len(self.out) if offset is None else offset
        lname = raw if local_name is None else local_name.encode()
        if offset is None:
            self.out += struct.pack('<IHHHHHIIIHH', 0x04034b50, 20, flags, method, 0, DATE, crc, len(packed), size,
                                    len(lname), 0) + lname + packed
        self.central.append((raw, flags, method, crc, len(packed) if central_packed is None else central_packed,
                             size, at))
        return self

    def end(self, total=None, comment=b''):
        start = len(self.out)
        for raw, flags, method, crc, psize, size, at in self.central:
            self.out += struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 20, 20, flags, method, 0, DATE, crc, psize,
                                    size, len(raw), 0, 0, 0, 0, 0, at) + raw
        n = len(self.central) if total is None else total
        self.out += struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, n, n, len(self.out) - start, start, len(comment)) + comment
        return bytes(self.out)


def build(p, **how):
    z = Zip()
    for path, data in p.items():
        z.add(path, data, **how.get(path, {}))
    return z.end()


def good():
    return build(parts())


def with_sheet(xml):
    return build(parts(xml))


def bomb(part, megabytes, before, after):
    """A part of many megabytes of one cell's spaces, in little over a thousandth of that."""
    c = zlib.compressobj(9, zlib.DEFLATED, -15)
    crc = 0
    size = 0
    packed = io.BytesIO()
    block = b' ' * (1 << 20)
    for data in [before.encode()] + [block] * megabytes + [after.encode()]:
        crc = zlib.crc32(data, crc)
        size += len(data)
        packed.write(c.compress(data))
    packed.write(c.flush())
    z = Zip()
    for path, data in parts().items():
        if path != part:
            z.add(path, data)
    z.add(part, b'', packed=packed.getvalue(), crc=crc, size=size)
    return z.end()


def cut(data, share):
    return data[:int(len(data) * share)]


def ole(streams):
    """The first sectors of an OLE container: header, FAT, directory."""
    head = bytearray(b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 16 +
                     struct.pack('<HHHHH', 0x3e, 3, 0xfffe, 9, 6) + b'\0' * 6 +
                     struct.pack('<IIIIIIIII', 0, 1, 1, 0, 4096, 0xfffffffe, 0, 0xfffffffe, 0) +
                     struct.pack('<I', 0) + b'\xff' * (108 * 4))
    fat = struct.pack('<II', 0xfffffffd, 0xfffffffe) + b'\xff' * (126 * 4)
    directory = b''
    for i, s in enumerate(['Root Entry'] + streams):
        n = s.encode('utf-16-le')
        directory += (n + b'\0' * (64 - len(n)) + struct.pack('<H', len(n) + 2) +
                      bytes([5 if i == 0 else 2, 1]) + struct.pack('<III', 0xffffffff, 0xffffffff, 0xffffffff) +
                      b'\0' * 36 + struct.pack('<IQ', 0xfffffffe, 0))
    return bytes(head[:512].ljust(512, b'\0')) + fat + directory.ljust(512, b'\0')


def xml_at(part, text, **kw):
    return build(parts(also={part: text}, **kw))


LAUGHS = ('<!DOCTYPE lolz [<!ENTITY lol "lol">' + ''.join(
    '<!ENTITY lol%d "%s">' % (i, ('&lol%s;' % (i - 1 if i > 1 else '')) * 10) for i in range(1, 10)) + ']>')


def overlapping():
    z = Zip()
    p = parts()
    for path, data in p.items():
        z.add(path, data)
    z.add('xl/media/again.xml', p['xl/worksheets/sheet1.xml'], offset=z.central[-1][6])
    return z.end()


def entry_named(extra, data='x', **how):
    z = Zip()
    for path, d in parts().items():
        z.add(path, d)
    z.add(extra, data, **how)
    return z.end()


def many_entries(n):
    z = Zip()
    for path, d in parts().items():
        z.add(path, d)
    for i in range(n):
        z.add('xl/media/i%d.xml' % i, '', method=0)
    return z.end()


def corrupt(data, at, byte=0xff):
    b = bytearray(data)
    b[at] ^= byte
    return bytes(b)


def corrupt_stream():
    z = Zip()
    for path, d in parts().items():
        if path.endswith('sheet1.xml'):
            z.add(path, d, packed=b'\xff' * 60)
        else:
            z.add(path, d)
    return z.end()


def two_tables(head_a, head_b):
    return rows([head_a, ['aiko@example.com', 'x']])


CASES = {
    # containers
    'empty-file': ('xlsx', lambda: b''),
    'one-byte': ('xlsx', lambda: b'P'),
    'not-a-workbook-png': ('xlsx', lambda: b'\x89PNG\r\n\x1a\n' + b'\0' * 64),
    'not-a-workbook-pdf': ('xlsx', lambda: b'%PDF-1.7\n%made up\n'),
    'html-named-xls': ('xls', lambda: b'<html><body><table><tr><td>Email</td></tr></table></body></html>'),
    'old-xls': ('xls', lambda: ole(['Workbook'])),
    'encrypted': ('xlsx', lambda: ole(['EncryptionInfo', 'EncryptedPackage'])),
    'ods': ('ods', lambda: Zip().add('mimetype', 'application/vnd.oasis.opendocument.spreadsheet', method=0)
            .add('content.xml', '<x/>').end()),
    'xlsb': ('xlsb', lambda: build({'[Content_Types].xml': CT.replace('spreadsheetml.sheet.main+xml',
             'sheet.binary.macroEnabled.main').replace('workbook.xml', 'workbook.bin').replace(
             'openxmlformats-officedocument.', 'ms-excel.'),
             '_rels/.rels': RELS.replace('workbook.xml', 'workbook.bin'), 'xl/workbook.bin': b'\0\0'})),
    'docx': ('docx', lambda: build({'[Content_Types].xml': CT.replace('/xl/workbook.xml', '/word/document.xml').replace(
             'spreadsheetml.sheet', 'wordprocessingml.document'),
             '_rels/.rels': RELS.replace('xl/workbook.xml', 'word/document.xml'), 'word/document.xml': '<w/>'})),
    'zip-of-pictures': ('xlsx', lambda: Zip().add('a.png', b'\x89PNG').end()),
    'zip-bomb-sheet': ('xlsx', lambda: bomb('xl/worksheets/sheet1.xml', 1024,
                       sheet('')[:-len('</sheetData></worksheet>')] + '<row r="1">', '</row></sheetData></worksheet>')),
    'zip-bomb-strings': ('xlsx', lambda: bomb('xl/sharedStrings.xml', 1024, SST[:-6], '</sst>')),
    'zip-bomb-styles': ('xlsx', lambda: bomb('xl/styles.xml', 1024, STYLES[:-13], '</styleSheet>')),
    'zip-bomb-lying-size': ('xlsx', lambda: build(parts(sheet('<row r="1">' + ' ' * 4000000 + '</row>')),
                            **{'xl/worksheets/sheet1.xml': {'size': 100}})),
    'overlapping-entries': ('xlsx', overlapping),
    'duplicate-names': ('xlsx', lambda: entry_named('xl/worksheets/sheet1.xml', sheet(rows([['Email']])))),
    'duplicate-names-case': ('xlsx', lambda: entry_named('XL/Worksheets/SHEET1.xml', sheet(rows([['Email']])))),
    'duplicate-names-backslash': ('xlsx', lambda: entry_named('xl\\worksheets\\sheet1.xml', sheet(rows([['Email']])))),
    'name-goes-up': ('xlsx', lambda: entry_named('../../etc/cron.d/x')),
    'name-goes-up-inside': ('xlsx', lambda: entry_named('xl/../../x.xml')),
    'name-absolute': ('xlsx', lambda: entry_named('/etc/passwd')),
    'name-drive': ('xlsx', lambda: entry_named('C:\\autoexec.bat')),
    'name-with-nul': ('xlsx', lambda: entry_named(b'xl/a\0b.xml')),
    'names-disagree': ('xlsx', lambda: entry_named('xl/media/a.xml', local_name='xl/media/b.xml')),
    'polyglot-prefix': ('xlsx', lambda: b'#!/bin/sh\necho hello\nexit\n' + good()),
    'polyglot-prefix-pdf': ('xlsx', lambda: b'%PDF-1.4\n' + b' ' * 200 + good()),
    'too-many-entries': ('xlsx', lambda: many_entries(1100)),
    'entry-encrypted': ('xlsx', lambda: build(parts(), **{'xl/worksheets/sheet1.xml': {'flags': 1}})),
    'entry-unknown-method': ('xlsx', lambda: build(parts(), **{'xl/worksheets/sheet1.xml': {'method': 99}})),
    'wrong-crc-sheet': ('xlsx', lambda: build(parts(), **{'xl/worksheets/sheet1.xml': {'crc': 0x12345678}})),
    'wrong-crc-strings': ('xlsx', lambda: build(parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')),
                          **{'xl/sharedStrings.xml': {'crc': 1}})),
    'wrong-crc-workbook': ('xlsx', lambda: build(parts(), **{'xl/workbook.xml': {'crc': 1}})),
    'corrupt-deflate': ('xlsx', corrupt_stream),
    'offset-past-the-end': ('xlsx', lambda: entry_named('xl/media/a.xml', offset=9999999)),
    'more-entries-promised': ('xlsx', lambda: (lambda z: z.end(total=40))(
        [z.add(p, d) for z in [Zip()] for p, d in parts().items()][-1])),
    # cut off at every part
    'truncated-in-first-entry': ('xlsx', lambda: cut(good(), 0.05)),
    'truncated-in-workbook': ('xlsx', lambda: cut(good(), 0.3)),
    'truncated-in-sheet': ('xlsx', lambda: cut(good(), 0.6)),
    'truncated-in-directory': ('xlsx', lambda: cut(good(), 0.85)),
    'truncated-in-end-record': ('xlsx', lambda: good()[:-6]),
    'truncated-last-byte': ('xlsx', lambda: good()[:-1]),
    'sheet-cut-in-row': ('xlsx', lambda: with_sheet(sheet(rows(GOOD_ROWS))[:-60])),
    'sheet-cut-in-tag': ('xlsx', lambda: with_sheet(sheet(rows(GOOD_ROWS))[:-30])),
    'sheet-empty-part': ('xlsx', lambda: with_sheet('')),
    'strings-cut': ('xlsx', lambda: build(parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
                    also={'xl/sharedStrings.xml': SST[:-20]}))),
    'styles-cut': ('xlsx', lambda: xml_at('xl/styles.xml', STYLES[:-40])),
    'workbook-cut': ('xlsx', lambda: xml_at('xl/workbook.xml', workbook()[:-30])),
    'rels-cut': ('xlsx', lambda: xml_at('_rels/.rels', RELS[:-20])),
    # XML
    'doctype-external-entity': ('xlsx', lambda: with_sheet(HEAD + '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>' +
                                sheet(rows([['Email'], ['&x;']]))[len(HEAD):])),
    'doctype-external-subset': ('xlsx', lambda: with_sheet(HEAD + '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/x.dtd">' +
                                sheet(rows(GOOD_ROWS))[len(HEAD):])),
    'billion-laughs-sheet': ('xlsx', lambda: with_sheet(HEAD + LAUGHS + sheet(rows([['Email'], ['&lol9;']]))[len(HEAD):])),
    'billion-laughs-strings': ('xlsx', lambda: build(parts(sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'),
                               also={'xl/sharedStrings.xml': HEAD + LAUGHS + '<sst xmlns="%s"><si><t>&lol9;</t></si></sst>' % M}))),
    'billion-laughs-workbook': ('xlsx', lambda: xml_at('xl/workbook.xml', HEAD + LAUGHS + workbook()[len(HEAD):])),
    'nested-too-deep': ('xlsx', lambda: with_sheet(sheet('<row r="1">' + '<a>' * 5000 + '</a>' * 5000 + '</row>'))),
    'invalid-utf8': ('xlsx', lambda: with_sheet(sheet(rows([['Email'], ['aiko@example.com']])).encode().replace(b'aiko', b'a\xff\xfeo'))),
    'unbound-prefix': ('xlsx', lambda: with_sheet(sheet('<x:row r="1"/>'))),
    'sheet-is-not-a-worksheet': ('xlsx', lambda: with_sheet(HEAD + '<html><body>Login required</body></html>')),
    # parts
    'no-workbook-part': ('xlsx', lambda: build(parts(without=['xl/workbook.xml']))),
    'no-sheet-part': ('xlsx', lambda: build(parts(without=['xl/worksheets/sheet1.xml']))),
    'no-root-relationships': ('xlsx', lambda: build(parts(without=['_rels/.rels']))),
    'sheet-target-outside': ('xlsx', lambda: xml_at('xl/_rels/workbook.xml.rels',
                             workbook_rels().replace('worksheets/sheet1.xml', '../../../etc/passwd'))),
    'sheet-target-external': ('xlsx', lambda: xml_at('xl/_rels/workbook.xml.rels', workbook_rels().replace(
        'Target="worksheets/sheet1.xml"', 'Target="http://127.0.0.1:9/sheet.xml" TargetMode="External"'))),
    # sheets
    'no-customers-sheet': ('xlsx', lambda: xml_at('xl/workbook.xml', workbook(['Products']))),
    'no-customers-sheet-of-three': ('xlsx', lambda: build(parts(also={
        'xl/workbook.xml': workbook(['Products', 'Orders', '在庫']), 'xl/_rels/workbook.xml.rels': workbook_rels(3),
        'xl/worksheets/sheet2.xml': sheet(''), 'xl/worksheets/sheet3.xml': sheet('')}))),
    'two-customers-sheets': ('xlsx', lambda: build(parts(also={
        'xl/workbook.xml': workbook(['Customers', '顧客']), 'xl/_rels/workbook.xml.rels': workbook_rels(2),
        'xl/worksheets/sheet2.xml': sheet(rows(GOOD_ROWS))}))),
    'two-sheets-that-contain-the-name': ('xlsx', lambda: build(parts(also={
        'xl/workbook.xml': workbook(['顧客一覧', '顧客 2024']), 'xl/_rels/workbook.xml.rels': workbook_rels(2),
        'xl/worksheets/sheet2.xml': sheet(rows(GOOD_ROWS))}))),
    'no-sheets-at-all': ('xlsx', lambda: xml_at('xl/workbook.xml', workbook([]))),
    'only-a-chart-sheet': ('xlsx', lambda: xml_at('xl/_rels/workbook.xml.rels', workbook_rels().replace('/worksheet"', '/chartsheet"'))),
    'empty-sheet': ('xlsx', lambda: with_sheet(sheet(''))),
    'no-key-column': ('xlsx', lambda: with_sheet(sheet(rows([['Note', 'Tags'], ['Hello', 'VIP']])))),
    'header-below-row-20': ('xlsx', lambda: with_sheet(sheet(rows([['Report']] * 25 + GOOD_ROWS)))),
    'same-header-twice': ('xlsx', lambda: with_sheet(sheet(rows([['Email', 'Note', 'Tags', 'note'], ['a@example.com', 'x', 'y', 'z']])))),
    'same-header-twice-by-alias': ('xlsx', lambda: with_sheet(sheet(rows([['Email', 'メールアドレス'], ['a@example.com', 'b@example.com']])))),
    'same-metafield-twice': ('xlsx', lambda: with_sheet(sheet(rows([
        ['Email', 'Metafield: custom.size [number_integer]', 'Metafield: custom.size[number_integer]'], ['a@example.com', '1', '2']])))),
    # cells
    'shared-string-out-of-range': ('xlsx', lambda: with_sheet(sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>7</v></c></row>'))),
    'shared-string-negative': ('xlsx', lambda: with_sheet(sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>-1</v></c></row>'))),
    'shared-string-not-a-number': ('xlsx', lambda: with_sheet(sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>one</v></c></row>'))),
    'no-shared-strings-part': ('xlsx', lambda: build(parts(sheet(
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), without=['xl/sharedStrings.xml']))),
    'million-column-row': ('xlsx', lambda: with_sheet(sheet('<row r="1">' + inline('A1', 'Email') + '</row><row r="2">' + '<c><v>1</v></c>' * 1000000 + '</row>'))),
    'column-past-xfd': ('xlsx', lambda: with_sheet(sheet(rows([['Email']]) + '<row r="2"><c r="XFE2"><v>1</v></c></row>'))),
    'row-past-the-last': ('xlsx', lambda: with_sheet(sheet(rows([['Email']]) + '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'))),
    'row-number-zero': ('xlsx', lambda: with_sheet(sheet('<row r="0"><c r="A0"><v>1</v></c></row>'))),
    'row-number-nonsense': ('xlsx', lambda: with_sheet(sheet('<row r="one"><c r="A1"><v>1</v></c></row>'))),
    'cell-reference-nonsense': ('xlsx', lambda: with_sheet(sheet('<row r="1"><c r="1A"><v>1</v></c></row>'))),
    'cell-in-another-row': ('xlsx', lambda: with_sheet(sheet('<row r="1"><c r="A7"><v>1</v></c></row>'))),
    'cell-of-40000-characters': ('xlsx', lambda: with_sheet(sheet(rows([['Email', 'Note'], ['a@example.com', 'あ' * 40000]])))),
    'cell-of-40000-characters-shared': ('xlsx', lambda: build(parts(
        sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'),
        also={'xl/sharedStrings.xml': SST.replace('Note', 'x' * 40000)}))),
    'cell-type-unknown': ('xlsx', lambda: with_sheet(sheet(rows([['Email', 'Note']]) + '<row r="2"><c r="B2" t="q"><v>7</v></c></row>'))),
    'same-cell-twice': ('xlsx', lambda: with_sheet(sheet(rows([['Email', 'Note']]) + '<row r="2"><c r="B2"><v>7</v></c><c r="B2"><v>8</v></c></row>'))),
    'same-row-twice': ('xlsx', lambda: with_sheet(sheet(rows([['Email', 'Note']]) + '<row r="2"><c r="B2"><v>7</v></c></row><row r="2"><c r="B2"><v>8</v></c></row>'))),
    # CSV
    'csv-quote-never-closed': ('csv', lambda: b'Email,Note\r\na@example.com,"never closed\r\nb@example.com,x\r\n'),
    'csv-nul': ('csv', lambda: b'Email,Note\r\na@example.com,x\0y\r\n'),
    'csv-invalid-utf8-late': ('csv', lambda: b'\xef\xbb\xbfEmail,Note\r\n' + b'a@example.com,x\r\n' * 10 + b'b@example.com,\xff\xfe\r\n'),
    'csv-utf16-odd': ('csv', lambda: b'\xff\xfe' + 'Email,Note\r\na@example.com,x\r\n'.encode('utf-16-le') + b'\x41'),
    'csv-cell-of-40000-characters': ('csv', lambda: b'Email,Note\r\na@example.com,' + b'x' * 40000 + b'\r\n'),
    'csv-million-columns': ('csv', lambda: b'Email' + b',' * 1000000 + b'\r\n'),
    'csv-empty': ('csv', lambda: b'\xef\xbb\xbf'),
    'csv-no-key-column': ('csv', lambda: 'メモ,タグ\r\nこんにちは,VIP\r\n'.encode('cp932')),
}


def main():
    for case, (ending, make) in CASES.items():
        os.makedirs(case, exist_ok=True)
        with open(os.path.join(case, 'customers.' + ending), 'wb') as f:
            f.write(make())
    print(len(CASES), 'inputs')


if __name__ == '__main__':
    main()
