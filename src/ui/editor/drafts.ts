import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { draftScheme } from '../../ids.ts';
import type { JournalledReceipt } from '../../journal/journal.ts';

/** The document in which a receipt's payload is edited: `stripe-draft:/12/payment_intent.succeeded.json`. */
export function draftUri({ id, event }: Pick<JournalledReceipt, 'id' | 'event'>): vscode.Uri {
  const name = (event?.type ?? 'request').replace(/[^\w.-]/g, '_');
  return vscode.Uri.from({ scheme: draftScheme, path: `/${id}/${name}.json` });
}

/** The receipt that a draft was begun from, if it is one. */
export function draftReceiptIdOf(uri: vscode.Uri): number | undefined {
  const id = Number(uri.path.split('/')[1]);
  return uri.scheme === draftScheme && Number.isSafeInteger(id) ? id : undefined;
}

/**
 * Drafts as files below a folder of the extension. They have a scheme of their own, so that a draft left open brings
 * the extension back that sends it.
 */
export class Drafts implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (isFolder(uri)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { birthtimeMs, mtimeMs, size } = await this.#existing(uri, (file) => stat(file));
    return { type: vscode.FileType.File, ctime: birthtimeMs, mtime: mtimeMs, size };
  }

  readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.#existing(uri, (file) => readFile(file));
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const file = this.#file(uri);
    await mkdir(dirname(file), { recursive: true });
    // In two steps, so that a crash leaves the old text or the new one.
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
    this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
  }

  async delete(uri: vscode.Uri): Promise<void> {
    await rm(this.#file(uri), { force: true });
    this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    // Folders come with their files.
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  async #existing<T>(uri: vscode.Uri, read: (file: string) => Promise<T>): Promise<T> {
    try {
      return await read(this.#file(uri));
    } catch {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
  }

  #file(uri: vscode.Uri): string {
    const [, id = '', name = ''] = uri.path.split('/');
    if (!/^\d+$/.test(id) || !/^[\w.-]+\.json$/.test(name)) throw vscode.FileSystemError.FileNotFound(uri);
    return join(this.#folder, id, name);
  }
}

function isFolder({ path }: vscode.Uri): boolean {
  return /^\/\d*\/?$/.test(path);
}
