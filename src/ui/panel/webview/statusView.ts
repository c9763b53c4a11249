import { html, nothing, render } from 'lit';
import type { ListMessage, Runnable } from '../shared/messages.ts';
import { kept } from './host.ts';
import * as l10n from './l10n.ts';
import { part } from './part.ts';
import { shown } from './text.ts';

/** What there is to say of the list. */
export interface Status {
  /** The list as the host told of it last. */
  readonly list: ListMessage | undefined;
  /** How many events are selected. */
  readonly selected: number;
  /** How many events wait to be shown while something is being read. */
  readonly held: number;
  readonly following: boolean;
  readonly isFiltered: boolean;
  /** A sentence; empty when nothing failed. */
  readonly failure: string;
}

/** What its buttons do. */
export interface StatusEvents {
  /** Runs a command that is about no event. */
  readonly run: (command: Runnable) => void;
  readonly showChart: (chart: boolean) => void;
  readonly showDetails: (details: boolean) => void;
  readonly follow: (following: boolean) => void;
  /** Shows what was cleared away. */
  readonly showHidden: () => void;
  readonly removeFilter: () => void;
}

/** Says how the list is doing, in three places around it. */
export class StatusView {
  /** Beside the filter: how many events there are, and the switches of the panel. */
  readonly beside = part('state');
  /** Below the filter: what failed, what is hidden, and what to do when there is nothing. */
  readonly below = part('notice');
  /** Over the list: how many events wait to be shown. */
  readonly pill = part('pill-place');
  readonly #events: StatusEvents;

  constructor(events: StatusEvents) {
    this.#events = events;
  }

  draw(status: Status): void {
    render(this.#beside(status), this.beside);
    render(this.#below(status), this.below);
    render(this.#pill(status), this.pill);
  }

  #beside({ list, selected, following }: Status) {
    const count = list ? (list.isCounted ? countText(list.total) : l10n.t('Counting…')) : '';
    return html`<span class="count"
        >${selected > 1 ? l10n.t('{0} of {1}', l10n.count(selected), count) : count}</span
      >
      ${button('bookmark', l10n.t('Saved Filters'), () => this.#events.run('stripeWebhooks.panel.savedFilters'))}
      ${button('graph', kept.chart ? l10n.t('Hide Chart') : l10n.t('Show Chart'), () =>
        this.#events.showChart(!kept.chart),
      )}
      ${button(
        kept.details ? 'layout-sidebar-right' : 'layout-sidebar-right-off',
        kept.details ? l10n.t('Hide Details') : l10n.t('Show Details'),
        () => this.#events.showDetails(!kept.details),
      )}
      ${toggle('arrow-circle-up', l10n.t('Follow New Events (F)'), following, () =>
        this.#events.follow(!following),
      )}`;
  }

  #below({ list, isFiltered, failure }: Status) {
    const hidden = list?.hidden ?? 0;
    return html`${failure ? html`<p class="failure" role="alert">${shown(failure)}</p>` : nothing}
    ${
      hidden > 0
        ? html`<p>
            ${l10n.t('{0} earlier events are hidden.', l10n.count(hidden))}
            ${link(l10n.t('Show Them'), () => this.#events.showHidden())}
          </p>`
        : nothing
    }
    ${list?.total === 0 && hidden === 0 ? this.#nothingThere(isFiltered) : nothing}`;
  }

  #nothingThere(isFiltered: boolean) {
    if (isFiltered)
      return html`<p>
        ${l10n.t('No event fits this filter.')}
        ${link(l10n.t('Remove Filter'), () => this.#events.removeFilter())}
      </p>`;
    return html`<p>
      ${l10n.t('No event has been received yet.')}
      ${link(l10n.t('Start Receiver'), () => this.#events.run('stripeWebhooks.receiver.start'))}
      ${link(l10n.t('Trigger Event'), () => this.#events.run('stripeWebhooks.event.trigger'))}
    </p>`;
  }

  #pill({ held, following }: Status) {
    if (held === 0 || following) return nothing;
    return html`<button type="button" class="pill" @click=${() => this.#events.follow(true)}>
      <span class="codicon codicon-arrow-up" aria-hidden="true"></span>${
        held === 1 ? l10n.t('1 new event') : l10n.t('{0} new events', l10n.count(held))
      }
    </button>`;
  }
}

/** How many events there are, in words. */
export function countText(total: number): string {
  return total === 1 ? l10n.t('1 event') : l10n.t('{0} events', l10n.count(total));
}

function button(icon: string, title: string, act: () => void) {
  return html`<vscode-toolbar-button
    icon=${icon}
    label=${title}
    title=${title}
    @click=${act}
  ></vscode-toolbar-button>`;
}

function toggle(icon: string, title: string, on: boolean, act: () => void) {
  return html`<vscode-toolbar-button
    toggleable
    icon=${icon}
    label=${title}
    title=${title}
    .checked=${on}
    @change=${act}
  >
  </vscode-toolbar-button>`;
}

function link(title: string, act: () => void) {
  return html`<button type="button" class="link" @click=${act}>${title}</button>`;
}
