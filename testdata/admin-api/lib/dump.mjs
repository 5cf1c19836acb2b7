// The shop as text, one customer a line, for comparing.
import { amount, iso } from './fields.mjs';

const consent = (one, plain) =>
    one ? { state: one.state, level: one.level, ...(plain ? {} : { at: iso(one.at) }) } : null;

function addressOf(customer, one, plain) {
    const { id, ...rest } = one;
    return { ...(plain ? {} : { id: String(id) }), ...rest, default: customer.defaultAddressId === id };
}

function metafieldOf(one, plain) {
    const { namespace, key, type, value } = one;
    return { ...(plain ? {} : { id: String(one.id) }), namespace, key, type, value };
}

function orderOf(one, plain) {
    return {
        ...(plain ? {} : { id: String(one.id) }),
        name: one.name,
        processedAt: iso(one.processedAt),
        total: amount(one.total),
        cancelled: one.cancelledAt !== null,
    };
}

const byName = (a, b) => (`${a.namespace}.${a.key}` < `${b.namespace}.${b.key}` ? -1 : 1);

// plain: without ids and without dates that the shop made, so that two shops can be compared.
export function dumpLine(shop, c, plain) {
    const metafields = c.metafields.map((one) => metafieldOf(one, plain));
    return JSON.stringify({
        ...(plain ? {} : { id: String(c.id), createdAt: iso(c.createdAt), updatedAt: iso(c.updatedAt) }),
        email: c.email,
        phone: c.phone,
        firstName: c.firstName,
        lastName: c.lastName,
        locale: c.locale,
        note: c.note,
        state: c.state,
        verifiedEmail: c.verifiedEmail,
        taxExempt: c.taxExempt,
        taxExemptions: c.taxExemptions,
        tags: c.tags,
        multipassIdentifier: c.multipassIdentifier,
        emailConsent: consent(c.emailConsent, plain),
        smsConsent: consent(c.smsConsent, plain),
        addresses: c.addresses.map((one) => addressOf(c, one, plain)),
        metafields: plain ? metafields.sort(byName) : metafields,
        orders: c.orders.map((one) => orderOf(one, plain)),
        numberOfOrders: c.orderCount,
        amountSpent: amount(c.spent),
        mails: shop.mails.get(c.id) ?? 0,
    });
}
