import { todo } from '../style.ts';

/** A webhook server for Flask. Source: https://docs.stripe.com/webhooks/quickstart, with idempotency added. */
export function flaskHandler(eventType: string): string {
  const thin = /^v\d/.test(eventType);
  const verify = thin
    ? 'client.parse_event_notification(request.get_data(), signature, secret)'
    : 'stripe.Webhook.construct_event(request.get_data(), signature, secret)';
  return `import logging
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import stripe
from flask import Flask, request

secret = os.environ["STRIPE_WEBHOOK_SECRET"]  # the signing secret (whsec_…) of the endpoint
${thin ? 'client = stripe.StripeClient(os.environ["STRIPE_SECRET_KEY"])\n' : ''}
# Ids of events taken on already: Stripe may send an event twice.
# Keep them in your database, where a restart keeps them.
taken = set()
lock = Lock()
workers = ThreadPoolExecutor()

app = Flask(__name__)


@app.post("/webhook")
def webhook():
    try:
        signature = request.headers.get("Stripe-Signature", "")
        # The signature is made over the raw bytes, not over parsed JSON.
        event = ${verify}
    except (ValueError, stripe.SignatureVerificationError):
        return "The signature does not match.", 400
    with lock:
        if event.id in taken:
            return "", 200
        taken.add(event.id)
    # Stripe waits for the answer, not for the work: answer first.
    workers.submit(work, event)
    return "", 200


def work(event):
    try:
        handle(event)
    except Exception:
        with lock:
            taken.discard(event.id)
        logging.exception("%s %s failed", event.type, event.id)


def handle(event):
    if event.type == "${eventType}":
        # ${todo(eventType, 'event.data.object')}
        pass
    else:
        logging.info("Nothing to do for %s", event.type)


if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "4242")))
`;
}
