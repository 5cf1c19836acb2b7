#!/usr/bin/env python3
"""Makes the workbooks and CSV files of this folder: each one thing that real (or hostile) files do.

    testdata/oddities/make.py            # writes them beside this script

Only the standard library. Same script, same bytes. What each must read as stands beside it in NAME.txt
(xlsx/book_test.c compares); the name of a file is the sentence that it proves.
"""
import os
import struct
import zipfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PKG = "http://schemas.openxmlformats.org/package/2006/"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def content_types(main="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                  part="/xl/workbook.xml"):
    return (f'{HEAD}<Types xmlns="{PKG}content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="{part}" ContentType="{main}"/></Types>')


def relations(*items):
    body = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{target}"{extra}/>' for i, t, target, extra in items)
    return f'{HEAD}<Relationships xmlns="{PKG}relationships">{body}</Relationships>'


def workbook(sheets='<sheet name="Customers" sheetId="1" r:id="rId1"/>', properties=""):
    return f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{REL}">{properties}<sheets>{sheets}</sheets></workbook>'


def sheet(rows, before="", after=""):
    return f'{HEAD}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings(*items, attributes=""):
    return f'{HEAD}<sst xmlns="{MAIN}"{attributes}>' + "".join(f"<si>{i}</si>" for i in items) + "</sst>"


def styles(formats, xfs):
    body = "".join(f'<numFmt numFmtId="{i}" formatCode="{code}"/>' for i, code in formats)
    cells = "".join(f'<xf numFmtId="{i}" fontId="0"/>' for i in xfs)
    return (f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts>{body}</numFmts><cellStyleXfs><xf numFmtId="14"/>'
            f'<xf numFmtId="14"/></cellStyleXfs><cellXfs>{cells}</cellXfs></styleSheet>')


ROOT = relations(("rId1", f"{REL}/officeDocument", "xl/workbook.xml", ""))
BOOK = relations(("rId1", f"{REL}/worksheet", "worksheets/sheet1.xml", ""),
                 ("rId2", f"{REL}/sharedStrings", "sharedStrings.xml", ""),
                 ("rId3", f"{REL}/styles", "styles.xml", ""))
PLAIN = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>12.5</v></c></row>'


def parts(rows=PLAIN, **changes):
    """The parts of a small workbook; changes name a part by its last word: root, book, types, workbook, ..."""
    names = {"types": "[Content_Types].xml", "root": "_rels/.rels", "workbook": "xl/workbook.xml",
             "book": "xl/_rels/workbook.xml.rels", "sheet": "xl/worksheets/sheet1.xml",
             "strings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    values = {"types": content_types(), "root": ROOT, "workbook": workbook(), "book": BOOK, "sheet": sheet(rows),
              "strings": strings("<t>Name</t>", "<t>ID</t>"), "styles": styles([], [0, 14])}
    values.update(changes)
    return [(names[k], v) for k, v in values.items() if v is not None]


def member(name, data):
    info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
    info.filename = name  # ZipInfo would turn a backslash around on some systems
    info.compress_type = zipfile.ZIP_DEFLATED
    return info, data.encode() if isinstance(data, str) else data


def write(path, members):
    with zipfile.ZipFile(path, "w") as z:
        for name, data in members:
            z.writestr(*member(name, data))


def packed(members):
    path = os.path.join(HERE, ".packed")
    write(path, members)
    with open(path, "rb") as f:
        data = f.read()
    os.remove(path)
    return data


def inline(*texts):
    cells = "".join(f'<c t="inlineStr"><is>{t}</is></c>' for t in texts)
    return f"<row>{cells}</row>"


def cells(*items):
    return "<row r=\"1\">" + "".join(items) + "</row>"


def noise(seed, n):
    """Digits that hardly compress, so that a large part is no bomb."""
    out = ""
    while len(out) < n:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        out += str(seed)[3:]
    return out[:n]


def prefixed():
    book = workbook().replace("xmlns=", "xmlns:x=").replace("<sheet", "<x:sheet").replace("</sheets", "</x:sheets")
    book = book.replace("<workbook", "<x:workbook").replace("</workbook", "</x:workbook")
    book = book.replace("xmlns:r=", "xmlns:relationships=").replace("r:id", "relationships:id")
    rows = (f'{HEAD}<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c>'
            '<x:c r="B1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>')
    sst = f'{HEAD}<y:sst xmlns:y="{MAIN}"><y:si><y:t>Name</y:t></y:si></y:sst>'
    return parts(workbook=book, sheet=rows, strings=sst)


def strict():
    swap = lambda s: s.replace(MAIN, STRICT).replace(REL, STRICT_REL)
    return [(n, swap(d)) for n, d in parts()]


DATES = [0, 1, 2, 9, 10, 14, 15, 18, 22, 27, 30, 36, 45, 47, 49, 50, 58, 164, 165, 166, 167, 168, 169, 170, 171, 172,
         173, 174, 175, 176, 177]
CODES = [(164, "yyyy\\-mm\\-dd\\ hh:mm"), (165, "[Red]0.00;[Magenta]-0.00"), (166, "General"),
         (167, "0.00&quot; days&quot;"), (168, "[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"), (169, "[h]:mm"),
         (170, "0.00E+00"), (171, "0\\d"), (172, "0_d"), (173, "#,##0 [$USD];yyyy"), (174, "[mm]:ss"),
         (175, "[$-F800]dddd, mmmm dd, yyyy"), (176, "h:mm AM/PM"), (177, "@")]


def dates():
    row = "".join(f'<c s="{i}"><v>43451.5</v></c>' for i in range(len(DATES)))
    return parts(sheet=sheet(f"<row>{row}</row>"), styles=styles(CODES, DATES))


def builtin_redefined():
    return parts(sheet=sheet('<row><c s="0"><v>5</v></c><c s="1"><v>5</v></c></row>'),
                 styles=styles([(14, "0.00"), (2, "yyyy/mm/dd")], [14, 2]))


def big_disorder():
    rows = '<row r="2"><c><v>1</v></c></row>' + "<row><c><v>1</v></c></row>" * 100001
    return parts(sheet=sheet(rows + '<row r="1"><c><v>1</v></c></row>'))


GOOD = {
    "a-plain-workbook-reads": parts(),
    "prefixes-never-matter": prefixed(),
    "strict-namespaces-read": strict(),
    "no-namespace-at-all-reads": parts(sheet=sheet(PLAIN).replace(f' xmlns="{MAIN}"', "")),
    "rows-and-cells-without-r-follow-each-other": parts(
        '<row><c t="s"><v>0</v></c><c/><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>'),
    "a-row-without-r-takes-the-number-of-its-cells": parts('<row><c r="B4"><v>1</v></c></row><row><c><v>2</v></c></row>'),
    "inline-strings-read": parts(inline("<t>one</t>", "<t> two </t>", '<t xml:space="preserve">  three</t>')),
    "an-inline-string-without-type-is-text": parts('<row><c><is><t>5</t></is></c></row>'),
    "rich-text-is-the-text-of-its-runs": parts(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><rPr><b/></rPr><t>三宮町</t></r>'
        '<r><t>2-10-8</t></r></is></c></row>',
        strings=strings("<r><t>bold </t></r><r><rPr><sz val=\"9\"/></rPr><t xml:space=\"preserve\"> and not</t></r>")),
    "phonetic-runs-are-dropped": parts(
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>京都</t><rPh sb="0" eb="2"><t>キョウト</t></rPh>'
        '<phoneticPr fontId="1"/></is></c></row>',
        strings=strings('<t>東京都</t><rPh sb="0" eb="3"><t>トウキョウト</t></rPh><phoneticPr fontId="1"/>')),
    "spaces-are-kept": parts(strings=strings('<t xml:space="preserve">  a  b </t>')),
    "escapes-are-decoded-once": parts(
        inline("<t>a_x000D_b</t>", "<t>_x005F_x0041_</t>", "<t>_x0041_x0042_</t>", "<t>_xD83D__xDE00_</t>",
               "<t>_xD83D_</t>", "<t>_x00g0_ _X0041_ _x041_</t>", "<t>_x3042_</t>") +
        '<row><c t="str"><v>_x0041_</v></c><c t="s"><v>0</v></c></row>',
        strings=strings("<t>_x000D_\r\n_x0009_</t>")),
    "cdata-is-text": parts('<row><c t="inlineStr"><is><t><![CDATA[a <b> & c]]></t></is></c><c><v><![CDATA[5]]></v></c></row>'),
    "character-references-are-text": parts(inline("<t>&#24425;&#x5f69; &amp;amp; &lt;&gt;&quot;&apos;</t>", "<t>a&#13;&#10;b</t>")),
    "line-ends-become-line-feeds": parts(inline("<t>a\r\nb\rc</t>")),
    "comments-and-instructions-are-nothing": parts('<!-- one --><row><c t="inlineStr"><is><t>a<!-- b -->c<?d e?></t></is></c></row>'),
    "an-empty-style-is-the-first": parts('<row><c s=""><v>5</v></c><c s="99"><v>6</v></c><c s="x"><v>7</v></c></row>'),
    "the-dimension-is-not-believed": parts(sheet=sheet(PLAIN, before='<dimension ref="A1:XFD1048576"/>')),
    "absolute-targets-are-found": parts(
        root=relations(("rId1", f"{REL}/officeDocument", "/xl/workbook.xml", "")),
        book=relations(("rId1", f"{REL}/worksheet", "/xl/worksheets/sheet1.xml", ""),
                       ("rId2", f"{REL}/sharedStrings", "/xl/sharedStrings.xml", ""))),
    "dotted-backslashed-and-escaped-targets-are-found": parts(
        book=relations(("rId1", f"{REL}/worksheet", "..\\xl\\.\\worksheets\\sheet%31.xml", ""),
                       ("rId2", f"{REL}/sharedStrings", "./../xl/SharedStrings.xml", ""))),
    "backslashes-in-part-names-are-slashes": [(n.replace("/", "\\"), d) for n, d in parts()],
    "parts-are-found-in-any-case": [(n.upper(), d) for n, d in parts()],
    "parts-are-found-by-type-not-by-name": [
        ("[Content_Types].xml", content_types(part="/other/main.bin.xml")),
        ("_rels/.rels", relations(("x", f"{REL}/officeDocument", "other/main.xml", ""))),
        ("other/main.xml", workbook()),
        ("other/_rels/main.xml.rels", relations(("rId1", f"{REL}/worksheet", "a.xml", ""),
                                                ("rId9", f"{REL}/sharedStrings", "b.xml", ""))),
        ("other/a.xml", sheet(PLAIN)), ("other/b.xml", strings("<t>Name</t>"))],
    "no-shared-strings-and-no-styles-is-fine": parts('<row><c><v>5</v></c></row>', strings=None, styles=None,
                                                     book=relations(("rId1", f"{REL}/worksheet", "worksheets/sheet1.xml", ""))),
    "counts-of-shared-strings-are-not-believed": parts(strings=strings("<t>Name</t>", attributes=' count="9" uniqueCount="4000000000"')),
    "empty-shared-strings-count": parts('<row><c t="s"><v>3</v></c><c t="s"><v>0</v></c></row>',
                                        strings=strings("", "<t/>", "<t></t>", "<t>fourth</t>")),
    "rows-out-of-order-are-sorted": parts(
        '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'),
    "cells-out-of-order-are-sorted": parts(cells('<c r="C1"><v>3</v></c>', '<c r="A1"><v>1</v></c>', '<c r="B1"><v>2</v></c>')),
    "date-styles-built-in-and-custom": dates(),
    "a-code-in-the-file-beats-the-built-in": builtin_redefined(),
    "dates-of-the-1904-epoch-are-moved": parts(
        '<row><c s="1"><v>41989</v></c><c s="1"><v>0.5</v></c><c s="1"><v>-1</v></c><c><v>41989</v></c>'
        '<c s="1"><v>41989.764120370368</v></c></row>',
        workbook=workbook(properties='<workbookPr date1904="1"/>')),
    "iso-dates-are-dates": parts(
        '<row><c t="d"><v>2018-12-17T18:20:07</v></c><c t="d"><v>2018-12-17</v></c><c t="d"><v>soon</v></c></row>',
        workbook=workbook(properties='<workbookPr date1904="true"/>')),
    "booleans-read": parts('<row><c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="b"><v>true</v></c><c t="b"><v>FALSE</v></c>'
                           '<c t="b"><v>2</v></c><c t="b"/></row>'),
    "errors-read": parts('<row><c t="e"><v>#N/A</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'),
    "text-of-formulas-reads": parts('<row><c t="str"><f>"a"</f><v>a</v></c><c t="str"><v>b</v></c><c t="str"><f>""</f><v></v></c></row>'),
    "formulas-without-value-are-told": parts(
        '<row><c><f>A1</f></c><c><f>A1</f><v/></c><c><f>A1</f><v></v></c><c t="str"><f>A1</f></c><c><f>A1</f><v>5</v></c></row>'),
    "numbers-become-plain": parts("<row>" + "".join(f"<c><v>{v}</v></c>" for v in (
        "1.5417543E10", " 12 ", "1E3", "5.4E+10", "1.234567890123457E+16", "66102.240000000005", "-0.5", "0", "-0",
        "007", "1.50", "9007199254740993", "123456789012345", "1e-7", "NaN", "1e21", "1e22", "+5", ".5")) + "</row>"),
    "numbers-with-type-n-read": parts('<row><c t="n"><v>5</v></c><c t="n"/></row>'),
    "hidden-sheets-are-told": parts(
        workbook=workbook('<sheet name="A &amp; B" sheetId="1" r:id="rId1"/><sheet name="顧客" sheetId="2" state="hidden" r:id="rId1"/>'
                          '<sheet name="Secret" sheetId="3" state="veryHidden" r:id="rId1"/>')),
    "chart-sheets-have-no-cells": parts(
        workbook=workbook('<sheet name="Chart" sheetId="1" r:id="rId4"/><sheet name="Customers" sheetId="2" r:id="rId1"/>'),
        book=BOOK.replace("</Relationships>", f'<Relationship Id="rId4" Type="{REL}/chartsheet" Target="chartsheets/sheet1.xml"/></Relationships>')),
    "macro-workbooks-read": parts(types=content_types("application/vnd.ms-excel.sheet.macroEnabled.main+xml")),
    "templates-read": parts(types=content_types("application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml")),
    "the-last-column-and-row-read": parts('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "trailing-styled-cells-are-nothing": parts('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="2"><c r="A2" s="1"/></row>'),
    "foreign-elements-are-nothing": parts(sheet=sheet(
        '<row r="1" xmlns:o="urn:other"><o:c r="B1"><o:v>9</o:v></o:c><c r="A1" o:t="s" o:r="Z9"><v>1</v></c></row>',
        after='<extLst xmlns:o="urn:other"><o:row><o:c><o:v>1</o:v></o:c></o:row></extLst>')),
    "utf-16-parts-read": parts(sheet=("\ufeff" + sheet(inline("<t>京都</t>")).replace("UTF-8", "UTF-16")).encode("utf-16-le")),
    "indented-xml-reads": parts(sheet=sheet('\n  <row r="1">\n    <c r="A1" t="s">\n      <v>0</v>\n    </c>\n  </row>\n')),
    "a-cell-of-32767-characters-reads": parts(inline("<t>" + "x" * 32767 + "</t>")),
}

BAD = {
    "a-shared-string-out-of-range-names-the-cell": parts(cells('<c r="A1" t="s"><v>0</v></c>', '<c r="C1" t="s"><v>2</v></c>')),
    "a-missing-shared-strings-part-names-the-cell": parts(strings=None),
    "a-shared-string-without-number-names-the-cell": parts(cells('<c r="B1" t="s"><v>one</v></c>')),
    "a-cell-there-twice-is-refused": parts(cells('<c r="A1"><v>1</v></c>', '<c r="A1"><v>2</v></c>')),
    "a-row-there-twice-is-refused": parts('<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>'),
    "a-cell-of-another-row-is-refused": parts('<row r="1"><c r="A2"><v>1</v></c></row>'),
    "rows-out-of-order-in-a-large-sheet-are-refused": big_disorder(),
    "a-cell-name-that-is-none-is-refused": parts(cells('<c r="1A"><v>1</v></c>')),
    "a-row-number-that-is-none-is-refused": parts('<row r="-1"><c><v>1</v></c></row>'),
    "a-row-past-the-last-is-refused": parts('<row r="1048577"><c><v>1</v></c></row>'),
    "a-column-past-the-last-is-refused": parts(cells('<c r="XFE1"><v>1</v></c>')),
    "a-million-columns-are-refused": parts("<row>" + "<c/>" * 1000000 + "</row>"),
    "a-cell-of-40000-characters-is-refused": parts(inline("<t>" + "x" * 40000 + "</t>")),
    "a-shared-string-of-40000-characters-names-the-cell": parts(strings=strings("<t>" + "x" * 40000 + "</t>")),
    "a-shared-string-of-a-million-characters-names-the-cell": parts(strings=strings("<t>" + "x" * 1000000 + "</t>")),
    "a-cell-of-a-million-characters-is-refused": parts(inline("<t>" + "x" * 1000000 + "</t>")),
    "a-row-of-too-much-text-is-refused": parts("<row>" + "".join(
        f'<c t="inlineStr"><is><t>{noise(i, 360)}{"x" * 32000}</t></is></c>' for i in range(530)) + "</row>"),
    "an-unknown-type-of-cell-is-refused": parts(cells('<c r="A1" t="zebra"><v>1</v></c>')),
    "a-row-in-a-row-is-refused": parts('<row r="1"><row r="2"></row></row>'),
    "a-cell-in-a-cell-is-refused": parts(cells('<c r="A1"><c r="B1"/></c>')),
    "a-sheet-cut-short-names-the-cell": parts(sheet=sheet(PLAIN)[:-60]),
    "xml-that-is-not-well-formed-is-refused": parts(sheet=sheet('<row r="1"></c></row>')),
    "an-unknown-entity-is-refused": parts(inline("<t>&nbsp;</t>")),
    "an-external-entity-is-refused": parts(sheet='<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>' +
                                           sheet(inline("<t>&a;</t>"))[len(HEAD):]),
    "a-billion-laughs-are-refused": parts(strings='<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' +
                                          strings("<t>&b;</t>")[len(HEAD):]),
    "a-doctype-in-the-workbook-is-refused": parts(workbook="<!DOCTYPE workbook><workbook/>"),
    "a-tag-of-a-megabyte-is-refused": parts(cells('<c ' + f'r="{"A" * 1000000}"/>')),
    "a-hundred-attributes-are-refused": parts(cells('<c ' + "".join(f'a{i}="" ' for i in range(100)) + '/>')),
    "deep-nesting-is-refused": parts(sheet=sheet("<a>" * 300 + "</a>" * 300)),
    "a-workbook-without-sheets-is-refused": parts(workbook=workbook("")),
    "a-sheet-without-part-is-refused": parts(workbook=workbook('<sheet name="Lost" sheetId="1" r:id="rId7"/>')),
    "a-missing-workbook-part-is-refused": parts(workbook=None),
    "a-xlsb-is-named": parts(types=content_types("application/vnd.ms-excel.sheet.binary.macroEnabled.main", "/xl/workbook.bin"),
                             root=ROOT.replace("workbook.xml", "workbook.bin"), workbook=None) + [("xl/workbook.bin", b"\x83\x01\x00")],
    "an-ods-is-named": [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<a/>")],
    "a-word-document-is-named": [("[Content_Types].xml", content_types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "/word/document.xml")),
                                 ("_rels/.rels", ROOT.replace("xl/workbook", "word/document")), ("word/document.xml", "<document/>")],
    "a-numbers-document-is-named": [("Index/Document.iwa", "x")],
    "a-zip-archive-without-workbook-is-named": [("readme.txt", "hello")],
    "a-root-that-is-no-workbook-is-refused": parts(workbook="<html/>"),
    "duplicate-part-names-are-refused": parts() + [("XL\\Workbook.xml", "<workbook/>")],
    "part-names-that-climb-are-refused": parts() + [("xl/../../evil.xml", "<a/>")],
    "part-names-with-control-characters-are-refused": parts() + [("xl/\x1b[2Jevil.xml", "<a/>")],
    "absolute-part-names-are-refused": parts() + [("/etc/evil.xml", "<a/>")],
    "more-than-1024-parts-are-refused": parts() + [(f"x/{i}", "") for i in range(1100)],
    "a-bomb-is-refused": parts(sheet=sheet("<row/>" * 3500000)),
    "a-long-sheet-name-is-refused": parts(workbook=workbook(f'<sheet name="{"x" * 2000}" sheetId="1" r:id="rId1"/>')),
    "too-many-cell-formats-are-refused": parts(styles=styles([], [0] * 65537)),
}


# ---- files that are damaged as bytes ------------------------------------------------------

def central(data):
    return data.index(b"PK\1\2"), data.index(b"PK\5\6")


def patch(data, at, new):
    return data[:at] + new + data[at + len(new):]


def overlapping():
    """The second entry of the directory points into the first one's data."""
    name, inner = b"b.xml", b"<a/>"
    local = lambda n, body: struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 33, zlib.crc32(body), len(body), len(body), len(n), 0) + n
    quoted = local(name, inner) + inner
    data = local(b"a.xml", quoted) + quoted
    start = len(local(b"a.xml", quoted))
    entry = lambda n, body, at: struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, zlib.crc32(body), len(body), len(body), len(n), 0, 0, 0, 0, 0, at) + n
    directory = entry(b"a.xml", quoted, 0) + entry(name, inner, start)
    return data + directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, len(directory), len(data), 0)


