#!/bin/sh
# check-roundtrip.sh : what an export writes, an import takes without changing anything, and an export after that is the
# same cell by cell. Prints TAP.
set -u
# shellcheck source=tools/tap.sh
. "$(dirname "$0")/tap.sh"
enter_work

# took FILE TEST: an import of FILE ends with status 0 and its outcome passes the jq TEST.
took() {
    "$meibo" import "$1" --yes --no-result --no-undo --json >outcome 2>said && jq -e "$2" outcome >>said
}

# The cells of a workbook, without the moment at which it was written.
cells_of() { unzip -p "$1" 'xl/worksheets/*' xl/sharedStrings.xml 2>/dev/null; }
same_cells() {
    cells_of "$1" >one.xml
    cells_of "$2" >other.xml
    [ -s one.xml ] && cmp one.xml other.xml >said 2>&1
}

# there_and_back NAME ENDING [OPTION...]: an export, an import of it, and the next export, of the shop that stands here.
there_and_back() {
    name=$1 ending=$2
    shift 2
    rm -f customers-before."$ending" customers-after."$ending"
    "$meibo" export -o customers-before."$ending" --groups all "$@" -q 2>said
    verdict $? "$name is exported"
    took customers-before."$ending" ".unchanged == $count and .customers == $count and .failed == 0"
    verdict $? "$name, imported, changes nothing"
    "$meibo" export -o customers-after."$ending" --groups all "$@" -q 2>said
    if [ "$ending" = xlsx ]; then
        same_cells customers-before.xlsx customers-after.xlsx
    else
        cmp customers-before."$ending" customers-after."$ending" >said 2>&1
    fi
    verdict $? "$name, exported again, is the same cell by cell"
}

count_customers() { "$meibo" export -o counted.csv --columns ID --json -q 2>said | jq .customers; rm -f counted.csv; }

# in_every_form SHOP
in_every_form() {
    count=$(count_customers)
    [ "${count:-0}" -gt 0 ]
    verdict $? "$1 has customers"
    there_and_back "$1 as a workbook" xlsx
    there_and_back "$1 in Japanese" xlsx --headers ja
    there_and_back "$1 as CSV" csv
    there_and_back "$1 in the zone of another place" csv --timezone America/New_York
}

# ---- the sample ----
"$meibo" shop demo --customers 60 --seed 1 -q 2>said
"$meibo" import "$source/testdata/workbooks/customers.xlsx" --yes --result r.xlsx --undo-file u.xlsx -q 2>said
[ $? -eq 3 ]
verdict $? 'the sample is imported, but for the rows that must fail'
in_every_form 'the sample'

# Hostile texts: what a spreadsheet or a CSV could take for something else.
cat >hostile-customers.csv <<'END'
Email,First Name,Last Name,Note,Tags,Address Line 1,Address Zip
formula@example.com,=1+1,@SUM(A1),"+1
second line	with a tab",-tag,"comma, ""quote""",06070
escape@example.com,_x0041_,1E+21, leading and trailing ,"日本、東京,",０６０,1E5
word@example.com,TRUE,2024-01-05,#N/A,"#REF!, 0012",-1,00000
END
took hostile-customers.csv '.created == 3'
verdict $? 'texts that look like something else are imported'
took hostile-customers.csv '.unchanged == 3'
verdict $? '... and imported again are unchanged'
in_every_form 'a shop with texts that look like something else'

# ---- 300 customers ----
MEIBO_SHOP=sqlite:larger.db
export MEIBO_SHOP
"$meibo" shop demo "$MEIBO_SHOP" --customers 300 --seed 5 -q 2>said
in_every_form 'a shop of 300'

# ---- one cell edited ----
"$meibo" export -o customers-edit.csv --groups all -q 2>said
edited=$(sed -n 's/^[0-9]*,\([^,]*@[^,]*\),MERGE,.*/\1/p' customers-edit.csv | sed -n 5p)
sed "s/^\([0-9]*,$edited,MERGE\),[^,]*,/\1,Edited,/" customers-edit.csv >customers-edited.csv
took customers-edited.csv ".updated == 1 and .unchanged == $((count - 1))"
verdict $? 'a name that is edited in an export changes one customer'
"$meibo" export -o customers-now.csv --columns 'Email,First Name,Last Name,Note,Tags' -q 2>said
grep -q "^$edited,Edited," customers-now.csv
verdict $? '... and its name'
"$meibo" export -o customers-after-edit.csv --groups all -q 2>said
[ "$(diff customers-edited.csv customers-after-edit.csv | grep -c '^>')" -eq 1 ]
verdict $? '... and no other row'
echo "1..$n"
