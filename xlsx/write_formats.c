#include "xlsx/write_formats.h"

#include <string.h>

enum { BUILTIN_WHOLE = 1, BUILTIN_TWO_DECIMALS = 2, BUILTIN_TEXT = 49 };

static void set_money(lxw_format *f, uint8_t decimals)
{
    char code[24] = "0.";
    size_t n = decimals < 18 ? decimals : 18;

    memset(code + 2, '0', n);
    if (n == 0)
        format_set_num_format_index(f, BUILTIN_WHOLE);
    else if (n == 2)
        format_set_num_format_index(f, BUILTIN_TWO_DECIMALS);
    else
        format_set_num_format(f, code);
}

static void set_look(lxw_format *f, int look, uint8_t money_decimals)
{
    if (look == STYLE_TEXT || look == LOOK_HEADER || look == LOOK_LINK)
        format_set_num_format_index(f, BUILTIN_TEXT);
    if (look == STYLE_NUMBER)
        format_set_num_format_index(f, BUILTIN_WHOLE);
    if (look == STYLE_MONEY)
        set_money(f, money_decimals);
    if (look == STYLE_DATE)
        format_set_num_format(f, "yyyy-mm-dd hh:mm:ss");
    if (look == LOOK_HEADER) {
        format_set_bold(f);
        format_set_bottom(f, LXW_BORDER_THIN);
    }
    if (look == LOOK_LINK) {
        format_set_font_color(f, 0x0563C1);
        format_set_underline(f, LXW_UNDERLINE_SINGLE);
    }
}

/* Asking for its index keeps a format in the file though libxlsxwriter sees no cell that uses it. */
bool formats_make(lxw_workbook *book, uint8_t money_decimals, format_table formats,
                  struct style_table *styles)
{
    static const lxw_color_t fill[MARK_COUNT] = { [MARK_FAILED] = 0xFFC7CE, [MARK_WARNING] = 0xFFEB9C };

    for (int look = 0; look < LOOK_COUNT; look++) {
        for (int mark = 0; mark < MARK_COUNT; mark++) {
            lxw_format *f = workbook_add_format(book);
            if (!f)
                return false;
            set_look(f, look, money_decimals);
            if (mark != MARK_NONE)
                format_set_bg_color(f, fill[mark]);
            formats[look][mark] = f;
            styles->index[look][mark] = (uint16_t)lxw_format_get_xf_index(f);
        }
    }
    return true;
}
