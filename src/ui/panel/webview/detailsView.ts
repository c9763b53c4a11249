import { html, nothing, render, type TemplateResult } from 'lit';
import { changesOf, type Change } from '../shared/changes.ts';
import { readJson, type JsonNodes } from '../shared/json/nodes.ts';
import { find, valueOf } from '../shared/json/tree.ts';
import type { Details, EndpointNames, Runnable } from '../shared/messages.ts';
import { attemptsList, changesTable, headersTable, verdictBox } from './detailsParts.ts';
import { keep, kept } from './host.ts';
import * as l10n from './l10n.ts';
import { PayloadView } from './payloadView.ts';
import { RawView } from './rawView.ts';
import { runLine, runList } from './runParts.ts';
import { named, shown, timeOfDay } from './text.ts';

type LinkKey = 'object' | 'request' | 'account' | 'event' | 'endpoint' | 'run';

/** What the details ask of their surroundings. */
export interface DetailsEvents {
  readonly run: (command: Runnable) => void;
  readonly filter: (key: LinkKey, value: string) => void;
  /** Goes to an event; where the list does not have it, the filter is set to the given one. */
  readonly reveal: (id: number, filter: string) => void;
  readonly runOn: (command: Runnable, ids: readonly number[]) => void;
}

interface Tab {
  readonly id: string;
  readonly title: string;
  readonly note: string;
}

/** Everything about the selected event. */
export class DetailsView {
  readonly #root: HTMLElement;
  readonly #events: DetailsEvents;
  #details: Details | undefined;
  #nodes: JsonNodes | undefined;
  #changes: readonly Change[] = [];
  #several = 0;
  #endpoints: EndpointNames = {};
  #body: PayloadView | RawView | undefined;
  #bodyOf: string | undefined;

  constructor(root: HTMLElement, events: DetailsEvents) {
    this.#root = root;
    this.#events = events;
  }

  /** The event that is shown. */
  get id(): number | undefined {
    return this.#details?.row.id;
  }

  /** Shows an event, or that several or none are selected. */
  show(details: Details | undefined, several = 0): void {
    const isOther = details?.row.id !== this.#details?.row.id;
    this.#details = details;
    this.#several = several;
    if (isOther) {
      this.#nodes = details && !details.binary ? readJson(details.body) : undefined;
      this.#changes = this.#nodes ? changesOf(this.#nodes) : [];
      this.#dropBody();
    }
    this.draw();
  }

  /** Names shown instead of endpoints' ids. */
  set endpoints(endpoints: EndpointNames) {
    this.#endpoints = endpoints;
    this.draw();
  }

  /** Whether events may come that belong to the same run. */
  get isOfUnfinishedRun(): boolean {
    const run = this.#details?.run;
    return run !== undefined && run.events.length !== run.steps;
  }

  focus(): void {
    this.#root.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
  }

