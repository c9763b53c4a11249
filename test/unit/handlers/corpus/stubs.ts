/** A text, and the same with a handler added in its style. */
export interface StubCase {
  readonly name: string;
  readonly file: string;
  /** `invoice.payment_failed` when it is no other. */
  readonly type?: string;
  readonly before: string;
  readonly after: string;
}

export const stubs: readonly StubCase[] = [
  {
    name: 'a switch with breaks, before its default',
    file: 'a.ts',
    before: `switch (event.type) {
  case 'invoice.paid':
    pay();
    break; // done
  // Whatever else comes
  default:
    log();
}
`,
    after: `switch (event.type) {
  case 'invoice.paid':
    pay();
    break; // done
  case 'invoice.payment_failed':
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
    break;
  // Whatever else comes
  default:
    log();
}
`,
  },
  {
    name: 'a switch with braces, double quotes, tabs, no semicolons',
    file: 'a.js',
    before: `function f(evt) {
	switch (evt.type) {
		case "invoice.paid": {
			pay()
			break
		}
	}
}
`,
    after: `function f(evt) {
	switch (evt.type) {
		case "invoice.paid": {
			pay()
			break
		}
		case "invoice.payment_failed": {
			// TODO: handle invoice.payment_failed; evt.data.object is the invoice
			break
		}
	}
}
`,
  },
  {
    name: 'a switch whose cases all return the same',
    file: 'a.ts',
    before: `switch (event.type) {
case 'invoice.paid':
    pay();
    return res.json({ ok: true });
case 'charge.refunded':
    refund();
    return res.json({ ok: true });
}
`,
    after: `switch (event.type) {
case 'invoice.paid':
    pay();
    return res.json({ ok: true });
case 'charge.refunded':
    refund();
    return res.json({ ok: true });
case 'invoice.payment_failed':
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
    return res.json({ ok: true });
}
`,
  },
  {
    name: 'a switch whose cases return what they handle',
    file: 'a.ts',
    before: `switch (event.type) {
  case 'invoice.paid':
    return pay(event.data.object);
}
`,
    after: `switch (event.type) {
  case 'invoice.paid':
    return pay(event.data.object);
  case 'invoice.payment_failed':
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
    break;
}
`,
  },
  {
    name: 'never between a case and what it falls through to',
    file: 'a.ts',
    before: `switch (event.type) {
  case 'charge.refunded':
    refund();
    break;
  case 'invoice.paid':
  case 'invoice.sent':
  default:
    log();
}
`,
    after: `switch (event.type) {
  case 'charge.refunded':
    refund();
    break;
  case 'invoice.payment_failed':
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
    break;
  case 'invoice.paid':
  case 'invoice.sent':
  default:
    log();
}
`,
  },
  {
    name: 'a switch that has no case yet',
    file: 'a.ts',
    before: `const event = stripe.webhooks.constructEvent(body, signature, secret);
switch (event.type) {
  default:
    log();
}
`,
    after: `const event = stripe.webhooks.constructEvent(body, signature, secret);
switch (event.type) {
  case 'invoice.payment_failed':
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
    break;
  default:
    log();
}
`,
  },
  {
    name: 'a map of functions, with a trailing comma',
    file: 'a.ts',
    before: `const handlers = {
  'invoice.paid': async (event: Stripe.InvoicePaidEvent) => {
    await pay(event);
  },
  'charge.refunded': onRefund, // later
};
`,
    after: `const handlers = {
  'invoice.paid': async (event: Stripe.InvoicePaidEvent) => {
    await pay(event);
  },
  'charge.refunded': onRefund, // later
  'invoice.payment_failed': async (event) => {
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
  },
};
`,
  },
  {
    name: 'a map of methods, without a trailing comma',
    file: 'a.js',
    before: `export const handlers = {
  "invoice.paid"(e) {
    pay(e);
  }
};
`,
    after: `export const handlers = {
  "invoice.paid"(e) {
    pay(e);
  },
  "invoice.payment_failed"(e) {
    // TODO: handle invoice.payment_failed; e.data.object is the invoice
  }
};
`,
  },
  {
    name: 'a map on one line',
    file: 'a.js',
    before: `const handlers = { 'invoice.paid': pay };
`,
    after: `const handlers = { 'invoice.paid': pay, 'invoice.payment_failed': async (event) => { /* TODO: handle invoice.payment_failed; event.data.object is the invoice */ } };
`,
  },
  {
    name: 'an if chain, before its else',
    file: 'a.ts',
    before: `  if (event.type === 'invoice.paid') {
    pay();
  } else if (event.type === 'charge.refunded') {
    refund();
  } else {
    log();
  }
`,
    after: `  if (event.type === 'invoice.paid') {
    pay();
  } else if (event.type === 'charge.refunded') {
    refund();
  } else if (event.type === 'invoice.payment_failed') {
    // TODO: handle invoice.payment_failed; event.data.object is the invoice
  } else {
    log();
  }
`,
  },
  {
    name: 'a Python if chain, before its else',
    file: 'a.py',
    before: `def webhook(event):
    if event['type'] == 'invoice.paid':
        pay()
    elif event['type'] == 'charge.refunded':
        refund()  # money back
    else:
        log()
`,
    after: `def webhook(event):
    if event['type'] == 'invoice.paid':
        pay()
    elif event['type'] == 'charge.refunded':
        refund()  # money back
    elif event['type'] == 'invoice.payment_failed':
        # TODO: handle invoice.payment_failed; event['data']['object'] is the invoice
        pass
    else:
        log()
`,
  },
  {
    name: 'a Python match, before its wildcard',
    file: 'a.py',
    before: `match event.type:
    case "invoice.paid" | "invoice.sent":
        pay()
    case _:
        log()
`,
    after: `match event.type:
    case "invoice.paid" | "invoice.sent":
        pay()
    case "invoice.payment_failed":
        # TODO: handle invoice.payment_failed; event.data.object is the invoice
        pass
    case _:
        log()
`,
  },
  {
    name: 'a Python match on the event itself',
    file: 'a.py',
    before: `match event:
    case {"type": "invoice.paid"}:
        pay()
`,
    after: `match event:
    case {"type": "invoice.paid"}:
        pay()
    case {"type": "invoice.payment_failed"}:
        # TODO: handle invoice.payment_failed; event["data"]["object"] is the invoice
        pass
`,
  },
  {
    name: 'a Python dictionary',
    file: 'a.py',
    before: `HANDLERS = {
    "invoice.paid": pay,
    "charge.refunded": refund,
}
`,
    after: `HANDLERS = {
    "invoice.paid": pay,
    "charge.refunded": refund,
    "invoice.payment_failed": lambda event: None,  # TODO: handle invoice.payment_failed
}
`,
  },
  {
    name: 'a Go switch, before its default',
    file: 'a.go',
    before: `package main

func handle(event stripe.Event) {
	switch event.Type {
	case stripe.EventTypeInvoicePaid:
		pay() // all of it
	default:
		log()
	}
}
`,
    after: `package main

func handle(event stripe.Event) {
	switch event.Type {
	case stripe.EventTypeInvoicePaid:
		pay() // all of it
	case "invoice.payment_failed":
		// TODO: handle invoice.payment_failed
	default:
		log()
	}
}
`,
  },
  {
    name: 'a Java switch with breaks',
    file: 'A.java',
    before: `class A {
  void handle(Event event) {
    switch (event.getType()) {
      case "invoice.paid":
        pay();
        break;
      default:
        log();
    }
  }
}
`,
    after: `class A {
  void handle(Event event) {
    switch (event.getType()) {
      case "invoice.paid":
        pay();
        break;
      case "invoice.payment_failed":
        // TODO: handle invoice.payment_failed
        break;
      default:
        log();
    }
  }
}
`,
  },
  {
    name: 'a Java switch with arrows',
    file: 'A.java',
    before: `class A {
  void handle(Event event) {
    switch (event.getType()) {
      case "invoice.paid" -> {
        pay();
      }
      default -> log();
    }
  }
}
`,
    after: `class A {
  void handle(Event event) {
    switch (event.getType()) {
      case "invoice.paid" -> {
        pay();
      }
      case "invoice.payment_failed" -> {
        // TODO: handle invoice.payment_failed
      }
      default -> log();
    }
  }
}
`,
  },
  {
    name: 'a C# switch with constants',
    file: 'A.cs',
    before: `class A {
    void Handle(Event stripeEvent) {
        switch (stripeEvent.Type) {
            case EventTypes.InvoicePaid:
                Pay();
                break;
            default:
                break;
        }
    }
}
`,
    after: `class A {
    void Handle(Event stripeEvent) {
        switch (stripeEvent.Type) {
            case EventTypes.InvoicePaid:
                Pay();
                break;
            case "invoice.payment_failed":
                // TODO: handle invoice.payment_failed
                break;
            default:
                break;
        }
    }
}
`,
  },
  {
    name: 'a PHP switch',
    file: 'a.php',
    before: `<?php
switch ($event->type) {
    case 'invoice.paid':
        pay();
        break;
    default:
        log();
}
`,
    after: `<?php
switch ($event->type) {
    case 'invoice.paid':
        pay();
        break;
    case 'invoice.payment_failed':
        // TODO: handle invoice.payment_failed
        break;
    default:
        log();
}
`,
  },
  {
    name: 'a Ruby case',
    file: 'a.rb',
    before: `case event.type
when 'invoice.paid', 'invoice.finalized'
  pay # once
else
  log
end
`,
    after: `case event.type
when 'invoice.paid', 'invoice.finalized'
  pay # once
when 'invoice.payment_failed'
  # TODO: handle invoice.payment_failed
else
  log
end
`,
  },
  {
    name: 'a Kotlin when',
    file: 'a.kt',
    before: `fun handle(event: Event) {
    when (event.type) {
        "invoice.paid" -> pay()
        else -> log()
    }
}
`,
    after: `fun handle(event: Event) {
    when (event.type) {
        "invoice.paid" -> pay()
        "invoice.payment_failed" -> {
            // TODO: handle invoice.payment_failed
        }
        else -> log()
    }
}
`,
  },
  {
    name: 'an Elixir case',
    file: 'a.ex',
    before: `def handle(event) do
  case event.type do
    "invoice.paid" ->
      pay()

    _ ->
      log()
  end
end
`,
    after: `def handle(event) do
  case event.type do
    "invoice.paid" ->
      pay()
    "invoice.payment_failed" ->
      # TODO: handle invoice.payment_failed
      :ok

    _ ->
      log()
  end
end
`,
  },
  {
    name: 'a Rust match on strings',
    file: 'a.rs',
    before: `fn handle(event: Event) {
    match event.type_.as_str() {
        "invoice.paid" => pay(),
        _ => log(),
    }
}
`,
    after: `fn handle(event: Event) {
    match event.type_.as_str() {
        "invoice.paid" => pay(),
        "invoice.payment_failed" => {
            // TODO: handle invoice.payment_failed
        }
        _ => log(),
    }
}
`,
  },
  {
    name: 'an arm of a PHP match, before its default',
    file: 'a.php',
    before: `<?php
match ($event->type) {
    'invoice.paid' => pay($event),
    default => null,
};
`,
    after: `<?php
match ($event->type) {
    'invoice.paid' => pay($event),
    // TODO: handle invoice.payment_failed
    'invoice.payment_failed' => null,
    default => null,
};
`,
  },
  {
    name: 'an entry of a PHP array without a last comma',
    file: 'a.php',
    before: `<?php
$handlers = [
    'invoice.paid' => fn ($event) => pay($event)
];
`,
    after: `<?php
$handlers = [
    'invoice.paid' => fn ($event) => pay($event),
    // TODO: handle invoice.payment_failed
    'invoice.payment_failed' => fn ($event) => null
];
`,
  },
  {
    name: 'an entry of a Ruby hash',
    file: 'a.rb',
    before: `HANDLERS = {
  'charge.refunded' => method(:refund),
  'invoice.paid' => ->(event) { pay(event) }, # done
}.freeze
`,
    after: `HANDLERS = {
  'charge.refunded' => method(:refund),
  'invoice.paid' => ->(event) { pay(event) }, # done
  # TODO: handle invoice.payment_failed
  'invoice.payment_failed' => ->(event) {},
}.freeze
`,
  },
  {
    name: 'an entry of a Go map of functions',
    file: 'a.go',
    before: `package shop

var handlers = map[string]func(stripe.Event) error{
	"invoice.paid": func(event stripe.Event) error {
		return pay(event)
	},
}
`,
    after: `package shop

var handlers = map[string]func(stripe.Event) error{
	"invoice.paid": func(event stripe.Event) error {
		return pay(event)
	},
	"invoice.payment_failed": func(event stripe.Event) error {
		// TODO: handle invoice.payment_failed
		return nil
	},
}
`,
  },
  {
    name: 'an else if in Go',
    file: 'a.go',
    before: `package shop

func handle(event stripe.Event) {
	if event.Type == "invoice.paid" {
		pay()
	} else {
		log.Println(event.ID)
	}
}
`,
    after: `package shop

func handle(event stripe.Event) {
	if event.Type == "invoice.paid" {
		pay()
	} else if event.Type == "invoice.payment_failed" {
		// TODO: handle invoice.payment_failed
	} else {
		log.Println(event.ID)
	}
}
`,
  },
  {
    name: 'an else if in Java, at the end of its chain',
    file: 'A.java',
    before: `class A {
    void handle(Event event) {
        if ("charge.refunded".equals(event.getType())) {
            refund();
        } else if ("invoice.paid".equals(event.getType())) {
            pay();
        }
    }
}
`,
    after: `class A {
    void handle(Event event) {
        if ("charge.refunded".equals(event.getType())) {
            refund();
        } else if ("invoice.paid".equals(event.getType())) {
            pay();
        } else if ("invoice.payment_failed".equals(event.getType())) {
            // TODO: handle invoice.payment_failed
        }
    }
}
`,
  },
  {
    name: 'an else if in C#, with braces on lines of their own',
    file: 'A.cs',
    before: `class A {
    void Handle(Event stripeEvent)
    {
        if (stripeEvent.Type == EventTypes.InvoicePaid)
        {
            Pay();
        }
    }
}
`,
    after: `class A {
    void Handle(Event stripeEvent)
    {
        if (stripeEvent.Type == EventTypes.InvoicePaid)
        {
            Pay();
        }
        else if (stripeEvent.Type == "invoice.payment_failed")
        {
            // TODO: handle invoice.payment_failed
        }
    }
}
`,
  },
  {
    name: 'an elseif in PHP',
    file: 'a.php',
    before: `<?php
if ($event->type === 'invoice.paid') {
    pay($event);
} elseif ($event->type === 'charge.refunded') {
    refund($event);
} else {
    error_log($event->id);
}
`,
    after: `<?php
if ($event->type === 'invoice.paid') {
    pay($event);
} elseif ($event->type === 'charge.refunded') {
    refund($event);
} elseif ($event->type === 'invoice.payment_failed') {
    // TODO: handle invoice.payment_failed
} else {
    error_log($event->id);
}
`,
  },
  {
    name: 'an elsif in Ruby',
    file: 'a.rb',
    before: `if event.type == 'invoice.paid'
  pay(event)
elsif event.type == 'charge.refunded'
  refund(event)
else
  puts event.id
end
`,
    after: `if event.type == 'invoice.paid'
  pay(event)
elsif event.type == 'charge.refunded'
  refund(event)
elsif event.type == 'invoice.payment_failed'
  # TODO: handle invoice.payment_failed
else
  puts event.id
end
`,
  },
];
