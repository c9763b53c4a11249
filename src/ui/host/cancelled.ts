/** Thrown when the user backs out of a command, which then ends without a word. */
export class Cancelled extends Error {
  constructor() {
    super('Cancelled by the user');
  }
}

/** The given answer, or `Cancelled` when there is none. */
export function answered<T>(answer: T | undefined): T {
  if (answer === undefined) throw new Cancelled();
  return answer;
}
