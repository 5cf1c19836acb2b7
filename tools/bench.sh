#!/bin/bash
# bench.sh : how fast it is: reading (bench-read.sh), writing (xlsx/write_bench), and the commands as a whole, on workbooks of
# 48 columns made by build/cmd/generate_bench; beside them the floors: what inflating, deflating, and inserting into SQLite
# take alone, in the same run. Prints Markdown tables.
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

# Writing, by the peer that is installed; rows like write_bench's.
peer_writes() {
    local python
    for python in /usr/bin/python3 python3; do
        "$python" -c 'import openpyxl' 2>/dev/null || continue
        cat >"$work/write.py" <<'PY'
import sys, openpyxl
words = ["東京都千代田区丸の内", "MERGE", "TRUE", "Yamada", "Schmidt", "大阪府", "VIP, newsletter, 2024", "JP"]
kinds = "nsssmsbss"
book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet("Customers")
for row in range(int(sys.argv[1])):
    cells = []
    for i in range(48):
        kind = kinds[i % 9] if i % 24 < 17 else ""
        cells.append({"": None, "n": 5417543000000 + row, "m": row % 100000 + row % 100 / 100, "b": row % 2 == 0}.get(
            kind, "customer.%d.%d@example.com" % (row, i) if i % 9 == 1 else words[(row * 7 + i) % 8]))
    sheet.append(cells)
book.save(sys.argv[2])
PY
        echo
        echo "| peer, writing                      |   seconds |      cpu |    a second |  peak MB |"
        echo "| ---------------------------------- | --------: | -------: | ----------: | -------: |"
        measure 'openpyxl, write_only (rows)' "$1" "$python" "$work/write.py" "$1" "$work/peer.xlsx"
        rm -f "$work/peer.xlsx"
        return
    done
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
    rm -rf "$work/shop.db"* "$work/state"
    "$meibo" shop add bench "$shop" --timezone Asia/Tokyo --currency JPY --country JP --language ja >/dev/null 2>&1 || true
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
            TMPDIR=$work "$build/xlsx/write_bench" "$rows"
            [ "$rows" -gt 100000 ] || peer_writes "$rows"
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
