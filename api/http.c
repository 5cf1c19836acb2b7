#include "api/http.h"

#include <curl/curl.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/http_parts.h"
#include "base/buf.h"
#include "base/message.h"
#include "base/time.h"

enum { CONNECT_SECONDS = 10, KEPT_CONNECTIONS = 16 };

static const char user_agent[] = "meibo/"
#include "version.inc"
    ;

/* One request, from http_send() to its reply. */
struct transfer {
    struct transfer *next, **at; /* at: what points to it */
    CURL *easy;                  /* NULL: it could not even be begun */
    struct curl_slist *headers;
    curl_mime *mime;
    struct arena texts;
    str body, host;
    size_t body_read; /* bytes that libcurl took of it */
    FILE *to;
    int to_errno; /* why `to` could not be written, or a part not be read */
    struct buf reply;
    void *context;
    char why[CURL_ERROR_SIZE];
};

struct http {
    CURLM *multi;
    struct transfer *all;
    size_t under_way;
};

static void *must_have(void *p)
{
    if (!p)
        abort(); /* out of memory */
    return p;
}

/* ---- libcurl's callbacks --------------------------------------------------------------------------------- */

static size_t give_body(char *to, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    size_t n = t->body.n - t->body_read;

    if (n > size * count)
        n = size * count;
    if (n)
        memcpy(to, t->body.p + t->body_read, n);
    t->body_read += n;
    return n;
}

/* libcurl sends again by itself when a kept connection turns out to be closed. With a body that went out already
 * that would be a second time, unknown to us: it has to fail instead. */
