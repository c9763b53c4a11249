/** How much may be tried: hashing large bodies in many forms with many secrets would otherwise take minutes. */
export interface EffortLimits {
  /** In bytes hashed. */
  readonly bytes: number;
  /** In signatures made. */
  readonly signatures: number;
  /** Largest body, in bytes, that is taken apart; of a larger one only header and secret are looked at. */
  readonly body: number;
}

/** For a diagnosis between a request and its answer: about 10 ms, and less for most. */
export const quickly: EffortLimits = { bytes: 4 * 1024 * 1024, signatures: 600, body: 64 * 1024 };

/** For a diagnosis that somebody asked for: about a second, a few for a large body. */
export const thoroughly: EffortLimits = {
  bytes: 256 * 1024 * 1024,
  signatures: 100_000,
  body: 4 * 1024 * 1024,
};

/** Counts what was tried. */
export class Effort {
  #bytes: number;
  #signatures: number;

  constructor({ bytes, signatures }: Omit<EffortLimits, 'body'>) {
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
