import assert from 'node:assert/strict';
import { once } from 'node:events';
import type Stripe from 'stripe';
import { validate } from '../../src/payloads/validate.ts';
import { App } from '../unit/sandbox/support/app.ts';
import { thinDestination } from '../unit/sandbox/support/destinations.ts';
import { sdkFor } from '../unit/sandbox/support/sandbox.ts';
import { testCatalogue, type TestCatalogue } from '../unit/support/catalogue.ts';
import { cliFixtures } from './support/cliFixtures.ts';
import { startRealSandbox } from './support/realSandbox.ts';
import { StripeCli } from './support/stripeCli.ts';

/** More only make each other wait: the CLI takes a third of a second to start. */
const workers = 3;
/** Names that the CLI gives an event in a region, or a cause; the event itself is called otherwise. */
const eventNames: Readonly<Record<string, string>> = {
  'subscription.payment_failed': 'invoice.payment_failed',
  'subscription.payment_succeeded': 'invoice.payment_succeeded',
};

function eventOf(name: string): string {
  return eventNames[name] ?? name.replace(/\.(eu|gb)$/, '');
}

/** A sandbox with an app that wants everything, also of connected accounts, and thin events. */
class Bench {
  readonly stripe: Stripe;
  readonly cli: StripeCli;
  readonly app: App;
  readonly baseUrl: string;

  private constructor(stripe: Stripe, cli: StripeCli, app: App, baseUrl: string) {
    this.stripe = stripe;
    this.cli = cli;
    this.app = app;
    this.baseUrl = baseUrl;
  }

  static async open({ events }: TestCatalogue): Promise<Bench> {
    const sandbox = await startRealSandbox();
    const stripe = sdkFor(sandbox);
    const app = await App.start();
    await stripe.webhookEndpoints.create({ url: app.url, enabled_events: ['*'] });
    await stripe.webhookEndpoints.create({ url: app.url, enabled_events: ['*'], connect: true });
    const thin = events.eventTypes.flatMap(({ type, kind }) => (kind === 'thin' ? [type] : []));
    const meters = thin.filter((type) => type.startsWith('v1.billing.meter.'));
    await stripe.v2.core.eventDestinations.create(thinDestination(app.url, { enabled_events: meters }));
    return new Bench(stripe, new StripeCli(sandbox), app, sandbox.baseUrl);
  }

  /** Triggers a name; gives what was wrong, or undefined. */
  async trigger(name: string): Promise<string | undefined> {
    const before = this.app.received.length;
    const { code, stdout, stderr } = await this.cli.run('trigger', name, ...this.flagsFor(name));
    if (code !== 0) return `${name} ended with ${String(code)}: ${(stdout + stderr).slice(-400)}`;
    const wanted = eventOf(name);
    const happened = wanted.startsWith('v1.')
      ? (await this.stripe.v2.core.events.list()).data.map(({ type }) => String(type))
      : (await this.stripe.events.list({ limit: 100, type: wanted })).data.map(({ type }) => String(type));
    if (!happened.includes(wanted)) return `${name} did not cause ${wanted}`;
    const isDelivered = () =>
      this.app.received.slice(before).some(({ body }) => body.toString().includes(`"type": "${wanted}"`));
    while (!isDelivered()) await once(this.app, 'received');
    return undefined;
  }

  /** The CLI sends meter events to a host of their own, whatever `--api-base` says: its fixture names the sandbox instead. */
  private flagsFor(name: string): readonly string[] {
    if (!name.startsWith('v1.billing.meter.')) return [];
    const withMeter = name.endsWith('.error_report_triggered');
    const fixture = cliFixtures().find(
      ({ fixtures }) =>
        fixtures.some(({ path }) => path === '/v2/billing/meter_event_stream') &&
        fixtures.some(({ path }) => path === '/v1/billing/meters') === withMeter,
    );
    return ['--raw', JSON.stringify(fixture).replaceAll('https://meter-events.stripe.com', this.baseUrl)];
  }
}

describe('stripe trigger against the sandbox', function () {
  this.timeout(300_000);

  it('causes the named event, and has it delivered, for every name that the CLI lists', async () => {
    const catalogue = await testCatalogue();
    const benches = await Promise.all(Array.from({ length: workers }, () => Bench.open(catalogue)));
    const [{ cli }] = benches as [Bench];
    const { stdout } = await cli.run('trigger', '--help');
    const names = [...stdout.matchAll(/^ {2}([a-z_\d]+\.[a-z_.\d]+)$/gm)].map(([, name = '']) => name);
    assert.ok(names.length >= 123, `the CLI lists ${names.length} names`);

    const waiting = [...names];
    const problems: string[] = [];
    const work = async (bench: Bench): Promise<void> => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const problem = await bench.trigger(name);
        if (problem !== undefined) problems.push(problem);
      }
    };
    await Promise.all(benches.map(work));
    assert.deepEqual(problems, []);

    for (const { app } of benches)
      for (const { body } of app.received) assert.deepEqual(undeclared(body, catalogue), [], body.toString());
    await Promise.all(benches.map((bench) => bench.cli.dispose()));
  });
});

/** What in an event is not as the SDK declares it. */
function undeclared(body: Buffer, { events, schemas }: TestCatalogue): readonly string[] {
  return (
    validate(JSON.parse(body.toString()), events, schemas, { strict: true })
      // A key that was added to metadata was null before, which the declarations do not say.
      .filter(({ path }) => !path.startsWith('data.previous_attributes.metadata.'))
      .map(({ message }) => message)
  );
}
