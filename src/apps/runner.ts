import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import type { Clock } from '../delivery/clock.ts';
import { HumanError } from '../humanError.ts';
import type { FullReceipt } from '../journal/entry.ts';
import type { Places, Progress } from '../journal/places.ts';
import { sentence } from '../sentence.ts';
import { matchesEventType } from '../stripe/eventSets.ts';
import type { AppReceipt, RunnableApp } from './app.ts';
import { completeConfig, eventsOf, type Config } from './config.ts';
import { isForApps } from './eligible.ts';
import { defaultLimits } from './limits.ts';
import type { AppStatus, LogLine } from './status.ts';
import { Seat } from './running/seat.ts';
import { AppWorker, type Job, type Try } from './running/worker.ts';

/** An installation that may run, with its app. */
export interface ReadyApp {
  readonly id: string;
  readonly app: RunnableApp;
  /** Without what is secret. */
  readonly config: Config;
  /** It gets what was received from this time on, in milliseconds since the Unix epoch. */
  readonly since?: number | undefined;
}

/** What a runner works with. */
export interface RunnerParts {
  /** Those that are enabled and whose app is there. */
  readonly apps: () => readonly ReadyApp[];
  readonly load: (receiptId: number) => Promise<FullReceipt | undefined>;
  /** The secret values of an installation's configuration. */
  readonly secretsOf: (installationId: string) => Promise<Config>;
  /** Where the installations' own files lie. */
  readonly folder: string;
  /** Where the apps' places in the journal are kept. */
  readonly places: Pick<Places, 'takeUp' | 'changed' | 'forget' | 'close'>;
  readonly clock: Clock;
  /** The newest receipt of earlier windows: only what came until then came while the apps did not run. */
  readonly lastOfEarlier?: number;
}

interface RunnerEvents {
  changed: [];
  logged: [installationId: string, line: LogLine];
  suspended: [installationId: string];
  fault: [unknown];
}

/**
 * Runs the installed apps with the events they want, each in a worker of its own, so that one that throws, hangs or
 * floods costs the others nothing. What runs in the same process cannot be kept from blocking it, though. An event that
 * an app wants reaches it at least once, also when this process ends before. `changed` is emitted with every change of a
 * status, `logged` with every line of a log, `suspended` when one has failed too often, `fault` when the journal cannot
 * be read.
 */
export class AppRunner extends EventEmitter<RunnerEvents> {
  readonly #parts: RunnerParts;
  readonly #workers = new Map<string, AppWorker>();
  readonly #seats = new Map<string, Seat>();
  /** The places of those that are not there now. */
  readonly #left = new Map<string, Progress>();
  /** Every receipt up to this one has been dispatched. */
  #told = 0;
  #closed = false;

  constructor(parts: RunnerParts) {
    super();
    this.#parts = parts;
  }