def damaged():
    plain = packed(parts())
    directory, end = central(plain)
    sheet_entry = plain.index(b"xl/worksheets/sheet1.xml", directory) - 46
    sheet_at = struct.unpack("<I", plain[sheet_entry + 42:sheet_entry + 46])[0]
    sheet_data = sheet_at + 30 + len("xl/worksheets/sheet1.xml")
    size = struct.unpack("<I", plain[sheet_entry + 24:sheet_entry + 28])[0]
    wrong_crc = struct.pack("<I", 0xDEADBEEF)
    longer = struct.pack("<I", size + 5)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    utf16 = lambda s: s.encode("utf-16-le") + b"\0\0"
    return {
        "a-cut-file-is-refused": plain[:len(plain) // 2],
        "a-file-cut-in-its-directory-is-refused": plain[:end],
        "a-wrong-checksum-is-refused": patch(patch(plain, sheet_entry + 16, wrong_crc), sheet_at + 14, wrong_crc),
        "a-part-shorter-than-promised-is-refused": patch(patch(plain, sheet_entry + 24, longer), sheet_at + 22, longer),
        "data-that-cannot-be-unpacked-is-refused": patch(plain, sheet_data, b"\xff\xff\xff\xff"),
        "an-encrypted-part-is-refused": patch(patch(plain, sheet_entry + 8, b"\1"), sheet_at + 6, b"\1"),
        "an-unknown-method-is-refused": patch(patch(plain, sheet_entry + 10, b"\x63"), sheet_at + 8, b"\x63"),
        "a-local-name-that-differs-is-refused": patch(plain, sheet_at + 30, b"xl/worksheets/sheet2.xml"),
        "overlapping-parts-are-refused": overlapping(),
        "junk-before-the-archive-is-refused": b"#!/bin/sh\necho hello\n" + plain,
        "an-archive-behind-another-header-is-refused": plain[:200] + plain,
        "a-password-is-named": ole + utf16("EncryptedPackage") + bytes(96),
        "an-old-xls-is-named": ole + utf16("Workbook") + bytes(112),
        "an-older-xls-is-named": b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(64),
        "another-ole-document-is-named": ole + bytes(512),
        "a-pdf-is-named": b"%PDF-1.7\n",
        "a-web-page-is-named": b"\xef\xbb\xbf\n <!DOCTYPE HTML>\n<html><table><tr><td>1</td></tr></table></html>",
        "an-xml-file-is-named": b"<?xml version=\"1.0\"?><Workbook/>",
        "an-empty-file-is-named": b"",
        "an-empty-archive-is-named": b"PK\5\6" + bytes(18),
    }


def readable_bytes():
    """Good workbooks that need other bytes than zipfile's plain ones."""
    class Pipe:  # cannot seek, so zipfile writes data descriptors
        def __init__(self):
            self.data = b""

        def write(self, b):
            self.data += bytes(b)
            return len(b)

        def flush(self):
            pass

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as z:
        for name, data in parts():
            z.writestr(*member(name, data))
    path = os.path.join(HERE, ".packed")
    with zipfile.ZipFile(path, "w") as z:
        for name, data in parts():
            info, data = member(name, data)
            with z.open(info, "w", force_zip64=True) as f:
                f.write(data)
    with open(path, "rb") as f:
        zip64 = f.read()
    os.remove(path)
    directory, end = central(zip64)
    count = len(parts())
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, end - directory, directory)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, end, 1)
    tail = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return {
        "data-descriptors-are-fine": pipe.data,
        "zip64-is-fine": zip64[:end] + record + locator + tail,
        "a-comment-behind-the-archive-is-fine": packed(parts())[:-2] + struct.pack("<H", 5) + b"hello",
    }


