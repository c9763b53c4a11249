import type { Snippet } from './snippet.ts';

/** C# with ASP.NET. */
export const dotnetCorpus: readonly Snippet[] = [
  {
    name: 'ASP.NET',
    file: 'Controllers/WebhookController.cs',
    form: 'comparison',
    code: `
[Route("webhook")]
[ApiController]
public class WebhookController : Controller {
  [HttpPost]
  public async Task<IActionResult> Index() {
    var json = await new StreamReader(HttpContext.Request.Body).ReadToEndAsync();
    var stripeEvent = EventUtility.ConstructEvent(json, Request.Headers["Stripe-Signature"], endpointSecret);
    if (stripeEvent.Type == «EventTypes.PaymentIntentSucceeded|payment_intent.succeeded») {
      var paymentIntent = stripeEvent.Data.Object as PaymentIntent;
    } else if (stripeEvent.Type == «"payment_method.attached"») {
      // EventTypes.ChargeRefunded
    } else {
      Console.WriteLine("Unhandled event type: {0} charge.failed", stripeEvent.Type);
    }
    return Ok();
  }
}`,
  },
  {
    name: 'switch',
    file: 'A.cs',
    form: 'case',
    code: `class A { const string Payed = "invoice.paid";
  void F(Event e) { switch (e.Type) { case «EventTypes.ChargeRefunded|charge.refunded»: Refund(); break; case «Events.ChargeFailed|charge.failed»: case «"invoice.sent"»: Sent(); break; case «Payed|invoice.paid»: Pay(); break; case «"invoice.voided"» or «"invoice.updated"»: X(); break; } } }`,
  },
  {
    name: 'switch expression',
    file: 'A.cs',
    form: 'case',
    code: `class A { Task F(Event e) => e.Type switch { «EventTypes.InvoicePaid|invoice.paid» => Pay(e), «"invoice.sent"» or «"invoice.voided"» => Sent(e), _ => Task.CompletedTask }; }`,
  },
  {
    name: 'guard and Equals',
    file: 'A.cs',
    form: 'comparison',
    code: `class A { void F(Event e) { if (e.Type != «"invoice.paid"») return; if (e.Type.Equals(«"invoice.sent"»)) Sent(); if (string.Equals(e.Type, «EventTypes.ChargeFailed|charge.failed», StringComparison.Ordinal)) Fail(); } }`,
  },
  {
    name: 'is pattern and lists',
    file: 'A.cs',
    form: 'includes',
    code: `class A { void F(Event e) { if (e.Type is «EventTypes.InvoicePaid|invoice.paid» or «"invoice.sent"») Go(); if (new[] { «"charge.failed"» }.Contains(e.Type)) Fail(); } }`,
  },
  {
    name: 'dictionary',
    file: 'A.cs',
    form: 'map-key',
    code: `class A { Dictionary<string, Func<Event, Task>> handlers = new() { [«EventTypes.InvoicePaid|invoice.paid»] = OnPaid, [«"invoice.sent"»] = e => Sent(e) };
  Dictionary<string, Handler> other = new Dictionary<string, Handler> { { «"charge.failed"», OnFailed } };
  void F() { handlers[«"charge.refunded"»] = OnRefund; } }`,
  },
  {
    name: 'registration',
    file: 'A.cs',
    form: 'listener',
    code: `class A { void F() { handlers.Add(«EventTypes.InvoicePaid|invoice.paid», OnPaid); bus.On(«"invoice.sent"», async e => { await Sent(e); }); } }`,
  },
  {
    name: 'attribute',
    file: 'A.cs',
    form: 'decorator',
    code: `class A { [StripeEvent(«EventTypes.InvoicePaid|invoice.paid»)] public Task OnPaid(Event e) => Pay(e); }`,
  },
  {
    name: 'handler class',
    file: 'A.cs',
    form: 'property',
    code: `class A : IStripeEventHandler { public string EventType => «EventTypes.InvoicePaid|invoice.paid»; public Task HandleAsync(Event e) => Pay(e); }`,
  },
  {
    name: 'prefix',
    file: 'A.cs',
    form: 'prefix',
    code: `class A { void F(Event e) { if (e.Type.StartsWith(«"customer.subscription."|customer.subscription.*»)) Sync(); } }`,
  },
  {
    name: 'broken code',
    file: 'A.cs',
    form: 'case',
    code: `class A { void F(Event e) { switch (e.Type) { case «"invoice.paid"»: Pay(; break; } } void Half( }`,
  },
  {
    name: 'c#: comments, logs, other data',
    file: 'A.cs',
    code: `class A { // case EventTypes.InvoicePaid:
  void F() {
    _logger.LogInformation("invoice.paid {0}", e.Type == EventTypes.InvoicePaid);
    Console.WriteLine(e.Type == "invoice.paid");
    var options = new WebhookEndpointCreateOptions { EnabledEvents = new List<string> { "invoice.paid", EventTypes.ChargeFailed } };
    var labels = new Dictionary<string, string> { ["invoice.paid"] = "Paid", { "invoice.sent", "Sent" } };
    var paid = events.Where(e => e.Type == EventTypes.InvoicePaid);
    var made = new Event { Type = "invoice.paid" };
    var list = new EventListOptions { Type = EventTypes.InvoicePaid };
  } }`,
  },
  {
    name: 'c#: test',
    file: 'WebhookTests.cs',
    code: `class A { void F() { switch (e.Type) { case "invoice.paid": break; } } }`,
  },
];
