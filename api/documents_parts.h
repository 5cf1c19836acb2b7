/*
 * documents_parts.h - selections that documents.c and documents_shop.c share. Nobody else includes it.
 */
#ifndef API_DOCUMENTS_PARTS_H
#define API_DOCUMENTS_PARTS_H

#include "api/documents.h"

#define ADDRESS                                                                                  \
    "{id firstName lastName company phone address1 address2 city province provinceCode country " \
    "countryCodeV2 "                                                                             \
    "zip}"
#define METAFIELD "{id namespace key type value}"

enum { CONNECTION_250 = 13 }; /* points of a connection of 250 that holds nothing deeper */

#endif
