import { succeeded } from '../../delivery/attempt.ts';
import { deliver } from '../../delivery/deliver.ts';
import { HumanError } from '../../humanError.ts';
import { sentence } from '../../sentence.ts';
import type { AppHost, AppReceipt, RunContext, RunnableApp } from '../app.ts';
import { fillTemplate } from '../fields/template.ts';

/** Posts a message about events to a chat that takes Slack's incoming webhooks. */
export function slackApp(host: AppHost): RunnableApp {
  return {
    id: 'slack',
    name: sentence`Slack Message`,
    description: sentence`Posts a message about events to an incoming webhook of Slack, Mattermost or a compatible chat.`,
    icon: 'comment-discussion',
    events: ['*'],
    needsTrust: true,
    // Slack takes one message a second and channel. Source: https://docs.slack.dev/apis/web-api/rate-limits
    limits: { perMinute: 60, queue: 200, timeoutMs: 15_000 },
    config: [
      {
        key: 'url',
        kind: 'secret',
        label: sentence`URL of the incoming webhook; it is kept as a secret`,
        placeholder: 'https://hooks.slack.com/services/…',
        pattern: String.raw`https?://\S+`,
        patternMessage: sentence`Write the complete URL that the chat gave you; it begins with https://.`,
      },
      {
        key: 'events',
        kind: 'events',
        label: sentence`Event types to post about`,
        default: 'checkout.session.completed, invoice.payment_failed, charge.dispute.created',
      },
      {
        key: 'template',
        kind: 'text',
        label: sentence`Message; fields of the event stand in double braces`,
        detail: sentence`Such as type, amount, object, dashboard, data.object.customer_email.`,
        default: '*{{type}}* {{amount}} {{object}} {{dashboard}}',
      },
    ],
    run: (receipt, context) => post(host, receipt, context),
  };
}

async function post(host: AppHost, receipt: AppReceipt, { config, signal }: RunContext): Promise<void> {
  const { connectionId } = receipt.verdict.secret ?? {};
  const dashboard =
    connectionId === undefined ? undefined : host.dashboardUrl(connectionId, receipt.event.id);
  const filled = fillTemplate(String(config['template']), receipt, { dashboard }, escapeForSlack);
  const url = String(config['url']);
  if (!URL.canParse(url))
    throw new HumanError(sentence`The webhook’s URL is not complete: configure the app.`, 'input');
  const attempt = await deliver({
    url,
    body: Buffer.from(JSON.stringify({ text: filled.replace(/ {2,}/g, ' ').trim() })),
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    timeoutMs: 10_000,
    signal,
  });
  // Whoever has the URL can post, so that it must not stand in a log.
  if (attempt.error !== undefined) throw new Error(withoutUrl(attempt.error, new URL(url)));
  if (!succeeded(attempt)) throw new Error(refusal(attempt.response));
}

function refusal(response: { readonly status: number; readonly body: Uint8Array } | undefined): string {
  const said = Buffer.from(response?.body ?? [])
    .toString('utf8')
    .slice(0, 100);
  return sentence`The chat answered with ${response?.status ?? 0}: ${said}`;
}

function withoutUrl(text: string, { href, pathname, search }: URL): string {
  return [href, `${pathname}${search}`]
    .filter((part) => part.length > 1)
    .reduce((rest, part) => rest.replaceAll(part, '…'), text);
}

/** Source: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escapeForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
