#include "cmd/library.h"

#include "api/http.h"
#include "api/versions.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/unicode.h"
#include "xlsx/versions.h"

const struct library libraries[] = {
    { "libxml2", xml_library_version },  { "libxlsxwriter", xlsxwriter_library_version },
    { "zlib", zlib_library_version },    { "SQLite", sqlite_library_version },
    { "ICU", unicode_library_version },  { "libsodium", hash_library_version },
    { "OpenSSL", digest_library_version }, { "jansson", json_library_version },
    { "libcurl", http_library_version },
};
const size_t library_count = countof(libraries);
