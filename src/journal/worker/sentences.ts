import { isBusy } from './database.ts';
import { NewerSchema } from './schema.ts';
import { sentence } from '../../sentence.ts';

/** What a person is told when the journal's file cannot be used. */
export function sentenceOf(error: unknown, file: string): string {
  if (error instanceof NewerSchema)
    return sentence`The event journal ${file} was written by a newer version of this extension; update the extension.`;
  if (isBusy(error))
    return sentence`The event journal ${file} is locked by another program; close that program and try again.`;
  return sentence`The event journal ${file} could not be used (${reasonOf(error)}); make sure that the disk has space and the file may be written.`;
}

/** What a person is told when a session's file cannot be read or written. */
export function sessionSentenceOf(error: unknown, file: string): string {
  return sentence`The file ${file} could not be used (${reasonOf(error)}); choose another place, or make sure that the disk has space and the file may be read and written.`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
