/*
 * phone_memo.h - phone numbers that were read lately.
 *
 * Judging a number takes microseconds, and a sheet often says the same one twice: a customer's and its addresses', a
 * company's beside every branch. A memo of a few hundred answers remembers them; a newer one takes the place of an older.
 */
#ifndef MODEL_PHONE_MEMO_H
#define MODEL_PHONE_MEMO_H

#include "model/phone.h"

enum {
    PHONE_MEMO_SLOTS = 256,
    PHONE_MEMO_TEXT = 24, /* longer texts are not remembered */
    PHONE_MEMO_SHAPES = 256,
};

struct phone_memo_slot {
    char text[PHONE_MEMO_TEXT], country[2], number[PHONE_MEMO_TEXT];
    uint8_t text_size, country_size, number_size; /* text_size 0: nothing yet */
    enum phone_result result;
};

/* How a number begins, and how long it is: what phone_is_possible() depends on. */
struct phone_memo_shape {
    uint32_t key; /* 0: nothing yet */
    bool possible;
};

/* Zero is an empty one. Not to be used by two threads at once. */
struct phone_memo {
    struct phone_memo_slot slots[PHONE_MEMO_SLOTS];
    struct phone_memo_shape shapes[PHONE_MEMO_SHAPES];
};

/* What phone_read() says. `memo` NULL: it is asked every time. */
enum phone_result phone_memo_read(struct phone_memo *memo, str text, str country, struct arena *a, str *out);

/* What phone_is_possible() says, likewise. */
bool phone_memo_is_possible(struct phone_memo *memo, str text);

#endif
