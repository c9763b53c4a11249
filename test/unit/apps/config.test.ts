import assert from 'node:assert/strict';
import type { ConfigField } from '../../../api/stripe-webhooks.d.ts';
import { completeConfig, eventsOf, secretKeys, validateText, valueOf } from '../../../src/apps/config.ts';
import { builtInApps } from '../../../src/apps/builtInApps.ts';
import type { AppHost } from '../../../src/apps/app.ts';

const fields: readonly ConfigField[] = [
  { key: 'what', kind: 'choice', label: '', default: 'task', choices: [] },
  { key: 'task', kind: 'text', label: '', default: 'build', when: { key: 'what', is: 'task' } },
  { key: 'command', kind: 'text', label: '', default: 'make', when: { key: 'what', is: 'command' } },
  { key: 'token', kind: 'secret', label: '', optional: true },
];

describe('the configuration of an app', () => {
  it('has the defaults of what is asked for, and nothing of what is not', () => {
    assert.deepEqual(completeConfig(fields, {}), { what: 'task', task: 'build' });
    assert.deepEqual(completeConfig(fields, { what: 'command', task: 'old' }), {
      what: 'command',
      command: 'make',
    });
  });

  it('knows what is secret', () => assert.deepEqual(secretKeys(fields), ['token']));

  it('is checked field by field, with a sentence for a person', () => {
    const number: ConfigField = { key: 'n', kind: 'number', label: '', minimum: 1, maximum: 9 };
    const checks: readonly [ConfigField, string, RegExp | undefined][] = [
      [number, '5', undefined],
      [number, '0', /at least 1/],
      [number, '10', /at most 9/],
      [number, 'many', /a number/],
      [number, '', /Write something/],
      [{ ...number, optional: true }, '', undefined],
      [{ key: 'u', kind: 'url', label: '' }, 'ftp://x', /http/],
      [{ key: 'u', kind: 'url', label: '' }, 'https://example.com/in', undefined],
      [{ key: 'e', kind: 'events', label: '' }, 'invoice.*, charge.succeeded', undefined],
      [{ key: 'e', kind: 'events', label: '' }, 'Invoice Paid!', /not an event type/],
      [{ key: 't', kind: 'text', label: '', pattern: 'a+', patternMessage: 'Only a.' }, 'ab', /Only a/],
    ];
    for (const [field, text, wanted] of checks) {
      const problem = validateText(field, text);
      if (wanted) assert.match(problem ?? '', wanted, `${field.kind} ${text}`);
      else assert.equal(problem, undefined, `${field.kind} ${text}`);
    }
    assert.equal(valueOf(number, '2.5'), 2.5);
  });

  it('checks the conditions of the Forward app', () => {
    const forward = builtInApps({} as AppHost).find(({ id }) => id === 'forward');
    const field = forward?.config.find(({ key }) => key === 'conditions');
    assert.ok(field);
    assert.equal(validateText(field, 'livemode=true, data.object.amount>=10'), undefined);
    assert.match(validateText(field, 'amount is 10') ?? '', /Write conditions/);
  });

  it('says which events the app gets', () => {
    const app = {
      events: ['a.*'],
      config: [{ key: 'e', kind: 'events', label: '', default: 'b.*' } as const],
    };
    assert.deepEqual(eventsOf({ events: ['a.*'] }, {}), ['a.*']);
    assert.deepEqual(eventsOf(app, {}), ['b.*']);
    assert.deepEqual(eventsOf(app, { e: 'c.d, c.e' }), ['c.d', 'c.e']);
  });
});
