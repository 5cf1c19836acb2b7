#!/bin/sh
# check-torture.sh : the short form of `make torture`. Prints TAP.
TORTURE=short exec tools/torture.sh
