/**
 * Opens a journal's file in a process of its own, again and again. Argument: the file. Each message opens it and asks
 * it something; the answer is how many files it set aside, or what went wrong. `close` closes it.
 */
import { DatabaseFile } from '../../../../src/journal/worker/databaseFile.ts';

const path = process.argv[2] ?? '';
let file: DatabaseFile | undefined;

function open(): number {
  let setAside = 0;
  file = new DatabaseFile(path, () => setAside++);
  file.use((store) => store.backlog);
  return setAside;
}

process.on('message', (order: 'open' | 'use' | 'close') => {
  try {
    if (order === 'open') process.send?.(open());
    else if (order === 'use') process.send?.(file?.use((store) => store.backlog));
    else {
      file?.close();
      process.send?.('closed');
    }
  } catch (error) {
    process.send?.(String(error));
  }
});
process.send?.('ready');
