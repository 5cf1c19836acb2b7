#include "base/hash.h"

#include "base/message.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

/* OpenSSL's, which uses the processor's instructions for it; libsodium's where OpenSSL's own configuration leaves it none. */
struct sha256 {
    EVP_MD_CTX *fast; /* NULL: the other */
    crypto_hash_sha256_state plain;
};

enum { READ_STEP = 64 << 10, SHA256_BYTES = 32 };

struct sha256 *sha256_new(struct arena *a)
{
    struct sha256 *h = arena_new(a, struct sha256);

    h->fast = EVP_MD_CTX_new();
    if (h->fast && EVP_DigestInit_ex(h->fast, EVP_sha256(), NULL))
        return h;
    EVP_MD_CTX_free(h->fast);
    h->fast = NULL;
    crypto_hash_sha256_init(&h->plain);
    return h;
}

void sha256_add(struct sha256 *h, str bytes)
{
    if (!h->fast)
        crypto_hash_sha256_update(&h->plain, (const unsigned char *)bytes.p, bytes.n);
    else if (!EVP_DigestUpdate(h->fast, bytes.p, bytes.n))
        abort(); /* it cannot, once begun */
}

str sha256_hex(struct sha256 *h, struct arena *a)
{
    unsigned char digest[SHA256_BYTES];
    char *hex = arena_alloc(a, 2 * sizeof digest + 1, 1);

    if (!h->fast)
        crypto_hash_sha256_final(&h->plain, digest);
    else if (!EVP_DigestFinal_ex(h->fast, digest, NULL))
        abort();
    EVP_MD_CTX_free(h->fast);
    h->fast = NULL;
    sodium_bin2hex(hex, 2 * sizeof digest + 1, digest, sizeof digest);
    return (str){ hex, 2 * sizeof digest };
}

static bool add_all(struct sha256 *h, int fd, char *room)
{
    for (;;) {
        ssize_t got = read(fd, room, READ_STEP);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0;
        sha256_add(h, (str){ room, (size_t)got });
    }
}

bool sha256_file(const char *path, str *hex, struct arena *a, struct err *err)
{
    struct arena scratch = { 0 };
    struct sha256 *h = sha256_new(&scratch);
    char *room = arena_alloc(&scratch, READ_STEP, 1);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = (fd >= 0 && add_all(h, fd, room)) || err_errno(err, _("cannot read %s"), path);
    str digest = sha256_hex(h, ok ? a : &scratch);

    if (ok)
        *hex = digest;
    if (fd >= 0)
        close(fd);
    arena_reset(&scratch);
    return ok;
}

/* Made once, on first use, by whichever thread comes first. */
static struct {
    pthread_once_t once;
    unsigned char bytes[crypto_shorthash_KEYBYTES];
} key = { .once = PTHREAD_ONCE_INIT };

static void make_key(void)
{
    randombytes_buf(key.bytes, sizeof key.bytes);
}

uint64_t hash64(str s)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t v = 0;

    pthread_once(&key.once, make_key);
    crypto_shorthash(out, (const unsigned char *)s.p, s.n, key.bytes);
    for (size_t i = 0; i < sizeof out; i++)
        v = v << 8 | out[i];
    return v;
}

const char *digest_library_version(void)
{
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

const char *hash_library_version(void)
{
    return sodium_version_string();
}
