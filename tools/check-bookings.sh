#!/bin/sh
# check-bookings.sh : finding bookings in a shop at Shopify and tagging their customers, against the test server; and 100,000 orders.
# The names L1 to S1 are those of the acceptance list; A1 to A7, F1, F2, R1 to R3 and M1 are in cmd/bookings_test.c. Prints TAP.
set -u
# shellcheck source=tools/tap.sh
. "$(dirname "$0")/tap.sh"
# shellcheck source=tools/admin-port.sh
. "$(dirname "$0")/admin-port.sh"
product=${MEIBO_PRODUCT:-}
case $product in /* | '') ;; *) product=$PWD/$product ;; esac
tools/admin-api.sh || { echo '1..0 # SKIP the test server could not be made ready'; exit 1; }
work=$(mktemp -d) || exit 1
mkfifo "$work/in"
exec 8<>"$work/in"
server=
stop() {
    exec 8>&-
    [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; }
    rm -rf "$work"
}
trap stop EXIT
export HOME="$work" XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config" LC_ALL=C.UTF-8 MEIBO_TOKEN=test-token
export SOURCE_DATE_EPOCH=1745107200 # the day of the server's shop
unset MEIBO_SHOP NO_COLOR LANGUAGE
node testdata/admin-api/server.mjs <"$work/in" >"$work/out" 2>"$work/server.err" &
server=$!
cd "$work" || exit 1
find_port out "$server" || exit 1
shop=http://127.0.0.1:$port

# is STATUS EXPECTED NAME
is() {
    [ "$1" = "$2" ]
    verdict $? "$3 (status $2)"
}

control() { curl -sS -m 60 -H 'Content-Type: application/json' "$shop/test/$1" ${2:+--data "$2"}; }
added() { control stats | jq '.mutations.tagsAdd // 0'; }
sync() { # sync ARGS...: leaves the outcome in `outcome`
    "$meibo" bookings sync --shop "$shop" --state state.json --json "$@" >outcome 2>said
}

# The orders of testdata/bookings as the shop has them: the rows of one order together, with the options of its variants. A killed
# sync would go on in the new shop as if what it did in the old one were there, so the journal is new too.
fill() { # fill SETTINGS
    rm -rf "$XDG_STATE_HOME"
    control reset "{\"timezone\":\"Asia/Tokyo\",\"throttle\":false,\"clock\":{\"at\":\"2025-04-20T00:00:00Z\"}$1}" >control.out
    control customers "$(for i in 1 2 3 4 5 6 7 8 10 11 12; do
        printf '{"id":70000000000%02d,"email":"c%02d@example.com","firstName":"花子%d","lastName":"山田","tags":[%s]}\n' "$i" "$i" "$i" \
            "$([ "$i" = 10 ] && echo '"Booked-Appointment"')"
    done | jq -s .)" >control.out
    control orders "$(cat orders.json)" >control.out
}
line() { # line TITLE TAGS OPTION VALUE ATTRIBUTES
    jq -nc --arg title "$1" --arg tags "$2" --arg option "$3" --arg value "$4" --argjson attributes "$5" \
        '{title: $title, variantTitle: $value, productId: 1, variantId: 101, productTags: ($tags | split(",")),
          options: [{name: $option, value: $value}], customAttributes: $attributes}'
}
order() { # order NUMBER CUSTOMER DAY LINES [MORE]
    jq -nc --arg id "65000000000$1" --arg name "#10$1" --arg customer "$2" --arg at "2025-04-${3}T01:00:00Z" --argjson lines "$4" --argjson more "${5:-{\}}" \
        '{id: $id, name: $name, customerId: $customer, createdAt: $at, lineItems: $lines} + $more'
}
token='[{"key":"_reservation_token","value":"t"}]'
facial=$(line facial 'sesami-service' Duration '60 Minutes' "$token")
towel=$(line towel goods Size L '[]')
{
    order 01 7000000000001 01 "[$facial]"
    order 02 7000000000002 02 "[$(line consult '' Size 30 '[{"key":"Duration","value":"30 minutes"}]')]"
    order 03 7000000000003 03 "[$(line massage '' Duration 3h '[]')]"
    order 04 7000000000004 04 "[$(line facial spa Size 60 "$token")]"
    order 05 7000000000005 05 "[$towel]"
    order 06 7000000000006 06 "[$(line towel goods Size L '[{"key":"_reservation_token","value":""},{"key":"Duration","value":""}]')]"
    order 07 7000000000007 07 "[$(line 'duration book' goods Format Duration '[{"key":"Color","value":"red"}]')]"
    order 08 7000000000008 08 "[$facial]" '{"cancelledAt":"2025-04-09T00:00:00Z"}'
    order 09 '' 09 "[$facial]" '{"email":"walkin@example.com"}'
    order 10 7000000000001 10 "[$facial,$towel]"
    order 11 7000000000010 11 "[$facial]"
    order 12 7000000000011 12 "[$towel]"
    order 13 7000000000012 13 "[$(line note '' Size 45 '[{"key":"Duration","value":"45 m: express"}]')]"
} | jq -s . >orders.json

fill ''
for how in never always; do
    "$meibo" bookings --shop "$shop" --bulk $how --json -o booked-$how.jsonl >outcome 2>said
    is $? 0 "orders of the shop are all decided, --bulk $how"
    jq -e '.orders == 13 and .booked == 9 and .to_tag == 6 and .without_customer == 1 and .tagged_already == 1' outcome >>said
    verdict $? '... as those of the workbook are'
done
cmp booked-never.jsonl booked-always.jsonl >said 2>&1
verdict $? '... and the same whichever way they come'
"$meibo" bookings explain '#1005' --shop "$shop" >said 2>&1 && grep -q '^#1005: not a booking' said
verdict $? 'an order of the shop is explained'
jq -c '.[0] | .lineItems = [range(120) as $i | .lineItems[0] + {title: "line \($i)", productTags: (if $i == 119 then ["sesami-service"] else [] end), customAttributes: [], options: []}] | .name = "#2000" | .id = "6500000000200" | .customerId = "7000000000005"' \
    orders.json | jq -s . >long.json
control orders "$(cat long.json)" >control.out
"$meibo" bookings explain '#2000' --shop "$shop" >said 2>&1 && grep -q '^#2000: a booking' said
verdict $? 'an order with more lines than a page holds is read to its last line'

fill ''
sync
is $? 0 'L1: the first sync'
[ "$(added)" = 6 ] && jq -e '.tagged == 6 and .mark_moved' outcome >>said
verdict $? 'L1: ... adds six tags'
[ "$(stat -c %a state.json)" = 600 ]
verdict $? 'L1: ... and what it remembers is for its owner only'
sync
is $? 0 'L1: the second sync'
[ "$(added)" = 6 ] && jq -e '.tagged == 0' outcome >>said
verdict $? 'L1: ... adds none'
rm state.json # as if the first had ended before it could write it
sync
[ "$(added)" = 6 ]
verdict $? 'L1: ... nor does one that knows nothing of the first'
control orders "$(jq -c '[.[0] | .id = "6500000000099" | .name = "#1099" | .customerId = "7000000000006" | .createdAt = "2025-04-20T00:00:00Z"]' orders.json)" >control.out
sync
[ "$(added)" = 7 ] && jq -e '.tagged == 1' outcome >>said
verdict $? 'L1: a new booking adds its tag'
job=$(jq .job outcome)
"$meibo" undo "$job" --shop "$shop" --json >undone 2>said && jq -e '.restored == 1' undone >>said
verdict $? 'a sync is a job that can be undone'
sync
jq -e '.put_back == 1 and .tagged == 1' outcome >said
verdict $? '... and does again what is missing'

i=0
fill ''
rm -f state.json
while [ $i -lt 8 ]; do
    i=$((i + 1))
    timeout --foreground -s KILL "0.$(printf %02d $((i * 9)))" "$meibo" bookings sync --shop "$shop" --state state.json -q >killed 2>&1
done
sync
control dump >dumped
jq -se '[.[] | [.tags[] | select(ascii_downcase == "booked-appointment")] | length] | add == 7 and max == 1' dumped >>said
verdict $? 'L1: killed again and again, nothing is lost and nothing is there twice'

fill ',"overwrites":1'
rm -f state.json
sync --verify 1
is $? 3 'L2: a tag that another app overwrote'
jq -e '.overwritten == 1 and (.mark_moved | not)' outcome >>said
verdict $? 'L2: ... is reported'
sync --verify 1
is $? 0 'L2: the next run'
[ "$(added)" = 7 ] && jq -e '.tagged == 1 and .overwritten == 0 and .mark_moved' outcome >>said
verdict $? 'L2: ... repairs it'

fill ',"scopes":["read_customers","write_customers","read_orders","read_products","read_locales"]'
rm -f state.json
sync --since 2024-04-20
is $? 5 'L3: older orders than the token may read'
grep -q read_all_orders said && [ ! -e state.json ]
verdict $? 'L3: ... are refused, and the scope is named'
sync
[ "$(added)" = 6 ]
verdict $? 'L3: ... those of the last 60 days are not'
"$meibo" bookings --shop "$shop" -o half.xlsx >said 2>&1
is $? 5 'L3: a workbook of all orders is refused too'
fill ',"scopes":["read_customers","write_customers","read_orders","read_all_orders"]'
"$meibo" bookings --shop "$shop" -o half.xlsx >said 2>&1
is $? 5 'a rule that looks at products without the scope read_products'
"$meibo" bookings --shop "$shop" -o half.jsonl --assume-no li.product.tags,li.variant.selectedOptions >said 2>&1
is $? 0 '... unless they are taken for nothing'

fill ''
"$meibo" bookings --shop "$shop" -o booked.xlsx --json >outcome 2>said &&
    "$meibo" import booked.xlsx --shop "$shop" --no-result --no-undo -q 2>>said
is $? 0 'R4: the workbook of a shop is imported into it'
"$meibo" bookings --shop "$shop" -o again.xlsx --json >outcome 2>said
"$meibo" export --shop "$shop" --tag booked-appointment --columns ID -o tagged.jsonl -q 2>>said
[ "$(wc -l <tagged.jsonl)" = "$(jq .customers_booked outcome)" ] && jq -e '.to_tag == 0' outcome >>said
verdict $? 'R4: ... and the segment of the tag is those who have booked'

"$meibo" shop demo --shop sqlite:small.db --customers 5 -q >said 2>&1
"$meibo" bookings --shop sqlite:small.db -o none.xlsx >said 2>&1
is $? 5 'an embedded shop keeps no line items'
id=$("$meibo" export --shop sqlite:small.db --columns ID -o ids.jsonl -q 2>>said && head -n 1 ids.jsonl | jq .ID)
printf 'ID,Name,Created At,Customer: ID,Line: Type,Line: ID,Line: Product ID,Line: Variant ID,Line: Properties,Line: Product Tags\n1,#1,2025-04-01 10:00:00 +0900,%s,Line Item,1,1,1,_reservation_token: t,sesami-service\n' "$id" >Orders.csv
"$meibo" bookings sync --shop sqlite:small.db --orders Orders.csv --state small.json --json >outcome 2>said
is $? 0 'a sync of an Orders workbook with an embedded shop'
"$meibo" bookings sync --shop sqlite:small.db --orders Orders.csv --state small.json --json >again.json 2>>said
jq -e '.tagged == 1' outcome >>said && jq -e '.tagged == 0' again.json >>said
verdict $? '... tags once'
"$meibo" bookings sync --shop "$shop" --state small.json >said 2>&1
is $? 2 'the state of another shop is refused'

# S1: 100,000 orders of three lines, by the program as it is shipped.
if [ -n "$product" ]; then
    awk 'BEGIN {
        print "ID,Name,Created At,Customer: ID,Customer: Email,Customer: Tags,Line: Type,Line: ID,Line: Title,Line: Product ID,Line: Variant ID,Line: Properties,Line: Product Tags"
        for (o = 1; o <= 100000; o++)
            for (l = 1; l <= 3; l++)
                printf "%d,#%d,2025-04-01 10:00:00 +0900,%d,c%d@example.com,vip,Line Item,%d,facial,1,101,\"Date: 2025-05-01\n_reservation_token: %s\",goods\n", o, o, 1 + o % 40000, 1 + o % 40000, o * 3 + l, l == 2 && o % 2 ? "t" : ""
    }' >big.csv
    began=$(date +%s%N)
    prlimit --as=1000000000 "$product" bookings --orders big.csv -o big.xlsx --assume-no li.variant.selectedOptions --json -q >outcome 2>said
    is $? 0 'S1: 300,000 rows of orders are read in bounded memory'
    took=$((($(date +%s%N) - began) / 1000000))
    jq -e '.orders == 100000 and .booked == 50000' outcome >>said
    verdict $? "S1: ... and decided ($took ms)"
fi
echo "1..$n"
