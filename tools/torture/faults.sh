# faults.sh : a disk that fails, by testdata/fault/fault.c. Sourced by torture.sh.
# shellcheck shell=bash disable=SC2154

# next N: the place after N; all of the first 60 and then ever fewer, unless FAULTS=all. The short form looks at two.
next() {
    if [ "$short" = short ]; then echo $(($1 + 37)); elif [ "${FAULTS:-}" = all ] || [ "$1" -lt 60 ]; then echo $(($1 + 1)); else echo $(($1 * 8 / 7)); fi
}

with_fault() { # with_fault KIND ERRNO N KEEP: the words for env
    rm -f "$work/fired"
    fault=(LD_PRELOAD="$library" FAULT_UNDER="$work" FAULT_KIND="$1" FAULT_ERRNO="$2" FAULT_AT="$3" FAULT_KEEP="$4"
        FAULT_LOG="$work/fired")
}
where_it_failed() { sed "s|$work/||; s|[.]meibo-.*|temporary|" "$work/fired" | head -n 1; }

# A failing disk is status 1; but a workbook that cannot be read is 4, and a shop that cannot be opened 5.
is_promised() { # is_promised STATUS KIND
    case $1:$2:$(head -n 1 "$work/fired") in
    1:*) return 0 ;;
    4:open:"$work/run/in.xlsx" | 4:read:"$work/run/in.xlsx") return 0 ;;
    5:open:"$work/run/shop.db"* | 5:create:"$work/run/shop.db"*) return 0 ;;
    *) return 1 ;;
    esac
}

count_status() { statuses[$1]=$((${statuses[$1]:-0} + 1)); }
say_statuses() {
    local s
    for s in "${!statuses[@]}"; do printf ' %s: %s,' "$s" "${statuses[$s]}"; done
}

# The n-th call of a kind fails. Either the import does without, or it says so with a status that was promised; nothing
# half written lies about; and the same command, on a disk that is well, ends as if nothing had been.
import_faults() { # import_faults KIND ERRNO MOST KEEP
    local n=1 tried=0 wrong=0 status first left wanted=want name="whose n-th $1 fails"
    local -A statuses=()
    while [ $n -le "$3" ]; do
        fresh
        with_fault "$1" "$2" $n "$4"
        run_import "${fault[@]}"
        first=$?
        [ -e "$work/fired" ] || break
        tried=$((tried + 1))
        count_status $first
        cp "$work/err" "$work/said"
        left=$(leftovers)
        status=0
        as_promised $first || again import
        if { ! as_promised $first && { ! is_promised $first "$1" || [ ! -s "$work/said" ]; }; } || [ -n "$left" ] ||
            ! as_promised $status || ! shop_is want; then
            wrong=$((wrong + 1))
            complain "$1 $n of $(where_it_failed): status $first, then $status, left: $left; $(head -n 1 "$work/said")"
        elif ! reports_are_whole; then
            wrong=$((wrong + 1))
            complain "$1 $n of $(where_it_failed): status $first, then $status, and a workbook that says something else"
        fi
        n=$(next $n)
    done
    [ "$4" = 0 ] || name="for which every $1 from the n-th on fails"
    verdict "an import $name says so, leaves nothing half written, and goes on when run again" \
        "$(is [ $wrong -eq 0 -a $tried -gt 0 ])" "$tried places; status$(say_statuses) $wrong wrong"
}

# An export over an old file: that one stays, or the new one is whole.
export_faults() { # export_faults KIND ERRNO MOST KEEP ENDING
    local n=1 tried=0 wrong=0 status left good
    local -A statuses=()
    fresh
    "$meibo" export --groups all -o "$work/want-export.$5" --shop "$work/run/shop.db" -q 2>"$work/err" || bail
    rm -f "$work/run/in.xlsx"
    while [ $n -le "$3" ]; do
        echo 'the old file' >"$work/run/out.$5"
        rm -rf "$work/state" && mkdir "$work/state"
        with_fault "$1" "$2" $n "$4"
        (cd "$work/run" && env "${fault[@]}" "$meibo" export --groups all -o "out.$5" --shop shop.db -q) >"$work/out" 2>"$work/err"
        status=$?
        [ -e "$work/fired" ] || break
        tried=$((tried + 1))
        count_status $status
        good=no
        cmp -s "$work/run/out.$5" "$work/want-export.$5" && good=yes
        # Only when making the rename last fails is the new file there already.
        if [ $status -ne 0 ] && is_promised $status "$1" && [ -s "$work/err" ]; then
            if [ "$(cat "$work/run/out.$5" 2>/dev/null)" = 'the old file' ] || [ "$1" = fsync ]; then good=yes; fi
        elif [ $status -ne 0 ]; then
            good=no
        fi
        rm -f "$work/run/out.$5"
        left=$(leftovers)
        if [ $good = no ] || [ -n "$left" ]; then
            wrong=$((wrong + 1))
            echo "# export, $1 $n of $(where_it_failed): status $status, left: $left; $(head -n 1 "$work/err")"
        fi
        n=$(next $n)
    done
    verdict "an export to .$5 whose n-th $1 fails$([ "$4" = 0 ] || echo ' and all that follow') leaves the old file as it was" \
        "$(is [ $wrong -eq 0 -a $tried -gt 0 ])" "$tried places; status$(say_statuses) $wrong wrong"
}

faults() {
    local spec kind code keep ending most=1000000 library=$build/fault.so size=120 new=520
    local -a fault
    [ "$short" = short ] && most=40 size=60 new=60
    cc -std=gnu17 -D_GNU_SOURCE -O1 -shared -fPIC -o "$library" "$root/testdata/fault/fault.c" -ldl || exit 1
    prepare $size $new
    for spec in open:13:0 create:13:1 read:5:0 write:28:0 write:28:1 fsync:5:0 rename:13:0 thread:11:0 thread:11:1; do
        IFS=: read -r kind code keep <<<"$spec"
        import_faults "$kind" "$code" "$most" "$keep"
        for ending in xlsx csv jsonl; do
            if [ "$short" = short ] && [ $ending != xlsx ]; then continue; fi
            [ "$kind" != thread ] || continue # so small an export starts none
            export_faults "$kind" "$code" "$most" "$keep" "$ending"
        done
    done
}
