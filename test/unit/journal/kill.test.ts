import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { signed } from '../receiver/support/receiving.ts';
import { cleanUp, newFile } from './support/journals.ts';

/** How often a receiving process is killed. */
const KILLS = 12;

/** Requests under way at a time. */
const SENDERS = 16;

async function startProcess(file: string): Promise<{ process: ChildProcess; port: number }> {
  const child = fork(new URL('support/receivingProcess.ts', import.meta.url), [file], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const [port] = (await once(child, 'message')) as [number];
  return { process: child, port };
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

/** Sends under load until the process is killed, after a random number of answers; gives the ids answered with 200. */
async function receiveUntilKilled(file: string, round: number, killAfter: number): Promise<string[]> {
  const { process: child, port } = await startProcess(file);
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });
  const accepted: string[] = [];
  let sent = 0;
  const sender = async () => {
    for (;;) {
      const id = `evt_${round}_${sent++}`;
      const status = await post(agent, port, id);
      if (status === undefined) return;
      assert.equal(status, 200);
      accepted.push(id);
      if (accepted.length === killAfter) child.kill('SIGKILL');
    }
  };
  const exited = once(child, 'exit');
  await Promise.all([exited, ...Array.from({ length: SENDERS }, sender)]);
  agent.destroy();
  return accepted;
}

function journalled(file: string): { ids: string[]; check: unknown } {
  const database = new DatabaseSync(file);
  const rows = database
    .prepare('SELECT event_id, length(body) AS size FROM receipt JOIN content ON receipt_id = id')
    .all();
  const check = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  database.close();
  return {
    ids: rows.filter(({ size }) => Number(size) > 1_500).map((row) => row['event_id'] as string),
    check,
  };
}

describe(`Receiver and journal, killed ${KILLS} times under load`, () => {
  afterEach(cleanUp);

  it('has every event that was answered with 200, once', async function () {
    this.timeout(KILLS * 10_000);
    const file = await newFile();
    const accepted = new Set<string>();
    for (let round = 0; round < KILLS; round++) {
      const killAfter = 1 + Math.floor(Math.random() * 600);
      for (const id of await receiveUntilKilled(file, round, killAfter)) accepted.add(id);
      const { ids, check } = journalled(file);
      assert.equal(check, 'ok');
      assert.equal(new Set(ids).size, ids.length, 'an event is in the journal twice');
      const inFile = new Set(ids);
      const lost = [...accepted].filter((id) => !inFile.has(id));
      assert.deepEqual(lost, [], `lost in round ${round}, killed after ${killAfter} answers`);
    }
    assert.ok(accepted.size >= KILLS);
  });
});
