#include "xlsx/versions.h"

#include <libxml/xmlversion.h>
#include <xlsxwriter.h>
#include <zlib.h>

const char *xml_library_version(void)
{
    return LIBXML_DOTTED_VERSION;
}

const char *zlib_library_version(void)
{
    return zlibVersion();
}

const char *xlsxwriter_library_version(void)
{
    return lxw_version();
}