static int begin_again(void *context, curl_off_t offset, int origin)
{
    struct transfer *t = context;

    return offset == 0 && origin == SEEK_SET && t->body_read == 0 ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

static size_t take_reply(char *from, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    size_t n = size * count;
    long status = 0;

    (void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    if (t->to && status == 200) {
        if (fwrite(from, 1, n, t->to) == n)
            return n;
        t->to_errno = errno;
        return 0;
    }
    buf_put(&t->reply, (str){ from, n });
    return buf_ok(&t->reply) ? n : 0;
}

/* ---- beginning ------------------------------------------------------------------------------------------- */

/* Options that do not fail for any value given to them, but for want of memory. */
#define set(easy, option, value)                               \
    do {                                                       \
        if (curl_easy_setopt(easy, option, value) != CURLE_OK) \
            abort();                                           \
    } while (0)

/* False when a file cannot be opened. */
static bool add_parts(struct transfer *t, const struct http_request *r)
{
    t->mime = must_have(curl_mime_init(t->easy));
    for (size_t i = 0; i < r->part_count; i++) {
        const struct http_part *p = &r->parts[i];
        curl_mimepart *part = must_have(curl_mime_addpart(t->mime));
        if (curl_mime_name(part, arena_copy(&t->texts, p->name).p) != CURLE_OK)
            abort();
        if (!p->path) {
            if (curl_mime_data(part, arena_copy(&t->texts, p->value).p, p->value.n) != CURLE_OK)
                abort();
            continue;
        }
        errno = 0;
        if (curl_mime_filedata(part, p->path) != CURLE_OK) {
            t->to_errno = errno ? errno : ENOENT;
            return false;
        }
        (void)curl_mime_filename(part, "file.jsonl");
        (void)curl_mime_type(part, "text/jsonl");
    }
    set(t->easy, CURLOPT_MIMEPOST, t->mime);
    return true;
}

static void set_body(struct transfer *t, str body)
{
    t->body = arena_copy(&t->texts, body);
    set(t->easy, CURLOPT_POST, 1L);
    set(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.n);
    set(t->easy, CURLOPT_READFUNCTION, give_body);
    set(t->easy, CURLOPT_READDATA, t);
    set(t->easy, CURLOPT_SEEKFUNCTION, begin_again);
    set(t->easy, CURLOPT_SEEKDATA, t);
}

static void set_limits(struct transfer *t, const struct http_request *r)
{
    long milliseconds = lround(r->seconds * 1000);

    set(t->easy, CURLOPT_CONNECTTIMEOUT_MS,
        milliseconds < CONNECT_SECONDS * 1000L ? milliseconds : CONNECT_SECONDS * 1000L);
    if (!r->to && r->part_count == 0) {
        set(t->easy, CURLOPT_TIMEOUT_MS, milliseconds);
        return;
    }
    set(t->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(t->easy, CURLOPT_LOW_SPEED_TIME, lround(ceil(r->seconds)));
}

static void set_manners(struct transfer *t, bool loopback)
{
    static const struct {
        CURLoption option;
        long value;
    } manners[] = {
        { CURLOPT_NOSIGNAL, 1 },       { CURLOPT_FOLLOWLOCATION, 0 },
        { CURLOPT_SSL_VERIFYPEER, 1 }, { CURLOPT_SSL_VERIFYHOST, 2 },
        { CURLOPT_PIPEWAIT, 1 },       { CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS },
        { CURLOPT_TCP_KEEPALIVE, 1 },  { CURLOPT_SUPPRESS_CONNECT_HEADERS, 1 },
    };

    for (size_t i = 0; i < countof(manners); i++)
        set(t->easy, manners[i].option, manners[i].value);
    set(t->easy, CURLOPT_PRIVATE, t);
    set(t->easy, CURLOPT_ERRORBUFFER, t->why);
    set(t->easy, CURLOPT_PROTOCOLS_STR, loopback ? "http,https" : "https");
    set(t->easy, CURLOPT_USERAGENT, user_agent);
    set(t->easy, CURLOPT_WRITEFUNCTION, take_reply);
    set(t->easy, CURLOPT_WRITEDATA, t);
    (void)curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING,
                           "gzip"); /* a libcurl without zlib does without */
    if (loopback)
        set(t->easy, CURLOPT_PROXY, "");
}

/* False: it is no address that we may use, or to_errno. */
static bool prepare(struct transfer *t, const struct http_request *r)
{
    bool loopback = false;
    str url = arena_copy(&t->texts, r->url);

    if (!http_url_allowed(url, &t->host, &loopback, &t->texts))
        return false;
    t->easy = must_have(curl_easy_init());
    set(t->easy, CURLOPT_URL, url.p);
    set_manners(t, loopback);
    set_limits(t, r);
    for (size_t i = 0; i < r->header_count; i++)
        t->headers = must_have(curl_slist_append(t->headers, arena_copy(&t->texts, r->headers[i]).p));
    /* Else a large body waits a second for a "100 Continue" that few servers send. */
    t->headers = must_have(curl_slist_append(t->headers, "Expect:"));
    set(t->easy, CURLOPT_HTTPHEADER, t->headers);
    if (r->part_count)
        return add_parts(t, r);
    if (r->post)
        set_body(t, r->body);
    return true;
}

void http_send(struct http *h, const struct http_request *r, void *context)
{
    struct transfer *t = must_have(calloc(1, sizeof *t));

    *t = (struct transfer){ .next = h->all, .at = &h->all, .to = r->to, .context = context };
    t->reply = BUF_INIT(HTTP_BODY_MAX);
    if (t->next)
        t->next->at = &t->next;
    h->all = t;
    h->under_way++;
    if (prepare(t, r)) {
        if (curl_multi_add_handle(h->multi, t->easy) != CURLM_OK)
            abort();
        return;
    }
    curl_easy_cleanup(t->easy);
    t->easy = NULL;
}

/* ---- replies --------------------------------------------------------------------------------------------- */

/* Will not get better by itself. */
static const CURLcode hopeless[] = { CURLE_UNSUPPORTED_PROTOCOL,     CURLE_URL_MALFORMAT,
                                     CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
                                     CURLE_SSL_ISSUER_ERROR,         CURLE_READ_ERROR };
/* libcurl's sentence is about the connection; elsewhere it might quote what we sent. */
static const CURLcode quotable[] = { CURLE_COULDNT_RESOLVE_PROXY,
                                     CURLE_COULDNT_RESOLVE_HOST,
                                     CURLE_COULDNT_CONNECT,
                                     CURLE_OPERATION_TIMEDOUT,
                                     CURLE_PEER_FAILED_VERIFICATION,
                                     CURLE_SSL_CONNECT_ERROR,
                                     CURLE_RECV_ERROR,
                                     CURLE_SEND_ERROR };

static bool listed(CURLcode code, const CURLcode *list, size_t n)
{
    while (n)
        if (list[--n] == code)
            return true;
    return false;
}

static enum http_failure failure_of(const struct transfer *t, CURLcode code)
{
    long sent = 0;

    if (code == CURLE_OK)
        return HTTP_ANSWERED;
    if (listed(code, hopeless, countof(hopeless)) || t->to_errno)
        return HTTP_UNUSABLE;
    if (code == CURLE_COULDNT_RESOLVE_HOST && http_name_is_unknown(t->host.p))
        return HTTP_UNUSABLE;
    (void)curl_easy_getinfo(t->easy, CURLINFO_REQUEST_SIZE, &sent);
    return sent > 0 || t->body_read > 0 ? HTTP_LOST : HTTP_NOT_SENT;
}

static const char *why_of(const struct transfer *t, CURLcode code)
{
    if (t->to_errno)
        return strerrordesc_np(t->to_errno);
    if (!t->easy)
        return _("this is no https:// address");
    if (!buf_ok(&t->reply))
        return _("the reply is larger than 64 MB");
    return t->why[0] && listed(code, quotable, countof(quotable)) ? t->why : curl_easy_strerror(code);
}

static str header_of(CURL *easy, const char *name)
{
    struct curl_header *found = NULL;

    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &found) != CURLHE_OK)
        return STR("");
    return str_trim(str_of(found->value));
}

static void transfer_free(struct http *h, struct transfer *t)
{
    *t->at = t->next;
    if (t->next)
        t->next->at = t->at;
    h->under_way--;
    if (t->easy) {
        (void)curl_multi_remove_handle(h->multi, t->easy);
        curl_easy_cleanup(t->easy);
    }
    curl_mime_free(t->mime);
    curl_slist_free_all(t->headers);
    buf_release(&t->reply);
    arena_reset(&t->texts);
    free(t);
}

/* Of a transfer that ended with this code; it is gone afterwards. */
static void answer(struct http *h, struct transfer *t, CURLcode code, struct http_reply *out, struct arena *a)
{
    long status = 0;

    *out = (struct http_reply){ .context = t->context, .failure = failure_of(t, code), .retry_after = -1 };
    if (code != CURLE_OK) {
        out->why = arena_copy(a, str_of(why_of(t, code)));
    } else {
        (void)curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
        out->status = (int)status;
        out->body = arena_copy(a, buf_str(&t->reply));
        out->content_type = http_media_type(header_of(t->easy, "Content-Type"), a);
        out->api_version = arena_copy(a, header_of(t->easy, "X-Shopify-API-Version"));
        out->retry_after = http_retry_after(header_of(t->easy, "Retry-After"), time(NULL));
    }
    transfer_free(h, t);
}

static bool next_finished(struct http *h, struct http_reply *out, struct arena *a)
{
    int running = 0, queued = 0;
    void *finished = NULL;

    for (struct transfer *t = h->all; t; t = t->next)
        if (!t->easy) {
            answer(h, t, t->to_errno ? CURLE_READ_ERROR : CURLE_UNSUPPORTED_PROTOCOL, out, a);
            return true;
        }
    (void)curl_multi_perform(h->multi, &running);
    const CURLMsg *m = curl_multi_info_read(h->multi, &queued);
    if (!m || m->msg != CURLMSG_DONE)
        return false;
    (void)curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &finished);
    answer(h, finished, m->data.result, out, a);
    return true;
}

bool http_next(struct http *h, double seconds, struct http_reply *out, struct arena *a)
{
    double until = clock_steady() + seconds;

    for (;;) {
        if (next_finished(h, out, a))
            return true;
        double left = until - clock_steady();
        if (left <= 0)
            return false;
        (void)curl_multi_poll(h->multi, NULL, 0, (int)fmin(ceil(left * 1000), 1000), NULL);
    }
}

/* ---- opening, closing ------------------------------------------------------------------------------------ */

bool http_open(struct http **out, struct err *err)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_IO, _("libcurl could not be started"));
    struct http *h = must_have(calloc(1, sizeof *h));
    h->multi = must_have(curl_multi_init());
    (void)curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)KEPT_CONNECTIONS);
    *out = h;
    return true;
}

void http_drop(struct http *h)
{
    for (struct transfer *t = h->all, *next; t; t = next) {
        next = t->next;
        transfer_free(h, t);
    }
}

void http_close(struct http *h)
{
    if (!h)
        return;
    http_drop(h);
    (void)curl_multi_cleanup(h->multi);
    free(h);
    curl_global_cleanup();
}

size_t http_under_way(const struct http *h)
{
    return h->under_way;
}

const char *http_library_version(void)
{
    return curl_version() + sizeof "libcurl/" - 1; /* it names itself first */
}
