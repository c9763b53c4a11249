import { html, nothing, render } from 'lit';
import {
  completions,
  type Completion,
  type SavedFilter,
  type Vocabulary,
} from '../shared/filter/complete.ts';
import type { Key, Problem } from '../shared/filter/language.ts';
import { parseFilter } from '../shared/filter/parse.ts';
import { post } from './host.ts';
import * as l10n from './l10n.ts';
import { problemText } from './problemText.ts';
import { shown } from './text.ts';

// Somebody who types on does not want the list of each letter.
const pauseMs = 150;

/** The filter box: a text box with completions, which says what is wrong and where. */
export class FilterBox {
  readonly #root: HTMLElement;
  readonly #onFilter: (text: string) => void;
  readonly #input: HTMLInputElement;
  #vocabulary: Vocabulary = {};
  #saved: readonly SavedFilter[] = [];
  #offered: readonly Completion[] = [];
  #chosen = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #applied: string;

  constructor(parent: HTMLElement, text: string, onFilter: (text: string) => void) {
    this.#onFilter = onFilter;
    this.#applied = text;
    this.#root = document.createElement('div');
    this.#root.className = 'filter';
    parent.append(this.#root);
    this.#render();
    this.#input = this.#root.querySelector('input') as HTMLInputElement;
    this.#input.value = text;
    this.#render();
  }

  /** Words the language itself does not know, e.g. event types. */
  set vocabulary(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    if (this.#offered.length > 0 && this.#chosen < 0) this.#offer();
  }

  set saved(saved: readonly SavedFilter[]) {
    this.#saved = saved;
  }

  get text(): string {
    return this.#input.value;
  }

  /** Puts another filter into the box and applies it. */
  set(text: string): void {
    this.#input.value = text;
    this.#close();
    this.#apply();
  }

  focus(): void {
    this.#input.focus();
    this.#input.select();
  }

  #problems(): readonly Problem[] {
    return this.#input ? parseFilter(this.#input.value).problems : [];
  }

  #render(): void {
    const [problem] = this.#problems();
    const chosen = this.#chosen >= 0 ? `completion-${this.#chosen}` : undefined;
    render(
      html`<span class="codicon codicon-filter" aria-hidden="true"></span>
        <input
          type="text"
          role="combobox"
          spellcheck="false"
          autocomplete="off"
          placeholder=${l10n.t('Filter, e.g. type:customer.* status:failed text')}
          aria-label=${l10n.t('Filter events')}
          aria-autocomplete="list"
          aria-expanded=${this.#offered.length > 0}
          aria-controls="completions"
          aria-activedescendant=${chosen ?? nothing}
          aria-invalid=${problem ? 'true' : 'false'}
          aria-describedby=${problem ? 'filter-problem' : nothing}
          @input=${() => this.#typed()}
          @focus=${() => post({ kind: 'vocabulary' })}
          @click=${() => this.#offer()}
          @keydown=${(event: KeyboardEvent) => this.#key(event)}
          @blur=${() => this.#close()}
        />
        ${problem && this.#offered.length === 0 ? this.#problemTemplate(problem) : nothing}
        <ul
          id="completions"
          role="listbox"
          aria-label=${l10n.t('Completions')}
          ?hidden=${this.#offered.length === 0}
        >
          ${this.#offered.map((one, index) => this.#option(one, index))}
        </ul>`,
      this.#root,
    );
    this.#root.querySelector('.chosen')?.scrollIntoView({ block: 'nearest' });
  }

