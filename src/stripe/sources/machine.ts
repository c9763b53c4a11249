import type { SourceState, StopReason } from '../eventSource.ts';
import { sentence } from '../../sentence.ts';

/** The states of a listen session's client, as a pure function of what happens to it. */
export interface Machine {
  readonly phase: 'idle' | 'creating' | 'dialling' | 'live' | 'waiting' | 'stopped';
  /** What `waiting` leads to. */
  readonly next: 'create' | 'dial';
  /** Tries in a row that came to nothing, and connections that broke soon. */
  readonly failures: number;
  /** Sessions in a row that Stripe did not know when they were dialled. */
  readonly unknownIds: number;
  readonly everLive: boolean;
  /** Why it is not live. */
  readonly reason: string;
  readonly end?: { readonly reason: StopReason; readonly sentence?: string };
}

/** What happens. */
export type Input =
  | { readonly type: 'start' | 'created' | 'opened' | 'unknown-id' | 'timer' | 'redial-due' | 'stop' }
  | {
      readonly type: 'create-failed';
      readonly how: 'refused' | 'failed' | 'passing';
      readonly reason: string;
    }
  | { readonly type: 'dial-failed'; readonly reason: string }
  /** `stable` when the connection had lasted. */
  | { readonly type: 'closed'; readonly reason: string; readonly stable: boolean }
  | { readonly type: 'woke'; readonly reason: string };

/** What is to be done about it. `wait` ends in the input `timer`. */
export type Action = 'create' | 'dial' | 'hang-up' | 'wait' | 'fill' | 'end';

export interface Step {
  readonly machine: Machine;
  readonly actions: readonly Action[];
}

export const idle: Machine = {
  phase: 'idle',
  next: 'create',
  failures: 0,
  unknownIds: 0,
  everLive: false,
  reason: '',
};

/** New sessions in a row that were unknown at once. Source: the CLI. */
const mostUnknownIds = 3;
/** Dials in a row that failed without one ever having worked: something on the way does not let sockets through. */
const mostFirstDials = 6;
/** After so many dials that failed, the session's address is not to be trusted any more. */
const dialsPerSession = 3;

/** The next state, and what to do. What does not fit the state, because it comes too late, changes nothing. */
export function step(machine: Machine, input: Input): Step {
  if (machine.phase === 'stopped') return stay(machine);
  if (input.type === 'stop') return stopped(machine, 'asked');
  switch (machine.phase) {
    case 'idle':
      return input.type === 'start' ? create(machine) : stay(machine);
    case 'creating':
      return creating(machine, input);
    case 'dialling':
      return dialling(machine, input);
    case 'live':
      return live(machine, input);
    case 'waiting':
      if (input.type !== 'timer') return stay(machine);
      return machine.next === 'create' ? create(machine) : dial(machine);
  }
}

function creating(machine: Machine, input: Input): Step {
  if (input.type === 'created') return dial(machine);
  if (input.type !== 'create-failed') return stay(machine);
  const { how, reason } = input;
  if (how === 'passing') return wait(machine, 'create', machine.failures + 1, reason);
  return stopped(machine, how, reason);
}

function dialling(machine: Machine, input: Input): Step {
  if (input.type === 'opened')
    return {
      machine: { ...machine, phase: 'live', unknownIds: 0, everLive: true, reason: '' },
      actions: ['fill'],
    };
  if (input.type === 'unknown-id') return unknownId(machine);
  if (input.type !== 'dial-failed') return stay(machine);
  const failures = machine.failures + 1;
  if (!machine.everLive && failures >= mostFirstDials)
    return stopped(machine, 'refused', sentence`The socket to Stripe cannot be opened (${input.reason}).`);
  return wait(machine, failures % dialsPerSession === 0 ? 'create' : 'dial', failures, input.reason);
}

function unknownId(machine: Machine): Step {
  const unknownIds = machine.unknownIds + 1;
  if (unknownIds >= mostUnknownIds)
    return stopped(machine, 'refused', sentence`Stripe gives listen sessions that it then does not know.`);
  return create({ ...machine, unknownIds });
}

function live(machine: Machine, input: Input): Step {
  switch (input.type) {
    case 'closed':
      return wait(machine, 'dial', input.stable ? 1 : machine.failures + 1, input.reason);
    case 'redial-due':
      return dial(machine, sentence`Stripe asks for a fresh connection from time to time`, ['hang-up']);
    case 'woke':
      return dial(machine, input.reason, ['hang-up']);
    default:
      return stay(machine);
  }
}

function create(machine: Machine): Step {
  return { machine: { ...machine, phase: 'creating' }, actions: ['create'] };
}

function dial(machine: Machine, reason = machine.reason, first: readonly Action[] = []): Step {
  return { machine: { ...machine, phase: 'dialling', reason }, actions: [...first, 'dial'] };
}

function wait(machine: Machine, next: Machine['next'], failures: number, reason: string): Step {
  return { machine: { ...machine, phase: 'waiting', next, failures, reason }, actions: ['wait'] };
}

function stopped(machine: Machine, reason: StopReason, sentence?: string): Step {
  const end = { reason, ...(sentence !== undefined && { sentence }) };
  return { machine: { ...machine, phase: 'stopped', end }, actions: ['hang-up', 'end'] };
}

function stay(machine: Machine): Step {
  return { machine, actions: [] };
}

/** What a user is told of it; `retryAt` is when the wait ends. */
export function stateOf(machine: Machine, retryAt: number): SourceState {
  const { phase, everLive, reason, unknownIds, end = { reason: 'asked' } } = machine;
  if (phase === 'stopped') return { phase, ...end };
  if (phase === 'live') return { phase };
  if (phase === 'waiting') return { phase: 'reconnecting', reason, retryAt };
  if (unknownIds > 0) return { phase: 'expired' };
  return everLive ? { phase: 'reconnecting', reason } : { phase: 'connecting' };
}
