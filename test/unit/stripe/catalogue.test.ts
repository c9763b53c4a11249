import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { generateCatalogue } from '../../../scripts/catalogue.ts';
import type { EventCatalogue, Schema } from '../../../src/stripe/catalogue.ts';
import { loadEventCatalogue } from '../../../src/stripe/loadCatalogue.ts';
import { testCatalogue, type TestCatalogue } from '../support/catalogue.ts';

describe('the event catalogue', () => {
  let catalogue: TestCatalogue;
  before(async function () {
    this.timeout(60_000);
    catalogue = await testCatalogue();
  });

  it('names the SDK and its API version', () => {
    assert.equal(catalogue.events.sdkVersion, Stripe.PACKAGE_VERSION);
    assert.equal(catalogue.events.apiVersion, Stripe.API_VERSION);
    assert.equal(catalogue.events.apiVersions.at(-1), Stripe.API_VERSION);
    assert.equal(catalogue.events.apiVersions[0], '2011-01-01');
  });

  it('describes each event type once, snapshot types first', () => {
    const { eventTypes } = catalogue.events;
    const names = eventTypes.map(({ type }) => type);
    assert.equal(new Set(names).size, names.length);
    const thin = eventTypes.findIndex(({ kind }) => kind === 'thin');
    assert.ok(thin > 200 && eventTypes.slice(thin).every(({ kind }) => kind === 'thin'));
    assert.deepEqual(names.slice(0, thin), names.slice(0, thin).sort());
    assert.deepEqual(
      eventTypes.filter(({ description }) => !/^[A-Z].{15,}$/.test(description)),
      [],
    );
    assert.deepEqual(
      eventTypes.filter(({ description }) => /\]\(|\*\*|&\w+;/.test(description)),
      [],
    );
  });

  it('says which objects an event carries', () => {
    const find = (type: string) => catalogue.events.eventTypes.find((event) => event.type === type);
    assert.deepEqual(find('payment_intent.succeeded')?.schemas, ['PaymentIntent']);
    assert.deepEqual(find('checkout.session.completed')?.schemas, ['Checkout.Session']);
    assert.deepEqual(find('account.external_account.created')?.schemas, ['BankAccount', 'Card']);
    assert.deepEqual(find('v1.account.updated')?.relatedObject, {
      type: 'account',
      schema: 'Account',
      path: '/v1/accounts/{id}',
    });
    assert.equal(find('v1.balance.available')?.relatedObject?.singleton, true);
  });

  it('holds every schema that another one refers to, and nothing that none does', () => {
    const { schemas, events } = catalogue;
    const used = new Set(['EventBase', 'V2.Core.EventBase']);
    const visit = (name: string): void => {
      assert.ok(schemas[name], `${name} is missing`);
      for (const other of references(schemas[name])) if (!used.has(other)) visitOnce(other);
    };
    const visitOnce = (name: string): void => {
      used.add(name);
      visit(name);
    };
    ['EventBase', 'V2.Core.EventBase', ...events.eventTypes.flatMap((event) => event.schemas)].forEach(
      visitOnce,
    );
    const aliases = Object.keys(schemas).filter((name) => schemas[name]?.kind === 'union');
    assert.deepEqual(
      Object.keys(schemas).filter((name) => !used.has(name) && !aliases.includes(name)),
      [],
    );
  });

  it('keeps enums, nullability, expandable fields and lists', () => {
    const fields = objectFields(catalogue.schemas['Invoice']);
    assert.deepEqual(fields['object']?.schema, { kind: 'enum', values: ['invoice'] });
    assert.deepEqual(fields['lines']?.schema, {
      kind: 'list',
      items: { kind: 'ref', name: 'InvoiceLineItem' },
    });
    const customer = fields['customer']?.schema;
    assert.deepEqual(customer?.kind === 'union' && customer.options, [
      { kind: 'string' },
      { kind: 'ref', name: 'Customer' },
      { kind: 'ref', name: 'DeletedCustomer' },
      { kind: 'null' },
    ]);
    const status = fields['status']?.schema;
    assert.ok(JSON.stringify(status).includes('"uncollectible"') && JSON.stringify(status).includes('null'));
    assert.match(fields['currency']?.description ?? '', /ISO currency code/);
  });
});

describe('generating the catalogue', () => {
  let folder: string;
  before(async function () {
    this.timeout(60_000);
    folder = join(await mkdtemp(join(tmpdir(), 'catalogue-')), 'new');
    await generateCatalogue(folder);
  });
  after(() => rm(join(folder, '..'), { recursive: true }));

  const events = () => join(folder, 'events.json');

  it('leaves a fresh one alone', async () => {
    const { mtimeMs } = await stat(events());
    await generateCatalogue(folder);
    assert.equal((await stat(events())).mtimeMs, mtimeMs);
  });

  it('replaces one of another SDK, and a damaged one', async function () {
    this.timeout(60_000);
    for (const content of ['{"sdkVersion":"1.0.0"}', '{"sdkVer']) {
      await writeFile(events(), content);
      await generateCatalogue(folder);
      const { sdkVersion } = JSON.parse(await readFile(events(), 'utf8')) as EventCatalogue;
      assert.equal(sdkVersion, Stripe.PACKAGE_VERSION);
    }
  });
});

describe('loading the catalogue', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('says what to do when the files are missing, and finds them once they are built', async () => {
    await assert.rejects(loadEventCatalogue(folder), /events\.json cannot be read; run "npm run build"/);
    await writeFile(join(folder, 'events.json'), '{"eventTypes":[]}');
    assert.deepEqual(await loadEventCatalogue(folder), { eventTypes: [] });
  });

  it('reads a folder once', async () => {
    await writeFile(join(folder, 'events.json'), '{"eventTypes":[]}');
    assert.equal(await loadEventCatalogue(folder), await loadEventCatalogue(folder));
  });

  it('says when a file is damaged', async () => {
    await writeFile(join(folder, 'events.json'), '{"eventTy');
    await assert.rejects(loadEventCatalogue(folder), /events\.json is damaged/);
  });
});

function objectFields(schema: Schema | undefined) {
  assert.equal(schema?.kind, 'object');
  return schema.fields;
}

function references(schema: Schema): readonly string[] {
  switch (schema.kind) {
    case 'ref':
      return [schema.name];
    case 'array':
    case 'list':
      return references(schema.items);
    case 'map':
      return references(schema.values);
    case 'union':
      return schema.options.flatMap(references);
    case 'object':
      return Object.values(schema.fields).flatMap((field) => references(field.schema));
    default:
      return [];
  }
}
