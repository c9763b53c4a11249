import { dragLimit, type ToWebview } from '../shared/messages.ts';
import { post } from './host.ts';

/**
 * The JSON of the events that are about to be dragged away. It must be at hand when a drag begins, so it is asked for
 * when the mouse is pressed.
 */
export class Dragged {
  #ids = '';
  #text: string | undefined;

  /** The mouse is pressed on these. */
  want(ids: readonly number[]): void {
    if (ids.join() === this.#ids || ids.length > dragLimit) return;
    this.#ids = ids.join();
    this.#text = undefined;
    post({ kind: 'json', ids });
  }

  receive({ ids, text }: Extract<ToWebview, { kind: 'json' }>): void {
    if (ids.join() === this.#ids) this.#text = text;
  }

  /** A drag of these begins: with their JSON, or not at all. */
  start(event: DragEvent, ids: readonly number[]): 'begun' | 'too-many' | 'not-ready' {
    const text = ids.join() === this.#ids ? this.#text : undefined;
    if (text === undefined || !event.dataTransfer) {
      event.preventDefault();
      return ids.length > dragLimit ? 'too-many' : 'not-ready';
    }
    // Plain text alone drops into a text editor without Shift: VS Code has no other use for it there.
    event.dataTransfer.setData('text/plain', text);
    event.dataTransfer.effectAllowed = 'copy';
    return 'begun';
  }
}
