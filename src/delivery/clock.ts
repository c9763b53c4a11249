/** The time that retries run on, so that tests can move it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once at a time (at once when that has passed); gives a function that cancels it. */
  schedule(atMs: number, task: () => void | Promise<void>): () => void;
}

/**
 * In milliseconds. A longer wait is taken in steps: Node's timers stand still while the machine sleeps, and after a
 * step the time is looked at anew.
 */
const longestTimer = 60_000;

/** The real time. Whoever schedules a task handles its errors. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  schedule(atMs: number, task: () => void | Promise<void>): () => void {
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      const remaining = Math.max(0, atMs - Date.now());
      timer = setTimeout(
        () => {
          if (remaining > longestTimer) wait();
          else void task();
        },
        Math.min(remaining, longestTimer),
      );
    };
    wait();
    return () => clearTimeout(timer);
  }
}

interface Timer {
  readonly atMs: number;
  readonly task: () => void | Promise<void>;
}

/** A time that stands still until `advance` moves it. */
export class ManualClock implements Clock {
  private nowMs: number;
  private readonly timers = new Set<Timer>();

  constructor(nowMs = Date.now()) {
    this.nowMs = nowMs;
  }

  now(): number {
    return this.nowMs;
  }

  schedule(atMs: number, task: () => void | Promise<void>): () => void {
    const timer = { atMs, task };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Moves the time forward, running what falls due in order, and resolves when all that has settled. */
  async advance(ms: number): Promise<void> {
    const end = this.nowMs + ms;
    for (let timer = this.nextUntil(end); timer; timer = this.nextUntil(end)) {
      this.timers.delete(timer);
      this.nowMs = Math.max(this.nowMs, timer.atMs);
      await timer.task();
    }
    this.nowMs = end;
  }

  private nextUntil(end: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of this.timers)
      if (timer.atMs <= end && (next === undefined || timer.atMs < next.atMs)) next = timer;
    return next;
  }
}
