#!/bin/bash
# torture.sh : the product itself (no sanitizers) under kills, faults and limits. Prints figures; the status is 1 when
# anything went wrong. TORTURE=short does a small part of each, for `make check`.
#
# KILLS=300 random moments, FAULTS=all or a number of each kind.
set -u
build=${BUILD:-build}
meibo=${MEIBO_PRODUCT:-$build/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
root=$PWD
short=${TORTURE:-full}
kills=${KILLS:-300}
faults=${FAULTS:-1000000}
[ "$short" = short ] && kills=${KILLS:-6} faults=${FAULTS:-2}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# A clock that stands still, so that two shops can be compared byte by byte.
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1750000000
failures=0 checks=0

verdict() { # verdict NAME yes|no [DETAIL]
    checks=$((checks + 1))
    if [ "$2" = yes ]; then
        echo "ok $checks - $1${3:+ ($3)}"
    else
        echo "not ok $checks - $1${3:+ ($3)}"
        failures=$((failures + 1))
    fi
}

now_ms() { date +%s%3N; }

# ---- limits: every bad workbook within a second, below 64 MB ------------------------------
limits() {
    local slowest=0 largest=0 bad='' folder file start took peak
    make --no-print-directory -s "$build/cmd/peak_bench" || return
    for folder in "$root"/testdata/broken/*/; do
        file=$(echo "$folder"customers.*)
        start=$(now_ms)
        "$build/cmd/peak_bench" "$work/peak" "$meibo" check "$file" >"$work/out" 2>"$work/err"
        took=$(($(now_ms) - start))
        peak=$(cat "$work/peak")
        [ "$took" -gt "$slowest" ] && slowest=$took
        [ "$peak" -gt "$largest" ] && largest=$peak
        if [ "$took" -gt 1000 ] || [ "$peak" -gt 65536 ]; then bad="$bad $(basename "$folder"):${took}ms,$((peak / 1024))MB"; fi
    done
    verdict 'every bad workbook is refused within a second, below 64 MB' "$([ -z "$bad" ] && echo yes || echo no)" \
        "slowest $slowest ms, largest $((largest / 1024)) MB$bad"
}

# ---- a shop, an input, and what the shop must be afterwards -------------------------------
prepare() {
    "$meibo" shop demo "sqlite:$work/start.db" --customers 300 --seed 7 >/dev/null 2>"$work/err" || { cat "$work/err"; exit 1; }
    make --no-print-directory -s "$build/cmd/generate_bench" || exit 1
    "$build/cmd/generate_bench" "${ROWS:-3000}" "$work/in.xlsx" || exit 1
    rm -rf "$work/run" && fresh
    (cd "$work/run" && "$meibo" import in.xlsx --shop shop.db --yes -q) >/dev/null 2>"$work/err" ||
        [ $? -eq 3 ] || { cat "$work/err"; exit 1; }
    dump >"$work/want"
    [ "$(wc -l <"$work/want")" -gt 1000 ] || { echo "the reference import did nothing" >&2; exit 1; }
}
fresh() {
    rm -rf "$work/run" "$work/state" && mkdir "$work/run" "$work/state"
    sqlite3 "$work/start.db" ".backup '$work/run/shop.db'"
    cp "$work/in.xlsx" "$work/run/in.xlsx"
}
# The shop's content, without what counts attempts.
dump() {
    (cd "$work/run" && "$meibo" export --groups all -o dump.jsonl --shop shop.db -q && cat dump.jsonl && rm -f dump.jsonl)
}
leftovers() { find "$work/run" -mindepth 1 ! -name 'in*.xlsx' ! -name 'shop.db*' -printf '%f ' | tr '\n' ' '; }

random_kills() {
    local i wrong=0 killed=0 full delay status
    fresh
    local start
    start=$(now_ms)
    (cd "$work/run" && "$meibo" import in.xlsx --shop shop.db --yes -q) >/dev/null 2>&1
    full=$(($(now_ms) - start))
    for ((i = 0; i < kills; i++)); do
        fresh
        delay=$((RANDOM * RANDOM % (full + full / 10)))
        (cd "$work/run" && exec "$meibo" import in.xlsx --shop shop.db --yes -q) >/dev/null 2>&1 &
        local pid=$!
        sleep "$(awk "BEGIN { print $delay / 1000 }")"
        kill -KILL "$pid" 2>/dev/null && killed=$((killed + 1))
        wait "$pid" 2>/dev/null
        (cd "$work/run" && "$meibo" import in.xlsx --shop shop.db --yes -q) >/dev/null 2>"$work/err"
        status=$?
        dump >"$work/have"
        if [ $status -ne 0 ] && [ $status -ne 3 ] || ! cmp -s "$work/want" "$work/have"; then
            wrong=$((wrong + 1))
            echo "# kill after $delay ms: status $status, $(diff "$work/want" "$work/have" | grep -c '^[<>]') lines differ; $(head -n 1 "$work/err")"
        fi
    done
    verdict "killed at $kills random moments and run again, the shop is as without the kill" \
        "$([ $wrong -eq 0 ] && echo yes || echo no)" "$killed were still running, $wrong wrong"
}

disk_faults() {
    local kind errno n fired wrong tried status lib=$build/fault.so
    cc -std=gnu17 -D_GNU_SOURCE -O1 -shared -fPIC -o "$lib" testdata/fault/fault.c -ldl || exit 1
    case $lib in /*) ;; *) lib=$root/$lib ;; esac
    for kind in open:13 write:28 fsync:5 rename:13 read:5; do
        errno=${kind#*:} kind=${kind%:*} wrong=0 tried=0
        for ((n = 1; n <= faults; n = n < 40 ? n + 1 : n * 5 / 4)); do
            fresh
            # An old result under the name that is going to be written.
            echo old >"$work/run/in.export.xlsx"
            rm -f "$work/fired"
            (cd "$work/run" && LD_PRELOAD=$lib FAULT_UNDER=$work FAULT_KIND=$kind FAULT_AT=$n FAULT_ERRNO=$errno FAULT_LOG=$work/fired \
                "$meibo" import in.xlsx --shop shop.db --yes -q) >/dev/null 2>"$work/err"
            status=$?
            fired=no
            [ -e "$work/fired" ] && fired=yes
            [ $fired = no ] && break
            tried=$((tried + 1))
            local left
            left=$(leftovers | tr ' ' '\n' | grep -vE '^(in\.export\.xlsx|in\.(result|undo)(-[0-9]+)?\.xlsx|)$' | tr '\n' ' ')
            (cd "$work/run" && "$meibo" import in.xlsx --shop shop.db --yes -q) >/dev/null 2>"$work/err2"
            local again=$?
            dump >"$work/have"
            if { [ $status -ne 0 ] && [ ! -s "$work/err" ]; } || [ $status -gt 7 ] || [ -n "$left" ] || { [ $again -ne 0 ] && [ $again -ne 3 ]; } ||
                ! cmp -s "$work/want" "$work/have"; then
                wrong=$((wrong + 1))
                echo "# $kind $n: status $status, then $again, left: $left; $(head -n 1 "$work/err"); $(head -n 1 "$work/err2")"
            fi
        done
        verdict "an import whose n-th $kind fails says so, leaves nothing half written, and goes on when run again" \
            "$([ $wrong -eq 0 ] && [ $tried -gt 0 ] && echo yes || echo no)" "$tried places, $wrong wrong"
        export_faults "$kind" "$errno" "$lib"
    done
}

export_faults() {
    local kind=$1 errno=$2 lib=$3 n wrong=0 tried=0 status
    fresh
    for ((n = 1; n <= faults; n = n < 40 ? n + 1 : n * 5 / 4)); do
        echo 'the old file' >"$work/run/in.xlsx"
        rm -f "$work/fired"
        (cd "$work/run" && LD_PRELOAD=$lib FAULT_UNDER=$work FAULT_KIND=$kind FAULT_AT=$n FAULT_ERRNO=$errno FAULT_LOG=$work/fired \
            "$meibo" export --groups all -o in.xlsx --shop shop.db -q) >/dev/null 2>"$work/err"
        status=$?
        [ -e "$work/fired" ] || break
        tried=$((tried + 1))
        if [ $status -eq 0 ]; then
            unzip -tq "$work/run/in.xlsx" >/dev/null 2>&1 || { wrong=$((wrong + 1)); echo "# export, $kind $n: status 0 and a broken file"; }
        elif [ "$(cat "$work/run/in.xlsx")" != 'the old file' ] && [ "$kind" != fsync ]; then
            wrong=$((wrong + 1)); echo "# export, $kind $n: status $status and the old file is gone; $(head -n 1 "$work/err")"
        elif [ -n "$(leftovers)" ] || [ ! -s "$work/err" ]; then
            wrong=$((wrong + 1)); echo "# export, $kind $n: status $status, left $(leftovers); $(head -n 1 "$work/err")"
        fi
    done
    verdict "an export whose n-th $kind fails leaves the old file as it was" \
        "$([ $wrong -eq 0 ] && [ $tried -gt 0 ] && echo yes || echo no)" "$tried places, $wrong wrong"
}

interrupted() {
    fresh
    (cd "$work/run" && exec "$meibo" import in.xlsx --shop shop.db --yes -q) >/dev/null 2>&1 &
    local pid=$! status
    sleep 0.08
    kill -INT "$pid" 2>/dev/null
    wait "$pid"
    status=$?
    (cd "$work/run" && "$meibo" import in.xlsx --shop shop.db --yes -q) >/dev/null 2>&1
    dump >"$work/have"
    verdict 'Ctrl-C ends with status 7, and the same command goes on' \
        "$({ [ $status -eq 7 ] || [ $status -eq 0 ] || [ $status -eq 3 ]; } && cmp -s "$work/want" "$work/have" && echo yes || echo no)" "status $status"
}

memory_errors() {
    [ "$short" = short ] && return
    fresh
    (cd "$work/run" && valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite "$meibo" import \
        "$root/testdata/workbooks/customers.xlsx" --shop shop.db --yes -q --result r.xlsx --undo-file u.xlsx) >/dev/null 2>"$work/err"
    local status=$?
    verdict 'valgrind finds nothing in an import of the sample' "$([ $status -ne 99 ] && echo yes || echo no)" "status $status"
}

limits
prepare
random_kills
interrupted
disk_faults
memory_errors
echo "1..$checks"
[ $failures -eq 0 ]