JAPANESE = "顧客ID,氏名,住所\r\n1,山田 太郎,東京都千代田区１丁目\r\n2,\"佐藤, 花子\",\"大阪府\r\n北区\"\r\n"
CSV = {
    "utf-8-reads": JAPANESE.encode(),
    "utf-8-with-mark-reads": b"\xef\xbb\xbf" + JAPANESE.encode(),
    "utf-16-little-endian-reads": b"\xff\xfe" + JAPANESE.encode("utf-16-le"),
    "utf-16-big-endian-reads": b"\xfe\xff" + JAPANESE.encode("utf-16-be"),
    "shift-jis-reads": (JAPANESE + "3,髙橋 ①,ﾄｳｷｮｳ～\r\n").encode("cp932"),
    "iso-2022-jp-reads": JAPANESE.encode("iso-2022-jp"),
    "windows-1252-reads": "ID,Name,City\r\n1,José Müller,Zürich\r\n2,Zoë “Z” O’Neil,Besançon\r\n".encode("cp1252"),
    "windows-1252-that-could-be-shift-jis-reads": "ID;Name\r\n1;Müller\r\n2;Straßer\r\n".encode("cp1252"),
    "a-late-letter-decides-the-encoding": b"ID,Name\n" + b"1,plain old name\n" * 20 + "2,山田さん\n".encode("cp932"),
    "semicolons-are-found": b"ID;Name;Tags\n1;Ann;a, b, c\n2;Bob;d\n",
    "tabs-are-found": b"ID\tName\n1\tAnn, B; C\n",
    "one-column-reads": b"Email\nann@example.com\nbob@example.com\n",
    "line-ends-of-all-kinds-end-records": b"a,b\rc,d\ne,f\r\ng,h",
    "quoted-fields-hold-anything": b'a,"b ""c"" d","e\r\nf\n,"\n"","x"y,z"w"\n',
    "blank-lines-count-as-rows": b"ID,Name\n\n\r\n,,\n1,Ann\n",
    "a-field-of-blanks-is-text": b"a, ,b\n",
    "no-header-line-end-at-the-end-reads": b"ID,Name\n1,\"Ann\"",
    "a-nul-is-refused": b"ID,Name\n1,A\0nn\n",
    "utf-16-without-mark-is-refused": "ID,Name\n".encode("utf-16-le"),
    "an-open-quote-names-its-line": b'ID,Name\n1,Ann\n2,"Bob\n3,Cid\n',
    "a-field-of-40000-characters-is-refused": b"a\n" + b"x" * 40000 + b"\n",
    "an-open-quote-in-a-long-file-names-its-line": b'a,b\n1,"2\n' + b"3,4\n" * 30000,
    "20000-fields-are-refused": b"a" + b"," * 20000 + b"b\n",
}


FUZZED = ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]


def seeds():
    """Starting points for xlsx/sheet_fuzz.c and csv_fuzz.c, whose first byte chooses the part or the encoding."""
    for name, members in GOOD.items():
        for part, data in members:
            data = data.encode() if isinstance(data, str) else data
            if part in FUZZED and len(data) < 2000:
                yield "sheet", f"{name}.{FUZZED.index(part)}", bytes([FUZZED.index(part)]) + data
    for name, data in CSV.items():
        if len(data) < 1000:
            yield "csv", name, b"\0" + data


def write_seeds():
    seen = set()
    for target, name, data in seeds():
        if data in seen:
            continue
        seen.add(data)
        folder = os.path.join(HERE, "..", "fuzz", target)
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "wb") as f:
            f.write(data)


def main():
    write_seeds()
    for name, members in {**GOOD, **BAD}.items():
        write(os.path.join(HERE, name + ".xlsx"), members)
    for ending, files in ((".xlsx", {**damaged(), **readable_bytes()}), (".csv", CSV)):
        for name, data in files.items():
            with open(os.path.join(HERE, name + ending), "wb") as f:
                f.write(data)


main()
