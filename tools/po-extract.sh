#!/bin/sh
# po-extract.sh : prints the template of all messages (POT), read out of the sources.
# _() and N_() are in base/message.h; the words of findings stand in a table, model/findings.def.
set -eu
export LC_ALL=C.UTF-8
find base xlsx model api job cmd -name '*.[ch]' -o -name '*.cc' -o -name 'findings.def' |
    grep -vE '_(test|fuzz|bench)\.[ch]$' | sort |
    xgettext --language=C --from-code=UTF-8 --files-from=- --output=- --sort-by-file --no-wrap --add-location=file \
        --keyword --keyword=_ --keyword=N_ --keyword=message_get_n:1,2 --keyword=FINDING:3 \
        --flag=FINDING:3:no-c-format --package-name=meibo --copyright-holder='' --msgid-bugs-address=none |
    sed -e '/^"POT-Creation-Date:/d' -e '/^"Report-Msgid-Bugs-To:/d' -e 's/charset=CHARSET/charset=UTF-8/'
