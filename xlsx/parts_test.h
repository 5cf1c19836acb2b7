/*
 * parts_test.h - what the parts of a workbook begin with, for tests that write them by hand (ECMA-376-1, transitional).
 */
#ifndef XLSX_PARTS_TEST_H
#define XLSX_PARTS_TEST_H

#define MAIN     "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define DOCUMENT "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE  "http://schemas.openxmlformats.org/package/2006/relationships"
#define RELATION(id, kind, target) \
    "<Relationship Id='" id "' Type='" DOCUMENT "/" kind "' Target='" target "'/>"
#define RELATIONS(list) "<Relationships xmlns='" PACKAGE "'>" list "</Relationships>"

#endif
