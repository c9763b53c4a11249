import { readFixture } from './format/read.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * An event kept as a file to be sent again, `.stripe/fixtures/<name>.json`, and what the app is expected to do with it.
 * It is signed anew when it is sent.
 */
export interface Fixture {
  readonly description?: string;
  /** Where it is sent: a URL, or a path such as `/webhook/connect` of the target that is chosen for the run. */
  readonly target?: string;
  readonly content: FixtureContent;
  readonly expect: Expectation;
}

/** What a fixture sends. */
export type FixtureContent =
  /** The event as it stands in the file: numbers, escapes and order are left alone. */
  | { readonly kind: 'event'; readonly text: string; readonly type: string | undefined }
  /** A body that is no JSON object, in bytes. */
  | { readonly kind: 'body'; readonly body: Uint8Array }
  /** An event that is built when it is sent: another one each time, unless a seed says which. */
  | {
      readonly kind: 'generated';
      readonly type: string;
      readonly seed?: string | number;
      /** Own values by path, of the object (`amount`) or of the event (`account`, `data.object.amount`). */
      readonly set?: Json;
    };

/** What the app is expected to answer. */
export interface Expectation {
  /** A status such as `200` or a class of them such as `2xx`; one of these is to come. */
  readonly status: readonly (number | string)[];
  /** From look-up to the end of the answer. */
  readonly maxMilliseconds?: number;
  readonly body?: BodyExpectation;
  /** Whether it is sent twice, and has to be answered the same both times. */
  readonly idempotent: boolean;
}

/** How an answer's body is compared. */
export type BodyExpectation =
  /** The very text. */
  | { readonly kind: 'text'; readonly text: string }
  /** A part of the answer's JSON: fields that are not named may be anything, lists have to be complete. */
  | { readonly kind: 'json'; readonly json: unknown }
  /** A regular expression that is found in it. */
  | { readonly kind: 'pattern'; readonly pattern: RegExp };

/**
 * Reads a fixture's text. `file` is its name for errors. Throws a `FixtureError`, which names file, line and column,
 * for the first mistake.
 */
export function parseFixture(text: string, file: string): Fixture {
  return readFixture(text, file);
}

/** The type of the event that a fixture sends; undefined for a body that is no event. */
export function eventTypeOf({ content }: Pick<Fixture, 'content'>): string | undefined {
  return content.kind === 'body' ? undefined : content.type;
}
