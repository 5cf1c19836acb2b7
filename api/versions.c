#include "api/versions.h"

#include <sqlite3.h>

const char *sqlite_library_version(void)
{
    return sqlite3_libversion();
}
