#!/bin/sh
# layers.sh : a folder may include only what stands to its right, and only its own libraries (ARCHITECTURE.md).
set -eu
status=0

complain() {
    echo "$1" >&2
    status=1
}

# Our own folders: base <- xlsx, base <- model <- api <- job <- cmd
below() {
    case $1 in
    base) echo "base" ;;
    xlsx) echo "xlsx base" ;;
    model) echo "model base" ;;
    api) echo "api model base" ;;
    job) echo "job api model base" ;;
    cmd) echo "cmd job api model xlsx base" ;;
    esac
}

# Libraries: header, then the files or folders that alone may include it.
libraries='
unicode/ base/
sodium base/hash
openssl/ base/hash
jansson base/json
libintl base/message
isa-l xlsx/
minizip/ xlsx/
zlib xlsx/
libxml/ xlsx/
xlsxwriter xlsx/
phonenumbers/ model/phone.cc
sqlite3 api/ job/journal
curl/ api/http.c
cmocka _test.c'

for file in base/*.[ch] xlsx/*.[ch] model/*.[ch] model/*.cc api/*.[ch] job/*.[ch] cmd/*.[ch]; do
    [ -e "$file" ] || continue
    folder=${file%%/*}
    allowed=" $(below "$folder") "
    for used in $(sed -n 's/^#include "\([a-z]*\)\/.*/\1/p' "$file" | sort -u); do
        case $allowed in
        *" $used "*) ;;
        *) # tests of jobs may read and write workbooks: the road as a whole is tested there
            case $used:$file in
            xlsx:job/*_test.c) ;;
            *) complain "$file: $folder/ may not include $used/" ;;
            esac ;;
        esac
    done
    for header in $(sed -n 's/^#include <\([^>]*\)>.*/\1/p' "$file" | sort -u); do
        echo "$libraries" | while read -r library places; do
            [ -n "$library" ] || continue
            case $header in "$library"*) ;; *) continue ;; esac
            for place in $places; do
                case $file in "$place"* | *"$place") exit 0 ;; esac
            done
            echo "$file: only $places may include <$header>" >&2
            exit 1
        done || status=1
    done
done
[ "$status" -eq 0 ] && echo "layers: one way"
exit "$status"
