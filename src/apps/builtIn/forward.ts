import { succeeded } from '../../delivery/attempt.ts';
import { Sender } from '../../delivery/sender.ts';
import { defaultTarget, type SignatureMode, type Target } from '../../delivery/target.ts';
import { sentence } from '../../sentence.ts';
import type { AppHost, AppReceipt, RunContext, RunnableApp } from '../app.ts';
import { conditionsPattern, meets } from '../fields/conditions.ts';
import { payloadOf } from '../fields/payload.ts';

/** Sends the events that meet conditions on to another URL. */
export function forwardApp(host: AppHost): RunnableApp {
  return {
    id: 'forward',
    name: sentence`Forward`,
    description: sentence`Sends the events that meet your conditions on to another URL, signed anew.`,
    icon: 'arrow-right',
    events: ['*'],
    needsTrust: true,
    limits: { perMinute: 6_000, queue: 10_000, timeoutMs: 35_000 },
    config: [
      { key: 'url', kind: 'url', label: sentence`URL to send the events to`, placeholder: 'https://' },
      { key: 'events', kind: 'events', label: sentence`Event types to send on`, default: '*' },
      {
        key: 'conditions',
        kind: 'text',
        label: sentence`Conditions that an event must meet, separated by commas`,
        detail: sentence`Such as livemode=false, data.object.amount>=1000. Empty for all events.`,
        pattern: conditionsPattern,
        patternMessage: sentence`Write conditions like data.object.currency=eur, data.object.amount>=1000.`,
        optional: true,
      },
      {
        key: 'signature',
        kind: 'choice',
        label: sentence`How the events are signed`,
        default: 'endpoint',
        choices: [
          { value: 'endpoint', label: sentence`Anew with the secret of the endpoint that they came through` },
          { value: 'own', label: sentence`Anew with a secret of its own` },
          { value: 'original', label: sentence`As they came` },
        ],
      },
      {
        key: 'secret',
        kind: 'secret',
        label: sentence`Signing secret that the other side verifies with (whsec_…)`,
        pattern: String.raw`whsec_\S+`,
        patternMessage: sentence`A signing secret begins with whsec_.`,
        when: { key: 'signature', is: 'own' },
      },
    ],
    run: (receipt, context) => forward(host, receipt, context),
  };
}

async function forward(
  { signingSecrets }: AppHost,
  { body, headers, verdict }: AppReceipt,
  { config, signal, log }: RunContext,
): Promise<void> {
  if (!meets(payloadOf(body), String(config['conditions'] ?? ''))) return;
  const sender = new Sender({
    clock: { now: Date.now },
    secretsOf: () => Promise.resolve({ headers: {}, signing: config['secret']?.toString() }),
    signingSecrets,
  });
  const attempt = await sender.send(targetOf(config), { body, headers, signer: verdict.secret }, { signal });
  const { response, error } = attempt;
  if (error !== undefined) throw new Error(error);
  if (!succeeded(attempt)) throw new Error(sentence`${attempt.url} answered with ${response?.status ?? 0}.`);
  log(sentence`${response?.status ?? 0} in ${Math.round(attempt.milliseconds)} ms`);
}

function targetOf(config: RunContext['config']): Target {
  const target = defaultTarget('app', String(config['url']));
  return { ...target, signature: config['signature'] as SignatureMode };
}
