"""Fulfilment: a second service, which is told of invoices and sends out goods."""

import logging
import os
from threading import Lock

import stripe
from flask import Flask, request

secret = os.environ["STRIPE_WEBHOOK_SECRET"]
log = logging.getLogger("fulfilment")
app = Flask(__name__)

# Stripe may send an event twice. A real service keeps these ids in its database.
handled = set()
lock = Lock()


@app.post("/webhook")
def webhook():
    try:
        signature = request.headers.get("Stripe-Signature", "")
        event = stripe.Webhook.construct_event(request.get_data(), signature, secret)
    except (ValueError, stripe.SignatureVerificationError):
        return "The signature does not match STRIPE_WEBHOOK_SECRET.", 400
    with lock:
        if event.id in handled:
            return "", 200
        handled.add(event.id)
    handle(event)
    return "", 200


def handle(event):
    if event["type"] == "invoice.paid":
        log.info("Sending the goods of invoice %s", event["data"]["object"]["id"])
    elif event["type"] == "invoice.finalized":
        log.info("Packing invoice %s", event["data"]["object"]["id"])
    elif event["type"] in ("invoice.voided", "invoice.marked_uncollectible"):
        log.info("Unpacking invoice %s", event["data"]["object"]["id"])
    else:
        log.info("Nothing to do for %s", event["type"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    app.run(port=int(os.environ.get("PORT", "4243")))
