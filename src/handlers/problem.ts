/** A part of a text. Lines and columns are 0-based UTF-16, as VS Code counts them; the end is exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Something about how a file handles events that will not work, or that is not safe. */
export type Problem = Place &
  (
    | {
        readonly kind: 'unknownType';
        /** As it is written. */
        readonly type: string;
        /** The types it may have been meant to be, the likeliest first. The place is the literal, with its quotes. */
        readonly nearest: readonly string[];
      }
    | {
        /** Stripe has it, but not yet in the API version that the app's library is for. The place is the literal. */
        readonly kind: 'absentType';
        readonly type: string;
        readonly apiVersion: string;
        /** The library's name and version. */
        readonly sdk: string;
      }
    | {
        /** The signature is checked over a body that was parsed before: it can't match. The place is the expression. */
        readonly kind: 'parsedBody';
        readonly framework: RawBodyFramework | undefined;
        /** The expression that gives the bytes as they came, when putting it at the place is all there is to do. */
        readonly raw: string | undefined;
      }
    | {
        /** What arrives is taken for an event of Stripe's, whoever sent it. The place is the expression. */
        readonly kind: 'unverified';
      }
    | {
        /** A signing secret stands in the code. The place is the literal. */
        readonly kind: 'secret';
        /** The expression that reads it from the environment instead, unless it stands in a comment. */
        readonly fromEnvironment: string | undefined;
      }
  );

/** The frameworks whose way to the raw body is known. */
export type RawBodyFramework =
  | 'express'
  | 'nextApp'
  | 'nextPages'
  | 'nest'
  | 'fastify'
  | 'hono'
  | 'koa'
  | 'flask'
  | 'fastapi'
  | 'django'
  | 'sinatra'
  | 'rails'
  | 'laravel'
  | 'php';
