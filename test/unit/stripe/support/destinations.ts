import type { Stripe } from 'stripe';
import type { Answered, Passing } from './wire.ts';

type Destination = Stripe.V2.Core.EventDestination;

interface Body extends Partial<Destination> {
  readonly include?: readonly string[];
}

/**
 * `/v2/core/event_destinations` as Stripe answers it, for what the sandbox cannot hold: destinations in a cloud, and
 * keys that may not read. To be given to a wire as its fate.
 */
export class Destinations {
  readonly all = new Map<string, Destination>();
  /** Answers every request, when set. */
  refusal: Answered | undefined;
  #made = 0;

  /** A destination that was made elsewhere. */
  add(destination: Partial<Destination>): Destination {
    const id = `ed_test_${++this.#made}`;
    const made: Destination = {
      id,
      object: 'v2.core.event_destination',
      created: new Date(1_700_000_000_000 + this.#made * 1000).toISOString(),
      updated: new Date(1_700_000_000_000).toISOString(),
      description: '',
      enabled_events: ['v1.billing.meter.no_meter_found'],
      event_payload: 'thin',
      livemode: false,
      name: 'Elsewhere',
      status: 'enabled',
      type: 'webhook_endpoint',
      ...destination,
    };
    this.all.set(made.id, made);
    return made;
  }

  readonly fate = (passing: Passing): Answered | 'pass' => {
    if (!passing.path.startsWith('/v2/')) return 'pass';
    return this.refusal ?? this.#answer(passing);
  };

  #answer({ method, path, body }: Passing): Answered {
    const url = new URL(path, 'http://stripe');
    const [id, verb] = url.pathname.split('/').slice(4);
    const { include = [], ...sent } = (body === '' ? {} : JSON.parse(body)) as Body;
    const included = [...include, ...url.searchParams.values()];
    if (id === undefined) {
      if (method === 'POST') return seen(this.#create(sent), included);
      const data = [...this.all.values()].map((one) => visible(one, included));
      return { status: 200, body: { data, next_page_url: null, previous_page_url: null } };
    }
    const known = this.all.get(id);
    if (!known) return { status: 404, body: { error: { code: 'not_found', message: `No such ${id}` } } };
    if (method === 'DELETE') {
      this.all.delete(id);
      return { status: 200, body: { id, object: 'v2.core.event_destination' } };
    }
    if (verb === 'ping') return { status: 200, body: { id: 'evt_ping', object: 'v2.core.event' } };
    if (verb !== undefined) this.all.set(id, { ...known, status: `${verb}d` as Destination['status'] });
    else if (method === 'POST') this.#update(known, sent);
    return seen(this.all.get(id) ?? known, included);
  }

  #create({ webhook_endpoint, ...sent }: Partial<Destination>): Destination {
    const secret = `whsec_${'destination'.repeat(3)}${this.#made}`;
    return this.add({ ...sent, webhook_endpoint: { ...webhook_endpoint, signing_secret: secret } });
  }

  #update(known: Destination, { metadata, ...sent }: Partial<Destination>): void {
    const merged = Object.entries({ ...known.metadata, ...metadata }).filter(([, value]) => value !== null);
    this.all.set(known.id, { ...known, ...sent, metadata: Object.fromEntries(merged) });
  }
}

function seen(destination: Destination, included: readonly string[]): Answered {
  return { status: 200, body: visible(destination, included) };
}

/** What Stripe shows of a destination: its URL and secret only when they are asked for. */
function visible(destination: Destination, included: readonly string[]): Destination {
  const { webhook_endpoint, ...rest } = destination;
  if (!webhook_endpoint) return rest;
  const fields = Object.entries(webhook_endpoint).filter(([name]) =>
    included.includes(`webhook_endpoint.${name}`),
  );
  return { ...rest, webhook_endpoint: Object.fromEntries(fields) };
}
