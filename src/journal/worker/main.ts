/** The journal's own thread: SQLite's calls block, and the extension host must not. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Reply, WorkerData } from './protocol.ts';
import { speak } from '../../sentence.ts';
import { sentenceOf } from './sentences.ts';
import { Service } from './service.ts';

if (!parentPort) throw new Error('The journal runs in a worker thread.');
const port = parentPort;
const { file, translations } = workerData as WorkerData;
speak(translations);
const reply = (message: Reply) => port.postMessage(message);

try {
  const service = new Service(file, port);
  reply({ kind: 'opened', lastId: service.lastId });
  service.serve();
} catch (error) {
  reply({ kind: 'failed-to-open', sentence: sentenceOf(error, file) });
}
