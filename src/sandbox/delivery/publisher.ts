import type { ListenSessions } from '../cli/sessions.ts';
import type { SandboxDelivery } from '../options.ts';
import type { StoredDelivery } from '../state/deliveries.ts';
import type { StoredEndpoint } from '../state/endpoints.ts';
import type { StoredEvent } from '../state/events.ts';
import type { Store } from '../state/store.ts';
import type { Courier } from './courier.ts';
import { bytesOf, render, storedEventOf } from './rendering.ts';
import { wants } from './wants.ts';

interface PublisherParts {
  readonly store: Store;
  readonly courier: Courier;
  readonly sessions: ListenSessions;
  /** The account's default API version. */
  readonly apiVersion: string;
  readonly onChange: () => void;
}

/** An event that has been stored and is on its way. */
export interface Published {
  readonly event: StoredEvent;
  /** In the account's default API version. */
  readonly body: Uint8Array;
  /** The first attempt per endpoint. */
  readonly firstAttempts: Promise<readonly SandboxDelivery[]>;
}

/** Whom an event goes to. */
export interface Audience {
  /** These endpoints; every one that wants it when absent. */
  readonly endpoints?: readonly StoredEndpoint[] | undefined;
  /** Whether the listen sessions are left out. */
  readonly withoutSessions?: boolean;
}

/** Makes an event happen: everything that causes one, by whatever route, goes through here. */
export class Publisher {
  private readonly parts: PublisherParts;

  constructor(parts: PublisherParts) {
    this.parts = parts;
  }

  /** Stores an event with its deliveries in one transaction, then sends it to endpoints and listen sessions. */
  publish(
    fields: Readonly<Record<string, unknown>>,
    kind: StoredEvent['kind'],
    audience: Audience = {},
  ): Published {
    const { store, courier, sessions, apiVersion, onChange } = this.parts;
    const event = storedEventOf(fields, kind);
    const endpoints =
      audience.endpoints ?? store.endpoints.all().filter((endpoint) => wants(endpoint, event));
    const body = render(fields, apiVersion, endpoints.length);
    const deliveries = store.transaction(() => {
      store.events.insert(event, kind === 'thin' ? bytesOf(fields) : undefined);
      store.events.addRendering(event.id, apiVersion, body);
      return endpoints.map((endpoint) => {
        const version = endpoint.apiVersion ?? apiVersion;
        if (version !== apiVersion)
          store.events.addRendering(event.id, version, render(fields, version, endpoints.length));
        return this.newDelivery(event, endpoint, false);
      });
    });
    if (!audience.withoutSessions) sessions.send(event, body);
    onChange();
    return { event, body, firstAttempts: courier.send(deliveries) };
  }

  /** Sends an event to an endpoint once more, in the background and without retries. */
  resend(event: StoredEvent, endpoint: StoredEndpoint): void {
    const { store, courier, apiVersion } = this.parts;
    const version = endpoint.apiVersion ?? apiVersion;
    const delivery = store.transaction(() => {
      if (!store.events.rendering(event.id, version)) {
        const body = Buffer.from(store.events.firstRendering(event.id) ?? []).toString('utf8');
        const fields = JSON.parse(body) as Record<string, unknown>;
        store.events.addRendering(
          event.id,
          version,
          render(fields, version, store.deliveries.pendingCount(event.id)),
        );
      }
      return this.newDelivery(event, endpoint, true);
    });
    // A failure is in the store and in the `delivered` event; the courier never rejects for one.
    void courier.send([delivery]);
  }

  /** Sends an event to the connected listen sessions once more. */
  sendToSessions(event: StoredEvent): void {
    const body = this.parts.store.events.firstRendering(event.id);
    if (body) this.parts.sessions.send(event, body);
  }

  private newDelivery(event: StoredEvent, endpoint: StoredEndpoint, manual: boolean): StoredDelivery {
    return this.parts.store.deliveries.insert({
      eventId: event.id,
      endpointId: endpoint.id,
      apiVersion: endpoint.apiVersion ?? this.parts.apiVersion,
      manual,
    });
  }
}
