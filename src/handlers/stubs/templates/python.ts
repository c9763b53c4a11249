import { todo } from '../style.ts';
import { isThin } from './node.ts';

/** The parts that the handlers of all Python frameworks share. */
export interface PythonParts {
  /** The secret from the environment, and a client where thin events need one. */
  readonly setUp: string;
  /** The call that verifies a raw body. */
  readonly verify: (body: string) => string;
  /** The ids taken on, `take_on` that works on each event once, and `handle` with the branch. */
  readonly work: string;
}

/** The parts of a Python handler. Source: https://docs.stripe.com/webhooks/quickstart, with idempotency added. */
export function pythonParts(eventType: string): PythonParts {
  const thin = isThin(eventType);
  return {
    setUp: `secret = os.environ["STRIPE_WEBHOOK_SECRET"]  # the signing secret (whsec_…) of the endpoint
${thin ? 'client = stripe.StripeClient(os.environ["STRIPE_SECRET_KEY"])\n' : ''}
# Ids of events taken on already: Stripe may send an event twice.
# Keep them in your database, where a restart keeps them.
taken = set()
lock = Lock()
`,
    verify: (body) =>
      thin
        ? `client.parse_event_notification(${body}, signature, secret)`
        : `stripe.Webhook.construct_event(${body}, signature, secret)`,
    work: `def take_on(event):
    with lock:
        if event.id in taken:
            return
        taken.add(event.id)
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
`,
  };
}
