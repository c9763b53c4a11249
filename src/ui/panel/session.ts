import type { ReceiptFilter } from '../../journal/filter.ts';
import { chartOf } from './chart.ts';
import { jsonOf } from './copy/json.ts';
import { detailsOf } from './details.ts';
import { EventList } from './eventList.ts';
import type { Pages } from './pages.ts';
import { parseFilter } from './shared/filter/parse.ts';
import { receiptFilter } from './shared/filter/receiptFilter.ts';
import type { Layout } from './shared/columns.ts';
import type { Kept } from './shared/kept.ts';
import type { ListMessage, Runnable, ToHost, ToWebview } from './shared/messages.ts';
import { rowOf } from './rowOf.ts';
import { validMessage } from './validate.ts';

// New events reach the webview so often at most; it also has to have painted the ones before.
const followMs = 50;
const chartMs = 1000;
// The journal's thread, which also stores what arrives, is to be busy with the picture a tenth of the time at most.
const chartShare = 0.1;
// More changes than this are not named one by one.
const namedChanges = 200;

/** What a session needs of its surroundings. */
export interface SessionParts {
  readonly pages: Pages;
  /** Sends a message to the webview. */
  readonly post: (message: ToWebview) => void;
  /** Sends what does not depend on the list: translations, preferences, vocabulary. */
  readonly greet: () => void;
  /** Sends the words that the filter language does not know itself. */
  readonly tellVocabulary: () => Promise<void>;
  readonly run: (command: Runnable, ids: readonly number[]) => Promise<unknown>;
  readonly selected: (ids: readonly number[]) => void;
  readonly filtered: (text: string, filter: ReceiptFilter) => void;
  readonly paused: (paused: boolean) => void;
  readonly keepLayout: (layout: Layout) => Promise<void>;
  readonly keep: (kept: Kept) => Promise<void>;
  readonly copy: (text: string) => Promise<void>;
  readonly failed: (error: unknown) => void;
}

/** Talks to the webview while it is shown: answers what it asks, and lets the list follow the journal. */
export class PanelSession {
  readonly #parts: SessionParts;
  #list: EventList | undefined;
  #generation = 0;
  #filter: Extract<ToHost, { kind: 'filter' }> | undefined;
  #hidden = 0;
  #changed = new Set<number>();
  #following = false;
  #painting = false;
  #paused = false;
  #timer: NodeJS.Timeout | undefined;
  #chart: { readonly buckets: number; timer: NodeJS.Timeout | undefined } | undefined;
  #chartPauseMs = chartMs;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Takes a message of the webview; one that it may not send is ignored. */
  take(value: unknown): void {
    const message = validMessage(value);
    if (message) this.#answer(message).catch((error: unknown) => this.#fail(error));
  }

  /** Takes note that the journal has a new or changed receipt. */
  changed(receiptId: number): void {
    this.#changed.add(receiptId);
    this.#followSoon();
  }

