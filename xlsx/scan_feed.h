/*
 * scan_feed.h - a large part of many equal pieces (the rows of a sheet, shared strings), told to hooks.
 *
 * libxml2 reads what is before and behind the pieces, a scanner (scan.h) the pieces, from blocks that a thread unpacks
 * (ring.h). At the first piece that the scanner finds doubtful libxml2 goes on from there, in its place in the same document.
 *
 * Nothing that goes wrong on that road is believed: a caller who is told of an error forgets what it has read and reads the
 * part again with `plain`, by minizip and libxml2 alone; what that says is what people see (lines are counted right, and
 * whether the container or its contents are to blame). MEIBO_READER=libxml2 in the environment makes every feed plain.
 */
#ifndef XLSX_SCAN_FEED_H
#define XLSX_SCAN_FEED_H

#include "base/buf.h"
#include "xlsx/ring.h"
#include "xlsx/xml.h"

struct feed_pieces {
    int root;       /* the word of the element that holds the pieces */
    str root_start; /* "<sheetData" */
    str start, end; /* of a piece: "<row", "</row>" */
    /* Reads the piece at p, see scan.h about windows. Returns what is behind it, or NULL: doubtful; then the hooks' user is as
     * if the piece had never been read. */
    const char *(*read)(void *user, const char *p);
};

struct feed_input {
    struct zip *zip;
    const struct zip_entry *part;
    const struct xml_words *words;
    const struct xml_hooks *hooks;
    const struct feed_pieces *pieces;
    void *user;
};

struct feed {
    struct feed_input in;
    struct xml *xml;
    struct ring *ring; /* NULL: plain */
    char *block;       /* plain: what minizip reads into */
    enum { FEED_HEAD, FEED_PIECES, FEED_XML } where;
    bool holds_block;  /* of the ring: `rest` is in it */
    str rest;          /* the beginning of a piece, in the block held or in `joined` */
    struct buf joined; /* a piece too long for the room before a block */
};

/* feed_close() it in any case. The memory is the arena's, in which nobody else may allocate until then. */
must_check bool feed_open(struct feed *f, const struct feed_input *in, bool plain, struct arena *arena,
                          struct err *err);
void feed_close(struct feed *f); /* as often as you like; all zero is fine */

/* Reads on a little. *ended: that was all, and all of it agreed. */
must_check bool feed_more(struct feed *f, bool *ended, struct err *err);

bool feed_is_plain(const struct feed *f);

#endif
