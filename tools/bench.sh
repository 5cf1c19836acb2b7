#!/bin/bash
# bench.sh : how fast it is: reading (bench-read.sh), writing (xlsx/write_bench), and the commands as a whole, on workbooks of
# 48 columns made by build/cmd/generate_bench; beside them the floors: what inflating, deflating, and inserting into SQLite
# take alone, and what other programs take (bench-peers.sh), in the same run. Prints Markdown tables.
# BENCH_ROWS="10000 100000 1000000" BENCH_FOLDER=... (default: a temporary folder) BENCH_PARTS="read write road"
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

make --no-print-directory -s "$build/cmd/peak_bench" "$build/xlsx/write_bench"

# The floor of an import: the rows of its shop copied into an empty one, in one transaction, and nothing else.
insert_only() {
    rm -f "$work/floor.db"*
    "$meibo" shop add "floor-$1" "sqlite:$work/floor.db" --timezone Asia/Tokyo --currency JPY --country JP --language ja >/dev/null 2>&1
    cat >"$work/floor.sql" <<SQL
ATTACH '$work/shop.db' AS full;
BEGIN;
INSERT INTO customer SELECT * FROM full.customer ORDER BY id;
INSERT INTO address SELECT * FROM full.address ORDER BY customer, id;
INSERT INTO metafield SELECT * FROM full.metafield ORDER BY customer, namespace, key;
COMMIT;
SQL
    measure 'floor: SQLite inserts only (customers)' "$1" sqlite3 -bail "$work/floor.db" ".read $work/floor.sql"
    rm -f "$work/floor.db"*
}

# Writing, by the peers that are installed, as ratios to libxlsxwriter's time in the table of write_bench that was just printed.
peer_writes() { # ROWS
    local lines library
    lines=$(BUILD=$build BENCH_FOLDER=$work tools/bench-peers.sh write "$1")
    [ -n "$lines" ] || return 0
    library=$(awk -F '|' '/^. libxlsxwriter/ { print $5 + 0 }' "$work/write.md")
    echo
    echo "| peer, writing                      |  seconds |      cpu |    rows/s |       MB | peak MB | ratio |"
    echo "| ---------------------------------- | -------: | -------: | --------: | -------: | ------: | ----: |"
    echo "$lines" | awk -F '\t' -v rows="$1" -v library="$library" '
        $2 == "fails" { printf "| %-34s | %8s | %8s | %9s | %8s | %7s | %5s |\n", $1, $2, "", "", "", "", ""; next }
        { split($2, m, " ")
          printf "| %-34s | %8.2f | %8.2f | %9.0f | %8.1f | %7.0f | %5.2f |\n", $1, m[1], m[2], rows / m[1], m[4] / 1e6,
              m[3] / 1024, library * m[1] / rows }'
}

road() {
    local rows=$1 shop="sqlite:$work/shop.db" customers
    "$generate" "$rows" "$work/in.xlsx"
    "$generate" "$rows" "$work/no-phones.xlsx" 1 no-phones
    echo
    echo "The road: $rows rows of 48 columns, $(stat -c %s "$work/in.xlsx" | awk '{ printf "%.1f MB", $1 / 1e6 }'), $(nproc) cores"
    echo
    echo "| what                               |   seconds |      cpu |    a second |  peak MB |"
    echo "| ---------------------------------- | --------: | -------: | ----------: | -------: |"
    rm -rf "$work/shop.db"* "$work/state" "$work/config" # of other sizes
    "$meibo" shop add bench "$shop" --timezone Asia/Tokyo --currency JPY --country JP --language ja >/dev/null 2>&1
    measure 'check (rows)' "$rows" "$meibo" check "$work/in.xlsx" --json
    measure 'check, without phones (rows)' "$rows" "$meibo" check "$work/no-phones.xlsx" --json
    measure 'plan, empty shop (rows)' "$rows" "$meibo" plan "$work/in.xlsx" --shop "$shop" --yes --json
    customers=$(jq .customers "$work/out")
    measure 'import, empty shop (customers)' "$customers" "$meibo" import "$work/in.xlsx" --shop "$shop" --yes --json
    command -v sqlite3 >/dev/null && insert_only "$customers"
    measure 'import again, unchanged (customers)' "$customers" "$meibo" import "$work/in.xlsx" --shop "$shop" --yes --json
    jq -e ".unchanged == $customers" "$work/out" >/dev/null || { echo "not all unchanged: $(cat "$work/out")" >&2; exit 1; }
    measure 'export, all groups (rows)' "$rows" "$meibo" export -o "$work/out.xlsx" --shop "$shop" --groups all
    measure 'export, --compress small (rows)' "$rows" "$meibo" export -o "$work/out.xlsx" --shop "$shop" --groups all --compress small
    rm -f "$work"/*.xlsx
}

for rows in ${BENCH_ROWS:-10000 100000 1000000}; do
    for part in ${BENCH_PARTS:-read write road}; do
        case $part in
        read) BENCH_ROWS=$rows BENCH_FOLDER=$work BUILD=$build tools/bench-read.sh ;;
        write)
            echo
            TMPDIR=$work "$build/xlsx/write_bench" "$rows" | tee "$work/write.md"
            peer_writes "$rows"
            ;;
        road) road "$rows" ;;
        esac
    done
done

# The tags of a shop: what "tags list" and "tags suggest" take, which must stay below 10 s and 128 MB at a million customers.
make --no-print-directory -s "$build/cmd/tags_generate_bench"
echo
for customers in ${BENCH_TAGS:-1000000}; do
    rm -f "$work/tags.db"*
    "$build/cmd/tags_generate_bench" "$customers" "$work/tags.db" "$work/tags.json"
    measure "tags list (customers)" "$customers" "$meibo" tags list --shop "sqlite:$work/tags.db" --json
    measure "tags suggest (customers)" "$customers" "$meibo" tags suggest --shop "sqlite:$work/tags.db" --json
done
