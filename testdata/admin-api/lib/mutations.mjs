// The mutations about customers, as resolvers. `context` is {shop, stats, ...}.
import { addressGid, addressId, applyAddress, emptyAddress, isSame } from './addresses.mjs';
import { consentErrors, newConsent, refuseState } from './consent.mjs';
import { createCustomer, customerGid, deleteCustomer, setCustomer, updateCustomer } from './customers.mjs';
import { apiError, idOf, userError } from './errors.mjs';
import { dropMetafield, metafieldErrors, putMetafield } from './metafields.mjs';
import { cleanTags, emailErrors, letters, shopTags, sortTags, tagErrors } from './rules.mjs';

const MOST_METAFIELDS = 25;
const customerOf = (shop, gid) => shop.find(idOf(gid, 'Customer'));
const customerPayload = ({ record, errors }) => ({ customer: record, userErrors: errors });

const noCustomer = (field, message, more = {}) => ({ ...more, userErrors: [userError(field, message)] });

// The owner and the address that an address mutation names; throws for an id that no address has.
function findAddress(shop, { customerId, addressId: gid }) {
    const id = addressId(gid);
    const customer = customerOf(shop, customerId);
    if (id === null || !shop.byAddress.has(id))
        throw apiError(customer ? 'invalid id' : `Invalid id: ${gid}`, 'RESOURCE_NOT_FOUND');
    if (!customer) return { error: userError(['customerId'], 'Customer does not exist') };
    if (shop.byAddress.get(id) !== customer.id)
        return { error: userError(['addressId'], 'Address does not exist') };
    return { customer, id };
}

function putAddress(shop, customer, address, input, isNew, setAsDefault) {
    const draft = shop.draft(customer);
    const errors = applyAddress(shop, draft, address, input).map(([path, message]) =>
        userError(['address', ...path], message),
    );
    const twin = draft.addresses.some((one) => one.id !== address.id && isSame(one, address));
    if (!errors.length && twin) errors.push(userError(['address'], 'Address already exists'));
    if (errors.length) return { address: null, userErrors: errors };
    if (isNew) {
        address.id = shop.newId('address');
        draft.addresses.push(address);
    } else draft.addresses[draft.addresses.findIndex((one) => one.id === address.id)] = address;
    if (setAsDefault || draft.addresses.length === 1) draft.defaultAddressId = address.id;
    shop.commit(customer, draft);
    return { address, userErrors: [] };
}

const addresses = {
    customerAddressCreate(_, args, { shop }) {
        const customer = customerOf(shop, args.customerId);
        if (!customer) return noCustomer(['customerId'], 'Customer does not exist', { address: null });
        return putAddress(shop, customer, emptyAddress(), args.address, true, args.setAsDefault);
    },
    customerAddressUpdate(_, args, { shop }) {
        const found = findAddress(shop, args);
        if (found.error) return { address: null, userErrors: [found.error] };
        if (args.address.id !== undefined && addressId(args.address.id ?? '') !== found.id)
            return noCustomer(['addressId'], 'The id of the address does not match the id in the input', {
                address: null,
            });
        const old = found.customer.addresses.find((one) => one.id === found.id);
        return putAddress(shop, found.customer, { ...old }, args.address, false, args.setAsDefault);
    },
    customerAddressDelete(_, args, { shop }) {
        const found = findAddress(shop, args);
        if (found.error) return { deletedAddressId: null, userErrors: [found.error] };
        const draft = shop.draft(found.customer);
        draft.addresses = draft.addresses.filter((one) => one.id !== found.id);
        if (draft.defaultAddressId === found.id) draft.defaultAddressId = draft.addresses[0]?.id ?? null;
        shop.commit(found.customer, draft);
        return { deletedAddressId: addressGid(found.id), userErrors: [] };
    },
    customerUpdateDefaultAddress(_, args, { shop }) {
        const found = findAddress(shop, args);
        if (found.error) return { customer: customerOf(shop, args.customerId), userErrors: [found.error] };
        const draft = shop.draft(found.customer);
        draft.defaultAddressId = found.id;
        return { customer: shop.commit(found.customer, draft), userErrors: [] };
    },
};

