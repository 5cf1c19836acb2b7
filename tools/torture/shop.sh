# shop.sh : what the parts of torture.sh have in common: a shop, an input, what must come of it. Sourced.
# shellcheck shell=bash disable=SC2154

verdict() { # verdict NAME yes|no [DETAIL]
    checks=$((checks + 1))
    if [ "$2" = yes ]; then
        echo "ok $checks - $1${3:+ ($3)}"
    else
        echo "not ok $checks - $1${3:+ ($3)}"
        failures=$((failures + 1))
    fi
}

is() { if "$@"; then echo yes; else echo no; fi; }
now_ms() { date +%s%3N; }
exec {never}<> <(:)
wait_ms() { # without starting a program
    local seconds
    printf -v seconds '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
    read -rt "$seconds" -u "$never" || true
}

# prepare CUSTOMERS NEW: $work/start.db, $work/in.xlsx, and what an import of it must lead to, in $work/want.*
prepare() {
    rm -rf "$work"/want* "$work/start.db" "$work/in.xlsx" "$work/first"
    mkdir "$work/first"
    "$meibo" shop demo "sqlite:$work/start.db" --customers "$1" --seed 7 -q 2>"$work/err" || bail
    sed "s/@NEW@/$2/" "$root/tools/torture/workload.sql" | sqlite3 -csv -header "$work/start.db" >"$work/first/customers.csv" || bail
    # The result of an import can be imported as it is: that makes a workbook of the rows.
    sqlite3 "$work/start.db" ".backup '$work/first/shop.db'"
    (cd "$work/first" && "$meibo" import customers.csv --shop shop.db --yes -q --no-undo) 2>"$work/err"
    [ $? -eq 3 ] || bail
    mv "$work/first/customers.result.xlsx" "$work/in.xlsx"
    fresh
    run_import
    [ $? -eq 3 ] || bail
    keep_as want
    is_whole in.result.xlsx want-result && is_whole in.undo.xlsx want-undo || bail
    local counts
    counts=$(sqlite3 "$work/state/meibo/journal.db" \
        'SELECT min(created, updated, replaced, deleted, ignored, failed) > 0 FROM jobs WHERE number = 1')
    [ "$counts" = 1 ] && [ "$(sqlite3 "$work/run/shop.db" 'SELECT count(*) FROM mail')" -gt 5 ] || {
        echo 'the reference import does not do everything' >&2
        exit 1
    }
    "$meibo" undo 1 --shop "$work/run/shop.db" -q >"$work/out" 2>"$work/err"
    [ $? -le 3 ] || bail
    keep_as want-undone
}
bail() {
    echo "cannot prepare: $(cat "$work/err")" >&2
    exit 1
}

fresh() {
    rm -rf "$work/run" "$work/state" "$TMPDIR" && mkdir "$work/run" "$work/state" "$TMPDIR"
    cp "$work/start.db" "$work/run/shop.db"
    cp "$work/in.xlsx" "$work/run/in.xlsx"
}

run_import() { # run_import [VARIABLE=VALUE...]
    (cd "$work/run" && exec env "$@" "$meibo" import in.xlsx --shop shop.db --yes -q) >"$work/out" 2>"$work/err"
}
as_promised() { [ "$1" -eq 0 ] || [ "$1" -eq 3 ]; } # a status of a finished import

# Everything in the shop, twice: as its tables, with IDs, revisions and mails sent, and as the program exports it.
keep_as() { # keep_as NAME: in $work/NAME.sql and $work/NAME.jsonl
    sqlite3 "$work/run/shop.db" '.dump shop definition customer address metafield orders tag' \
        'SELECT customer, at, count(*) FROM mail GROUP BY 1, 2' >"$work/$1.sql"
    # An export is a job too; the journal that is tested does not hear of it.
    XDG_STATE_HOME=$work/looking "$meibo" export --groups all -o "$work/$1.jsonl" --shop "$work/run/shop.db" -q 2>>"$work/err"
}
shop_is() { # shop_is NAME: as it was when it was kept
    keep_as have
    cmp -s "$work/$1.sql" "$work/have.sql" && cmp -s "$work/$1.jsonl" "$work/have.jsonl"
}
shop_differs() { diff "$work/$1.sql" "$work/have.sql" | grep '^[<>]' | head -n 2 | cut -c 1-150 | tr '\n' ' '; }

# is_whole FILE NAME: a workbook in the run's folder that unzips and says the same as the first one of this NAME.
is_whole() {
    unzip -tqq "$work/run/$1" >/dev/null 2>&1 || return 1
    unzip -p "$work/run/$1" >"$work/have.parts" 2>/dev/null
    [ -e "$work/$2.parts" ] || cp "$work/have.parts" "$work/$2.parts"
    cmp -s "$work/$2.parts" "$work/have.parts"
}
latest() { # latest WORD: in.WORD.xlsx, or the one with the highest number
    (cd "$work/run" && printf '%s\n' in."$1".xlsx in."$1"-*.xlsx | grep -v '\*' | sort -V | tail -n 1)
}
reports_are_whole() { is_whole "$(latest result)" want-result && is_whole "$(latest undo)" want-undo; }
every_report_unzips() {
    local file
    for file in "$work"/run/in.result*.xlsx "$work"/run/in.undo*.xlsx; do
        [ ! -e "$file" ] || unzip -tqq "$file" >/dev/null 2>&1 || return 1
    done
}

job_state() { # job_state import|undo: the word for the latest one, or nothing
    [ ! -e "$work/state/meibo/journal.db" ] ||
        (cd "$work/run" && "$meibo" jobs --json 2>/dev/null) | jq -r "[.[] | select(.kind == \"$1\")] | last | .state // empty"
}

# What should not lie in the run's folder or among the temporary files.
leftovers() {
    find "$work/run" "$TMPDIR" -mindepth 1 ! -name 'in.xlsx' ! -name 'shop.db' ! -name 'shop.db-*' -printf '%f\n' |
        grep -vE '^in\.(result|undo)(-[0-9]+)?\.xlsx$' | tr '\n' ' '
}
