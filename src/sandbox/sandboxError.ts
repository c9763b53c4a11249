/** What went wrong, for code; the message says it to a person. */
export type SandboxErrorReason =
  | 'port-in-use'
  | 'port-refused'
  | 'data-file-locked'
  | 'data-file-damaged'
  | 'data-file-refused'
  | 'not-running'
  | 'unknown-event-type'
  | 'unknown-endpoint'
  | 'endpoint-disabled';

/** A failure that a person can do something about; its message is one sentence for them. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';
  readonly reason: SandboxErrorReason;

  constructor(reason: SandboxErrorReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