function updateConsent(shop, input, name, kept, needs, needWords) {
    const given = input[name];
    const customer = customerOf(shop, input.customerId);
    refuseState(given, false);
    if (!customer) {
        const isEmail = name === 'emailMarketingConsent';
        return {
            customer: null,
            userErrors: [
                userError(
                    isEmail ? ['input', 'customerId'] : null,
                    'Customer not found',
                    isEmail ? 'INVALID' : null,
                ),
            ],
        };
    }
    const errors = consentErrors(shop, given, false).map(([path, message, code]) =>
        userError(['input', name, ...path], message, code),
    );
    if (!errors.length && !customer[needs] && needWords)
        errors.push(userError(['input', name], needWords, 'INVALID'));
    if (errors.length) return { customer: needs === 'email' ? customer : null, userErrors: errors };
    if (!customer[needs]) return { customer, userErrors: [] };
    const draft = shop.draft(customer);
    draft[kept] = newConsent(shop, draft[kept], given);
    return { customer: shop.commit(customer, draft), userErrors: [] };
}

const consents = {
    customerEmailMarketingConsentUpdate: (_, { input }, { shop }) =>
        updateConsent(shop, input, 'emailMarketingConsent', 'emailConsent', 'email', null),
    customerSmsMarketingConsentUpdate: (_, { input }, { shop }) =>
        updateConsent(
            shop,
            input,
            'smsMarketingConsent',
            'smsConsent',
            'phone',
            'A phone number is required to set the SMS consent state.',
        ),
};

function changeTags(shop, id, change) {
    const customer = customerOf(shop, id);
    if (!customer) return { node: null, userErrors: [userError(['id'], 'The customer does not exist')] };
    const draft = shop.draft(customer);
    draft.tags = change(draft.tags);
    const errors = tagErrors(draft.tags);
    if (errors.length)
        return { node: null, userErrors: errors.map((message) => userError(['tags'], message)) };
    return { node: shop.commit(customer, draft), userErrors: [] };
}

// Another app that answered to the same event and writes the list it had read before over what was added.
function overwriteTags(shop, args) {
    if (!(shop.settings.overwrites > 0)) return;
    shop.settings.overwrites--;
    const before = shop.find(idOf(args.id, 'Customer'))?.tags;
    if (before) setImmediate(() => changeTags(shop, args.id, () => before));
}

const tags = {
    tagsAdd: (_, args, { shop }) => {
        overwriteTags(shop, args);
        return changeTags(shop, args.id, (old) => {
            const added = cleanTags(args.tags);
            return tagErrors(added).length
                ? [...old, ...added]
                : sortTags(cleanTags([...old, ...shopTags(shop, added)]));
        });
    },
    tagsRemove: (_, args, { shop }) =>
        changeTags(shop, args.id, (old) => {
            const gone = new Set(cleanTags(args.tags).map((tag) => tag.toLowerCase()));
            return old.filter((tag) => !gone.has(tag.toLowerCase()));
        }),
};

function changeExemptions(shop, args, change) {
    const customer = customerOf(shop, args.customerId);
    if (!customer) return noCustomer(['customerId'], 'Customer does not exist.', { customer: null });
    const draft = shop.draft(customer);
    draft.taxExemptions = [...new Set(change(draft.taxExemptions))];
    return { customer: shop.commit(customer, draft), userErrors: [] };
}

const exemptions = {
    customerReplaceTaxExemptions: (_, args, { shop }) =>
        changeExemptions(shop, args, () => args.taxExemptions),
    customerAddTaxExemptions: (_, args, { shop }) =>
        changeExemptions(shop, args, (old) => [...old, ...args.taxExemptions]),
    customerRemoveTaxExemptions: (_, args, { shop }) =>
        changeExemptions(shop, args, (old) => old.filter((one) => !args.taxExemptions.includes(one))),
};

function metafieldInputErrors(shop, inputs) {
    const errors = [];
    if (inputs.length > MOST_METAFIELDS)
        return [
            {
                field: ['metafields'],
                message: `Exceeded the maximum metafields input limit of ${MOST_METAFIELDS}.`,
                code: 'LESS_THAN_OR_EQUAL_TO',
                elementIndex: null,
            },
        ];
    inputs.forEach((input, i) => {
        const owner = customerOf(shop, input.ownerId);
        const old = owner?.metafields.find(
            (one) => one.namespace === input.namespace && one.key === input.key,
        );
        const wrong = owner
            ? metafieldErrors(shop, input, old)
            : [['ownerId', 'Owner does not exist.', 'INVALID']];
        for (const [field, message, code] of wrong)
            errors.push({ field: ['metafields', String(i), field], message, code, elementIndex: null });
    });
    return errors;
}

