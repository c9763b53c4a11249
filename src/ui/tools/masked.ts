import { scrub } from '../../stripe/scrub.ts';

/**
 * The text without API keys and signing secrets, and without what a payload can hold of the kind: client secrets
 * (`pi_…_secret_…`, `cs_…_secret_…`) and ephemeral keys. Source: https://docs.stripe.com/api/payment_intents/object
 */
export function masked(text: string): string {
  return scrub(text)
    .replace(/_secret_\w+/g, '_secret_…')
    .replace(/\b(ek|psk|rcs)_(test|live)_\w+/g, '$1_$2_…');
}
