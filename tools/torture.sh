#!/bin/bash
# torture.sh : the product itself (no sanitizers) under kills, a failing disk and limits. Prints TAP with figures; the
# status is 1 when anything went wrong. TORTURE=short does a small part of each, for `make check`. TORTURE_ONLY="kills
# faults" does only those parts.
set -u
build=${BUILD:-build}
meibo=${MEIBO_PRODUCT:-$build/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
case $build in /*) ;; *) build=$PWD/$build ;; esac
root=$PWD
# shellcheck disable=SC2034 # the parts below use it
short=${TORTURE:-full}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# A clock that stands still, so that two shops and two workbooks can be compared byte by byte.
export XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=1750000000
export TMPDIR=$work/tmp
mkdir "$TMPDIR"
unset MEIBO_SHOP MEIBO_TOKEN LANGUAGE NO_COLOR
failures=0 checks=0

for part in shop limits kills faults together admin export tags; do
    # shellcheck source=/dev/null
    . "$root/tools/torture/$part.sh"
done
parts=${TORTURE_ONLY:-limits kills interrupts faults together memory admin exports tags}
for part in $parts; do "${part/#export*/exports}"; done # `export` is a word of the shell
echo "1..$checks"
[ "$failures" -eq 0 ]
