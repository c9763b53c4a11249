import assert from 'node:assert/strict';
import { Allowance } from '../../../../src/receiver/diagnosis/allowance.ts';
import { signatureHeader } from '../../../../src/delivery/signature.ts';
import { event, secret, signed, start, stopAll } from '../support/receiving.ts';

const pretty = Buffer.from(JSON.stringify(JSON.parse(event.toString()), null, 2));

async function answerTo(port: number, body: Uint8Array, signature: string): Promise<Record<string, string>> {
  const headers = { 'Content-Type': 'application/json', 'Stripe-Signature': signature };
  const answer = await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', body, headers });
  assert.equal(answer.status, 400);
  return (await answer.json()) as Record<string, string>;
}

describe('Receiver: the diagnosis in answer and receipt', () => {
  afterEach(stopAll);

  it('names what stands in between when the body was written anew on its way', async () => {
    const { port, committed } = await start();
    const { cause, explanation } = await answerTo(port, event, signed(pretty));
    assert.equal(cause, 'body-changed');
    assert.match(explanation ?? '', /JSON\.stringify/);
    const [receipt] = committed;
    assert.ok(receipt?.verdict.outcome === 'rejected');
    assert.deepEqual(receipt.verdict.body, ['rewritten']);
    assert.deepEqual(receipt.verdict, JSON.parse(JSON.stringify(receipt.verdict)), 'cannot be kept as JSON');
  });

  it('recognises a secret that is known and not accepted', async () => {
    const retired = { connectionId: 'sandbox', endpointId: 'we_1', role: 'retired' } as const;
    const { port } = await start({ known: () => [{ ...retired, secret: 'whsec_retired' }] });
    const header = signatureHeader(event, ['whsec_retired'], Math.floor(Date.now() / 1000));
    const answer = await answerTo(port, event, header);
    assert.equal(answer['cause'], 'secret-retired');
    assert.doesNotMatch(JSON.stringify(answer), /whsec_retired|whsec_receiving/);
  });

  it('tells an old request from a wrong clock by those that were verified before', async () => {
    const { port } = await start();
    const headers = { 'Stripe-Signature': signed(event) };
    await fetch(`http://127.0.0.1:${port}/webhook`, { method: 'POST', body: event, headers });
    const { explanation } = await answerTo(port, event, signed(event, 1_000));
    assert.match(explanation ?? '', /an old request was sent again/);
  });

  it('never accepts what does not fit, however near it is', async () => {
    const { port, committed } = await start();
    for (const header of [signed(pretty), signed(event).replace(',', ', '), signed(event).slice(0, -1)])
      await answerTo(port, event, header);
    await answerTo(port, event, signatureHeader(event, [`${secret}\n`], Math.floor(Date.now() / 1000)));
    assert.ok(committed.every(({ verdict }) => verdict.outcome === 'rejected'));
  });
});

describe('Allowance', () => {
  it('lets a flood of bad requests take only a part of each second', () => {
    let now = 0;
    const allowance = new Allowance(() => now);
    const work = () => {
      now += 30;
      return 'diagnosed';
    };
    assert.deepEqual(
      [1, 2, 3, 4].map(() => allowance.run(work)),
      ['diagnosed', 'diagnosed', undefined, undefined],
    );
    now = 1_000;
    assert.equal(allowance.run(work), 'diagnosed');
  });
});