const metafields = {
    metafieldsSet(_, { metafields: given }, { shop }) {
        const inputs = given.map((one) => ({ ...one, namespace: one.namespace ?? 'app--1' }));
        const errors = metafieldInputErrors(shop, inputs);
        if (errors.length) return { metafields: null, userErrors: errors };
        const made = inputs.map((input) => {
            const owner = customerOf(shop, input.ownerId);
            const draft = shop.draft(owner);
            const field = putMetafield(shop, draft, input);
            shop.commit(owner, draft);
            return { ...field, owner };
        });
        return { metafields: made, userErrors: [] };
    },
    metafieldsDelete(_, { metafields: given }, { shop }) {
        const unknown = given.findIndex((one) => !customerOf(shop, one.ownerId));
        if (unknown >= 0)
            return {
                deletedMetafields: null,
                userErrors: [userError(['metafields', String(unknown), 'ownerId'], 'Owner does not exist.')],
            };
        const gone = given.map(({ ownerId, namespace, key }) => {
            const owner = customerOf(shop, ownerId);
            const draft = shop.draft(owner);
            const dropped = dropMetafield(draft, namespace, key);
            shop.commit(owner, draft);
            return dropped && { ownerId, namespace, key };
        });
        return { deletedMetafields: gone, userErrors: [] };
    },
};

function inviteErrors(email) {
    if (!email) return [];
    const errors = [];
    const wrong = (field, message) => errors.push(userError(['email', field], message, 'INVALID'));
    if (email.subject === '') wrong('subject', "Subject can't be blank");
    if (email.to && emailErrors(email.to).length) wrong('to', 'To is invalid');
    if (email.from && emailErrors(email.from).length) wrong('from', 'From Sender is invalid');
    if (email.bcc?.length)
        wrong('bcc', `Bcc ${email.bcc.map((one) => `${one} is not a valid bcc address`).join(' and ')}`);
    const isBad =
        letters(email.subject ?? '') > 1000 ||
        letters(email.customMessage ?? '') > 5000 ||
        /<[a-z!/]/i.test(email.customMessage ?? '');
    if (!errors.length && isBad)
        errors.push(userError(['customerId'], 'Error sending account invite to customer.', 'INVALID'));
    return errors;
}

const accounts = {
    customerSendAccountInviteEmail(_, { customerId, email }, { shop }) {
        const customer = customerOf(shop, customerId);
        if (!customer)
            return {
                customer: null,
                userErrors: [userError(['customerId'], "Customer can't be found", 'INVALID')],
            };
        const errors = inviteErrors(email);
        const isPossible =
            shop.settings.accounts === 'CLASSIC' && customer.email && customer.state !== 'ENABLED';
        if (!errors.length && !isPossible)
            errors.push(userError(['customerId'], 'Error sending account invite to customer.', 'INVALID'));
        if (errors.length) return { customer: null, userErrors: errors };
        const draft = shop.draft(customer);
        draft.state = 'INVITED';
        shop.mails.set(customer.id, (shop.mails.get(customer.id) ?? 0) + 1);
        return { customer: shop.commit(customer, draft), userErrors: [] };
    },
    customerGenerateAccountActivationUrl(_, { customerId }, { shop }) {
        const customer = customerOf(shop, customerId);
        if (!customer)
            return noCustomer(['customerId'], "The customer can't be found.", { accountActivationUrl: null });
        if (shop.settings.accounts !== 'CLASSIC')
            return noCustomer(
                ['customerId'],
                'Account activation URLs are only available for legacy customer accounts.',
                { accountActivationUrl: null },
            );
        if (customer.state === 'ENABLED' || customer.state === 'DECLINED')
            return noCustomer(['customerId'], 'Customer account is already enabled.', {
                accountActivationUrl: null,
            });
        customer.activation = `${shop.newId('other').toString(16)}-${shop.random.below(2 ** 31).toString(16)}`;
        return {
            accountActivationUrl: `https://${shop.settings.domain}/account/activate/${customer.id}/${customer.activation}`,
            userErrors: [],
        };
    },
};

export const MUTATIONS = {
    customerCreate: (_, { input }, { shop }) => customerPayload(createCustomer(shop, input)),
    customerUpdate: (_, { input }, { shop }) => customerPayload(updateCustomer(shop, input)),
    customerSet: (_, { identifier, input }, { shop }) =>
        customerPayload(setCustomer(shop, identifier, input)),
    customerDelete(_, { input }, { shop }) {
        const { record, errors } = deleteCustomer(shop, input);
        return { deletedCustomerId: record && customerGid(record.id), userErrors: errors };
    },
    ...addresses,
    ...consents,
    ...tags,
    ...exemptions,
    ...metafields,
    ...accounts,
};
