/** Fixtures in the Stripe CLI's own format, run through the SDK against an account in test mode or the sandbox. */
import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { Stripe } from 'stripe';
import { HumanError } from '../humanError.ts';
import { abortable } from './client/call.ts';
import type { Connection } from './connection.ts';
import { cleanUpOne, type CleanedUp, type Created } from './fixtures/cleanUp.ts';
import { editFixture, parseFixtureEdits, type FixtureEdits } from './fixtures/edits.ts';
import {
  FixtureFileError,
  isFixtureText,
  parseFixtureFile,
  type FixtureFile,
  type FixtureStep,
} from './fixtures/file.ts';
import { resolved, type Known } from './fixtures/references.ts';
import { send, type FixtureAnswer } from './fixtures/request.ts';
import type { OperationCatalogue } from './operations.ts';
import { explain, isStripeError } from './stripeError.ts';
import { sentence } from '../sentence.ts';

export { editFixture, FixtureFileError, isFixtureText, parseFixtureEdits, parseFixtureFile };
export type { CleanedUp, FixtureEdits, FixtureFile, FixtureStep };

/** What a run works with. */
export interface FixtureRunParts {
  readonly connection: Pick<Connection, 'mode' | 'label'>;
  /** The SDK's client for that connection. */
  readonly stripe: Stripe;
  /** The API's calls, to find how to get rid of what was created. */
  readonly operations: OperationCatalogue;
  /** The value of an environment variable, for `${.env:NAME}`. */
  readonly variable?: (name: string) => string | undefined;
  readonly edits?: FixtureEdits;
  readonly stripeAccount?: string;
  readonly apiVersion?: string;
}

/** How a step ended. */
export interface StepResult {
  readonly step: FixtureStep;
  /** The id of the object in the answer, if it is one. */
  readonly id?: string;
  /** The error that the step was to cause. */
  readonly expectedError?: string;
  readonly milliseconds: number;
}

/** How a run ended, without a failure. */
export interface FixtureResult {
  readonly steps: readonly StepResult[];
  /** What the file wants in a `.env` file, references resolved. */
  readonly env: Readonly<Record<string, string>>;
}

/** The part of an event that tells what caused it. */
export interface CausedEvent {
  readonly request?: { readonly id: string | null; readonly idempotency_key: string | null } | null;
}

/** One run of a fixture file: its steps in order, what they caused, and the removal of what they created. */
export class FixtureRun extends EventEmitter<{
  step: [result: StepResult];
  begin: [step: FixtureStep, index: number];
}> {
  readonly id = randomUUID();
  readonly file: FixtureFile;
  readonly #parts: FixtureRunParts;
  readonly #answers = new Map<string, unknown>();
  readonly #requestIds = new Set<string>();
  readonly #keys = new Set<string>();
  readonly #created: Created[] = [];

  /** Throws a `HumanError` for a live account, and for edits that name no step. */
  constructor(file: FixtureFile, parts: FixtureRunParts) {
    super();
    if (parts.connection.mode === 'live')
      throw new HumanError(
        sentence`Fixtures are never run in live mode: switch from ${parts.connection.label} to a test account or the sandbox.`,
        'input',
      );
    this.file = editFixture(file, parts.edits ?? {});
    this.#parts = parts;
  }

  /** What the run has created so far and not removed, oldest first. */
  get created(): readonly Created[] {
    return this.#created;
  }

  /**
   * Runs the steps in order. Rejects with a `HumanError` that names the step that failed, or with the signal's
   * reason; what was created until then stays, for `cleanUp`.
   */
  async run(signal?: AbortSignal): Promise<FixtureResult> {
    const steps: StepResult[] = [];
    for (const [index, step] of this.file.steps.entries()) {
      signal?.throwIfAborted();
      this.emit('begin', step, index);
      const result = await this.#step(step, signal);
      steps.push(result);
      this.emit('step', result);
    }
    return { steps, env: resolved(this.file.env, this.#known()) };
  }

  /** Whether an event was caused by this run's requests. Also those still on their way when it was stopped. */
  caused({ request }: CausedEvent): boolean {
    if (!request) return false;
    if (request.id !== null && this.#requestIds.has(request.id)) return true;
    return request.idempotency_key !== null && this.#keys.has(request.idempotency_key);
  }

  /** Deletes or cancels what was created, newest first; says of each object what became of it. */
  async cleanUp(signal?: AbortSignal): Promise<readonly CleanedUp[]> {
    const { stripe, operations, stripeAccount } = this.#parts;
    const results: CleanedUp[] = [];
    for (const created of [...this.#created].reverse()) {
      signal?.throwIfAborted();
      const cleaned = await abortable(cleanUpOne(stripe, created, operations, stripeAccount), signal);
      if (cleaned.by !== undefined) this.#created.splice(this.#created.indexOf(created), 1);
      results.push(cleaned);
    }
    return results;
  }

  async #step(step: FixtureStep, signal: AbortSignal | undefined): Promise<StepResult> {
    const begun = performance.now();
    try {
      const { body, requestId } = await this.#send(step, signal);
      if (requestId !== undefined) this.#requestIds.add(requestId);
      this.#answers.set(step.name, body);
      const id = typeof body['id'] === 'string' ? body['id'] : undefined;
      return { step, ...(id !== undefined && { id }), milliseconds: performance.now() - begun };
    } catch (error) {
      if (!isStripeError(error)) throw error;
      if (error.requestId !== undefined) this.#requestIds.add(error.requestId);
      const type = error.rawType ?? error.type;
      if (type !== step.expectedErrorType)
        throw explain(error, sentence`run the step "${step.name}" (${step.path})`);
      return { step, expectedError: type, milliseconds: performance.now() - begun };
    }
  }

  async #send(step: FixtureStep, signal: AbortSignal | undefined): Promise<FixtureAnswer> {
    const known = this.#known();
    const path = resolved(step.path, known);
    const key = step.idempotencyKey ?? `fixture-${this.id}-${step.name}-${this.#keys.size}`;
    this.#keys.add(key);
    const request = send(this.#parts.stripe, {
      method: step.method,
      path,
      params: resolved(step.params, known),
      headers: resolved(step.headers, known),
      idempotencyKey: key,
      apiBase: step.apiBase,
      stripeAccount: this.#parts.stripeAccount,
      apiVersion: this.#parts.apiVersion,
    });
    // Noted although the run may be stopped before the answer is here: it has happened all the same.
    const noted = request.then((answer) => {
      this.#note(step, path, answer);
      return answer;
    });
    return abortable(noted, signal);
  }

  /** What was posted to a collection and has an id of its own was created there. */
  #note({ name, method }: FixtureStep, path: string, { body }: FixtureAnswer): void {
    const id = body['id'];
    if (method === 'post' && typeof id === 'string' && this.#isCollection(path))
      this.#created.push({ step: name, id, path });
  }

  /** Whether the API has single objects below a path. */
  #isCollection(path: string): boolean {
    const parts = path.split('/');
    return this.#parts.operations.operations.some((operation) => {
      const declared = operation.path.split('/');
      if (declared.length !== parts.length + 1 || !declared.at(-1)?.startsWith('{')) return false;
      return parts.every((part, at) => declared[at] === part || declared[at]?.startsWith('{') === true);
    });
  }

  #known(): Known {
    return { answers: this.#answers, variable: this.#parts.variable ?? (() => undefined) };
  }
}
