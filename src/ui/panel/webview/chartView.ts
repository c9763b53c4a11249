import { html, nothing, render, svg } from 'lit';
import type { Chart, ChartBucket } from '../shared/messages.ts';
import { momentText } from '../shared/filter/time.ts';
import * as l10n from './l10n.ts';
import { timeOfDay } from './text.ts';

const height = 44;

/** The parts of a column, from the bottom up. */
const series = ['delivered', 'kept', 'failed', 'rejected'] as const;

/** Events over time by what became of them, and how long targets took. A span of it can be chosen as a filter. */
export class ChartView {
  readonly #root: HTMLElement;
  readonly #onSpan: (after: string, before: string) => void;
  #chart: Chart | undefined;
  /** The bucket the keyboard or the pointer is on. */
  #at: number | undefined;
  /** Where a chosen span begins. */
  #anchor: number | undefined;

  constructor(root: HTMLElement, onSpan: (after: string, before: string) => void) {
    this.#root = root;
    this.#onSpan = onSpan;
  }

  /** Draws another picture. */
  show(chart: Chart): void {
    this.#chart = chart;
    if (this.#at !== undefined && this.#at >= chart.buckets.length) this.#at = undefined;
    this.draw();
  }

  draw(): void {
    const chart = this.#chart;
    if (!chart) return;
    const { buckets } = chart;
    const total = sums(buckets);
    render(
      html`<div class="legend">
          ${series.map(
            (name) =>
              html`<span class="key ${name}" ?hidden=${total[name] === 0}
                ><span class="swatch" aria-hidden="true"></span>${seriesTitle(name)}
                ${l10n.count(total[name])}</span
              >`,
          )}
          ${latencyLegend(buckets)}
          <span class="at">${this.#at === undefined ? nothing : this.#words(this.#at)}</span>
        </div>
        <div
          class="plot"
          tabindex="0"
          role="slider"
          aria-label=${this.#summary(total)}
          aria-roledescription=${l10n.t('chart')}
          aria-valuemin="0"
          aria-valuemax=${Math.max(0, buckets.length - 1)}
          aria-valuenow=${this.#at ?? Math.max(0, buckets.length - 1)}
          aria-valuetext=${this.#words(this.#at ?? buckets.length - 1)}
          title=${l10n.t('Drag to filter by time. With the keyboard: arrows, Shift and arrows, Enter.')}
          @keydown=${(event: KeyboardEvent) => this.#key(event)}
          @pointerdown=${(event: PointerEvent) => this.#down(event)}
          @pointermove=${(event: PointerEvent) => this.#move(event)}
          @pointerup=${() => this.#choose()}
          @pointerleave=${() => this.#leave()}
          @blur=${() => this.#leave()}
        >
          ${this.#picture(buckets)}
          <div class="axis" aria-hidden="true">
            <span>${timeLabel(chart.from, chart)}</span><span>${timeLabel(chart.until, chart)}</span>
          </div>
        </div>`,
      this.#root,
    );
  }

  #picture(buckets: readonly ChartBucket[]) {
    const width = buckets.length;
    const highest = Math.max(1, ...buckets.map(heightOf));
    const slowest = Math.max(1, ...buckets.map(({ p95 }) => p95 ?? 0));
    return svg`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">
      ${this.#span(width)}
      ${series.map((name) => svg`<path class="bar ${name}" d=${bars(buckets, name, highest)}></path>`)}
      <path class="line p95" d=${line(buckets, 'p95', slowest)}></path>
      <path class="line median" d=${line(buckets, 'median', slowest)}></path>
    </svg>`;
  }

  #span(width: number) {
    if (this.#at === undefined || width === 0) return nothing;
    const [from, to] = this.#chosen() ?? [this.#at, this.#at];
    return svg`<rect class="span" x=${from} y="0" width=${to - from + 1} height=${height}></rect>`;
  }

  #chosen(): readonly [number, number] | undefined {
    if (this.#anchor === undefined || this.#at === undefined) return undefined;
    return [Math.min(this.#anchor, this.#at), Math.max(this.#anchor, this.#at)];
  }

  #summary(total: Record<(typeof series)[number], number>): string {
    const parts = series
      .filter((name) => total[name] > 0)
      .map((name) => `${seriesTitle(name)} ${l10n.count(total[name])}`);
    const { from, until } = this.#chart ?? { from: 0, until: 0 };
    return l10n.t(
      'Events from {0} to {1}: {2}',
      l10n.dateTime(from),
      l10n.dateTime(until),
      parts.join(', ') || l10n.t('none'),
    );
  }

  /** One bucket in words. */
  #words(index: number): string {
    const bucket = this.#chart?.buckets[index];
    if (!bucket) return '';
    const parts = series
      .filter((name) => bucket[name] > 0)
      .map((name) => `${l10n.count(bucket[name])} ${seriesTitle(name)}`);
    const latency =
      bucket.median === undefined || bucket.p95 === undefined
        ? ''
        : ` · ${l10n.t('median {0}, p95 {1}', l10n.duration(bucket.median), l10n.duration(bucket.p95))}`;
    const from = this.#timeOf(index);
    return `${timeLabel(from, this.#chart as Chart)}: ${parts.join(', ') || l10n.t('none')}${latency}`;
  }

