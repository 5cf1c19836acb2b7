// Marketing consent: what may be written, and what comes of it.
import { apiError } from './errors.mjs';

const SETTABLE = new Set(['SUBSCRIBED', 'UNSUBSCRIBED', 'PENDING']);

// At creation NOT_SUBSCRIBED passes too: it is what holds without an input.
export function refuseState(input, creating) {
    if (SETTABLE.has(input.marketingState) || (creating && input.marketingState === 'NOT_SUBSCRIBED')) return;
    throw apiError(`Cannot specify ${input.marketingState} as a marketing state input`, 'INVALID');
}

// [[path, message, code], ...] for the input of an update or of a creation.
export function consentErrors(shop, input, isNew) {
    const { marketingState: state, marketingOptInLevel: level, consentUpdatedAt: at } = input;
    if (state === 'SUBSCRIBED' && !level && !isNew)
        return [[['marketingOptInLevel'], 'Marketing opt in level must exist', 'MISSING_ARGUMENT']];
    if (state === 'PENDING' && level !== 'CONFIRMED_OPT_IN')
        return [
            [
                ['marketingOptInLevel'],
                'Marketing opt in level must be confirmed opt-in for pending consent state',
                'INVALID',
            ],
        ];
    if (at && Date.parse(at) > shop.now() + 1000)
        return [[['consentUpdatedAt'], 'Consent updated at must not be in the future', 'INVALID']];
    return [];
}

// The consent that holds after the input: an older date than the stored one changes nothing.
export function newConsent(shop, old, input) {
    if (input.marketingState === 'NOT_SUBSCRIBED') return old;
    const at = input.consentUpdatedAt
        ? Math.floor(Date.parse(input.consentUpdatedAt) / 1000) * 1000
        : shop.now();
    if (old?.at && at < old.at) return old;
    return {
        state: input.marketingState,
        level: input.marketingOptInLevel ?? old?.level ?? 'SINGLE_OPT_IN',
        at,
    };
}
