/*
 * conversation_test.h - a server that plays a script (testdata/http/README.md), for tests: one thread, a free port of
 * loopback, requests answered one after the other in the order of the script whatever their connections.
 */
#ifndef API_CONVERSATION_TEST_H
#define API_CONVERSATION_TEST_H

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"

enum {
    CONVERSATION_EXCHANGES = 64,
    CONVERSATION_LINES = 64,
    CONVERSATION_CONNECTIONS = 32,
    CONVERSATION_REQUEST_MAX = 1 << 20,
};

enum conversation_act { ACT_REPLY, ACT_CLOSE, ACT_RESET, ACT_HANG, ACT_DOWN };

struct exchange {
    enum conversation_act act;
    str first;                  /* of the request: "POST /path" */
    str wanted[8], unwanted[8]; /* texts within its headers and body */
    size_t wanted_count, unwanted_count;
    int status; /* of a reply */
    bool truncated, closing, held;
    bool for_ever; /* of being down */
    size_t cut;    /* bytes of a truncated body that are sent */
    str headers;   /* lines of the reply, each ended by CR LF */
    str body;
};

struct connection {
    int fd;
    struct buf read;
};

struct conversation {
    struct exchange exchanges[CONVERSATION_EXCHANGES];
    size_t count, at;
    str client[CONVERSATION_LINES]; /* the lines with @, without it */
    size_t client_count;
    str failure; /* "": all requests so far were as wanted */
    char url[64];

    struct arena arena;
    pthread_t thread;
    int listener, wake[2];
    uint16_t port;
    atomic_bool down;           /* who connects is refused */
    bool for_ever;              /* and nothing changes that */
    struct connection *holding; /* whom a held reply is for; NULL: nobody */
    str held;
    struct connection connections[CONVERSATION_CONNECTIONS];
};

/* ---- reading the script ---------------------------------------------------------------------------------- */

static inline bool conversation_starts(str line, const char *with, str *rest)
{
    size_t n = strlen(with);

    if (line.n < n || memcmp(line.p, with, n) != 0)
        return false;
    *rest = (str){ line.p + n, line.n - n };
    return true;
}

static inline bool conversation_holds(str text, str part)
{
    return memmem(text.p, text.n, part.p, part.n) != NULL;
}

static inline int conversation_digit(char c)
{
    return c >= 'a' ? c - 'a' + 10 : c - '0';
}

/* A line of a body: as it is, or "hex 1f8b..." */
static inline void conversation_body_line(struct buf *body, str line)
{
    str hex;

    if (!conversation_starts(line, "hex ", &hex)) {
        if (body->n)
            buf_putc(body, '\n');
        buf_put(body, line);
        return;
    }
    for (size_t i = 0; i + 1 < hex.n; i += 2)
        buf_putc(body, (char)(conversation_digit(hex.p[i]) * 16 + conversation_digit(hex.p[i + 1])));
}

static inline bool conversation_is_directive(str line)
{
    static const char *const marks[] = {
        "> ", "@ ", "# ", "~ ", "!~ ", "< ", "close", "reset", "hang", "down"
    };
    str rest;

    for (size_t i = 0; i < countof(marks); i++)
        if (conversation_starts(line, marks[i], &rest))
            return true;
    return false;
}

/* "200", "200 truncated 10", "200 closing", "200 held", then headers, an empty line, the body. */
static inline void conversation_reply(struct conversation *c, struct exchange *x, str what, str *script)
{
    struct buf headers = BUF_INIT(1 << 16), body = BUF_INIT(1 << 20);
    const char *cut = strstr(arena_copy(&c->arena, what).p, "truncated ");
    bool in_body = false;
    str line, rest;

    x->act = ACT_REPLY;
    x->status = (int)strtol(what.p, NULL, 10);
    x->closing = conversation_holds(what, STR("closing"));
    x->held = conversation_holds(what, STR("held"));
    x->truncated = cut != NULL;
    x->cut = cut ? strtoul(cut + strlen("truncated "), NULL, 10) : 0;
    while (script->n && (str_cut(*script, '\n', &line, &rest), !conversation_is_directive(line))) {
        *script = rest;
        if (in_body && line.n)
            conversation_body_line(&body, line);
        else if (!in_body && line.n)
            buf_put(&headers, line), buf_put(&headers, STR("\r\n"));
        in_body = in_body || line.n == 0;
    }
    x->headers = arena_copy(&c->arena, buf_str(&headers));
    x->body = arena_copy(&c->arena, buf_str(&body));
    buf_release(&headers);
    buf_release(&body);
}

