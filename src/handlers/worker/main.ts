/** The thread that parses: the extension host must not wait for it. */
import { parentPort, workerData } from 'node:worker_threads';
import { HandlerFinder } from '../finder.ts';
import type { Handler } from '../handler.ts';
import { inspect } from '../inspect.ts';
import type { Answer, Question, Questions, SourceFile, WorkerData } from './protocol.ts';
import { readSource } from './readSource.ts';
import { wantsType } from './wantsType.ts';

if (!parentPort) throw new Error('Handlers are looked for in a worker thread.');
const port = parentPort;
const { grammarDirectory, knownTypes } = workerData as WorkerData;
const finding = HandlerFinder.create(grammarDirectory, new Set(knownTypes));
// Whoever asks gets to know.
finding.catch(() => undefined);

/** A file's text, given or on disk; undefined for one that is gone, or too long to be written by hand. */
function textOf({ file, text }: SourceFile): string | undefined {
  return text ?? readSource(file);
}

async function findIn(finder: HandlerFinder, source: SourceFile): Promise<readonly Handler[]> {
  const text = textOf(source);
  if (text === undefined) return [];
  const found = await finder.findIn(source.path, text);
  return found.map((handler) => ({ ...handler, file: source.file }));
}

/** So many files are looked at beside one another: while one waits for its grammar, others are read. */
const LANES = 12;

async function findInEach(finder: HandlerFinder, sources: readonly SourceFile[]) {
  const found: (readonly Handler[])[] = [];
  const next = sources.entries();
  const lane = async (): Promise<void> => {
    for (const [at, source] of next) found[at] = await findIn(finder, source);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return found;
}

const answers: {
  readonly [K in keyof Questions]: (
    finder: HandlerFinder,
    asked: Questions[K]['asked'],
  ) => Promise<Questions[K]['answer']>;
} = {
  find: findInEach,
  inspect: async (finder, source) => {
    const text = textOf(source);
    if (text === undefined) return [];
    await finder.prepare(source.path, text);
    return inspect(finder, source.path, text);
  },
  wantsType: async (finder, { path, text, start, end }) => wantsType(finder, path, text, { start, end }),
};

async function answer({ id, name, asked }: Question): Promise<Answer> {
  try {
    return { id, answer: await answers[name](await finding, asked as never) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

port.on('message', (question: Question) => {
  // Beside one another: while one waits for its grammar, others get on. No parse is interrupted.
  void answer(question).then((answered) => port.postMessage(answered));
});
