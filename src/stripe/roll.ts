import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Serial } from './client/serial.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import { endpointLimit } from './endpoint.ts';
import type { Endpoint } from './endpoint.ts';
import { metadataLimits } from './endpointInput.ts';
import type { Endpoints } from './endpoints.ts';
import { HumanError } from '../humanError.ts';
import { RollJournal } from './roll/journal.ts';
import { step, StepFailed } from './roll/step.ts';
import { stripeWorld } from './roll/world.ts';
import type { RollWorld } from './roll/world.ts';
import { isSettled } from './rollState.ts';
import type { Roll } from './rollState.ts';
import type { SigningSecrets } from './signingSecrets.ts';
import type { KeyValueStore } from './storage.ts';
import { explain } from './stripeError.ts';

/** What `Rolls` is built from. */
export interface RollsParts {
  readonly connections: Connections;
  readonly endpoints: Endpoints;
  readonly signingSecrets: SigningSecrets;
  readonly store: KeyValueStore;
  /** Milliseconds since the Unix epoch; `Date.now` unless given. */
  readonly now?: () => number;
}

/** How far a roll got: `roll.state` is `done`, `undone`, or where it waits for another try. */
export interface RollOutcome {
  readonly roll: Roll;
  /** Why it is not done. */
  readonly error?: HumanError;
}

/**
 * Rolls signing secrets. A roll's intent is written down before anything is sent, and every step after it was done,
 * so that a roll can be resumed after a crash at any point. At every point an endpoint with the same URL and events
 * works, and the new secret is stored before the old endpoint goes. `progress` tells each state reached.
 */
export class Rolls extends EventEmitter<{ progress: [roll: Roll] }> {
  readonly #parts: RollsParts;
  readonly #journal: RollJournal;
  readonly #now: () => number;
  readonly #serial = new Serial();
  readonly #running = new Map<string, Promise<RollOutcome>>();

  constructor(parts: RollsParts) {
    super();
    this.#parts = parts;
    this.#journal = new RollJournal(parts.store);
    this.#now = parts.now ?? Date.now;
  }

  /** The rolls that are not settled, the oldest first. */
  pending(): readonly Roll[] {
    return this.#journal.list();
  }

  /**
   * Rolls the secret now: new endpoint, new secret stored, old endpoint and secret removed. Gives the new endpoint.
   * A roll of this endpoint that is pending is resumed instead. Throws a `HumanError`; the roll is then either undone
   * or, when it is still in `pending()`, goes on with `resumePending()`.
   */
  async start(connection: Connection, endpoint: Pick<Endpoint, 'id' | 'api' | 'url'>): Promise<Endpoint> {
    const roll = await this.#serial.run(`${connection.id} ${endpoint.id}`, async () => {
      const before = this.pending().find(
        ({ connectionId, old }) => connectionId === connection.id && old.id === endpoint.id,
      );
      return before ?? (await this.#intend(connection, endpoint));
    });
    const outcome = await this.#run(roll);
    if (outcome.error) throw outcome.error;
    const { state, old } = outcome.roll;
    const id = 'newId' in state ? state.newId : old.id;
    // The roll is done, whether or not it can be looked at now.
    return this.#parts.endpoints
      .retrieve(connection, id)
      .catch(() => ({ ...old, id, secretKnown: true, created: Math.floor(this.#now() / 1000) }));
  }

  /**
   * Goes on with every roll that is not settled and `which` picks, one after the other, and says how far each got.
   * Never throws.
   */
  async resumePending(which: (roll: Roll) => boolean = () => true): Promise<readonly RollOutcome[]> {
    const outcomes: RollOutcome[] = [];
    for (const roll of this.pending().filter(which)) outcomes.push(await this.#run(roll));
    return outcomes;
  }

  async #intend(connection: Connection, endpoint: Pick<Endpoint, 'id' | 'api' | 'url'>): Promise<Roll> {
    const now = this.#now();
    const roll: Roll = {
      id: randomUUID(),
      connectionId: connection.id,
      way: 'overlap',
      startedAt: now,
      old: rollable(await this.#parts.endpoints.list(connection), endpoint),
      state: { name: 'intended', idempotencyKey: randomUUID(), keyMadeAt: now },
    };
    await this.#journal.put(roll);
    this.emit('progress', roll);
    return roll;
  }

  /** One run of a roll at a time. */
  #run(roll: Roll): Promise<RollOutcome> {
    const running = this.#running.get(roll.id);
    if (running) return running;
    const run = this.#drive(roll).finally(() => {
      this.#running.delete(roll.id);
      this.#parts.endpoints.emit('changed', roll.connectionId);
    });
    this.#running.set(roll.id, run);
    return run;
  }

  async #drive(start: Roll): Promise<RollOutcome> {
    let roll = start;
    try {
      const world = await this.#world(roll);
      if (!world) return await this.#abandon(roll);
      while (!isSettled(roll.state)) {
        try {
          roll = await this.#reach(roll, await step(roll, world));
        } catch (error) {
          if (!(error instanceof StepFailed)) throw error;
          roll = await this.#reach(roll, error.next);
          throw error.cause;
        }
      }
      return outcomeOf(roll);
    } catch (error) {
      const doing = `finish rolling the secret of ${roll.old.url}, which goes on where it stopped`;
      return { roll, error: explain(error, doing) };
    }
  }

  async #world(roll: Roll): Promise<RollWorld | undefined> {
    const { connections, signingSecrets } = this.#parts;
    const connection = connections.find(roll.connectionId);
    return (
      connection && stripeWorld(await connections.client(connection), connection, signingSecrets, this.#now)
    );
  }

  async #reach(roll: Roll, state: Roll['state']): Promise<Roll> {
    const reached = { ...roll, state };
    await (isSettled(state) ? this.#journal.remove(roll.id) : this.#journal.put(reached));
    this.emit('progress', reached);
    return reached;
  }

  async #abandon(roll: Roll): Promise<RollOutcome> {
    const why = `The roll of ${roll.old.url} was given up, since its connection was removed; check its endpoints in the Dashboard.`;
    return outcomeOf(await this.#reach(roll, { name: 'undone', why, reason: 'not-found' }));
  }
}

function outcomeOf(roll: Roll): RollOutcome {
  const { state } = roll;
  return state.name === 'undone' ? { roll, error: new HumanError(state.why, state.reason) } : { roll };
}

/** The endpoint as it is now, or a `HumanError` that says why it cannot be rolled. */
function rollable(all: readonly Endpoint[], endpoint: Pick<Endpoint, 'id' | 'api' | 'url'>): Endpoint {
  const current = all.find(({ id }) => id === endpoint.id);
  if (endpoint.api !== 'v1')
    throw new HumanError(
      `${endpoint.url} is an event destination; roll its secret in the Dashboard.`,
      'input',
    );
  if (!current)
    throw new HumanError(`The endpoint ${endpoint.url} was deleted elsewhere; refresh.`, 'not-found');
  if (all.length >= endpointLimit)
    throw new HumanError(
      `Rolling the secret of ${current.url} needs a second endpoint for a moment, and the account has its ${endpointLimit} already; delete one that is not used, then roll.`,
      'endpoint-limit',
    );
  if (Object.keys(current.metadata).length >= metadataLimits.keys)
    throw new HumanError(
      `Rolling the secret of ${current.url} needs one metadata key, and it has ${metadataLimits.keys} already; remove one, then roll.`,
      'input',
    );
  return current;
}
