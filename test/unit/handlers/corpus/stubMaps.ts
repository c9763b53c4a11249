import type { StubCase } from './stubs.ts';

/** Entries of maps and tables, and calls that register a handler. */
export const stubMaps: readonly StubCase[] = [
  {
    name: 'an entry of Java’s Map.of, without a comma after the last',
    file: 'A.java',
    before: `class A {
    private final Map<String, Consumer<Event>> handlers = Map.of(
            "invoice.paid", this::pay,
            "charge.refunded", event -> refund(event)
    );
}
`,
    after: `class A {
    private final Map<String, Consumer<Event>> handlers = Map.of(
            "invoice.paid", this::pay,
            "charge.refunded", event -> refund(event),
            "invoice.payment_failed", event -> {
                // TODO: handle invoice.payment_failed
            }
    );
}
`,
  },
  {
    name: 'an entry of Java’s Map.ofEntries',
    file: 'A.java',
    before: `class A {
    private final Map<String, Consumer<Event>> handlers = Map.ofEntries(
        Map.entry("invoice.paid", event -> {
            pay(event);
        }),
        Map.entry("charge.refunded", this::refund));
}
`,
    after: `class A {
    private final Map<String, Consumer<Event>> handlers = Map.ofEntries(
        Map.entry("invoice.paid", event -> {
            pay(event);
        }),
        Map.entry("charge.refunded", this::refund),
        Map.entry("invoice.payment_failed", event -> {
            // TODO: handle invoice.payment_failed
        }));
}
`,
  },
  {
    name: 'a put in Java, where the method that another names is in the file',
    file: 'A.java',
    before: `class A {
    A() {
        handlers.put("invoice.paid", this::pay); // all of it
        ready();
    }

    private void pay(Event event) {
    }
}
`,
    after: `class A {
    A() {
        handlers.put("invoice.paid", this::pay); // all of it
        // TODO: handle invoice.payment_failed
        handlers.put("invoice.payment_failed", event -> {});
        ready();
    }

    private void pay(Event event) {
    }
}
`,
  },
  {
    name: 'an entry of Kotlin’s mapOf, with a trailing comma',
    file: 'a.kt',
    before: `val handlers = mapOf<String, (Event) -> Unit>(
    "invoice.paid" to ::pay,
    "charge.refunded" to { event -> refund(event) },
)
`,
    after: `val handlers = mapOf<String, (Event) -> Unit>(
    "invoice.paid" to ::pay,
    "charge.refunded" to { event -> refund(event) },
    "invoice.payment_failed" to { event ->
        // TODO: handle invoice.payment_failed
    },
)
`,
  },
  {
    name: 'an entry of Kotlin’s mapOf on one line',
    file: 'a.kt',
    before: `val handlers: Map<String, (Event, Context) -> Unit> = mapOf("invoice.paid" to ::pay)
`,
    after: `val handlers: Map<String, (Event, Context) -> Unit> = mapOf("invoice.paid" to ::pay, "invoice.payment_failed" to { event, _ -> })
`,
  },
  {
    name: 'an entry of a C# dictionary by index',
    file: 'A.cs',
    before: `class A
{
    private readonly Dictionary<string, Func<Event, Task>> handlers = new()
    {
        ["invoice.paid"] = PayAsync,
        [EventTypes.ChargeRefunded] = RefundAsync,
    };
}
`,
    after: `class A
{
    private readonly Dictionary<string, Func<Event, Task>> handlers = new()
    {
        ["invoice.paid"] = PayAsync,
        [EventTypes.ChargeRefunded] = RefundAsync,
        // TODO: handle invoice.payment_failed
        ["invoice.payment_failed"] = e => Task.CompletedTask,
    };
}
`,
  },
  {
    name: 'an entry of a C# dictionary in braces, without a trailing comma',
    file: 'A.cs',
    before: `class A
{
    private readonly Dictionary<string, Action<Event>> handlers = new Dictionary<string, Action<Event>>
    {
        { "invoice.paid", e => Pay(e) },
        { "charge.refunded", Refund }
    };
}
`,
    after: `class A
{
    private readonly Dictionary<string, Action<Event>> handlers = new Dictionary<string, Action<Event>>
    {
        { "invoice.paid", e => Pay(e) },
        { "charge.refunded", Refund },
        { "invoice.payment_failed", e => {
            // TODO: handle invoice.payment_failed
        } }
    };
}
`,
  },
  {
    name: 'an assignment to a C# dictionary',
    file: 'A.cs',
    before: `class A
{
    A()
    {
        handlers["invoice.paid"] = Pay;
    }

    private void Pay(Event stripeEvent) => Work(stripeEvent);
}
`,
    after: `class A
{
    A()
    {
        handlers["invoice.paid"] = Pay;
        // TODO: handle invoice.payment_failed
        handlers["invoice.payment_failed"] = e => { };
    }

    private void Pay(Event stripeEvent) => Work(stripeEvent);
}
`,
  },
  {
    name: 'an entry of a Rust HashMap',
    file: 'a.rs',
    before: `type Handler = fn(&Event) -> Result<(), Error>;

fn handlers() -> HashMap<&'static str, Handler> {
    HashMap::from([
        ("invoice.paid", pay as Handler),
        ("charge.refunded", refund as Handler),
    ])
}
`,
    after: `type Handler = fn(&Event) -> Result<(), Error>;

fn handlers() -> HashMap<&'static str, Handler> {
    HashMap::from([
        ("invoice.paid", pay as Handler),
        ("charge.refunded", refund as Handler),
        // TODO: handle invoice.payment_failed
        ("invoice.payment_failed", |_event| Ok(())),
    ])
}
`,
  },
  {
    name: 'an insert in Rust',
    file: 'a.rs',
    before: `fn register(handlers: &mut Handlers) {
    handlers.insert("invoice.paid", Box::new(|event| Box::pin(async move {
        pay(event).await?;
        Ok(())
    })));
}
`,
    after: `fn register(handlers: &mut Handlers) {
    handlers.insert("invoice.paid", Box::new(|event| Box::pin(async move {
        pay(event).await?;
        Ok(())
    })));
    handlers.insert("invoice.payment_failed", Box::new(|event| Box::pin(async move {
        // TODO: handle invoice.payment_failed
        Ok(())
    })));
}
`,
  },
  {
    name: 'an entry of an Elixir map of captures',
    file: 'a.ex',
    before: `@handlers %{
  "invoice.paid" => &Billing.pay/2,
  "charge.refunded" => &Billing.refund/2
}
`,
    after: `@handlers %{
  "invoice.paid" => &Billing.pay/2,
  "charge.refunded" => &Billing.refund/2,
  # TODO: handle invoice.payment_failed
  "invoice.payment_failed" => &Billing.handle_invoice_payment_failed/2
}
`,
  },
  {
    name: 'an entry of a Go map whose functions are declared elsewhere, by the type of the map',
    file: 'a.go',
    before: `package shop

var handlers = map[string]func(context.Context, stripe.Event) error{
	string(stripe.EventTypeInvoicePaid): onInvoicePaid,
}
`,
    after: `package shop

var handlers = map[string]func(context.Context, stripe.Event) error{
	string(stripe.EventTypeInvoicePaid): onInvoicePaid,
	"invoice.payment_failed": func(context.Context, stripe.Event) error {
		// TODO: handle invoice.payment_failed
		return nil
	},
}
`,
  },
  {
    name: 'an entry of a Go map whose type is named in the file',
    file: 'a.go',
    before: `package shop

type Handler func(event stripe.Event)

func (s *Shop) handlers() map[string]Handler {
	return map[string]Handler{"invoice.paid": s.pay}
}
`,
    after: `package shop

type Handler func(event stripe.Event)

func (s *Shop) handlers() map[string]Handler {
	return map[string]Handler{"invoice.paid": s.pay, "invoice.payment_failed": func(event stripe.Event) {}}
}
`,
  },
  {
    name: 'a registration in Go',
    file: 'a.go',
    before: `package shop

func register(router *Router) {
	router.On("invoice.paid", func(event stripe.Event) error {
		return pay(event)
	})
}
`,
    after: `package shop

func register(router *Router) {
	router.On("invoice.paid", func(event stripe.Event) error {
		return pay(event)
	})
	router.On("invoice.payment_failed", func(event stripe.Event) error {
		// TODO: handle invoice.payment_failed
		return nil
	})
}
`,
  },
  {
    name: 'an entry of a Ruby hash of symbols',
    file: 'a.rb',
    before: `HANDLERS = {
  "invoice.paid" => :on_invoice_paid,
  "charge.refunded" => :on_charge_refunded
}.freeze
`,
    after: `HANDLERS = {
  "invoice.paid" => :on_invoice_paid,
  "charge.refunded" => :on_charge_refunded,
  # TODO: handle invoice.payment_failed
  "invoice.payment_failed" => :on_invoice_payment_failed
}.freeze
`,
  },
  {
    name: 'a subscription with a block in Ruby',
    file: 'a.rb',
    before: `StripeEvent.configure do |events|
  events.subscribe 'invoice.paid' do |event|
    pay(event)
  end

  events.subscribe 'charge.refunded' do |event|
    refund(event)
  end
end
`,
    after: `StripeEvent.configure do |events|
  events.subscribe 'invoice.paid' do |event|
    pay(event)
  end

  events.subscribe 'charge.refunded' do |event|
    refund(event)
  end

  events.subscribe 'invoice.payment_failed' do |event|
    # TODO: handle invoice.payment_failed
  end
end
`,
  },
  {
    name: 'a class name in a PHP config, in the namespace of the others',
    file: 'config/stripe-webhooks.php',
    before: `<?php
return [
    'jobs' => [
        'invoice_paid' => \\App\\Jobs\\HandleInvoicePaid::class,
        'charge_refunded' => \\App\\Jobs\\Refund::class,
    ],
    'secret' => env('STRIPE_WEBHOOK_SECRET'),
];
`,
    after: `<?php
return [
    'jobs' => [
        'invoice_paid' => \\App\\Jobs\\HandleInvoicePaid::class,
        'charge_refunded' => \\App\\Jobs\\Refund::class,
        // TODO: handle invoice.payment_failed
        'invoice_payment_failed' => \\App\\Jobs\\HandleInvoicePaymentFailed::class,
    ],
    'secret' => env('STRIPE_WEBHOOK_SECRET'),
];
`,
  },
  {
    name: 'a listener in PHP, with the prefix of the package',
    file: 'a.php',
    before: `<?php
Event::listen('stripe-webhooks::invoice.paid', function (WebhookCall $call) {
    pay($call);
});
`,
    after: `<?php
Event::listen('stripe-webhooks::invoice.paid', function (WebhookCall $call) {
    pay($call);
});
Event::listen('stripe-webhooks::invoice.payment_failed', function (WebhookCall $call) {
    // TODO: handle invoice.payment_failed
});
`,
  },
  {
    name: 'a registration in TypeScript',
    file: 'a.ts',
    before: `hooks.on("invoice.paid", async (event: Stripe.Event) => {
    await pay(event);
});

hooks.on("charge.refunded", refund);
`,
    after: `hooks.on("invoice.paid", async (event: Stripe.Event) => {
    await pay(event);
});

hooks.on("charge.refunded", refund);

hooks.on("invoice.payment_failed", async (event: Stripe.Event) => {
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
});
`,
  },
  {
    name: 'a link of a chain of calls',
    file: 'a.ts',
    before: `const hooks = router()
  .on('invoice.paid', pay)
  .on('charge.refunded', async (event) => {
    await refund(event);
  })
  .build();
`,
    after: `const hooks = router()
  .on('invoice.paid', pay)
  .on('charge.refunded', async (event) => {
    await refund(event);
  })
  .on('invoice.payment_failed', async (event) => {
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
  })
  .build();
`,
  },
  {
    name: 'an entry of a Map in TypeScript',
    file: 'a.ts',
    before: `const handlers = new Map<Stripe.Event.Type, Handler>([
  ['invoice.paid', pay],
  ['charge.refunded', (event) => refund(event)],
]);
`,
    after: `const handlers = new Map<Stripe.Event.Type, Handler>([
  ['invoice.paid', pay],
  ['charge.refunded', (event) => refund(event)],
  ['invoice.payment_failed', async (event) => {
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
  }],
]);
`,
  },
  {
    name: 'a row of a table of routes',
    file: 'a.ts',
    before: `export const routes: Route[] = [
  { event: 'invoice.paid', handler: pay, retries: 3 },
  { event: 'charge.refunded', handler: refund },
];
`,
    after: `export const routes: Route[] = [
  { event: 'invoice.paid', handler: pay, retries: 3 },
  { event: 'charge.refunded', handler: refund },
  { event: 'invoice.payment_failed', handler: async (event) => {
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
  } },
];
`,
  },
  {
    name: 'an entry of an Elixir map that a function gives',
    file: 'a.ex',
    before: `def handlers do
  %{
    "invoice.paid" => &pay/1
  }
end
`,
    after: `def handlers do
  %{
    "invoice.paid" => &pay/1,
    # TODO: handle invoice.payment_failed
    "invoice.payment_failed" => fn _event -> :ok end
  }
end
`,
  },
  {
    name: 'an entry of a Python dictionary without a trailing comma',
    file: 'a.py',
    before: `HANDLERS = {'invoice.paid': pay}
`,
    after: `HANDLERS = {'invoice.paid': pay, 'invoice.payment_failed': lambda event: None}
`,
  },
];
