#!/bin/sh
# fuzz.sh TARGET... : each target for FUZZ_SECONDS on its corpus (testdata/fuzz/NAME grows in the build folder).
set -u
status=0
for target in "$@"; do
    name=$(basename "$target" _fuzz)
    corpus=${BUILD:-build}/corpus/$name
    mkdir -p "$corpus"
    seeds=testdata/fuzz/$name
    [ -d "$seeds" ] || seeds=
    # shellcheck disable=SC2086
    if "$target" -max_total_time="${FUZZ_SECONDS:-60}" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$corpus-" "$corpus" $seeds >"$corpus.log" 2>&1; then
        printf '  %-20s clean, %s runs\n' "$name" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$corpus.log")"
    else
        printf '  %-20s FAILED\n' "$name"
        tail -n 40 "$corpus.log"
        status=1
    fi
done
exit "$status"
