// Orders put in by tests; a customer's count and sum follow.
const cents = (text) => Math.round(Number(text ?? 0) * 100);
const time = (text) => Math.floor(Date.parse(text) / 1000) * 1000;

function lineItem(shop, one) {
    return { id: shop.newId('other'), ...one, customAttributes: one.customAttributes ?? [] };
}

export function addOrder(shop, given) {
    const customer = shop.find(Number(String(given.customerId ?? '').replace(/\D/g, '')));
    const processedAt = given.processedAt ? time(given.processedAt) : shop.now();
    const createdAt = given.createdAt ? time(given.createdAt) : processedAt;
    const order = {
        id: given.id ? Number(given.id) : shop.newId('order'),
        name: given.name ?? `#${1001 + shop.orders.size}`,
        customerId: customer?.id ?? null,
        email: given.email ?? customer?.email ?? null,
        phone: given.phone ?? null,
        note: given.note ?? null,
        processedAt,
        createdAt,
        updatedAt: given.updatedAt ? time(given.updatedAt) : createdAt,
        cancelledAt: given.cancelledAt ? time(given.cancelledAt) : null,
        total: cents(given.total),
        tags: given.tags ?? [],
        financialStatus: given.financialStatus ?? 'PAID',
        customAttributes: given.customAttributes ?? [],
        lineItems: (given.lineItems ?? []).map((one) => lineItem(shop, one)),
    };
    shop.orders.set(order.id, order);
    shop.orderList = null;
    if (customer) {
        customer.orders.push(order);
        customer.orderCount++;
        if (!order.cancelledAt) customer.spent += order.total;
        shop.version++;
    }
    return order;
}

export function addOrders(shop, list) {
    return { ids: list.map((given) => String(addOrder(shop, given).id)) };
}
