/*
 * plan_cases.h - for tests: sheets of one customer, the shop's customer, and what is decided (see case.h).
 *
 * Each begins with the rule of docs/FORMAT.md that it shows. plan_test.c holds the decisions to it; undo_plan_test.c
 * and pack_test.c take the same cases there and back again.
 */
#ifndef MODEL_PLAN_CASES_H
#define MODEL_PLAN_CASES_H

#include "model/case_told.h"

/* A sheet of one customer, the shop's customer (NULL: none), and the whole decision as text. */
struct plan_case {
    const char *rule, *sheet, *shop, *told;
};

#define YOU "ID=1|EMAIL=you@example.com"
#define MET "ID=1|EMAIL=you@example.com|FIRST_NAME=Ann|LAST_NAME=Lee|PHONE=+81312345678|LANGUAGE=ja|NOTE=old"

static const struct plan_case commands_cases[] = {
    { "M-1", "ID|NOTE\n1|hello", YOU, "UPDATE by ID: NOTE=hello" },
    { "M-2 unknown ID", "ID|EMAIL|NOTE\n9|you@example.com|hello", YOU, "UPDATE by EMAIL: NOTE=hello" },
    { "M-2", "EMAIL|NOTE\nYOU@example.com|hello", YOU, "UPDATE by EMAIL: NOTE=hello" },
    { "M-3", "PHONE|NOTE\n+81312345678|hello", MET, "UPDATE by PHONE: NOTE=hello" },
    { "M-3 unknown ID", "ID|PHONE|NOTE\n9|+81312345678|hello", MET, "UPDATE by PHONE: NOTE=hello" },
    { "M-3 an email that is not there", "EMAIL|PHONE\nme@example.com|+81312345678", MET,
      "REFUSED ! PHONE_TAKEN(1)" },
    { "M-5 email", "ID|EMAIL\n1|new@example.com", YOU, "UPDATE by ID: EMAIL=new@example.com" },
    { "M-5 phone", "EMAIL|PHONE\nyou@example.com|+81312345678", YOU, "UPDATE by EMAIL: PHONE=+81312345678" },
    { "M-5 same email in other case", "ID|EMAIL\n1|You@Example.com", YOU, "UNCHANGED by ID" },
    { "M-7", "ID|NOTE\n9|hello", NULL, "REFUSED ! NO_KEY" },
    { "M-7 phone", "PHONE\n+81312345678", NULL, "CREATE PHONE=+81312345678 LANGUAGE=ja" },
    { "M-7 first name", "FIRST_NAME\nAnn", NULL, "CREATE FIRST_NAME=Ann LANGUAGE=ja" },
    { "M-7 last name", "LAST_NAME\nLee", NULL, "CREATE LAST_NAME=Lee LANGUAGE=ja" },
    { "M-8 creates", "EMAIL|COMMAND\nyou@example.com|MERGE", NULL, "CREATE EMAIL=you@example.com LANGUAGE=ja" },
    { "M-8 blank", "EMAIL|COMMAND|NOTE\nyou@example.com||x", YOU, "UPDATE by EMAIL: NOTE=x" },
    { "M-9", "EMAIL|COMMAND\nyou@example.com|NEW", NULL, "CREATE EMAIL=you@example.com LANGUAGE=ja" },
    { "M-9 ID", "ID|COMMAND\n1|NEW", YOU, "REFUSED by ID ! ALREADY_EXISTS(ID,1)" },
    { "M-9 email", "EMAIL|COMMAND\nyou@example.com|NEW", YOU, "REFUSED by EMAIL ! ALREADY_EXISTS(Email,1)" },
    { "M-9 phone", "EMAIL|PHONE|COMMAND\nme@example.com|+81312345678|NEW", MET,
      "REFUSED by PHONE ! ALREADY_EXISTS(Phone,1)" },
    { "M-10", "EMAIL|COMMAND|NOTE\nyou@example.com|UPDATE|x", YOU, "UPDATE by EMAIL: NOTE=x" },
    { "M-10 missing", "EMAIL|COMMAND\nyou@example.com|UPDATE", NULL, "REFUSED ! NOT_FOUND" },
    { "M-11", "EMAIL|COMMAND|TAGS\nyou@example.com|REPLACE|a", YOU "|LANGUAGE=ja|NOTE=old|TAGS=b",
      "REPLACE by EMAIL: EMAIL=you@example.com LANGUAGE=ja +a" },
    { "M-11 missing", "EMAIL|COMMAND\nyou@example.com|REPLACE", NULL, "CREATE EMAIL=you@example.com LANGUAGE=ja" },
    { "M-11 address IDs are of the old one", "EMAIL|COMMAND|ADDRESS_ID|ADDRESS_LINE1\nyou@example.com|REPLACE|11|Main St",
      YOU "|LANGUAGE=ja|@|ADDRESS_ID=11|ADDRESS_LINE1=Main St|ADDRESS_DEFAULT=TRUE",
      "REPLACE by EMAIL: EMAIL=you@example.com LANGUAGE=ja add{ ADDRESS_LINE1=Main St default}" },
    { "M-12 orders", "EMAIL|COMMAND\nyou@example.com|REPLACE", YOU "|TOTAL_ORDERS=2", "REFUSED by EMAIL ! HAS_ORDERS" },
    { "M-12 nobody", "ID|COMMAND|NOTE\n1|REPLACE|x", YOU, "REFUSED by ID ! NO_KEY REPLACE_INVALID" },
    { "M-12 consent", "EMAIL|COMMAND|EMAIL_STATUS\nyou@example.com|REPLACE|invalid", YOU,
      "REFUSED by EMAIL ! CONSENT_READ_ONLY(invalid) REPLACE_INVALID" },
    { "M-13", "EMAIL|COMMAND|NOTE|TAX_EXEMPT\nyou@example.com|DELETE|x|maybe", YOU, "DELETE by EMAIL" },
    { "M-13 missing", "EMAIL|COMMAND\nyou@example.com|DELETE", NULL, "REFUSED ! NOT_FOUND" },
    { "M-13 orders", "EMAIL|COMMAND\nyou@example.com|DELETE", YOU "|TOTAL_ORDERS=1", "REFUSED by EMAIL ! HAS_ORDERS" },
    { "M-13 bad key", "EMAIL|COMMAND\nyou|DELETE", YOU, "REFUSED ! EMAIL_INVALID" },
    { "M-14", "EMAIL|COMMAND|TAX_EXEMPT\nyou|IGNORE|maybe", YOU, "IGNORED" },
    { "M-15", "EMAIL|FIRST_NAME|NOTE\nyou@example.com|Ann|old", MET, "UNCHANGED by EMAIL" },
    { "R-10", "EMAIL|TAX_EXEMPT|NOTE\nyou@example.com|maybe|x", YOU, "REFUSED by EMAIL ! BOOLEAN_INVALID" },
    { "R-11", "NOTE|EMAIL\nx|", NULL, "REFUSED ! NO_KEY" },
};

