import { EventEmitter } from 'node:events';
import { Serial } from './client/serial.ts';
import type { Connection } from './connection.ts';
import type { Connections } from './connections.ts';
import type { Endpoint } from './endpoint.ts';
import type { Endpoints } from './endpoints.ts';
import { HumanError } from '../humanError.ts';
import { fingerprint } from './roll/fingerprint.ts';
import { intend, refuseWay, rollable } from './roll/intend.ts';
import type { Rollable } from './roll/intend.ts';
import { RollJournal } from './roll/journal.ts';
import { pasted, StepFailed, undoing } from './roll/outcome.ts';
import { Retries } from './roll/retries.ts';
import { look, step } from './roll/step.ts';
import { stripeWorld } from './roll/world.ts';
import type { RollWorld } from './roll/world.ts';
import { choicesOf, isSettled, isWaiting, nextOf } from './rollState.ts';
import type { Roll, RollChoices, RollHooks, RollPlan, RollState } from './rollState.ts';
import { validateSecret } from './signingSecrets.ts';
import type { SigningSecrets } from './signingSecrets.ts';
import type { KeyValueStore } from './storage.ts';
import { explain } from './stripeError.ts';
import { sentence } from '../sentence.ts';

/** What `Rolls` is built from. */
export interface RollsParts {
  readonly connections: Connections;
  readonly endpoints: Endpoints;
  readonly signingSecrets: SigningSecrets;
  readonly store: KeyValueStore;
  /** So long after the store of secrets says so, a secret is on the disk; 0 milliseconds unless given. */
  readonly secretsSettleMs?: number;
  readonly hooks?: RollHooks;
  /** Milliseconds since the Unix epoch; `Date.now` unless given. */
  readonly now?: () => number;
}

/** How far a roll got: `roll.state` is `done`, `undone`, or where it waits for its time, the user or another try. */
export interface RollOutcome {
  readonly roll: Roll;
  /** Why it did not go as planned. */
  readonly error?: HumanError;
}

/**
 * Rolls signing secrets. A roll's intent is written down before anything is sent, and every step after it was done,
 * so that a roll can be resumed or undone after a crash at any point. At every point an endpoint with the same URL
 * and events works, and the new secret is stored before the old endpoint goes. Keeps no timer: whoever has one calls
 * `advance()` at `nextDue()`. `progress` tells each state reached.
 */
export class Rolls extends EventEmitter<{ progress: [roll: Roll] }> {
  readonly #parts: RollsParts;
  readonly #journal: RollJournal;
  readonly #now: () => number;
  readonly #serial = new Serial();
  readonly #running = new Map<string, Promise<RollOutcome | undefined>>();
  readonly #retries = new Retries();
  /** The end of each roll that settled in this process, for callers that come a moment late. */
  readonly #settled = new Map<string, Roll>();

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

  /** The pending roll that this endpoint is part of, as the old one or the new one. */
  of({ connectionId, id }: Pick<Endpoint, 'connectionId' | 'id'>): Roll | undefined {
    return this.pending().find(
      (roll) => roll.connectionId === connectionId && (roll.old.id === id || newIdOf(roll) === id),
    );
  }

