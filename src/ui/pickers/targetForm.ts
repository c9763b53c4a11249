import * as vscode from 'vscode';
import { isFaultless, type Faults } from '../../delivery/faults.ts';
import type { TargetSecrets } from '../../delivery/sender.ts';
import type { Target } from '../../delivery/target.ts';
import { askPick, back, type StepPosition } from '../host/multiStep.ts';
import { fieldQuestions, retriesText, type TargetField, type TargetFormParts } from './targetFields.ts';
import { faultNames } from './faults.ts';

/** A target as it is edited, with its secrets. */
export interface TargetDraft {
  readonly target: Target;
  readonly secrets: TargetSecrets;
}

/**
 * Shows every field of a target with its value; the first row is done with them, any other one asks for its field and
 * comes back. Gives the target as it is then.
 */
export async function reviewTarget(
  start: TargetDraft,
  done: string,
  parts: TargetFormParts,
  position?: StepPosition,
): Promise<TargetDraft | typeof back> {
  let draft = start;
  for (;;) {
    const rows = [{ label: `$(check) ${done}`, field: undefined }, ...fieldRows(draft)];
    const placeholder = vscode.l10n.t('{0}, or choose what to change', done);
    const picked = await askPick<vscode.QuickPickItem & { field?: TargetField | undefined }>(
      rows,
      placeholder,
      position,
    );
    if (picked === back) return back;
    if (!picked.field) return draft;
    const change = await fieldQuestions[picked.field](draft, parts, {
      title: picked.label,
      hasBack: true,
    });
    if (change !== back) draft = change;
  }
}

function fieldRows({
  target,
  secrets,
}: TargetDraft): (vscode.QuickPickItem & { readonly field: TargetField })[] {
  const { name, url, events, accounts, tls, timeoutMs, ordered, retries, answers } = target;
  const yes = (value: boolean) => (value ? vscode.l10n.t('yes') : vscode.l10n.t('no'));
  const row = (field: TargetField, label: string, description: string) => ({ field, label, description });
  return [
    row('url', vscode.l10n.t('URL'), url),
    row('name', vscode.l10n.t('Name'), name),
    row('events', vscode.l10n.t('Events'), events.join(', ')),
    row('accounts', vscode.l10n.t('Events from'), accountsText(accounts)),
    row('signature', vscode.l10n.t('Signature'), signatureText(target)),
    row(
      'headers',
      vscode.l10n.t('Additional headers'),
      Object.keys(secrets.headers).join(', ') || vscode.l10n.t('none'),
    ),
    row('timeoutMs', vscode.l10n.t('Time-out'), vscode.l10n.t('{0} s', timeoutMs / 1000)),
    ...(url.startsWith('https:') ? [row('tls', vscode.l10n.t('Certificates'), tlsText(tls))] : []),
    row('ordered', vscode.l10n.t('Keep order per object'), yes(ordered)),
    row('retries', vscode.l10n.t('Retries'), retriesText(retries)),
    row('answers', vscode.l10n.t('Pass its answer to the sender'), yes(answers)),
    row('faults', vscode.l10n.t('Faults on purpose'), faultsText(target.faults)),
  ];
}

function accountsText(accounts: Target['accounts']): string {
  switch (accounts) {
    case 'all':
      return vscode.l10n.t('Your account and connected accounts');
    case 'own':
      return vscode.l10n.t('Your account');
    case 'connected':
      return vscode.l10n.t('Connected accounts');
  }
}

function signatureText({ signature }: Target): string {
  switch (signature) {
    case 'endpoint':
      return vscode.l10n.t('Made anew with the endpoint’s secret');
    case 'own':
      return vscode.l10n.t('Made anew with a secret of its own');
    case 'original':
      return vscode.l10n.t('As received');
  }
}

function tlsText(tls: Target['tls']): string {
  switch (tls.kind) {
    case 'system':
      return vscode.l10n.t('Those that this machine trusts');
    case 'any':
      return vscode.l10n.t('Any, also self-signed ones');
    case 'authority':
      return tls.file;
  }
}

function faultsText(faults: Faults): string {
  return isFaultless(faults) ? vscode.l10n.t('none') : faultNames(faults).join(', ');
}
