#!/bin/sh
# check-po.sh : every message of the sources has a translation, and no translation is left over (TAP).
set -u
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0

# ok STATUS NAME [FILE]: one line of TAP; FILE says why not.
ok() {
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        [ -z "${3:-}" ] || sed 's/^/# /' "$3" | head -n 40
    fi
}

tools/po-extract.sh >"$work/meibo.pot" 2>"$work/why"
ok $? "the messages can be read out of the sources" "$work/why"
[ "$(grep -c '^msgid ' "$work/meibo.pot")" -gt 100 ]
ok $? "they are many"
for po in po/*.po; do
    msgfmt --check-format --output-file=/dev/null "$po" 2>"$work/why"
    ok $? "$po: every format takes the arguments of the English one" "$work/why"
    msgcmp "$po" "$work/meibo.pot" 2>"$work/why"
    ok $? "$po: every message is there and translated; run make po" "$work/why"
    ! grep -n '^#, .*fuzzy' "$po" >"$work/why"
    ok $? "$po: nothing is fuzzy" "$work/why"
    msgcmp --use-untranslated "$work/meibo.pot" "$po" 2>"$work/why"
    ok $? "$po: no translation is left over; run make po" "$work/why"
done
echo "1..$n"
