import * as vscode from 'vscode';
import type { Connection } from '../../stripe/connection.ts';
import type { SourceKind } from '../../stripe/eventSource.ts';
import type { CurrentSource } from '../control/sourceControl.ts';
import { connectionName } from './liveColor.ts';

/** What a way by which events come is called. */
export function sourceName(kind: SourceKind): string {
  switch (kind) {
    case 'listen':
      return vscode.l10n.t('Listen session');
    case 'polling':
      return vscode.l10n.t('Polling');
    case 'cli':
      return vscode.l10n.t('Stripe CLI');
  }
}

/**
 * The source in a few words, for the status bar; undefined when it has nothing to say there. Names its connection where
 * that is not the one in use.
 */
export function sourceBrief(source: CurrentSource, active: Connection): string | undefined {
  const brief = phaseText(source);
  if (brief === undefined || source.connection.id === active.id) return brief;
  return vscode.l10n.t('{0} ({1})', brief, connectionName(source.connection));
}

function phaseText({ kind, state }: CurrentSource): string | undefined {
  switch (state.phase) {
    case 'connecting':
      return vscode.l10n.t('connecting …');
    case 'live':
      return kind === 'polling' ? vscode.l10n.t('polling') : vscode.l10n.t('listening');
    case 'delegated':
      return vscode.l10n.t('Stripe CLI runs');
    case 'reconnecting':
      return vscode.l10n.t('reconnecting …');
    case 'expired':
      return vscode.l10n.t('new session …');
    case 'stopped':
      return state.reason === 'asked' ? undefined : vscode.l10n.t('stopped');
  }
}

/** What a source does, with the reason, as a sentence. */
export function sourceSentence(source: CurrentSource): string {
  return `${sourceName(source.kind)} · ${connectionName(source.connection)}: ${stateText(source)}`;
}

function stateText({ state, refusal, kind }: CurrentSource): string {
  switch (state.phase) {
    case 'connecting':
      return vscode.l10n.t('connecting');
    case 'live':
      if (kind !== 'polling') return vscode.l10n.t('connected');
      return refusal
        ? vscode.l10n.t('asking every few seconds, because there is no listen session. {0}', refusal)
        : vscode.l10n.t('asking every few seconds');
    case 'delegated':
      return vscode.l10n.t('the CLI runs; whether it is connected, it alone knows');
    case 'reconnecting':
      return state.retryAt === undefined
        ? vscode.l10n.t('reconnecting. {0}', state.reason)
        : vscode.l10n.t('not connected, next try at {0}. {1}', timeOf(state.retryAt), state.reason);
    case 'expired':
      return vscode.l10n.t('the session has expired; a new one is being made');
    case 'stopped':
      return state.sentence ? vscode.l10n.t('stopped. {0}', state.sentence) : vscode.l10n.t('stopped');
  }
}

function timeOf(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString(vscode.env.language);
}
