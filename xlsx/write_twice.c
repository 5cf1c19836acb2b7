/*
 * write_twice.c - what libxlsxwriter makes, made twice and compared: its writes fail in silence.
 */
#include <string.h>

#include "base/message.h"
#include "xlsx/write_skeleton.h"

static bool differ(const struct skeleton_options *o, struct err *err)
{
    return err_set(err, ERR_IO, _("making a temporary file in %s: what was written is not what came back"), o->temp_folder);
}

typedef bool half(str *out, const struct sheet_out *sheet, bool active, const struct skeleton_options *o, struct arena *a,
                  struct err *err);

static bool half_twice(half *make, str *out, const struct sheet_out *sheet, bool active, const struct skeleton_options *o,
                       struct arena *a, struct err *err)
{
    struct arena scratch = { 0 };
    str again;

    bool made = make(out, sheet, active, o, a, err) && make(&again, sheet, active, o, &scratch, err);
    bool same = made && str_eq(*out, again);
    arena_reset(&scratch);
    return made ? same || differ(o, err) : false;
}

bool skeleton_before_rows(str *out, const struct sheet_out *sheet, bool active, const struct skeleton_options *o,
                          struct arena *a, struct err *err)
{
    return half_twice(skeleton_before_rows_once, out, sheet, active, o, a, err);
}

bool skeleton_after_rows(str *out, const struct sheet_out *sheet, bool active, const struct skeleton_options *o,
                         struct arena *a, struct err *err)
{
    return half_twice(skeleton_after_rows_once, out, sheet, active, o, a, err);
}

/* The names, sizes and checksums of all pieces, in their order. */
static bool pieces_agree(struct skeleton *s, struct skeleton *again)
{
    struct arena scratch = { 0 };
    struct zip_piece one, other;
    bool agree = true;

    while (agree && skeleton_next(s, &one, &scratch)) {
        agree = skeleton_next(again, &other, &scratch) && strcmp(one.name, other.name) == 0 && one.size == other.size &&
                one.crc == other.crc;
        arena_reset(&scratch);
    }
    agree = agree && !skeleton_next(again, &other, &scratch);
    arena_reset(&scratch);
    skeleton_rewind(s);
    return agree;
}

bool skeleton_open(struct skeleton **out, const struct sheet_out *sheets, bool shared, const struct skeleton_options *o,
                   struct arena *a, struct err *err)
{
    struct skeleton *again;

    if (!skeleton_open_once(out, sheets, shared, o, a, err))
        return false;
    if (!skeleton_open_once(&again, sheets, shared, o, a, err)) {
        skeleton_abandon(*out);
        return false;
    }
    bool agree = pieces_agree(*out, again);
    if (skeleton_close(again, err) && (agree || differ(o, err)))
        return true;
    skeleton_abandon(*out);
    return false;
}
