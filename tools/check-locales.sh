#!/bin/sh
# check-locales.sh : a locale with a decimal comma, and a Japanese one, change nothing in a workbook. Prints TAP.
set -u
meibo=${MEIBO:-build/check/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
sample=$PWD/testdata/workbooks/customers.xlsx
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LOCPATH="$work/locales" XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config" SOURCE_DATE_EPOCH=1750000000
mkdir -p "$LOCPATH"
# A library that libcurl brings along (p11-kit) asks for a locale when it is loaded; under LOCPATH the C library keeps a few
# bytes of that, before main() begins.
echo 'leak:__argz_add_sep' >"$work/leaks"
export LSAN_OPTIONS="suppressions=$work/leaks:print_suppressions=0"
n=0
ok() { # ok STATUS NAME
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; fi
}

for locale in de_DE ja_JP; do
    localedef -i $locale -f UTF-8 "$LOCPATH/$locale.UTF-8" >/dev/null 2>&1
    taken=$(LC_ALL=$locale.UTF-8 locale charmap 2>/dev/null)
    [ "$taken" = UTF-8 ]
    ok $? "setlocale takes $locale.UTF-8"
done
[ "$(LC_ALL=de_DE.UTF-8 locale decimal_point 2>/dev/null)" = , ]
ok $? "de_DE.UTF-8 has a decimal comma"

for locale in C de_DE ja_JP; do
    mkdir -p "$work/$locale" && cp "$sample" "$work/$locale/in.xlsx" && rm -rf "$XDG_STATE_HOME"
    (
        cd "$work/$locale" || exit 1
        LC_ALL=$locale.UTF-8
        export LC_ALL
        "$meibo" shop demo --lang en sqlite:shop.db --customers 40 --seed 3 &&
            { "$meibo" import --lang en in.xlsx --shop shop.db --yes || [ $? -eq 3 ]; } &&
            "$meibo" export --lang en -o out.xlsx --groups all --shop shop.db &&
            "$meibo" export --lang en -o out.csv --groups all --shop shop.db &&
            "$meibo" template --lang en -o template.xlsx --sample
    ) >"$work/$locale/log" 2>&1
    ok $? "the road runs under $locale.UTF-8"
done
for file in in.result.xlsx in.undo.xlsx out.xlsx out.csv template.xlsx; do
    for locale in de_DE ja_JP; do
        cmp -s "$work/C/$file" "$work/$locale/$file"
        ok $? "$file is the same under $locale.UTF-8, byte for byte"
    done
done
echo "1..$n"