static inline void conversation_line(struct conversation *c, str line, str *script)
{
    struct exchange *x = c->count ? &c->exchanges[c->count - 1] : &c->exchanges[0];
    str rest;

    if (conversation_starts(line, "@ ", &rest))
        c->client[c->client_count++] = arena_copy(&c->arena, rest);
    else if (conversation_starts(line, "> ", &rest))
        c->exchanges[c->count++] = (struct exchange){ .first = arena_copy(&c->arena, rest) };
    else if (conversation_starts(line, "down", &rest))
        c->exchanges[c->count++] =
            (struct exchange){ .act = ACT_DOWN, .for_ever = str_eq(rest, STR(" for ever")) };
    else if (conversation_starts(line, "~ ", &rest))
        x->wanted[x->wanted_count++] = arena_copy(&c->arena, rest);
    else if (conversation_starts(line, "!~ ", &rest))
        x->unwanted[x->unwanted_count++] = arena_copy(&c->arena, rest);
    else if (conversation_starts(line, "< ", &rest))
        conversation_reply(c, x, rest, script);
    else if (line.n && line.p[0] != '#')
        x->act = line.p[0] == 'c' ? ACT_CLOSE : line.p[0] == 'r' ? ACT_RESET : ACT_HANG;
}

/* ---- playing it ------------------------------------------------------------------------------------------ */

/* Bound, not yet listening: who connects is refused. */
static inline void conversation_bind(struct conversation *c)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(c->port) };
    socklen_t n = sizeof address;

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    setsockopt(c->listener, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
    if (bind(c->listener, (struct sockaddr *)&address, n) != 0 ||
        getsockname(c->listener, (struct sockaddr *)&address, &n) != 0)
        abort();
    c->port = ntohs(address.sin_port);
}

static inline void conversation_hang_up(struct conversation *c, struct connection *k, bool reset)
{
    if (k->fd < 0)
        return;
    if (reset)
        setsockopt(k->fd, SOL_SOCKET, SO_LINGER, &(struct linger){ .l_onoff = 1 }, sizeof(struct linger));
    close(k->fd);
    buf_release(&k->read);
    *k = (struct connection){ .fd = -1 };
    if (c->holding == k) /* its place may be another's next */
        c->holding = NULL;
}

/* Goes down, when the script wants it now. */
static inline void conversation_weather(struct conversation *c)
{
    if (c->at == c->count || c->exchanges[c->at].act != ACT_DOWN || atomic_load(&c->down))
        return;
    for (size_t i = 0; i < CONVERSATION_CONNECTIONS; i++)
        conversation_hang_up(c, &c->connections[i], false);
    close(c->listener);
    conversation_bind(c);
    c->for_ever = c->exchanges[c->at++].for_ever;
    atomic_store(&c->down, true);
}

/* For the client to call when it was refused: the next time it is not, unless the server is down for ever. */
static inline void conversation_come_up(struct conversation *c)
{
    if (!atomic_load(&c->down) || c->for_ever)
        return;
    listen(c->listener, 16);
    atomic_store(&c->down, false);
}

static inline void conversation_write(int fd, str bytes)
{
    while (bytes.n) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes = (str){ bytes.p + n, bytes.n - (size_t)n };
    }
}

static inline void conversation_complain(struct conversation *c, const char *what, str text, str request)
{
    if (c->failure.n == 0)
        c->failure = arena_fmt(&c->arena, "request %zu %s \"%.*s\": %.*s", c->at, what, STR_ARG(text),
                               STR_ARG(request));
}

static inline void conversation_check(struct conversation *c, const struct exchange *x, str request)
{
    str rest;

    if (!conversation_starts(request, arena_copy(&c->arena, x->first).p, &rest))
        conversation_complain(c, "is not", x->first, request);
    for (size_t i = 0; i < x->wanted_count; i++)
        if (!conversation_holds(request, x->wanted[i]))
            conversation_complain(c, "does not hold", x->wanted[i], request);
    for (size_t i = 0; i < x->unwanted_count; i++)
        if (conversation_holds(request, x->unwanted[i]))
            conversation_complain(c, "holds", x->unwanted[i], request);
}

/* Another request has come: who was kept waiting for that gets the reply. */
static inline void conversation_let_go(struct conversation *c)
{
    if (c->holding)
        conversation_write(c->holding->fd, c->held);
    c->holding = NULL;
}

