import { html, nothing, type TemplateResult } from 'lit';
import { withKeys } from '../shared/filter/print.ts';
import type { Details, RunDetails, RunEvent } from '../shared/messages.ts';
import type { DetailsEvents } from './detailsView.ts';
import * as l10n from './l10n.ts';
import { shown } from './text.ts';

type Events = Pick<DetailsEvents, 'filter' | 'reveal'>;

/** What an event was caused by, which of its events it is, and the way to those before and after it. */
export function runLine({ run, row }: Details, events: Events): TemplateResult | typeof nothing {
  if (!run) return nothing;
  const at = placeIn(run, row.id);
  return html`<div class="run-line">
    <span>${kindText(run)}</span>
    <button
      type="button"
      class="link"
      title=${l10n.t('Show all events of the same')}
      @click=${() => events.filter('run', run.id)}
    >
      ${shown(run.name || run.id, 80)}</button
    ><span>${placeText(run, at)}</span>
    ${step('arrow-left', l10n.t('Event Before in This Run'), run, run.events[at - 1], events)}
    ${step('arrow-right', l10n.t('Next Event in This Run'), run, run.events[at + 1], events)}
  </div>`;
}

/** The events of a run in order, each a link to it. */
export function runList(run: RunDetails, shownId: number, events: Events): TemplateResult {
  const began = Math.min(...run.events.map(({ row }) => row.at));
  return html`<ol class="run">
    ${run.events.map(({ row, step: at }, index) => {
      const failed = row.rejection !== undefined || row.delivery?.delivered === false;
      return html`<li>
        <button
          type="button"
          aria-current=${row.id === shownId ? 'true' : nothing}
          @click=${() => events.reveal(row.id, filterOf(run))}
        >
          <span class="at">${at ?? index + 1}</span>
          <span
            class="codicon codicon-${failed ? 'error bad' : 'pass good'}"
            role="img"
            aria-label=${stateText(row)}
            title=${stateText(row)}
          ></span>
          <span class="type">${row.type ? shown(row.type) : l10n.t('not an event')}</span>
          <span class="quiet">${row.objectId ? shown(row.objectId, 80) : nothing}</span>
          <span class="quiet after">+${l10n.duration(row.at - began)}</span>
        </button>
      </li>`;
    })}
  </ol>`;
}

function step(
  icon: string,
  title: string,
  run: RunDetails,
  to: RunEvent | undefined,
  events: Events,
): TemplateResult | typeof nothing {
  if (!to) return nothing;
  return html`<vscode-toolbar-button
    icon=${icon}
    label=${title}
    title=${title}
    @click=${() => events.reveal(to.row.id, filterOf(run))}
  ></vscode-toolbar-button>`;
}

function placeIn(run: RunDetails, id: number): number {
  return run.events.findIndex(({ row }) => row.id === id);
}

function filterOf({ id }: RunDetails): string {
  return withKeys('', { run: id });
}

function kindText({ kind }: RunDetails): string {
  switch (kind) {
    case 'scenario':
      return l10n.t('Scenario:');
    case 'fixture':
      return l10n.t('Fixture:');
    case 'trigger':
      return l10n.t('Trigger:');
  }
}

function placeText(run: RunDetails, at: number): string {
  if (run.step !== undefined && run.steps !== undefined)
    return l10n.t('event {0} of {1}', l10n.count(run.step), l10n.count(run.steps));
  return l10n.t('event {0} of {1} so far', l10n.count(at + 1), l10n.count(run.events.length));
}

function stateText({ rejection, delivery }: RunEvent['row']): string {
  if (rejection !== undefined) return l10n.t('rejected');
  if (!delivery) return l10n.t('verified');
  return delivery.delivered ? l10n.t('delivered') : l10n.t('failed');
}
