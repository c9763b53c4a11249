import type { Snippet } from './snippet.ts';

/** Java with Spring and Spark, and Kotlin with Ktor. */
export const jvmCorpus: readonly Snippet[] = [
  {
    name: 'Spring',
    file: 'src/main/java/WebhookController.java',
    form: 'case',
    code: `
@RestController
public class WebhookController {
  @PostMapping("/webhook")
  public ResponseEntity<String> handle(@RequestBody String payload, @RequestHeader("Stripe-Signature") String sigHeader) throws Exception {
    Event event = Webhook.constructEvent(payload, sigHeader, endpointSecret);
    StripeObject stripeObject = event.getDataObjectDeserializer().getObject().get();
    switch (event.getType()) {
      case «"payment_intent.succeeded"»:
        handlePaymentIntentSucceeded((PaymentIntent) stripeObject);
        break;
      case «"payment_method.attached"»:
      case «"payment_method.detached"»:
        // case "charge.refunded":
        break;
      default:
        System.out.println("Unhandled event type: " + event.getType() + " charge.failed");
        break;
    }
    return ResponseEntity.ok("");
  }
}`,
  },
  {
    name: 'arrow cases and constants',
    file: 'A.java',
    form: 'case',
    code: `class A {
  private static final String PAYED = "invoice.paid";
  Object f(Event event) {
    return switch (event.getType()) {
      case «"invoice.sent"», «"invoice.voided"» -> sent(event);
      case «PAYED|invoice.paid» -> { yield pay(event); }
      case «EventTypes.CHARGE_REFUNDED|charge.refunded» -> refund(event);
      default -> null;
    };
  }
}`,
  },
  {
    name: 'equals',
    file: 'A.java',
    form: 'comparison',
    code: `class A { void f(Event event) {
    if («"invoice.paid"».equals(event.getType())) { pay(); } else if (event.getType().equals(«"invoice.sent"»)) { sent(); }
    if (!«"charge.refunded"».equals(event.getType())) return;
    if (Objects.equals(event.getType(), «"charge.failed"»)) fail();
  } }`,
  },
  {
    name: 'supports',
    file: 'A.java',
    form: 'comparison',
    code: `class A implements EventHandler { public boolean supports(String eventType) { return «"invoice.paid"».equals(eventType); } }`,
  },
  {
    name: 'map of handlers',
    file: 'A.java',
    form: 'map-key',
    code: `class A { private final Map<String, Consumer<Event>> handlers = Map.of(«"invoice.paid"», this::onPaid, «"invoice.sent"», event -> sent(event)); }`,
  },
  {
    name: 'put',
    file: 'A.java',
    form: 'listener',
    code: `class A { A() { handlers.put(«"invoice.paid"», this::onPaid); handlers.put(«"invoice.sent"», new InvoiceSentHandler()); router.on(«"charge.failed"», e -> {}); } }`,
  },
  {
    name: 'lists and prefix',
    file: 'A.java',
    form: 'includes',
    code: `class A { static final Set<String> WANTED = Set.of(«"invoice.paid"», «"invoice.sent"»);
  void f(Event event) { if (!WANTED.contains(event.getType())) return; if (List.of(«"charge.failed"»).contains(event.getType())) go(); } }`,
  },
  {
    name: 'prefix',
    file: 'A.java',
    form: 'prefix',
    code: `class A { void f(Event event) { if (event.getType().startsWith(«"customer.subscription."|customer.subscription.*»)) sync(); } }`,
  },
  {
    name: 'annotation',
    file: 'A.java',
    form: 'decorator',
    code: `class A { @StripeEventHandler(«"invoice.paid"») void onPaid(Event e) {} @OnStripeEvent({«"invoice.sent"», «"invoice.voided"»}) void other(Event e) {} }`,
  },
  {
    name: 'handler class',
    file: 'A.java',
    form: 'property',
    code: `class A implements WebhookHandler { @Override public String getEventType() { return «"invoice.paid"»; } public void handle(Event e) {} }`,
  },
  {
    name: 'broken code',
    file: 'A.java',
    form: 'case',
    code: `class A { void half( { }
  void f(Event event) { switch (event.getType()) { case «"invoice.paid"»: pay(; break; } } }`,
  },
  {
    name: 'java: comments, logs, other data',
    file: 'A.java',
    code: `class A { /* "invoice.paid".equals(event.getType()) */
  void f() {
    log.info("invoice.paid {}", "invoice.paid".equals(event.getType()));
    System.out.println("invoice.paid".equals(event.getType()));
    var params = WebhookEndpointCreateParams.builder().addEnabledEvent("invoice.paid").build();
    Map<String, String> labels = Map.of("invoice.paid", "Paid", "invoice.sent", "Sent");
    List<String> all = List.of("invoice.paid", "charge.failed");
    event.setType("invoice.paid");
    events.stream().filter(e -> "invoice.paid".equals(e.getType())).toList();
    @Schema(example = "invoice.paid") String x;
  } }`,
  },
  {
    name: 'java: test',
    file: 'src/test/java/WebhookTest.java',
    code: `class WebhookTest { void f() { switch (event.getType()) { case "invoice.paid": break; } } }`,
  },
  {
    name: 'Ktor',
    file: 'src/main/kotlin/Webhook.kt',
    form: 'case',
    code: `
fun Route.webhook() = post("/webhook") {
  val event = Webhook.constructEvent(call.receiveText(), call.request.header("Stripe-Signature"), secret)
  when (event.type) {
    «"payment_intent.succeeded"» -> fulfil(event)
    «"payment_method.attached"», «"payment_method.detached"» -> { sync(event) }
    // "charge.refunded" ->
    else -> println("Unhandled \${event.type} charge.failed")
  }
  call.respond(HttpStatusCode.OK)
}`,
  },
  {
    name: 'Kotlin comparison',
    file: 'A.kt',
    form: 'comparison',
    code: `fun f(event: Event) {
  if (event.type == «"invoice.paid"») pay()
  if (event.type != «"invoice.sent"») return
  when { event.type == «"charge.failed"» -> fail() }
  if («"charge.refunded"».equals(event.type)) refund()
}`,
  },
  {
    name: 'Kotlin lists',
    file: 'A.kt',
    form: 'includes',
    code: `val wanted = setOf(«"invoice.paid"», «"invoice.sent"»)
fun f(event: Event) { if (event.type !in wanted) return; if (event.type in listOf(«"charge.failed"»)) fail(); if (setOf(«"charge.refunded"»).contains(event.type)) refund() }`,
  },
  {
    name: 'Kotlin map of handlers',
    file: 'A.kt',
    form: 'map-key',
    code: `val handlers = mapOf<String, (Event) -> Unit>(«"invoice.paid"» to ::onPaid, «"invoice.sent"» to { e -> sent(e) })
fun f() { table[«"charge.failed"»] = ::onFailed }`,
  },
  {
    name: 'Kotlin registration',
    file: 'A.kt',
    form: 'listener',
    code: `fun f() { on(«"invoice.paid"») { event -> pay(event) }
  router.on(«"invoice.sent"», ::sent) }`,
  },
  {
    name: 'Kotlin constants, prefix',
    file: 'A.kt',
    form: 'case',
    code: `const val PAYED = "invoice.paid"
fun f(event: Event) { when (event.type) { «PAYED|invoice.paid» -> pay(); in setOf(«"charge.failed"») -> fail(); «EventTypes.CHARGE_REFUNDED|charge.refunded» -> refund() } }`,
  },
  {
    name: 'Kotlin annotation',
    file: 'A.kt',
    form: 'decorator',
    code: `class A { @StripeEvent(«"invoice.paid"») fun onPaid(e: Event) {} }`,
  },
  {
    name: 'kotlin: comments, logs, other data',
    file: 'A.kt',
    code: `// "invoice.paid" ->
fun f() {
  println("invoice.paid" == event.type)
  logger.info("invoice.paid")
  val labels = mapOf("invoice.paid" to "Paid", "invoice.sent" to 3)
  val all = listOf("invoice.paid")
  val paid = events.filter { it.type == "invoice.paid" }
  assertEquals(event.type == "invoice.paid", true)
}`,
  },
];
