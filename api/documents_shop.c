#include "api/documents_parts.h"

#define USER_ERRORS "userErrors{field message}"
#define CODED       "userErrors{field message code}"

static struct document fixed(const char *text, unsigned cost)
{
    return (struct document){ str_of(text), cost };
}

struct document document_metafields(void)
{
    return fixed(
        "query($id:ID!,$after:String){customer(id:$id){metafields(first:250,after:$after){nodes" METAFIELD
        "pageInfo{hasNextPage endCursor}}}}",
        1 + CONNECTION_250);
}

struct document document_addresses(void)
{
    return fixed(
        "query($id:ID!,$after:String){customer(id:$id){addressesV2(first:250,after:$after){nodes" ADDRESS
        "pageInfo{hasNextPage endCursor}}}}",
        1 + CONNECTION_250);
}

/* ---- the shop -------------------------------------------------------------------------------------------------- */

struct document document_shop(void)
{
    return fixed("{shop{name myshopifyDomain currencyCode ianaTimezone plan{publicDisplayName shopifyPlus}"
                 "shopAddress{countryCodeV2}customerAccountsV2{customerAccountsVersion}}"
                 "currentAppInstallation{accessScopes{handle}}}",
                 2);
}

struct document document_languages(void)
{
    return fixed("{shopLocales(published:true){locale primary}}", 0);
}

struct document document_definitions(void)
{
    return fixed("query($after:String){metafieldDefinitions(first:250,after:$after,ownerType:CUSTOMER)"
                 "{nodes{namespace key type{name}}pageInfo{hasNextPage endCursor}}}",
                 CONNECTION_250);
}

struct document document_probe(void)
{
    return fixed("{customers(first:1){nodes{id firstName lastName defaultEmailAddress{emailAddress}"
                 "defaultPhoneNumber{phoneNumber}addresses(first:1){id address1 zip phone}}}}",
                 5);
}

struct document document_count(void)
{
    return fixed("query($query:String){customersCount(query:$query,limit:null){count precision}}", 10);
}

/* ---- bulk operations ------------------------------------------------------------------------------------------- */

#define OPERATION "id status errorCode objectCount rootObjectCount url partialDataUrl"

struct document document_stage(void)
{
    return fixed("mutation($input:[StagedUploadInput!]!){stagedUploadsCreate(input:$input)"
                 "{stagedTargets{url resourceUrl parameters{name value}}" USER_ERRORS "}}",
                 11);
}

struct document document_bulk_mutation(void)
{
    return fixed("mutation($mutation:String!,$path:String!,$client:String){bulkOperationRunMutation"
                 "(mutation:$mutation,stagedUploadPath:$path,clientIdentifier:$client)"
                 "{bulkOperation{id status}" CODED "}}",
                 10);
}

struct document document_bulk_query(void)
{
    return fixed("mutation($query:String!){bulkOperationRunQuery(query:$query){bulkOperation{id status}" CODED
                 "}}",
                 10);
}

struct document document_bulk_poll(void)
{
    return fixed("query($id:ID!){bulkOperation(id:$id){" OPERATION "}}", 1);
}

/* Unlike other lists this one has the newest first when it is not reversed, as the schema says. */
struct document document_bulk_list(void)
{
    return fixed("query($query:String,$after:String){bulkOperations(first:50,after:$after,query:$query,"
                 "sortKey:CREATED_AT){nodes{" OPERATION
                 " query type createdAt}pageInfo{hasNextPage endCursor}}}",
                 9);
}

struct document document_bulk_cancel(void)
{
    return fixed("mutation($id:ID!){bulkOperationCancel(id:$id){bulkOperation{id status}" USER_ERRORS "}}",
                 10);
}
