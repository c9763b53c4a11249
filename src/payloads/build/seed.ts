import { createHash } from 'node:crypto';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Repeatable chance: each question (a name) has one answer per seed, whatever was asked before, so that a
 * new field in a later SDK leaves all others as they were.
 */
export class Seed {
  private readonly value: string;

  constructor(value: string | number) {
    this.value = String(value);
  }

  /** An integer from 0 to `limit` - 1. */
  number(question: string, limit: number): number {
    return this.bytes(question).readUInt32BE(0) % limit;
  }

  pick<T>(question: string, choices: readonly [T, ...T[]]): T {
    return choices[this.number(question, choices.length)] ?? choices[0];
  }

  /** Letters and digits, as in Stripe's ids. */
  text(question: string, length: number): string {
    let text = '';
    for (let part = 0; text.length < length; part++)
      for (const byte of this.bytes(`${question}#${part}`)) text += letters[byte % letters.length];
    return text.slice(0, length);
  }

  /** A version 4 UUID, the form of the SDK's idempotency keys. */
  uuid(question: string): string {
    const hex = this.bytes(question).toString('hex');
    const variant = (8 + this.number(`${question}#variant`, 4)).toString(16);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `${variant}${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-');
  }

  private bytes(question: string): Buffer {
    return createHash('sha256').update(`${this.value}\n${question}`).digest();
  }
}
