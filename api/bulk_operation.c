#include <string.h>

#include "api/bulk_parts.h"
#include "base/json_write.h"
#include "base/message.h"
#include "base/num.h"
#include "base/time.h"

const double bulk_lost_waits[4] = { 1, 2, 4, 8 };

double bulk_wait_first(void)
{
    return 0.1;
}

double bulk_wait_longer(double wait)
{
    return wait * 1.6 < BULK_POLL_MOST ? wait * 1.6 : BULK_POLL_MOST;
}

/* ---- requests and replies -------------------------------------------------------------------------------------- */

static struct admin_call call_of(struct document d, str variables, bool repeatable)
{
    return (struct admin_call){
        .document = d.text, .cost = d.cost, .variables = variables, .repeatable = repeatable
    };
}

/* A member of the reply's data; NULL where there is none. */
static const struct json *answered(const struct admin_call *c, const char *field)
{
    return json_get(json_get(c->reply, "data"), field);
}

/* What a reply without data says, as an error. */
static bool no_answer(const struct admin_call *c, const char *what, struct err *err)
{
    str message = admin_error_message(c->reply);

    return err_set(err, ERR_SHOP, _("%s: the shop answers: %.*s"), what, STR_ARG(message));
}

static str text_copy(const struct json *v, struct arena *a)
{
    return arena_copy(a, json_str(v));
}

/* UnsignedInt64 comes as text. */
static size_t count_of(const struct json *v)
{
    int64_t n = json_int(v);

    if (json_kind(v) == JSON_STRING && !num_parse_i64(json_str(v), &n))
        n = 0;
    return n > 0 ? (size_t)n : 0;
}

/* ---- states ---------------------------------------------------------------------------------------------------- */

static const struct {
    str word;
    enum operation_status status;
} statuses[] = {
    { STR_INIT("COMPLETED"), OPERATION_COMPLETED },
    { STR_INIT("FAILED"), OPERATION_FAILED },
    { STR_INIT("CANCELED"), OPERATION_CANCELED },
    { STR_INIT("EXPIRED"), OPERATION_EXPIRED },
}; /* CREATED, RUNNING, CANCELING, and what will be thought of */

void operation_read(const struct json *node, struct operation *out, struct arena *a)
{
    str status = json_str(json_get(node, "status"));

    out->status = OPERATION_RUNNING;
    for (size_t i = 0; i < countof(statuses); i++)
        if (str_eq(status, statuses[i].word))
            out->status = statuses[i].status;
    if (out->id.n == 0)
        out->id = text_copy(json_get(node, "id"), a);
    out->objects = count_of(json_get(node, "objectCount"));
    out->roots = count_of(json_get(node, "rootObjectCount"));
    if (out->status == OPERATION_RUNNING)
        return;
    /* A canceled operation has been seen with `url` and without `partialDataUrl`. */
    str whole = json_str(json_get(node, "url"));
    out->url = arena_copy(a, whole.n > 0 ? whole : json_str(json_get(node, "partialDataUrl")));
    out->error = text_copy(json_get(node, "errorCode"), a);
}

int64_t operation_number(const struct json *node)
{
    return bulk_gid_number(json_str(json_get(node, "id")), "BulkOperation");
}

static str poll_variables(str id, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("id"));
    json_write_str(&w, id);
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

/* An error of the moment changes nothing: it will be asked for again. */
static bool passing(str code)
{
    return str_eq(code, STR("INTERNAL_SERVER_ERROR")) || str_eq(code, STR("TIMEOUT"));
}

static bool read_state(const struct admin_call *c, struct operation *o, struct arena *a, struct err *err)
{
    const struct json *node = answered(c, "bulkOperation");
    str code = admin_error(c->reply);

    if (node && json_kind(node) == JSON_OBJECT)
        operation_read(node, o, a);
    else if (node || str_eq(code, STR("RESOURCE_NOT_FOUND")))
        o->status = OPERATION_EXPIRED;
    else if (!passing(code))
        return no_answer(c, _("the state of a bulk operation"), err);
    return true;
}

bool operations_poll(struct admin *s, struct operation *const *all, size_t n, struct arena *a,
                     struct err *err)
{
    struct arena scratch = { 0 };
    struct admin_call *calls = arena_array(&scratch, struct admin_call, n);

