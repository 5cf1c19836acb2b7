#!/bin/sh
# run-tests.sh PROGRAM... : runs cmocka test programs (TAP), shows what failed, counts what passed.
# The last line is "N passed, N failed"; the status is 1 when anything failed.
set -u
export CMOCKA_MESSAGE_OUTPUT=TAP
export ASAN_OPTIONS="${ASAN_OPTIONS:-handle_segv=2:detect_leaks=1}"
export UBSAN_OPTIONS="${UBSAN_OPTIONS:-print_stacktrace=1}"
passed=0 failed=0
for program in "$@"; do
    out=$("$program" 2>&1)
    status=$?
    ok=$(printf '%s\n' "$out" | grep -c '^ok')
    bad=$(printf '%s\n' "$out" | grep -c '^not ok')
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$ok" -eq 0 ] && [ "$bad" -eq 0 ] && bad=1 # a program without a test is a failure
    if [ "$bad" -gt 0 ]; then
        printf '== %s (status %s)\n' "$program" "$status"
        printf '%s\n' "$out" | grep -v '^ok'
    fi
    printf '%s\n' "$out" | sed -n "s|^ok.*# SKIP|== $program skips a test:|p" | sort -u
    passed=$((passed + ok)) failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
