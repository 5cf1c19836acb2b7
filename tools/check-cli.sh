#!/bin/sh
# check-cli.sh : the program as its users meet it: every command, every exit status, both languages. Prints TAP.
set -u
meibo=${MEIBO:-build/check/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
source=$PWD
home=$(mktemp -d) || exit 1
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config" LC_ALL=C.UTF-8
unset MEIBO_SHOP MEIBO_TOKEN SOURCE_DATE_EPOCH NO_COLOR LANGUAGE
cd "$home" || exit 1
n=0

# t NAME STATUS ARGUMENT...: runs meibo; out and err are then what it said.
t() {
    name=$1 want=$2
    shift 2
    "$meibo" "$@" >out 2>err </dev/null
    got=$?
    n=$((n + 1))
    if [ "$got" -eq "$want" ]; then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        echo "# meibo $*: status $got, not $want"
        sed 's/^/# /' err | head -n 20
    fi
}

# ok NAME COMMAND...: the command succeeds.
ok() {
    name=$1
    shift
    n=$((n + 1))
    if "$@" >why 2>&1; then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        echo "# failed: $*"
        head -c 600 out err why | sed 's/^/# /'
    fi
}

says() { grep -qF -- "$1" err; }     # on standard error
prints() { grep -qF -- "$1" out; }   # on standard output
silent() { [ ! -s "$1" ]; }
not() { ! "$@"; }
json() { jq -e "$1" out; }
wait_for() { # wait_for TEXT: until standard output holds it, at most a minute
    for _ in $(seq 600); do
        prints "$1" && return
        sleep 0.1
    done
    return 1
}

# ---- a command line that is wrong (2), and what is near ----
t 'an unknown command is refused' 2 chek
ok '... and the nearest is named' says 'did you mean "check"?'
t 'an unknown command of a group is refused' 2 jobs shwo
ok '... and the nearest is named' says 'did you mean "jobs show"?'
t 'an unknown option is refused' 2 import a.xlsx --dry-rum
ok '... and the nearest is named' says 'did you mean --dry-run?'
t 'an unknown word is refused' 2 import a.xlsx --blank keeep
ok '... and the nearest is named' says 'did you mean "keep"?'
t 'an unknown column is refused' 2 columns Emial
ok '... and the nearest is named' says 'did you mean "Email"?'
t 'an unknown group is refused' 2 export -o a.xlsx --groups bsaic --shop none.db
ok '... and the nearest is named' says 'did you mean "basic"?'
t 'a missing file name is refused' 2 check
t 'an argument too many is refused' 2 check a b
t 'a compression that is none is refused' 2 export -o a.xlsx --compress tiny --shop none.db
ok '... and the choices are told' says 'fast'
t 'a time zone that is none is refused' 2 check a.xlsx --timezone Asia/Tokio
t 'a country that is none is refused' 2 check a.xlsx --country Japan
t 'a command of a later version is not offered' 2 serve
ok 'nothing was printed for a wrong command line' silent out

# ---- options before the command ----
printf 'Email,Note\nhanako@example.com,x\n' >early-customers.csv
t 'options may stand before the command' 0 --lang ja -q check early-customers.csv
ok '... and count' prints "1 行"
t 'with their values, in every form' 2 -v --shop=none.db --timezone Asia/Tokio plan early-customers.csv
ok '... and are read' says 'Asia/Tokio'
t 'before commands of two words too' 5 -qsnone.db shop test
ok '... and count' says 'none.db'
t '--help before a command explains that one' 0 --help shop add
ok '... really' prints 'Usage: meibo shop add'
t 'an option that no command knows is refused' 2 --shpo none.db plan early-customers.csv
t 'one that this command does not know is refused' 2 --minimal check early-customers.csv
ok '... naming it' says 'unknown option --minimal'
t 'options without a command are no command' 2 --shop none.db

# ---- help ----
t 'meibo alone shows the first steps' 0
ok '... on standard output' prints 'meibo shop demo'
t 'meibo --version names the libraries' 0 --version
ok '... and SQLite among them' prints 'SQLite 3.'
for command in check plan import export undo jobs 'jobs list' 'jobs show' 'jobs forget' template columns shop \
    'shop demo' 'shop list' 'shop add' 'shop test' 'shop pull' doctor completion help; do
    # shellcheck disable=SC2086
    t "meibo $command --help explains" 0 $command --help
    ok "... meibo $command" prints "Usage: meibo $command"
    # shellcheck disable=SC2086
    t "meibo $command --help explains in Japanese" 0 $command --help --lang ja
    ok "... every word of it" not prints 'Show this help.'
done
t 'meibo help COMMAND is the same' 0 help shop add
ok '... as --help' prints 'Usage: meibo shop add [options] NAME WHERE'
t 'the manual page can be made' 0 help --man
ok '... and the one in man/ is fresh; run make docs' cmp out "$source/man/meibo.1"
t 'the page of columns can be made' 0 columns --markdown
ok '... and docs/COLUMNS.md is fresh; run make docs' cmp out "$source/docs/COLUMNS.md"
t 'the completion can be made' 0 completion bash
ok '... and bash can read it' bash -n out
complete_to() { # complete_to WORD... : what the last word can become
    # shellcheck disable=SC2016
    bash -c '. ./completion; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _meibo; echo "${COMPREPLY[*]}"' bash "$@"
}
cp out completion
ok '... it completes commands' [ "$(complete_to meibo im)" = import ]
ok '... it completes options' [ "$(complete_to meibo import --dry)" = --dry-run ]
ok '... it completes words' [ "$(complete_to meibo import --blank k)" = keep ]
ok '... it completes commands of two words' [ "$(complete_to meibo shop de)" = demo ]
t 'a shell that is not known is refused' 2 completion fish
t 'the columns are listed' 0 columns
ok '... all of them' [ "$(wc -l <out)" -ge 57 ]
t 'a column is explained by its Japanese name' 0 columns 'メールアドレス'
ok '... as Email' prints 'Email'
t 'the columns are JSON too' 0 columns --json
ok '... one object each' json 'length >= 57 and .[0].header == "ID"'

t 'one column as JSON' 0 columns Command --json
ok '... with its words' json '.words == ["MERGE","NEW","UPDATE","REPLACE","DELETE","IGNORE"]'
t 'one column with its words' 0 columns Command
ok '... in a list' prints 'MERGE, NEW'
t 'a column far from any is refused' 2 columns qqqqqqqqqq
ok '... and the list is named' says '"meibo columns" lists'

# ---- a workbook to fill in, and one that is wrong (3, 4) ----
t 'a template is made' 0 template -o empty.xlsx
t 'a template in Japanese is made' 0 template -o ja.xlsx --headers ja --sample
t 'a template with sample rows is made' 0 template -o sample.xlsx --sample
t 'a template without a name is refused' 2 template
t 'the sample is fine' 0 check sample.xlsx
ok '... and says so' prints '0 would fail'
t 'the Japanese sample is fine' 0 check ja.xlsx --json
ok '... as JSON' json '.sheet == "顧客" and .customers == 3 and .failed == 0 and .warnings == 0'
printf 'Email,First Name,Note\ntaro.secret@example,Taro,x\nhanako@example.com,Hanako,y\n' >customers.csv
t 'customers that would fail are status 3' 3 check customers.csv
ok '... the cell is named' prints 'A2: error: "taro.secret@example" is not an email address.'
ok '... the last line counts' prints '1 would fail'
t 'findings are said in Japanese' 3 check customers.csv --lang ja
ok '... the cell too' prints 'A2: エラー: 「taro.secret@example」はメールアドレスではありません。'
t 'check --json says how many of each' 3 check customers.csv --json
ok '... by name' json '.findings.EMAIL_INVALID == 1 and .failed == 1 and .job == null'
awk 'BEGIN { print "Email"; for (i = 0; i < 1254; i++) print "bad" i }' >many-customers.csv
printf 'Email\tNote\nhanako@example.com\tx, y; z\n' >tab-customers.csv
t 'a delimiter is taken' 0 check tab-customers.csv --delimiter tab --encoding UTF-8
t 'another too' 3 check customers.csv --delimiter ,
t 'a delimiter that is none is refused' 2 check customers.csv --delimiter x
t 'many findings are counted' 3 check many-customers.csv
ok '... after the first twenty' prints 'and 1,234 more like these'
t 'check -v lists them all' 3 check many-customers.csv -v
ok '... really' [ "$(grep -c '^A' out)" -eq 1254 ]
t 'a workbook that is missing is status 4' 4 check none.xlsx
t 'a folder is status 4' 4 check .
printf 'nothing' >damaged.xlsx
t 'a file that is no workbook is status 4' 4 check damaged.xlsx
t 'a sheet that is missing is status 4' 4 check sample.xlsx --sheet Orders
"$meibo" check many-customers.csv -v 2>err | head -n 1 >out
ok 'a reader that goes away is no error' silent err

# ---- shops (5) ----
t 'an import without a shop is status 5' 5 import sample.xlsx
ok '... and says how to make one' says 'meibo shop demo'
t 'a shop at Shopify without a token is status 5' 5 plan sample.xlsx --shop my-store.myshopify.com
ok '... and says the first way to give one' says 'set MEIBO_TOKEN'
ok '... and the last' says 'meibo shop add NAME https://my-store.myshopify.com'
t 'an address that is none of Shopify gets no token' 2 plan sample.xlsx --shop https://example.com
ok '... and says what one looks like' says 'my-store.myshopify.com'
t 'a token is not sent in the clear' 2 plan sample.xlsx --shop http://my-store.myshopify.com
ok '... it says so' says 'over https:// only'
echo canary-token-1 >token && chmod 644 token
t 'a token that others may read is refused' 5 plan sample.xlsx --shop my-store.myshopify.com --token-file token
ok '... saying what to do' says 'chmod 600'
chmod 600 token
t 'no shop has a name yet' 0 shop list
ok '... it says so' says 'no shop has a name yet'
t 'no job was run yet' 0 jobs
ok '... it says so' says 'no job was run'
t 'the doctor finds no shop' 0 doctor
ok '... and says how to make one' prints 'meibo shop demo'
for wrong in '--timezone Asia/Tokio' '--currency yen' '--country Japan' '--languages ,'; do
    # shellcheck disable=SC2086
    t "shop add $wrong is refused" 2 shop add wrong sqlite:wrong.db $wrong
done
ok '... and nothing is made' not test -e wrong.db
t 'a shop with made-up customers is made' 0 shop demo --customers 30 --seed 3
t '... but not over another' 5 shop demo
t 'a shop gets a name' 0 shop add tokyo sqlite:tokyo.db --timezone Asia/Tokyo --currency JPY --country JP --languages ja,en
t '... once' 2 shop add tokyo sqlite:tokyo.db
t 'a name that is none is refused' 2 shop add 'to kyo' sqlite:x.db
t 'the names are listed' 0 shop list
ok '... with their place' prints "sqlite:$home/tokyo.db"
ok '... in a file that nobody else reads' [ "$(stat -c %a config/meibo/shops.conf)" = 600 ]
t 'a shop says what it is' 0 shop test --shop tokyo --json
ok '... its zone, its currency' json '.timezone == "Asia/Tokyo" and .currency == "JPY" and .customers == 0'
t 'a name that is not known is refused' 2 shop test --shop tokio
ok '... and the nearest is named' says 'did you mean "tokyo"?'
t 'a shop at Shopify gets a name' 0 shop add store My-Store.myshopify.com --token-file token
ok '... and says what to do next' says 'meibo shop test store'
t 'another with client credentials' 0 shop add app my-app.myshopify.com --token-file token --client-id id-1
t 'an app whose id is none is refused' 2 shop add bad my-app.myshopify.com --token-file token --client-id 'a b'
t 'without a terminal nobody is asked' 2 shop add bad my-app.myshopify.com
ok '... it says how to give a token' says '--token-file'
t 'what the shop says itself is not taken' 2 shop add bad my-app.myshopify.com --token-file token --currency JPY
t 'a file takes no token' 2 shop add bad sqlite:bad.db --token-file token
t 'the names are listed without their tokens' 0 shop list
ok '... with the address' prints 'https://my-store.myshopify.com'
ok '... really' sh -c '! grep -q canary out && grep -q canary-token-1 config/meibo/shops.conf'
if command -v script >/dev/null; then
    : >out
    { wait_for 'Access token' && echo typed-token-2; } | script -qec "'$meibo' shop add typed my-typed.myshopify.com" /dev/null >out 2>err
    ok 'on a terminal the token is asked for' grep -q '^token = typed-token-2$' config/meibo/shops.conf
    ok '... by name' prints 'Access token'
    ok '... and not shown' not prints typed-token-2
fi
chmod 644 config/meibo/shops.conf
t 'names that others may read are refused' 5 shop test --shop tokyo
ok '... saying what to do' says 'chmod 600'
chmod 600 config/meibo/shops.conf
t 'a shop says what it is to people' 0 shop test --shop tokyo
ok '... too' prints 'Asia/Tokyo'
export MEIBO_SHOP=tokyo
t 'MEIBO_SHOP names the shop' 0 shop test --json
ok '... really' json '.timezone == "Asia/Tokyo"'

# ---- plan and import ----
t 'a plan shows what would change' 0 plan sample.xlsx
ok '... before and after' prints 'First Name: (blank) → "花子"'
ok '... and counts' prints 'created 2 · updated 0 · unchanged 0 · replaced 0 · deleted 0 · ignored 1 · failed 0'
ok '... and changes nothing' sh -c "'$meibo' shop test --json | jq -e '.customers == 0'"
t 'import --dry-run is the same' 0 import sample.xlsx --dry-run --json
ok '... as JSON' json '.created == 2 and .result == null and .job == null and .mails == 0 and .cleared == {}'
t 'a plan is a workbook too' 0 plan sample.xlsx -o plan.xlsx
ok '... that is there' test -s plan.xlsx
t 'an import does it' 0 import sample.xlsx --json
ok '... and says what' json '.job == 1 and .created == 2 and .ignored == 1 and .rows == 4 and .customers == 3 and .file == "sample.xlsx" and .sheet == "Customers" and .result == "sample.result.xlsx" and .undo == "sample.undo.xlsx" and (.seconds | type) == "number"'
ok '... its last line too' says 'created 2 · updated 0 · unchanged 0 · replaced 0 · deleted 0 · ignored 1 · failed 0'
ok '... the result is there' test -s sample.result.xlsx
ok '... the undo workbook too' test -s sample.undo.xlsx
ok '... nobody is named on standard error' not grep -qE 'hanako|yamada|花子|john|\+1202' err
cp sample.result.xlsx before
ok '... and says how to put it back' says '"meibo undo 1"'
t 'again, all is unchanged' 0 import sample.xlsx
ok '... it says so' says 'unchanged 2'
ok '... the first result is untouched' cmp before sample.result.xlsx
ok '... the second has a number' test -s sample.result-2.xlsx
t 'a result can be imported' 0 import sample.result.xlsx --result r.xlsx --no-undo
ok '... into a result of that name' test -s r.xlsx
t 'customers that fail are status 3' 3 import customers.csv --progress plain
ok '... the others are made' says 'created 1 · updated 0 · unchanged 0 · replaced 0 · deleted 0 · ignored 0 · failed 1'
ok '... progress is lines' says 'importing'
ok '... nobody is named on standard error' not grep -qE 'taro|hanako' err
t 'only what failed is tried again' 3 import customers.result.xlsx --only-failed --no-result --no-undo --json
ok '... one customer' json '.customers == 1 and .failed == 1 and .result == null'
t 'progress is JSON too' 3 import customers.csv --no-result --no-undo --progress json -q
ok '... an object a line' jq -es 'length > 0 and all(.stage != null)' err
t '-q says nothing' 3 import customers.csv --no-result --no-undo -q
ok '... at all' silent err
t 'in Japanese too' 3 import customers.csv --no-result --no-undo --lang ja
ok '... the last line' says '変更なし 1'
LC_ALL=ja_JP.UTF-8
t 'the environment asks for Japanese, and no such locale is needed' 0 --help
ok '... and gets it' prints '使い方'
LC_ALL=C.UTF-8

# ---- what is not done unasked (6) ----
printf 'Email,Command\nhanako@example.com,DELETE\n' >delete-customers.csv
t 'a deletion is not done unasked' 6 import delete-customers.csv
ok '... it says what to add' says '--yes'
ok '... and what it would do' says 'delete 1 customer'
ok '... and nothing is written' not test -e delete-customers.result.xlsx
t '... the customer is still there' 0 export -o one.csv --email hanako@example.com --json
ok '... really' json '.customers == 1'
printf 'Email,Command\nhanako@example.com,REPLACE\n' >replace-customers.csv
t 'a replacement is not done unasked' 6 import replace-customers.csv
printf 'Email,Send Account Activation Email\nhanako@example.com,TRUE\n' >invite-customers.csv
t 'an invitation is not sent unasked' 6 import invite-customers.csv
awk 'BEGIN { print "Email,Note"; for (i = 0; i < 101; i++) print "c" i "@example.com,note" }' >fill-customers.csv
awk 'BEGIN { print "Email,Note"; for (i = 0; i < 101; i++) print "c" i "@example.com," }' >blank-customers.csv
t 'many notes are written' 0 import fill-customers.csv --no-result --no-undo
t 'more than 100 values are not cleared unasked' 6 import blank-customers.csv
ok '... it says which' says 'Note 101'
t 'with --blank keep nothing is cleared' 0 import blank-customers.csv --blank keep --no-result --no-undo
t '100 values are' 0 import blank-customers.csv --limit 100 --no-result --no-undo --json
ok '... and counted' json '.cleared == {"Note":100}'
if command -v script >/dev/null; then
    # asked ANSWER ARGUMENT...: the same on a terminal.
    asked() {
        answer=$1
        shift
        { sleep 1; echo "$answer"; } | script -qec "'$meibo' $*" /dev/null >out 2>err
    }
    asked n import delete-customers.csv
    ok 'on a terminal it is asked, and no is no' [ $? -eq 6 ]
    ok '... with the numbers' prints 'This import would delete 1 customer. Go on? [y/N]'
    asked y import replace-customers.csv --no-result --no-undo
    ok 'on a terminal it is asked, and yes is yes' [ $? -eq 0 ]
    ok '... after a bar' prints '█'
    ok '... it did it' prints 'replaced 1'
fi
t 'with --yes it is done' 0 import delete-customers.csv --yes --no-result --no-undo --json
ok '... and counted' json '.deleted == 1'

# ---- stopped (7) ----
t 'an import stops after as many failures as it may have' 7 import many-customers.csv --max-errors 3 --yes --no-undo
ok '... and says why not is in the result' test -s many-customers.result.xlsx
t 'the same command goes on' 7 import many-customers.csv --max-errors 3 --yes --no-undo --no-result
ok '... where it stopped' says 'goes on where it stopped'
t '--fail-fast stops at the first' 7 import customers.csv --fail-fast --limit 1 --no-result --no-undo
awk 'BEGIN { print "Email,Note"; for (i = 0; i < 40000; i++) print "i" i "@example.com,note" }' >long-customers.csv
"$meibo" import long-customers.csv --yes --no-result --no-undo --progress json >out 2>err </dev/null &
job=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    grep -q '"done":[1-9]' err && break
    sleep 0.2
done
kill -INT $job 2>/dev/null
wait $job
ok 'Ctrl-C ends with status 7' [ $? -eq 7 ]

"$meibo" import long-customers.csv --yes --no-result --no-undo --progress json >out 2>err </dev/null &
job=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    grep -q '"done":[1-9]' err && break
    sleep 0.2
done
for _ in 1 2 3; do
    kill -INT $job 2>/dev/null
    sleep 0.05
done
wait $job
ok 'twice Ctrl-C ends at once with status 7' [ $? -eq 7 ]
t 'and the same command does the rest' 0 import long-customers.csv --yes --no-result --no-undo --json
ok '... all of it' json '.created == 40000 and .failed == 0'
t 'nothing was done twice' 0 shop test --json
ok '... there are as many as there should be' json '.customers >= 40000 and .customers < 40200'

# ---- export ----
t 'an export is made' 0 export -o all.xlsx --groups all --shop meibo.db --json
ok '... of all customers' json '.customers == 30 and .files == ["all.xlsx"] and .missing == 0'
t 'an export is split into numbered files' 0 export -o part.csv --shop meibo.db --max-rows 20 --json
ok '... that are named' json '(.files | length) >= 2 and .files[1] == "part-2.csv"'
t 'an export as JSON lines' 0 export -o all.jsonl --shop meibo.db --minimal
ok '... is one object a line' jq -es 'length == 30' all.jsonl
t 'an export of chosen columns' 0 export -o few.csv --shop meibo.db --columns 'Email, タグ,ID'
ok '... in that order' sh -c "head -n 1 few.csv | grep -q 'Email,Tags,ID'"
t 'a column that is none is refused' 2 export -o few.csv --shop meibo.db --columns 'Email,Emial'
t 'a date that is none is refused' 2 export -o few.csv --shop meibo.db --created-since yesterday
t 'an amount that is none is refused' 2 export -o few.csv --shop meibo.db --min-spent much
t 'a state that is none is refused' 2 export -o few.csv --shop meibo.db --state enabld
t 'a count that is none is refused' 2 export -o few.csv --shop meibo.db --min-orders some
t 'ways to choose columns exclude each other' 2 export -o few.csv --shop meibo.db --minimal --groups all
t 'more rows than a sheet holds are refused' 2 export -o few.xlsx --shop meibo.db --max-rows 1048576
t 'a time zone that is none is refused' 2 export -o few.csv --shop meibo.db --timezone Asia/Tokio
t 'a search that is wrong is refused' 2 export -o few.csv --shop meibo.db --query 'tag:"vip'
t 'an export needs a name' 2 export --shop meibo.db
t 'metafields are columns too' 0 export -o meta.csv --shop meibo.db --columns 'ID,Metafield: custom.size [number_integer],Metafield: colour' --timezone +09:00
ok '... by name' grep -q 'Metafield: custom.size' meta.csv
t 'filters are taken' 0 export -o few.csv --shop meibo.db --created-since 2000-01-01 --created-until 2099-01-01 --min-spent 0 --max-spent 99999999 --min-orders 0 --not-tag none
t 'customers of a file are exported' 0 export -o from.csv --from sample.xlsx --json
ok '... those that are there' json '.customers == 2 and .missing == 1'
t 'a name without a known ending is refused' 2 export -o all.pdf --shop meibo.db
t 'an export of an export changes nothing' 0 import all.xlsx --shop meibo.db --no-result --no-undo --json
ok '... in any customer' json '.unchanged == 30 and .updated == 0'

# ---- copies of shops ----
t 'a shop is copied' 0 shop pull copy.db --shop meibo.db --json --progress plain
ok '... all of it' json '.customers == 30 and .orders == true and .left_out == ""'
ok '... and nothing beside it' [ "$(echo copy.db*)" = copy.db ]
ok '... for its owner only' [ "$(stat -c %a copy.db)" = 600 ]
"$meibo" export -o was.csv --groups all --shop meibo.db -q && "$meibo" export -o is.csv --groups all --shop copy.db -q
ok 'the copy exports the same, cell by cell' cmp was.csv is.csv
t 'a copy does not replace a file' 5 shop pull copy.db --shop meibo.db
ok '... it says how to' says '--force'
"$meibo" shop demo -q more.db --customers 40 --seed 4
t '--force replaces it' 0 shop pull copy.db --shop more.db --force --json
ok '... with the other shop' json '.customers == 40'
echo 'not a shop' >text.db
t 'a file that is no shop is never replaced' 5 shop pull text.db --shop meibo.db --force
ok '... and stays' grep -q 'not a shop' text.db
t 'a shop is not copied to itself' 2 shop pull meibo.db --shop meibo.db --force
t 'a copy is a file' 2 shop pull my-store.myshopify.com --shop meibo.db
t 'a shop that is not there is not copied' 5 shop pull new.db --shop none.db
ok '... and nothing is made' not test -e new.db

# ---- jobs and undo ----
t 'jobs are listed' 0 jobs
ok '... the first one too' prints 'sample.xlsx'
t 'jobs are JSON too' 0 jobs --json
ok '... with their counts' json '[.[] | select(.job == 1)][0] | .counts.created == 2 and .state == "done" and .kind == "import"'
t 'a job is shown' 0 jobs show 1
ok '... with its file' prints 'sample.xlsx'
t 'a job is shown as JSON' 0 jobs show 1 --json
ok '... too' json '.job == 1 and .sheet == "Customers" and .undone_by == null'
t 'a job that is none is refused' 2 jobs show 9999
t 'a word that is no job is refused' 2 jobs show first
t 'an export is not undone' 2 undo "$("$meibo" jobs --json | jq '[.[] | select(.kind == "export")][0].job')"
t 'a job is undone on its own shop only' 5 undo 1 --shop meibo.db
printf 'Email,Note\nc1@example.com,one\nc2@example.com,two\n' >note-customers.csv
t 'notes are changed' 0 import note-customers.csv --no-result --no-undo --json
job=$(jq .job out)
printf 'Email,Note\nc1@example.com,by hand\n' >hand-customers.csv
t 'one of them is changed again' 0 import hand-customers.csv --no-result --no-undo
t 'the first change is undone' 0 undo "$job"
ok '... what was changed since is listed' prints 'Note stays "by hand"; before the import it was ""'
ok '... and counted' says 'restored 1 · partly'
t 'an import is undone' 0 undo 1 --json
ok '... and says how many' json '.job == 1 and .failed == 0 and .restored == 2'
t 'a job is forgotten' 0 jobs forget 1
t '... and gone' 2 jobs show 1

# ---- the rest ----
t 'the doctor looks at everything' 0 doctor
ok '... at the journal' prints 'journal.db'
SOURCE_DATE_EPOCH=86400
export SOURCE_DATE_EPOCH
t 'the doctor looks at the clock' 0 doctor
ok '... and says when it is wrong' prints 'the clock is wrong'
SOURCE_DATE_EPOCH=1800000000
t 'the doctor knows a fixed clock' 0 doctor
ok '... and says so' prints 'fixed by SOURCE_DATE_EPOCH'
unset SOURCE_DATE_EPOCH
t 'the doctor tells a shop that is missing' 5 doctor --shop none.db
t 'the doctor speaks Japanese' 0 doctor --lang ja
ok '... too' prints 'ジャーナル'
t 'what went wrong is red on demand' 4 check none.xlsx --color always
ok '... on standard error' grep -q "$(printf '\033')" err
t 'a pipe has no colour' 4 check none.xlsx
ok '... at all' not grep -q "$(printf '\033')" err
XDG_STATE_HOME=/dev/null
t 'a state folder that cannot be made is status 1' 1 import sample.xlsx
t 'the doctor tells that too' 1 doctor
XDG_STATE_HOME=$home/state
ok 'without a home folder it is status 1' sh -c "unset HOME XDG_STATE_HOME; '$meibo' jobs; [ \$? -eq 1 ]"
"$meibo" columns >/dev/full 2>err
ok 'a full disk behind standard output is status 1' [ $? -eq 1 ]
echo "1..$n"
