#!/bin/bash
# check-tags.sh : `meibo tags` as its users meet it, on an embedded shop and on the test server in testdata/admin-api; then a small
# form of TORTURE_ONLY=tags tools/torture.sh, with the figures of what is suggested. Prints TAP.
set -u
meibo=${MEIBO:-build/check/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
root=$PWD
# shellcheck source=tools/admin-port.sh
. "$root/tools/admin-port.sh"
home=$(mktemp -d) || exit 1
export HOME="$home" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config" LC_ALL=C.UTF-8
unset MEIBO_SHOP LANGUAGE SOURCE_DATE_EPOCH NO_COLOR
token=canary-4649-token-himitsu
export MEIBO_TOKEN=$token
mkdir "$home/work" && cd "$home/work" || exit 1
n=0 failed=0 server=

verdict() { # verdict STATUS NAME: and what was said, when it is not 0
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        failed=1
        echo "not ok $n - $2"
        head -n 8 said out 2>/dev/null | sed 's/^/# /'
    fi
}
meibo() { timeout 60 "$meibo" "$@" --shop "$shop" >out 2>said </dev/null; }
status() { # status WANTED NAME COMMAND...
    local wanted=$1 name=$2
    shift 2
    meibo "$@"
    [ $? -eq "$wanted" ]
    verdict $? "$name"
}
says() { # says NAME TEXT: on standard output or error
    grep -qF -- "$2" out said
    verdict $? "$1"
}
tags() { # the tags of every customer, by email
    timeout 60 "$meibo" export -o now.jsonl --columns Email,Tags --shop "$shop" -q 2>said
    jq -r '"\(.Email): \(.Tags // "")"' now.jsonl | sort
    rm -f now.jsonl
}
latest() { "$meibo" jobs --json 2>/dev/null | jq '[.[] | select(.kind == "tags")] | last | .job'; } # clean-up
are() { # are NAME TEXT: the tags are these
    tags >now
    [ "$(paste -sd ';' now)" = "$2" ]
    local same=$?
    cp now out
    verdict $same "$1"
}
end() {
    [ -z "$server" ] || { exec 8>&-; kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }
    rm -rf "$home"
}
trap end EXIT

printf 'Email,Tags\na@example.com,"vip, old"\nb@example.com,"VIPs, old"\nc@example.com,"V.I.P., other"\nd@example.com,"ＶＩＰ"\ne@example.com,vip\n' >in-customers.csv
start='a@example.com: old, vip;b@example.com: old, VIPs;c@example.com: other, V.I.P.;d@example.com: ＶＩＰ;e@example.com: vip'

on_a_shop() { # on_a_shop WHERE-IN-WORDS: everything that is the same on every shop
    local on=$1
    meibo import in-customers.csv --yes --no-result --no-undo -q
    are "$on: five customers to begin with" "$start"
    status 0 "$on: tags are listed" tags list
    says '... with their customers' '2  20'
    meibo tags list --json
    [ "$(jq -c '[.tags[] | "\(.tag) \(.customers)"] | sort' out)" = '["V.I.P. 1","VIPs 1","old 2","other 1","vip 2","ＶＩＰ 1"]' ]
    verdict $? "$on: ... as JSON too"
    meibo tags suggest --json
    [ "$(jq -c '[.groups[].members[] | "\(.tag) \(.rank) \(.action) \(.differs | join("+"))"]' out)" = \
        '["vip 0 KEEP ","V.I.P. 1 RENAME case+punctuation","ＶＩＰ 1 RENAME width+case","VIPs 2 KEEP case+plural"]' ]
    verdict $? "$on: spellings of one tag are suggested, ranked"
    status 6 "$on: nothing is changed unasked" tags add x --all
    says '... the plan is shown' ': old, vip → old, vip, x'
    says '... and how to go on' '--yes'
    are "$on: ... and nothing was" "$start"
    status 2 "$on: nobody chosen is nobody meant" tags add x --yes
    says '... and who could be is said' '--all'
    status 0 "$on: tags are renamed" tags rename OLD new --all --yes --json
    [ "$(jq -c '[.updated, .failed, .added, .removed]' out)" = '[2,0,2,2]' ] && [ -s "$(jq -r .result out)" ] && [ -s "$(jq -r .undo out)" ]
    verdict $? '... the counts are told, a result and an undo workbook are written'
    are "$on: ... for those who had it" "${start//old/new}"
    status 0 "$on: ... and back" undo "$(latest)"
    are '... all are as they were' "$start"
    status 0 "$on: tags are merged, whoever --from names" tags merge vip VIPs --into Club --from who.csv --yes
    are '... and nobody else' 'a@example.com: Club, old;b@example.com: Club, old;c@example.com: other, V.I.P.;d@example.com: ＶＩＰ;e@example.com: vip'
    status 0 "$on: ... and back" undo "$(latest)"
    status 0 "$on: tags are written properly" tags normalize --all --yes --no-result --no-undo -q
    tags | grep -qx 'd@example.com: \(vip\|VIP\)'
    verdict $? '... full-width letters half-width'
    status 0 "$on: ... and back" undo "$(latest)"
    are '... all are as they were' "$start"
    status 0 "$on: tags are replaced, whoever a filter lets through" tags replace one two --tag other -y -q
    are '... by no others' "${start/other, V.I.P./one, two}"
    status 0 "$on: ... and back" undo "$(latest)"
    status 0 "$on: tags are removed" tags remove old 'V.I.P.' --all --yes -q
    are '... whoever has them' 'a@example.com: vip;b@example.com: VIPs;c@example.com: other;d@example.com: ＶＩＰ;e@example.com: vip'
    status 0 "$on: ... and back" undo "$(latest)"
    are '... all are as they were' "$start"
    rm -f s.csv
    status 0 "$on: suggestions are a sheet" tags suggest -o s.csv
    sed -i 's/^VIPs,1,KEEP,/VIPs,1,RENAME,/' s.csv
    status 0 "$on: ... and done once it is edited" tags apply s.csv --yes
    are '... as it says' 'a@example.com: old, vip;b@example.com: old, vip;c@example.com: other, vip;d@example.com: vip;e@example.com: vip'
    meibo tags apply s.csv --dry-run --json
    [ "$(jq -c '[.updated, .result, .job]' out)" = '[0,null,null]' ]
    verdict $? "$on: ... and nothing is left to do"
    status 0 "$on: ... and back" undo "$(latest)"
    are '... all are as they were' "$start"
}
printf 'Email\na@example.com\nb@example.com\nnobody@example.com\n' >who.csv

# ---- an embedded shop ------------------------------------------------------------------------
shop=shop.db
"$meibo" shop add made "sqlite:shop.db" >out 2>&1
on_a_shop 'embedded'
status 0 'a workbook of tags is written' tags list -o list.xlsx
unzip -p list.xlsx xl/worksheets/sheet1.xml | grep -q 'Last Use'
verdict $? '... with its columns'
status 0 'suggestions are a workbook too' tags suggest -o s.xlsx
unzip -p s.xlsx xl/worksheets/sheet1.xml | grep -q 'KEEP,RENAME,DELETE'
verdict $? '... with a drop-down of actions'
status 0 '... that is read again' tags apply s.xlsx --dry-run
says '... and planned' 'updated 2'
status 0 'suggestions are shown as text' tags suggest
says '... with what to do' 'RENAME "V.I.P." (1): Differs only in: case, punctuation'
status 0 'a list may be of some customers' tags list --tag old
says '... only' 'tags 3 · customers 2'
status 2 '--all and filters exclude each other' tags add x --all --tag old --yes
status 2 'a tag without words is refused' tags add ' ' --all --yes
status 2 'a comma in a tag is refused' tags rename vip a,b --all --yes
status 2 'a tag of 256 characters is refused' tags add "$(printf 'x%.0s' $(seq 256))" --all --yes
status 2 'a merge needs --into' tags merge a b --all --yes
status 2 'tags are needed' tags add --all --yes
says '... and said to be missing' 'TAG... is missing'
status 4 'what is no sheet of tags is refused' tags apply in-customers.csv --yes
says '... and told from which command it comes' 'tags suggest'
status 4 'a file that is not there is refused' tags apply nothing.xlsx --yes
sed 's/,RENAME,/,RENAMED,/' s.csv >wrong.csv
status 4 'a wrong action is refused' tags apply wrong.csv --yes
says '... by its cell' 'cell C3'
"$meibo" tags list --shop nowhere.db >out 2>said
[ $? -eq 5 ]
verdict $? 'a shop that is not there is refused'
meibo tags list --filter x
[ $? -eq 2 ]
verdict $? 'an unknown option is refused'
{ printf 'Email,Tags\nmany@example.com,"t0'; printf ',t%d' $(seq 249); printf '"\n'; } >many-customers.csv
meibo import many-customers.csv --yes --no-result --no-undo -q
status 6 'who would have too many tags is told before' tags add x --all
says '... with the limit' 'more than 250 tags'
status 3 '... and fails alone' tags add x --all --yes --result many.result.xlsx --no-undo
says '... the others get it' 'updated 5 · unchanged 0 · failed 1'
unzip -p many.result.xlsx xl/worksheets/sheet1.xml | grep -q 'Failed'
verdict $? '... and the result says who'
meibo tags add x --email many@example.com --dry-run
says 'a plan says why somebody fails' 'at most 250'
"$meibo" jobs >out 2>said
says 'a clean-up is among the jobs' 'tags rename'
status 2 'a job that is no import and no clean-up is not undone' undo "$("$meibo" jobs --json 2>/dev/null | jq '[.[] | select(.kind == "undo")][0].job')"
# shellcheck disable=SC2016
printf 'y\n' | script -qec "'$meibo' tags add y --tag other --shop shop.db --no-result --no-undo" typed >out 2>&1
grep -q 'Go on' typed && tags | grep -q 'c@example.com: other, V.I.P., x, y'
verdict $? 'on a terminal it is asked, and done when the answer is yes'
# shellcheck disable=SC2016
printf 'n\n' | script -qec "'$meibo' tags add z --tag other --shop shop.db --no-result --no-undo" typed >out 2>&1
grep -q 'not confirmed' typed && ! tags | grep -q z
verdict $? '... and not when it is no'

# ---- the test server -------------------------------------------------------------------------
if (cd "$root" && tools/admin-api.sh) >out 2>said; then
    mkfifo in
    (cd "$root" && exec node testdata/admin-api/server.mjs --port 0) <in >server.out 2>server.err &
    server=$!
    exec 8>in
    find_port server.out "$server" || exit 1
    shop=http://127.0.0.1:$port
    for bulk in never always; do
        curl -sS --fail -d "{\"token\":\"$token\",\"throttle\":false}" "$shop/test/reset" >out
        meibo() { timeout 100 "$meibo" "$@" --shop "$shop" --bulk "$bulk" >out 2>said </dev/null; }
        rm -rf state s.csv "$home/state"
        on_a_shop "Shopify, --bulk $bulk"
    done
    curl -sS "$shop/test/stats" >out
    [ "$(jq '[.leaked // 0] | add' out)" = 0 ]
    verdict $? 'the token is told to nobody'
fi

# ---- a made-up shop with 5,000 tags ------------------------------------------------------------
cd "$root" || exit 1
before=$n
while IFS= read -r line; do
    case $line in
    'ok '* | 'not ok '*)
        n=$((n + 1))
        echo "${line%%ok *}ok $n - ${line#*- }"
        case $line in not*) failed=1 ;; esac
        ;;
    '#'*) echo "$line" ;;
    esac
done < <(TORTURE_ONLY=tags TORTURE=short tools/torture.sh 2>/dev/null)
[ $((n - before)) -eq 10 ] || failed=1
echo "1..$n"
exit "$failed"
