# shellcheck shell=sh
# admin-port.sh : for scripts to source that have begun testdata/admin-api/server.mjs in the background.

# find_port FILE PID: sets $port, which the server with that number prints into FILE; waits for it as long as the server lives, at
# most a minute. When there is none, says so as TAP, and is status 1.
find_port() {
    for _ in $(seq 600); do
        port=$(sed -n 's/^listening //p' "$1" 2>/dev/null)
        [ -z "$port" ] || return 0
        kill -0 "$2" 2>/dev/null || break
        sleep 0.1
    done
    echo 'Bail out! the test server does not begin'
    return 1
}
