import { todo } from '../style.ts';
import { isThin } from './node.ts';

/** A script for plain PHP. */
export function phpHandler(eventType: string): string {
  const thin = isThin(eventType);
  return `<?php

require __DIR__ . '/vendor/autoload.php';

// The signing secret (whsec_…) of the endpoint.
$secret = getenv('STRIPE_WEBHOOK_SECRET');
${thin ? "$client = new \\Stripe\\StripeClient(getenv('STRIPE_SECRET_KEY'));\n" : ''}
// The signature is made over the raw bytes, not over parsed JSON.
$body = file_get_contents('php://input');
try {
    $event = ${verifyCall(thin, '$client', '$body', "$_SERVER['HTTP_STRIPE_SIGNATURE'] ?? ''", '$secret')};
} catch (\\UnexpectedValueException | \\Stripe\\Exception\\SignatureVerificationException $error) {
    http_response_code(400);
    exit('The signature does not match.');
}

// Stripe waits for the answer, not for the work: answer first.
http_response_code(200);
if (function_exists('fastcgi_finish_request')) {
    fastcgi_finish_request();
}

// Stripe may send an event twice. Keep the ids in your database; here, a file each: creating it fails for the second.
$taken = sys_get_temp_dir() . '/stripe-' . basename($event->id);
if (!@fopen($taken, 'x')) {
    exit;
}
try {
    handle($event);
} catch (\\Throwable $error) {
    unlink($taken);
    error_log("{$event->type} {$event->id} failed: {$error->getMessage()}");
}

function handle(object $event): void
{
    switch ($event->type) {
        case '${eventType}':
            // ${todo(eventType, thin ? undefined : '$event->data->object')}
            break;
        default:
            error_log("Nothing to do for {$event->type}.");
    }
}
`;
}

/** A controller for Laravel. */
export function laravelHandler(eventType: string): string {
  const thin = isThin(eventType);
  return `<?php

namespace App\\Http\\Controllers;

use Illuminate\\Http\\Request;
use Illuminate\\Http\\Response;
use Illuminate\\Support\\Facades\\Cache;
use Illuminate\\Support\\Facades\\Log;

// Add to routes/api.php: Route::post('/webhook', StripeWebhookController::class);
class StripeWebhookController extends Controller
{
    public function __invoke(Request $request): Response
    {
        // The signing secret (whsec_…) of the endpoint.
        $secret = env('STRIPE_WEBHOOK_SECRET');
${thin ? "        $client = new \\Stripe\\StripeClient(env('STRIPE_SECRET_KEY'));\n" : ''}        try {
            // The signature is made over the raw bytes, not over parsed JSON.
            $event = ${verifyCall(thin, '$client', '$request->getContent()', "$request->header('Stripe-Signature', '')", '$secret')};
        } catch (\\UnexpectedValueException | \\Stripe\\Exception\\SignatureVerificationException $error) {
            return response('The signature does not match.', 400);
        }
        // Stripe may send an event twice: \`add\` is true for the first alone.
        if (Cache::add("stripe-event-{$event->id}", true, now()->addDays(30))) {
            // Stripe waits for the answer, not for the work: answer first.
            dispatch(fn () => $this->takeOn($event))->afterResponse();
        }
        return response('', 200);
    }

    private function takeOn(object $event): void
    {
        try {
            $this->handle($event);
        } catch (\\Throwable $error) {
            Cache::forget("stripe-event-{$event->id}");
            Log::error("{$event->type} {$event->id} failed: {$error->getMessage()}");
        }
    }

    private function handle(object $event): void
    {
        switch ($event->type) {
            case '${eventType}':
                // ${todo(eventType, thin ? undefined : '$event->data->object')}
                break;
            default:
                Log::info("Nothing to do for {$event->type}.");
        }
    }
}
`;
}

function verifyCall(thin: boolean, client: string, body: string, signature: string, secret: string): string {
  return thin
    ? `${client}->parseEventNotification(${body}, ${signature}, ${secret})`
    : `\\Stripe\\Webhook::constructEvent(${body}, ${signature}, ${secret})`;
}
