# shellcheck shell=sh
# tap.sh : for check-*.sh to source: the program to be checked, a folder of its own, and verdicts in TAP.

meibo=${MEIBO:-build/check/meibo}
case $meibo in /*) ;; *) meibo=$PWD/$meibo ;; esac
# shellcheck disable=SC2034 # for those who source this
source=$PWD
n=0

# Goes to an empty folder, $work, where nothing of the user's is seen; it is removed at the end.
enter_work() {
    work=$(mktemp -d) || exit 1
    trap 'rm -rf "$work"' EXIT
    export HOME="$work" XDG_STATE_HOME="$work/state" XDG_CONFIG_HOME="$work/config" LC_ALL=C.UTF-8
    unset MEIBO_SHOP MEIBO_TOKEN SOURCE_DATE_EPOCH NO_COLOR LANGUAGE
    cd "$work" || exit 1
}

verdict() { # verdict STATUS NAME: and what was said, when it is not 0
    n=$((n + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n - $2"
    else
        echo "not ok $n - $2"
        head -n 8 said 2>/dev/null | cut -c 1-300 | sed 's/^/# /'
    fi
}