    for (size_t i = 0; i < n; i++)
        calls[i] = call_of(document_bulk_poll(), poll_variables(all[i]->id, &scratch), true);
    bool done = admin_run(s, calls, n, err);
    for (size_t i = 0; done && i < n; i++)
        done = read_state(&calls[i], all[i], a, err);
    admin_forget(s);
    arena_reset(&scratch);
    return done;
}

/* ---- beginning ------------------------------------------------------------------------------------------------- */

static const struct {
    str code;
    enum begun how;
} refusals[] = {
    { STR_INIT("OPERATION_IN_PROGRESS"), BEGUN_BUSY },
    { STR_INIT("LIMIT_REACHED"), BEGUN_LIMITED },
    { STR_INIT("NO_SUCH_FILE"), BEGUN_NO_FILE },
    { STR_INIT("INTERNAL_FILE_SERVER_ERROR"), BEGUN_NO_FILE },
};

static bool refusal(const struct json *error, enum begun *how, struct err *err)
{
    str code = json_str(json_get(error, "code")), message = json_str(json_get(error, "message"));

    for (size_t i = 0; i < countof(refusals); i++) {
        if (!str_eq(code, refusals[i].code))
            continue;
        *how = refusals[i].how;
        return true;
    }
    return err_set(err, ERR_SHOP, _("the shop does not run a bulk operation: %.*s"), STR_ARG(message));
}

static bool read_beginning(const struct admin_call *c, struct operation *out, enum begun *how,
                           struct arena *a, struct err *err)
{
    const struct json *payload = answered(c, "bulkOperationRunMutation");

    if (!payload)
        payload = answered(c, "bulkOperationRunQuery");
    const struct json *node = json_get(payload, "bulkOperation");
    *how = BEGUN;
    if (json_count(json_get(payload, "userErrors")) > 0)
        return refusal(json_at(json_get(payload, "userErrors"), 0), how, err);
    if (node && json_kind(node) == JSON_OBJECT) {
        operation_read(node, out, a);
        return true;
    }
    str code = admin_error(c->reply);
    if (code.n > 0 && !passing(code))
        return no_answer(c, _("a bulk operation"), err);
    *how = BEGUN_LOST;
    return true;
}

bool operation_begin(struct admin *s, struct document d, str variables, struct operation *out,
                     enum begun *how, struct arena *a, struct err *err)
{
    struct admin_call call = call_of(d, variables, false);

    if (!admin_run(s, &call, 1, err))
        return false;
    *out = (struct operation){ 0 };
    *how = BEGUN_LOST;
    bool done = call.outcome == ADMIN_LOST || read_beginning(&call, out, how, a, err);
    admin_forget(s);
    return done;
}

/* ---- files ----------------------------------------------------------------------------------------------------- */

static str stage_variables(struct arena *a)
{
    static const char *const members[][2] = {
        { "resource", "BULK_MUTATION_VARIABLES" },
        { "filename", "customers.jsonl" },
        { "mimeType", "text/jsonl" },
        { "httpMethod", "POST" },
    };
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("input"));
    json_write_open(&w, '[');
    json_write_open(&w, '{');
    for (size_t i = 0; i < countof(members); i++) {
        json_write_key(&w, str_of(members[i][0]));
        json_write_str(&w, str_of(members[i][1]));
    }
    json_write_close(&w, '}');
    json_write_close(&w, ']');
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

/* The form: the parameters in their order, the file as the last one (Google's and Amazon's storage both want that). */
static size_t form_of(const struct json *target, const char *path, struct http_part **out, str *key,
                      struct arena *a)
{
    const struct json *parameters = json_get(target, "parameters");
    size_t n = json_count(parameters);
    struct http_part *parts = arena_array(a, struct http_part, n + 1);

    for (size_t i = 0; i < n; i++) {
        const struct json *p = json_at(parameters, i);
        parts[i].name = text_copy(json_get(p, "name"), a);
        parts[i].value = text_copy(json_get(p, "value"), a);
        if (str_eq(parts[i].name, STR("key")))
            *key = parts[i].value;
    }
    parts[n] = (struct http_part){ .name = STR("file"), .path = path };
    *out = parts;
    return n + 1;
}

