import { defaultColumns } from '../shared/columns.ts';
import { withKeys } from '../shared/filter/print.ts';
import {
  dragLimit,
  type Details,
  type EndpointNames,
  type ListMessage,
  type Preferences,
  type Row,
  type Runnable,
  type ToWebview,
} from '../shared/messages.ts';
import { Announcer } from './announcer.ts';
import { ChartView } from './chartView.ts';
import { DetailsView } from './detailsView.ts';
import { FilterBox } from './filterBox.ts';
import { keep, kept, post } from './host.ts';
import * as l10n from './l10n.ts';
import { ListView } from './listView.ts';
import { part } from './part.ts';
import { Splitter } from './splitter.ts';
import { countText, StatusView } from './statusView.ts';

const chartBuckets = 120;
// Holding an arrow key down must not ask for the details of all that is passed.
const detailsPauseMs = 60;
const keptDetails = 8;

/** The panel as a whole: what it is built of, and who tells whom. */
export class App {
  readonly #root: HTMLElement;
  readonly #bar = part('bar');
  readonly #picture = part('chart');
  readonly #listPart = part('list');
  readonly #detailsPart = part('details', 'section');
  readonly #filter: FilterBox;
  readonly #status: StatusView;
  readonly #list: ListView;
  readonly #details: DetailsView;
  readonly #chart: ChartView;
  readonly #announcer: Announcer;
  readonly #splitter: Splitter;
  readonly #cached = new Map<number, Details>();
  #preferences: Preferences = { columns: defaultColumns, widths: {}, density: 'compact', saved: [] };
  #endpoints: EndpointNames = {};
  #paused = false;
  #listed: ListMessage | undefined;
  /** The event that is being looked for, and the filter of the list that is sure to have it. */
  #wanted: { readonly id: number; readonly filter: string } | undefined;
  #failure = '';
  #selectedAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
    const split = part('split');
    const spoken = part('');
    this.#announcer = new Announcer(spoken);
    const heading = part('spoken', 'h1');
    heading.textContent = l10n.t('Events');
    this.#status = new StatusView({
      run: (command) => this.#plain(command),
      showChart: (chart) => this.#showChart(chart),
      showDetails: (details) => this.#showDetails(details),
      follow: (following) => this.#list.follow(following),
      showHidden: () => this.#showHidden(),
      removeFilter: () => this.#filter.set(''),
    });
    root.append(heading, this.#bar, this.#status.below, split, spoken);
    this.#filter = new FilterBox(this.#bar, kept.filter, (text) => this.#applyFilter(text));
    this.#bar.append(this.#status.beside);
    const listBody = part('list-body');
    this.#list = new ListView(listBody, {
      onSelect: (ids, row) => this.#select(ids, row),
      onState: () => this.#draw(),
      onKey: (event) => this.#key(event),
      onOpen: () => this.#run('stripeWebhooks.event.open'),
      onMissing: (id) => this.#widen(id),
      onTooMany: () => {
        this.#failure = l10n.t('At most {0} events can be dragged at a time.', dragLimit);
        this.#draw();
      },
    });
    listBody.append(this.#status.pill);
    // Over the list alone: all the height below the filter is left to the details.
    this.#listPart.append(this.#picture, listBody);
    this.#splitter = new Splitter(kept.split, (share) => keep({ split: share }));
    this.#details = new DetailsView(this.#detailsPart, {
      run: (command) => this.#run(command),
      runOn: (command, ids) => post({ kind: 'run', command, ids }),
      filter: (key, value) => this.#filter.set(withKeys('', { [key]: value })),
      reveal: (id, filter) => this.#reveal(id, filter),
    });
    this.#chart = new ChartView(this.#picture, (after, before) =>
      this.#filter.set(withKeys(this.#filter.text, { after, before })),
    );
    split.append(this.#listPart, this.#splitter.element, this.#detailsPart);
    root.addEventListener('keydown', (event) => this.#anywhere(event));
    this.#begin();
  }

  /** Takes a message of the extension host. */
  take(message: Exclude<ToWebview, { kind: 'init' }>): void {
    switch (message.kind) {
      case 'preferences':
        this.#preferences = message.preferences;
        this.#filter.saved = message.preferences.saved;
        return this.#list.setStyle(this.#preferences, this.#endpoints);
      case 'vocabulary':
        this.#filter.vocabulary = message.vocabulary;
        return this.#nameEndpoints(message.endpoints);
      case 'list':
        return this.#takeList(message);
      case 'rows':
        return this.#list.receive(message);
      case 'range':
        return this.#list.receiveRange(message);
      case 'located':
        return this.#list.located(message);
      case 'details':
        return this.#takeDetails(message);
      case 'json':
        return this.#list.dragged.receive(message);
      case 'chart':
        return this.#chart.show(message.chart);
      case 'failed':
        this.#failure = message.sentence;
        this.#list.busy = false;
        return this.#draw();
      default:
        return this.#obey(message);
    }
  }

  #obey(
    message: Extract<ToWebview, { kind: 'setFilter' | 'reveal' | 'focusFilter' | 'pause' | 'clear' }>,
  ): void {
    switch (message.kind) {
      case 'setFilter':
        return this.#filter.set(message.text);
      case 'reveal':
        this.#showDetails(true);
        return this.#reveal(message.id, '');
      case 'focusFilter':
        return this.#filter.focus();
      case 'pause':
        this.#paused = message.paused;
        return this.#draw();
      case 'clear':
        keep({ hiddenBefore: message.before });
        return this.#applyFilter(this.#filter.text);
    }
  }

  #nameEndpoints(endpoints: EndpointNames): void {
    if (JSON.stringify(endpoints) === JSON.stringify(this.#endpoints)) return;
    this.#endpoints = endpoints;
    this.#list.setStyle(this.#preferences, endpoints);
    this.#details.endpoints = endpoints;
  }

  /** Goes to an event; where the list does not have it, to the list of the given filter. */
  #reveal(id: number, filter: string): void {
    this.#wanted = { id, filter };
    this.#list.reveal(id);
  }

  /** The event that is wanted is not in this list: it is in another, unless it is gone. */
  #widen(id: number): void {
    if (this.#wanted?.id !== id) return;
    const { filter } = this.#wanted;
    const isWidest = this.#filter.text === filter && kept.hiddenBefore === undefined;
    if (isWidest) this.#wanted = undefined;
    else if (this.#filter.text === filter) this.#showHidden();
    else {
      keep({ hiddenBefore: undefined });
      this.#filter.set(filter);
    }
  }

  #begin(): void {
    this.#detailsPart.setAttribute('aria-label', l10n.t('Details'));
    this.#showChart(kept.chart);
    this.#showDetails(kept.details);
    this.#applyFilter(this.#filter.text);
    this.#details.draw();
    if (kept.current !== undefined) post({ kind: 'details', id: kept.current });
  }

  #applyFilter(text: string): void {
    keep({ filter: text });
    this.#failure = '';
    this.#list.busy = true;
    post({ kind: 'filter', text, hiddenBefore: kept.hiddenBefore });
  }

  #takeList(message: ListMessage): void {
    const before = this.#listed;
    this.#listed = message;
    if (!before || before.generation !== message.generation || !before.isCounted)
      this.#announceCount(message);
    else this.#announcer.arrived(message.total - before.total);
    this.#list.update(message);
    if (this.#wanted && before?.generation !== message.generation) this.#list.reveal(this.#wanted.id);
    const { id } = this.#details;
    const isChanged = (one: number) => message.changed !== 'all' && message.changed.includes(one);
    for (const one of this.#cached.keys()) if (isChanged(one)) this.#cached.delete(one);
    const mayHaveMore = this.#details.isOfUnfinishedRun && message.changed.length > 0;
    if (id !== undefined && (isChanged(id) || mayHaveMore)) post({ kind: 'details', id });
    // The host sends the next state only when this one is on the screen.
    requestAnimationFrame(() => post({ kind: 'painted' }));
  }

  #announceCount({ isCounted, total }: ListMessage): void {
    if (isCounted) this.#announcer.say(countText(total));
  }

  #select(ids: readonly number[], row: Row | undefined): void {
    clearTimeout(this.#timer);
    this.#wanted = undefined;
    if (!row) return this.#details.show(undefined, ids.length);
    const known = this.#cached.get(row.id);
    if (known) return this.#details.show(known);
    const ask = () => post({ kind: 'details', id: row.id });
    // The first is asked for at once.
    const pause = this.#selectedAt + detailsPauseMs - performance.now();
    this.#selectedAt = performance.now();
    if (pause <= 0) ask();
    else this.#timer = setTimeout(ask, detailsPauseMs);
  }

  #takeDetails({ id, details }: Extract<ToWebview, { kind: 'details' }>): void {
    if (details) this.#cached.set(id, details);
    for (const one of this.#cached.keys()) {
      if (this.#cached.size <= keptDetails) break;
      this.#cached.delete(one);
    }
    const { ids } = this.#list.selection;
    if (ids.length === 1 && ids[0] === id) this.#details.show(details);
    else if (ids.length === 0 && kept.current === id) this.#details.show(details);
  }

  #run(command: Runnable): void {
    const { ids } = this.#list.selection;
    if (ids.length > 0) post({ kind: 'run', command, ids });
  }

  #showDetails(details: boolean): void {
    keep({ details });
    this.#root.classList.toggle('without-details', !details);
    this.#draw();
  }

  #showChart(chart: boolean): void {
    keep({ chart });
    this.#picture.hidden = !chart;
    post({ kind: 'chart', shown: chart, buckets: chartBuckets });
    this.#draw();
  }

  #pause(): void {
    post({ kind: 'pause', paused: !this.#paused });
  }

  #draw(): void {
    this.#status.draw({
      list: this.#listed,
      selected: this.#list.selection.size,
      held: this.#list.held,
      following: this.#list.following,
      isFiltered: this.#filter.text.trim() !== '',
      failure: this.#failure,
    });
  }

  #showHidden(): void {
    keep({ hiddenBefore: undefined });
    this.#applyFilter(this.#filter.text);
  }

  /** Runs a command that is about no event. */
  #plain(command: Runnable): void {
    post({ kind: 'run', command, ids: [] });
  }

  /** Keys of the list, for what its context menu does. */
  #key(event: KeyboardEvent): void {
    const control = event.ctrlKey || event.metaKey;
    const commands: Readonly<Record<string, Runnable>> = control
      ? { c: 'stripeWebhooks.event.copyAsJson', Enter: 'stripeWebhooks.event.open' }
      : {
          r: 'stripeWebhooks.event.replay',
          e: 'stripeWebhooks.event.editAndResend',
          t: 'stripeWebhooks.event.triggerLike',
          g: 'stripeWebhooks.handler.goTo',
          c: 'stripeWebhooks.event.compare',
          o: 'stripeWebhooks.event.open',
          s: 'stripeWebhooks.event.saveAsFixture',
          d: 'stripeWebhooks.event.openInDashboard',
          y: 'stripeWebhooks.event.onlyTheseTypes',
          h: 'stripeWebhooks.event.hideTheseTypes',
        };
    const acts: Readonly<Record<string, () => void>> = control
      ? { f: () => this.#details.search() }
      : {
          '/': () => this.#filter.focus(),
          f: () => this.#list.follow(!this.#list.following),
          p: () => this.#pause(),
          Enter: () => {
            this.#showDetails(true);
            this.#details.focus();
          },
        };
    if (event.altKey || (event.shiftKey && event.key !== '/')) return;
    const command = commands[event.key];
    const act = acts[event.key] ?? (command && (() => this.#run(command)));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  /** Back from the details to the list. */
  #anywhere(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#detailsPart.contains(event.target as Node)) this.#list.focus();
    if (
      event.key === 'ArrowDown' &&
      (event.ctrlKey || event.metaKey) &&
      this.#bar.contains(event.target as Node)
    )
      this.#list.focus();
  }
}