static const struct plan_case blanks_cases[] = {
    { "B-1", "EMAIL\nyou@example.com", MET, "UNCHANGED by EMAIL" },
    { "B-2 names and note", "EMAIL|FIRST_NAME|LAST_NAME|NOTE\nyou@example.com|||", MET,
      "UPDATE by EMAIL: FIRST_NAME=- LAST_NAME=- NOTE=- cleared=3" },
    { "B-2 tax", "EMAIL|TAX_EXEMPT|TAX_EXEMPTIONS\nyou@example.com||",
      YOU "|TAX_EXEMPT=TRUE|TAX_EXEMPTIONS=CA_STATUS_CARD_EXEMPTION",
      "UPDATE by EMAIL: TAX_EXEMPT=FALSE TAX_EXEMPTIONS=- cleared=2" },
    { "B-2 nothing there", "EMAIL|FIRST_NAME|NOTE|TAX_EXEMPT|TAX_EXEMPTIONS\nyou@example.com||||", YOU,
      "UNCHANGED by EMAIL" },
    { "B-3", "ID|EMAIL\n1|", MET, "UPDATE by ID: EMAIL=- cleared=1" },
    { "B-3 the only identity", "ID|EMAIL|NOTE\n1||x", YOU, "UPDATE by ID: NOTE=x" },
    { "B-3 keeps the phone that is given", "ID|EMAIL|PHONE\n1||+81312345678", YOU,
      "UPDATE by ID: EMAIL=- PHONE=+81312345678 cleared=1" },
    { "B-3 both blank and no name", "ID|EMAIL|PHONE\n1||", YOU "|PHONE=+81312345678", "UNCHANGED by ID" },
    { "B-3 found by phone", "EMAIL|PHONE\n|+81312345678", MET, "UNCHANGED by PHONE" },
    { "B-4", "EMAIL|PHONE\nyou@example.com|", MET, "UPDATE by EMAIL: PHONE=- cleared=1" },
    { "B-4 found by ID", "ID|PHONE\n1|", MET, "UPDATE by ID: PHONE=- cleared=1" },
    { "B-4 the only identity", "ID|PHONE\n1|", "ID=1|PHONE=+81312345678", "UNCHANGED by ID" },
    { "B-5", "ID|FIRST_NAME\n1|", "ID=1|FIRST_NAME=Ann", "REFUSED by ID ! LAST_IDENTITY" },
    { "B-5 one name stays", "ID|FIRST_NAME\n1|", "ID=1|FIRST_NAME=Ann|LAST_NAME=Lee",
      "UPDATE by ID: FIRST_NAME=- cleared=1" },
    { "B-6", "EMAIL|LANGUAGE\nyou@example.com|", YOU "|LANGUAGE=en", "UPDATE by EMAIL: LANGUAGE=ja cleared=1" },
    { "B-6 it is so", "EMAIL|LANGUAGE\nyou@example.com|", YOU "|LANGUAGE=ja", "UNCHANGED by EMAIL" },
    { "B-6 the shop has none", "EMAIL|LANGUAGE\nyou@example.com|", YOU, "UNCHANGED by EMAIL" },
    { "B-6 new", "EMAIL|LANGUAGE\nyou@example.com|", NULL, "CREATE EMAIL=you@example.com LANGUAGE=ja" },
    { "B-7", "EMAIL|MULTIPASS|EMAIL_STATUS|EMAIL_LEVEL|EMAIL_UPDATED_AT|SMS_STATUS\nyou@example.com|||||",
      YOU "|MULTIPASS=m|EMAIL_STATUS=subscribed", "UNCHANGED by EMAIL" },
    { "B-9 new customers clear nothing", "EMAIL|NOTE|TAX_EXEMPT|TAX_EXEMPTIONS\nyou@example.com|||", NULL,
      "CREATE EMAIL=you@example.com LANGUAGE=ja TAX_EXEMPT=FALSE" },
    { "V-LANG-2", "EMAIL|LANGUAGE\nyou@example.com|Klingon", YOU "|LANGUAGE=ja",
      "UNCHANGED by EMAIL ! LANGUAGE_UNKNOWN" },
    { "V-LANG-3", "EMAIL|LANGUAGE\nyou@example.com|fr", YOU "|LANGUAGE=ja", "UPDATE by EMAIL: LANGUAGE=fr ! LANGUAGE_NOT_ENABLED" },
    { "V-LANG-3 it is so", "EMAIL|LANGUAGE\nyou@example.com|fr", YOU "|LANGUAGE=fr", "UNCHANGED by EMAIL" },
    { "tax", "EMAIL|TAX_EXEMPT|TAX_EXEMPTIONS\nyou@example.com|yes|CA_STATUS_CARD_EXEMPTION", YOU,
      "UPDATE by EMAIL: TAX_EXEMPT=TRUE TAX_EXEMPTIONS=CA_STATUS_CARD_EXEMPTION" },
    { "multipass", "EMAIL|MULTIPASS\nyou@example.com|bob", YOU, "UPDATE by EMAIL: MULTIPASS=bob" },
};

