# export.sh : a shop of 200,000 customers in the test server, exported by pages and by bulk queries. Sourced by torture.sh.
# shellcheck shell=bash disable=SC2154

# shellcheck source=tools/admin-port.sh
. "$root/tools/admin-port.sh"

admin_begin() { # sets $server, $url
    local port=
    "$root/tools/admin-api.sh" 2>"$work/err" || return 1
    rm -f "$work/server.in" && mkfifo "$work/server.in"
    (cd "$root" && exec node --max-old-space-size=8000 testdata/admin-api/server.mjs) <"$work/server.in" >"$work/server.out" 2>"$work/server.err" &
    server=$!
    exec {hold}>"$work/server.in"
    find_port "$work/server.out" "$server" >"$work/err" || return 1
    url=http://127.0.0.1:$port
}
admin_end() {
    exec {hold}>&-
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
}
tell_server() { # tell_server PATH [BODY]
    curl -sS --fail ${2:+-d "$2"} "$url/test/$1"
}
stat_of() { tell_server stats | jq -r "$1"; }

# exported NAME FILE OPTION...: the status, and in $figures the seconds and the peak
exported() {
    local name=$1 file=$2 start status
    shift 2
    start=$(now_ms)
    MEIBO_TOKEN=test-token XDG_STATE_HOME=$work/looking "$build/cmd/peak_bench" "$work/peak" "$meibo" export -o "$work/$file" \
        --groups all --shop "$url" -q "$@" >"$work/out" 2>"$work/err"
    status=$?
    peak=$(($(cat "$work/peak") / 1024))
    [ "$peak" -gt "$largest" ] && largest=$peak
    figures="$figures; $name $((($(now_ms) - start) / 1000)) s, $peak MB"
    [ $status -eq 0 ] || figures="$figures, status $status: $(head -n 1 "$work/err")"
    return $status
}
compared() { # compared FILE
    said=$(node "$root/tools/torture/export.mjs" "$url" "$work/$1")
    local status=$?
    said=$(printf '%s' "$said" | tr '\n' ';')
    return $status
}
same_books() {
    unzip -p "$work/$1" >"$work/one.parts" && unzip -p "$work/$2" >"$work/other.parts" &&
        cmp -s "$work/one.parts" "$work/other.parts"
}

exports() {
    local customers=200000 figures='' largest=0 peak said repaired one
    [ "$short" = short ] && customers=1000
    make --no-print-directory -s "${BUILD:-build}/cmd/peak_bench" >/dev/null || return
    admin_begin || bail
    tell_server reset '{"throttle":false,"nestedTruncation":4}' >"$work/out"
    tell_server seed "{\"customers\":$customers,\"addressesMax\":3,\"ordersMax\":5,\"metafieldsMax\":3,\"seed\":4}" >"$work/out"
    for one in custom:field_0:single_line_text_field custom:field_1:number_integer loyalty:field_2:single_line_text_field; do
        tell_server define "$(printf '{"namespace":"%s","key":"%s","type":"%s"}' "${one%%:*}" "$(echo "$one" | cut -d: -f2)" "${one##*:}")" >"$work/out"
    done
    exported 'CSV by pages' pages.csv --bulk never
    exported 'CSV by a bulk query' bulk.csv --bulk always
    repaired=$(stat_of .lookups)
    exported 'workbook by pages' pages.xlsx --bulk never
    exported 'workbook by a bulk query' bulk.xlsx --bulk always
    compared pages.csv
    verdict 'an export by pages is the shop, cell by cell' "$(is [ $? -eq 0 ])" "$said"
    verdict 'an export by a bulk query is the same, byte by byte' "$(is cmp -s "$work/pages.csv" "$work/bulk.csv")"
    verdict 'the orders that a bulk answer lacked were looked up' "$(is [ "$repaired" -gt $((customers / 10)) ])" \
        "$repaired customers"
    compared bulk.xlsx
    verdict 'so is a workbook by a bulk query' "$(is [ $? -eq 0 ])" "$said"
    verdict 'and one by pages is the same' "$(is same_books pages.xlsx bulk.xlsx)"
    verdict "exports of $customers customers with orders, addresses and metafields stay below 128 MB" \
        "$(is [ $largest -lt 128 ])" "${figures#; }"
    admin_end
}
