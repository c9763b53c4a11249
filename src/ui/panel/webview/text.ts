import { html, type TemplateResult } from 'lit';
import { visibleParts, visibleText } from '../shared/visible.ts';

const plain = /^[\x20-\x7e]*$/;

/** Text of unknown origin as part of a template: harmless, and unable to turn what stands around it. */
export function shown(text: string, longest = 2000): TemplateResult {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  if (plain.test(cut)) return html`<bdi>${cut}</bdi>`;
  const parts = visibleParts(cut).map(({ text: part, escaped }) =>
    escaped ? html`<span class="escape">${part}</span>` : part,
  );
  return html`<bdi>${parts}</bdi>`;
}

/** The same for an element that is used again and again; its former content goes. */
export function setShown(element: HTMLElement, text: string, longest = 300): void {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  if (plain.test(cut)) {
    setText(element, cut);
    return;
  }
  element.replaceChildren(
    ...visibleParts(cut).map(({ text: part, escaped }) => {
      if (!escaped) return part;
      const mark = document.createElement('span');
      mark.className = 'escape';
      mark.textContent = part;
      return mark;
    }),
  );
}

/** Gives an element this text alone; a text node that is there is used again. */
export function setText(element: HTMLElement, text: string): void {
  const { firstChild } = element;
  if (!(firstChild instanceof Text) || firstChild.nextSibling) element.textContent = text;
  else if (firstChild.data !== text) firstChild.data = text;
}

/** Text of unknown origin for a tooltip or an accessible name. */
export function named(text: string, longest = 300): string {
  return visibleText(text.slice(0, longest));
}

const pad = (value: number, width = 2) => String(value).padStart(width, '0');

/** `14:05:10.250` */
export function timeOfDay(milliseconds: number): string {
  const date = new Date(milliseconds);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}
