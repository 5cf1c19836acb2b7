/*
 * hash.h - digests (OpenSSL's, which uses the CPU's instructions for them: a file of gigabytes is one; libsodium's where
 * OpenSSL is configured without) and a fast hash for tables (libsodium).
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include "base/arena.h"
#include "base/err.h"

struct sha256;
struct sha256 *sha256_new(struct arena *a);
void sha256_add(struct sha256 *h, str bytes);
str sha256_hex(struct sha256 *h, struct arena *a); /* 64 digits, lower case; ends it, which every one wants */

must_check bool sha256_file(const char *path, str *hex, struct arena *a, struct err *err);

/* Keyed with a random key of the process (SipHash-2-4): hostile input cannot make it collide. */
uint64_t hash64(str s);

const char *digest_library_version(void); /* of OpenSSL */
const char *hash_library_version(void);   /* of libsodium */

#endif
