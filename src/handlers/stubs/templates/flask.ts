import { pythonParts } from './python.ts';

/** A webhook server for Flask. */
export function flaskHandler(eventType: string): string {
  const { setUp, verify, work } = pythonParts(eventType);
  return `import logging
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import stripe
from flask import Flask, request

${setUp}workers = ThreadPoolExecutor()

app = Flask(__name__)


@app.post("/webhook")
def webhook():
    try:
        signature = request.headers.get("Stripe-Signature", "")
        # The signature is made over the raw bytes, not over parsed JSON.
        event = ${verify('request.get_data()')}
    except (ValueError, stripe.SignatureVerificationError):
        return "The signature does not match.", 400
    # Stripe waits for the answer, not for the work: answer first.
    workers.submit(take_on, event)
    return "", 200


${work}

if __name__ == "__main__":
    app.run(port=int(os.environ.get("PORT", "4242")))
`;
}
