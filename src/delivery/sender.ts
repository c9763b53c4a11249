import { readFile } from 'node:fs/promises';
import type { Attempt } from './attempt.ts';
import type { Clock } from './clock.ts';
import { deliver, type TlsOptions } from './deliver.ts';
import type { Deliverable, Signer } from './deliverable.ts';
import { explainFault, type Fault } from './faults.ts';
import { headersFor, type SigningProblem } from './sending/headers.ts';
import type { SignatureMode, Target, TlsTrust } from './target.ts';
import { sentence } from '../sentence.ts';

/** What belongs to a target and lies where secrets lie. */
export interface TargetSecrets {
  /** Values of its additional headers, by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The secret of its own that it signs with. */
  readonly signing?: string | undefined;
}

/** What a sender gets secrets and the time from. */
export interface SenderParts {
  readonly clock: Pick<Clock, 'now'>;
  readonly secretsOf: (target: Target) => Promise<TargetSecrets>;
  /** Every active secret of an endpoint, the newest first. */
  readonly signingSecrets: (signer: Signer) => Promise<readonly string[]>;
  /** Told of each request by its `Stripe-Signature` before it is made. */
  readonly onSigned?: (target: Target, signature: string, options: SendOptions) => void;
}

/** How one delivery differs from the target's usual ones. */
export interface SendOptions {
  readonly fault?: Fault | undefined;
  /** In place of the target's own way. */
  readonly signature?: SignatureMode | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Whether the content is of the journal, or new. */
  readonly source?: 'replay' | 'trigger' | undefined;
}

/** Sends events to targets, signed as each wants it. */
export class Sender {
  readonly #parts: SenderParts;

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Makes one delivery and tells what came of it. Never rejects: what went wrong is a sentence in the Attempt. */
  async send(target: Target, content: Deliverable, options: SendOptions = {}): Promise<Attempt> {
    try {
      const prepared = await this.#headers(target, content, options);
      if ('problem' in prepared) return this.#notSent(target, prepared.problem);
      const signature = prepared.headers['Stripe-Signature'];
      if (signature !== undefined) this.#parts.onSigned?.(target, signature, options);
      const attempt = await deliver({
        url: target.url,
        body: content.body,
        headers: prepared.headers,
        timeoutMs: target.timeoutMs,
        tls: await tlsOptions(target.tls),
        ...(options.signal && { signal: options.signal }),
        ...(options.fault === 'drop' && { dropAnswer: true }),
      });
      return explainFault(attempt, options.fault);
    } catch (error) {
      return this.#notSent(target, sentenceOf(error, target.tls));
    }
  }

  async #headers(
    target: Target,
    content: Deliverable,
    { signature = target.signature, fault }: SendOptions,
  ): Promise<{ readonly headers: Readonly<Record<string, string>> } | SigningProblem> {
    const { signingSecrets, secretsOf, clock } = this.#parts;
    const own = await secretsOf(target);
    const { signer } = content;
    const endpoint = signature === 'endpoint' && signer ? await signingSecrets(signer) : [];
    const secrets = signature === 'own' ? [own.signing].filter((secret) => secret !== undefined) : endpoint;
    return headersFor(content, { signature, secrets, extra: own.headers, nowMs: clock.now(), fault });
  }

  #notSent({ url }: Target, error: string): Attempt {
    return { startedAt: this.#parts.clock.now(), url, milliseconds: 0, response: undefined, error };
  }
}

async function tlsOptions(trust: TlsTrust): Promise<TlsOptions> {
  switch (trust.kind) {
    case 'system':
      return {};
    case 'any':
      return { rejectUnauthorized: false };
    case 'authority':
      return { ca: await readFile(trust.file) };
  }
}

function sentenceOf(error: unknown, tls: TlsTrust): string {
  if (tls.kind === 'authority' && error instanceof Error && 'path' in error)
    return sentence`The certificate file ${tls.file} could not be read: choose another one for the target.`;
  return sentence`The event could not be sent: ${error instanceof Error ? error.message : String(error)}`;
}
