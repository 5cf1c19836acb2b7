#!/bin/sh
# check-broken.sh : every bad workbook of testdata/broken/ is refused with the status and the words that stand beside it,
# and nothing is written. Prints TAP. With BLESS=1 it writes what it got instead (then read the diff).
set -u
meibo=${MEIBO:-build/check/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
here=$PWD/testdata/broken
home=$(mktemp -d) || exit 1
trap 'rm -rf "$home"' EXIT
export HOME="$home" XDG_STATE_HOME="$home/state" XDG_CONFIG_HOME="$home/config"
n=0
for folder in "$here"/*/; do
    case=$(basename "$folder")
    n=$((n + 1))
    rm -rf "$home/in" && mkdir "$home/in" && cp "$folder"/customers.* "$home/in/" && cd "$home/in" || exit 1
    file=$(ls)
    # What goes to standard output is no error: a refusal says nothing there.
    "$meibo" check "$file" --lang en >"$home/out" 2>"$home/err"
    status=$?
    if [ "${BLESS:-0}" = 1 ]; then
        cp "$home/err" "$folder/error"
        echo "$status" >"$folder/status"
    fi
    why=
    [ "$status" = "$(cat "$folder/status" 2>/dev/null)" ] || why="status $status, not $(cat "$folder/status" 2>/dev/null)"
    cmp -s "$home/err" "$folder/error" || why="$why; said: $(head -c 300 "$home/err")"
    [ ! -s "$home/out" ] || why="$why; wrote to standard output"
    [ "$(ls)" = "$file" ] || why="$why; left files behind: $(ls | tr '\n' ' ')"
    if [ -z "$why" ]; then
        echo "ok $n - $case is refused in so many words"
    else
        echo "not ok $n - $case is refused in so many words"
        echo "# $why"
    fi
done
echo "1..$n"
