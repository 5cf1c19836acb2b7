#!/bin/bash
# check-faults.sh : the short form of TORTURE_ONLY=admin tools/torture.sh: imports into the test server of the Admin API on a small
# budget, among every kind of fault, and killed. Prints TAP.
set -u
meibo=${MEIBO_PRODUCT:-build/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
tools/admin-api.sh || { echo '1..0 # SKIP the test server could not be made ready'; exit 1; }
timeout 600 node tools/torture/admin.mjs "$meibo" short | awk '
    /^(not )?ok - / { n++; sub(/ok -/, "ok " n " -") }
    { print }
    END { print "1.." n; exit n == 0 }'
exit "${PIPESTATUS[0]}"
