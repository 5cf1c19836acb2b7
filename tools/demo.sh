#!/bin/sh
# demo.sh : the main job once, on a made-up shop in demo/. Called by `make demo`; run it as often as you like.
set -eu
meibo=$PWD/build/meibo
rm -rf demo
mkdir -p demo/state
cp testdata/workbooks/customers.xlsx demo/
cd demo
# The demo keeps its journal to itself.
XDG_STATE_HOME=$PWD/state
XDG_CONFIG_HOME=$PWD/state
export XDG_STATE_HOME XDG_CONFIG_HOME

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }
run() { # run EXPECTED-STATUS COMMAND...
    wanted=$1
    shift
    printf '$ meibo %s\n' "$*"
    status=0
    "$meibo" "$@" || status=$?
    [ "$status" -eq "$wanted" ] || {
        echo "meibo $1 ended with status $status, not $wanted" >&2
        exit 1
    }
}

say 'A shop of made-up people'
run 0 shop demo sqlite:shop.db --customers 60 --seed 1
say 'What importing the sample would do (nothing changes yet; some rows are wrong on purpose)'
run 3 plan customers.xlsx --shop shop.db
say 'The import'
run 3 import customers.xlsx --shop shop.db --yes
say 'An export, with first and last orders'
run 0 export -o export.xlsx --groups all --shop shop.db
say 'Open these:'
echo "  demo/customers.result.xlsx   what came of each row, and why"
echo "  demo/customers.undo.xlsx     what \`meibo undo\` would put back"
echo "  demo/export.xlsx             the shop as it is now"