  /** Searches the payload. */
  search(): void {
    this.#select('payload');
    if (this.#body instanceof PayloadView) this.#body.search();
  }

  draw(): void {
    const details = this.#details;
    if (!details) {
      this.#dropBody();
      render(this.#empty(), this.#root);
      return;
    }
    render(this.#whole(details), this.#root);
    this.#drawBody(details);
  }

  #empty(): TemplateResult {
    if (this.#several < 2)
      return html`<p class="hint">${l10n.t('Select an event to see its payload, headers and attempts.')}</p>`;
    return html`<div class="hint">
      <p>${l10n.t('{0} events are selected.', l10n.count(this.#several))}</p>
      <div class="buttons">
        ${this.#button('debug-restart', l10n.t('Replay'), 'stripeWebhooks.event.replay')}
        ${this.#several === 2 ? this.#button('diff', l10n.t('Compare'), 'stripeWebhooks.event.compare') : nothing}
        ${this.#button('json', l10n.t('Copy as JSON'), 'stripeWebhooks.event.copyAsJson')}
        ${this.#button('save', l10n.t('Save as Fixtures'), 'stripeWebhooks.event.saveAsFixture')}
      </div>
    </div>`;
  }

  #whole(details: Details): TemplateResult {
    const { row } = details;
    const tab = this.#tab();
    return html`<header>
        <div class="title">
          <span
            class="codicon codicon-${details.verdict.verified ? 'pass good' : 'error bad'}"
            role="img"
            aria-label=${details.verdict.verified ? l10n.t('verified') : l10n.t('rejected')}
          ></span>
          <h2>${row.type ? shown(row.type) : l10n.t('not an event')}</h2>
          <div class="actions" role="toolbar" aria-label=${l10n.t('Actions')}>${this.#actions(details)}</div>
        </div>
        <div class="facts">${this.#facts(details)}</div>
        ${runLine(details, this.#events)}
      </header>
      ${verdictBox(details, () => this.#events.run('stripeWebhooks.diagnosis.run'))}
      <div class="tab-row">
        <div class="tabs" role="tablist" @keydown=${(event: KeyboardEvent) => this.#tabKey(event)}>
          ${this.#tabs().map(
            ({ id, title, note }) =>
              html`<button
                type="button"
                role="tab"
                id="tab-${id}"
                aria-selected=${id === tab}
                aria-controls="tab-panel"
                tabindex=${id === tab ? 0 : -1}
                @click=${() => this.#select(id)}
              >
                ${title}${note ? html`<vscode-badge variant="counter">${note}</vscode-badge>` : nothing}
              </button>`,
          )}
        </div>
        <div class="find" ?hidden=${tab !== 'payload'}></div>
      </div>
      <div
        id="tab-panel"
        class="tab-panel of-${tab}"
        role="tabpanel"
        aria-labelledby="tab-${tab}"
        tabindex=${['headers', 'attempts', 'changes'].includes(tab) ? 0 : nothing}
      >
        ${this.#panel(details, tab)}
      </div>`;
  }

  #actions({ row, previous }: Details): TemplateResult {
    return html`${this.#action('debug-restart', l10n.t('Replay (R)'), 'stripeWebhooks.event.replay')}
    ${this.#action('edit', l10n.t('Edit and Resend (E)'), 'stripeWebhooks.event.editAndResend')}
    ${row.type ? this.#action('zap', l10n.t('Trigger Like This (T)'), 'stripeWebhooks.event.triggerLike') : nothing}
    ${row.type ? this.#action('go-to-file', l10n.t('Go to Handler (G)'), 'stripeWebhooks.handler.goTo') : nothing}
    ${
      previous === undefined
        ? nothing
        : this.#action('diff', l10n.t('Compare with the Event Before (C)'), 'stripeWebhooks.event.compare')
    }
    ${this.#action('open-preview', l10n.t('Open as Document (O)'), 'stripeWebhooks.event.open')}`;
  }

  #action(icon: string, title: string, command: Runnable): TemplateResult {
    return html`<vscode-toolbar-button
      icon=${icon}
      label=${title}
      title=${title}
      @click=${() => this.#events.run(command)}
    >
    </vscode-toolbar-button>`;
  }

  #button(icon: string, title: string, command: Runnable): TemplateResult {
    return html`<vscode-button secondary icon=${icon} @click=${() => this.#events.run(command)}
      >${title}</vscode-button
    >`;
  }

