import * as vscode from 'vscode';
import type { ToolName } from '../../ids.ts';
import { HumanError } from '../../humanError.ts';
import type { Parts } from '../commands/parts.ts';
import { fitting } from './fitting.ts';
import type { Tool } from './tool.ts';

/** What is shown and asked before a tool runs; input it cannot read is left for the run to refuse. */
export async function prepareTool<Input>(
  tool: Tool<Input>,
  parts: Parts,
  input: Input,
): Promise<vscode.PreparedToolInvocation> {
  try {
    return await tool.prepare(parts, input);
  } catch (error) {
    if (error instanceof HumanError) return {};
    throw error;
  }
}

/** Runs a tool: its answer as JSON or text that keeps to the model's budget. What it throws holds a sentence alone. */
export async function runTool<Input>(
  name: ToolName,
  tool: Tool<Input>,
  { log, ...parts }: Parts,
  { input, tokenizationOptions }: vscode.LanguageModelToolInvocationOptions<Input>,
  token: vscode.CancellationToken,
): Promise<vscode.LanguageModelToolResult> {
  const abort = new AbortController();
  const subscription = token.onCancellationRequested(() => abort.abort());
  if (token.isCancellationRequested) throw new vscode.CancellationError();
  log.info(`> ${name}`);
  try {
    const answer = await whileWanted(tool.run({ log, ...parts }, input, abort.signal), abort.signal);
    const text = await fitting(answer, tokenizationOptions, token);
    return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
  } catch (error) {
    if (abort.signal.aborted) throw new vscode.CancellationError();
    if (error instanceof HumanError) throw new Error(error.message, { cause: error });
    log.error(name, error instanceof Error ? error : String(error));
    throw new Error(vscode.l10n.t('Something went wrong in “{0}”; the log has the details.', name), {
      cause: error,
    });
  } finally {
    subscription.dispose();
  }
}

/** The result, or a rejection as soon as nobody waits for it any more. */
function whileWanted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new vscode.CancellationError()), { once: true });
    work.then(resolve, reject);
  });
}
