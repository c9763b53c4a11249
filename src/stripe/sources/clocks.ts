/** The two times whose difference shows that the machine slept: one stands still meanwhile, the other does not. */
export interface Clocks {
  /** Milliseconds since the Unix epoch. */
  wall(): number;
  /** Milliseconds since some moment, never set back. */
  monotonic(): number;
}

/** This machine's. */
export const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };
