import { execFile } from 'node:child_process';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import { readVariable, setVariable } from '../../stripe/envFile.ts';
import { newSecretOwner, type Roll, type RollHooks } from '../../stripe/rollState.ts';
import type { SigningSecrets } from '../../stripe/signingSecrets.ts';

/** A variable of a `.env` file that holds a signing secret. */
export interface EnvTarget {
  /** The file's URI as text. */
  readonly file: string;
  readonly variable: string;
}

/** An endpoint by what stays the same when it is created anew, or the event source of a connection by `sourceAddress`. */
export interface SecretAddress {
  readonly connectionId: string;
  readonly url: string;
}

/** Stands for a URL where events come without an endpoint. */
export const sourceAddress = 'event source';

/** Remembers for each endpoint of the workspace where its secret goes, so that it is asked only once. */
export class EnvTargets {
  readonly #state: vscode.Memento;

  constructor(workspaceState: vscode.Memento) {
    this.#state = workspaceState;
  }

  of(endpoint: SecretAddress): EnvTarget | undefined {
    return this.#state.get<EnvTarget>(keyOf(endpoint));
  }

  async remember(endpoint: SecretAddress, target: EnvTarget | undefined): Promise<void> {
    await this.#state.update(keyOf(endpoint), target);
  }
}

function keyOf({ connectionId, url }: SecretAddress): string {
  return `envTarget/${connectionId}/${url}`;
}

/** The target as it is shown: variable and file. */
export function envTargetText({ file, variable }: EnvTarget): string {
  return vscode.l10n.t('{0} in {1}', variable, vscode.workspace.asRelativePath(vscode.Uri.parse(file)));
}

/**
 * Sets the variable and touches nothing else in the file. Gives the value that was there before, undefined when there
 * was none. Throws a `HumanError` when the file has unsaved changes.
 */
export async function writeEnv({ file, variable }: EnvTarget, secret: string): Promise<string | undefined> {
  const uri = vscode.Uri.parse(file);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open?.isDirty) {
    throw new HumanError(
      vscode.l10n.t('{0} has unsaved changes: save it, then try again.', basename(uri.fsPath)),
      'input',
    );
  }
  // Not through an editor: saving there may trim or format lines that are none of our business.
  const before = await vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
    () => '',
  );
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(setVariable(before, variable, secret)));
  return readVariable(before, variable);
}

/** True where git ignores the file, or where there is no git to commit it. */
export function isIgnoredByGit({ file }: EnvTarget): Promise<boolean> {
  const { fsPath } = vscode.Uri.parse(file);
  return new Promise((resolve) => {
    // 0: ignored, 1: not ignored, anything else: no repository or no git.
    execFile('git', ['check-ignore', '-q', fsPath], { cwd: dirname(fsPath) }, (error) =>
      resolve(error?.code !== 1),
    );
  });
}

const rollsKey = 'rollEnvTargets';

/**
 * Writes a roll's new secret into the `.env` file that the user named at its start, as soon as the secret is ready,
 * and the old one back when the roll is taken back. Kept for all windows, since another one may resume the roll.
 */
export class RollEnvTargets implements RollHooks {
  readonly #state: vscode.Memento;
  readonly #secrets: SigningSecrets;

  constructor(globalState: vscode.Memento, secrets: SigningSecrets) {
    this.#state = globalState;
    this.#secrets = secrets;
  }

  /** Before the roll begins: where its new secret is to be written, if anywhere. */
  async set(connectionId: string, endpointId: string, target: EnvTarget | undefined): Promise<void> {
    await this.#state.update(rollsKey, { ...this.#all(), [`${connectionId}/${endpointId}`]: target });
  }

  async onSecretReady(roll: Roll): Promise<void> {
    await this.#write(roll, newSecretOwner(roll));
  }

  async onSecretWithdrawn(roll: Roll): Promise<void> {
    await this.#write(roll, roll.old.id);
  }

  async #write({ connectionId, old }: Roll, owner: string | undefined): Promise<void> {
    const target = this.#all()[`${connectionId}/${old.id}`];
    const secret = owner && (await this.#secrets.get(connectionId, owner));
    if (target && secret) await writeEnv(target, secret);
  }

  #all(): Readonly<Record<string, EnvTarget | undefined>> {
    return this.#state.get<Record<string, EnvTarget | undefined>>(rollsKey, {});
  }
}
