# admin.sh : imports into the test server of the Admin API, on a small budget, among faults, and killed. Sourced by torture.sh.
# ADMIN_KILLS=50 ADMIN_BUDGET=20000 ADMIN_PARTS="budget faults kills".
# shellcheck shell=bash disable=SC2154

admin() {
    local line name detail good ended=no
    [ "$short" = short ] && return # tools/check-faults.sh
    "$root/tools/admin-api.sh" || {
        verdict 'the test server can be made ready' no
        return
    }
    # shellcheck disable=SC2086 # words
    while IFS= read -r line; do
        case $line in
        'ok - '* | 'not ok - '*)
            good=yes
            [ "${line%% *}" = ok ] || good=no
            name=${line#*- }
            detail=${name##* (}
            verdict "${name% (*}" $good "${detail%)}"
            ;;
        '# the end') ended=yes ;;
        *) printf '%s\n' "$line" ;;
        esac
    done < <(node "$root/tools/torture/admin.mjs" "$meibo" ${ADMIN_PARTS:-})
    verdict 'the imports into the test server run to their end' $ended
}