  #timeOf(index: number): number {
    const { from, until, buckets } = this.#chart as Chart;
    return from + ((until - from) * index) / buckets.length;
  }

  #indexAt(event: PointerEvent): number {
    const box = (this.#root.querySelector('svg') as SVGElement).getBoundingClientRect();
    const count = this.#chart?.buckets.length ?? 1;
    return Math.min(count - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * count)));
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#at = this.#anchor = this.#indexAt(event);
    this.draw();
  }

  #move(event: PointerEvent): void {
    this.#at = this.#indexAt(event);
    this.draw();
  }

  #leave(): void {
    this.#at = this.#anchor = undefined;
    this.draw();
  }

  #key(event: KeyboardEvent): void {
    const last = (this.#chart?.buckets.length ?? 1) - 1;
    const now = this.#at ?? last;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowDown: -1,
      ArrowUp: 1,
      PageDown: -10,
      PageUp: 10,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (event.shiftKey) this.#anchor ??= now;
      else this.#anchor = undefined;
      this.#at = Math.min(last, Math.max(0, now + step));
      this.draw();
    } else if (event.key === 'Enter') {
      this.#anchor ??= this.#at;
      this.#choose();
    } else if (event.key === 'Escape') this.#leave();
  }

  #choose(): void {
    const chosen = this.#chosen();
    if (!chosen) return;
    const [from, to] = chosen;
    this.#at = this.#anchor = undefined;
    this.#onSpan(momentText(Math.floor(this.#timeOf(from))), momentText(Math.ceil(this.#timeOf(to + 1))));
  }
}

function heightOf(bucket: ChartBucket): number {
  return series.reduce((sum, name) => sum + bucket[name], 0);
}

function sums(buckets: readonly ChartBucket[]): Record<(typeof series)[number], number> {
  const total = { delivered: 0, kept: 0, failed: 0, rejected: 0 };
  for (const bucket of buckets) for (const name of series) total[name] += bucket[name];
  return total;
}

/** The outline of one part of all columns. */
function bars(buckets: readonly ChartBucket[], name: (typeof series)[number], highest: number): string {
  const below = series.slice(0, series.indexOf(name));
  return buckets
    .map((bucket, index) => {
      if (bucket[name] === 0) return '';
      const scale = (value: number) => (value / highest) * (height - 2);
      const base = below.reduce((sum, other) => sum + bucket[other], 0);
      // A few among thousands must still be seen.
      const tall = Math.max(1.5, scale(bucket[name]));
      const bottom = height - scale(base);
      return `M${index + 0.1} ${bottom.toFixed(2)}h.8v${(-tall).toFixed(2)}h-.8z`;
    })
    .join('');
}

function line(buckets: readonly ChartBucket[], name: 'median' | 'p95', slowest: number): string {
  let pen = false;
  return buckets
    .map((bucket, index) => {
      const value = bucket[name];
      if (value === undefined) {
        pen = false;
        return '';
      }
      const y = (height - 1 - (value / slowest) * (height - 3)).toFixed(2);
      const path = pen ? `L${index + 0.5} ${y}` : `M${index} ${y}h.5`;
      pen = true;
      return buckets[index + 1]?.[name] === undefined ? `${path}h.5` : path;
    })
    .join('');
}

function latencyLegend(buckets: readonly ChartBucket[]) {
  const slowest = Math.max(0, ...buckets.map(({ p95 }) => p95 ?? 0));
  if (slowest === 0) return nothing;
  return html`<span class="key latency"
      ><span class="stroke median" aria-hidden="true"></span>${l10n.t('median')}</span
    >
    <span class="key latency"
      ><span class="stroke p95" aria-hidden="true"></span
      >${l10n.t('p95, at most {0}', l10n.duration(slowest))}</span
    >`;
}

function seriesTitle(name: (typeof series)[number]): string {
  switch (name) {
    case 'delivered':
      return l10n.t('delivered');
    case 'kept':
      return l10n.t('verified');
    case 'failed':
      return l10n.t('failed');
    case 'rejected':
      return l10n.t('rejected');
  }
}

/** A time as short as the span allows. */
function timeLabel(milliseconds: number, { from, until }: Chart): string {
  const time = timeOfDay(milliseconds).slice(0, until - from < 600_000 ? 8 : 5);
  return until - from > 86_400_000 ? `${l10n.day(milliseconds)} ${time}` : time;
}
