#!/bin/sh
# check-readers.sh : what meibo writes is read the same by meibo (its scanner, and libxml2 alone), by openpyxl and by LibreOffice:
# every cell of every sheet. Readers that are not installed are skipped, and named. Prints TAP.
set -u
# shellcheck source=tools/tap.sh
. "$(dirname "$0")/tap.sh"
build=${BUILD:-build}
make --no-print-directory -s BUILD="$build" "$build/xlsx/cells_bench" >/dev/null || exit 1
case $build in /*) cells=$build/xlsx/cells_bench ;; *) cells=$PWD/$build/xlsx/cells_bench ;; esac
enter_work
export PYTHONDONTWRITEBYTECODE=1
unset MEIBO_READER

skip() { # skip NAME WHY
    n=$((n + 1))
    echo "ok $n - $1 # SKIP $2"
}

# Debian's own first: it is the one that Debian's python3-openpyxl is for.
python=
for candidate in /usr/bin/python3 python3; do
    command -v "$candidate" >/dev/null && python=${python:-$candidate}
    "$candidate" -c 'import openpyxl' 2>/dev/null && python=$candidate has_openpyxl=yes && break
done
agrees() { "$python" "$source/tools/readers.py" "$@" >said 2>&1; }

# ---- the workbooks ----
"$meibo" shop demo --customers 60 --seed 1 -q 2>said
verdict $? 'a shop is made'
cat >hostile-customers.csv <<'END'
Email,First Name,Last Name,Note,Tags,Address Line 1,Address Zip
formula@example.com,=1+1,@SUM(A1),"+1
second line	with a tab",-tag,"comma, ""quote""",06070
escape@example.com,_x000D_,1E+21,"_x0041_, <b>&amp;</b> ]]> 𠮷 👩‍👧",日本、東京,０６０,1E5
word@example.com,TRUE,2024-01-05,#N/A,"#REF!, 0012",-1,00000
END
printf 'control@example.com,"bell \007, tab \t, CR \r and DEL \177  ",,,,,\n' >>hostile-customers.csv
"$meibo" import hostile-customers.csv --yes --result hostile.xlsx --no-undo -q 2>said
[ $? -eq 3 ]
verdict $? 'texts that look like something else are imported, but for control characters'
"$meibo" import "$source/testdata/workbooks/customers.xlsx" --yes --result result.xlsx --undo-file undo.xlsx -q 2>said
[ $? -eq 3 ]
verdict $? 'the sample is imported, but for the rows that must fail'
{
    "$meibo" export -o fast.xlsx --groups all --compress fast -q &&
        "$meibo" export -o small.xlsx --groups all --compress small -q &&
        "$meibo" export -o fast.csv --groups all -q &&
        "$meibo" export -o japanese.xlsx --groups all --headers ja -q &&
        "$meibo" template -o template.xlsx --sample -q
} 2>said
verdict $? 'the shop is exported'
workbooks='fast small japanese hostile result undo template'

# ---- by meibo ----
for name in $workbooks; do
    "$cells" "$name.xlsx" >"$name.cells" 2>said && MEIBO_READER=libxml2 "$cells" "$name.xlsx" >"$name.libxml2" 2>>said &&
        [ -s "$name.cells" ] && cmp "$name.cells" "$name.libxml2" >>said 2>&1
    verdict $? "$name.xlsx reads the same by the scanner and by libxml2"
done
cmp fast.cells small.cells >said 2>&1
verdict $? 'packed small or fast, the cells are the same'

# ---- by others ----
altered() { sed 's/formula@example.com/formulae@example.com/' "$1"; }

if [ -z "$python" ]; then
    skip 'the export says what the CSV of the same shop says' 'python3 is not installed'
else
    agrees csv fast.cells fast.csv
    verdict $? 'the export says what the CSV of the same shop says'
fi

for name in $workbooks; do
    if [ -z "${has_openpyxl:-}" ]; then
        skip "$name.xlsx reads the same by openpyxl" 'openpyxl is not installed'
    else
        agrees openpyxl "$name.cells" "$name.xlsx"
        verdict $? "$name.xlsx reads the same by openpyxl"
    fi
done
if [ -n "${has_openpyxl:-}" ]; then
    altered fast.cells >altered.cells
    ! agrees openpyxl altered.cells fast.xlsx && grep -q formulae said && [ "$(wc -l <said)" -eq 1 ]
    verdict $? '... and a cell that is another is noticed'
fi

office=$(command -v soffice || command -v libreoffice || true)
if [ -z "$office" ] || [ -z "$python" ]; then
    for name in $workbooks; do
        skip "$name.xlsx reads the same by LibreOffice" 'LibreOffice (or python3) is not installed'
    done
else
    set --
    for name in $workbooks; do set -- "$@" "$name.xlsx"; done
    # Commas, quotes around all texts, UTF-8, cells as they are shown, every sheet to a file of its own.
    timeout 300 "$office" -env:UserInstallation="file://$work/office" --headless \
        --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1' \
        --outdir office-out "$@" >said 2>&1
    verdict $? 'LibreOffice opens them all'
    for name in $workbooks; do
        agrees calc "$name.cells" "office-out/$name"
        verdict $? "$name.xlsx reads the same by LibreOffice"
    done
    altered fast.cells >altered.cells
    ! agrees calc altered.cells office-out/fast && grep -q formulae said && [ "$(wc -l <said)" -eq 1 ]
    verdict $? '... and a cell that is another is noticed'
fi
echo "1..$n"
