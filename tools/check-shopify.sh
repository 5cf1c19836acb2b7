#!/bin/bash
# check-shopify.sh : a shop at Shopify, as the test server in testdata/admin-api is one, and an embedded shop give the same: what
# becomes of the sample workbook, its result, the next import, undo, exports; and what is refused is refused before anything is
# sent. Prints TAP.
# shellcheck disable=SC2317 # functions are called by expect
set -u
meibo=${MEIBO_PRODUCT:-build/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
root=$PWD
# shellcheck source=tools/admin-port.sh
. "$root/tools/admin-port.sh"
"$root/tools/admin-api.sh" || { echo '1..0 # SKIP the test server could not be made ready'; exit 1; }
home=$(mktemp -d) || exit 1
export HOME="$home" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config" TMPDIR="$home/tmp" LC_ALL=C.UTF-8
unset MEIBO_SHOP LANGUAGE SOURCE_DATE_EPOCH NO_COLOR
token=canary-4649-token-himitsu
export MEIBO_TOKEN=$token
mkdir "$home/tmp" "$home/work" && cd "$home/work" || exit 1
n=0 failed=0 job=0 copy_job=0

# ---- the server ---------------------------------------------------------------------------
begin() { # begin [PORT]: sets $server, $port, $url
    rm -f "$home/in" "$home/server.out" && mkfifo "$home/in"
    (cd "$root" && exec node testdata/admin-api/server.mjs --port "${1:-0}") <"$home/in" >"$home/server.out" 2>"$home/server.err" &
    server=$!
    exec 8>"$home/in"
    find_port "$home/server.out" "$server" || exit 1
    url=http://127.0.0.1:$port
}
end() {
    exec 8>&-
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
}
trap 'end; rm -rf "$home"' EXIT
tell() { curl -sS --fail ${2:+-d "$2"} "$url/test/$1"; } # tell PATH [BODY]
fresh() { tell reset "{\"token\":\"$token\",\"throttle\":false${1:+,$1}}" >/dev/null; } # fresh [SETTINGS]
mutations() { tell stats | jq '[.mutations[]] | add // 0'; }
begin

# ---- verdicts -----------------------------------------------------------------------------
expect() { # expect NAME COMMAND...: it succeeds
    local name=$1
    shift
    n=$((n + 1))
    if "$@" >why 2>&1; then
        echo "ok $n - $name"
    else
        failed=1
        echo "not ok $n - $name"
        head -n 8 why | cut -c 1-"${WIDE:-400}" | sed 's/^/# /'
    fi
}
run() { # run STATUS ARGUMENT...: meibo ends with it; what it says is kept in out, err and, of all runs, in $home/said
    local want=$1 got
    shift
    "$meibo" "$@" >out 2>err </dev/null
    got=$?
    cat out err >>"$home/said"
    [ $got -eq "$want" ] || { echo "status $got, not $want: $(head -n 2 err)"; return 1; }
}
is() { [ "$1" = "$2" ] || { echo "it is \"$1\", not \"$2\""; return 1; }; }
same() { diff "$1" "$2"; }
not() { ! "$@"; }
says() { grep -qF -- "$1" err || { cat err; return 1; }; }

# Everything but IDs and the dates that a shop makes, as lines in an order of their own. A consent's date is the shop's where it
# is not older than this test.
began=$(TZ=Asia/Tokyo date '+%F %T +0900')
state_of() { # state_of SHOP FILE
    run 0 export --groups all -o state.jsonl --shop "$1" -q --bulk never &&
        jq -S -c --arg began "$began" 'del(.["ID", "Row #", "Address ID", "Created At", "Updated At", "First Order: ID", "Last Order: ID"])
            | with_entries(select((.key | endswith("Updated At") | not) or .value < $began))' state.jsonl | sort >"$2" && [ -s "$2" ]
}
undated() { jq -c 'with_entries(select(.key | endswith("Updated At") | not))' "$1"; }
same_state() { state_of "$url" server.state && state_of "$1" other.state && same server.state other.state; }
outcome() { jq -S -c 'del(.job, .seconds, .result, .undo, .file)' "$1"; }
said_of_rows() { # the sheet of results of a workbook: its texts, without IDs
    unzip -p "$1" xl/worksheets/sheet1.xml xl/sharedStrings.xml | sed 's/1000000[0-9]\{7\}/ID/g; s/120000[0-9]\{8\}/ID/g'
}

# ---- the sample workbook, in both shops ----------------------------------------------------
# The shop of the demo, with orders for some; the embedded one is a copy of the server's.
cp "$root/testdata/workbooks/customers.xlsx" .
run 0 shop demo demo.db --customers 60 --seed 1 -q
run 0 export -o base.csv --groups all --shop demo.db -q
prepare() { # prepare: the server and copy.db as they are before
    fresh && run 0 import base.csv --ignore-id --yes --shop "$url" -q --no-result --no-undo --bulk never &&
        run 0 export -o ids.jsonl --columns ID --shop "$url" -q &&
        jq -s -c '[to_entries[] | select(.key < 40 and .key % 3 == 0) | .value | {customerId: .ID, name: "#\(.ID % 100000)", processedAt: "2025-03-04T05:06:07Z", total: "1234"}]' \
            ids.jsonl >orders.json && tell orders "$(cat orders.json)" >/dev/null &&
        run 0 shop pull copy.db --force --shop "$url" -q
}
imports() { # imports OPTION...: the sample into both
    run 3 import customers.xlsx --shop "$url" --yes --json -q --result server.xlsx --undo-file server.undo.xlsx "$@" &&
        outcome out >server.outcome && job=$(jq .job out) &&
        run 3 import customers.xlsx --shop copy.db --yes --json -q --result copy.xlsx --undo-file copy.undo.xlsx &&
        outcome out >copy.outcome && copy_job=$(jq .job out)
}
again() { # again OPTION...: the same rows that went through, once more
    local before
    run 0 export -o all.xlsx --groups all --shop "$url" -q "$@" && before=$(mutations) &&
        run 0 import all.xlsx --shop "$url" --yes --json -q --no-result --no-undo "$@" &&
        is "$(jq -c '[.customers == .unchanged, .customers > 50]' out)" '[true,true]' && is "$(mutations)" "$before"
}
for bulk in never always; do
    by='by requests'
    [ $bulk = always ] && by='by bulk operations'
    rm -f ./*.xlsx.lock server*.xlsx copy*.xlsx
    expect "$by: a shop is made ready in the server, and copied" prepare
    expect "$by: ... the copy is the same, with orders" same_state copy.db
    cp server.state before.state
    run 3 plan customers.xlsx --shop "$url" -o plan-server.xlsx --json -q && outcome out >online
    run 3 plan customers.xlsx --shop copy.db -o plan-copy.xlsx --json -q && outcome out >offline
    expect "$by: the plan is the same offline" same online offline
    expect "$by: the sample is imported into both" imports --bulk $bulk
    expect "$by: ... with the same counts" same server.outcome copy.outcome
    expect "$by: ... and gives the same customers, cell by cell" same_state copy.db
    said_of_rows server.xlsx >server.rows
    said_of_rows copy.xlsx >copy.rows
    expect "$by: ... and the same result workbook" same server.rows copy.rows
    expect "$by: what is exported and imported sends no mutation" again --bulk $bulk
    expect "$by: it is undone in the server" run 0 undo "$job" --shop "$url" -q --bulk $bulk
    expect "$by: ... and in the copy" run 0 undo "$copy_job" --shop copy.db -q
    expect "$by: ... and both are the same then" same_state copy.db
    expect "$by: ... as they were before, but for the dates of consents, which only a shop sets" \
        same <(undated before.state) <(undated server.state)
done

# ---- one tag for 1,000 customers -----------------------------------------------------------
{
    echo 'Email,Tags,Tags Command'
    seq -f 'seed-%.0f@example.com,one more,MERGE' 0 999
} >tags.csv
tag() { # tag BULK TEST: the stats after it pass the jq test
    fresh && tell seed '{"customers":1000,"seed":3}' >/dev/null &&
        run 0 import tags.csv --shop "$url" --yes --json -q --no-result --no-undo --bulk "$1" &&
        is "$(jq .updated out)" 1000 && tell stats | jq -e -c "del(.documents, .mails) | if $2 then true else . end | . == true or error(tojson)"
}
expect 'one tag for 1,000 customers: 1,000 mutations of 10 points by requests' \
    tag never '.mutations == {tagsAdd: 1000} and .points < 11500'
expect '... and one bulk operation where there is the choice' \
    tag auto '.bulkOperations == 1 and .mutations.bulkOperationRunMutation == 1 and .uploads == 1 and .points < 1500'

# ---- exports of some -----------------------------------------------------------------------
counted() { # counted COUNT ARGUMENT...: so many customers are exported
    local want=$1
    shift
    run 0 export -o some.jsonl --shop "$url" -q "$@" && is "$(jq -r 'select(."Top Row" == true) | .ID' some.jsonl | wc -l)" "$want"
}
dump_count() { tell dump | jq -s "[.[] | select($1)] | length"; }
expect 'an export by tag' counted "$(dump_count '.tags | index("vip")')" --tag vip
expect '... and without one' counted "$(dump_count '.tags | index("vip") | not')" --not-tag vip
expect '... by a query of Shopify' counted "$(dump_count '.numberOfOrders > 1')" --query 'orders_count:>1'
expect '... by a bulk query the same' counted "$(dump_count '.tags | index("vip")')" --tag vip --bulk always
printf 'Email\nseed-7@example.com\nnobody@example.com\nseed-9@example.com\n' >from.csv
expect '... of those in a file' counted 2 --from from.csv
ends_of_orders() { # the first and last order are those of the server, for everybody
    run 0 export -o ends.jsonl --columns 'ID,First Order: Name,Last Order: Name' --shop "$url" -q &&
        jq -r '[.ID, ."First Order: Name", ."Last Order: Name"] | map(. // "") | join(" ")' ends.jsonl | sort >have.ends &&
        tell dump | jq -r '(.orders | sort_by([.processedAt, (.id | tonumber)])) as $o |
            [.id, $o[0].name, $o[-1].name] | map(. // "") | join(" ")' | sort >want.ends && same want.ends have.ends
}
expect '... the ends of the orders of 1,000 customers' ends_of_orders

# ---- what is refused is refused before anything is sent -------------------------------------
refused() { # refused STATUS WORDS ARGUMENT...: and no mutation was sent
    local want=$1 words=$2 before
    shift 2
    before=$(mutations)
    run "$want" "$@" && says "$words" && is "$(mutations)" "$before"
}
settings() { tell settings "{$1}" >/dev/null; }
settings '"scopes":["read_customers"]'
expect 'without the scope for writing nothing is imported, and it is named' \
    refused 5 write_customers import tags.csv --shop "$url" --yes --no-result --no-undo
expect '... nor are orders exported' refused 5 read_orders export --groups orders -o orders.csv --shop "$url"
expect '... a shop whose languages are not shown can be tested' run 0 shop test "$url"
settings '"scopes":["read_customers","write_customers"]'
printf 'Email,Language\nseed-1@example.com,fr\nseed-2@example.com,de\n' >languages.csv
expect '... and warns of no language' run 0 plan languages.csv --shop "$url"
expect '... and plans them' is "$(grep -c -i 'language' err)" 0
settings '"scopes":[]'
expect 'without the scope for reading nothing is done' refused 5 read_customers export -o none.csv --shop "$url"
fresh '"accounts":"NEW_CUSTOMER_ACCOUNTS"'
tell seed '{"customers":5,"ordersMax":3,"seed":3}' >/dev/null
printf 'Email,Send Account Activation Email\nnew@example.com,TRUE\n' >invite.csv
not_classic() {
    run 0 import invite.csv --shop "$url" --yes -q --no-undo --result invited.csv && grep -q 'No activation mail is sent' invited.csv &&
        is "$(tell stats | jq -c '[.mails, .mutations]')" '[{},{"customerCreate":1}]'
}
expect 'where accounts are not classic nobody is invited, and the row says so' not_classic
buyers=$(tell dump | jq -r 'select(.numberOfOrders > 0) | .email')
{
    echo 'Email,Command,First Name'
    # shellcheck disable=SC2086
    printf '%s,DELETE,\n' $buyers # they have no spaces
    echo "${buyers%%[[:space:]]*},REPLACE,New"
} >delete.csv
with_orders() {
    local before
    before=$(mutations)
    run 3 import delete.csv --shop "$url" --yes --json -q --no-undo --result deleted.csv &&
        is "$(jq -c '[.failed > 0, .deleted, .replaced]' out)" '[true,0,0]' && is "$(mutations)" "$before"
}
expect 'customers with orders are neither deleted nor replaced, and nothing is sent' with_orders
fresh '"denied":["defaultPhoneNumber","lastName"]'
tell seed '{"customers":5,"ordersMax":3,"seed":3}' >/dev/null
denied() {
    run 0 export -o denied.xlsx --shop "$url" -q && unzip -p denied.xlsx >denied.parts && grep -q 'Columns left out' denied.parts &&
        run 0 export -o denied.csv --shop "$url" -q && head -n 1 denied.csv >headers && not grep -qE ',(Phone|Last Name),' headers
}
expect 'what is not granted is left out, and the Summary says so' denied

# ---- a wrong token, a server that stops -----------------------------------------------------
fresh
wrong_token() { MEIBO_TOKEN=canary-wrong-token refused 5 'does not accept the token' export -o none.csv --shop "$url"; }
expect 'a wrong token ends with status 5' wrong_token
expect '... which names the host once' is "$(grep -o '127\.0\.0\.1' err | wc -l)" 1
{
    echo 'Email,First Name'
    seq -f 'stopped-%.0f@example.com,Kim' 1 400
} >stopped.csv
stopped() { # the server answers no more in the middle, ends, and comes again as it was: empty
    settings '"holdAfter":20'
    MEIBO_TEST_HURRY=10 "$meibo" import stopped.csv --shop "$url" --yes -q --no-undo --result stopped.xlsx >out 2>err </dev/null &
    local import=$! status i
    for ((i = 0; i < 600; i++)); do
        [ "$(mutations)" -ge 20 ] && break
        sleep 0.1
    done
    tell dump >half.dump
    end
    wait "$import"
    status=$?
    cat out err >>"$home/said"
    is "$status" 5 && [ -s err ] && [ ! -e stopped.xlsx ]
}
expect 'a server that stops in the middle of an import ends it with status 5' stopped
expect '... with the customers that it had made' [ "$(wc -l <half.dump)" -ge 20 ]
begin "$port"
fresh
jq -s -c 'map(del(.id, .orders, .numberOfOrders, .amountSpent, .mails))' half.dump >half.json
curl -sS --fail -d @half.json "$url/test/customers" >/dev/null
goes_on() {
    MEIBO_TEST_HURRY=10 run 0 import stopped.csv --shop "$url" --yes -q --no-undo --result stopped.xlsx &&
        is "$(tell dump | jq -r .email | sort -u | wc -l) $(tell dump | wc -l)" '400 400'
}
expect '... and goes on when it is there again: each customer is there once' goes_on

# ---- secrets --------------------------------------------------------------------------------
no_token() {
    local book
    for book in *.xlsx; do unzip -qq -o "$book" -d "parts-$book" 2>>"$home/unzip"; done
    not grep -r -a -l -F -e "$token" -e canary-wrong-token "$home/work" "$home/state" "$home/tmp" "$home/said"
}
expect 'the token is in no journal, workbook, copy or message' no_token
expect '... and went to no other address' is "$(tell stats | jq .tokenLeaks)" 0
echo "1..$n"
exit $failed
