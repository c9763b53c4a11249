import type { StubCase } from './stubs.ts';

/** Branches of switches and chains, and conditions of their own. */
export const stubBranches: readonly StubCase[] = [
  {
    name: 'an else if in Kotlin, before its else',
    file: 'a.kt',
    before: `fun handle(event: Event) {
    if (event.type == "invoice.paid") {
        pay(event)
    } else if (event.type == "charge.refunded") {
        refund(event)
    } else {
        log(event)
    }
}
`,
    after: `fun handle(event: Event) {
    if (event.type == "invoice.paid") {
        pay(event)
    } else if (event.type == "charge.refunded") {
        refund(event)
    } else if (event.type == "invoice.payment_failed") {
        // TODO: handle invoice.payment_failed
    } else {
        log(event)
    }
}
`,
  },
  {
    name: 'an else if in Rust, with tabs and constants',
    file: 'a.rs',
    before: `fn handle(event: &Event) {
	if event.type_ == EventType::InvoicePaid {
		pay(event);
	}
}
`,
    after: `fn handle(event: &Event) {
	if event.type_ == EventType::InvoicePaid {
		pay(event);
	} else if event.type_ == EventType::InvoicePaymentFailed {
		// TODO: handle invoice.payment_failed
	}
}
`,
  },
  {
    name: 'a cond in Elixir, before its fallback',
    file: 'a.ex',
    before: `def handle(event) do
  cond do
    event.type == "invoice.paid" ->
      pay(event)

    true ->
      :ignored
  end
end
`,
    after: `def handle(event) do
  cond do
    event.type == "invoice.paid" ->
      pay(event)
    event.type == "invoice.payment_failed" ->
      # TODO: handle invoice.payment_failed
      :ignored

    true ->
      :ignored
  end
end
`,
  },
  {
    name: 'an if of its own in Elixir, which has no else if',
    file: 'a.ex',
    before: `def handle(event) do
  if event.type == "invoice.paid" do
    pay(event)
  else
    log(event)
  end
end
`,
    after: `def handle(event) do
  if event.type == "invoice.payment_failed" do
    # TODO: handle invoice.payment_failed
    :ok
  end
  if event.type == "invoice.paid" do
    pay(event)
  else
    log(event)
  end
end
`,
  },
  {
    name: 'an if before a guard, which leaves for all other types',
    file: 'a.ts',
    before: `async function handle(event: Stripe.Event) {
	if (event.type !== "invoice.paid") return;
	await pay(event);
}
`,
    after: `async function handle(event: Stripe.Event) {
	if (event.type === "invoice.payment_failed") {
		// TODO: handle invoice.payment_failed; event.data.object is the invoice
	}
	if (event.type !== "invoice.paid") return;
	await pay(event);
}
`,
  },
  {
    name: 'an if before a guard by a list that is declared above',
    file: 'A.java',
    before: `class A {
    private static final Set<String> WANTED = Set.of("invoice.paid", "invoice.sent");

    void handle(Event event) {
        if (!WANTED.contains(event.getType())) {
            return;
        }
        pay(event);
    }
}
`,
    after: `class A {
    private static final Set<String> WANTED = Set.of("invoice.paid", "invoice.sent");

    void handle(Event event) {
        if ("invoice.payment_failed".equals(event.getType())) {
            // TODO: handle invoice.payment_failed
        }
        if (!WANTED.contains(event.getType())) {
            return;
        }
        pay(event);
    }
}
`,
  },
  {
    name: 'an elif beside a test of a list in Python',
    file: 'a.py',
    before: `def handle(event):
	if event['type'] in ('invoice.paid', 'invoice.sent'):
		pay(event)
	else:
		log(event)
`,
    after: `def handle(event):
	if event['type'] in ('invoice.paid', 'invoice.sent'):
		pay(event)
	elif event['type'] == 'invoice.payment_failed':
		# TODO: handle invoice.payment_failed; event['data']['object'] is the invoice
		pass
	else:
		log(event)
`,
  },
  {
    name: 'an if before a modifier in Ruby',
    file: 'a.rb',
    before: `def call(event)
  pay(event) if event.type == "invoice.paid"
end
`,
    after: `def call(event)
  if event.type == "invoice.payment_failed"
    # TODO: handle invoice.payment_failed
  end
  pay(event) if event.type == "invoice.paid"
end
`,
  },
  {
    name: 'an arm of a C# switch expression, before its discard',
    file: 'A.cs',
    before: `class A
{
    Task Handle(Event e) => e.Type switch
    {
        "invoice.paid" => PayAsync(e),
        "charge.refunded" or "charge.failed" => RefundAsync(e),
        _ => Task.CompletedTask,
    };
}
`,
    after: `class A
{
    Task Handle(Event e) => e.Type switch
    {
        "invoice.paid" => PayAsync(e),
        "charge.refunded" or "charge.failed" => RefundAsync(e),
        // TODO: handle invoice.payment_failed
        "invoice.payment_failed" => Task.CompletedTask,
        _ => Task.CompletedTask,
    };
}
`,
  },
  {
    name: 'a branch of a Ruby pattern match',
    file: 'a.rb',
    before: `case event
in { type: "invoice.paid" }
  pay(event)
else
  log(event)
end
`,
    after: `case event
in { type: "invoice.paid" }
  pay(event)
in { type: "invoice.payment_failed" }
  # TODO: handle invoice.payment_failed
else
  log(event)
end
`,
  },
  {
    name: 'a map with satisfies, without semicolons',
    file: 'a.ts',
    before: `export const handlers = {
  "invoice.paid": async event => {
    await pay(event)
  }
} satisfies Partial<Record<Stripe.Event.Type, Handler>>
`,
    after: `export const handlers = {
  "invoice.paid": async event => {
    await pay(event)
  },
  "invoice.payment_failed": async event => {
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
  }
} satisfies Partial<Record<Stripe.Event.Type, Handler>>
`,
  },
  {
    name: 'a case of a switch over true',
    file: 'a.ts',
    before: `switch (true) {
  case event.type === 'invoice.paid':
    pay();
    break;
  default:
    log();
}
`,
    after: `switch (true) {
  case event.type === 'invoice.paid':
    pay();
    break;
  case event.type === 'invoice.payment_failed':
    // TODO: handle invoice.payment_failed
    break;
  default:
    log();
}
`,
  },
  {
    name: 'a when without a subject',
    file: 'a.kt',
    before: `fun handle(event: Event) = when {
    event.type == "invoice.paid" -> pay(event)
    else -> Unit
}
`,
    after: `fun handle(event: Event) = when {
    event.type == "invoice.paid" -> pay(event)
    // TODO: handle invoice.payment_failed
    event.type == "invoice.payment_failed" -> Unit
    else -> Unit
}
`,
  },
  {
    name: 'a Rust match that gives a result, as its fallback does',
    file: 'a.rs',
    before: `fn handle(event: &Event) -> Result<()> {
    match event.type_ {
        EventType::InvoicePaid | EventType::InvoiceSent => pay(event),
        _ => Ok(()),
    }
}
`,
    after: `fn handle(event: &Event) -> Result<()> {
    match event.type_ {
        EventType::InvoicePaid | EventType::InvoiceSent => pay(event),
        // TODO: handle invoice.payment_failed
        EventType::InvoicePaymentFailed => Ok(()),
        _ => Ok(()),
    }
}
`,
  },
  {
    name: 'a case of thin events by their class in Go',
    file: 'a.go',
    type: 'v1.billing.meter.no_meter_found',
    before: `package shop

func handle(notification stripe.EventNotificationContainer) {
	switch n := notification.(type) {
	case *stripe.V1BillingMeterErrorReportTriggeredEventNotification:
		work(n)
	}
}
`,
    after: `package shop

func handle(notification stripe.EventNotificationContainer) {
	switch n := notification.(type) {
	case *stripe.V1BillingMeterErrorReportTriggeredEventNotification:
		work(n)
	case *stripe.V1BillingMeterNoMeterFoundEventNotification:
		// TODO: handle v1.billing.meter.no_meter_found
	}
}
`,
  },
  {
    name: 'a branch beside matches! in Rust',
    file: 'a.rs',
    before: `fn handle(event: &Event) {
    if matches!(event.type_, EventType::InvoicePaid | EventType::InvoiceSent) {
        pay(event);
    }
}
`,
    after: `fn handle(event: &Event) {
    if matches!(event.type_, EventType::InvoicePaid | EventType::InvoiceSent) {
        pay(event);
    } else if event.type_ == EventType::InvoicePaymentFailed {
        // TODO: handle invoice.payment_failed
    }
}
`,
  },
];
