/*
 * limits.h - how much of a file is believed.
 *
 * Every number that a file from outside could push up has a name here. Past a
 * limit the reader says so with ERR_LIMIT, naming the part, row or cell; it never grows on a
 * file's own word (counts, dimensions and sizes inside files are hints at best).
 * What a sheet itself can hold (ROW_MAX, COLUMN_MAX, CELL_TEXT_MAX) is in base/table.h.
 */
#ifndef XLSX_LIMITS_H
#define XLSX_LIMITS_H

/* Containers. Honest style parts reach 120 : 1, so the ratio counts only once a part is large. */
#define ZIP_PART_MAX       (UINT64_C(8) << 30)  /* bytes of one part, inflated */
#define ZIP_RATIO_FREE     (UINT64_C(16) << 20) /* bytes below which any ratio is fine */
#define SMALL_PART_MAX     (UINT64_C(64) << 20) /* bytes of workbook, relationship and style parts, inflated */
#define SHARED_TEXT_LIMIT  ((size_t)4 << 30)    /* bytes of all shared strings of a workbook */
#define SHARED_COUNT_LIMIT ((size_t)128 << 20)  /* shared strings of a workbook */
#define OLE_SCAN_MAX       ((size_t)64 << 20)   /* bytes of an OLE container searched for what it holds */

enum {
    ZIP_ENTRIES_MAX = 1024,
    ZIP_NAME_LIMIT = 512, /* bytes */
    ZIP_RATIO_MAX = 200,  /* inflated : packed */

    XML_TAG_MAX = 64 << 10, /* bytes of one tag or comment, give or take XML_CHUNK */
    XML_CHUNK = 64 << 10,   /* bytes given to the parser at once */
    XML_DEPTH_MAX = 256,
    XML_ATTRIBUTES_MAX = 64, /* of one element */
    XML_SPACES_MAX = 128,    /* namespace declarations in force; libxml2 looks them through for each name */

    SCAN_PIECE_MAX = 4 << 20, /* bytes of a row or shared string in the file; longer ones go to libxml2 */

    SHEETS_MAX = 1024,
    SHEET_NAME_LIMIT = 1024,  /* bytes; Excel itself stops at 31 characters */
    RELATIONSHIPS_MAX = 4096, /* of one part */
    TARGET_MAX = 2048,        /* bytes of a relationship's type or target */
    STYLES_LIMIT = 65536,     /* cell formats; Excel stops at 65,490 */
    FORMAT_ID_MAX = 65535,    /* larger numFmtId are not looked up */

    CELL_RAW_MAX = 32767 * 7,  /* bytes of a cell's text in the file: each unit as _xHHHH_ */
    ROW_TEXT_MAX = 16 << 20,   /* bytes of one row's text that is not shared */
    SORT_ROWS_MAX = 100000,    /* rows held back to see whether they are in order */
    SORT_BYTES_MAX = 4 << 20,  /* and the memory they may take: what is read ahead before the first row comes out */

    CSV_BLOCK = 64 << 10,      /* bytes read at once */
    CSV_SNIFF = 1 << 20,       /* bytes looked at to detect encoding and delimiter */
    CSV_SNIFF_LINES = 20,      /* lines looked at to detect the delimiter */
    CSV_FIELD_MAX = 32767 * 3, /* bytes of a field in UTF-8 */
    CSV_RECORD_MAX = 32 << 20, /* bytes of a record in UTF-8 */
};

#endif
