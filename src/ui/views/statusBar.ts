import * as vscode from 'vscode';
import type { CommandId } from '../../ids.ts';
import type { Connections } from '../../stripe/connections.ts';
import type { EndpointList } from '../control/endpointList.ts';
import type { ReceiverControl } from '../control/receiverControl.ts';
import type { CurrentSource, SourceControl } from '../control/sourceControl.ts';
import { connectionName } from './liveColor.ts';
import { sourceBrief, sourceSentence } from './sourceText.ts';

/**
 * One item: whether and where the receiver runs, what the event source does, and the connection in use; a live one is
 * coloured. Hidden until the user looks at the endpoints or starts one of the two.
 */
export class StatusBar implements vscode.Disposable {
  #item: vscode.StatusBarItem | undefined;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #receiver: ReceiverControl;
  readonly #connections: Connections;
  readonly #source: SourceControl;

  constructor(
    receiver: ReceiverControl,
    connections: Connections,
    endpointList: EndpointList,
    source: SourceControl,
  ) {
    this.#receiver = receiver;
    this.#connections = connections;
    this.#source = source;
    // A switch of the connection shows up as a change of the endpoint list.
    this.#subscriptions = [receiver, endpointList, source].map(({ onDidChange }) =>
      onDidChange(() => this.#update()),
    );
  }

  dispose(): void {
    vscode.Disposable.from(...this.#subscriptions).dispose();
    this.#item?.dispose();
  }

  #create(): vscode.StatusBarItem {
    const item = vscode.window.createStatusBarItem(
      'stripeWebhooks.receiver',
      vscode.StatusBarAlignment.Left,
      0,
    );
    item.name = vscode.l10n.t('Stripe Webhooks');
    item.command = 'stripeWebhooks.receiver.showActions' satisfies CommandId;
    return item;
  }

  #update(): void {
    const item = (this.#item ??= this.#create());
    const { url } = this.#receiver;
    const { active } = this.#connections;
    const label = connectionName(active);
    const source = this.#source.current;
    const port = url === undefined ? [] : [`:${new URL(url).port}`];
    const brief = source && sourceBrief(source, active);
    const icon = (source && iconOf(source)) ?? (url === undefined ? 'circle-slash' : 'broadcast');
    const what = ['Stripe', ...port].join(' ');
    item.text = `$(${icon}) ${[what, ...(brief ? [brief] : []), label].join(' · ')}`;
    const receiving = url
      ? vscode.l10n.t('{0}: receiving events at {1}', label, url)
      : vscode.l10n.t('{0}: the receiver is stopped', label);
    // A source brings events whether or not the receiver listens.
    const sentences = [...(source ? [sourceSentence(source)] : []), receiving];
    item.tooltip = tooltip(sentences, linksOf(url !== undefined, this.#source.running));
    item.accessibilityInformation = { label: sentences.join('. '), role: 'button' };
    item.backgroundColor =
      active.mode === 'live' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    item.show();
  }
}

interface Link {
  readonly title: string;
  readonly command: CommandId;
}

function linksOf(receives: boolean, listens: boolean): readonly Link[] {
  return [
    receives
      ? { title: vscode.l10n.t('Stop Receiver'), command: 'stripeWebhooks.receiver.stop' }
      : { title: vscode.l10n.t('Start Receiver'), command: 'stripeWebhooks.receiver.start' },
    ...(listens
      ? [
          {
            title: vscode.l10n.t('Stop Event Source'),
            command: 'stripeWebhooks.source.stop',
          } as const,
        ]
      : []),
    { title: vscode.l10n.t('Trigger Event'), command: 'stripeWebhooks.event.trigger' },
    { title: vscode.l10n.t('Show Events'), command: 'stripeWebhooks.panel.show' },
    { title: vscode.l10n.t('Switch Connection'), command: 'stripeWebhooks.connection.switch' },
  ];
}

function tooltip(sentences: readonly string[], links: readonly Link[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  for (const sentence of sentences) text.appendText(sentence).appendMarkdown('\n\n');
  text.appendMarkdown(links.map(({ title, command }) => `[${title}](command:${command})`).join(' · '));
  text.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  return text;
}

/** The icon that tells of the source; undefined when it has nothing to tell, because it was stopped as asked. */
function iconOf({ state }: CurrentSource): string | undefined {
  switch (state.phase) {
    case 'live':
    case 'delegated':
      return 'broadcast';
    case 'stopped':
      return state.reason === 'asked' ? undefined : 'warning';
    case 'connecting':
    case 'reconnecting':
    case 'expired':
      return 'sync~spin';
  }
}
