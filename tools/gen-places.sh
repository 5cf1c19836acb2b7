#!/bin/sh
# Writes build/gen/places.inc, for model/place.c: countries, provinces and languages in English and Japanese
# from Debian's iso-codes, with the everyday names of tools/places.txt.
set -eu
export LC_ALL=C.UTF-8
codes=/usr/share/iso-codes/json
words=/usr/share/locale/ja/LC_MESSAGES
for file in "$codes/iso_3166-1.json" "$codes/iso_3166-2.json" "$codes/iso_639-2.json" "$words/iso_3166-1.mo"; do
    [ -r "$file" ] || { echo "$0: $file is missing: apt-get install iso-codes" >&2; exit 1; }
done
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
msgunfmt --no-wrap "$words/iso_3166-1.mo" >"$temporary/iso_3166-1.po"
msgunfmt --no-wrap "$words/iso_3166-2.mo" >"$temporary/iso_3166-2.po"
perl "$(dirname "$0")/places.pl" "$codes" "$temporary" "$(dirname "$0")/places.txt"