bool operation_upload(struct admin *s, const char *path, str *key, struct arena *a, struct err *err)
{
    struct admin_call call = call_of(document_stage(), stage_variables(a), true);
    struct http_part *parts;

    if (!admin_run(s, &call, 1, err))
        return false;
    const struct json *payload = answered(&call, "stagedUploadsCreate");
    const struct json *target = json_at(json_get(payload, "stagedTargets"), 0);
    str url = text_copy(json_get(target, "url"), a);
    *key = STR("");
    size_t n = form_of(target, path, &parts, key, a);
    bool ready = url.n > 0 && key->n > 0;
    if (!ready && json_count(json_get(payload, "userErrors")) > 0) {
        str message = json_str(json_get(json_at(json_get(payload, "userErrors"), 0), "message"));
        err_set(err, ERR_SHOP, _("the shop takes no file for a bulk operation: %.*s"), STR_ARG(message));
    } else if (!ready) {
        no_answer(&call, _("a file for a bulk operation"), err);
    }
    admin_forget(s);
    return ready && admin_upload(s, url, parts, n, err);
}

bool operation_download(struct admin *s, const struct operation *o, struct bulk_file *f, struct err *err)
{
    *f = (struct bulk_file){ 0 };
    if (o->url.n == 0)
        return true;
    if (!bulk_file_open(f, err))
        return false;
    if (admin_download(s, o->url, f->path, err)) {
        rewind(f->file);
        return true;
    }
    bulk_file_close(f);
    return err_wrap(err, _("fetching the answer of a bulk operation"));
}

/* ---- the list -------------------------------------------------------------------------------------------------- */

enum { LIST_PAGES_MAX = 2000, LIST_DAYS = 30 };

static str list_variables(const char *type, str after, struct arena *a)
{
    struct json_writer w = json_write_begin();

    json_write_open(&w, '{');
    json_write_key(&w, STR("query"));
    json_write_str(&w, arena_fmt(a, "operation_type:%s", type));
    if (after.n > 0) {
        json_write_key(&w, STR("after"));
        json_write_str(&w, after);
    }
    json_write_close(&w, '}');
    return json_write_end(&w, a);
}

/* Whether so old an operation comes that nobody waits for it. By the shop's clock only: ours may be wrong. */
static bool too_old(const struct json *node, int64_t *newest)
{
    civil when;
    bool has_offset;
    int32_t offset = 0;

    if (!civil_parse(json_str(json_get(node, "createdAt")), &when, &has_offset, &offset))
        return false;
    int64_t created = civil_to_seconds(when) - (has_offset ? offset : 0);
    if (created > *newest)
        *newest = created;
    return created < *newest - (int64_t)LIST_DAYS * 86400;
}

/* The operations of one page; *after is where the next one begins, "" at the end. */
static bool visit_page(const struct admin_call *c, const struct operations_visitor *v, int64_t *newest,
                       str *after, struct arena *a)
{
    const struct json *list = answered(c, "bulkOperations"), *nodes = json_get(list, "nodes");
    const struct json *page = json_get(list, "pageInfo");

    *after = json_bool(json_get(page, "hasNextPage")) ? text_copy(json_get(page, "endCursor"), a) : STR("");
    for (size_t i = 0; i < json_count(nodes); i++) {
        const struct json *node = json_at(nodes, i);
        if (too_old(node, newest) || !v->visit(v->context, node, json_str(json_get(node, "query"))))
            return false;
    }
    return after->n > 0;
}

bool operations_each(struct admin *s, const char *type, const struct operations_visitor *v, struct err *err)
{
    struct arena a = { 0 };
    str after = STR("");
    int64_t newest = INT64_MIN / 2;
    size_t most = v->pages ? v->pages : LIST_PAGES_MAX;
    bool more = true, done = true;

    for (size_t page = 0; done && more && page < most; page++) {
        struct admin_call call = call_of(document_bulk_list(), list_variables(type, after, &a), true);
        done = admin_run(s, &call, 1, err);
        if (done && !answered(&call, "bulkOperations"))
            done = no_answer(&call, _("the list of bulk operations"), err);
        more = done && visit_page(&call, v, &newest, &after, &a);
        admin_forget(s);
    }
    arena_reset(&a);
    return done;
}
