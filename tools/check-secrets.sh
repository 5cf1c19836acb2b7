#!/bin/sh
# check-secrets.sh : what is nobody's business stands nowhere it should not, after the commands that read a workbook or speak to a
# shop: no personal data on standard error, the value of a Password column nowhere at all, a token in shops.conf alone, the journal
# for its owner only. Prints TAP.
set -u
meibo=${MEIBO:-build/check/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
sample=$PWD/testdata/workbooks/customers.xlsx
home=$(mktemp -d) || exit 1
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config" TMPDIR="$home/tmp" LC_ALL=C.UTF-8
unset MEIBO_SHOP MEIBO_TOKEN LANGUAGE
umask 022
mkdir "$home/tmp" "$home/in" "$home/input" "$home/words" && cd "$home/in" || exit 1
n=0 failed=0

expect() { # expect NAME WRONG: WRONG says what is, and is empty when all is well
    n=$((n + 1))
    if [ -z "$2" ]; then
        echo "ok $n - $1"
    else
        failed=1
        echo "not ok $n - $1"
        printf '%s\n' "$2" | head -n 5 | sed 's/^/# /'
    fi
}

# The texts of the sample's column under a header, one a line, without the header.
cells_of() {
    unzip -p "$sample" xl/worksheets/sheet1.xml | tr -d '\n' | sed 's|</c>|\n|g' |
        sed -n 's|.*<c r="\([A-Z]*\)\([0-9]*\)"[^>]*><is><t[^>]*>\(.*\)</t></is>|\1 \2 \3|p' |
        awk -v header="$1" '{ at = $1; row = $2; sub(/^[A-Z]+ [0-9]+ /, "") }
            row == 1 && $0 == header { column = at }
            row > 1 && at == column { print }'
}

for header in Email Phone 'First Name' 'Last Name' Note 'Address Line 1' 'Address Phone'; do cells_of "$header"; done |
    awk 'length > 3 && !/^(Email|Phone|Exempt|Command)$/' | sort -u >"$home/words/personal"
cells_of Password | sort -u >"$home/words/passwords"
printf '%s\n' 'Himitsu-no-4649' 'ひみつの言葉' 'Sesame&Open' >"$home/words/more"
lines=$(wc -l <"$home/words/personal")
expect 'the sample has personal data and a password to look for' \
    "$([ "$lines" -gt 40 ] && [ -s "$home/words/passwords" ] || echo "only $lines words")"

# ---- the commands, quiet and loud ---------------------------------------------------------
cp "$sample" "$home/input/customers.xlsx"
{
    echo 'Email,First Name,Note,Password'
    echo 'new.one@example.com,New,a,Himitsu-no-4649'
    echo 'new.two@example.com,New,a,ひみつの言葉'
    echo 'not an address,Bad,b,Sesame&Open'
} >"$home/input/more.csv"
"$meibo" shop demo shop.db --customers 60 --seed 1 -q 2>"$home/err0" || exit 1
run() { # run NAME COMMAND...: its words are kept in $home/NAME.out and .err
    name=$1
    shift
    "$meibo" "$@" >"$home/$name.out" 2>"$home/$name.err"
    echo $? >"$home/$name.status"
}
run check check "$home/input/customers.xlsx"
run plan plan "$home/input/customers.xlsx" --shop shop.db -o plan.xlsx
run import import "$home/input/customers.xlsx" --shop shop.db --yes --result result.xlsx --undo-file undo.xlsx
run jobs jobs show 1
run undo undo 1 --shop shop.db
run loud-check check "$home/input/customers.xlsx" -v
run loud-import import "$home/input/customers.xlsx" --shop shop.db --yes -v --result loud.result.xlsx --undo-file loud.undo.xlsx
run more-plan plan "$home/input/more.csv" --shop shop.db -v
run more import "$home/input/more.csv" --shop shop.db --yes -v --result more.result.xlsx --undo-file more.undo.xlsx
run json import "$home/input/more.csv" --shop shop.db --yes --json --progress json --result again.result.xlsx --no-undo
run export export --groups all,activation -o all.csv --shop shop.db
wrong=
for name in import loud-import more; do
    [ "$(cat "$home/$name.status")" = 3 ] || wrong="$wrong $name: $(cat "$home/$name.status") $(head -n 2 "$home/$name.err")"
done
expect 'the imports run to their end' "$wrong"

# ---- a token -------------------------------------------------------------------------------
# Nobody answers at that port: what is tried with a token is told, and the token is not.
printf 'canary-%s-token\n' 4649 file entry environment typed secret >"$home/words/tokens"
mkdir "$home/tokens" && (umask 077 && sed -n 2p "$home/words/tokens" >"$home/tokens/file" &&
    sed -n 3p "$home/words/tokens" >"$home/tokens/entry" && sed -n 6p "$home/words/tokens" >"$home/tokens/secret")
dead=http://127.0.0.1:9
run token-add shop add entry "$dead" --token-file "$home/tokens/entry"
run token-app shop add app "$dead" --client-id canary-id --token-file "$home/tokens/secret"
run token-list shop list -v
# Interrupted when it has told of two tries: the client would be patient for two minutes.
tried() { # tried NAME ARGUMENT...: the last words go to $home/NAME.err
    name=$1
    shift
    : >"$home/$name.err"
    timeout --foreground -s INT -k 60 60 "$meibo" "$@" >"$home/$name.out" 2>"$home/$name.err" &
    while [ "$(wc -l <"$home/$name.err")" -lt 2 ] && kill -0 $! 2>/dev/null; do sleep 0.1; done
    kill -INT $! 2>/dev/null
    wait $!
    echo $? >"$home/$name.status"
}
tried token-test shop test entry -v
tried token-client shop test app -v
tried token-file plan "$home/input/more.csv" --shop "$dead" --token-file "$home/tokens/file" -v
tried token-import import "$home/input/more.csv" --shop entry --yes -v --result token.result.xlsx --no-undo
tried token-export export -o token.csv --shop entry -v
tried token-pull shop pull token.db --shop entry -v
tried token-doctor doctor --shop entry -v
MEIBO_TOKEN=$(sed -n 4p "$home/words/tokens") && export MEIBO_TOKEN
tried token-environment shop test "$dead" -v
unset MEIBO_TOKEN
wrong=
for name in test client file import export pull doctor environment; do
    [ -s "$home/token-$name.err" ] || [ -s "$home/token-$name.out" ] || wrong="$wrong $name said nothing"
done
expect 'a shop that does not answer is told' "$wrong"
expect 'a token is in no word, journal, workbook or copy' \
    "$(cd "$home" && grep -r -a -l -F -f words/tokens state tmp in ./*.out ./*.err 2>/dev/null)"
expect 'it is in shops.conf alone, for its owner only' \
    "$(cd "$home" && grep -r -a -l -F -f words/tokens config | grep -vx config/meibo/shops.conf
        find config -name shops.conf ! -perm 600; grep -q canary-entry-token config/meibo/shops.conf || echo 'it is not there')"
