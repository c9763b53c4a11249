import { pythonParts } from './python.ts';

/** A view for Django. */
export function djangoHandler(eventType: string): string {
  const { setUp, verify, work } = pythonParts(eventType);
  return `import logging
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import stripe
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

${setUp}workers = ThreadPoolExecutor()


# Add to urlpatterns in urls.py: path("webhook", stripe_webhook.webhook)
@csrf_exempt
@require_POST
def webhook(request):
    try:
        signature = request.headers.get("Stripe-Signature", "")
        # The signature is made over the raw bytes, not over parsed JSON.
        event = ${verify('request.body')}
    except (ValueError, stripe.SignatureVerificationError):
        return HttpResponse("The signature does not match.", status=400)
    # Stripe waits for the answer, not for the work: answer first.
    workers.submit(take_on, event)
    return HttpResponse(status=200)


${work}`;
}
