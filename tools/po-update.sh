#!/bin/sh
# po-update.sh : brings po/*.po up to the messages in the sources: new ones come without translation, gone ones go (make po).
set -eu
export LC_ALL=C.UTF-8
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tools/po-extract.sh >"$work/meibo.pot"
form='--no-wrap --sort-by-file --add-location=file'
for po in po/*.po; do
    # shellcheck disable=SC2086
    msgmerge --quiet --no-fuzzy-matching $form --output-file="$work/new.po" "$po" "$work/meibo.pot"
    # shellcheck disable=SC2086
    msgattrib --no-obsolete $form --output-file="$work/clean.po" "$work/new.po"
    cmp -s "$work/clean.po" "$po" || cp "$work/clean.po" "$po"
    printf '%s: ' "$po"
    msgfmt --check-format --statistics --output-file=/dev/null "$po" 2>&1
done
