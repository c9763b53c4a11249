import type { ActiveSecret, RejectionCause, SecretOwner } from '../verdict.ts';
import { sentence } from '../../sentence.ts';

/** What is told when a signature was made with another secret than the one it is checked with. */
export interface OwnerText {
  readonly cause: RejectionCause;
  readonly explanation: string;
  readonly remedy: string;
}

/** Names an endpoint for a sentence. */
export function nameOf({ endpointId, label, role }: SecretOwner): string {
  if (role === 'listen' || endpointId === 'listen') return sentence`the listen session`;
  return label ? `${endpointId} (${label})` : endpointId;
}

/**
 * In words whose secret made a signature, and how that differs from the secret in use. `used` is what is known of that
 * one; undefined when it is not known whose it is.
 */
export function ownerText(signer: ActiveSecret, used: SecretOwner | undefined): OwnerText {
  const name = nameOf(signer);
  const isOfSame = used?.endpointId === signer.endpointId && used.connectionId === signer.connectionId;
  if (signer.role === 'retired')
    return {
      cause: 'secret-retired',
      explanation: sentence`The signature was made with a secret of ${name} that a roll or a deletion has ended.`,
      remedy: sentence`Let the sender use the new secret, or check whether an old endpoint with this URL still exists and delete it.`,
    };
  if (used?.role === 'retired' || (isOfSame && used.role === 'retiring'))
    return {
      cause: 'secret-retired',
      explanation: sentence`The secret in use was ended by a roll; the signature was made with the new one of ${name}.`,
      remedy: sentence`Give the app the current secret of ${name} and start it anew.`,
    };
  if (signer.role === 'listen' || used?.role === 'listen')
    return {
      cause: 'secret-of-listen-session',
      explanation:
        signer.role === 'listen'
          ? sentence`The event came through the listen session, which signs with a secret of its own, not with that of an endpoint.`
          : sentence`The secret in use is that of a listen session; the signature was made with that of ${name}.`,
      remedy:
        signer.role === 'listen'
          ? sentence`While events come through the listen session, give the app its secret (stripe listen --print-secret).`
          : sentence`Give the app the secret of ${name}.`,
    };
  if (used?.mode !== undefined && signer.mode !== undefined && used.mode !== signer.mode)
    return {
      cause: 'secret-of-other-mode',
      explanation: sentence`The signature was made in ${signer.mode} mode, with the secret of ${name}; the secret in use is of ${used.mode} mode.`,
      remedy: sentence`Give the app the secret of ${name}; each mode has endpoints and secrets of its own.`,
    };
  return {
    cause: 'secret-of-other-endpoint',
    explanation: used
      ? sentence`The signature was made with the secret of ${name}, not with that of ${nameOf(used)}.`
      : sentence`The signature was made with the secret of ${name}, not with the one in use.`,
    remedy: sentence`Give the app the secret of ${name}, or send this event to the address of the endpoint whose secret it has.`,
  };
}