  /** Has the apps that can run now take up what came while they could not; resolves when they have. */
  async appsChanged(): Promise<void> {
    if (this.#closed) return;
    await Promise.all(this.#parts.apps().map((ready) => this.#seatOf(ready).ready));
    this.#moved();
  }

  /**
   * Gives a kept event to every app that wants it; undefined: none is to get it. `told` says that every receipt up to
   * this one has been dispatched.
   */
  dispatch(job: Job | undefined, told: number): void {
    if (this.#closed) return;
    this.#told = told;
    for (const ready of this.#parts.apps()) {
      const seat = this.#seatOf(ready);
      if (job && wants(ready, job.type)) seat.arrived(job);
    }
    this.#moved();
  }

  /** Gives an event to one app, whether it wants it or not. */
  runNow(installationId: string, job: Job): void {
    const ready = this.#ready(installationId);
    if (!ready || this.#closed) return;
    const worker = this.#workerOf(ready);
    worker.resume();
    worker.offer({ ...job, asked: true });
  }

  /** The journal was damaged and has been begun anew: its numbers as well. */
  journalBegunAnew(): void {
    this.#told = 0;
    this.#left.clear();
    for (const seat of this.#seats.values()) seat.beginAnew();
  }

  /** How an installation is doing; undefined when it got nothing yet. */
  statusOf(installationId: string): AppStatus | undefined {
    return this.#workers.get(installationId)?.status;
  }

  /** Its log, the newest line last. */
  logOf(installationId: string): readonly LogLine[] {
    return this.#workers.get(installationId)?.log ?? [];
  }

  /** Lets a suspended one get events again. */
  resume(installationId: string): void {
    this.#workers.get(installationId)?.resume();
  }

  /** Stops what one is doing and forgets its log; when it can run again it goes on from its place. */
  async end(installationId: string): Promise<void> {
    const place = this.#placeOf(installationId);
    if (place) this.#left.set(installationId, place);
    this.#seats.delete(installationId);
    this.#moved();
    await this.#endWorker(installationId);
  }

  /** The same for one that is not to go on from its place. */
  async forget(installationId: string): Promise<void> {
    const consumer = this.#seats.get(installationId)?.consumer ?? this.#left.get(installationId)?.consumer;
    this.#seats.delete(installationId);
    this.#left.delete(installationId);
    await this.#endWorker(installationId);
    if (consumer !== undefined) await this.#parts.places.forget(consumer);
  }

  /** Stops everything, and resolves when it is kept what is left for the next time. */
  async close(): Promise<void> {
    this.#closed = true;
    const places = this.#places();
    await Promise.all([...this.#workers.values()].map((worker) => worker.close()));
    await this.#parts.places.close(places);
  }

  async #endWorker(installationId: string): Promise<void> {
    const worker = this.#workers.get(installationId);
    this.#workers.delete(installationId);
    await worker?.close();
  }

  #seatOf(ready: ReadyApp): Seat {
    const known = this.#seats.get(ready.id);
    if (known) return known;
    const offer = (job: Job) => {
      const now = this.#ready(ready.id);
      if (now && this.#seats.get(ready.id) === seat) this.#workerOf(now).offer(job);
    };
    const seat = new Seat(consumerOf(ready), () => this.#takeUp(ready, offer), offer);
    this.#seats.set(ready.id, seat);
    return seat;
  }

  /** Gives an app what came while it was not there; gives the receipt up to which it has. */
  async #takeUp(ready: ReadyApp, offer: (job: Job) => void): Promise<number | undefined> {
    const { id, app, config, since } = ready;
    const from = this.#left.get(id)?.upTo;
    this.#left.delete(id);
    try {
      const wish = { since, from, types: eventsOf(app, config) };
      const { missed, upTo, gone } = await this.#parts.places.takeUp(consumerOf(ready), wish);
      let count = 0;
      for await (const receipt of missed) {
        const { id: receiptId, event } = receipt;
        if (!event || !isForApps(receipt) || !wants(ready, event.type)) continue;
        if (receiptId <= (this.#parts.lastOfEarlier ?? Infinity)) count++;
        offer({ receiptId, type: event.type });
      }
      if (this.#seats.get(id)?.consumer !== consumerOf(ready)) return undefined;
      if (count > 0)
        this.#workerOf(ready).note(
          'info',
          sentence`Events that came while it did not run, and are taken up now: ${count}.`,
        );
      if (gone > 0)
        this.#workerOf(ready).note(
          'warn',
          sentence`Receipts that came while it did not run, and are no longer in the journal: ${gone}. What it wanted of them is left out.`,
        );
      return upTo;
    } catch (error) {
      this.emit('fault', error);
      return undefined;
    }
  }

  #moved(): void {
    this.#parts.places.changed(() => this.#places());
  }

  #places(): readonly Progress[] {
    const here = [...this.#seats.keys()].map((id) => this.#placeOf(id));
    return [...here.filter((place) => place !== undefined), ...this.#left.values()];
  }

  /** Undefined while it takes up what came before: then its place of before holds. */
  #placeOf(id: string): Progress | undefined {
    const seat = this.#seats.get(id);
    const given = seat?.givenUpTo(this.#told);
    if (!seat || given === undefined) return undefined;
    const oldest = this.#workers.get(id)?.oldestUnsettled;
    const upTo = oldest === undefined ? given : Math.min(given, oldest - 1);
    return { consumer: seat.consumer, upTo, waiting: [], idle: oldest === undefined };
  }

  #workerOf({ id, app }: ReadyApp): AppWorker {
    const known = this.#workers.get(id);
    if (known) return known;
    const worker = new AppWorker({
      clock: this.#parts.clock,
      limits: { ...defaultLimits, ...app.limits },
      run: (job, each) => this.#run(id, job, each),
      changed: () => {
        this.#moved();
        this.emit('changed');
      },
      logged: (line) => this.emit('logged', id, line),
      suspended: () => this.emit('suspended', id),
    });
    this.#workers.set(id, worker);
    return worker;
  }

  async #run(id: string, job: Job, each: Try): Promise<void> {
    const { load, secretsOf, folder } = this.#parts;
    // Looked up anew, since it may have been configured in the meantime.
    const ready = this.#ready(id);
    if (!ready) return;
    const [receipt, secrets] = await Promise.all([load(job.receiptId), secretsOf(id)]);
    if (!isEvent(receipt))
      throw new HumanError(sentence`Event #${job.receiptId} is no longer in the journal.`, 'not-found');
    const config = completeConfig(ready.app.config, { ...ready.config, ...secrets });
    if (each.signal.aborted) return;
    await ready.app.run(receipt, { ...each, config, folder: join(folder, id) });
  }

  #ready(id: string): ReadyApp | undefined {
    return this.#parts.apps().find((ready) => ready.id === id);
  }
}

/** One that was enabled anew has a place of its own, and none of what came before. */
function consumerOf({ id, since }: ReadyApp): string {
  return since === undefined ? id : `${id}@${since}`;
}

function wants({ app, config }: ReadyApp, type: string): boolean {
  return eventsOf(app, config).some((pattern) => matchesEventType(pattern, type));
}

function isEvent(receipt: FullReceipt | undefined): receipt is AppReceipt {
  return receipt?.event !== undefined;
}
