/** Small non-secret values that outlive a restart; `vscode.Memento` fits. Values are JSON. */
export interface KeyValueStore {
  get<T>(key: string): T | undefined;
  /** Resolves when the value is durable; `undefined` removes it. */
  update(key: string, value: unknown): PromiseLike<void>;
}

/** API keys and signing secrets; `vscode.SecretStorage` fits. */
export interface SecretStore {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}
