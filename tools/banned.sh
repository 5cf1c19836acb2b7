#!/bin/sh
# banned.sh : functions and habits that this project does without, and sizes that it keeps (CONTRIBUTING.md).
set -eu
status=0

words='strcpy|strcat|sprintf|vsprintf|strtok|gets|scanf|sscanf|fscanf|atoi|atol|atof|strtod|strtof|localtime|localtime_r|gmtime|gmtime_r|alloca|system|popen|mktime'
if grep -nE "(^|[^A-Za-z0-9_>.])($words)[[:space:]]*\(" base/*.[ch] xlsx/*.[ch] model/*.[ch] model/*.cc api/*.[ch] job/*.[ch] cmd/*.[ch] |
    grep -vE '^[^:]*:[0-9]+:[[:space:]]*(\*|/\*|//)'; then
    echo "banned functions; see CONTRIBUTING.md for what to use instead" >&2
    status=1
fi
if grep -nE '#include <ctype.h>' ./*/*.[ch]; then
    echo "ctype.h asks the locale; use base/unicode.h" >&2
    status=1
fi
# malloc and free belong to base/ and to the doors of libraries that want them.
if grep -nE '(^|[^A-Za-z0-9_.>])(malloc|calloc|realloc|free)[[:space:]]*\(' model/*.[ch] job/*.[ch] cmd/*.[ch] |
    grep -vE '_(test|fuzz|bench)\.[ch]:|^[^:]*:[0-9]+:[[:space:]]*(\*|/\*)'; then
    echo "memory comes from arenas (base/arena.h)" >&2
    status=1
fi
if grep -nE '(^|[^A-Za-z0-9_])(printf|puts|putchar|exit|_exit)[[:space:]]*\(|fprintf\(std' xlsx/*.c model/*.c model/*.cc api/*.c job/*.c |
    grep -vE '_(test|fuzz|bench)\.[ch]:|^[^:]*:[0-9]+:[[:space:]]*(\*|/\*)'; then
    echo "only cmd/ prints and exits" >&2
    status=1
fi

# Functions above 60 lines, files above 400.
long=$(ctags --kinds-C=f --kinds-C++=f --fields=+ne -o - base/*.c xlsx/*.c model/*.c model/*.cc api/*.c job/*.c cmd/*.c |
    awk -F'\t' '{ from = 0; to = 0
        for (i = 4; i <= NF; i++) {
            if ($i ~ /^line:/) from = substr($i, 6)
            if ($i ~ /^end:/) to = substr($i, 5)
        }
        if (to - from >= 60) printf "%s:%d: %s() is %d lines long; at most 60\n", $2, from, $1, to - from + 1 }')
if [ -n "$long" ]; then
    echo "$long" >&2
    status=1
fi
for file in */*.c */*.cc */*.h; do
    [ -e "$file" ] || continue
    case $file in build/*) continue ;; esac
    lines=$(wc -l <"$file")
    limit=400
    case $file in *_test.c) limit=700 ;; esac
    if [ "$lines" -gt "$limit" ]; then
        echo "$file: $lines lines; at most $limit" >&2
        status=1
    fi
done
exit "$status"