static inline void conversation_act(struct conversation *c, struct connection *k, str request)
{
    if (c->at == c->count) {
        conversation_complain(c, "is not in the script", STR(""), request);
        conversation_hang_up(c, k, false);
        return;
    }
    const struct exchange *x = &c->exchanges[c->at++];
    conversation_check(c, x, request);
    conversation_let_go(c);
    if (x->act == ACT_CLOSE || x->act == ACT_RESET)
        conversation_hang_up(c, k, x->act == ACT_RESET);
    if (x->act != ACT_REPLY)
        return;
    str head = arena_fmt(&c->arena, "HTTP/1.1 %d Whatever\r\nContent-Length: %zu\r\n", x->status, x->body.n);
    str parts[] = { head, x->headers, x->closing ? STR("Connection: close\r\n") : STR(""), STR("\r\n"),
                    x->truncated ? (str){ x->body.p, x->cut } : x->body };
    str reply = arena_join(&c->arena, parts, countof(parts), STR(""));
    if (x->held) {
        c->holding = k;
        c->held = reply;
        return;
    }
    conversation_write(k->fd, reply);
    if (x->truncated || x->closing)
        conversation_hang_up(c, k, false);
}

/* The length of the first whole request; 0: more has to come. */
static inline size_t conversation_request(str read)
{
    const char *end = memmem(read.p, read.n, "\r\n\r\n", 4);
    size_t head = end ? (size_t)(end - read.p) + 4 : 0;
    const char *length = end ? memmem(read.p, head, "Content-Length: ", 16) : NULL;
    size_t whole = head + (length ? strtoul(length + 16, NULL, 10) : 0);

    return end && whole <= read.n ? whole : 0;
}

static inline void conversation_read(struct conversation *c, struct connection *k)
{
    char *room = buf_reserve(&k->read, 65536);
    ssize_t n = room ? recv(k->fd, room, 65536, 0) : 0;

    if (n <= 0) {
        conversation_hang_up(c, k, false);
        return;
    }
    k->read.n += (size_t)n;
    size_t whole = conversation_request(buf_str(&k->read));
    if (!whole)
        return;
    str request = arena_copy(&c->arena, (str){ k->read.p, whole });
    buf_clear(&k->read);
    conversation_act(c, k, request);
}

static inline void conversation_accept(struct conversation *c)
{
    int fd = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC);

    for (size_t i = 0; i < CONVERSATION_CONNECTIONS && fd >= 0; i++)
        if (c->connections[i].fd < 0) {
            c->connections[i] = (struct connection){ fd, BUF_INIT(CONVERSATION_REQUEST_MAX) };
            return;
        }
    if (fd >= 0)
        close(fd);
}

static inline void *conversation_play(void *arg)
{
    struct conversation *c = arg;
    struct pollfd fds[CONVERSATION_CONNECTIONS + 2];

    for (;;) {
        conversation_weather(c);
        fds[0] = (struct pollfd){ c->wake[0], POLLIN, 0 };
        fds[1] = (struct pollfd){ atomic_load(&c->down) ? -1 : c->listener, POLLIN, 0 };
        for (size_t i = 0; i < CONVERSATION_CONNECTIONS; i++)
            fds[i + 2] = (struct pollfd){ c->connections[i].fd, POLLIN, 0 };
        (void)poll(fds, countof(fds), 2);
        if (fds[0].revents)
            return NULL;
        for (size_t i = 0; i < CONVERSATION_CONNECTIONS; i++)
            if (fds[i + 2].revents && c->connections[i].fd == fds[i + 2].fd)
                conversation_read(c, &c->connections[i]);
        if (fds[1].revents)
            conversation_accept(c);
    }
}

/* Plays the script until conversation_end(); c->url is where. */
static inline void conversation_begin(struct conversation *c, str script)
{
    str line;

    *c = (struct conversation){ .failure = STR("") };
    for (size_t i = 0; i < CONVERSATION_CONNECTIONS; i++)
        c->connections[i].fd = -1;
    while (script.n) {
        (void)str_cut(script, '\n', &line, &script);
        conversation_line(c, line, &script);
    }
    conversation_bind(c);
    listen(c->listener, 16);
    (void)snprintf(c->url, sizeof c->url, "http://127.0.0.1:%d", c->port);
    conversation_weather(c);
    if (pipe(c->wake) != 0 || pthread_create(&c->thread, NULL, conversation_play, c) != 0)
        abort();
}

/* Afterwards c->failure and c->at are final; release with arena_reset(&c->arena). */
static inline void conversation_end(struct conversation *c)
{
    close(c->wake[1]);
    pthread_join(c->thread, NULL);
    for (size_t i = 0; i < CONVERSATION_CONNECTIONS; i++)
        conversation_hang_up(c, &c->connections[i], false);
    close(c->listener);
    close(c->wake[0]);
    if (c->failure.n == 0 && c->at < c->count)
        c->failure = arena_fmt(&c->arena, "of %zu requests only %zu came", c->count, c->at);
}

#endif
