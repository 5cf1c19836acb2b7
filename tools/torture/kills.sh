# kills.sh : imports and undos that are killed or interrupted, and run again. Sourced by torture.sh.
# shellcheck shell=bash disable=SC2154

start_import() { # in the background; its number is $!
    (cd "$work/run" && exec "$meibo" import in.xlsx --shop shop.db --yes -q) >"$work/out" 2>"$work/err" &
}
start_undo() {
    (cd "$work/run" && exec "$meibo" undo 1 --shop shop.db -q) >"$work/out" 2>"$work/err" &
}

duration() { # duration import|undo: of one that nobody disturbs, in milliseconds
    fresh
    [ "$1" = import ] || run_import
    local begin
    begin=$(now_ms)
    "start_$1"
    wait $!
    echo $(($(now_ms) - begin))
}

# kill_at import|undo MS: whether it was still running
kill_at() {
    "start_$1"
    local pid=$!
    wait_ms "$2"
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
    [ $? -eq 137 ]
}

again() { # again import|undo: the same command, unless the job was done
    status=0
    [ "$(job_state "$1")" = done ] && return
    "start_$1"
    wait $!
    status=$?
}

complain() { echo "# $*, $(shop_differs "$wanted") $(head -n 1 "$work/err")"; }

killed_at_random() { # killed_at_random import|undo TIMES
    local i full delay status wrong=0 killed=0 twice=0 unfinished=0 wanted=want
    [ "$1" = undo ] && wanted=want-undone
    full=$(duration "$1")
    for ((i = 0; i < $2; i++)); do
        fresh
        [ "$1" = import ] || run_import
        delay=$((RANDOM * 32768 + RANDOM))
        delay=$((delay % (full + full / 20)))
        kill_at "$1" $delay && killed=$((killed + 1))
        [ -n "$(job_state "$1")" ] && [ "$(job_state "$1")" != done ] && unfinished=$((unfinished + 1))
        # Every third time the one that goes on is killed too.
        [ $((i % 3)) -eq 0 ] && [ "$(job_state "$1")" != done ] && kill_at "$1" $((delay / 2)) && twice=$((twice + 1))
        every_report_unzips || { wrong=$((wrong + 1)); complain "kill after $delay ms: half a workbook"; }
        again "$1"
        if ! shop_is "$wanted" || ! as_promised "$status" || { [ "$1" = import ] && ! reports_are_whole; }; then
            wrong=$((wrong + 1))
            complain "kill after $delay ms: status $status, $(latest result), $(latest undo)"
        fi
    done
    verdict "killed at $2 random moments and run again, $1 leaves the shop and the workbooks as without the kill" \
        "$(is [ $wrong -eq 0 ])" "of $full ms; $killed were still running, $unfinished in the middle of the job, $twice killed twice; $wrong wrong"
}

kills() {
    local size=1000 new=1500 times=${KILLS:-300}
    [ "$short" = short ] && size=200 new=400 times=${KILLS:-5}
    prepare $size $new
    killed_at_random import "$times"
    killed_at_random undo $((times / 5))
}

# begun PID: waits until the import's journal is there, which it opens when it hears signals already (before, bash would get them, end
# and clean up); or until it has ended.
begun() {
    until [ -e "$work/state/meibo/journal.db" ] || ! kill -0 "$1" 2>/dev/null; do wait_ms 1; done
}

# Ctrl-C once, at moments spread over the import: the status says whether it was done.
interrupted_once() {
    local i full status code wrong=0 sevens=0 wanted=want
    full=$(duration import)
    # One that comes while the last customers are under way lets the import end, and one that comes later finds it done, where
    # other work slowed the one that was measured; then there are more tries, and earlier ones.
    for ((i = 1; i <= $1 || (sevens == 0 && i <= 20); i++)); do
        fresh
        start_import
        local pid=$!
        begun "$pid"
        wait_ms $((full * ((i - 1) % $1 + 1) / ($1 + 2)))
        kill -INT "$pid" 2>/dev/null
        wait "$pid"
        code=$?
        [ $code -eq 7 ] && sevens=$((sevens + 1))
        [ $sevens -gt 0 ] || full=$((full * 3 / 4))
        if [ $code -ne 7 ] && [ $code -ne 3 ] || { [ $code -eq 7 ] && [ ! -s "$work/err" ]; }; then
            wrong=$((wrong + 1))
            complain "Ctrl-C: status $code"
        fi
        again import
        if ! shop_is want || ! as_promised "$status" || ! reports_are_whole || [ -n "$(leftovers)" ]; then
            wrong=$((wrong + 1))
            complain "Ctrl-C: status $code, then $status, left $(leftovers)"
        fi
    done
    verdict 'Ctrl-C ends with status 7, and the same command goes on' "$(is [ $wrong -eq 0 -a $sevens -gt 0 ])" \
        "$((i - 1)) times, $sevens with status 7, $wrong wrong"
}

# And again at once: it does not finish what is under way, and is as safe as a crash.
interrupted_twice() {
    local i full status code begin longest=0 wrong=0 sevens=0 wanted=want
    full=$(duration import)
    for ((i = 1; i <= $1 || (sevens == 0 && i <= 20); i++)); do
        fresh
        start_import
        local pid=$!
        begun "$pid"
        wait_ms $((full * ((i - 1) % $1 + 1) / ($1 + 1)))
        kill -INT "$pid" 2>/dev/null
        wait_ms 1
        begin=$(now_ms)
        kill -INT "$pid" 2>/dev/null
        wait "$pid"
        code=$?
        begin=$(($(now_ms) - begin))
        [ $begin -gt $longest ] && longest=$begin
        [ $code -eq 7 ] && sevens=$((sevens + 1))
        [ $sevens -gt 0 ] || full=$((full * 3 / 4))
        local left
        left=$(leftovers)
        again import
        if ! shop_is want || ! as_promised "$status" || ! reports_are_whole || [ -n "$left" ]; then
            wrong=$((wrong + 1))
            complain "twice Ctrl-C: status $code, then $status, left $left"
        fi
    done
    verdict 'a second Ctrl-C ends at once, leaves no temporary file, and the same command goes on' \
        "$(is [ $wrong -eq 0 -a $sevens -gt 0 ])" "$((i - 1)) times, $sevens with status 7, longest $longest ms, $wrong wrong"
}

interrupts() {
    local size=1000 new=1500 times=20
    [ "$short" = short ] && size=200 new=1200 times=2
    prepare $size $new
    interrupted_once $times
    interrupted_twice $times
}
