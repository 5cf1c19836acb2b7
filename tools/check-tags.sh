#!/bin/bash
# check-tags.sh : the tags of a made-up shop, cleaned up: what is suggested, what is done, what is put back. Prints TAP, and as
# comments the figures. A small form of TORTURE_ONLY=tags tools/torture.sh; both are tools/torture/tags.sh.
export TORTURE_ONLY=tags
TORTURE=short exec tools/torture.sh
