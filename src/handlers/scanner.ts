import { Worker } from 'node:worker_threads';
import { Prefilter } from './finding/prefilter.ts';
import type { Handler } from './handler.ts';
import { languageOf } from './languages/table.ts';
import type { Problem } from './problem.ts';
import type { Answer, Question, Questions, SourceFile, WorkerData } from './worker/protocol.ts';

export type { SourceFile } from './worker/protocol.ts';

/** What a scanner needs. */
export interface ScannerOptions {
  /** The module of the thread. */
  readonly worker: URL;
  /** Holds `tree-sitter.js`, `tree-sitter.wasm` and one `.wasm` per language. */
  readonly grammarDirectory: string;
  /** The catalogue's event types. */
  readonly knownTypes: readonly string[];
}

/** Looks into source files on a thread of its own, which starts with the first question that needs a parse. */
export class HandlerScanner {
  private readonly options: ScannerOptions;
  private readonly prefilter: Prefilter;
  private readonly waiting = new Map<
    number,
    { resolve: (answer: never) => void; reject: (error: Error) => void }
  >();
  private worker: Worker | undefined;
  private asked = 0;

  constructor(options: ScannerOptions) {
    this.options = options;
    this.prefilter = new Prefilter(new Set(options.knownTypes));
  }

  /** A regular expression, as ripgrep reads it as well, that every file worth a parse matches. */
  get pattern(): string {
    return this.prefilter.pattern;
  }

  /** Whether a file, by its path in the workspace, is of a known language and neither test nor fixture. */
  handles(path: string): boolean {
    return languageOf(path) !== undefined && this.prefilter.mayHoldHandlers(path);
  }

  /** Starts the thread, when there is going to be something to parse in a moment. */
  warmUp(): void {
    this.worker ??= this.start();
  }

  /** The handlers of each file, in the order of its text; none for one that can't be read. */
  async find(sources: readonly SourceFile[]): Promise<readonly (readonly Handler[])[]> {
    const worth = sources.filter((source) => this.isWorthAsking(source));
    const found = worth.length > 0 ? await this.ask('find', worth) : [];
    const byFile = new Map(worth.map(({ file }, at) => [file, found[at] ?? []]));
    return sources.map(({ file }) => byFile.get(file) ?? []);
  }

  /** What is wrong with how a file handles events. */
  async inspect(source: SourceFile): Promise<readonly Problem[]> {
    return this.isWorthAsking(source) ? this.ask('inspect', source) : [];
  }

  /** Whether a type in a string at a place of a text would be handled there. Between the quotes; UTF-16 units. */
  wantsType(path: string, text: string, start: number, end: number): Promise<boolean> {
    return this.handles(path) ? this.ask('wantsType', { path, text, start, end }) : Promise.resolve(false);
  }

  /** Ends the thread; questions still open are rejected. */
  async dispose(): Promise<void> {
    const worker = this.worker;
    this.worker = undefined;
    this.fail(new Error('The search for handlers has ended.'));
    await worker?.terminate();
  }

  private isWorthAsking({ path, text }: SourceFile): boolean {
    return this.handles(path) && (text === undefined || this.prefilter.isWorthParsing(text));
  }

  private ask<K extends keyof Questions>(
    name: K,
    asked: Questions[K]['asked'],
  ): Promise<Questions[K]['answer']> {
    this.worker ??= this.start();
    const id = ++this.asked;
    const question = { id, name, asked } as Question;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      // It keeps the process alive as long as somebody waits for it.
      this.worker?.ref();
      this.worker?.postMessage(question);
    });
  }

  private start(): Worker {
    const { grammarDirectory, knownTypes } = this.options;
    const worker = new Worker(this.options.worker, {
      workerData: { grammarDirectory, knownTypes } satisfies WorkerData,
    });
    worker.on('message', (answer: Answer) => {
      const waiting = this.waiting.get(answer.id);
      this.waiting.delete(answer.id);
      if (this.waiting.size === 0) worker.unref();
      if ('error' in answer) waiting?.reject(new Error(answer.error));
      else waiting?.resolve(answer.answer as never);
    });
    worker.on('error', (error) => this.fail(error));
    worker.on('exit', () => {
      // The next question starts another.
      if (this.worker !== worker) return;
      this.worker = undefined;
      this.fail(new Error('The thread that looks for handlers has ended.'));
    });
    worker.unref();
    return worker;
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
