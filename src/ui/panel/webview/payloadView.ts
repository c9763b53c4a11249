import { html, nothing, render } from 'lit';
import type { JsonNodes } from '../shared/json/nodes.ts';
import { JsonTree, nameOf, pathOf, valueOf } from '../shared/json/tree.ts';
import { post } from './host.ts';
import * as l10n from './l10n.ts';
import { setShown } from './text.ts';
import { VirtualRows } from './virtualRows.ts';

const rowHeight = 20;
const indent = 14;
// Deeper rows say their depth instead of being pushed out of view.
const deepestIndent = 24;

/** A payload as a tree: collapsible, searchable, as large and as deep as it may be. */
export class PayloadView {
  readonly #tree: JsonTree;
  readonly #list: HTMLElement;
  readonly #bar: HTMLElement;
  readonly #rows: VirtualRows;
  #active = 0;
  #words = '';
  #found: readonly number[] = [];
  #foundSet: ReadonlySet<number> = new Set();
  #at = -1;

  /** The search box stands in `bar`, the tree in `parent`. */
  constructor(parent: HTMLElement, bar: HTMLElement, nodes: JsonNodes) {
    this.#tree = new JsonTree(nodes);
    this.#bar = bar;
    this.#list = document.createElement('div');
    this.#list.className = 'tree';
    this.#list.tabIndex = 0;
    this.#list.setAttribute('role', 'tree');
    this.#list.setAttribute('aria-label', l10n.t('Payload'));
    parent.replaceChildren(this.#list);
    this.#rows = new VirtualRows(
      this.#list,
      { create: createRow, bind: (row, index) => this.#bind(row, index) },
      rowHeight,
    );
    this.#list.addEventListener('mousedown', (event) => this.#press(event));
    this.#list.addEventListener('keydown', (event) => this.#key(event));
    this.#renderBar();
    this.#rows.reset(this.#tree.rows.length);
  }

  /** Puts the cursor into the search box. */
  search(): void {
    this.#bar.querySelector('input')?.focus();
  }

  dispose(): void {
    render(nothing, this.#bar);
    this.#rows.dispose();
  }

  #renderBar(): void {
    const found = this.#found.length;
    const state =
      this.#words === ''
        ? ''
        : found === 0
          ? l10n.t('nothing found')
          : l10n.t('{0} of {1}', this.#at + 1, found);
    render(
      html`<span class="codicon codicon-search" aria-hidden="true"></span
        ><input
          type="search"
          spellcheck="false"
          placeholder=${l10n.t('Search the payload')}
          aria-label=${l10n.t('Search the payload')}
          @input=${(event: InputEvent) => this.#search((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this.#searchKey(event)}
        /><span class="state" role="status">${state}</span>`,
      this.#bar,
    );
  }

  #search(words: string): void {
    this.#words = words;
    this.#found = this.#tree.find(words);
    this.#foundSet = new Set(this.#found);
    this.#at = -1;
    if (this.#found.length > 0) this.#goTo(0);
    else this.#changed();
    this.#renderBar();
  }

  #searchKey(event: KeyboardEvent): void {
    if (event.key === 'Enter' && this.#found.length > 0) {
      const step = event.shiftKey ? -1 : 1;
      this.#goTo((this.#at + step + this.#found.length) % this.#found.length);
      this.#renderBar();
    } else if (event.key === 'Escape' && this.#words !== '') {
      event.stopPropagation();
      (event.target as HTMLInputElement).value = '';
      this.#search('');
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      this.#list.focus();
    }
  }

  #goTo(at: number): void {
    this.#at = at;
    this.#active = this.#found[at] ?? 0;
    const row = this.#tree.reveal(this.#active);
    this.#changed();
    this.#rows.reveal(row);
  }

