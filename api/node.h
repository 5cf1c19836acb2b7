/*
 * node.h - a customer as the Admin API gives it (documents.h), as the model has it.
 */
#ifndef API_NODE_H
#define API_NODE_H

#include "api/documents.h"
#include "base/json.h"

/* A customer being read. Lists grow; everything is copied into the arena. */
struct node {
    struct customer *customer;
    size_t metafield_room;
    int64_t orders_seen;                  /* children of a bulk query */
    bool more_addresses, more_metafields; /* than this answer holds: to be read one by one */
    str metafields_after;                 /* where to go on; "" from the start */
};

/* `json`: the object of a Customer (also a line of a bulk query, whose lists come later). False when it is none. */
bool node_read(const struct json *json, unsigned select, struct node *out, struct arena *a);

/* One line of a bulk query whose parent it is: an order or a metafield, by its gid; false for anything else. */
bool node_child(struct node *n, const struct json *json, struct arena *a);

/* A page of metafields or addresses that goes on where the answer ended; the first page of addresses begins anew. */
void node_metafields(struct node *n, const struct json *nodes, struct arena *a);
void node_addresses(struct node *n, const struct json *nodes, bool first, struct arena *a);

/* Says what is seen and what is blank, once everything was read. `unreadable`: columns that the shop does not show. */
struct customer *node_finish(struct node *n, shop_groups groups, unsigned select, uint64_t unreadable);

/* Made of the basic columns and updatedAt; never 0. */
int64_t node_revision(const struct customer *c);

/* Copies: a member of an object, "" where there is none; a list of texts. */
str node_text(const struct json *object, const char *key, struct arena *a);
struct texts node_texts(const struct json *list, struct arena *a);

int64_t node_moment(const struct json *v); /* an ISO 8601 date and time; 0: none */

#endif
