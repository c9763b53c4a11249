import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { snapshotDestination, thinDestination } from './support/destinations.ts';
import { api, sdkFor, startSandbox } from './support/sandbox.ts';

const path = '/v2/core/event_destinations';
const url = 'https://example.com/hook';

/** A good creation with some fields changed, or taken away where undefined. */
const create = (changes: object, base: object = thinDestination(url)) =>
  ['POST', path, { ...base, ...changes }] as const;
const snapshot = (changes: object) => create(changes, snapshotDestination(url));

interface Case {
  readonly what: string;
  readonly request: readonly [method: string, path: string, body?: unknown];
  readonly status?: number;
  readonly code?: string;
  readonly message: RegExp;
}

const creations: readonly Case[] = [
  { what: 'no name', request: create({ name: undefined }), message: /Missing required param: name/ },
  { what: 'an empty name', request: create({ name: '' }), message: /empty string for 'name'/ },
  { what: 'a name that is null', request: create({ name: null }), message: /name: Invalid string: null/ },
  { what: 'a name that is a number', request: create({ name: 7 }), message: /name: Invalid string: 7/ },
  { what: 'a name too long', request: create({ name: 'x'.repeat(501) }), message: /name: .*at most 500/ },
  { what: 'no type', request: create({ type: undefined }), message: /Missing required param: type/ },
  { what: 'an unknown type', request: create({ type: 'pigeon' }), message: /Invalid type: .*not pigeon/ },
  { what: 'no payload', request: create({ event_payload: undefined }), message: /event_payload/ },
  { what: 'an unknown payload', request: create({ event_payload: 'fat' }), message: /Invalid event_payload/ },
  { what: 'no events', request: create({ enabled_events: undefined }), message: /param: enabled_events/ },
  { what: 'an empty list of events', request: create({ enabled_events: [] }), message: /enabled_events/ },
  {
    what: 'events that are no list',
    request: create({ enabled_events: 'v1.invoice.paid' }),
    message: /enabled_events: Invalid array/,
  },
  {
    what: 'an event that is no string',
    request: create({ enabled_events: ['v1.invoice.paid', 5] }),
    message: /enabled_events\[1\]: Invalid string: 5/,
  },
  {
    what: 'an unknown event type',
    request: create({ enabled_events: ['v1.invoice.paid', 'v1.invoice.payed'] }),
    message: /enabled_events\[1\]: v1\.invoice\.payed is not an event type/,
  },
  {
    what: 'a snapshot type for thin events',
    request: create({ enabled_events: ['invoice.paid'] }),
    message: /invoice\.paid is not an event type that an endpoint can get as a thin event/,
  },
  {
    what: 'a thin type for snapshots',
    request: snapshot({ enabled_events: ['v1.invoice.paid'] }),
    message: /v1\.invoice\.paid is not an event type/,
  },
  {
    what: 'all types as thin events',
    request: create({ enabled_events: ['*'] }),
    message: /enabled_events\[0\]: thin events cannot be selected all at once/,
  },
  {
    what: 'an API version for thin events',
    request: create({ snapshot_api_version: '2024-06-20' }),
    message: /snapshot_api_version: thin events have no API version/,
  },
  {
    what: 'an unknown API version',
    request: snapshot({ snapshot_api_version: '2019-13-01' }),
    message: /Invalid snapshot_api_version: must be one of/,
  },
  {
    what: 'no webhook',
    request: create({ webhook_endpoint: undefined }),
    message: /Missing required param: webhook_endpoint/,
  },
  {
    what: 'a webhook without a URL',
    request: create({ webhook_endpoint: {} }),
    message: /Missing required param: webhook_endpoint\.url/,
  },
  {
    what: 'a webhook that is no hash',
    request: create({ webhook_endpoint: url }),
    message: /webhook_endpoint: Invalid hash/,
  },
  {
    what: 'a URL without a scheme',
    request: create({ webhook_endpoint: { url: 'example.com' } }),
    message: /webhook_endpoint\.url: .*explicit scheme/,
  },
  {
    what: 'a URL of another scheme',
    request: create({ webhook_endpoint: { url: 'ftp://example.com' } }),
    message: /webhook_endpoint\.url: .*http or https/,
  },
  {
    what: 'an unknown field of the webhook',
    request: create({ webhook_endpoint: { url, signing_secret: 'whsec_mine' } }),
    message: /unknown parameter: webhook_endpoint\.signing_secret/,
  },
  {
    what: 'an event bus without its account',
    request: create({ type: 'amazon_eventbridge', webhook_endpoint: undefined }),
    message: /Missing required param: amazon_eventbridge/,
  },
  {
    what: 'an event bus without its region',
    request: create({
      type: 'amazon_eventbridge',
      webhook_endpoint: undefined,
      amazon_eventbridge: { aws_account_id: '1' },
    }),
    message: /amazon_eventbridge\.aws_region/,
  },
  {
    what: 'a topic without its subscription',
    request: create({
      type: 'azure_event_grid',
      webhook_endpoint: undefined,
      azure_event_grid: { azure_region: 'westeurope', azure_resource_group_name: 'shop' },
    }),
    message: /azure_event_grid\.azure_subscription_id/,
  },
  {
    what: 'a webhook with an event bus',
    request: create({ amazon_eventbridge: { aws_account_id: '1', aws_region: 'eu-central-1' } }),
    message: /Invalid amazon_eventbridge: it does not go with the type webhook_endpoint/,
  },
  {
    what: 'an unknown scope',
    request: create({ events_from: ['@self', '@moon'] }),
    message: /Invalid events_from\[1\]/,
  },
  {
    what: 'the accounts of an organization',
    request: create({ events_from: ['@organization_members'] }),
    message: /events_from\[0\]: the account belongs to no organization/,
  },
  { what: 'no scope at all', request: create({ events_from: [] }), message: /events_from/ },
  { what: 'an unknown inclusion', request: create({ include: ['name'] }), message: /include\[0\]/ },
  { what: 'nested metadata', request: create({ metadata: { a: { b: 'c' } } }), message: /metadata\[a\]/ },
  {
    what: 'metadata that is a list',
    request: create({ metadata: ['a'] }),
    message: /metadata: Invalid hash/,
  },
  {
    what: 'a long metadata key',
    request: create({ metadata: { ['k'.repeat(41)]: 'v' } }),
    message: /at most 40 characters/,
  },
  {
    what: 'a long metadata value',
    request: create({ metadata: { k: 'v'.repeat(501) } }),
    message: /metadata\[k\]: .*up to 500 characters/,
  },
  {
    what: '51 metadata keys',
    request: create({ metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v'])) }),
    message: /up to 50 metadata keys/,
  },
  { what: 'an unknown field', request: create({ status: 'disabled' }), message: /unknown parameter: status/ },
  { what: 'a body that is no object', request: ['POST', path, [1]], message: /must be a JSON object/ },
  { what: 'a body that is null', request: ['POST', path, null], message: /must be a JSON object/ },
];

const others: readonly Case[] = [
  ...(
    [
      ['GET', ''],
      ['POST', ''],
      ['DELETE', ''],
      ['POST', '/enable'],
      ['POST', '/disable'],
      ['POST', '/ping'],
    ] as const
  ).map(([method, verb]) => ({
    what: `an unknown destination: ${method} ${verb}`,
    request: [method, `${path}/ed_none${verb}`] as const,
    status: 404,
    code: 'not_found',
    message: /No such event destination: 'ed_none'/,
  })),
  {
    what: 'an unknown event',
    request: ['GET', '/v2/core/events/evt_none'],
    status: 404,
    code: 'not_found',
    message: /No such event: 'evt_none'/,
  },
  {
    what: 'an unknown route',
    request: ['GET', '/v2/core/accounts'],
    status: 404,
    code: 'not_found',
    message: /Unrecognized request URL \(GET: \/v2\/core\/accounts\)/,
  },
  { what: 'a limit of 0', request: ['GET', `${path}?limit=0`], message: /limit: .*equal to 1/ },
  { what: 'a limit of 101', request: ['GET', '/v2/core/events?limit=101'], message: /limit: .*equal to 100/ },
  { what: 'a limit that is no number', request: ['GET', `${path}?limit=x`], message: /limit: .*integer: x/ },
  { what: 'a made-up page', request: ['GET', `${path}?page=2`], message: /Invalid page: follow the URL/ },
  { what: 'a v1 cursor', request: ['GET', `${path}?starting_after=ed_1`], message: /starting_after/ },
  {
    what: 'a secret in a list',
    request: ['GET', `${path}?include[0]=webhook_endpoint.signing_secret`],
    message: /include\[0\]: a signing secret can be included only at creation/,
  },
  { what: 'a list filter', request: ['GET', '/v2/core/events?type=x'], message: /unknown parameter: type/ },
  {
    what: '21 types',
    request: ['GET', `/v2/core/events?${Array.from({ length: 21 }, (_, n) => `types[${n}]=t`).join('&')}`],
    message: /types exceeded maximum 20/,
  },
  {
    what: 'an unknown bound',
    request: ['GET', '/v2/core/events?created[after]=1'],
    message: /created\.after/,
  },
  {
    what: 'a time that is none',
    request: ['GET', '/v2/core/events?created[gt]=yesterday'],
    message: /created\.gt: Invalid timestamp: yesterday/,
  },
  { what: 'a moment', request: ['GET', '/v2/core/events?created=1'], message: /created: Invalid hash/ },
];

async function refused(sandbox: Sandbox, expected: Case): Promise<void> {
  const [method, target, body] = expected.request;
  const { status, json, headers } = await api(sandbox, method, target, body === undefined ? {} : { body });
  const error = json['error'] as Record<string, unknown>;
  assert.equal(status, expected.status ?? 400, JSON.stringify(error));
  assert.deepEqual(Object.keys(error), ['code', 'message']);
  assert.equal(error['code'], expected.code ?? 'invalid_fields');
  assert.match(String(error['message']), expected.message);
  assert.match(headers.get('request-id') ?? '', /^req_\w{14}$/);
}

describe('Sandbox: bad requests to v2', () => {
  for (const each of [...creations, ...others])
    it(`answers ${each.what} in v2’s shape`, async () => {
      const sandbox = await startSandbox();
      await refused(sandbox, each);
      assert.deepEqual((await sdkFor(sandbox).v2.core.eventDestinations.list()).data, []);
    });

  const changes: readonly (readonly [what: string, body: object, message: RegExp])[] = [
    ['another type', { type: 'amazon_eventbridge' }, /unknown parameter: type/],
    ['another payload', { event_payload: 'snapshot' }, /unknown parameter: event_payload/],
    ['other accounts', { events_from: ['@accounts'] }, /unknown parameter: events_from/],
    ['an API version', { snapshot_api_version: '2024-06-20' }, /unknown parameter: snapshot_api_version/],
    ['all types as thin events', { enabled_events: ['*'] }, /cannot be selected all at once/],
    ['no types', { enabled_events: [] }, /enabled_events/],
    ['a bad URL', { webhook_endpoint: { url: 'nowhere' } }, /webhook_endpoint\.url/],
    ['an empty name', { name: '' }, /name/],
    ['the secret', { include: ['webhook_endpoint.signing_secret'] }, /only at creation/],
  ];
  for (const [what, body, message] of changes)
    it(`does not change a destination by ${what}`, async () => {
      const sandbox = await startSandbox();
      const own = sdkFor(sandbox).v2.core.eventDestinations;
      const before = await own.create(thinDestination(url));
      await refused(sandbox, {
        what,
        request: ['POST', `${path}/${before.id}`, { name: 'x', ...body }],
        message,
      });
      assert.equal((await own.retrieve(before.id)).name, before.name);
    });

  it('refuses a form, and JSON that is none', async () => {
    const sandbox = await startSandbox();
    for (const [form, type] of [
      ['name=x', 'application/x-www-form-urlencoded'],
      ['{"name":', 'application/json'],
      ['{}', 'text/plain'],
    ] as const) {
      const { status, json } = await api(sandbox, 'POST', path, { form, headers: { 'Content-Type': type } });
      assert.equal(status, 400);
      assert.match(JSON.stringify(json), /must be a JSON object \(application\/json\)/);
    }
  });

  it('refuses no key and a wrong one with 401, in v2’s shape', async () => {
    const sandbox = await startSandbox();
    for (const [key, message] of [
      [null, /You did not provide an API key/],
      ['sk_test_wrong_wrong_wrong', /Invalid API Key provided: sk_test_\*+rong/],
    ] as const) {
      const { status, json } = await api(sandbox, 'GET', path, { key });
      const error = json['error'] as Record<string, string>;
      assert.equal(status, 401);
      assert.equal(error['code'], 'unauthenticated');
      assert.match(error['message'] ?? '', message);
    }
  });
});
