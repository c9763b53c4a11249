import assert from 'node:assert/strict';
import { loadOperationCatalogue } from '../../src/stripe/loadCatalogue.ts';
import { testCatalogue } from '../unit/support/catalogue.ts';
import { startRealSandbox } from './support/realSandbox.ts';

interface Refusal {
  readonly error?: { readonly type: string; readonly message: string };
}

describe('What the sandbox does not serve', function () {
  this.timeout(120_000);

  it('is a few calls of the SDK’s, each refused by name, and apart from what Stripe does not have', async () => {
    const { directory } = await testCatalogue();
    const { operations } = await loadOperationCatalogue(directory);
    const { baseUrl, testKey } = await startRealSandbox();
    const ask = async (method: string, path: string) => {
      const response = await fetch(baseUrl + path.replace(/\{\w+\}/g, 'x_1'), {
        method,
        headers: { Authorization: `Bearer ${testKey}` },
      });
      return { status: response.status, body: (await response.json()) as Refusal };
    };
    const refused: string[] = [];
    for (const { method, path } of operations) {
      const { status, body } = await ask(method, path);
      assert.ok(status < 500, `${method} ${path}: ${status}`);
      const { type, message = '' } = body.error ?? {};
      assert.doesNotMatch(message, /Unrecognized/, `${method} ${path}`);
      if (!/does not serve/.test(message)) continue;
      assert.equal(
        message,
        `The sandbox does not serve ${method} ${path}: make this call with a test account.`,
      );
      assert.deepEqual([status, type], [404, 'invalid_request_error']);
      refused.push(`${method} ${path}`);
    }
    assert.ok(operations.length > 500);
    assert.ok(refused.length < 20, refused.join('\n'));
    assert.deepEqual(await ask('GET', '/v1/custmers'), {
      status: 404,
      body: {
        error: {
          message: 'Unrecognized request URL (GET: /v1/custmers): Stripe has no such call, check the path.',
          type: 'invalid_request_error',
        },
      },
    });
  });
});
