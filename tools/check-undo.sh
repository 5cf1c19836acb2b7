#!/bin/sh
# check-undo.sh : after an import of the sample and its undo the shop is what it was, but for what the undo lists. Prints TAP.
set -u
# shellcheck source=tools/tap.sh
. "$(dirname "$0")/tap.sh"
enter_work

# customers FILE: an object of customers by email, else phone, else ID; of every column the values of all its rows, in order.
customers() {
    "$meibo" export -o all.jsonl --groups all -q 2>said
    jq -s 'group_by(.ID) | map({ key: (.[0].Email // .[0].Phone // (.[0].ID | tostring)), value: (. as $rows | [.[] | keys[]] | unique
        | map(select(. != "Updated At" and . != "Row #")) | map({ key: ., value: (. as $column | [$rows[] | .[$column]] | sort) })
        | from_entries) }) | from_entries' all.jsonl >"$1" || echo "not ok - the export of $1 can be read"
    rm all.jsonl
}

# differences BEFORE AFTER: a line "customer, tab, column" for each.
differences() {
    jq -rn --slurpfile before "$1" --slurpfile after "$2" '$before[0] as $b | $after[0] as $a
        | [$b, $a | keys[]] | unique[] | . as $who | [$b[$who] // {}, $a[$who] // {} | keys[]] | unique[]
        | select($b[$who][.] != $a[$who][.]) | "\($who)\t\(.)"' | sort
}

# listed UNDO AFTER: what the undo said stays, in the same form; of customers who are gone nothing can differ.
listed() {
    sed -n 's/^row [0-9]*, customer \([0-9]*\): \(.*\) stays ".*/\1\t\2/p' "$1" | sort -u |
        while IFS="$(printf '\t')" read -r id column; do
            who=$(jq -r --argjson id "$id" 'to_entries[] | select(.value.ID[0] == $id) | .key' "$2")
            [ -z "$who" ] || printf '%s\t%s\n' "$who" "$column"
        done | sort
}

# undone JOB: its undo ends well, and what differs from $work/before is what it lists.
undone() {
    "$meibo" undo "$1" >listed.txt 2>said
    verdict $? "$2 is undone"
    customers after
    differences before after >differs
    listed listed.txt after >said-so
    # A customer made again within the second of the last one has the same Created At by chance.
    comm -13 differs said-so | grep '	Created At$' >by-chance
    comm -23 said-so by-chance | diff differs - >said
    verdict $? '... and the shop is what it was, but for what is listed'
}
last_job() { "$meibo" jobs --json | jq '[.[] | select(.kind == "import")] | last | .job'; }

"$meibo" shop demo --customers 60 --seed 1 -q 2>said
customers before
"$meibo" import "$source/testdata/workbooks/customers.xlsx" --yes --result r.xlsx --undo-file u.xlsx -q 2>said
[ $? -eq 3 ]
verdict $? 'the sample is imported, but for the rows that must fail'
customers imported
[ "$(differences before imported | cut -f 1 | uniq | wc -l)" -ge 8 ]
verdict $? '... which changes at least eight customers'
undone "$(last_job)" 'the import of the sample'
[ -s said-so ] && ! grep -vE '	(ID|Created At|Address ID|Email Marketing: Updated At)$' said-so >said
verdict $? '... and nothing is listed but IDs and dates that no shop takes'
"$meibo" undo "$(last_job)" --json >again 2>said && jq -e '.restored == 0 and .partly == 0 and .failed == 0' again >>said
verdict $? 'undone twice, nothing more is done'
customers twice
cmp after twice >said 2>&1
verdict $? '... and the shop is the same'

# One thing after the other, each on the shop as it is by now.
of() { # of NAME HEADER ROWS: a sheet of these rows
    customers before
    printf '%s\n%s\n' "$2" "$3" >one-customers.csv
    "$meibo" import one-customers.csv --yes --no-result --no-undo --json >outcome 2>said
    jq -e '.failed == 0 and .created + .updated + .replaced + .deleted >= 1' outcome >>said
    verdict $? "$1 is imported"
    undone "$(jq .job outcome)" "$1"
}
email=$(jq -r 'to_entries | map(select((.value."Total Orders" | max) == 0 and (.value.Tags // [] | max) and (.key | contains("@")))) | .[0].key' before)
of 'a creation' 'Email,First Name,Tags' 'new.one@example.com,New,a'
of 'an update of many columns' 'Email,First Name,Last Name,Note,Tags,Tags Command,Tax Exempt,Language' "$email,Other,Names,,x,REPLACE,TRUE,en"
of 'a change of the tags' 'Email,Tags,Tags Command' "$email,\"zebra, apple\",MERGE"
of 'a new address' 'Email,Address Line 1,Address City,Address Country Code,Address Is Default' "$email,9 Elsewhere,Boston,US,TRUE"
of 'a metafield' 'Email,Metafield: loyalty.points [number_integer]' "$email,12345"
of 'a replacement' 'Email,Command,First Name' "$email,REPLACE,Replaced"
of 'a deletion, and somebody new of that name' 'Email,Command,First Name' "$email,DELETE,
between@example.com,NEW,Between
$email,NEW,Again"
of 'a deletion' 'Email,Command' "$email,DELETE"

# What cannot be put back is told with its reason.
of 'a new email' 'Email,First Name' 'mover@example.com,Moving'
printf 'Email,Note\nmover@example.com,x\n' >mover-customers.csv
"$meibo" import mover-customers.csv --no-result --no-undo -q 2>said
"$meibo" export -o moved-customers.csv --email mover@example.com --columns ID,Email -q 2>said
sed -i 's/mover@/moved@/' moved-customers.csv
"$meibo" import moved-customers.csv --no-result --no-undo --json >outcome 2>said
"$meibo" import mover-customers.csv --no-result --no-undo -q 2>said
"$meibo" undo "$(jq .job outcome)" >listed.txt 2>said
[ $? -eq 3 ]
verdict $? 'an email that somebody else has by now is not put back'
grep -q '^row 2: error: Another customer has this email address already' listed.txt
verdict $? '... and the reason is told'
echo "1..$n"
