import type { Attempt } from '../../delivery/attempt.ts';
import type { Clock } from '../../delivery/clock.ts';
import type { EventMaker } from '../delivery/maker.ts';
import { accountRoutes } from '../api/routes/account.ts';
import { eventLifetimeSeconds, eventRoutes } from '../api/routes/events.ts';
import { eventDestinationRoutes } from '../api/routes/eventDestinations.ts';
import { thinEventRoutes } from '../api/routes/thinEvents.ts';
import { meterEventRoutes } from '../api/routes/meterEvents.ts';
import { resourceRoutes } from '../api/resources/routes.ts';
import { listenSessionRoutes } from '../api/routes/listenSessions.ts';
import { webhookEndpointRoutes } from '../api/routes/webhookEndpoints.ts';
import type { Route } from '../api/router.ts';
import { ApiServer } from '../api/server.ts';
import { ApiService } from '../api/service.ts';
import { ListenSessions } from '../cli/sessions.ts';
import { Announcer } from '../delivery/announcer.ts';
import { Courier } from '../delivery/courier.ts';
import { Publisher } from '../delivery/publisher.ts';
import type { SandboxDelivery, SandboxOptions } from '../options.ts';
import type { Identity } from '../state/settings.ts';
import type { Store } from '../state/store.ts';

interface RunParts {
  readonly store: Store;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly options: SandboxOptions;
  readonly maker: EventMaker;
  readonly port: number;
  readonly onDelivered: (delivery: SandboxDelivery) => void;
  readonly onAnswer: (eventId: string, attempt: Attempt) => void;
  readonly onChange: () => void;
  readonly onFault: (error: unknown) => void;
}

/** The parts of a sandbox between start and stop. */
export interface Run {
  readonly port: number;
  readonly store: Store;
  readonly publisher: Publisher;
  /** Ends listen sessions and holds deliveries until `resume`. */
  suspend(): Promise<void>;
  resume(): void;
  close(): Promise<void>;
}

const defaultReconnectDelaySeconds = 3600;

/** Builds and starts everything; nothing is left behind when the port cannot be had. */
export async function startRun(parts: RunParts): Promise<Run> {
  const { store, clock, identity } = parts;
  const { apiVersion } = parts.options.catalogue;
  const sessions = new ListenSessions({ store, clock, apiVersion, onAnswer: parts.onAnswer });
  const courier = new Courier({ store, clock, onDelivered: parts.onDelivered });
  const publisher = new Publisher({ store, courier, sessions, apiVersion, onChange: parts.onChange });
  const routes = routesOf(parts, sessions, publisher);
  const service = new ApiService({ routes, identity, store, apiVersion, clock, onFault: parts.onFault });
  const server = new ApiServer(service, (...upgrade) => sessions.upgrade(...upgrade));
  const port = await server.listen(parts.port);
  store.events.purge(Math.floor(clock.now() / 1000) - eventLifetimeSeconds);
  store.idempotency.purge(clock.now());
  courier.resume();
  return {
    port,
    store,
    publisher,
    async suspend() {
      await sessions.close();
      await courier.pause();
    },
    resume: () => courier.resume(),
    async close() {
      await sessions.close();
      await server.close();
      await courier.pause();
    },
  };
}

function routesOf(
  { store, clock, identity, maker, onChange, options }: RunParts,
  sessions: ListenSessions,
  publisher: Publisher,
): readonly Route[] {
  const { catalogue, resources, reconnectDelaySeconds = defaultReconnectDelaySeconds } = options;
  const { apiVersion } = catalogue;
  const announcer = new Announcer({ store, maker, publisher });
  const publish: Announcer['announce'] = (drafts, request) => announcer.announce(drafts, request);
  return [
    ...accountRoutes(identity, store),
    ...webhookEndpointRoutes({ store, catalogue, clock, onChange }),
    ...eventDestinationRoutes({ store, catalogue, clock, publisher, maker, onChange }),
    ...eventRoutes({ store, publisher, clock }),
    ...thinEventRoutes({ store, clock }),
    ...listenSessionRoutes({ sessions, apiVersion, reconnectDelaySeconds }),
    ...meterEventRoutes({ store, clock, maker, publisher }),
    ...(resources ? resourceRoutes({ store, clock, identity, catalogue, resources, publish }) : []),
  ];
}
