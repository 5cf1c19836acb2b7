#!/bin/sh
# check-rules.sh : every numbered rule of docs/FORMAT.md has a case for what it accepts and one for what it refuses. Prints TAP and,
# as comments, the rules that lack one. A case cites a rule as "T-5+" or "T-5-" on a `rules:` line of testdata/sheets/*.txt, in
# testdata/*/*/rules, or in a test's source after "rules:".
set -u
rules=$(sed -n 's/^\*\*\([A-Z][A-Z]*\(-[A-Z]*\)*-[0-9]*\)\*\*.*/\1/p' docs/FORMAT.md)
cited=$({
    grep -h '^rules:' testdata/sheets/*.txt
    cat testdata/*/*/rules 2>/dev/null
    grep -hE 'rules: ' ./*/*_test.c tools/check-*.sh
} | grep -oE '[A-Z]+(-[A-Z]+)*-[0-9]+[+-]' | sort -u)
n=0 accept='' refuse='' unknown=''
for rule in $rules; do
    n=$((n + 1))
    echo "$cited" | grep -qxF "$rule+" || accept="$accept $rule"
    echo "$cited" | grep -qxF -- "$rule-" || refuse="$refuse $rule"
done
for one in $cited; do
    echo "$rules" | grep -qxF -- "${one%?}" || unknown="$unknown $one"
done
report() { # report NUMBER NAME LIST
    if [ -z "$3" ]; then
        echo "ok $1 - $2"
    else
        echo "not ok $1 - $2"
        echo "# missing:$3"
    fi
}
echo "# $n rules, $(cat testdata/sheets/*.txt | grep -c '^== ') cases in testdata/sheets"
report 1 'every rule has a case that shows what it accepts' "$accept"
report 2 'every rule has a case that shows what it refuses' "$refuse"
report 3 'every rule that is cited exists' "$unknown"
echo "1..3"