  #problemTemplate(problem: Problem) {
    const { value } = this.#input;
    const [before, wrong] = [value.slice(0, problem.start), value.slice(problem.start, problem.end) || ' '];
    const where = html`<bdi>${before}</bdi><mark>${wrong}</mark><bdi>${value.slice(problem.end)}</bdi>`;
    return html`<div id="filter-problem" class="problem" role="status">
      <div class="where" aria-hidden="true">${where}</div>
      ${problemText(problem)}
    </div>`;
  }

  #option({ kind, label, about = '', insert }: Completion, index: number) {
    const detail = kind === 'saved' ? insert : kind === 'key' ? keyHelp(label.slice(0, -1)) : about;
    return html`<li
      id="completion-${index}"
      role="option"
      aria-selected=${index === this.#chosen}
      class=${index === this.#chosen ? 'chosen' : ''}
      @mousedown=${(event: Event) => {
        event.preventDefault();
        this.#take(index);
      }}
    >
      <span
        class="codicon codicon-${kind === 'saved' ? 'bookmark' : kind === 'key' ? 'symbol-key' : 'symbol-value'}"
      ></span>
      <span>${shown(label)}</span><span class="detail">${shown(detail)}</span>
    </li>`;
  }

  #typed(): void {
    this.#offer();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#apply(), pauseMs);
  }

  #offer(): void {
    const cursor = this.#input.selectionStart ?? this.#input.value.length;
    const { value } = this.#input;
    this.#offered = completions(value, cursor, this.#vocabulary, this.#saved).filter(
      ({ from, to, insert }) => value.slice(from, to) !== insert,
    );
    this.#chosen = -1;
    this.#render();
  }

  #close(): void {
    if (this.#offered.length === 0) return;
    this.#offered = [];
    this.#chosen = -1;
    this.#render();
  }

  #take(index: number): void {
    const completion = this.#offered[index];
    if (!completion) return;
    const { value } = this.#input;
    const end = completion.kind === 'value' && completion.to === value.length ? ' ' : '';
    const insert = completion.insert + end;
    this.#input.value = value.slice(0, completion.from) + insert + value.slice(completion.to);
    const cursor = completion.from + insert.length;
    this.#input.setSelectionRange(cursor, cursor);
    if (completion.kind === 'key') this.#offer();
    else this.#close();
    this.#apply();
  }

  #key(event: KeyboardEvent): void {
    const length = this.#offered.length;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        if (length === 0) return this.#offer();
        const step = event.key === 'ArrowDown' ? 1 : -1;
        this.#chosen = this.#chosen < 0 && step < 0 ? length - 1 : (this.#chosen + step + length) % length;
        return this.#render();
      }
      case 'Enter':
        if (this.#chosen >= 0) this.#take(this.#chosen);
        else {
          this.#close();
          this.#apply();
        }
        return;
      case 'Tab':
        if (length === 0 || event.shiftKey) return;
        event.preventDefault();
        return this.#take(Math.max(0, this.#chosen));
      case 'Escape':
        if (length > 0) this.#close();
        else this.set('');
    }
  }

  /** A filter with a mistake is not applied: the list stays as it was. */
  #apply(): void {
    clearTimeout(this.#timer);
    this.#render();
    const { value } = this.#input;
    if (value === this.#applied || this.#problems().length > 0) return;
    this.#applied = value;
    this.#onFilter(value);
  }
}

/** What a key filters by. */
function keyHelp(key: string): string {
  if (key.startsWith('-')) return l10n.t('all but these: {0}', keyHelp(key.slice(1)));
  switch (key as Key) {
    case 'type':
      return l10n.t('event types, e.g. customer.*');
    case 'status':
      return l10n.t('what became of it');
    case 'object':
      return l10n.t('id of the object, e.g. sub_123');
    case 'resource':
      return l10n.t('kind of object, e.g. invoice');
    case 'source':
      return l10n.t('where it came from');
    case 'is':
      return l10n.t('duplicate or original, snapshot or thin');
    case 'endpoint':
      return l10n.t('endpoint whose secret fits');
    case 'connection':
      return l10n.t('connection of that endpoint');
    case 'account':
      return l10n.t('connected account');
    case 'event':
      return l10n.t('id of the event');
    case 'request':
      return l10n.t('API request that caused it');
    case 'run':
      return l10n.t('run of a scenario, a fixture or a trigger');
    case 'after':
      return l10n.t('received since, e.g. 10m or 14:05');
    case 'before':
      return l10n.t('received before, e.g. 2026-11-24');
  }
}
