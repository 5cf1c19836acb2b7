#!/bin/sh
# make.sh : writes the rows of rows.json with every writer of workbooks that is installed, and says which it skipped.
# Run it here. What it makes is committed; `make check` only reads it.
set -eu
cd "$(dirname "$0")"
/usr/bin/python3 make.py
if command -v npm >/dev/null && npm install --silent --no-audit --no-fund --no-package-lock; then
    node make.mjs
else
    echo "skipped: exceljs and SheetJS (no npm)"
fi
if command -v soffice >/dev/null; then
    home=$(mktemp -d)
    soffice "-env:UserInstallation=file://$home" --headless --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir "$home/out" openpyxl.xlsx >/dev/null
    mv "$home/out/openpyxl.xlsx" libreoffice.xlsx
    rm -rf "$home"
else
    echo "skipped: LibreOffice (no soffice)"
fi
if command -v ssconvert >/dev/null; then
    ssconvert openpyxl.xlsx gnumeric.xlsx
else
    echo "skipped: Gnumeric (no ssconvert)"
fi
ls -l ./*.xlsx
