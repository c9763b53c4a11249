/** How an installed app is doing. */
export interface AppStatus {
  /** `retrying`: a failed run waits for its next try. `suspended`: too much failed in a row. */
  readonly state: 'idle' | 'running' | 'retrying' | 'suspended';
  /** Events that wait for it. */
  readonly waiting: number;
  /** Events it never got, because too many came or it was suspended. */
  readonly leftOut: number;
  /** Events it was run with, and those of them that failed for good. */
  readonly runs: number;
  readonly failed: number;
  readonly last: RunRecord | undefined;
}

/** What came of running an app with one event. */
export interface RunRecord {
  readonly receiptId: number;
  readonly type: string;
  /** When it ended, in milliseconds since the Unix epoch. */
  readonly at: number;
  /** Of the last try. */
  readonly milliseconds: number;
  readonly attempts: number;
  /** Why it failed for good, in one sentence. */
  readonly error: string | undefined;
}

/** A line of an app's log. */
export interface LogLine {
  /** Counts up within the log. */
  readonly number: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
  /** The event it is about. */
  readonly receiptId: number | undefined;
}
