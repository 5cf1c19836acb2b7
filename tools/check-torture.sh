#!/bin/sh
# check-torture.sh : the short form of `make torture`. Prints TAP.
TORTURE=short ROWS=400 exec tools/torture.sh