  /**
   * Rolls the secret now: new endpoint, new secret stored, old endpoint and secret removed. Gives the new endpoint.
   * Throws a `HumanError`; the roll is then either undone or, when it is still in `pending()`, goes on with
   * `resumePending()`.
   */
  async start(connection: Connection, endpoint: Rollable): Promise<Endpoint> {
    const roll = await this.begin(connection, endpoint, { way: 'overlap' });
    const id = newIdOf(roll) ?? roll.old.id;
    // The roll is done, whether or not it can be looked at now.
    return this.#parts.endpoints
      .retrieve(connection, id)
      .catch(() => ({ ...roll.old, id, secretKnown: true, created: Math.floor(this.#now() / 1000) }));
  }

  /**
   * Starts a roll and takes it to where it first rests, or to its end. A roll of this endpoint that was interrupted
   * is resumed instead. Throws a `HumanError` when it cannot be started, or cannot go on; it is then in `pending()`.
   */
  async begin(connection: Connection, endpoint: Rollable, plan: RollPlan): Promise<Roll> {
    const { id } = await this.#serial.run(`${connection.id} ${endpoint.id}`, async () => {
      const before = this.of({ connectionId: connection.id, id: endpoint.id });
      if (!before) return this.#intend(connection, endpoint, plan);
      if (before.old.id !== endpoint.id || isWaiting(before, this.#now()))
        throw new HumanError(
          sentence`The secret of ${endpoint.url} is being rolled already; finish or undo that roll first.`,
          'input',
        );
      return before;
    });
    return achieved(await this.#run(id, {}));
  }

  /** Switch: the new secret is deployed, so the new endpoint goes on and the old one off. Throws a `HumanError`. */
  confirm(rollId: string): Promise<Roll> {
    return this.#act(rollId, 'confirm', (roll) => {
      const { state } = roll;
      return state.name === 'standby' ? { ...roll, state: { ...state, name: 'switching' } } : roll;
    });
  }

  /** Does all that is left now, the old secret's end included. Throws a `HumanError`. */
  finish(rollId: string): Promise<Roll> {
    return this.#act(rollId, 'finish', (roll) => {
      const { state } = roll;
      return {
        ...roll,
        until: Math.min(roll.until ?? Infinity, this.#now()),
        state: state.name === 'standby' ? { ...state, name: 'switching' } : state,
      };
    });
  }

  /** Takes the roll back, as long as the old endpoint is there. Throws a `HumanError`. */
  undo(rollId: string): Promise<Roll> {
    return this.#act(rollId, 'undo', (roll) => ({ ...roll, state: undoing(roll) }));
  }

  /** Dashboard: takes the new secret, which from then on is accepted beside the old one. Throws a `HumanError`. */
  async provideSecret(rollId: string, text: string): Promise<Roll> {
    const problem = validateSecret(text);
    if (problem !== undefined) throw new HumanError(problem, 'input');
    const secret = fingerprint(text);
    return this.#act(
      rollId,
      'provideSecret',
      (roll) => {
        const replaces = pasted(roll.state).filter((one) => one !== secret);
        return { ...roll, state: { name: 'providing', secret, replaces } };
      },
      async (roll) => {
        const { connectionId, old, state } = roll;
        const known = await this.#parts.signingSecrets.getAll(connectionId, old.id);
        if (known.includes(text) && !pasted(state).includes(secret))
          throw new HumanError(
            sentence`This is the secret that ${old.url} had before the roll; paste the new one from the Dashboard.`,
            'input',
          );
        return () => this.#parts.signingSecrets.add(connectionId, old.id, text);
      },
    );
  }

  /**
   * When `advance()` has something to do next, in milliseconds since the Unix epoch; may have passed already.
   * Undefined when all rolls wait for the user, or there is none. Changes with `progress` and after a run.
   */
  nextDue(): number | undefined {
    const times = this.pending().flatMap((roll) => this.#dueAt(roll) ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Goes on with every roll whose time has come, was interrupted or is to be tried again. Never throws. */
  advance(now: number = this.#now()): Promise<readonly RollOutcome[]> {
    return this.#runAll((roll) => (this.#dueAt(roll) ?? Infinity) <= now, { now });
  }

  /**
   * Goes on with every roll that is not settled and `which` picks, one after the other, and looks after those at
   * rest: an endpoint may have been deleted elsewhere. Says how far each got that did not just rest on. Never throws.
   */
  resumePending(which: (roll: Roll) => boolean = () => true): Promise<readonly RollOutcome[]> {
    return this.#runAll(which, { look: true });
  }

  #dueAt(roll: Roll): number | undefined {
    if (this.#running.has(roll.id)) return undefined;
    const retry = this.#retries.next(roll.id);
    if (retry !== undefined) return retry;
    const { waitsFor, at } = nextOf(roll);
    return waitsFor === 'nobody' ? roll.startedAt : at;
  }

  async #runAll(which: (roll: Roll) => boolean, how: RunOptions): Promise<readonly RollOutcome[]> {
    const outcomes: RollOutcome[] = [];
    for (const before of this.pending().filter(which)) {
      const outcome = await this.#run(before.id, how);
      const rested = outcome && !outcome.error && outcome.roll.state.name === before.state.name;
      if (outcome && !rested) outcomes.push(outcome);
    }
    return outcomes;
  }

  async #intend(connection: Connection, endpoint: Rollable, plan: RollPlan): Promise<Roll> {
    refuseWay(endpoint, plan);
    const { endpoints } = this.#parts;
    const old =
      plan.way === 'dashboard'
        ? await endpoints.retrieve(connection, endpoint.id)
        : rollable(await endpoints.list(connection), endpoint);
    return this.#put(intend(connection.id, old, plan, this.#now()));
  }

  /** The user's word, written down before it is followed; `prepare` gives what is to be done in between. */
  async #act(
    rollId: string,
    choice: keyof RollChoices,
    change: (roll: Roll) => Roll,
    prepare?: (roll: Roll) => Promise<() => Promise<void>>,
  ): Promise<Roll> {
    const outcome = await this.#serial.run(rollId, async () => {
      const roll = this.#find(rollId);
      if (!roll) throw new HumanError(sentence`This roll is over already; refresh.`, 'not-found');
      if (!choicesOf(roll)[choice]) throw new HumanError(refusal(roll), 'input');
      const between = await prepare?.(roll);
      const changed = await this.#put(change(roll));
      try {
        await between?.();
      } catch (error) {
        this.#retries.failed(rollId, this.#now());
        throw explain(error, sentence`store the new signing secret of ${roll.old.url}`);
      }
      return this.#drive(changed, {});
    });
    return achieved(outcome);
  }

  /** One run of a roll at a time; undefined when it is over and was so before this process. */
  #run(rollId: string, how: RunOptions): Promise<RollOutcome | undefined> {
    const running = this.#running.get(rollId);
    if (running) return running;
    const run = this.#serial.run(rollId, async () => {
      const roll = this.#find(rollId);
      const settled = this.#settled.get(rollId);
      return roll ? await this.#drive(roll, how) : settled && outcomeOf(settled);
    });
    const ended = run.finally(() => this.#running.delete(rollId));
    this.#running.set(rollId, ended);
    return ended;
  }

  async #drive(start: Roll, { now, look: looks }: RunOptions): Promise<RollOutcome> {
    let roll = start;
    try {
      const world = await this.#world(roll);
      if (!world) return await this.#abandon(roll);
      const time = () => Math.max(now ?? 0, this.#now());
      if (looks && isWaiting(roll, time())) {
        const found = await look(roll, world);
        if (found) roll = await this.#reach(roll, found);
      }
      while (!isSettled(roll.state) && !isWaiting(roll, time())) {
        try {
          roll = await this.#reach(roll, await step(roll, world));
        } catch (error) {
          if (!(error instanceof StepFailed)) throw error;
          roll = await this.#reach(roll, error.next);
          throw error.cause;
        }
      }
      this.#retries.wentOn(roll.id);
      return outcomeOf(roll);
    } catch (error) {
      this.#retries.failed(roll.id, this.#now());
      const { url } = roll.old;
      const doing =
        roll.state.name === 'undoing'
          ? sentence`undo the roll of ${url}, which goes on where it stopped`
          : sentence`finish rolling the secret of ${url}, which goes on where it stopped`;
      return { roll, error: explain(error, doing) };
    } finally {
      this.#parts.endpoints.emit('changed', roll.connectionId);
    }
  }

  async #world(roll: Roll): Promise<RollWorld | undefined> {
    const { connections, signingSecrets, secretsSettleMs = 0, hooks = {} } = this.#parts;
    const connection = connections.find(roll.connectionId);
    if (!connection) return undefined;
    const client = await connections.client(connection);
    return stripeWorld(client, connection, { signingSecrets, secretsSettleMs, hooks, now: this.#now });
  }

  #find(rollId: string): Roll | undefined {
    return this.pending().find(({ id }) => id === rollId);
  }

  #reach(roll: Roll, state: RollState): Promise<Roll> {
    return this.#put({ ...roll, state });
  }

  async #put(roll: Roll): Promise<Roll> {
    const settled = isSettled(roll.state);
    try {
      await (settled ? this.#journal.remove(roll.id) : this.#journal.put(roll));
    } catch (cause) {
      throw new HumanError(
        sentence`The roll of ${roll.old.url} could not be written down, so it went no further; check the disk and try again.`,
        'storage',
        { cause },
      );
    }
    if (settled) this.#settled.set(roll.id, roll);
    this.emit('progress', roll);
    return roll;
  }

  async #abandon(roll: Roll): Promise<RollOutcome> {
    const why = sentence`The roll of ${roll.old.url} was given up, since its connection was removed; check its endpoints in the Dashboard.`;
    return outcomeOf(await this.#reach(roll, { name: 'undone', why, reason: 'not-found' }));
  }
}

