import * as vscode from 'vscode';
import { eventScheme } from '../../ids.ts';
import type { FullReceipt, JournalledReceipt } from '../../journal/journal.ts';
import type { Parts } from '../commands/parts.ts';
import type { Lazily } from '../control/lazily.ts';

/** The document of a receipt: `stripe-event:/12/payment_intent.succeeded evt_….json`. */
export function eventUri(receipt: Pick<JournalledReceipt, 'id' | 'event'>): vscode.Uri {
  const name = receipt.event ? `${receipt.event.type} ${receipt.event.id}` : 'request';
  return vscode.Uri.from({ scheme: eventScheme, path: `/${receipt.id}/${name.replaceAll('/', '_')}.json` });
}

/** The receipt a document shows, if it is an event document. */
export function receiptIdOf(uri: vscode.Uri): number | undefined {
  const id = Number(uri.path.split('/')[1]);
  return uri.scheme === eventScheme && Number.isSafeInteger(id) ? id : undefined;
}

/**
 * Event documents as a read-only file system. A file system, unlike a content provider, has an activation event,
 * so that documents left open come back after a restart.
 */
export class EventDocuments implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #parts: Lazily<Pick<Parts, 'journal'>>;

  constructor(parts: Lazily<Pick<Parts, 'journal'>>) {
    this.#parts = parts;
  }

  watch(): vscode.Disposable {
    // What is journalled never changes.
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const receipt = await this.#receipt(uri);
    return {
      type: vscode.FileType.File,
      ctime: receipt.receivedAt,
      mtime: receipt.receivedAt,
      size: receipt.body.byteLength,
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const [{ formatJson }, { body }] = await Promise.all([import('./formatJson.ts'), this.#receipt(uri)]);
    return formatJson(body);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  async #receipt(uri: vscode.Uri): Promise<FullReceipt> {
    const id = receiptIdOf(uri);
    const receipt = id === undefined ? undefined : await receiptOf(this.#parts, id);
    if (!receipt) throw vscode.FileSystemError.FileNotFound(uri);
    return receipt;
  }
}

/** A kept receipt by its id; undefined when it is gone. */
export async function receiptOf(
  parts: Lazily<Pick<Parts, 'journal'>>,
  id: number,
): Promise<FullReceipt | undefined> {
  const { journal } = await parts.get();
  return (await journal.get()).get(id);
}
