import type { Snippet } from './snippet.ts';

/** PHP: plain, Laravel with Cashier and with spatie's package, Symfony. */
export const phpCorpus: readonly Snippet[] = [
  {
    name: 'plain',
    file: 'webhook.php',
    form: 'case',
    code: `<?php
require 'vendor/autoload.php';
$payload = @file_get_contents('php://input');
$sig_header = $_SERVER['HTTP_STRIPE_SIGNATURE'];
try {
  $event = \\Stripe\\Webhook::constructEvent($payload, $sig_header, $endpoint_secret);
} catch (\\Stripe\\Exception\\SignatureVerificationException $e) {
  http_response_code(400);
  exit();
}
switch ($event->type) {
  case «'payment_intent.succeeded'»:
    $paymentIntent = $event->data->object;
    break;
  case «"payment_method.attached"»:
    // case 'charge.refunded':
    break;
  default:
    echo 'Received unknown event type ' . $event->type . ' charge.failed';
}
http_response_code(200);`,
  },
  {
    name: 'match and constants',
    file: 'a.php',
    form: 'case',
    code: `<?php
return match ($event->type) {
  «'invoice.paid'», «'invoice.sent'» => $this->pay($event),
  «\\Stripe\\Event::PAYMENT_INTENT_SUCCEEDED|payment_intent.succeeded» => $this->succeed($event),
  «Event::TYPE_CHARGE_REFUNDED|charge.refunded» => $this->refund($event),
  default => null,
};`,
  },
  {
    name: 'switch over constants',
    file: 'a.php',
    form: 'case',
    code: `<?php
use Stripe\\Event;
const PAYED = 'invoice.paid';
switch ($event['type']) {
  case «Event::CHARGE_FAILED|charge.failed»: fail(); break;
  case «PAYED|invoice.paid»: pay(); break;
}`,
  },
  {
    name: 'comparison and guard',
    file: 'a.php',
    form: 'comparison',
    code: `<?php
if ($event->type === «'invoice.paid'») { pay(); } elseif (($payload['type'] ?? null) == «"invoice.sent"») { sent(); }
if ($event->type !== «'charge.refunded'») { return; }
$x = $type === «'charge.failed'» ? 1 : 2;`,
  },
  {
    name: 'lists',
    file: 'a.php',
    form: 'includes',
    code: `<?php
if (in_array($event->type, [«'invoice.paid'», «'invoice.sent'»], true)) { go(); }
$wanted = [«'charge.failed'»];
if (!in_array($event->type, $wanted)) { return; }`,
  },
  {
    name: 'prefix',
    file: 'a.php',
    form: 'prefix',
    code: `<?php
if (str_starts_with($event->type, «'customer.subscription.'|customer.subscription.*»)) { sync(); }
if (Str::startsWith($event->type, «'invoice.'|invoice.*»)) { sync(); }`,
  },
  {
    name: 'array of handlers',
    file: 'a.php',
    form: 'map-key',
    code: `<?php
$handlers = [
  «'invoice.paid'» => InvoicePaid::class,
  «'invoice.sent'» => fn ($event) => sent($event),
  «'charge.failed'» => [$this, 'onFailed'],
  «'charge.refunded'» => [RefundHandler::class, 'handle'],
  «Event::CHARGE_CAPTURED|charge.captured» => function ($event) { return 1; },
];
$handlers[«'charge.updated'»] = $this->updated(...);`,
  },
  {
    name: 'methods by their names',
    file: 'a.php',
    form: 'map-key',
    code: `<?php
class H {
  protected array $handlers = [«'invoice.paid'» => 'onInvoicePaid', 'invoice.sent' => 'Sent'];
  public function handle(Event $event) { $this->{$this->handlers[$event->type]}($event); }
}`,
  },
  {
    name: 'spatie config',
    file: 'config/stripe-webhooks.php',
    form: 'map-key',
    code: `<?php
return [
  'signing_secret' => env('STRIPE_WEBHOOK_SECRET'),
  'jobs' => [
    «'charge_failed'|charge.failed» => \\App\\Jobs\\StripeWebhooks\\HandleFailedCharge::class,
    «'checkout_session_completed'|checkout.session.completed» => \\App\\Jobs\\Complete::class,
  ],
  'model' => \\Spatie\\WebhookClient\\Models\\WebhookCall::class,
];`,
  },
  {
    name: 'spatie listeners',
    file: 'app/Providers/EventServiceProvider.php',
    form: 'map-key',
    code: `<?php
class EventServiceProvider extends ServiceProvider {
  protected $listen = [
    «'stripe-webhooks::charge.succeeded'|charge.succeeded» => [SendReceipt::class],
  ];
}`,
  },
  {
    name: 'listen',
    file: 'a.php',
    form: 'listener',
    code: `<?php
Event::listen(«'stripe-webhooks::invoice.paid'|invoice.paid», SendReceipt::class);
$bus->on(«'invoice.sent'», function ($event) { sent($event); });`,
  },
  {
    name: 'Cashier',
    file: 'app/Http/Controllers/WebhookController.php',
    form: 'name',
    code: `<?php
namespace App\\Http\\Controllers;
use Laravel\\Cashier\\Http\\Controllers\\WebhookController as CashierController;
class WebhookController extends CashierController {
  public function «handleInvoicePaymentSucceeded|invoice.payment_succeeded»(array $payload) { return $this->successMethod(); }
  protected function «handleCustomerSubscriptionUpdated|customer.subscription.updated»($payload) {}
  public function handleWebhook($request) {}
  private function handleThings() {}
}`,
  },
  {
    name: 'broken code',
    file: 'a.php',
    form: 'case',
    code: `<?php
function half( {
switch ($event->type) {
  case «'invoice.paid'»:
    pay();
    break;
}`,
  },
  {
    name: 'php: comments, logs, echo',
    file: 'a.php',
    code: `<?php
// case 'invoice.paid':
/** 'invoice.paid' */
Log::info('invoice.paid', ['same' => $event->type === 'invoice.paid']);
echo 'invoice.paid';
$this->logger->info($event->type == 'invoice.paid');`,
  },
  {
    name: 'php: enabled_events, payloads, labels',
    file: 'a.php',
    code: `<?php
$stripe->webhookEndpoints->create(['enabled_events' => ['invoice.paid', 'charge.refunded'], 'url' => $url]);
$payload = ['id' => 'evt_1', 'type' => 'invoice.paid'];
$labels = ['invoice.paid' => 'Paid', 'invoice.sent' => __('sent')];
$stripe->events->all(['type' => 'invoice.paid']);`,
  },
  {
    name: 'php: method names elsewhere',
    file: 'a.php',
    code: `<?php
class OrderService { public function handleInvoicePaid() {} private array $fields = ['charge_failed' => X::class]; }
$a = ['invoice.paid'];`,
  },
  {
    name: 'php: test',
    file: 'tests/Feature/WebhookTest.php',
    code: `<?php switch ($event->type) { case 'invoice.paid': pay(); }`,
  },
];
