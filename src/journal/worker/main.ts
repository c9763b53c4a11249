/** The journal's own thread: SQLite's calls block, and the extension host must not. */
import { parentPort, workerData } from 'node:worker_threads';
import { isBusy, isDamage, openDatabase, setAside } from './database.ts';
import type { AppendRequest, Reply, Request, WorkerData } from './protocol.ts';
import { NewerSchema } from './schema.ts';
import { Store } from './store.ts';

const { file } = workerData as WorkerData;
const reply = (message: Reply) => parentPort?.postMessage(message);

function open(): Store {
  try {
    return new Store(openDatabase(file));
  } catch (error) {
    if (!isDamage(error)) throw error;
    return startAnew();
  }
}

function startAnew(): Store {
  const aside = setAside(file);
  const store = new Store(openDatabase(file));
  reply({ kind: 'set-aside', file: aside });
  return store;
}

function append(store: Store, batch: AppendRequest): Store {
  try {
    reply({ kind: 'appended', ...store.append(batch) });
    return store;
  } catch (error) {
    if (!isDamage(error)) throw error;
    store.close();
    const fresh = startAnew();
    reply({ kind: 'appended', ...fresh.append(batch) });
    return fresh;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof NewerSchema)
    return `The event journal ${file} was written by a newer version of this extension; update the extension.`;
  if (isBusy(error))
    return `The event journal ${file} is locked by another program; close that program and try again.`;
  return `The event journal ${file} could not be used (${error instanceof Error ? error.message : String(error)}).`;
}

function serve(initial: Store): void {
  let store = initial;
  parentPort?.on('message', (request: Request) => {
    switch (request.kind) {
      case 'append':
        try {
          store = append(store, request);
        } catch (error) {
          reply({ kind: 'not-appended', sentence: sentenceOf(error) });
        }
        break;
      case 'ask':
        try {
          reply({ kind: 'answer', number: request.number, answer: answer(store, request) });
        } catch (error) {
          reply({ kind: 'no-answer', number: request.number, sentence: sentenceOf(error) });
        }
        break;
      case 'close':
        store.close();
        reply({ kind: 'closed' });
        parentPort?.close();
    }
  });
}

function answer(store: Store, request: Extract<Request, { kind: 'ask' }>): unknown {
  switch (request.question) {
    case 'list':
      return store.list(request.query);
    case 'get':
      return store.get(request.query);
    case 'latestOf':
      return store.latestOf(request.query);
  }
}

try {
  serve(open());
  reply({ kind: 'opened' });
} catch (error) {
  reply({ kind: 'failed-to-open', sentence: sentenceOf(error) });
}
