import type { Draft } from '../objects/turn.ts';
import type { Store } from '../state/store.ts';
import type { EventMaker } from './maker.ts';
import type { Publisher } from './publisher.ts';
import { wants } from './wants.ts';

interface AnnouncerParts {
  readonly store: Store;
  readonly maker: EventMaker;
  readonly publisher: Publisher;
}

/** Makes known what API requests caused. */
export class Announcer {
  private readonly parts: AnnouncerParts;

  constructor(parts: AnnouncerParts) {
    this.parts = parts;
  }

  /** Publishes the events of a request in their order; each with its thin counterpart, if a destination wants that. */
  announce(
    drafts: readonly Draft[],
    request: { readonly requestId: string; readonly idempotencyKey: string | undefined },
  ): void {
    const { store, maker, publisher } = this.parts;
    const cause = { id: request.requestId, idempotency_key: request.idempotencyKey ?? null };
    for (const draft of drafts) {
      const { fields } = maker.about(draft, cause, store);
      const published = publisher.publish(fields, 'snapshot');
      // A failure is in the store and in the `delivered` event; the courier never rejects for one.
      void published.firstAttempts;
      this.announceThin(draft, fields);
    }
  }

  private announceThin({ type, account }: Draft, fields: Readonly<Record<string, unknown>>): void {
    const { store, maker, publisher } = this.parts;
    const thin = maker.thinTypeFor(type);
    if (thin === undefined) return;
    const endpoints = store.endpoints
      .all()
      .filter((endpoint) => wants(endpoint, { type: thin, kind: 'thin', account }));
    if (endpoints.length === 0) return;
    void publisher.publish(maker.counterpart(fields, thin, store).fields, 'thin', { endpoints })
      .firstAttempts;
  }
}
