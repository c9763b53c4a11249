import type { Snippet } from './snippet.ts';

/** Code in Python that handles events. */
export const pythonHandlers: readonly Snippet[] = [
  {
    name: 'prefix in the guard of a case',
    file: 'a.py',
    form: 'prefix',
    code: `event = stripe.Webhook.construct_event(payload, sig, secret)
match event["type"]:
    case str() as t if t.startswith(«"charge."|charge.*»):
        go()
`,
  },
  {
    name: 'typed dictionary with partials',
    file: 'a.py',
    form: 'map-key',
    code: `HANDLERS: dict[str, Callable] = {\n    «"invoice.paid"»: handle_paid,\n    «"charge.failed"»: partial(handle_failed, retry=1),\n}\n`,
  },
  {
    name: 'Flask if chain',
    file: 'server.py',
    form: 'comparison',
    code: `
@app.route('/webhook', methods=['POST'])
def webhook():
    event = stripe.Webhook.construct_event(request.data, request.headers['STRIPE_SIGNATURE'], endpoint_secret)
    if event['type'] == «'payment_intent.succeeded'»:
        payment_intent = event['data']['object']
    elif event["type"] == «"payment_intent.payment_failed"»:
        pass
    # elif event['type'] == 'charge.refunded':
    else:
        print('Unhandled event type', event['type'], 'like charge.failed')
    return jsonify(success=True)`,
  },
  {
    name: 'attribute',
    file: 'a.py',
    form: 'comparison',
    code: `if event.type == «'invoice.paid'»:\n    pay(event)\n`,
  },
  {
    name: 'get',
    file: 'a.py',
    form: 'comparison',
    code: `if payload.get("type") == «"invoice.paid"»:\n    pay()\n`,
  },
  {
    name: 'reversed',
    file: 'a.py',
    form: 'comparison',
    code: `if «"invoice.paid"» == event_type:\n    pay()\n`,
  },
  {
    name: 'early return',
    file: 'a.py',
    form: 'comparison',
    code: `def f(event):\n    if event.type != «"invoice.paid"»:\n        return\n    pay()\n`,
  },
  {
    name: 'condition with and',
    file: 'a.py',
    form: 'comparison',
    code: `if ok and event["type"] == «"invoice.paid"»:\n    pay()\n`,
  },
  {
    name: 'in a tuple',
    file: 'a.py',
    form: 'includes',
    code: `if event["type"] in («"customer.subscription.created"», «'customer.subscription.updated'»):\n    sync()\n`,
  },
  {
    name: 'in a list',
    file: 'a.py',
    form: 'includes',
    code: `if event.type in [«"invoice.paid"»]:\n    sync()\n`,
  },
  {
    name: 'in a set',
    file: 'a.py',
    form: 'includes',
    code: `if event.type not in {«"invoice.paid"»}:\n    raise Ignored()\n`,
  },
  {
    name: 'in a named set',
    file: 'a.py',
    form: 'includes',
    code: `WANTED = {«"invoice.paid"», «"invoice.sent"»}\n\ndef f(event):\n    if event["type"] in WANTED:\n        go()\n`,
  },
  {
    name: 'in a named frozenset',
    file: 'a.py',
    form: 'includes',
    code: `WANTED = frozenset([«"invoice.paid"»])\nif event.type not in WANTED:\n    exit()\n`,
  },
  {
    name: 'match',
    file: 'a.py',
    form: 'case',
    code: `
match event.type:
    case «"invoice.paid"»:
        pay()
    case «"customer.created"» | «"customer.updated"»:
        sync()
    case _:
        pass
`,
  },
  {
    name: 'match on the event',
    file: 'a.py',
    form: 'case',
    code: `match event:\n    case {"type": «"invoice.paid"», "data": {"object": invoice}}:\n        pay(invoice)\n`,
  },
  {
    name: 'match on a constant',
    file: 'a.py',
    form: 'case',
    code: `# djstripe\nmatch event["type"]:\n    case «EventType.INVOICE_PAID|invoice.paid»:\n        pay()\n`,
  },
  {
    name: 'dictionary of functions',
    file: 'a.py',
    form: 'map-key',
    code: `
HANDLERS = {
    «"invoice.paid"»: handle_invoice_paid,
    «'invoice.sent'»: lambda event: None,
    «"charge.failed"»: handlers.on_failed,
    «"charge.refunded"»: partial(refund, notify=True),
    «"charge.updated"»: [first, second],
}
HANDLERS.get(event["type"], ignore)(event)
`,
  },
  {
    name: 'assigned entries',
    file: 'a.py',
    form: 'map-key',
    code: `handlers[«"invoice.paid"»] = pay\nhandlers[«"invoice.sent"»] = lambda e: None\n`,
  },
  {
    name: 'dj-stripe',
    file: 'hooks.py',
    form: 'decorator',
    code: `
from djstripe.event_handlers import djstripe_receiver

@djstripe_receiver(«"customer.created"»)
def created(sender, event, **kwargs):
    pass

@djstripe_receiver([«"invoice.paid"», «"invoice.sent"»])
def paid(**kwargs):
    pass

@webhooks.handler(«"charge.refunded"»)
def refunded(event): ...

@receiver(WEBHOOK_SIGNALS[«"charge.failed"»])
def failed(sender, **kwargs): ...
`,
  },
  {
    name: 'own decorator with a keyword',
    file: 'a.py',
    form: 'decorator',
    code: `@on_stripe(event=«"invoice.paid"»)\nasync def paid(event): ...\n`,
  },
  {
    name: 'signal',
    file: 'a.py',
    form: 'listener',
    code: `WEBHOOK_SIGNALS[«"invoice.paid"»].connect(on_paid)\n`,
  },
  {
    name: 'registration',
    file: 'a.py',
    form: 'listener',
    code: `hooks.register(«"invoice.paid"», on_paid)\nhooks.on([«"invoice.sent"»], lambda e: None)\n`,
  },
  {
    name: 'prefix',
    file: 'a.py',
    form: 'prefix',
    code: `if event["type"].startswith(«"customer.subscription."|customer.subscription.*»):\n    sync()\n`,
  },
  {
    name: 'prefixes',
    file: 'a.py',
    form: 'prefix',
    code: `if event.type.startswith((«"invoice."|invoice.*», «'charge.'|charge.*»)):\n    sync()\n`,
  },
  {
    name: 'own constant',
    file: 'a.py',
    form: 'comparison',
    code: `PAYED = "invoice.paid"\nif event.type == «PAYED|invoice.paid»:\n    pay()\n`,
  },
  {
    name: 'handler class',
    file: 'a.py',
    form: 'property',
    code: `class InvoicePaid(Handler):\n    event_type = «"invoice.paid"»\n\n    def handle(self, event):\n        pay(event)\n`,
  },
  {
    name: 'FastAPI',
    file: 'main.py',
    form: 'comparison',
    code: `
@app.post("/webhook")
async def webhook(request: Request, stripe_signature: str = Header(None)):
    event = stripe.Webhook.construct_event(await request.body(), stripe_signature, secret)
    event_type = event["type"]
    if event_type == «"checkout.session.completed"»:
        await fulfil(event["data"]["object"])
    return {"status": "success"}
`,
  },
  {
    name: 'broken code',
    file: 'a.py',
    form: 'comparison',
    code: `def half(:\n    pass\n\ndef f(event):\n    if event.type == «"invoice.paid"»:\n        pay(\n`,
  },
  {
    name: 'other alphabets',
    file: 'a.py',
    form: 'comparison',
    code: `größe = "😀"; x = 1 if event.type == «"invoice.paid"» else 2\n`,
  },
];
