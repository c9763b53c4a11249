import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { signed } from '../receiver/support/receiving.ts';
import { bundledProcess } from './support/bundledProcess.ts';
import { cleanUp, newFile } from './support/journals.ts';

/** How often a receiving process is killed; the continuous integration asks for more. */
const KILLS = Number(process.env['JOURNAL_KILLS'] ?? 40);

/** Requests under way at a time. */
const SENDERS = 16;

/** A process that has loaded everything and opens the file when told to. */
interface Receiving {
  readonly process: ChildProcess;
  open(file: string): Promise<number>;
}

function startProcess(script: string): Receiving {
  const child = fork(script, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const loaded = once(child, 'message');
  return {
    process: child,
    open: async (file) => {
      await loaded;
      child.send(file);
      const [port] = (await once(child, 'message')) as [number];
      return port;
    },
  };
}

/** The status answered, or undefined when the connection broke. */
function post(agent: Agent, port: number, id: string): Promise<number | undefined> {
  const body = Buffer.from(
    JSON.stringify({ id, object: 'event', type: 'invoice.paid', filler: 'x'.repeat(1_500) }),
  );
  return new Promise((resolve) => {
    const headers = { 'Stripe-Signature': signed(body), 'Content-Length': body.length };
    const outgoing = request({ agent, host: '127.0.0.1', port, method: 'POST', path: '/webhook', headers });
    outgoing.on('error', () => resolve(undefined));
    outgoing.on('response', (response: IncomingMessage) => {
      response.on('error', () => resolve(undefined)).on('end', () => resolve(response.statusCode));
      response.resume();
    });
    outgoing.end(body);
  });
}

/** What the sender knows of its events, as Stripe does: those without a 2xx are sent again. */
class Sender {
  /** The receipts of which it was told that an attempt is recorded. */
  readonly attempted = new Set<number>();
  readonly accepted = new Set<string>();
  readonly #toRepeat: string[] = [];
  #sent = 0;

  /** Sends under load until the process is killed, after a random time that begins with the first answer. */
  async sendUntilKilled(receiving: Receiving, file: string): Promise<void> {
    const { process: child } = receiving;
    const port = await receiving.open(file);
    child.on('message', (receiptId: number) => this.attempted.add(receiptId));
    const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
    const unanswered: string[] = [];
    let isKilled = false;
    const kill = () => {
      if (isKilled) return;
      isKilled = true;
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 80);
    };
    const exited = once(child, 'exit');
    const send = async () => {
      for (;;) {
        const id = this.#toRepeat.pop() ?? `evt_${this.#sent++}`;
        const status = await post(agent, port, id);
        if (status === undefined) {
          unanswered.push(id);
          return;
        }
        assert.equal(status, 200);
        this.accepted.add(id);
        kill();
      }
    };
    await Promise.all([exited, ...Array.from({ length: SENDERS }, send)]);
    this.#toRepeat.push(...unanswered);
    agent.destroy();
  }
}

/** The receipts with an attempt, in a file that was left by a killed process. */
function attemptedIn(database: DatabaseSync): ReadonlySet<number> {
  const rows = database
    .prepare(
      'SELECT receipt_id AS id FROM attempt JOIN receipt ON receipt.id = receipt_id WHERE delivery = 1',
    )
    .all();
  return new Set(rows.map(({ id }) => id as number));
}

/** The events of a file that was left by a killed process. */
class Journalled {
  readonly #first = new Set<string>();
  #last = 0;

  /** Reads on; fails when an event is there a second time without being marked, or its body is not whole. */
  read(database: DatabaseSync): void {
    const rows = database
      .prepare(
        `SELECT id, event_id AS event, duplicate, length(body) AS size FROM receipt JOIN content ON receipt_id = id
         WHERE id > ? ORDER BY id`,
      )
      .all(this.#last) as unknown as readonly {
      id: number;
      event: string;
      duplicate: number;
      size: number;
    }[];
    for (const { id, event, duplicate, size } of rows) {
      assert.ok(size > 1_500, `receipt ${id} is not whole`);
      assert.equal(
        duplicate === 1,
        this.#first.has(event),
        `${event} is there twice, or marked without being so`,
      );
      this.#first.add(event);
      this.#last = id;
    }
  }

  has(event: string): boolean {
    return this.#first.has(event);
  }
}

describe(`Receiver and journal, killed ${KILLS} times under load`, () => {
  afterEach(cleanUp);

  it('has every event that was answered with 200, once, and every attempt that was said to be recorded', async function () {
    this.timeout(KILLS * 10_000);
    const file = await newFile();
    const script = await bundledProcess(file, 'journal/support/receivingProcess.ts');
    const sender = new Sender();
    const journalled = new Journalled();
    let next = startProcess(script);
    try {
      for (let round = 0; round < KILLS; round++) {
        const current = next;
        next = startProcess(script);
        await sender.sendUntilKilled(current, file);
        const database = new DatabaseSync(file);
        journalled.read(database);
        const lost = [...sender.accepted].filter((id) => !journalled.has(id));
        const attempted = attemptedIn(database);
        const forgotten = [...sender.attempted].filter((id) => !attempted.has(id));
        if (round % 20 === 0 || round === KILLS - 1)
          assert.equal(database.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok');
        database.close();
        assert.deepEqual(lost, [], `lost in round ${round}`);
        assert.deepEqual(forgotten, [], `attempts lost in round ${round}`);
      }
    } finally {
      next.process.kill('SIGKILL');
    }
    assert.ok(sender.accepted.size >= KILLS);
    assert.ok(sender.attempted.size >= KILLS);
  });
});
