/*
 * types.h - the kinds of value that a column can hold (docs/FORMAT.md, chapter V).
 *
 * A type knows how to read a cell into a C field, to write the field as a
 * cell, and to compare two fields. Columns differ only in their line of
 * columns.def; behaviour lives here, once per type.
 */
#ifndef MODEL_TYPES_H
#define MODEL_TYPES_H

#include "model/columns.h"
#include "model/words.h"

enum type_id {
    TYPE_TEXT, TYPE_TEXT_255, TYPE_TEXT_5000, TYPE_ID, TYPE_EMAIL, TYPE_PHONE, TYPE_LANGUAGE, TYPE_TIME, TYPE_BOOLEAN,
    TYPE_INTEGER, TYPE_MONEY, TYPE_TAGS, TYPE_EXEMPTIONS, TYPE_COMMAND, TYPE_LIST_COMMAND, TYPE_STATE,
    TYPE_EMAIL_STATUS, TYPE_SMS_STATUS, TYPE_OPT_IN, TYPE_SOURCE, TYPE_PROVINCE_CODE, TYPE_COUNTRY_CODE, TYPE_POSTAL_CODE, TYPE_REMOVED,
    TYPE_COUNT
};

/* The C type of the field that each of them fills; columns.c holds columns.def to it. */
typedef str field_TEXT, field_TEXT_255, field_TEXT_5000, field_EMAIL, field_PHONE, field_LANGUAGE, field_PROVINCE_CODE, field_POSTAL_CODE,
    field_COUNTRY_CODE;
typedef int64_t field_ID, field_TIME /* moment */, field_INTEGER;
typedef bool field_BOOLEAN;
typedef decimal field_MONEY;
typedef struct texts field_TAGS, field_EXEMPTIONS;
typedef enum command field_COMMAND;
typedef enum list_command field_LIST_COMMAND;
typedef enum account_state field_STATE;
typedef enum consent_state field_EMAIL_STATUS, field_SMS_STATUS;
typedef enum opt_in_level field_OPT_IN;
typedef enum consent_source field_SOURCE;
typedef struct presence field_REMOVED; /* no field: Password, Import Result, ... */

/* A cell being read: where it is and what its meaning depends on. */
struct reading {
    const struct type *type;
    const struct cell_context *ctx;
    str country; /* of the row's address; "" if none */
    uint32_t row;
    int32_t column;            /* of the sheet */
    struct findings *findings; /* its arena takes texts and scratch */
};

enum outcome {
    READ_VALUE,
    READ_UNJUDGED, /* a value that plan_for() is to doubt, unless the shop has it */
    READ_BLANK,
    READ_ABSENT, /* left out, with a warning: the column counts as absent */
    READ_BAD,    /* an error is among the findings: likewise */
};

struct type {
    enum outcome (*parse)(const struct reading *r, cell c, void *field); /* of a cell that is not blank */
    cell (*format)(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a);
    bool (*equal)(const void *a, const void *b);
    enum cell_style style;
    uint32_t most;                  /* characters of a text; 0: no limit */
    const struct vocabulary *words; /* NULL but for words */
};

extern const struct type types[TYPE_COUNT];

/* Reads TRUE, yes, 1, はい, 有 and their opposites (V-BOOL-1), also for columns such as Accepts Marketing. */
bool boolean_read(cell c, bool *out, struct arena *scratch);

/* A moment from a date cell or a text (V-TIME). */
enum time_read { TIME_OK, TIME_BAD, TIME_OUTSIDE /* the years 1900 to 9999 */ };
enum time_read time_read(cell c, const struct zone *zone, civil *wall, int64_t *moment, struct arena *scratch);

/* The first control character other than tab and line feed; -1: none (V-TEXT-4). */
int32_t control_character(str s);

/* With carriage returns as line feeds (V-TEXT-4): s itself where there are none. */
str line_feeds(str s, struct arena *a);

/* Splits the text of a Tags cell (V-TAG-1 to V-TAG-4). The parts are views of s. */
struct texts tags_split(str s, struct arena *a);

/* ---- for the types*.c files ---- */
enum outcome reading_bad(const struct reading *r, enum finding_id id, str what, str more);
enum outcome text_parse(const struct reading *r, cell c, void *field);
enum outcome email_parse(const struct reading *r, cell c, void *field);
enum outcome language_parse(const struct reading *r, cell c, void *field);
enum outcome province_code_parse(const struct reading *r, cell c, void *field);
enum outcome postal_code_parse(const struct reading *r, cell c, void *field);
enum outcome country_code_parse(const struct reading *r, cell c, void *field);
enum outcome phone_parse(const struct reading *r, cell c, void *field);
enum outcome time_parse(const struct reading *r, cell c, void *field);
cell time_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a);
enum outcome tags_parse(const struct reading *r, cell c, void *field);
enum outcome exemptions_parse(const struct reading *r, cell c, void *field);
cell tags_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a);
cell exemptions_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a);
bool tags_equal(const void *a, const void *b);
enum outcome id_parse(const struct reading *r, cell c, void *field);
enum outcome integer_parse(const struct reading *r, cell c, void *field);
enum outcome money_parse(const struct reading *r, cell c, void *field);
cell number_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a);
cell money_format(const struct cell_context *ctx, const struct type *type, const void *field, struct arena *a);

#endif
