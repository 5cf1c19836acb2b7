/*
 * server_test.h - the test server of testdata/admin-api, as a child of a test: it ends with it.
 */
#ifndef API_SERVER_TEST_H
#define API_SERVER_TEST_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/http.h"
#include "base/json.h"

struct test_server {
    pid_t pid;
    int input; /* its standard input: closing it ends the server */
    char url[64];
    struct http *http;
    struct arena arena;
};

/* The number that it prints, of "listening N". */
static inline int server_port(int fd)
{
    char line[64] = "";
    size_t n = 0;

    while (n + 1 < sizeof line && read(fd, line + n, 1) == 1 && line[n] != '\n')
        n++;
    line[n] = '\0';
    return strncmp(line, "listening ", 10) == 0 ? (int)strtol(line + 10, NULL, 10) : 0;
}

static inline bool server_start(struct test_server *s)
{
    int in[2], out[2];
    struct err err = { 0 };

    *s = (struct test_server){ 0 };
    if (pipe(in) != 0 || pipe(out) != 0)
        return false;
    s->pid = fork();
    if (s->pid == 0) {
        (void)dup2(in[0], STDIN_FILENO);
        (void)dup2(out[1], STDOUT_FILENO);
        (void)close(in[1]);
        (void)close(out[0]);
        (void)execlp("node", "node", "testdata/admin-api/server.mjs", (char *)NULL);
        _exit(127);
    }
    (void)close(in[0]);
    (void)close(out[1]);
    s->input = in[1];
    int port = server_port(out[0]);
    (void)close(out[0]);
    (void)snprintf(s->url, sizeof s->url, "http://127.0.0.1:%d", port);
    return port > 0 && http_open(&s->http, &err);
}

static inline void server_stop(struct test_server *s)
{
    http_close(s->http);
    (void)close(s->input);
    (void)kill(s->pid, SIGTERM);
    (void)waitpid(s->pid, NULL, 0);
    arena_reset(&s->arena);
}

/* One for all tests of a program: fixtures of its group. */
static struct test_server server;

static inline int server_begin(void **state)
{
    (void)state;
    return server_start(&server) ? 0 : -1;
}

static inline int server_end(void **state)
{
    (void)state;
    server_stop(&server);
    return 0;
}

/* The control plane: POST when there is a body, else GET. What it answers; "" when that is not 200. */
static inline str server_control(struct test_server *s, const char *path, str body)
{
    static const str headers[] = { STR_INIT("Content-Type: application/json") };
    struct http_request r = { .post = body.n > 0, .headers = headers, .header_count = 1, .body = body, .seconds = 60 };
    struct http_reply reply = { 0 };

    r.url = arena_fmt(&s->arena, "%s/test/%s", s->url, path);
    http_send(s->http, &r, NULL);
    if (!http_next(s->http, 60, &reply, &s->arena) || reply.status != 200)
        return STR("");
    return reply.body;
}

#endif
