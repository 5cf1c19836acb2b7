# limits.sh : every bad workbook is refused within a second, in less than 64 MB; valgrind is content. Sourced by torture.sh.
# shellcheck shell=bash disable=SC2154

limits() {
    local slowest=0 slow='' largest=0 large='' count=0 bad='' folder name file start took peak status
    make --no-print-directory -s "${BUILD:-build}/cmd/peak_bench" >/dev/null || return
    for folder in "$root"/testdata/broken/*/; do
        name=$(basename "$folder")
        file=$(echo "$folder"customers.*)
        start=$(now_ms)
        "$build/cmd/peak_bench" "$work/peak" "$meibo" check "$file" >"$work/out" 2>"$work/err"
        status=$?
        took=$(($(now_ms) - start))
        peak=$(cat "$work/peak")
        count=$((count + 1))
        [ "$took" -gt "$slowest" ] && slowest=$took slow=$name
        [ "$peak" -gt "$largest" ] && largest=$peak large=$name
        if [ "$took" -gt 1000 ] || [ "$peak" -gt 65536 ] || [ "$status" -ne "$(cat "${folder}status")" ]; then
            bad="$bad; $name: status $status, $took ms, $((peak / 1024)) MB"
        fi
    done
    verdict 'every bad workbook is refused within a second, below 64 MB' "$(is [ -z "$bad" ])" \
        "$count workbooks; slowest $slowest ms, $slow; largest $((largest / 1024)) MB, $large$bad"
}

memory() {
    [ "$short" = short ] && return
    prepare 60 40
    fresh
    cp "$root/testdata/workbooks/customers.xlsx" "$work/run/in.xlsx"
    (cd "$work/run" && valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite --track-fds=no \
        "$meibo" import in.xlsx --shop shop.db --yes -q) >"$work/out" 2>"$work/err"
    local status=$?
    verdict 'valgrind finds nothing in an import of the sample' "$(is as_promised $status)" \
        "status $status$([ $status -ne 99 ] || head -n 5 "$work/err" | tr '\n' ' ')"
}
