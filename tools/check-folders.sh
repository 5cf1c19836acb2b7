#!/bin/sh
# check-folders.sh : the folder rules as a test. Prints TAP.
if out=$(tools/layers.sh 2>&1); then
    echo "ok 1 - includes point one way, and each library has its room"
else
    echo "not ok 1 - includes point one way, and each library has its room"
    echo "$out" | sed 's/^/# /'
fi
echo "1..1"
