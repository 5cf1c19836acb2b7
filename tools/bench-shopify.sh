#!/bin/sh
# bench-shopify.sh : requests, points and seconds for customers of a shop at Shopify, with the test server in its place and the
# buckets of the plans. SHOPIFY_CUSTOMERS=10000 (then half an hour, since points are waited for), SHOPIFY_BUCKETS="Plus:1000:20000".
set -eu
build=${BUILD:-build}
tools/admin-api.sh
# shellcheck disable=SC2086 # words
exec node tools/torture/admin-bench.mjs "$PWD/$build/meibo" "${SHOPIFY_CUSTOMERS:-1000}" ${SHOPIFY_BUCKETS:-}