expect 'nothing of a copy is left' "$(ls token.db* 2>/dev/null)"

# ---- what they said -----------------------------------------------------------------------
expect 'no email, phone, name or note of the workbook is on standard error' \
    "$(grep -H -F -f "$home/words/personal" "$home/check.err" "$home/plan.err" "$home/import.err" "$home/undo.err" |
        sed "s|$home/||")"

# Workbooks are unzipped to look inside. The input itself is what is left out.
for book in *.xlsx; do unzip -qq -o "$book" -d "parts-$book"; done
cat "$home/words/passwords" "$home/words/more" >"$home/words/secret"
sed 's/&/\&amp;/' "$home/words/more" >>"$home/words/secret"
expect 'the value of a Password column is in no database, workbook, temporary file or message' \
    "$(cd "$home" && grep -r -a -l -F -f words/secret in state tmp config ./*.out ./*.err 2>/dev/null)"
expect 'what is looked for would be found' \
    "$(cd "$home" && grep -r -a -q -F -f words/secret input/more.csv && grep -r -a -q -F 'new.one@example.com' in state || echo 'it is not')"

modes=$(find "$home/state" -type f ! -perm 600 -printf '%P %m\n'; find "$home/state/meibo" -type d ! -perm 700 -printf '%P %m\n')
expect 'the journal and what lies beside it is for its owner only' "$modes"
expect 'no temporary file is left' "$(ls -A "$home/tmp")$(find . -name '.meibo*' -o -name 'tmp.*')"
echo "1..$n"
[ $failed -eq 0 ]
