#include "xlsx/write_extras.h"

#include <string.h>

#include "xlsx/write_text.h"

enum { XML_BYTES = 64 << 20 };

static str kept(struct buf *xml, struct arena *a)
{
    str copy = arena_copy(a, buf_str(xml));

    buf_release(xml);
    return copy;
}

static void put_cell_name(struct buf *xml, uint32_t row, size_t column)
{
    char name[CELL_NAME_SIZE];

    buf_put(xml, str_of(cell_name(name, row, column)));
}

static void put_choice(struct buf *xml, const struct sheet_out *sheet, size_t column)
{
    buf_put(xml, STR("<dataValidation type=\"list\" allowBlank=\"1\" showInputMessage=\"1\" sqref=\""));
    put_cell_name(xml, sheet->header_row + 1, column);
    buf_putc(xml, ':');
    put_cell_name(xml, ROW_MAX, column);
    buf_put(xml, STR("\"><formula1>"));
    text_put_xml(xml, sheet->choices[column]);
    buf_put(xml, STR("</formula1></dataValidation>"));
}

str choices_xml(const struct sheet_out *sheet, struct arena *a)
{
    struct buf xml = BUF_INIT(XML_BYTES);
    size_t count = 0;

    for (size_t i = 0; i < sheet->column_count; i++)
        count += sheet->choices[i].n > 0;
    if (count == 0 || sheet->header_row == ROW_MAX)
        return STR("");
    buf_put(&xml, STR("<dataValidations count=\""));
    buf_put_u64(&xml, count);
    buf_put(&xml, STR("\">"));
    for (size_t i = 0; i < sheet->column_count; i++)
        if (sheet->choices[i].n)
            put_choice(&xml, sheet, i);
    buf_put(&xml, STR("</dataValidations>"));
    return kept(&xml, a);
}

str links_xml(const struct sheet_out *sheet, struct arena *a)
{
    size_t count = note_list_count(&sheet->links);
    struct buf xml = BUF_INIT(XML_BYTES);

    for (size_t i = 0; i < count; i++) {
        struct note note = note_at(&sheet->links, i);
        buf_put(&xml, i ? STR("<hyperlink ref=\"") : STR("<hyperlinks><hyperlink ref=\""));
        put_cell_name(&xml, note.row, note.column);
        buf_put(&xml, STR("\" location=\""));
        text_put_attribute(&xml, note_text(&sheet->links, i));
        buf_put(&xml, STR("\"/>"));
    }
    if (count)
        buf_put(&xml, STR("</hyperlinks>"));
    return kept(&xml, a);
}
