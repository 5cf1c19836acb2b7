// Bulk operations: their list.
export const findBulk = (shop, id) => shop.bulk.get(id) ?? null;
export const bulkPage = () => null;
export const BULK_MUTATIONS = {};
