#!/bin/bash
# mutate.sh : changes one rule of model/ at a time, in a copy of the tree, and runs the sheets of testdata/sheets/: a case must
# fail each time. Prints a table; the status is 1 when a change went unnoticed. MUTATE="tag header" takes only the lines
# with such a word.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/tree" || exit 1
export ASAN_OPTIONS=detect_leaks=0

# What it does | the file | how
mutations() {
    cat <<'END'
NEW overwrites a customer who exists|model/match.c|/COMMAND_NEW\]/s/OP_REFUSED, \(.*\)FINDING_ALREADY_EXISTS/OP_UPDATE, \1FINDING_NONE/
UPDATE makes a customer who is missing|model/match.c|/COMMAND_UPDATE\]/s/OP_REFUSED,\(.*\)FINDING_NOT_FOUND/OP_CREATE,\1FINDING_NONE/
matching: the phone goes before the email|model/match.c|s/\*by = field_given(COL_EMAIL, want) ? MATCH_EMAIL : MATCH_PHONE/*by = field_given(COL_PHONE, want) ? MATCH_PHONE : MATCH_EMAIL/
matching: the email goes before the ID|model/match.c|s/if (!found\[MATCH_ID\])/if (!found[MATCH_ID] || found[MATCH_EMAIL])/
records: a row with another key goes on|model/record_group.c|s/if (answer == KEY_OTHER)/if (answer == KEY_OTHER \&\& i == 0)/
records: a row without a key, address or tags goes on|model/record_group.c|s/return holds_address_or_tags(rec, row);/return true;/
blanks: a blank cell keeps the value|model/plan_fields.c|s/{ COL_NOTE, blank_clears }/{ COL_NOTE, blank_is_left }/
blanks: a blank Language is cleared|model/plan_fields.c|s/{ COL_LANGUAGE, blank_is_default }/{ COL_LANGUAGE, blank_clears }/
blanks: a blank Email takes the last identity|model/plan_fields.c|s/ \&\& (stays(p, COL_FIRST_NAME) || stays(p, COL_LAST_NAME) || stays(p, other))//
blanks: --blank keep keeps nothing|model/record.c|s/if (!rec->options.blank_keeps)/if (rec)/
tags: REPLACE merges|model/tags.c|s/if (step->command == LIST_REPLACE)/if (false)/
tags: another spelling is another tag|model/tags.c|s/text_fold_case(tag, set->arena)/arena_copy(set->arena, tag)/
tags: a blank cell with REPLACE clears nothing|model/tags.c|s/step->tags.n > 0 || step->command == LIST_REPLACE/step->tags.n > 0/
addresses: every row is a new address|model/address_plan.c|s/if (!ad->fates\[i\].removed \&\& address_same/if (ad->fates[i].removed \&\& address_same/
addresses: one ID may stand on two rows|model/address_plan.c|s/if (fate_of(ad, h)->row) {/if (fate_of(ad, h)->row > 1000000) {/
addresses: a blank line is kept|model/address_plan.c|s/if (field_blank(col, w) \&\& field_given(col, op->from))/if (false)/
consent: an older date wins|model/consent.c|s/if (dated \&\& to.updated_at < now->updated_at)/if (false)/
consent: a date in the future is taken|model/consent.c|s/if (dated \&\& to.updated_at > p->ctx->now/if (false \&\& to.updated_at > p->ctx->now/
consent: pending needs no confirmation|model/consent.c|s/if (to.state == CONSENT_PENDING \&\&/if (false \&\&/
cells: an ID rounded by Excel is taken|model/types_number.c|s/if ((c.kind == CELL_NUMBER \&\& c.rounded) || (c.kind == CELL_TEXT \&\& is_scientific(s)))/if (false)/
cells: control characters are taken|model/types_text.c|s/if (code >= 0)$/if (code < -1)/
header: a column may stand twice|model/header.c|s/if (h->position\[col\] >= 0)/if (false)/
header: is looked for in the first row only|model/header.c|s/ROWS_LOOKED_AT = 20/ROWS_LOOKED_AT = 1/
header: an unknown column is not told of|model/header.c|s/^    if (is_said(r, header))$/    if (true)/
END
}

chosen() {
    if [ -z "${MUTATE:-}" ]; then mutations; else mutations | grep -E "$(echo "$MUTATE" | tr ' ' '|')"; fi
}

# Without sanitizers: it is the verdict that counts, many times over.
build() { make -s -j"$(nproc)" SANITIZE= OPT=-O0 BUILD=build build/check/job/sheets_test >"$work/build" 2>&1; }
sheets() { build/check/job/sheets_test >"$work/out" 2>&1; }
first_failure() { sed -n 's/^not ok [0-9]* - //p; s/^\[  FAILED  \] //p' "$work/out" | grep -v 'test(s)' | head -n 1; }
failures() { sed -n 's/^not ok.*/x/p; s/^\[  FAILED  \] [^0-9].*/x/p' "$work/out" | wc -l; }

git ls-files -z | xargs -0 cp -d --parents -t "$work/tree" || exit 1
cd "$work/tree" || exit 1
build || { cat "$work/build"; exit 1; }
sheets || {
    echo "the sheets fail before anything is changed: $(first_failure)" >&2
    exit 1
}

missed=0 count=0
printf '%-56s %-24s %-6s %s\n' 'changed rule' 'file' 'killed' 'by (the first of how many cases)'
while IFS='|' read -r what rest; do
    file=${rest%%|*}
    edit=${rest#*|}
    cp "$file" "$work/before"
    sed -i "$edit" "$file"
    by=
    if cmp -s "$file" "$work/before"; then
        by='? the line to change is not there'
    elif ! build; then
        by="? it does not build: $(grep -m 1 error "$work/build")"
    elif ! sheets; then
        by="$(first_failure) ($(failures))"
    fi
    count=$((count + 1))
    killed=yes
    case $by in '' | '?'*) killed=NO missed=$((missed + 1)) ;; esac
    printf '%-56s %-24s %-6s %s\n' "$what" "$file" $killed "${by#testdata/sheets/}"
    cp "$work/before" "$file"
done < <(chosen)
echo "$((count - missed)) of $count changes make a case fail"
[ "$missed" -eq 0 ]
