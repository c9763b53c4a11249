import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';

type Json = Record<string, unknown>;
interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** As much of Stripe's API as these tests call, until they run against the sandbox. */
export class Api {
  readonly key = 'sk_test_0123456789abcdefghijklmn';
  readonly endpoints = new Map<string, Json & { metadata: Record<string, string> }>();
  /** What each endpoint really signs with. */
  readonly trueSecrets = new Map<string, string>();
  readonly #answers = new Map<string, Answer>();
  readonly #server = createServer((incoming, outgoing) => {
    let text = '';
    incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
    incoming.on('end', () => {
      const key = incoming.headers['idempotency-key'] as string | undefined;
      const url = new URL(incoming.url ?? '', 'http://api');
      const replay = key === undefined ? undefined : this.#answers.get(key);
      const answer =
        replay ??
        this.#answer(incoming.method ?? '', url, new URLSearchParams(text), incoming.headers.authorization);
      if (key !== undefined && answer.status < 400) this.#answers.set(key, answer);
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': 'req_1' });
      outgoing.end(JSON.stringify(answer.body));
    });
  });

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async open(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  forgetIdempotencyKeys(): void {
    this.#answers.clear();
  }

  #answer(method: string, url: URL, form: URLSearchParams, authorization: string | undefined): Answer {
    const fail = (status: number, error: Json): Answer => ({ status, body: { error } });
    if (authorization !== `Bearer ${this.key}`)
      return fail(401, {
        type: 'invalid_request_error',
        message: `Invalid API Key provided: ${authorization?.slice(7)}`,
      });
    const [, , resource, id] = url.pathname.split('/');
    if (resource === 'account')
      return {
        status: 200,
        body: { id: 'acct_1Shop', object: 'account', settings: { dashboard: { display_name: 'Shop' } } },
      };
    if (id === undefined && method === 'GET') {
      const all = [...this.endpoints.values()].reverse();
      return { status: 200, body: { object: 'list', data: all, has_more: false, url: url.pathname } };
    }
    if (id === undefined) {
      if (this.endpoints.size >= 16)
        return fail(400, {
          type: 'invalid_request_error',
          message: 'You have reached the maximum of 16 test webhook endpoints.',
        });
      if (form.get('url') === 'https://refused.example/')
        return fail(400, { type: 'invalid_request_error', message: 'Invalid URL', param: 'url' });
      return { status: 200, body: this.#create(form) };
    }
    const endpoint = this.endpoints.get(id);
    if (!endpoint)
      return fail(404, {
        type: 'invalid_request_error',
        code: 'resource_missing',
        message: `No such webhook endpoint: '${id}'`,
        param: 'webhook_endpoint',
      });
    if (method === 'DELETE') {
      this.endpoints.delete(id);
      return { status: 200, body: { id, object: 'webhook_endpoint', deleted: true } };
    }
    if (method === 'POST') Object.assign(endpoint, this.#fields(form, endpoint));
    return { status: 200, body: endpoint };
  }

  #create(form: URLSearchParams): Json {
    const id = `we_${randomBytes(8).toString('hex')}`;
    const secret = `whsec_${randomBytes(16).toString('hex')}`;
    const base = {
      id,
      object: 'webhook_endpoint',
      api_version: form.get('api_version'),
      application: form.get('connect') === 'true' ? 'ca_1' : null,
      created: 1_700_000_000,
      description: null,
      livemode: false,
      status: 'enabled',
      metadata: {},
    };
    const endpoint = { ...base, ...this.#fields(form, base) };
    this.endpoints.set(id, endpoint);
    this.trueSecrets.set(id, secret);
    return { ...endpoint, secret };
  }

  #fields(form: URLSearchParams, before: { metadata: Record<string, string> }) {
    const metadata = { ...before.metadata };
    const events: string[] = [];
    const fields: Json = {};
    for (const [name, value] of form) {
      const key = /^metadata\[(.*)\]$/.exec(name)?.[1];
      if (key !== undefined && value === '') delete metadata[key];
      else if (key !== undefined) metadata[key] = value;
      else if (name.startsWith('enabled_events')) events.push(value);
      else if (name === 'disabled') fields.status = value === 'true' ? 'disabled' : 'enabled';
      else if (name === 'url') fields.url = value;
      else if (name === 'description') fields.description = value === '' ? null : value;
    }
    return { ...fields, ...(events.length > 0 ? { enabled_events: events } : {}), metadata };
  }
}
