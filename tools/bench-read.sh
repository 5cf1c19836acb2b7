#!/bin/bash
# bench-read.sh : how fast every cell of a workbook is read, beside unpacking alone, the plain road and other readers.
# BENCH_ROWS="100000 1000000" BENCH_TIMES=3 (the best of so many) BENCH_FOLDER=... Prints Markdown tables.
# Columns "of plain" and "of unpacking" are ratios in the same run; the second is to zlib's from the row "unpacking alone, zlib"
# on. Other readers, where they are installed (tools/bench-peers.sh says how to get them), are measured up to 100,000 rows.
set -euo pipefail
build=${BUILD:-build}
make --no-print-directory -s "$build/xlsx/sample_bench" "$build/xlsx/read_bench" "$build/xlsx/inflate_bench" "$build/cmd/peak_bench"
work=${BENCH_FOLDER:-$(mktemp -d)}
mkdir -p "$work"
[ -n "${BENCH_FOLDER:-}" ] || trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8

# best COMMAND... : the least seconds of BENCH_TIMES runs, that run's cpu, and its peak memory in KB.
best() {
    local TIMEFORMAT='%R %U %S'
    for _ in $(seq "${BENCH_TIMES:-3}"); do
        { time "$build/cmd/peak_bench" "$work/peak" "$@" >"$work/out" 2>"$work/err" || { cat "$work/err" >&2; exit 1; }; } 2>"$work/times"
        awk -v peak="$(cat "$work/peak")" '{ print $1, $2 + $3, peak }' "$work/times"
    done | sort -n | head -n 1
}

row() { # NAME ROWS "SECONDS CPU PEAK", or "fails"
    echo "$3" | awk -v name="$1" -v rows="$2" -v plain="$plain" -v floor="$floor" '
        $1 == "fails" { printf "| %-30s | %8s | %8s | %10s | %7s | %8s | %12s |\n", name, $1, "", "", "", "", ""; next } {
        printf "| %-30s | %8.2f | %8.2f | %10.0f | %7.1f | %8s | %12s |\n", name, $1, $2, rows / $1, $3 / 1024,
            plain ? sprintf("%.3f", $1 / plain) : "", floor ? sprintf("%.2f", $1 / floor) : "" }'
}

others() { # ROWS FILE
    local name measured
    BUILD=$build BENCH_FOLDER=$work tools/bench-peers.sh read "$1" "$2" | while IFS=$'\t' read -r name measured; do
        row "$name" "$1" "$measured"
    done
}

for rows in ${BENCH_ROWS:-100000 1000000}; do
    for kind in shared inline; do
        file=$work/$kind.xlsx
        "$build/xlsx/sample_bench" "$kind" "$rows" "$file"
        "$build/xlsx/inflate_bench" "$file" >"$work/bytes"
        echo
        echo "$rows rows of 48 columns, 34 filled, $kind strings: $(stat -c %s "$file" | awk '{ printf "%.0f MB", $1 / 1e6 }')," \
            "$(sed 's/ unpacked.*//' "$work/bytes") unpacked, $(nproc) cores"
        echo
        echo '| what                           |  seconds |      cpu |   rows a s | peak MB | of plain | of unpacking |'
        echo '| ------------------------------ | -------: | -------: | ---------: | ------: | -------: | -----------: |'
        plain='' floor=''
        fast=$(best "$build/xlsx/read_bench" "$file")
        unpacking=$(best "$build/xlsx/inflate_bench" "$file")
        slow=$(MEIBO_READER=libxml2 best "$build/xlsx/read_bench" "$file")
        plain=${slow%% *} floor=${unpacking%% *}
        row 'unpacking alone' "$rows" "$unpacking"
        row 'reading' "$rows" "$fast"
        row 'minizip and libxml2 alone' "$rows" "$slow"
        floor=$(MEIBO_INFLATE=zlib best "$build/xlsx/inflate_bench" "$file")
        slow=$floor
        floor=${floor%% *}
        row 'unpacking alone, zlib' "$rows" "$slow"
        row 'reading, zlib' "$rows" "$(MEIBO_INFLATE=zlib best "$build/xlsx/read_bench" "$file")"
        others "$rows" "$file"
        rm -f "$file"
    done
done
