import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { TargetSecrets } from '../../delivery/sender.ts';
import type { Target } from '../../delivery/target.ts';

const key = 'targets';

/**
 * The targets of this workspace. They lie in the workspace's state, not in settings: their URLs are those of this
 * machine, and a cloned repository must not be able to have events sent anywhere. Header values and signing secrets
 * lie in SecretStorage.
 */
export class Targets implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #state: vscode.Memento;
  readonly #secrets: vscode.SecretStorage;

  constructor(state: vscode.Memento, secrets: vscode.SecretStorage) {
    this.#state = state;
    this.#secrets = secrets;
  }

  /** In the order in which they were added. */
  list(): readonly Target[] {
    return this.#state.get<readonly Target[]>(key, []);
  }

  get(id: string): Target | undefined {
    return this.list().find((target) => target.id === id);
  }

  /** An id that no target has or had. */
  newId(): string {
    return `target_${randomUUID().slice(0, 8)}`;
  }

  /** Adds a target, or replaces the one of its id. The answer of one target at most is passed through. */
  async save(target: Target, secrets?: TargetSecrets): Promise<void> {
    if (secrets) await this.#secrets.store(secretKey(target.id), JSON.stringify(secrets));
    const others = this.list().map((one) => (target.answers ? { ...one, answers: false } : one));
    const before = this.get(target.id);
    // What comes while it is paused is not for it.
    const since = before && !before.paused ? before.since : Date.now();
    const saved = { ...target, since };
    await this.#update(
      before ? others.map((one) => (one.id === target.id ? saved : one)) : [...others, saved],
    );
  }

  /** Removes a target with its secrets. */
  async remove(id: string): Promise<void> {
    await this.#update(this.list().filter((target) => target.id !== id));
    await this.#secrets.delete(secretKey(id));
  }

  /** The header values and the signing secret of a target. */
  async secretsOf({ id }: Pick<Target, 'id'>): Promise<TargetSecrets> {
    const text = await this.#secrets.get(secretKey(id));
    return text === undefined ? { headers: {} } : (JSON.parse(text) as TargetSecrets);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #update(targets: readonly Target[]): Promise<void> {
    await this.#state.update(key, targets);
    this.#changed.fire();
  }
}

function secretKey(id: string): string {
  return `target.${id}`;
}
