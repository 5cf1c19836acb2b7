#!/bin/bash
# bench.sh : rows a second and peak memory of each command, on workbooks of 48 columns made by build/cmd/generate_bench.
# BENCH_ROWS="100000 1000000" BENCH_FOLDER=... (default: a temporary folder). Prints a Markdown table.
set -euo pipefail
build=${BUILD:-build}
make --no-print-directory -s "$build/cmd/generate_bench"
work=${BENCH_FOLDER:-$(mktemp -d)}
mkdir -p "$work"
[ -n "${BENCH_FOLDER:-}" ] || trap 'rm -rf "$work"' EXIT
meibo=$PWD/$build/meibo
generate=$PWD/$build/cmd/generate_bench
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config LC_ALL=C.UTF-8

# measure NAME COUNT COMMAND... : runs it, prints a row of the table; COUNT is what the rate is of.
measure() {
    local name=$1 count=$2 status=0 TIMEFORMAT='%R %U %S'
    shift 2
    { time "$build/cmd/peak_bench" "$work/peak" "$@" >"$work/out" 2>"$work/err" || status=$?; } 2>"$work/times"
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || { cat "$work/err" >&2; exit 1; }
    awk -v name="$name" -v count="$count" -v peak="$(cat "$work/peak")" '{
        printf "| %-34s | %9.2f | %8.2f | %10.0f | %8.1f |\n", name, $1, $2 + $3, count / $1, peak / 1024 }' "$work/times"
}

make --no-print-directory -s "$build/cmd/peak_bench"
for rows in ${BENCH_ROWS:-100000 1000000}; do
    "$generate" "$rows" "$work/in.xlsx"
    echo
    echo "$rows rows of 48 columns, $(stat -c %s "$work/in.xlsx" | awk '{ printf "%.1f MB", $1 / 1e6 }'), $(nproc) cores"
    echo
    echo "| what                               |   seconds |      cpu |    a second |  peak MB |"
    echo "| ---------------------------------- | --------: | -------: | ----------: | -------: |"
    rm -rf "$work/shop.db"* "$work/state"
    "$meibo" shop add bench "sqlite:$work/shop.db" --timezone Asia/Tokyo --currency JPY --country JP --language ja >/dev/null 2>&1 || true
    shop="sqlite:$work/shop.db"
    measure 'check (rows)' "$rows" "$meibo" check "$work/in.xlsx" --json
    measure 'plan, empty shop (rows)' "$rows" "$meibo" plan "$work/in.xlsx" --shop "$shop" --yes --json
    customers=$(jq .customers "$work/out")
    measure 'import, empty shop (customers)' "$customers" "$meibo" import "$work/in.xlsx" --shop "$shop" --yes --json
    measure 'import again, unchanged (customers)' "$customers" "$meibo" import "$work/in.xlsx" --shop "$shop" --yes --json
    jq -e ".unchanged == $customers" "$work/out" >/dev/null || { echo "not all unchanged: $(cat "$work/out")" >&2; exit 1; }
    measure 'export, all groups (rows)' "$rows" "$meibo" export -o "$work/out.xlsx" --shop "$shop" --groups all
    rm -f "$work"/*.xlsx
done
