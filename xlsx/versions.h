/*
 * versions.h - of the libraries behind xlsx/, for `meibo --version`.
 */
#ifndef XLSX_VERSIONS_H
#define XLSX_VERSIONS_H

const char *xml_library_version(void);        /* of libxml2 */
const char *zlib_library_version(void);
const char *xlsxwriter_library_version(void); /* of libxlsxwriter */

#endif
