/*
 * demo.h - made-up customers and orders for an embedded shop.
 *
 * The same seed gives the same shop, byte for byte in what it exports. Names are Japanese and Western, phones are from ranges
 * that no carrier uses or that were set aside for fiction where a country has one, emails end in example.com and its like.
 */
#ifndef API_DEMO_H
#define API_DEMO_H

#include "api/embedded.h"

must_check bool demo_fill(struct shop *s, uint64_t seed, size_t customers, int64_t now, struct err *err);

#endif
