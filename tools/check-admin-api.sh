#!/bin/sh
# check-admin-api.sh : the test server in testdata/admin-api does what it should. Prints TAP. When MEIBO_CAPTURES names a folder
# of recorded answers of real shops, they are replayed too: the last lines say how many are identical.
set -u
home=$PWD/testdata/admin-api
tools/admin-api.sh || { echo '1..0 # SKIP the test server could not be made ready'; exit 1; }
status=0
node "$home/test/run.mjs" || status=1
if [ -n "${MEIBO_CAPTURES:-}" ]; then
    node "$home/replay.mjs" "$MEIBO_CAPTURES" | sed 's/^/# /' || status=1
fi
exit $status