  #changed(): void {
    this.#rows.reset(this.#tree.rows.length);
  }

  #bind(row: HTMLElement, at: number): void {
    const index = this.#tree.rows[at] ?? 0;
    const { nodes } = this.#tree;
    const depth = nodes.depth[index] ?? 0;
    const isParent = this.#tree.isParent(index);
    const isOpen = this.#tree.isOpen(index);
    row.id = `value-${index}`;
    row.dataset['index'] = String(index);
    row.setAttribute('aria-level', String(depth + 1));
    row.setAttribute('aria-setsize', String(nodes.children[nodes.parent[index] ?? 0] ?? 1));
    row.setAttribute('aria-posinset', String((nodes.place[index] ?? 0) + 1));
    if (isParent) row.setAttribute('aria-expanded', String(isOpen));
    else row.removeAttribute('aria-expanded');
    row.setAttribute('aria-selected', String(index === this.#active));
    row.classList.toggle('active', index === this.#active);
    row.classList.toggle('found', this.#foundSet.has(index));
    row.style.paddingLeft = `${Math.min(depth, deepestIndent) * indent + 4}px`;
    const [twist, name, value] = row.children as unknown as [HTMLElement, HTMLElement, HTMLElement];
    twist.className = `codicon ${isParent ? (isOpen ? 'codicon-chevron-down' : 'codicon-chevron-right') : ''}`;
    const key = nameOf(nodes, index);
    setShown(name, key === undefined ? '' : `${depth > deepestIndent ? `⋯${depth} ` : ''}${key}`);
    this.#fillValue(value, index, isOpen);
    if (index === this.#active) this.#list.setAttribute('aria-activedescendant', row.id);
  }

  #fillValue(element: HTMLElement, index: number, isOpen: boolean): void {
    const { nodes } = this.#tree;
    const kind = nodes.kind[index] ?? 'literal';
    element.className = `value ${kind}`;
    if (kind === 'object' || kind === 'array') {
      const children = nodes.children[index] ?? 0;
      const [open, close] = kind === 'object' ? '{}' : '[]';
      element.textContent =
        children === 0 ? `${open}${close}` : isOpen ? `${open}` : `${open} ${l10n.count(children)} ${close}`;
      element.title = '';
      return;
    }
    const value = valueOf(nodes, index);
    const moment = kind === 'number' ? momentOf(nameOf(nodes, index), value) : undefined;
    setShown(element, kind === 'string' ? `"${value}` : value, 2000);
    if (kind === 'string') element.append('"');
    if (moment === undefined) return;
    const note = document.createElement('span');
    note.className = 'note';
    note.textContent = l10n.dateTime(moment);
    element.append(note);
  }

  #press(event: MouseEvent): void {
    const target = event.target as HTMLElement;
    const row = target.closest<HTMLElement>('.row');
    if (!row || event.button !== 0) return;
    this.#active = Number(row.dataset['index']);
    if (target.classList.contains('codicon') || event.detail === 2)
      this.#tree.set(this.#active, !this.#tree.isOpen(this.#active));
    this.#changed();
  }

  #key(event: KeyboardEvent): void {
    const { nodes } = this.#tree;
    const { rows } = this.#tree;
    const at = rows.indexOf(this.#active);
    const move = (to: number) => {
      const row = Math.min(rows.length - 1, Math.max(0, to));
      this.#active = rows[row] ?? 0;
      this.#rows.refresh();
      this.#rows.reveal(row);
    };
    const page = this.#rows.fitting - 1;
    const isOpen = this.#tree.isOpen(this.#active);
    const actions: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(at + 1),
      ArrowUp: () => move(at - 1),
      PageDown: () => move(at + page),
      PageUp: () => move(at - page),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      ArrowRight: () => (isOpen ? move(at + 1) : this.#tree.set(this.#active, true)),
      ArrowLeft: () =>
        isOpen ? this.#tree.set(this.#active, false) : move(rows.indexOf(nodes.parent[this.#active] ?? 0)),
      Enter: () => this.#tree.set(this.#active, !isOpen),
      '/': () => this.search(),
      ...((event.ctrlKey || event.metaKey) && {
        c: () => post({ kind: 'copy', text: valueOf(nodes, this.#active) }),
        C: () => post({ kind: 'copy', text: pathOf(nodes, this.#active) }),
        f: () => this.search(),
      }),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
    this.#changed();
  }
}

function createRow(): HTMLElement {
  const row = document.createElement('div');
  row.className = 'row';
  row.setAttribute('role', 'treeitem');
  for (const className of ['codicon', 'name', 'value']) {
    const part = document.createElement('span');
    part.className = className;
    if (className === 'codicon') part.setAttribute('aria-hidden', 'true');
    row.append(part);
  }
  return row;
}

/** The moment that a number stands for, by the names Stripe gives to moments; undefined for other numbers. */
function momentOf(name: string | number | undefined, value: string): number | undefined {
  if (
    typeof name !== 'string' ||
    !/(^created$|^updated$|_at$|_start$|_end$|_date$|^date$|^expires|_until$)/.test(name)
  )
    return undefined;
  const seconds = Number(value);
  return seconds > 1e9 && seconds < 1e10 ? seconds * 1000 : undefined;
}
