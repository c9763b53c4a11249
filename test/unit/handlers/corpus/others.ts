import type { Snippet } from './snippet.ts';

/** Code that names event types without handling them. */
export const others: readonly Snippet[] = [
  {
    name: 'comments',
    file: 'a.ts',
    code: `// case 'invoice.paid':\n/* if (event.type === 'invoice.paid') */\nexport const a = 1;`,
  },
  {
    name: 'log messages',
    file: 'a.ts',
    code: `logger.info('invoice.paid'); console.log('got invoice.paid', 'charge.refunded');`,
  },
  {
    name: 'enabled_events',
    file: 'setup.ts',
    code: `await stripe.webhookEndpoints.create({ url, enabled_events: ['invoice.paid', 'charge.refunded'] });`,
  },
  {
    name: 'enabled events by name',
    file: 'setup.ts',
    code: `const EVENTS = ['invoice.paid'];\nawait stripe.webhookEndpoints.create({ url, enabled_events: EVENTS });`,
  },
  {
    name: 'event payload',
    file: 'a.ts',
    code: `const event = { id: 'evt_1', type: 'invoice.paid', data: { object: {} } };\nsend(event);`,
  },
  {
    name: 'payload passed on',
    file: 'a.ts',
    code: `await post('/webhook', stripe.webhooks.generateTestHeaderString({ payload: JSON.stringify({ type: 'invoice.paid' }), secret }));`,
  },
  {
    name: 'trigger call',
    file: 'a.ts',
    code: `await trigger('invoice.paid'); await cli.trigger('charge.refunded', { amount: 3 }); await trigger('invoice.sent', async () => {});`,
  },
  {
    name: 'emit',
    file: 'a.ts',
    code: `bus.emit('invoice.paid', invoice); bus.emit('invoice.sent', () => {});`,
  },
  {
    name: 'labels',
    file: 'a.ts',
    code: `const labels = { 'invoice.paid': 'Paid', 'invoice.sent': t('sent') };`,
  },
  {
    name: 'labels by reference',
    file: 'a.ts',
    code: `const eventLabels = { 'invoice.paid': paid, 'invoice.sent': strings.sent };`,
  },
  {
    name: 'icons',
    file: 'a.tsx',
    code: `const map = { 'invoice.paid': CheckIcon, 'charge.failed': <Cross /> };`,
  },
  {
    name: 'fixtures',
    file: 'a.ts',
    code: `export const fixtures = { 'invoice.paid': () => ({ id: 'in_1' }), 'invoice.sent': invoiceSent };`,
  },
  {
    name: 'payload by reference',
    file: 'a.ts',
    code: `const events = { 'invoice.paid': invoicePayload, 'invoice.sent': { id: 'x' }, 'charge.failed': 3, 'charge.updated': true, 'charge.pending': null };`,
  },
  {
    name: 'counters',
    file: 'a.ts',
    code: `const seen = { 'invoice.paid': 0 }; seen['invoice.paid'] = 1; seen['invoice.sent'] = count;`,
  },
  {
    name: 'type declarations',
    file: 'a.ts',
    code: `type Wanted = 'invoice.paid' | 'charge.refunded';\ninterface Map { 'invoice.paid': Stripe.Invoice }\ntype Paid = Extract<Stripe.Event, { type: 'invoice.paid' }>;`,
  },
  {
    name: 'filter',
    file: 'a.ts',
    code: `const paid = events.filter((event) => event.type === 'invoice.paid'); const one = events.find(e => e.type === 'invoice.sent');`,
  },
  {
    name: 'assertions',
    file: 'a.ts',
    code: `assert(event.type === 'invoice.paid'); expect(event.type).toBe('invoice.paid'); expect(['invoice.paid'].includes(event.type)).toBe(true);`,
  },
  {
    name: 'test cases',
    file: 'a.ts',
    code: `describe('webhook', () => { it('pays', async () => { if (event.type === 'invoice.paid') done(); hooks.on('invoice.paid', () => {}); }); });`,
  },
  { name: 'test name', file: 'a.ts', code: `test('invoice.paid', async () => { await run(); });` },
  {
    name: 'test file',
    file: 'src/webhook.test.ts',
    code: `switch (event.type) { case 'invoice.paid': done(); }`,
  },
  { name: 'spec file', file: 'src/webhook.spec.js', code: `handlers['invoice.paid'] = () => {};` },
  { name: 'fixture folder', file: 'src/__fixtures__/a.ts', code: `if (event.type === 'invoice.paid') {}` },
  {
    name: 'declaration file',
    file: 'types/stripe.d.ts',
    code: `declare const a: { 'invoice.paid'(): void };`,
  },
  {
    name: 'markup',
    file: 'a.tsx',
    code: `export const Row = ({ event }) => <li>{event.type === 'invoice.paid' && <Badge />}{event.type === 'charge.failed' ? 'x' : 'y'}</li>;`,
  },
  {
    name: 'select options',
    file: 'a.jsx',
    code: `export const S = () => <select><option value="invoice.paid">Paid</option></select>;`,
  },
  {
    name: 'array of types',
    file: 'a.ts',
    code: `export const types = ['invoice.paid', 'charge.refunded'];\nfor (const type of types) subscribe(type);`,
  },
  {
    name: 'lookup of something else',
    file: 'a.ts',
    code: `if (['invoice.paid'].includes(permission)) allow();`,
  },
  {
    name: 'comparison with something else',
    file: 'a.ts',
    code: `if (route.path === 'invoice.paid') show(); if (scope === 'charge.refunded') show();`,
  },
  {
    name: 'switch over something else',
    file: 'a.ts',
    code: `switch (permission) { case 'invoice.paid': allow(); }`,
  },
  {
    name: 'unknown types',
    file: 'a.ts',
    code: `switch (event.type) { case 'invoice.exploded': case 'my.event': go(); }`,
  },
  {
    name: 'property access',
    file: 'a.ts',
    code: `if (event.type === invoice.paid) {} const x = charge.refunded; stripe.webhooks.constructEvent(a, b, c);`,
  },
  {
    name: 'object payload with a variable',
    file: 'a.ts',
    code: `const type = 'invoice.paid'; if (a.type === b.type) go(type);`,
  },
  {
    name: 'inequality outside of a condition',
    file: 'a.ts',
    code: `const ignored = events.filter((e) => e.type !== 'invoice.paid'); const other = event.type !== 'charge.failed';`,
  },
  {
    name: 'other prefix',
    file: 'a.ts',
    code: `if (event.type.startsWith('user.')) go(); if (path.startsWith('/invoice.')) go(); if (type.startsWith('')) go(); // 'invoice.x'`,
  },
  {
    name: 'API call with the type',
    file: 'a.ts',
    code: `const list = await stripe.events.list({ type: 'invoice.paid', types: ['charge.failed'] });`,
  },
  {
    name: 'mock',
    file: 'a.ts',
    code: `jest.fn().mockImplementation(() => { if (event.type === 'invoice.paid') return 1; });\nvi.mock('invoice.paid', () => ({}));`,
  },
  {
    name: 'translations',
    file: 'de.ts',
    code: `export const messages = { 'invoice.paid': (n) => 'bezahlt', 'charge.failed': 'x' };`,
  },
  {
    name: 'schema map',
    file: 'a.ts',
    code: `const schemas = { 'invoice.paid': z.object({ id: z.string() }), 'invoice.sent': invoiceSchema };`,
  },
  { name: 'no event at all', file: 'a.ts', code: `switch (a) { case 'b': break; }` },
  {
    name: 'python comments and log',
    file: 'a.py',
    code: `# if event.type == "invoice.paid":\nprint("invoice.paid")\nlogger.info("got %s", "invoice.paid" == event.type)\n`,
  },
  {
    name: 'python docstring',
    file: 'a.py',
    code: `def f():\n    """Handles "invoice.paid" when event["type"] == "invoice.paid"."""\n`,
  },
  {
    name: 'python enabled_events',
    file: 'a.py',
    code: `stripe.WebhookEndpoint.create(url=url, enabled_events=["invoice.paid", "charge.refunded"])\n`,
  },
  {
    name: 'python payload',
    file: 'a.py',
    code: `event = {"id": "evt_1", "type": "invoice.paid", "data": {"object": {}}}\n`,
  },
  {
    name: 'python assert',
    file: 'a.py',
    code: `assert event.type == "invoice.paid"\nself.assertTrue(event["type"] == "invoice.paid")\nself.assertEqual(event.type, "invoice.paid")\n`,
  },
  {
    name: 'python comprehension',
    file: 'a.py',
    code: `paid = [e for e in events if e.type == "invoice.paid"]\nany(e["type"] == "invoice.paid" for e in events)\n`,
  },
  {
    name: 'python labels',
    file: 'a.py',
    code: `LABELS = {"invoice.paid": "Paid", "invoice.sent": _("Sent"), "charge.failed": 3}\nif event.type in LABELS:\n    show(LABELS[event.type])\n`,
  },
  {
    name: 'python fixture',
    file: 'a.py',
    code: `FIXTURES = {"invoice.paid": invoice_paid, "invoice.sent": lambda: {}}\n`,
  },
  {
    name: 'python test file',
    file: 'tests/test_hooks.py',
    code: `if event.type == "invoice.paid":\n    pass\n`,
  },
  {
    name: 'python parametrize',
    file: 'a.py',
    code: `stripe.trigger("invoice.paid")\ncall_command("stripe_trigger", "invoice.paid")\n`,
  },
  {
    name: 'python other subject',
    file: 'a.py',
    code: `if permission in ("invoice.paid",):\n    pass\nif name_of_scope == "invoice.paid":\n    pass\n`,
  },
  {
    name: 'python choices',
    file: 'a.py',
    code: `CHOICES = [("invoice.paid", "Paid"), ("charge.failed", "Failed")]\n`,
  },
  {
    name: 'python query',
    file: 'a.py',
    code: `Event.objects.filter(type="invoice.paid").count()\nstripe.Event.list(type="invoice.paid")\n`,
  },
];
