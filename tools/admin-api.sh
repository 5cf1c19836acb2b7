#!/bin/sh
# admin-api.sh : makes the test server in testdata/admin-api ready: npm's graphql, and the schema of the Admin API out of
# @shopify/dev-mcp. Quick when all is there; several may run at once. Status 1, with a reason, when it cannot.
set -eu
home=$(cd "$(dirname "$0")/../testdata/admin-api" && pwd)
package=@shopify/dev-mcp@1.16.0
file=package/dist/data/admin_2026-10.json.gz
sum=f3b522f264556925eada700e795e4a002a9cba83444ebcc6c0d724254a0c6593
schema=$home/node_modules/.schema/admin_2026-10.json.gz
done_mark=$home/node_modules/.schema/ready

fail() {
    echo "admin-api.sh: $1" >&2
    exit 1
}

is_ready() { [ -f "$done_mark" ] && [ "$(cat "$done_mark")" = "$(cksum <"$home/package-lock.json")" ] && [ -f "$schema" ]; }

is_ready && exit 0
command -v node >/dev/null || fail 'node is missing: install nodejs'
command -v npm >/dev/null || fail 'npm is missing: install it'
exec 9>"$home/.lock"
flock 9
is_ready && exit 0

(cd "$home" && npm ci --silent --no-audit --no-fund >/dev/null 2>&1) || fail 'npm could not install graphql: is there a network?'
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
(cd "$temporary" && npm pack --silent "$package" >/dev/null 2>&1) || fail "npm could not fetch $package: is there a network?"
tar -xzf "$temporary"/*.tgz -C "$temporary" "$file" || fail "$package has no $file"
echo "$sum  $temporary/$file" | sha256sum --check --status || fail "$file is not the one that is expected"
mkdir -p "$home/node_modules/.schema"
mv "$temporary/$file" "$schema"
cksum <"$home/package-lock.json" >"$done_mark"