interface RunOptions {
  /** The present time, for a caller with a clock of its own. */
  readonly now?: number;
  /** Whether to look after a roll at rest. */
  readonly look?: boolean;
}

function newIdOf({ state }: Roll): string | undefined {
  return 'newId' in state ? state.newId : undefined;
}

function outcomeOf(roll: Roll): RollOutcome {
  const { state } = roll;
  if (!isSettled(state) || !('why' in state) || state.why === undefined) return { roll };
  const reason = 'reason' in state ? state.reason : undefined;
  return { roll, error: new HumanError(state.why, reason ?? 'not-found') };
}

function achieved(outcome: RollOutcome | undefined): Roll {
  if (!outcome) throw new HumanError(sentence`This roll is over already; refresh.`, 'not-found');
  if (outcome.error) throw outcome.error;
  return outcome.roll;
}

function refusal({ state, old }: Roll): string {
  switch (state.name) {
    case 'oldDeleted':
      return sentence`The old endpoint of ${old.url} is deleted already, so its roll can only go on.`;
    case 'undoing':
      return sentence`The roll of ${old.url} is being undone; start another one once that is over.`;
    case 'awaitingSecret':
    case 'providing':
      return sentence`Paste the new signing secret of ${old.url} from the Dashboard first.`;
    default:
      return sentence`The roll of ${old.url} is not at that point now; refresh.`;
  }
}
