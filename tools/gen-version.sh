#!/bin/sh
# gen-version.sh : the version, as a C string: the newest that CHANGELOG.md names.
set -eu
sed -n 's/^## \[\([0-9][^]]*\)\].*/"\1"/p' CHANGELOG.md | head -n 1 | grep .
