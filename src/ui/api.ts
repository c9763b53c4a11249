import * as vscode from 'vscode';
import type { Diagnosis, SignedRequest, StripeWebhooksApi, Triggered } from '../../api/stripe-webhooks.d.ts';
import { matchesEventType } from '../stripe/eventSets.ts';
import type { Parts } from './commands/parts.ts';
import type { ContributedApps } from './control/contributedApps.ts';
import type { Lazily } from './control/lazily.ts';
import type { Received } from './control/receiverControl.ts';
import type { Sent } from './control/triggers.ts';
import type { Messages } from './host/messages.ts';

/** The version of what `api/stripe-webhooks.d.ts` declares. */
const version = '1.0';

/** What the API needs from the start, for what it gives at once. */
export interface ApiNeeds {
  readonly contributedApps: ContributedApps;
  readonly onDidReceive: vscode.Event<Received>;
  readonly messages: Messages;
}

/** What other extensions get of this one. The parts are loaded when something is asked of them. */
export function createApi(parts: Lazily<Parts>, needs: ApiNeeds): StripeWebhooksApi {
  return {
    version,
    registerApp: (app) => needs.contributedApps.register(app),
    onEvent: (types, listener) => onEvent(needs, types, listener),
    trigger: async (type, { values } = {}) => trigger(await parts.get(), type, values),
    endpoints: async () => {
      const { endpointList } = await parts.get();
      const endpoints = await endpointList.loaded();
      const { mode } = endpointList.connection;
      return endpoints.map(({ id, url, events, payload, status, apiVersion, description }) => ({
        ...{ id, url, events: [...events], payload, status, mode },
        ...(apiVersion !== undefined && { apiVersion }),
        ...(description !== undefined && { description }),
      }));
    },
    diagnose: async (request) => diagnose(await parts.get(), request),
  };
}

function onEvent(
  { onDidReceive, messages }: ApiNeeds,
  types: readonly string[],
  listener: Parameters<StripeWebhooksApi['onEvent']>[1],
): vscode.Disposable {
  const wanted = [...types];
  let disposed = false;
  const subscription = onDidReceive(({ receipt, id, duplicate }) => {
    const { event, verdict, body, receivedAt } = receipt;
    if (!event || verdict.outcome !== 'verified') return;
    if (!wanted.some((pattern) => matchesEventType(pattern, event.type))) return;
    const call = async () => {
      const { publishedEvent } = await import('../apps/contributed.ts');
      if (!disposed) await listener(publishedEvent({ id, receivedAt, duplicate, event, body }));
    };
    call().catch((error: unknown) => messages.bug('api', error));
  });
  return new vscode.Disposable(() => {
    disposed = true;
    subscription.dispose();
  });
}

async function trigger(
  parts: Parts,
  type: string,
  values: Readonly<Record<string, unknown>> | undefined,
): Promise<Triggered> {
  const [{ refuseLive, toEndpoints, toPlace }, { sendEvent }, { UnknownEventTypeError }] = await Promise.all([
    import('./pickers/destination.ts'),
    import('./commands/event/send.ts'),
    import('../payloads/unknownEventTypeError.ts'),
  ]);
  refuseLive(parts);
  const known = (await parts.catalogue.get()).eventTypes.map((one) => one.type);
  if (!known.includes(type)) throw new UnknownEventTypeError(type, known);
  const destination =
    parts.connections.active.kind === 'sandbox'
      ? toEndpoints(parts)
      : await toPlace(parts, { kind: 'receiver' });
  return publishedResult(await sendEvent(parts, type, destination, values ? { values } : {}));
}

function publishedResult({ type, attempts, received }: Sent): Triggered {
  return {
    type,
    deliveries: attempts.map(({ url, response, milliseconds, error }) => ({
      url,
      milliseconds,
      ...(response && { status: response.status }),
      ...(error !== undefined && { error }),
    })),
    ...(received && { receiptId: received.id }),
  };
}

async function diagnose(parts: Parts, request: number | SignedRequest): Promise<Diagnosis> {
  const { diagnoseReceipt, diagnoseRequest } = await import('./commands/diagnosis/run.ts');
  const { verdict } =
    typeof request === 'number'
      ? await diagnoseReceipt(parts, request)
      : await diagnoseRequest(parts, {
          body: typeof request.body === 'string' ? Buffer.from(request.body) : request.body,
          headers: request.signature === '' ? [] : [['Stripe-Signature', request.signature]],
          from: 'api',
        });
  const endpointId = verdict.secret?.endpointId;
  const owner = endpointId ? { endpointId } : {};
  if (verdict.outcome === 'verified') return { outcome: 'verified', ...owner };
  const { cause, explanation, remedy } = verdict;
  return { outcome: 'rejected', cause, explanation, remedy, ...owner };
}
