// Errors as Shopify gives them: top-level ones with a code, and userErrors.
import { GraphQLError } from 'graphql';

export function apiError(message, code, extra = {}) {
    return new GraphQLError(message, { extensions: { ...(code ? { code } : {}), ...extra } });
}

export const userError = (field, message, code) => ({
    field,
    message,
    ...(code === undefined ? {} : { code }),
});

export const deniedError = (field, access) =>
    apiError(`Access denied for ${field} field. Required access: ${access}`, 'ACCESS_DENIED', {
        documentation: 'https://shopify.dev/api/usage/access-scopes',
        requiredAccess: access,
    });

// The number in a global id of the wanted kind, or null.
export function idOf(gid, kind) {
    const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)(\?.*)?$/.exec(gid ?? '');
    return match && match[1] === kind ? Number(match[2]) : null;
}
