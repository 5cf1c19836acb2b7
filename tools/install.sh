#!/bin/sh
# install.sh build|check|lint... : installs the Debian packages that a task needs and that are missing, and says which.
# Does nothing, quickly, when all are there.
set -eu

packages_for() {
    case $1 in
    build) echo gcc g++ make pkg-config libisal-dev libminizip-dev zlib1g-dev libxml2-dev libxlsxwriter-dev libicu-dev \
        libsodium-dev libssl-dev libjansson-dev libphonenumber-dev libprotobuf-dev libsqlite3-dev libcurl4-openssl-dev gettext iso-codes jq ;;
    check)
        echo libcmocka-dev locales sqlite3 unzip zip python3-openpyxl
        # Debian's npm pulls in much: only where there is none.
        command -v node >/dev/null || echo nodejs
        command -v npm >/dev/null || echo npm
        ;;
    lint) echo clang clang-tidy clang-format cppcheck shellcheck universal-ctags ;;
    cover) echo gcovr ;;
    fuzz) echo clang libclang-rt-14-dev ;;
    torture) echo valgrind ;;
    *)
        echo "install.sh: no packages are listed for \"$1\"" >&2
        exit 2
        ;;
    esac
}

missing=
for task in "$@"; do
    for package in $(packages_for "$task"); do
        state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
        [ "$state" = "install ok installed" ] || missing="$missing $package"
    done
done
[ -n "$missing" ] || exit 0

echo "Installing what is missing:$missing" >&2
as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root=sudo
    command -v sudo >/dev/null || {
        echo "Install these packages as root, then run this again: apt-get install$missing" >&2
        exit 1
    }
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
{
    $as_root apt-get -qq update
    $as_root apt-get -qq install -y --no-install-recommends $missing
} >/dev/null