  /** Takes note that receipts were deleted: the list begins anew. */
  removed(): void {
    if (this.#filter) this.#open().catch((error: unknown) => this.#fail(error));
  }

  /** Stops or goes on following the journal. */
  pause(paused: boolean): void {
    this.#paused = paused;
    this.#parts.paused(paused);
    this.#parts.post({ kind: 'pause', paused });
    this.#followSoon();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#chart?.timer);
  }

  async #answer(message: ToHost): Promise<void> {
    const { pages, post } = this.#parts;
    switch (message.kind) {
      case 'ready':
        this.#parts.greet();
        return;
      case 'filter':
        this.#filter = message;
        return this.#open();
      case 'rows': {
        const rows = await this.#listOf(message)?.rows(message.from, message.to);
        if (rows)
          post({ kind: 'rows', generation: message.generation, from: message.from, rows: rows.map(rowOf) });
        if (this.#list?.outdated) this.#followSoon();
        return;
      }
      case 'range': {
        const rows = await this.#listOf(message)?.rows(message.from, message.to);
        if (rows) post({ kind: 'range', generation: message.generation, ids: rows.map(({ id }) => id) });
        return;
      }
      case 'locate': {
        const list = this.#listOf(message);
        await list?.counted;
        const place = await list?.placeOf(message.id);
        if (list && list === this.#list)
          post({ kind: 'located', generation: this.#generation, id: message.id, ...place });
        return;
      }
      case 'details':
        post({ kind: 'details', id: message.id, details: await detailsOf(pages, message.id) });
        return;
      case 'json': {
        const receipts = await Promise.all(message.ids.map((id) => pages.get(id)));
        const bodies = receipts.flatMap((receipt) => receipt?.body ?? []);
        post({ kind: 'json', ids: message.ids, text: jsonOf(bodies) });
        return;
      }
      case 'chart':
        clearTimeout(this.#chart?.timer);
        this.#chart = message.shown ? { buckets: message.buckets, timer: undefined } : undefined;
        return this.#sendChart();
      case 'painted':
        this.#painting = false;
        this.#followSoon();
        return;
      default:
        return this.#pass(message);
    }
  }

  async #pass(
    message: Extract<
      ToHost,
      { kind: 'selection' | 'pause' | 'keep' | 'copy' | 'columns' | 'vocabulary' | 'run' }
    >,
  ): Promise<void> {
    switch (message.kind) {
      case 'selection':
        return this.#parts.selected(message.ids);
      case 'pause':
        return this.pause(message.paused);
      case 'keep':
        return this.#parts.keep(message.kept);
      case 'copy':
        return this.#parts.copy(message.text);
      case 'vocabulary':
        return this.#parts.tellVocabulary();
      case 'columns':
        return this.#parts.keepLayout(message);
      case 'run':
        await this.#parts.run(message.command, message.ids);
    }
  }

  #listOf({ generation }: { readonly generation: number }): EventList | undefined {
    return generation === this.#generation ? this.#list : undefined;
  }

  /** Makes the list of the filter that the webview wants, in place of the one before. */
  async #open(): Promise<void> {
    if (!this.#filter) return;
    const { text, hiddenBefore } = this.#filter;
    const { terms } = parseFilter(text);
    const asked = receiptFilter(terms, Date.now());
    const from = Math.max(asked.from ?? 0, hiddenBefore ?? 0);
    const filter: ReceiptFilter = from > 0 ? { ...asked, from } : asked;
    const generation = ++this.#generation;
    const opened = EventList.open(this.#parts.pages, filter);
    const hiddenCount =
      hiddenBefore === undefined ? 0 : this.#parts.pages.count({ ...asked, until: hiddenBefore });
    const list = await opened;
    // A newer filter has come meanwhile.
    if (generation !== this.#generation) return;
    this.#list = list;
    if (hiddenBefore === undefined) this.#hidden = 0;
    this.#parts.filtered(text, filter);
    // The newest rows are there long before all matches are counted: they are shown at once.
    if (!list.isCounted) this.#postList('all');
    const [raisedBy, hidden] = await Promise.all([list.counted, hiddenCount]);
    if (generation !== this.#generation) return;
    this.#hidden = hidden;
    this.#continue(generation, raisedBy);
    await this.#sendChart();
  }

  /** Tells the webview how many matches there are; what it has asked about earlier places is not answered any more. */
  #continue(generation: number, raisedBy: number): void {
    if (raisedBy > 0) this.#generation++;
    this.#postList('all', { generation, by: raisedBy });
    this.#followSoon();
  }

  #postList(changed: readonly number[] | 'all', raised?: ListMessage['raised']): void {
    if (!this.#list) return;
    this.#painting = true;
    this.#parts.post({
      kind: 'list',
      generation: this.#generation,
      total: this.#list.total,
      isCounted: this.#list.isCounted,
      raised,
      changed,
      hidden: this.#hidden,
    });
  }

  #followSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#follow().catch((error: unknown) => this.#fail(error));
    }, followMs);
  }

  async #follow(): Promise<void> {
    const list = this.#list;
    const due = this.#changed.size > 0 || list?.outdated;
    if (!list?.isCounted || !due || this.#paused || this.#painting || this.#following) return;
    const changed = this.#changed;
    this.#changed = new Set();
    this.#following = true;
    try {
      await list.follow(changed);
      if (list !== this.#list) return;
      if (list.outdated) return await this.#open();
      this.#postList(changed.size > namedChanges ? 'all' : [...changed]);
      this.#sendChartSoon();
    } finally {
      this.#following = false;
      if (this.#changed.size > 0) this.#followSoon();
    }
  }

  #sendChartSoon(): void {
    const chart = this.#chart;
    if (!chart) return;
    chart.timer ??= setTimeout(() => {
      chart.timer = undefined;
      this.#sendChart().catch((error: unknown) => this.#fail(error));
    }, this.#chartPauseMs);
  }

  async #sendChart(): Promise<void> {
    const list = this.#list;
    if (!this.#chart || !list?.isCounted) return;
    const asked = performance.now();
    const chart = await chartOf(this.#parts.pages, list, this.#chart.buckets);
    this.#chartPauseMs = Math.max(chartMs, (performance.now() - asked) / chartShare);
    if (list === this.#list) this.#parts.post({ kind: 'chart', chart });
  }

  #fail(error: unknown): void {
    this.#parts.failed(error);
    const sentence = error instanceof Error ? error.message : String(error);
    this.#parts.post({ kind: 'failed', sentence });
  }
}
