import type { Writable } from 'node:stream';
import type { ReportedTest } from '../junit.ts';

/** Writes results for a person, in colour where a terminal shows it. */
export class Output {
  readonly #stream: Writable & { readonly isTTY?: boolean };
  readonly #colored: boolean;

  constructor(stream: Writable & { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv) {
    this.#stream = stream;
    this.#colored = (stream.isTTY ?? false) && !env['NO_COLOR'];
  }

  /** A line about a test; a failed one with everything there is to know. */
  test({ name, group, milliseconds, failure }: ReportedTest): void {
    const sign = failure ? this.#painted('✗', 31) : this.#painted('✓', 32);
    this.#line(`${sign} ${group}  ${name} (${Math.round(milliseconds)} ms)`);
    if (failure) this.#line(`\n${indented(failure.details)}\n`);
  }

  /** The last line. */
  summary(tests: readonly ReportedTest[]): void {
    const failed = tests.filter(({ failure }) => failure).length;
    this.#line(`\n${tests.length - failed} passed, ${failed} failed`);
  }

  #line(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  #painted(text: string, color: number): string {
    return this.#colored ? `\u001b[${color}m${text}\u001b[0m` : text;
  }
}

function indented(text: string): string {
  // What a server answers must not steer the terminal.
  // eslint-disable-next-line no-control-regex
  const harmless = text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
  return harmless.replace(/^(?=.)/gm, '    ');
}
