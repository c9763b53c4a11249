import type { Clocks } from './clocks.ts';

/**
 * Notices that the machine slept, or that this process stood still, from ticks that should be evenly spaced. Where the
 * monotonic time stands still during sleep (Linux, macOS) the wall clock runs ahead of it; where it does not
 * (Windows), the tick comes late.
 */
export class WakeWatch {
  readonly #clocks: Clocks;
  readonly #interval: number;
  readonly #tolerance: number;
  #wall: number;
  #monotonic: number;

  constructor(clocks: Clocks, interval: number, tolerance: number) {
    this.#clocks = clocks;
    this.#interval = interval;
    this.#tolerance = tolerance;
    this.#wall = clocks.wall();
    this.#monotonic = clocks.monotonic();
  }

  /** How long the machine was away since the last tick, in ms; 0 when it was not. */
  tick(): number {
    const { wall, monotonic } = { wall: this.#clocks.wall(), monotonic: this.#clocks.monotonic() };
    const late = Math.max(wall - this.#wall, monotonic - this.#monotonic) - this.#interval;
    this.#wall = wall;
    this.#monotonic = monotonic;
    return late > this.#tolerance ? Math.round(late) : 0;
  }
}
