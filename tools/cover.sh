#!/bin/sh
# cover.sh : builds with gcov, runs the tests and scripts of `make check`, prints line coverage by folder; the status is 1 when a
# folder is below what CONTRIBUTING.md asks: 95 % in base/ and model/, 90 % elsewhere.
set -u
build=${BUILD:-build/cover}
rm -rf "$build"
make --no-print-directory -j"$(nproc)" BUILD="$build" SANITIZE='--coverage -fprofile-update=atomic' "$build/check/meibo" catalogues tests || exit 1
MEIBO=$build/check/meibo MEIBO_PRODUCT=$build/check/meibo BUILD=$build tools/run-tests.sh \
    "$build"/check/*/*_test tools/check-*.sh >"$build/tests.log" 2>&1
tail -n 1 "$build/tests.log"
status=0
for folder in base model xlsx api job cmd; do
    want=90
    case $folder in base | model) want=95 ;; esac
    have=$(gcovr --root . --filter "$folder/" --exclude '.*_(test|fuzz|bench)\.c' --exclude-throw-branches --gcov-ignore-parse-errors \
        "$build/check" --json-summary 2>/dev/null | jq -r '.line_percent')
    printf '  %-6s %5s %%  (wanted %s)\n' "$folder" "$have" "$want"
    [ "$(echo "$have $want" | awk '{ print ($1 >= $2) }')" = 1 ] || status=1
done
exit "$status"
