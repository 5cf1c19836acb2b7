/*
 * versions.h - of the libraries behind api/, for `meibo --version`.
 */
#ifndef API_VERSIONS_H
#define API_VERSIONS_H

const char *sqlite_library_version(void);

#endif
