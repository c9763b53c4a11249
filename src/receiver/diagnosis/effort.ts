/** How much may be tried: hashing large bodies in many forms with many secrets would otherwise take minutes. */
export interface EffortLimits {
  /** In bytes hashed. */
  readonly bytes: number;
  /** In signatures made. */
  readonly signatures: number;
}

/** For a diagnosis between a request and its answer: about 10 ms. */
export const quickly: EffortLimits = { bytes: 4 * 1024 * 1024, signatures: 2_000 };

/** For a diagnosis that somebody asked for: about a second. */
export const thoroughly: EffortLimits = { bytes: 256 * 1024 * 1024, signatures: 100_000 };

/** Counts what was tried. */
export class Effort {
  #bytes: number;
  #signatures: number;

  constructor({ bytes, signatures }: EffortLimits) {
    this.#bytes = bytes;
    this.#signatures = signatures;
  }

  /** True, and counted, when a body of this size may be hashed once more. */
  spend(bytes: number): boolean {
    this.#bytes -= bytes;
    this.#signatures--;
    return this.#bytes >= 0 && this.#signatures >= 0;
  }
}
