/*
 * http.h - requests over HTTP, several at once, through libcurl (multi, HTTP/2, keep-alive).
 *
 * TLS is verified, redirects are not followed, http:// is for loopback only (without a proxy), proxies are those of
 * the environment.
 * Nothing here knows of Shopify, of tokens or of trying again.
 */
#ifndef API_HTTP_H
#define API_HTTP_H

#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"

enum { HTTP_BODY_MAX = 64 << 20 }; /* bytes of a reply that is kept in memory */

enum http_failure {
    HTTP_ANSWERED,    /* a whole reply: see status */
    HTTP_NOT_SENT,    /* no connection, or it ended before a byte of the request went out: certainly no effect */
    HTTP_LOST,        /* sent, at least in part, and no whole reply came: it may have had its effect */
    HTTP_UNUSABLE,    /* will not get better: no such host, certificate not trusted, a URL that is none */
};

struct http_request {
    bool post;               /* else GET */
    str url;
    const str *headers;      /* "Name: value" */
    size_t header_count;
    str body;                /* post: these bytes; or a form, or both NULL */
    const struct http_part *parts; /* multipart/form-data, in this order; NULL: none */
    size_t part_count;
    FILE *to;                /* where a reply's body with status 200 goes; NULL: into memory */
    double seconds;          /* until it counts as lost; for transfers with `to` or `parts`: without a byte */
};

struct http_part {
    str name, value;
    const char *path; /* the content of this file instead of a value; its name is not sent but "file.jsonl" */
};

struct http_reply {
    void *context; /* as given to http_send() */
    enum http_failure failure;
    int status;
    str body;         /* in the arena of http_next() */
    str content_type; /* without parameters, lower case */
    str api_version;  /* X-Shopify-API-Version; "" */
    double retry_after; /* seconds, of Retry-After (a number or a date); < 0: not said */
    str why;          /* of a failure, in libcurl's words; never holds the URL's query or a header */
};

struct http;
must_check bool http_open(struct http **out, struct err *err);
void http_close(struct http *h); /* drops what is under way; NULL is fine */

/* Begins it. The request's texts are copied; `to` and files of parts must live until the reply. */
void http_send(struct http *h, const struct http_request *r, void *context);

/* The next reply that is there within so many seconds; false: none. */
bool http_next(struct http *h, double seconds, struct http_reply *out, struct arena *a);

void http_drop(struct http *h); /* forgets what is under way: it may yet have its effect, no reply of it comes */

size_t http_under_way(const struct http *h);
const char *http_library_version(void); /* of libcurl, and of its TLS */

#endif
