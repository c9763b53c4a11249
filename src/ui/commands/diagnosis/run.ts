import * as vscode from 'vscode';
import type { ActiveSecret, Verdict } from '../../../receiver/verdict.ts';
import { retiredSecrets } from '../../control/secretOwners.ts';
import { readSetting } from '../../host/settings.ts';
import type { Parts } from '../parts.ts';
import type { Diagnosis } from './report.ts';
import { askForHeader, askForRequest, receivedRequest, type DiagnosedRequest } from './request.ts';
import { allKnown, askForSecrets, knownSecrets, type ChosenSecrets } from './secrets.ts';

type Needs = Pick<Parts, 'connections' | 'diagnoses' | 'endpointList' | 'journal' | 'secrets'>;

/**
 * Says why a signature was rejected, and what to do. A rejected receipt is diagnosed at once with all known secrets; for
 * any other request, or with `ask`, the user says which secret the app verifies with.
 */
export async function runDiagnosis(parts: Needs, receiptId?: number, ask?: 'ask'): Promise<void> {
  const title = vscode.l10n.t('Diagnose Signature');
  const totalSteps = 3;
  const request =
    receiptId === undefined
      ? await askForRequest(parts, { title, step: 1, totalSteps })
      : await receivedRequest(parts, receiptId);
  const complete = await withHeader(request, () => askForHeader({ title, step: 2, totalSteps }));
  const active = await knownSecrets(parts);
  const known = [...active, ...retiredSecrets(parts.secrets)];
  const isRejected = request.receipt?.verdict.outcome === 'rejected';
  const chosen =
    isRejected && ask === undefined
      ? allKnown(active)
      : await askForSecrets(active, { title, step: 3, totalSteps });
  const verdict = await verdictOn(complete, chosen, known, await originalOf(parts, complete));
  await (await parts.diagnoses.get()).show({ request: complete, verdict, checkedWith: chosen.name });
}

/** Diagnoses a received event with every secret known here. Throws a `HumanError` when it is gone. */
export async function diagnoseReceipt(parts: Needs, receiptId: number): Promise<Diagnosis> {
  return diagnoseRequest(parts, await receivedRequest(parts, receiptId));
}

/** Diagnoses a request with every secret known here. */
export async function diagnoseRequest(parts: Needs, request: DiagnosedRequest): Promise<Diagnosis> {
  const active = await knownSecrets(parts);
  const chosen = allKnown(active);
  const known = [...active, ...retiredSecrets(parts.secrets)];
  const verdict = await verdictOn(request, chosen, known, await originalOf(parts, request));
  return { request, verdict, checkedWith: chosen.name };
}

/** A received request has its headers; what was pasted has none yet. */
async function withHeader(
  request: DiagnosedRequest,
  askForValue: () => Promise<string>,
): Promise<DiagnosedRequest> {
  if (request.receipt) return request;
  const value = await askForValue();
  return { ...request, headers: value === '' ? [] : [['Stripe-Signature', value]] };
}

async function verdictOn(
  { body, headers, receipt }: DiagnosedRequest,
  { secrets }: ChosenSecrets,
  known: readonly ActiveSecret[],
  originals: readonly Uint8Array[],
): Promise<Verdict> {
  const { diagnose } = await import('../../../receiver/diagnose.ts');
  return diagnose({
    body,
    headers,
    secrets,
    known,
    originals,
    // When what was pasted arrived, nobody knows; the report says how old it is now.
    toleranceSeconds: receipt ? readSetting('receiver.tolerance') : Number.POSITIVE_INFINITY,
    now: receipt?.receivedAt,
  });
}

/** The same event as it was received and verified here, if it was. */
async function originalOf(
  { journal }: Needs,
  { body, receipt }: DiagnosedRequest,
): Promise<readonly Uint8Array[]> {
  const id =
    receipt?.event?.id ?? /"id\\?"\s*:\s*\\?"(evt_\w+)/.exec(Buffer.from(body).toString('utf8'))?.[1];
  if (id === undefined) return [];
  const original = await (await journal.get()).latestOf(id);
  return original?.verdict.outcome === 'verified' ? [original.body] : [];
}
