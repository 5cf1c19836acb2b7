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

struct sha256 {
    EVP_MD_CTX *state;
};

enum { READ_STEP = 64 << 10, SHA256_BYTES = 32 };

/* OpenSSL fails here only when there is no memory, or its own configuration is broken. */
static void must_work(bool done)
{
    if (!done)
        abort();
}

struct sha256 *sha256_new(struct arena *a)
{
    struct sha256 *h = arena_new(a, struct sha256);

    h->state = EVP_MD_CTX_new();
    must_work(h->state && EVP_DigestInit_ex(h->state, EVP_sha256(), NULL));
    return h;
}

void sha256_add(struct sha256 *h, str bytes)
{
    must_work(EVP_DigestUpdate(h->state, bytes.p, bytes.n));
}

str sha256_hex(struct sha256 *h, struct arena *a)
{
    unsigned char digest[SHA256_BYTES];
    char *hex = arena_alloc(a, 2 * sizeof digest + 1, 1);

    must_work(EVP_DigestFinal_ex(h->state, digest, NULL));
    EVP_MD_CTX_free(h->state);
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
