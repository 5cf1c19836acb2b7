#!/bin/sh
# lint.sh : what reads the code without running it. Says what it found; the status is 1 when anything was.
set -u
status=0
build=${BUILD:-build}
run() {
    name=$1
    shift
    start=$(date +%s)
    if "$@" >"$build/lint.log" 2>&1; then
        printf '  %-14s clean (%d s)\n' "$name" $(($(date +%s) - start))
    else
        printf '  %-14s\n' "$name"
        cat "$build/lint.log"
        status=1
    fi
}
all=$(printf '%s\n' base/*.c xlsx/*.c model/*.c api/*.c job/*.c cmd/*.c)
sources=$(echo "$all" | grep -vE '_(test|fuzz|bench)\.c$|/conformance')

tidy() {
    # shellcheck disable=SC2086
    echo "$sources" | xargs -P "$(nproc)" -I FILE clang-tidy --quiet FILE -- -std=c17 $CPPFLAGS >"$build/tidy.out" 2>&1
    grep -E '(warning|error):' "$build/tidy.out" | sort -u >"$build/tidy.log"
    cat "$build/tidy.log"
    [ ! -s "$build/tidy.log" ]
}
analyze() {
    # shellcheck disable=SC2086
    echo "$sources" | xargs -P "$(nproc)" -n 1 gcc -std=c17 $CPPFLAGS -O1 -fanalyzer -Wno-analyzer-malloc-leak \
        -c -o /dev/null 2>&1 | tee "$build/analyze.log"
    ! grep -q 'Wanalyzer' "$build/analyze.log"
}
both_compilers() {
    # shellcheck disable=SC2086
    echo "$all" | xargs -P "$(nproc)" -n 1 clang -std=c17 $CPPFLAGS -Wall -Wextra \
        -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-missing-field-initializers -Wstrict-prototypes -Wmissing-prototypes \
        -Wno-format-nonliteral -Werror -fsyntax-only
}
check_cpp() {
    # shellcheck disable=SC2046
    cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -j 2 \
        --suppress=missingInclude --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=normalCheckLevelMaxBranches \
        -I. -I"$build/gen" $(echo "$sources")
}
mkdir -p "$build"
run folders tools/layers.sh
run banned,sizes tools/banned.sh
run shellcheck sh -c 'shellcheck -S warning tools/*.sh .ci/run'
run clang both_compilers
run cppcheck check_cpp
run gcc-fanalyzer analyze
run clang-tidy tidy
exit "$status"
