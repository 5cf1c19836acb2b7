#!/bin/bash
# bench-peers.sh : how fast other programs and libraries read or write the same rows, those of them that are installed.
#   bench-peers.sh read ROWS FILE      every value of FILE's first sheet, or the sheet as CSV
#   bench-peers.sh write ROWS          rows like xlsx/write_bench's
# A line each, of which bench-read.sh and bench.sh make tables: NAME, a tab, and then either seconds, cpu, peak KB and bytes
# written, or "fails" (why: stderr). It fails too when rows are missing from what was read or written. Starting the program is
# in the seconds: a second or two of LibreOffice's, half of one of Node's.
# BENCH_PEER_ROWS=100000 (of more rows nothing is said) BENCH_PEER_TIMES=1 (the best of so many) BENCH_PEER_SECONDS=600 (at most)
#
# Debian's: apt-get install python3-openpyxl python3-xlsxwriter xlsx2csv libreoffice-calc gnumeric nodejs npm
# exceljs and SheetJS: `npm install` in testdata/makers, or anywhere Node looks.
set -euo pipefail
build=${BUILD:-build}
what=$1 rows=$2
[ "$rows" -le "${BENCH_PEER_ROWS:-100000}" ] || exit 0
make --no-print-directory -s "$build/cmd/peak_bench" "$build/xlsx/read_bench" "$build/xlsx/sample_bench" >&2
work=${BENCH_FOLDER:-$(mktemp -d)}
mkdir -p "$work"
[ -n "${BENCH_FOLDER:-}" ] || trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 PYTHONWARNINGS=ignore
csv=$work/peer.csv written=$work/peer.xlsx

# The rows that the peer met: those of its CSV or of its workbook, else what it says itself.
rows_met() {
    if [ -e "$csv" ]; then
        wc -l <"$csv"
    elif [ -e "$written" ]; then
        "$build/xlsx/read_bench" "$written" | sed 's/ rows.*//'
    else
        sed -n 's/ rows.*//p' "$work/peer.out"
    fi
}

once() { # COMMAND... : seconds, cpu, peak KB, bytes
    local TIMEFORMAT='%R %U %S' status=0 met
    rm -f "$csv" "$written"
    { time "$build/cmd/peak_bench" "$work/peak" timeout -k 10 "${BENCH_PEER_SECONDS:-600}" "$@" \
        >"$work/peer.out" 2>"$work/peer.err" || status=$?; } 2>"$work/times"
    met=$(rows_met)
    if [ "$status" -ne 0 ] || [ "$met" != "$rows" ]; then
        echo "status $status, ${met:-no} rows of $rows: $(tail -n 5 "$work/peer.err")" >&2
        return 1
    fi
    awk -v peak="$(cat "$work/peak")" -v bytes="$(stat -c %s "$written" 2>/dev/null || echo 0)" \
        '{ print $1, $2 + $3, peak, bytes }' "$work/times"
}

peer() { # NAME COMMAND...
    local name=$1 result=''
    shift
    for _ in $(seq "${BENCH_PEER_TIMES:-1}"); do
        once "$@" >>"$work/peer.times" || { result=fails && break; }
    done
    [ -n "$result" ] || result=$(sort -n "$work/peer.times" | head -n 1)
    printf '%s\t%s\n' "$name" "$result"
    rm -f "$work/peer.times" "$csv" "$written"
}

python_peer() { # MODULE NAME HOW : by the first Python that has it; NAME and its version and HOW are the name
    local python version
    for python in /usr/bin/python3 python3; do
        version=$("$python" tools/bench-peers.py version "$1" 2>/dev/null) || continue
        peer "$2 $version, $3" "$python" tools/bench-peers.py "$what" "$1" "$file" "$rows"
        return
    done
}

node_peer() { # likewise
    local version
    version=$(node tools/bench-peers.mjs version "$1" 2>/dev/null) || return 0
    peer "$2 $version, $3" node tools/bench-peers.mjs "$what" "$1" "$file" "$rows"
}

# With a profile of its own, made before the clock starts.
office_peer() {
    local version office=(soffice "-env:UserInstallation=file://$work/office" --headless)
    command -v soffice >/dev/null || return 0
    "$build/xlsx/sample_bench" inline 1 "$work/one.xlsx"
    timeout -k 10 60 "${office[@]}" --convert-to csv --outdir "$work/office" "$work/one.xlsx" >/dev/null 2>&1 || true
    version=$(timeout -k 10 60 "${office[@]}" --version 2>/dev/null | awk '{ print $2 }') || version=
    ln -sf "$(realpath "$file")" "$work/peer.in.xlsx"
    # shellcheck disable=SC2016
    peer "LibreOffice $version, CSV" sh -c '"$@" && mv "$0/office/peer.in.csv" "$0/peer.csv"' "$work" \
        "${office[@]}" --convert-to csv --outdir "$work/office" "$work/peer.in.xlsx"
    rm -rf "$work/office" "$work/one.xlsx" "$work/peer.in.xlsx"
}

gnumeric_peer() {
    local version
    version=$(ssconvert --version 2>&1 | sed -n "s/^ssconvert version '\(.*\)'/\1/p") || return 0
    [ -z "$version" ] || peer "Gnumeric $version, CSV" ssconvert "$file" "$csv"
}

file=${3:-$written}
case $what in
read)
    python_peer openpyxl openpyxl read_only
    if command -v xlsx2csv >/dev/null; then
        peer "xlsx2csv $(xlsx2csv --version 2>/dev/null)" xlsx2csv "$file" "$csv"
    fi
    node_peer exceljs exceljs streaming
    node_peer xlsx SheetJS dense
    gnumeric_peer
    office_peer
    ;;
write)
    python_peer openpyxl openpyxl write_only
    python_peer xlsxwriter XlsxWriter constant_memory
    node_peer exceljs exceljs streaming
    node_peer xlsx SheetJS dense
    ;;
esac
