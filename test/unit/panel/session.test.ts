import assert from 'node:assert/strict';
import { EventEmitter, on } from 'node:events';
import type { Journal } from '../../../src/journal/journal.ts';
import { pageSize } from '../../../src/ui/panel/eventList.ts';
import type { Pages } from '../../../src/ui/panel/pages.ts';
import { PanelSession } from '../../../src/ui/panel/session.ts';
import type { ToHost, ToWebview } from '../../../src/ui/panel/shared/messages.ts';
import { cleanUp, newFile, open, receipt } from '../journal/support/journals.ts';
import { pagesOf } from './support/pages.ts';

const nothing = () => Promise.resolve();

describe('the session of the Events panel', () => {
  let journal: Journal;

  beforeEach(async () => {
    journal = await open(await newFile());
  });
  afterEach(cleanUp);

  it('sends the newest rows before it knows how many events there are', async () => {
    const all = await append(2 * pageSize + 30);
    const gate = closedGate();
    const talk = new Conversation({
      ...pagesOf(journal),
      count: async (filter) => {
        await gate.opened;
        return journal.count(filter);
      },
    });
    talk.say({ kind: 'filter', text: '', hiddenBefore: undefined });
    const first = await talk.hear('list');
    assert.deepEqual([first.isCounted, first.total], [false, pageSize]);
    talk.say({ kind: 'rows', generation: first.generation, from: 0, to: pageSize });
    const { rows } = await talk.hear('rows');
    assert.deepEqual(ids(rows), all.slice(-pageSize));
    gate.open();
    const { generation, ...counted } = await talk.hear('list');
    assert.deepEqual([counted.isCounted, counted.total], [true, all.length]);
    assert.deepEqual(counted.raised, { generation: first.generation, by: pageSize + 30 });
    talk.say({ kind: 'rows', generation, from: all.length - pageSize, to: all.length });
    assert.deepEqual((await talk.hear('rows')).rows, rows);
    talk.end();
  });

  it('sends a short list as counted at once', async () => {
    await append(3);
    const talk = new Conversation(pagesOf(journal));
    talk.say({ kind: 'filter', text: '', hiddenBefore: undefined });
    const list = await talk.hear('list');
    assert.deepEqual([list.isCounted, list.total], [true, 3]);
    talk.end();
  });

  it('takes in what arrives while it counts', async () => {
    const before = await append(pageSize + 5);
    const [gate, isAnswered] = [closedGate(), closedGate()];
    const talk = new Conversation({
      ...pagesOf(journal),
      count: async (filter) => {
        const counted = await journal.count(filter);
        isAnswered.open();
        await gate.opened;
        return counted;
      },
    });
    talk.say({ kind: 'filter', text: '', hiddenBefore: undefined });
    await talk.hear('list');
    await isAnswered.opened;
    const [late = 0] = await append(1, before.length);
    talk.session.changed(late);
    gate.open();
    const counted = await talk.hear('list');
    assert.equal(counted.total, before.length);
    talk.say({ kind: 'painted' });
    const followed = await talk.hear('list');
    assert.deepEqual([followed.generation, followed.total], [counted.generation, before.length + 1]);
    talk.end();
  });

  async function append(events: number, from = 0): Promise<number[]> {
    const made = Array.from({ length: events }, (_, index) => journal.append(receipt(`evt_${from + index}`)));
    return (await Promise.all(made)).map(({ id }) => id);
  }
});

/** The webview's side of the conversation. */
class Conversation {
  readonly session: PanelSession;
  readonly #emitter = new EventEmitter();
  readonly #heard = on(this.#emitter, 'message');

  constructor(pages: Pages) {
    this.session = new PanelSession({
      pages,
      post: (message) => this.#emitter.emit('message', message),
      greet: () => undefined,
      tellVocabulary: nothing,
      run: nothing,
      selected: () => undefined,
      filtered: () => undefined,
      paused: () => undefined,
      keepLayout: nothing,
      keep: nothing,
      copy: nothing,
      failed: (error) => this.#emitter.emit('error', error),
    });
  }

  say(message: ToHost): void {
    this.session.take(message);
  }

  /** The next message of a kind. */
  async hear<K extends ToWebview['kind']>(kind: K): Promise<Extract<ToWebview, { kind: K }>> {
    for (;;) {
      const { value } = (await this.#heard.next()) as IteratorYieldResult<[ToWebview]>;
      const [message] = value;
      if (message.kind === kind) return message as Extract<ToWebview, { kind: K }>;
    }
  }

  end(): void {
    this.session.dispose();
  }
}

function closedGate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

function ids(rows: readonly { readonly id: number }[]): readonly number[] {
  return rows.map(({ id }) => id);
}
