import type { Handler } from '../handler.ts';
import type { Problem } from '../problem.ts';

/** A source file to look into. */
export interface SourceFile {
  /** Where it is; given back with each handler. */
  readonly file: string;
  /** Its path in the workspace, which tells its language and whether it is a test. */
  readonly path: string;
  /** What the editor shows; read from disk unless given. */
  readonly text?: string;
}

/** What the thread is started with. */
export interface WorkerData {
  readonly grammarDirectory: string;
  readonly knownTypes: readonly string[];
}

/** What the thread can be asked, and what it answers. */
export interface Questions {
  /** The handlers of each file. */
  find: { readonly asked: readonly SourceFile[]; readonly answer: readonly (readonly Handler[])[] };
  /** What is wrong with a file. */
  inspect: { readonly asked: SourceFile; readonly answer: readonly Problem[] };
  /** Whether a type at a place of a text, in UTF-16 units, would be handled there. */
  wantsType: {
    readonly asked: {
      readonly path: string;
      readonly text: string;
      readonly start: number;
      readonly end: number;
    };
    readonly answer: boolean;
  };
}

export type Question = {
  [K in keyof Questions]: { readonly id: number; readonly name: K; readonly asked: Questions[K]['asked'] };
}[keyof Questions];

export type Answer =
  { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly error: string };
