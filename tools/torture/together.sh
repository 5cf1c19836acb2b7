# together.sh : two imports of different files into one shop at the same time. Sourced by torture.sh.
# shellcheck shell=bash disable=SC2154

# Half of the customers are there before; the others both want to make.
tag_sheet() { # tag_sheet TAG FROM TO
    echo 'Email,First Name,Tags,Tags Command'
    seq -f "k%05g@example.com,Kim,$1,MERGE" "$2" "$3"
}

at_once() { # at_once COUNT: whether both finished and nothing is lost
    local n=$1 left right good
    fresh
    tag_sheet first 1 $((n / 2)) >"$work/run/in.csv"
    (cd "$work/run" && "$meibo" import in.csv --shop shop.db --yes -q --no-result --no-undo) >"$work/out" 2>"$work/err" || return 1
    tag_sheet left 1 "$n" >"$work/run/left.csv"
    tag_sheet right 1 "$n" | (read -r header; echo "$header"; tac) >"$work/run/right.csv"
    (cd "$work/run" && exec "$meibo" import left.csv --shop shop.db --yes -q) >"$work/out" 2>"$work/left" &
    left=$!
    (cd "$work/run" && exec "$meibo" import right.csv --shop shop.db --yes -q) >"$work/out" 2>"$work/right" &
    right=$!
    wait $left; left=$?
    wait $right; right=$?
    cat "$work/left" "$work/right" >"$work/err"
    # Packed tags are between line feeds or commas: look for the words only.
    good=$(sqlite3 "$work/run/shop.db" "SELECT count(*) FROM customer WHERE email LIKE 'k_____@example.com'
        AND tags LIKE '%left%' AND tags LIKE '%right%' AND (tags LIKE '%first%') = (CAST(substr(email, 2, 5) AS INTEGER) <= $((n / 2)))")
    [ $left -eq 0 ] && [ $right -eq 0 ] && [ "$good" -eq "$n" ] && return
    echo "# at once: status $left and $right, $good of $n customers have both tags; $(head -n 1 "$work/err")"
    return 1
}

together() {
    local i wrong=0 times=20 n=1500
    [ "$short" = short ] && times=1 n=700
    prepare 60 40
    for ((i = 0; i < times; i++)); do
        at_once $n || wrong=$((wrong + 1))
    done
    verdict 'two imports at once into one shop both finish, and the tags of both are there' "$(is [ $wrong -eq 0 ])" \
        "$times times $n customers, $wrong wrong"
}
