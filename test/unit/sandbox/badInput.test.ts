import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { api, startSandbox } from './support/sandbox.ts';

interface Case {
  readonly what: string;
  readonly request: readonly [method: string, path: string, form?: string];
  readonly status?: number;
  readonly type?: string;
  readonly code?: string;
  readonly param?: string;
  readonly message: RegExp;
}

const create = (form: string) => ['POST', '/v1/webhook_endpoints', form] as const;
const valid = 'url=https://example.com/hook&enabled_events[]=invoice.paid';
const events = 'enabled_events[]=invoice.paid';

const cases: readonly Case[] = [
  {
    what: 'no URL',
    request: create(events),
    code: 'parameter_missing',
    param: 'url',
    message: /Missing required param: url/,
  },
  {
    what: 'an empty URL',
    request: create(`url=&${events}`),
    code: 'parameter_invalid_empty',
    param: 'url',
    message: /empty string for 'url'/,
  },
  {
    what: 'a URL without a scheme',
    request: create(`url=example.com/hook&${events}`),
    code: 'url_invalid',
    param: 'url',
    message: /explicit scheme/,
  },
  {
    what: 'a host and port without a scheme',
    request: create(`url=localhost:4242/hook&${events}`),
    code: 'url_invalid',
    param: 'url',
    message: /explicit scheme/,
  },
  {
    what: 'a URL that cannot be read',
    request: create(`url=https://exa mple.com&${events}`),
    code: 'url_invalid',
    param: 'url',
    message: /Not a valid URL/,
  },
  {
    what: 'another scheme',
    request: create(`url=ftp://example.com/hook&${events}`),
    code: 'url_invalid',
    param: 'url',
    message: /http or https/,
  },
  {
    what: 'an unknown event type',
    request: create('url=https://example.com&enabled_events[]=invoice.paid&enabled_events[]=invoice.payed'),
    param: 'enabled_events[1]',
    message: /invoice\.payed is not an event type/,
  },
  {
    what: 'a thin event type',
    request: create('url=https://example.com&enabled_events[]=v1.billing.meter.no_meter_found'),
    param: 'enabled_events[0]',
    message: /is not an event type that an endpoint can get/,
  },
  {
    what: 'no events',
    request: create('url=https://example.com'),
    code: 'parameter_missing',
    param: 'enabled_events',
    message: /enabled_events/,
  },
  {
    what: 'empty events',
    request: create('url=https://example.com&enabled_events='),
    code: 'parameter_invalid_empty',
    param: 'enabled_events',
    message: /empty string/,
  },
  {
    what: 'events that are no list',
    request: create('url=https://example.com&enabled_events=invoice.paid'),
    param: 'enabled_events',
    message: /Invalid array/,
  },
  {
    what: 'an unknown parameter',
    request: create(`${valid}&secret=whsec_mine`),
    code: 'parameter_unknown',
    param: 'secret',
    message: /unknown parameter: secret/,
  },
  {
    what: 'disabled at creation',
    request: create(`${valid}&disabled=true`),
    code: 'parameter_unknown',
    param: 'disabled',
    message: /unknown parameter/,
  },
  {
    what: 'a connect that is no boolean',
    request: create(`${valid}&connect=yes`),
    param: 'connect',
    message: /Invalid boolean: yes/,
  },
  {
    what: 'an unknown API version',
    request: create(`${valid}&api_version=2019-13-01`),
    param: 'api_version',
    message: /Invalid api_version/,
  },
  {
    what: 'metadata that is no hash',
    request: create(`${valid}&metadata=x`),
    param: 'metadata',
    message: /Invalid hash/,
  },
  {
    what: 'nested metadata',
    request: create(`${valid}&metadata[a][b]=x`),
    param: 'metadata[a]',
    message: /must be strings/,
  },
  {
    what: 'a long metadata key',
    request: create(`${valid}&metadata[${'k'.repeat(41)}]=x`),
    message: /at most 40 characters/,
  },
  {
    what: 'a long metadata value',
    request: create(`${valid}&metadata[k]=${'v'.repeat(501)}`),
    param: 'metadata[k]',
    message: /up to 500 characters/,
  },
  {
    what: '51 metadata keys',
    request: create(valid + Array.from({ length: 51 }, (_, n) => `&metadata[k${n}]=v`).join('')),
    param: 'metadata',
    message: /up to 50 metadata keys/,
  },
  {
    what: 'an expansion',
    request: create(`${valid}&expand[]=application`),
    param: 'expand',
    message: /cannot be expanded \(application\)/,
  },
  {
    what: 'a form that cannot be read',
    request: create(`${valid}&a[b=1`),
    message: /Invalid parameter name/,
  },
  {
    what: 'retrieving an unknown endpoint',
    request: ['GET', '/v1/webhook_endpoints/we_none'],
    status: 404,
    code: 'resource_missing',
    param: 'id',
    message: /No such webhook endpoint: 'we_none'/,
  },
  {
    what: 'updating an unknown endpoint',
    request: ['POST', '/v1/webhook_endpoints/we_none', 'disabled=true'],
    status: 404,
    code: 'resource_missing',
    message: /we_none/,
  },
  {
    what: 'deleting an unknown endpoint',
    request: ['DELETE', '/v1/webhook_endpoints/we_none'],
    status: 404,
    code: 'resource_missing',
    message: /we_none/,
  },
  {
    what: 'an unknown event',
    request: ['GET', '/v1/events/evt_none'],
    status: 404,
    code: 'resource_missing',
    message: /No such event: 'evt_none'/,
  },
  {
    what: 'a limit of 0',
    request: ['GET', '/v1/events?limit=0'],
    code: 'parameter_invalid_integer',
    param: 'limit',
    message: /greater than or equal to 1/,
  },
  {
    what: 'a limit of 101',
    request: ['GET', '/v1/webhook_endpoints?limit=101'],
    code: 'parameter_invalid_integer',
    param: 'limit',
    message: /less than or equal to 100/,
  },
  {
    what: 'a limit that is no number',
    request: ['GET', '/v1/events?limit=ten'],
    code: 'parameter_invalid_integer',
    param: 'limit',
    message: /Invalid integer: ten/,
  },
  {
    what: 'an unknown cursor',
    request: ['GET', '/v1/events?starting_after=evt_none'],
    code: 'resource_missing',
    param: 'starting_after',
    message: /No such event: 'evt_none'/,
  },
  {
    what: 'two cursors',
    request: ['GET', '/v1/events?starting_after=evt_a&ending_before=evt_b'],
    message: /simultaneously/,
  },
  {
    what: 'type and types',
    request: ['GET', '/v1/events?type=a&types[]=b'],
    param: 'types',
    message: /either `type` or `types`/,
  },
  {
    what: '21 types',
    request: ['GET', `/v1/events?${Array.from({ length: 21 }, (_, n) => `types[]=t${n}`).join('&')}`],
    param: 'types',
    message: /maximum 20/,
  },
  {
    what: 'an unknown bound',
    request: ['GET', '/v1/events?created[after]=1'],
    code: 'parameter_unknown',
    param: 'created[after]',
    message: /created\[after\]/,
  },
  {
    what: 'a time that is no number',
    request: ['GET', '/v1/events?created[gte]=today'],
    code: 'parameter_invalid_integer',
    param: 'created[gte]',
    message: /Invalid integer: today/,
  },
  {
    what: 'a retry of an unknown event',
    request: ['POST', '/v1/events/evt_none/retry', ''],
    status: 404,
    code: 'resource_missing',
    message: /evt_none/,
  },
  {
    what: 'a listen session without a device',
    request: ['POST', '/v1/stripecli/sessions', 'websocket_features[]=webhooks'],
    code: 'parameter_missing',
    param: 'device_name',
    message: /device_name/,
  },
  {
    what: 'a listen session with an unknown feature',
    request: ['POST', '/v1/stripecli/sessions', 'device_name=d&websocket_features[]=x'],
    param: 'websocket_features[0]',
    message: /must be one of/,
  },
  {
    what: 'an unknown route',
    request: ['GET', '/v1/customers'],
    status: 404,
    message: /Unrecognized request URL \(GET: \/v1\/customers\)/,
  },
  {
    what: 'an unknown method',
    request: ['DELETE', '/v1/events'],
    status: 404,
    message: /Unrecognized request URL \(DELETE: \/v1\/events\)/,
  },
  {
    what: 'another account',
    request: ['GET', '/v1/accounts/acct_other'],
    status: 403,
    code: 'account_invalid',
    message: /does not have access to account 'acct_other'/,
  },
];

