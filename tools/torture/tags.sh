# tags.sh : tags suggest, apply and undo on a made-up shop with 5,000 tags; killed at random moments. Sourced by torture.sh.
# shellcheck shell=bash disable=SC2154

tags_of() { sqlite3 "$1" 'SELECT id, tags FROM customer ORDER BY id'; }
everything_of() { sqlite3 "$1" '.dump customer tag'; }

# found SUGGESTIONS ANSWERS: {groups, found, found_by_kind, first, false, lookalikes}. A group is found when one suggestion holds
# all its spellings; of the first rank a suggestion is false when its tags are not all of one group; a look-alike must be in none.
found() {
    jq -n --slurpfile said "$1" --slurpfile right "$2" '
        ($right[0].groups | to_entries | map(.key as $g | .value.tags[] | { key: ., value: $g }) | from_entries) as $group_of
        | ($right[0].lookalikes | map({ key: ., value: true }) | from_entries) as $lookalike
        | [$said[0].groups[].members] as $suggested
        | [$suggested[] | map(.tag)] as $all
        | [$suggested[] | map(select(.rank <= 1) | .tag) | select(length > 1)] as $first
        | ($all | to_entries | map(.key as $s | .value[] | { key: ., value: $s }) | from_entries) as $suggestion_of
        | [$right[0].groups[] | { kind, found: ([.tags[] | $suggestion_of[.] // -1] | unique | length == 1 and .[0] >= 0) }] as $groups
        | { groups: ($groups | length), found: ($groups | map(select(.found)) | length),
            found_by_kind: ($groups | group_by(.kind) | map({ key: .[0].kind, value: "\(map(select(.found)) | length)/\(length)" }) | from_entries),
            first: ($first | length),
            false: ($first | map(select(map($group_of[.] // -1) | unique | length > 1 or .[0] < 0)) | length),
            lookalikes: ($first | map(select(any(.[]; $lookalike[.]))) | length),
            lower: ([$suggested[] | select(any(.[]; .rank > 1))] | length) }'
}

# rename_all FROM TO: the suggestions, as somebody edits them who agrees to all of them.
rename_all() { sed -E 's/,KEEP,([^,]+),/,RENAME,\1,/' "$1" >"$2"; }

tags_run() { # tags_run COMMAND...: in the run's folder, on its shop
    (cd "$work/run" && exec "$meibo" "$@" --shop shop.db -q) >"$work/out" 2>"$work/err"
}
tags_fresh() {
    rm -rf "$work/run" "$work/state" "$TMPDIR" && mkdir "$work/run" "$work/state" "$TMPDIR"
    cp "$work/tags.db" "$work/run/shop.db"
    cp "$work/edited.csv" "$work/run/"
}
tags_state() { (cd "$work/run" && "$meibo" jobs --json 2>/dev/null) | jq -r "[.[] | select(.kind == \"$1\")] | last | .state // empty"; }

tags_suggested() {
    "$meibo" tags suggest --shop "$work/tags.db" --json -q >"$work/said.json" 2>"$work/err"
    found "$work/said.json" "$work/answers.json" >"$work/found.json"
    verdict "of the groups that were planted, at least 95 of 100 are suggested" \
        "$(jq -r 'if .found * 100 >= .groups * 95 then "yes" else "no" end' "$work/found.json")" \
        "$(jq -r '"\(.found) of \(.groups): \(.found_by_kind | to_entries | map("\(.key) \(.value)") | join(", "))"' "$work/found.json")"
    verdict "of the suggestions of the first rank, at most 5 of 100 are false" \
        "$(jq -r 'if .first > 0 and .false * 100 <= .first * 5 then "yes" else "no" end' "$work/found.json")" \
        "$(jq -r '"\(.false) of \(.first); of lower ranks there are \(.lower)"' "$work/found.json")"
    verdict "nothing that only looks alike is suggested at the first rank" \
        "$(is [ "$(jq .lookalikes "$work/found.json")" = 0 ])" "$(jq -r '"\(.lookalikes) of 200"' "$work/found.json")"
}

tags_undone() {
    local begin
    tags_of "$work/tags.db" >"$work/before"
    cp "$work/said.csv" "$work/run/as-it-is.csv"
    tags_run tags apply as-it-is.csv --yes --json
    verdict "the suggestions are applied as they are" "$(is [ $? -eq 0 ])" "$(jq -c '{updated, failed, added, removed}' "$work/out")"
    tags_run undo 1
    verdict "... and put back" "$(is [ $? -eq 0 ])"
    tags_of "$work/run/shop.db" >"$work/after"
    verdict "... and every customer's tags are what they were" "$(is cmp -s "$work/before" "$work/after")"
    tags_fresh
    begin=$(now_ms)
    tags_run tags apply edited.csv --yes --json
    verdict "the suggestions are applied, those of lower ranks too" "$(is [ $? -eq 0 ])" \
        "$(jq -c '{updated, failed, added, removed}' "$work/out"), $(($(now_ms) - begin)) ms"
    everything_of "$work/run/shop.db" >"$work/want"
    tags_of "$work/run/shop.db" >"$work/changed"
    unzip -p "$work/run/edited.result.xlsx" xl/worksheets/sheet1.xml >"$work/want.result"
    tags_run tags apply edited.csv --yes --json
    verdict "... done twice, nothing more is done" "$(is [ "$(jq .updated "$work/out")" = 0 ])"
    tags_run undo 1
    tags_of "$work/run/shop.db" >"$work/after"
    verdict "... and put back, every customer's tags are what they were" \
        "$(is cmp -s "$work/before" "$work/after")" "$(diff "$work/before" "$work/changed" | grep -c '^>') customers had others"
}

tags_killed() { # tags_killed TIMES
    local i delay full begin status pid wrong=0 running=0 unfinished=0
    tags_fresh
    begin=$(now_ms)
    tags_run tags apply edited.csv --yes
    full=$(($(now_ms) - begin))
    for ((i = 0; i < $1; i++)); do
        tags_fresh
        delay=$(((RANDOM * 32768 + RANDOM) % full))
        (cd "$work/run" && exec "$meibo" tags apply edited.csv --yes --shop shop.db -q) >"$work/out" 2>"$work/err" &
        pid=$!
        wait_ms $delay
        kill -KILL $pid 2>/dev/null
        wait $pid 2>/dev/null
        [ $? -eq 137 ] && running=$((running + 1))
        [ "$(tags_state tags)" = interrupted ] && unfinished=$((unfinished + 1))
        status=0
        [ "$(tags_state tags)" = "done" ] || { tags_run tags apply edited.csv --yes; status=$?; }
        everything_of "$work/run/shop.db" >"$work/have"
        unzip -p "$(find "$work/run" -name 'edited.result*.xlsx' | sort -V | tail -n 1)" xl/worksheets/sheet1.xml >"$work/have.result"
        if [ $status -ne 0 ] || ! cmp -s "$work/want" "$work/have" || ! cmp -s "$work/want.result" "$work/have.result"; then
            wrong=$((wrong + 1))
            echo "# killed after $delay ms: status $status, $(diff "$work/want" "$work/have" | grep -c '^>') rows differ, $(head -n 1 "$work/err")"
        fi
    done
    verdict "killed at $1 random moments and run again, tags apply leaves the shop and the result as without the kill" \
        "$(is [ $wrong -eq 0 ])" "of $full ms; $running were still running, $unfinished in the middle of the job; $wrong wrong"
}

tags() {
    local customers=100000 times=${KILLS:-100}
    [ "$short" = short ] && [ -z "${TORTURE_ONLY:-}" ] && return # check-tags.sh does it
    [ "$short" = short ] && customers=2000 times=${KILLS:-3}
    make --no-print-directory -s BUILD="$build" "$build/cmd/tags_generate_bench" >&2 || bail
    rm -rf "$work/tags.db"*
    "$build/cmd/tags_generate_bench" "$customers" "$work/tags.db" "$work/answers.json" 2>"$work/err" || bail
    sqlite3 "$work/tags.db" 'PRAGMA journal_mode = DELETE' >"$work/out"
    echo "# $customers customers, $(sqlite3 "$work/tags.db" 'SELECT count(*) FROM tag') tags without regard to case"
    tags_suggested
    "$meibo" tags suggest --shop "$work/tags.db" -o "$work/said.csv" -q 2>"$work/err" || bail
    rename_all "$work/said.csv" "$work/edited.csv"
    tags_fresh
    tags_undone
    tags_killed "$times"
}
