/*
 * scan_events.h - what the scanner reads, told to the hooks that libxml2 tells it to (xml.h).
 */
#ifndef XLSX_SCAN_EVENTS_H
#define XLSX_SCAN_EVENTS_H

#include "xlsx/scan.h"
#include "xlsx/xml.h"

enum { SCAN_DEPTH_MAX = 12 };

struct scan_target {
    const struct xml_words *words;
    const struct xml_hooks *hooks;
    void *user;
    /* Frequent elements right in the one that is read, without hooks: returns what is behind as many of them as stand at
     * p, or NULL: there is none, and nothing changed. The hooks are told of what comes then. May be NULL. */
    const char *(*children)(void *user, const char *p);
    struct buf *scratch; /* for texts that must be decoded */
};

/* Reads the element at p, where a `<` stands, to its end. Returns what is behind it, or NULL when something in it is
 * doubtful or a hook refused it: then the caller undoes what the hooks did, and asks libxml2. */
const char *scan_element(const struct scan_target *t, const char *p);

#endif