  /** Where it belongs, each a link to all events of the same. */
  #facts({ row, size, verdict }: Details): TemplateResult {
    const request = this.#requestId();
    const link = (key: LinkKey, title: string, value: string | undefined, name?: string) =>
      value === undefined
        ? nothing
        : html`<span class="fact"
            >${title}
            <button
              type="button"
              class="link"
              title=${`${l10n.t('Show all events of the same')}: ${named(value)}`}
              @click=${() => this.#events.filter(key, value)}
            >
              ${shown(name ?? value, 80)}
            </button></span
          >`;
    return html`<span class="fact" title=${l10n.dateTime(row.at)}
        >#${row.id} · ${timeOfDay(row.at)} · ${l10n.size(size)}</span
      >
      ${link('event', l10n.t('event'), row.eventId)} ${link('object', l10n.t('object'), row.objectId)}
      ${link('request', l10n.t('request'), request)} ${link('account', l10n.t('account'), row.account)}
      ${verdict.verified ? link('endpoint', l10n.t('verified by'), row.endpointId, this.#endpoints[row.endpointId ?? '']) : nothing}`;
  }

  #requestId(): string | undefined {
    const nodes = this.#nodes;
    if (!nodes) return undefined;
    for (const path of [['reason', 'request', 'id'], ['request', 'id'], ['request']]) {
      const index = find(nodes, ...path);
      if (index !== undefined && nodes.kind[index] === 'string') return valueOf(nodes, index);
    }
    return undefined;
  }

  #tabs(): readonly Tab[] {
    const details = this.#details;
    const count = (value: number | undefined) => (value ? l10n.count(value) : '');
    return [
      ...(this.#nodes ? [{ id: 'payload', title: l10n.t('Payload'), note: '' }] : []),
      ...(this.#changes.length > 0
        ? [{ id: 'changes', title: l10n.t('Changes'), note: count(this.#changes.length) }]
        : []),
      ...(details?.run
        ? [{ id: 'run', title: l10n.t('Same Run'), note: count(details.run.events.length) }]
        : []),
      { id: 'attempts', title: l10n.t('Attempts'), note: count(details?.attempts.length) },
      { id: 'headers', title: l10n.t('Headers'), note: '' },
      { id: 'raw', title: l10n.t('Raw'), note: '' },
    ];
  }

  #tab(): string {
    const tabs = this.#tabs().map(({ id }) => id);
    return tabs.includes(kept.tab) ? kept.tab : (tabs[0] ?? 'raw');
  }

  #select(id: string): void {
    keep({ tab: id });
    this.draw();
  }

  #tabKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const tabs = this.#tabs();
    const at = tabs.findIndex(({ id }) => id === this.#tab());
    this.#select(tabs[(at + step + tabs.length) % tabs.length]?.id ?? 'raw');
    this.focus();
  }

  #panel(details: Details, tab: string): TemplateResult | typeof nothing {
    switch (tab) {
      case 'headers':
        return html`<p class="quiet"><code>POST ${shown(details.path)}</code></p>
          ${headersTable(details.headers)}`;
      case 'run':
        return details.run ? runList(details.run, details.row.id, this.#events) : nothing;
      case 'attempts':
        return attemptsList(details.attempts);
      case 'changes': {
        const { row, previous } = details;
        return html`${changesTable(this.#changes)}
        ${
          previous === undefined
            ? nothing
            : html`<p>
                <vscode-button
                  secondary
                  icon="diff"
                  @click=${() => this.#events.runOn('stripeWebhooks.event.compare', [previous, row.id])}
                  >${l10n.t('Compare with the event before it')}</vscode-button
                >
              </p>`
        }`;
      }
      default:
        return html`<div class="body"></div>`;
    }
  }

  /** The payload and the raw text draw their own rows. */
  #drawBody(details: Details): void {
    const tab = this.#tab();
    const parent = this.#root.querySelector<HTMLElement>('.body');
    const wanted = parent ? `${details.row.id} ${tab}` : undefined;
    if (wanted === this.#bodyOf) return;
    this.#dropBody();
    this.#bodyOf = wanted;
    const bar = this.#root.querySelector<HTMLElement>('.find');
    if (!parent || !bar) return;
    this.#body =
      tab === 'payload' && this.#nodes
        ? new PayloadView(parent, bar, this.#nodes)
        : new RawView(parent, details.body);
  }

  #dropBody(): void {
    this.#body?.dispose();
    this.#body = undefined;
    this.#bodyOf = undefined;
    this.#root.querySelector('.body')?.replaceChildren();
  }
}
