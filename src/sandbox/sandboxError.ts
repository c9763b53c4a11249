import { HumanError } from '../humanError.ts';

/** What went wrong, for code; the message says it to a person. */
export type SandboxProblem =
  | 'port-in-use'
  | 'port-refused'
  | 'data-file-locked'
  | 'data-file-damaged'
  | 'data-file-refused'
  | 'not-running'
  | 'unknown-event-type'
  | 'unknown-endpoint'
  | 'endpoint-disabled'
  | 'no-webhook'
  | 'payload-mismatch';

/** A failure that a person can do something about; its message is one sentence for them. */
export class SandboxError extends HumanError {
  override readonly name = 'SandboxError';
  /** What went wrong inside the reason `sandbox`. */
  readonly problem: SandboxProblem;

  constructor(problem: SandboxProblem, message: string, options?: ErrorOptions) {
    super(message, 'sandbox', options);
    this.problem = problem;
  }
}
