/** What the probe in the extension host is asked, and what it answers, both by files in one folder. */

/** The environment variable that names the folder. */
export const folderVariable = 'STRIPE_WEBHOOKS_BENCH_FOLDER';
export const planFile = 'plan.json';
export const answerFile = 'answer.json';

export type Plan =
  | {
      readonly kind: 'times';
      readonly warmUp: string;
      readonly order: readonly string[];
      /** Run once in the end, and again. */
      readonly command: string;
    }
  | {
      readonly kind: 'memory';
      readonly warmUp: string;
      readonly empty: string;
      readonly ours: string;
      readonly receiverPort: number;
    };

/** Milliseconds that the extension host needed for one extension, without those it waited for a processor. */
export interface Times {
  readonly load: number;
  readonly activate: number;
  readonly waited: number;
  /** The longest for which nothing else could run in the second after it. */
  readonly stall: number;
}

/** Bytes after garbage collection. */
export interface Memory {
  /** Of the whole process, the extension's threads with it. */
  readonly resident: number;
  /** JavaScript objects and buffers of the extension host's own thread. */
  readonly heap: number;
}

export interface MemoryAnswer {
  readonly before: Memory;
  readonly withEmpty: Memory;
  readonly activated: Memory;
  readonly idle: Memory;
  readonly receiving: Memory;
}

export interface TimesAnswer {
  /** By extension. */
  readonly activations: Readonly<Record<string, Times>>;
  /** Milliseconds from the call of a command to its end: the first of the extension, which loads its code, and again. */
  readonly first: number;
  readonly again: number;
}