static const struct plan_case tags_cases[] = {
    { "T-2", "EMAIL|TAGS\nyou@example.com|b, c", YOU "|TAGS=a, b", "UPDATE by EMAIL: +c" },
    { "T-2 blank command", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|c|", YOU "|TAGS=a", "UPDATE by EMAIL: +c" },
    { "T-3", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|A, x|DELETE", YOU "|TAGS=a, b", "UPDATE by EMAIL: -a" },
    { "T-3 none of them", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|x|DELETE", YOU "|TAGS=a", "UNCHANGED by EMAIL" },
    { "T-4", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|b, c|REPLACE", YOU "|TAGS=a, b", "UPDATE by EMAIL: -a +c" },
    { "T-4 blank", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com||REPLACE", YOU "|TAGS=a, b",
      "UPDATE by EMAIL: -a -b cleared=1" },
    { "T-4 blank, none there", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com||REPLACE", YOU, "UNCHANGED by EMAIL" },
    { "T-4 no Tags column", "EMAIL|TAGS_COMMAND\nyou@example.com|REPLACE", YOU "|TAGS=a", "UNCHANGED by EMAIL" },
    { "T-4 in another order", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|b, A|REPLACE", YOU "|TAGS=a, b",
      "UNCHANGED by EMAIL" },
    { "T-5", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com||DELETE", YOU "|TAGS=a", "UNCHANGED by EMAIL" },
    { "T-5 blank MERGE", "EMAIL|TAGS\nyou@example.com|", YOU "|TAGS=a", "UNCHANGED by EMAIL" },
    { "T-6", "EMAIL|TAGS\nyou@example.com|VIP", YOU "|TAGS=vip", "UNCHANGED by EMAIL" },
    { "T-1", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|b|MERGE\nyou@example.com|a|DELETE\nyou@example.com|c|",
      YOU "|TAGS=a", "UPDATE by EMAIL: -a +b +c" },
    { "T-1 away and back", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|a|DELETE\nyou@example.com|A|MERGE",
      YOU "|TAGS=a", "UNCHANGED by EMAIL" },
    { "T-1 added and away", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|n|MERGE\nyou@example.com|N|DELETE", YOU,
      "UNCHANGED by EMAIL" },
    { "T-1 new", "EMAIL|TAGS|TAGS_COMMAND\nyou@example.com|b, a|REPLACE", NULL,
      "CREATE EMAIL=you@example.com LANGUAGE=ja +b +a" },
};

static const struct plan_case consents_cases[] = {
    { "E-1", "EMAIL|EMAIL_STATUS\nyou@example.com|subscribed", YOU,
      "UPDATE by EMAIL: EMAIL_STATUS=subscribed EMAIL_LEVEL=single_opt_in EMAIL_UPDATED_AT=2023-11-14 22:13:20 +0000" },
    { "E-1 unsubscribed", "EMAIL|EMAIL_STATUS\nyou@example.com|unsubscribed",
      YOU "|EMAIL_STATUS=subscribed|EMAIL_LEVEL=confirmed_opt_in|EMAIL_UPDATED_AT=2020-01-01",
      "UPDATE by EMAIL: EMAIL_STATUS=unsubscribed EMAIL_LEVEL=confirmed_opt_in "
      "EMAIL_UPDATED_AT=2023-11-14 22:13:20 +0000" },
    { "E-2", "EMAIL|EMAIL_STATUS|EMAIL_LEVEL\nyou@example.com|pending|", YOU,
      "REFUSED by EMAIL ! PENDING_NEEDS_CONFIRMED" },
    { "E-2 confirmed", "EMAIL|EMAIL_STATUS|EMAIL_LEVEL|EMAIL_UPDATED_AT\n"
      "you@example.com|pending|confirmed_opt_in|2021-02-03 04:05:06 +0000", YOU,
      "UPDATE by EMAIL: EMAIL_STATUS=pending EMAIL_LEVEL=confirmed_opt_in EMAIL_UPDATED_AT=2021-02-03 04:05:06 +0000" },
    { "E-3 the shop has one", "EMAIL|EMAIL_STATUS\nyou@example.com|subscribed",
      YOU "|EMAIL_STATUS=unsubscribed|EMAIL_LEVEL=unknown",
      "UPDATE by EMAIL: EMAIL_STATUS=subscribed EMAIL_LEVEL=unknown EMAIL_UPDATED_AT=2023-11-14 22:13:20 +0000" },
    { "E-4 level", "EMAIL|EMAIL_STATUS|EMAIL_LEVEL\nyou@example.com|subscribed|confirmed_opt_in",
      YOU "|EMAIL_STATUS=subscribed|EMAIL_UPDATED_AT=2020-01-01",
      "UPDATE by EMAIL: EMAIL_STATUS=subscribed EMAIL_LEVEL=confirmed_opt_in "
      "EMAIL_UPDATED_AT=2023-11-14 22:13:20 +0000" },
    { "E-4 nothing changes", "EMAIL|EMAIL_STATUS\nyou@example.com|subscribed",
      YOU "|EMAIL_STATUS=subscribed|EMAIL_UPDATED_AT=2020-01-01", "UNCHANGED by EMAIL" },
    { "E-4 the shop's clock is ahead", "EMAIL|EMAIL_STATUS\nyou@example.com|unsubscribed",
      YOU "|EMAIL_STATUS=subscribed|EMAIL_UPDATED_AT=2030-01-01 00:00:00 +0000",
      "UPDATE by EMAIL: EMAIL_STATUS=unsubscribed EMAIL_LEVEL=single_opt_in EMAIL_UPDATED_AT=2030-01-01 00:00:00 +0000" },
    { "E-5", "EMAIL|EMAIL_STATUS|EMAIL_LEVEL\nyou@example.com|not_subscribed|confirmed_opt_in", YOU,
      "UNCHANGED by EMAIL" },
    { "E-5 new", "EMAIL|EMAIL_STATUS\nyou@example.com|not_subscribed", NULL,
      "CREATE EMAIL=you@example.com LANGUAGE=ja" },
    { "E-5 elsewhere", "EMAIL|EMAIL_STATUS\nyou@example.com|not_subscribed", YOU "|EMAIL_STATUS=subscribed",
      "REFUSED by EMAIL ! CONSENT_NOT_SETTABLE(not_subscribed)" },
    { "E-6", "EMAIL|EMAIL_STATUS\nyou@example.com|redacted", YOU, "REFUSED by EMAIL ! CONSENT_READ_ONLY(redacted)" },
    { "E-6 so already", "EMAIL|EMAIL_STATUS\nyou@example.com|invalid", YOU "|EMAIL_STATUS=invalid",
      "UNCHANGED by EMAIL" },
    { "E-7", "PHONE|EMAIL_STATUS\n+81312345678|subscribed", "ID=1|PHONE=+81312345678",
      "REFUSED by PHONE ! CONSENT_NEEDS_EMAIL" },
    { "E-7 phone", "EMAIL|SMS_STATUS\nyou@example.com|subscribed", YOU, "REFUSED by EMAIL ! CONSENT_NEEDS_PHONE" },
    { "E-7 given by the row", "EMAIL|PHONE|SMS_STATUS\nyou@example.com|+81312345678|subscribed", NULL,
      "CREATE EMAIL=you@example.com PHONE=+81312345678 LANGUAGE=ja SMS_STATUS=subscribed SMS_LEVEL=single_opt_in "
      "SMS_UPDATED_AT=2023-11-14 22:13:20 +0000" },
    { "E-7 cleared by the row", "EMAIL|PHONE|SMS_STATUS\nyou@example.com||unsubscribed", MET,
      "REFUSED by EMAIL ! CONSENT_NEEDS_PHONE" },
    { "E-8 no invalid", "PHONE|SMS_STATUS\n+81312345678|invalid", MET,
      "REFUSED by PHONE ! WORD_UNKNOWN(not_subscribed, pending, subscribed, unsubscribed, redacted)" },
    { "E-9", "PHONE|SMS_STATUS|SMS_LEVEL\n+81312345678|not_subscribed|confirmed_opt_in", NULL,
      "CREATE PHONE=+81312345678 LANGUAGE=ja" },
    { "E-10 level", "EMAIL|EMAIL_LEVEL\nyou@example.com|confirmed_opt_in", YOU,
      "UNCHANGED by EMAIL ! CONSENT_WITHOUT_STATUS" },
    { "E-10 date", "EMAIL|SMS_STATUS|SMS_UPDATED_AT\nyou@example.com||2020-01-01", YOU,
      "UNCHANGED by EMAIL ! CONSENT_WITHOUT_STATUS" },
    { "E-11", "EMAIL|EMAIL_STATUS|EMAIL_UPDATED_AT\nyou@example.com|subscribed|2050-01-01", YOU,
      "REFUSED by EMAIL ! CONSENT_IN_FUTURE" },
    { "E-12", "EMAIL|EMAIL_STATUS|EMAIL_UPDATED_AT\nyou@example.com|unsubscribed|2019-01-01",
      YOU "|EMAIL_STATUS=subscribed|EMAIL_UPDATED_AT=2020-01-01", "UNCHANGED by EMAIL ! CONSENT_OLDER" },
    { "E-12 newer", "EMAIL|EMAIL_STATUS|EMAIL_UPDATED_AT\nyou@example.com|subscribed|2021-01-01 00:00:00 +0000",
      YOU "|EMAIL_STATUS=subscribed|EMAIL_UPDATED_AT=2020-01-01",
      "UPDATE by EMAIL: EMAIL_STATUS=subscribed EMAIL_LEVEL=single_opt_in EMAIL_UPDATED_AT=2021-01-01 00:00:00 +0000" },
    { "E-12 the same second", "EMAIL|EMAIL_STATUS|EMAIL_LEVEL|EMAIL_UPDATED_AT\n"
      "you@example.com|subscribed|single_opt_in|2020-01-01 09:00:01 +0900",
      YOU "|EMAIL_STATUS=subscribed|EMAIL_UPDATED_AT=2020-01-01 00:00:01 +0000", "UNCHANGED by EMAIL" },
    { "L-1", "EMAIL|ACCEPTS_EMAIL\nyou@example.com|yes", YOU,
      "UPDATE by EMAIL: EMAIL_STATUS=subscribed EMAIL_LEVEL=single_opt_in EMAIL_UPDATED_AT=2023-11-14 22:13:20 +0000" },
    { "L-1 refused", "EMAIL|ACCEPTS_EMAIL\nyou@example.com|perhaps", YOU, "REFUSED by EMAIL ! BOOLEAN_INVALID" },
    { "L-2 subscribed", "EMAIL|ACCEPTS_EMAIL\nyou@example.com|no", YOU "|EMAIL_STATUS=subscribed",
      "UPDATE by EMAIL: EMAIL_STATUS=unsubscribed EMAIL_LEVEL=single_opt_in "
      "EMAIL_UPDATED_AT=2023-11-14 22:13:20 +0000" },
    { "L-2 never was", "EMAIL|ACCEPTS_EMAIL\nyou@example.com|no", YOU, "UNCHANGED by EMAIL" },
    { "L-2 new", "EMAIL|ACCEPTS_SMS\nyou@example.com|FALSE", NULL, "CREATE EMAIL=you@example.com LANGUAGE=ja" },
    { "L-2 blank", "EMAIL|ACCEPTS_EMAIL\nyou@example.com|", YOU "|EMAIL_STATUS=subscribed", "UNCHANGED by EMAIL" },
    { "I-1", "EMAIL|SEND_INVITE\nyou@example.com|TRUE", YOU, "UPDATE by EMAIL: invite" },
    { "I-1 new", "EMAIL|SEND_INVITE\nyou@example.com|TRUE", NULL, "CREATE EMAIL=you@example.com LANGUAGE=ja invite" },
    { "I-1 FALSE", "EMAIL|SEND_INVITE\nyou@example.com|FALSE", YOU, "UNCHANGED by EMAIL" },
    { "I-1 invited already", "EMAIL|SEND_INVITE\nyou@example.com|TRUE", YOU "|STATE=invited", "UPDATE by EMAIL: invite" },
    { "I-2", "PHONE|SEND_INVITE\n+81312345678|TRUE", NULL, "REFUSED ! INVITE_NEEDS_EMAIL" },
    { "I-3", "EMAIL|SEND_INVITE\nyou@example.com|TRUE", YOU "|STATE=enabled",
      "UNCHANGED by EMAIL ! INVITE_NOT_SENT(enabled)" },
    { "I-3 declined", "EMAIL|SEND_INVITE\nyou@example.com|TRUE", YOU "|STATE=declined",
      "UNCHANGED by EMAIL ! INVITE_NOT_SENT(declined)" },
};

#define HOME "|@|ADDRESS_ID=11|ADDRESS_FIRST=Ann|ADDRESS_LINE1=1 Main St|ADDRESS_CITY=Boston|ADDRESS_PROVINCE=Massachusetts" \
    "|ADDRESS_PROVINCE_CODE=MA|ADDRESS_COUNTRY=United States|ADDRESS_COUNTRY_CODE=US|ADDRESS_ZIP=02108|ADDRESS_DEFAULT=TRUE"
#define WORK "|@|ADDRESS_ID=12|ADDRESS_COMPANY=Acme|ADDRESS_LINE1=9 Dock Rd|ADDRESS_COUNTRY=Japan|ADDRESS_COUNTRY_CODE=JP"

static const struct plan_case addresses_cases[] = {
    { "A-1", "EMAIL|ADDRESS_LINE1|ADDRESS_COMMAND|ADDRESS_DEFAULT\nyou@example.com||MERGE|TRUE", MET HOME,
      "UNCHANGED by EMAIL" },
    { "A-2", "EMAIL|ADDRESS_ID|ADDRESS_CITY|ADDRESS_ZIP|ADDRESS_COMPANY\nyou@example.com|11|Salem||Acme", MET HOME,
      "UPDATE by EMAIL: change{11 ADDRESS_COMPANY=Acme ADDRESS_CITY=Salem ADDRESS_ZIP=-} cleared=1" },
    { "A-2 nothing new", "EMAIL|ADDRESS_ID|ADDRESS_CITY|ADDRESS_LINE2\nyou@example.com|11|Boston|", MET HOME,
      "UNCHANGED by EMAIL" },
    { "A-2 country away", "EMAIL|ADDRESS_ID|ADDRESS_COUNTRY\nyou@example.com|12|", MET WORK,
      "UPDATE by EMAIL: change{12 ADDRESS_COUNTRY=- ADDRESS_COUNTRY_CODE=-} cleared=2" },
    { "A-3", "EMAIL|ADDRESS_ID|ADDRESS_CITY\nyou@example.com|99|Salem", MET HOME,
      "REFUSED by EMAIL ! ADDRESS_NOT_FOUND(99,0)" },
    { "A-3 twice", "EMAIL|ADDRESS_ID|ADDRESS_CITY\nyou@example.com|11|Salem\nyou@example.com|11|Lynn", MET HOME,
      "REFUSED by EMAIL ! ADDRESS_TWICE(11,2)" },
    { "A-3 new customer", "EMAIL|ADDRESS_ID|ADDRESS_CITY\nme@example.com|99|Salem", NULL,
      "CREATE EMAIL=me@example.com LANGUAGE=ja add{ ADDRESS_CITY=Salem default}" },
    { "A-4", "EMAIL|ADDRESS_LINE1|ADDRESS_CITY|ADDRESS_COUNTRY\nyou@example.com|１ main  ST|BOSTON|アメリカ", MET HOME,
      "UNCHANGED by EMAIL" },
    { "A-4 another", "EMAIL|ADDRESS_LINE1|ADDRESS_CITY|ADDRESS_LINE2\nyou@example.com|1 Main St|Boston|Apt 2", MET HOME,
      "UPDATE by EMAIL: add{ ADDRESS_FIRST=Ann ADDRESS_LAST=Lee ADDRESS_PHONE=+81312345678 ADDRESS_LINE1=1 Main St "
      "ADDRESS_LINE2=Apt 2 ADDRESS_CITY=Boston}" },
    { "A-4 another country", "EMAIL|ADDRESS_LINE1|ADDRESS_COUNTRY_CODE\nyou@example.com|9 Dock Rd|FR", YOU WORK,
      "UPDATE by EMAIL: add{ ADDRESS_LINE1=9 Dock Rd ADDRESS_COUNTRY=France ADDRESS_COUNTRY_CODE=FR}" },
    { "A-4 twice in the sheet", "EMAIL|ADDRESS_LINE1\nyou@example.com|New St\nyou@example.com|new st", YOU,
      "UPDATE by EMAIL: add{ ADDRESS_LINE1=New St default}" },
    { "A-5", "EMAIL|ADDRESS_ID|ADDRESS_COMMAND\nyou@example.com|12|DELETE", MET HOME WORK,
      "UPDATE by EMAIL: remove{12}" },
    { "A-5 the main one", "EMAIL|ADDRESS_ID|ADDRESS_COMMAND\nyou@example.com|11|DELETE", MET HOME WORK,
      "UPDATE by EMAIL: remove{11} change{12 default}" },
    { "A-5 no ID", "EMAIL|ADDRESS_LINE1|ADDRESS_COMMAND\nyou@example.com|1 Main St|DELETE", MET HOME,
      "REFUSED by EMAIL ! ADDRESS_DELETE_NEEDS_ID(0,0)" },
    { "A-5 unknown", "EMAIL|ADDRESS_ID|ADDRESS_COMMAND\nyou@example.com|13|DELETE", MET HOME,
      "REFUSED by EMAIL ! ADDRESS_NOT_FOUND(13,0)" },
    { "A-5 with the old one", "EMAIL|COMMAND|ADDRESS_ID|ADDRESS_COMMAND\nyou@example.com|REPLACE|11|DELETE", YOU "|LANGUAGE=ja" HOME,
      "REPLACE by EMAIL: EMAIL=you@example.com LANGUAGE=ja" },
    { "A-6", "EMAIL|ADDRESS_ID|ADDRESS_LINE1|ADDRESS_COMMAND\nyou@example.com|12|9 Dock Rd|\nyou@example.com||New St|REPLACE",
      YOU HOME WORK, "UPDATE by EMAIL: add{ ADDRESS_LINE1=New St} remove{11} change{12 default}" },
    { "A-6 the same ones", "EMAIL|ADDRESS_ID|ADDRESS_LINE1|ADDRESS_COMMAND\nyou@example.com|11|1 Main St|REPLACE", YOU HOME,
      "UNCHANGED by EMAIL" },
    { "A-6 none", "EMAIL|ADDRESS_LINE1|ADDRESS_COMMAND\nyou@example.com||REPLACE", YOU HOME WORK,
      "UPDATE by EMAIL: remove{11} remove{12} cleared=2" },
    { "A-7 blank takes the customer's", "EMAIL|ADDRESS_ID|ADDRESS_FIRST|FIRST_NAME\nyou@example.com|11||Zoe", MET HOME,
      "UPDATE by EMAIL: FIRST_NAME=Zoe change{11 ADDRESS_FIRST=Zoe}" },
    { "A-7 blank there too", "EMAIL|ADDRESS_ID|ADDRESS_FIRST|ADDRESS_PHONE\nyou@example.com|12||", MET HOME WORK,
      "UNCHANGED by EMAIL" },
    { "A-7 absent", "EMAIL|ADDRESS_ID|FIRST_NAME\nyou@example.com|11|Zoe", MET HOME, "UPDATE by EMAIL: FIRST_NAME=Zoe" },
    { "A-7 a new name, the same address", "EMAIL|FIRST_NAME|ADDRESS_FIRST|ADDRESS_LINE1|ADDRESS_ZIP\n"
      "you@example.com|Zoe||1 Main St|02108", MET HOME, "UPDATE by EMAIL: FIRST_NAME=Zoe change{11 ADDRESS_FIRST=Zoe}" },
    { "A-7 somebody else there", "EMAIL|ADDRESS_FIRST|ADDRESS_LINE1\nyou@example.com|Bob|1 Main St", YOU HOME,
      "UPDATE by EMAIL: add{ ADDRESS_FIRST=Bob ADDRESS_LINE1=1 Main St}" },
    { "A-7 changed", "EMAIL|ADDRESS_ID|ADDRESS_LAST|ADDRESS_PHONE\nyou@example.com|11|Ray|+81312345679", YOU HOME,
      "UPDATE by EMAIL: change{11 ADDRESS_LAST=Ray ADDRESS_PHONE=+81312345679}" },
    { "A-8", "EMAIL|ADDRESS_ID|ADDRESS_DEFAULT\nyou@example.com|12|TRUE", YOU HOME WORK,
      "UPDATE by EMAIL: change{12 default}" },
    { "A-8 it is so", "EMAIL|ADDRESS_ID|ADDRESS_DEFAULT\nyou@example.com|11|TRUE\nyou@example.com|12|FALSE",
      YOU HOME WORK, "UNCHANGED by EMAIL" },
    { "A-8 two", "EMAIL|ADDRESS_ID|ADDRESS_DEFAULT\nyou@example.com|11|TRUE\nyou@example.com|12|TRUE", YOU HOME WORK,
      "REFUSED by EMAIL ! TWO_DEFAULT_ADDRESSES(2)" },
    { "A-9", "EMAIL|ADDRESS_LINE1\nyou@example.com|A\nyou@example.com|B", YOU,
      "UPDATE by EMAIL: add{ ADDRESS_LINE1=A default} add{ ADDRESS_LINE1=B}" },
    { "A-9 says so", "EMAIL|ADDRESS_LINE1|ADDRESS_DEFAULT\nyou@example.com|A|\nyou@example.com|B|TRUE", NULL,
      "CREATE EMAIL=you@example.com LANGUAGE=ja add{ ADDRESS_LINE1=A} add{ ADDRESS_LINE1=B default}" },
    { "A-10", "EMAIL|ADDRESS_LINE1|ADDRESS_PROVINCE|ADDRESS_COUNTRY_CODE\nyou@example.com|A|東京都|JP", NULL,
      "CREATE EMAIL=you@example.com LANGUAGE=ja add{ ADDRESS_LINE1=A ADDRESS_PROVINCE=東京都 "
      "ADDRESS_PROVINCE_CODE=JP-13 ADDRESS_COUNTRY=Japan ADDRESS_COUNTRY_CODE=JP default}" },
    { "A-10 by code", "EMAIL|ADDRESS_PROVINCE_CODE|ADDRESS_COUNTRY\nyou@example.com|13|日本", NULL,
      "CREATE EMAIL=you@example.com LANGUAGE=ja add{ ADDRESS_PROVINCE=Tokyo ADDRESS_PROVINCE_CODE=JP-13 "
      "ADDRESS_COUNTRY=日本 ADDRESS_COUNTRY_CODE=JP default}" },
    { "A-10 another province", "EMAIL|ADDRESS_ID|ADDRESS_PROVINCE|ADDRESS_COUNTRY\nyou@example.com|11|New York|USA",
      YOU HOME, "UPDATE by EMAIL: change{11 ADDRESS_PROVINCE=New York ADDRESS_PROVINCE_CODE=NY}" },
    { "A-11", "EMAIL|ADDRESS_COUNTRY\nyou@example.com|Atlantis", YOU, "REFUSED by EMAIL ! COUNTRY_UNKNOWN" },
    { "A-12", "EMAIL|ADDRESS_COUNTRY|ADDRESS_COUNTRY_CODE\nyou@example.com|Japan|FR", YOU,
      "REFUSED by EMAIL ! COUNTRY_CONTRADICTS(FR)" },
    { "A-12 province", "EMAIL|ADDRESS_COUNTRY_CODE|ADDRESS_PROVINCE|ADDRESS_PROVINCE_CODE\nyou@example.com|US|Texas|CA",
      YOU, "REFUSED by EMAIL ! PROVINCE_CONTRADICTS(CA)" },
    { "A-13", "EMAIL|ADDRESS_COUNTRY_CODE|ADDRESS_PROVINCE\nyou@example.com|US|Westeros", YOU,
      "UPDATE by EMAIL: add{ ADDRESS_PROVINCE=Westeros ADDRESS_COUNTRY=United States ADDRESS_COUNTRY_CODE=US default} "
      "! PROVINCE_UNKNOWN(United States)" },
    { "A-13 it is so", "EMAIL|ADDRESS_ID|ADDRESS_COUNTRY_CODE|ADDRESS_PROVINCE\nyou@example.com|11|US|Westeros",
      YOU "|@|ADDRESS_ID=11|ADDRESS_COUNTRY_CODE=US|ADDRESS_PROVINCE=Westeros|ADDRESS_DEFAULT=TRUE",
      "UNCHANGED by EMAIL ! PROVINCE_UNKNOWN(United States)" },
};

static const struct plan_case metafields_cases[] = {
    { "F-1", "EMAIL|M.my.color:single_line_text_field\nyou@example.com|red", YOU,
      "UPDATE by EMAIL: color:single_line_text_field=red" },
    { "F-1 so already", "EMAIL|M.my.color:single_line_text_field\nyou@example.com|red",
      YOU "|M.my.color:single_line_text_field=red", "UNCHANGED by EMAIL" },
    { "F-5 definition", "EMAIL|M.my.size:\nyou@example.com|42", YOU, "UPDATE by EMAIL: size:number_integer=42" },
    { "F-5 does not fit it", "EMAIL|M.my.size:\nyou@example.com|tall", YOU,
      "REFUSED by EMAIL ! METAFIELD_INVALID(number_integer)" },
    { "F-5 what the customer has", "EMAIL|M.my.hat:\nyou@example.com|8", YOU "|M.my.hat:number_integer=7",
      "UPDATE by EMAIL: hat:number_integer=8" },
    { "F-5 none", "EMAIL|M.my.hat:\nyou@example.com|8", YOU, "REFUSED by EMAIL ! METAFIELD_NO_TYPE(my.hat)" },
    { "F-5 none, blank", "EMAIL|M.my.hat:\nyou@example.com|", YOU, "UNCHANGED by EMAIL" },
    { "F-7", "EMAIL|M.my.size:single_line_text_field\nyou@example.com|42", YOU "|M.my.size:number_integer=42",
      "UPDATE by EMAIL: size:single_line_text_field=42" },
    { "F-8", "EMAIL|M.my.size:\nyou@example.com|", YOU "|M.my.size:number_integer=42",
      "UPDATE by EMAIL: size:number_integer=- cleared=1" },
    { "F-9", "EMAIL|M.my.size:number_integer\nyou@example.com|tall", YOU,
      "REFUSED by EMAIL ! METAFIELD_INVALID(number_integer)" },
    { "F-9 the same in another form", "EMAIL|M.my.size:number_decimal\nyou@example.com|1,000.5",
      YOU "|M.my.size:number_decimal=1000.5", "UNCHANGED by EMAIL" },
    { "F new", "EMAIL|M.my.size:number_integer\nyou@example.com|1", NULL,
      "CREATE EMAIL=you@example.com LANGUAGE=ja size:number_integer=1" },
};

static const struct case_group {
    const struct plan_case *at;
    size_t n;
} case_groups[] = {
    { commands_cases, countof(commands_cases) },     { blanks_cases, countof(blanks_cases) },
    { tags_cases, countof(tags_cases) },             { consents_cases, countof(consents_cases) },
    { addresses_cases, countof(addresses_cases) },   { metafields_cases, countof(metafields_cases) },
};

static inline struct op case_decide(struct world *w, const struct customer *want, const struct customer *have)
{
    struct match match = { 0 };

    case_match(&match, want, have);
    return plan_for(&w->ctx, want, &match, &w->findings);
}

/* Runs `check` on each case in a world of its own, and gives how many it says have failed. */
static inline size_t case_each(const struct case_group *group, size_t (*check)(struct world *w, const struct plan_case *c))
{
    size_t failed = 0;

    for (size_t i = 0; i < group->n; i++) {
        struct world w;
        world_init(&w);
        failed += check(&w, &group->at[i]);
        world_release(&w);
    }
    return failed;
}

#endif
