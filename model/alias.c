#include "model/alias.h"

/* clang-format off */
static const struct alias aliases[] = {
    /* Shopify's own CSV, as it is today */
    { STR_INIT("Customer ID"),                   COL_ID,                   ALIAS_PLAIN },
    { STR_INIT("Accepts Email Marketing"),       COL_EMAIL_STATUS,         ALIAS_ACCEPTS_EMAIL },
    { STR_INIT("Accepts SMS Marketing"),         COL_SMS_STATUS,           ALIAS_ACCEPTS_SMS },
    { STR_INIT("Default Address First Name"),    COL_ADDRESS_FIRST,        ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Last Name"),     COL_ADDRESS_LAST,         ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Company"),       COL_ADDRESS_COMPANY,      ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Address1"),      COL_ADDRESS_LINE1,        ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Address2"),      COL_ADDRESS_LINE2,        ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address City"),          COL_ADDRESS_CITY,         ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Province"),      COL_ADDRESS_PROVINCE,     ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Province Code"), COL_ADDRESS_PROVINCE_CODE, ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Country"),       COL_ADDRESS_COUNTRY,      ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Country Code"),  COL_ADDRESS_COUNTRY_CODE, ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Zip"),           COL_ADDRESS_ZIP,          ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Default Address Phone"),         COL_ADDRESS_PHONE,        ALIAS_DEFAULT_ADDRESS },
    /* and as it was before */
    { STR_INIT("Company"),                       COL_ADDRESS_COMPANY,      ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("City"),                          COL_ADDRESS_CITY,         ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Province"),                      COL_ADDRESS_PROVINCE,     ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Province Code"),                 COL_ADDRESS_PROVINCE_CODE, ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Country"),                       COL_ADDRESS_COUNTRY,      ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Country Code"),                  COL_ADDRESS_COUNTRY_CODE, ALIAS_DEFAULT_ADDRESS },
    { STR_INIT("Zip"),                           COL_ADDRESS_ZIP,          ALIAS_DEFAULT_ADDRESS },
    /* older names */
    { STR_INIT("Accepts Marketing"),             COL_EMAIL_STATUS,         ALIAS_ACCEPTS_EMAIL },
    { STR_INIT("Address1"),                      COL_ADDRESS_LINE1,        ALIAS_PLAIN },
    { STR_INIT("Address 1"),                     COL_ADDRESS_LINE1,        ALIAS_PLAIN },
    { STR_INIT("Address2"),                      COL_ADDRESS_LINE2,        ALIAS_PLAIN },
    { STR_INIT("Address 2"),                     COL_ADDRESS_LINE2,        ALIAS_PLAIN },
    { STR_INIT("Address Default"),               COL_ADDRESS_DEFAULT,      ALIAS_PLAIN },
    { STR_INIT("Handle"),                        COL_EMAIL,                ALIAS_PLAIN },
};
/* clang-format on */

const struct alias *alias_find(str key)
{
    for (size_t i = 0; i < countof(aliases); i++)
        if (str_eq_fold(aliases[i].header, key))
            return &aliases[i];
    return NULL;
}
