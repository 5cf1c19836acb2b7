// Customers that a recording shows without the request that made them: put into the shop as they are shown.
import { idOf } from '../lib/errors.mjs';

const FIELDS = ['firstName', 'lastName', 'email', 'note', 'locale', 'tags', 'taxExempt', 'taxExemptions'];

export function put(shop, shown, names) {
    if (names.ours.has(shown.id)) return;
    const record = shop.blank();
    for (const field of FIELDS) if (shown[field] !== undefined) record[field] = shown[field];
    record.email ??= shown.defaultEmailAddress?.emailAddress ?? null;
    record.phone = shown.defaultPhoneNumber?.phoneNumber ?? shown.phone ?? null;
    shop.add(record);
    names.isSame(shown.id, `gid://shopify/Customer/${record.id}`);
}

// Takes every customer of an answer to a creation.
export function takeAsShown(shop, body, names) {
    for (const payload of Object.values(body.data ?? {}))
        if (payload?.customer?.id && idOf(payload.customer.id, 'Customer'))
            put(shop, payload.customer, names);
}