async function refused(sandbox: Sandbox, expected: Case): Promise<void> {
  const [method, path, form] = expected.request;
  const { status, json, headers } = await api(sandbox, method, path, form === undefined ? {} : { form });
  const error = json['error'] as Record<string, unknown>;
  assert.equal(status, expected.status ?? 400, JSON.stringify(error));
  assert.equal(error['type'], 'invalid_request_error');
  assert.equal(error['code'], expected.code);
  if (expected.param !== undefined) assert.equal(error['param'], expected.param);
  assert.match(String(error['message']), expected.message);
  assert.match(headers.get('request-id') ?? '', /^req_\w{14}$/);
  if (expected.code) assert.match(String(error['doc_url']), /error-codes\/[a-z-]+$/);
}

describe('Sandbox: bad requests', () => {
  for (const each of cases)
    it(`answers ${each.what} as Stripe does`, async () => {
      await refused(await startSandbox(), each);
    });

  it('refuses the 17th endpoint and keeps the 16', async () => {
    const sandbox = await startSandbox();
    for (let n = 0; n < 16; n++) assert.equal((await api(sandbox, ...withForm(create(valid)))).status, 200);
    await refused(sandbox, {
      what: '',
      request: create(valid),
      message: /maximum of 16 test webhook endpoints/,
    });
    const { json } = await api(sandbox, 'GET', '/v1/webhook_endpoints?limit=100');
    assert.equal((json['data'] as unknown[]).length, 16);
  });

  it('refuses JSON in a POST', async () => {
    const sandbox = await startSandbox();
    const { status, json } = await api(sandbox, 'POST', '/v1/webhook_endpoints', {
      form: '{"url":"https://example.com"}',
      headers: { 'Content-Type': 'application/json' },
    });
    assert.equal(status, 400);
    assert.match(JSON.stringify(json), /x-www-form-urlencoded/);
  });

  it('refuses a malformed Stripe-Version', async () => {
    const sandbox = await startSandbox();
    const { status, json } = await api(sandbox, 'GET', '/v1/account', {
      headers: { 'Stripe-Version': 'latest' },
    });
    assert.equal(status, 400);
    assert.match(JSON.stringify(json), /Invalid Stripe API version: latest/);
  });
});

function withForm([method, path, form]: readonly [string, string, string]) {
  return [method, path, { form }] as const;
}
