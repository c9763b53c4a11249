import * as vscode from 'vscode';
import { bodyFixes } from '../../../receiver/bodyFixes.ts';
import { summarize } from '../../../receiver/eventSummary.ts';
import type { FrameworkFix } from '../../../receiver/frameworks.ts';
import { parseSignatureHeader } from '../../../receiver/signatureHeader.ts';
import type { SecretOwner, Verdict } from '../../../receiver/verdict.ts';
import type { DiagnosedRequest } from './request.ts';

/** A diagnosis with all that its reader wants to know. */
export interface Diagnosis {
  readonly request: DiagnosedRequest;
  readonly verdict: Verdict;
  /** Which secrets it was checked with; never a secret. */
  readonly checkedWith: string;
}

/** The diagnosis as a Markdown text. Holds no secret. */
export function reportText(diagnosis: Diagnosis): string {
  const { verdict } = diagnosis;
  const fixes = verdict.outcome === 'rejected' ? bodyFixes(verdict) : [];
  return [
    ...(verdict.outcome === 'verified' ? rightText(diagnosis) : wrongText(verdict)),
    ...(fixes.length > 0 ? [`## ${vscode.l10n.t('How to get the raw body')}`, ...fixes.map(fixText)] : []),
    `## ${vscode.l10n.t('What was looked at')}`,
    facts(diagnosis)
      .map((fact) => `- ${fact}`)
      .join('\n'),
    '',
  ].join('\n\n');
}

function wrongText({
  cause,
  explanation,
  remedy,
  proven,
}: Verdict & { outcome: 'rejected' }): readonly string[] {
  return [
    `# ${vscode.l10n.t('Why the signature was rejected: {0}', cause)}`,
    explanation,
    `**${vscode.l10n.t('What to do:')}** ${remedy}`,
    proven
      ? `_${vscode.l10n.t('This was tried: with the cause undone, the signature is right.')}_`
      : `_${vscode.l10n.t('This is what can be seen; nothing that was tried makes the signature fit.')}_`,
  ];
}

/** A right signature, and why an app may have rejected it all the same. */
function rightText({ request }: Diagnosis): readonly string[] {
  return [
    `# ${vscode.l10n.t('The signature is right')}`,
    vscode.l10n.t(
      'Header, body and secret fit together. If an app rejected this request, it verified something else:',
    ),
    [
      vscode.l10n.t('another body: log the bytes that it verifies, and diagnose those;'),
      vscode.l10n.t('another secret: diagnose again with the one that it has;'),
      vscode.l10n.t('at another time: the SDKs reject signatures that are older than 5 minutes.'),
      ...(summarize(request.body)?.kind === 'thin'
        ? [vscode.l10n.t('a thin event with constructEvent: that needs parseEventNotification.')]
        : []),
    ]
      .map((line) => `- ${line}`)
      .join('\n'),
  ];
}

function fixText({ name, fix, code, language, docs }: FrameworkFix): string {
  return [`### ${name}`, fix(), `\`\`\`${language}\n${code}\n\`\`\``, `<${docs}>`].join('\n\n');
}

function facts({ request, verdict, checkedWith }: Diagnosis): readonly string[] {
  const { body, from, receipt } = request;
  const event = summarize(body);
  return [
    vscode.l10n.t(
      'Body: {0} bytes from {1}{2}',
      body.byteLength,
      from,
      event ? ` (${event.type} ${event.id})` : '',
    ),
    vscode.l10n.t('Checked with: {0}', checkedWith),
    ...(verdict.secret ? [vscode.l10n.t('Signed with the secret of: {0}', ownerText(verdict.secret))] : []),
    ...timeFacts(request),
    ...(receipt ? [vscode.l10n.t('Received: {0}', new Date(receipt.receivedAt).toLocaleString())] : []),
  ];
}

function timeFacts({ headers, receipt }: DiagnosedRequest): readonly string[] {
  const value = headers.find(([name]) => name.toLowerCase() === 'stripe-signature')?.[1];
  const timestamp = value === undefined ? undefined : parseSignatureHeader(value).timestamp;
  if (timestamp === undefined) return [];
  const at = new Date(timestamp * 1000);
  if (Number.isNaN(at.getTime())) return [];
  const age = Math.round((receipt?.receivedAt ?? Date.now()) / 1000) - timestamp;
  return [
    receipt
      ? vscode.l10n.t('Signature made: {0}, {1} s before it was received', at.toLocaleString(), age)
      : vscode.l10n.t('Signature made: {0}, {1} s ago', at.toLocaleString(), age),
  ];
}

function ownerText({ endpointId, label, mode, role }: SecretOwner): string {
  return [label || endpointId, ...[label ? endpointId : '', mode, role].filter(Boolean)].join(' · ');
}
