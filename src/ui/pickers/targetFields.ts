import * as vscode from 'vscode';
import type { Target } from '../../delivery/target.ts';
import { readHeader, readPatterns, validateHeader, validatePatterns } from '../../delivery/targetInput.ts';
import type { EventCatalogue } from '../../stripe/catalogue.ts';
import { validateSecret } from '../../stripe/signingSecrets.ts';
import { askPick, askText, back, type StepPosition } from '../host/multiStep.ts';
import { askEventTypes } from './eventTypePicker.ts';
import { askFaults } from './faults.ts';
import type { TargetDraft } from './targetForm.ts';
import { askTargetUrl, type UrlQuestion } from './targetUrl.ts';

/** What a target's fields are asked with. */
export interface TargetFormParts extends Omit<UrlQuestion, 'value'> {
  readonly catalogue: EventCatalogue;
}

export type TargetField = Exclude<keyof Target, 'id' | 'paused' | 'since'>;
type Answer = TargetDraft | typeof back;
type Question = (draft: TargetDraft, parts: TargetFormParts, position: StepPosition) => Promise<Answer>;

/** How each field is asked for; gives the draft with the answer in it. */
export const fieldQuestions: Record<TargetField, Question> = {
  async url(draft, parts, position) {
    const url = await askTargetUrl({ ...parts, value: draft.target.url }, position);
    return url === back ? back : changed(draft, { url });
  },

  async name(draft, _parts, position) {
    const prompt = vscode.l10n.t('Name of the target');
    const validate = (text: string) => (text ? undefined : vscode.l10n.t('Write a name.'));
    const name = await askText({ prompt, value: draft.target.name, validate }, position);
    return name === back ? back : changed(draft, { name });
  },

  async events(draft, parts, position) {
    const picked = await askPick(eventChoices(), vscode.l10n.t('Events to send on'), position);
    if (picked === back) return back;
    const events = await picked.ask(draft, parts, position);
    return events === back ? back : changed(draft, { events });
  },

  accounts: (draft, _parts, position) =>
    askOne(draft, 'accounts', vscode.l10n.t('Whose events to send on'), position, [
      { label: vscode.l10n.t('Your account and connected accounts'), value: 'all' },
      { label: vscode.l10n.t('Your account'), value: 'own' },
      { label: vscode.l10n.t('Connected accounts'), value: 'connected' },
    ]),

  async signature(draft, _parts, position) {
    const answer = await askOne(draft, 'signature', vscode.l10n.t('How events are signed'), position, [
      {
        label: vscode.l10n.t('Made anew with the endpoint’s secret'),
        detail: vscode.l10n.t('Your app has the secret of the endpoint that the event came through.'),
        value: 'endpoint',
      },
      {
        label: vscode.l10n.t('Made anew with a secret of its own'),
        detail: vscode.l10n.t('Your app has another secret, for instance one from its .env file.'),
        value: 'own',
      },
      {
        label: vscode.l10n.t('As received'),
        detail: vscode.l10n.t('The original header, whose time grows old.'),
        value: 'original',
      },
    ]);
    if (answer === back || answer.target.signature !== 'own') return answer;
    const secret = await askText(
      {
        prompt: vscode.l10n.t('Signing secret that your app verifies with (whsec_…)'),
        password: true,
        validate: validateSecret,
      },
      position,
    );
    return secret === back ? back : { ...answer, secrets: { ...answer.secrets, signing: secret } };
  },

  async headers(draft, _parts, position) {
    const known = Object.keys(draft.secrets.headers);
    const rows = [
      { label: vscode.l10n.t('$(add) Add Header …'), remove: undefined },
      ...known.map((name) => ({ label: vscode.l10n.t('$(trash) Remove {0}', name), remove: name })),
    ];
    const picked = await askPick<vscode.QuickPickItem & { remove: string | undefined }>(
      rows,
      vscode.l10n.t('Headers beside Stripe’s own'),
      position,
    );
    if (picked === back) return back;
    if (picked.remove) {
      const others = Object.entries(draft.secrets.headers).filter(([name]) => name !== picked.remove);
      return withHeaders(draft, Object.fromEntries(others));
    }
    const text = await askText(
      {
        prompt: vscode.l10n.t('Header, kept with the secrets, for instance: X-Tunnel-Key: abc'),
        password: true,
        validate: validateHeader,
      },
      position,
    );
    const header = text === back ? undefined : readHeader(text);
    return header ? withHeaders(draft, { ...draft.secrets.headers, [header.name]: header.value }) : back;
  },

  async timeoutMs(draft, _parts, position) {
    const text = await askText(
      {
        prompt: vscode.l10n.t('Seconds to wait for an answer'),
        value: String(draft.target.timeoutMs / 1000),
        validate: (value) =>
          Number(value) > 0 && Number(value) <= 600
            ? undefined
            : vscode.l10n.t('Write a number of seconds between 0 and 600.'),
      },
      position,
    );
    return text === back ? back : changed(draft, { timeoutMs: Number(text) * 1000 });
  },

  async tls(draft, _parts, position) {
    const rows = [
      { label: vscode.l10n.t('Those that this machine trusts'), trust: 'system' as const },
      { label: vscode.l10n.t('Any, also self-signed ones'), trust: 'any' as const },
      { label: vscode.l10n.t('Those of a certificate file …'), trust: 'authority' as const },
    ];
    const picked = await askPick(rows, vscode.l10n.t('Certificates to accept'), position);
    if (picked === back) return back;
    if (picked.trust !== 'authority') return changed(draft, { tls: { kind: picked.trust } });
    const [file] =
      (await vscode.window.showOpenDialog({
        filters: { PEM: ['pem', 'crt', 'cer'] },
        title: picked.label,
      })) ?? [];
    return file ? changed(draft, { tls: { kind: 'authority', file: file.fsPath } }) : back;
  },

  ordered: (draft, _parts, position) =>
    askOne(draft, 'ordered', vscode.l10n.t('Order of the events of one object'), position, [
      { label: vscode.l10n.t('Any, as with Stripe'), value: false },
      {
        label: vscode.l10n.t('As received'),
        detail: vscode.l10n.t('Each waits until the one before is delivered or given up.'),
        value: true,
      },
    ]),

  retries: (draft, _parts, position) =>
    askOne(draft, 'retries', vscode.l10n.t('When your app does not take an event'), position, [
      { label: vscode.l10n.t('Do not try again by itself'), value: undefined },
      ...[600, 60, 1].map((speed) => ({
        label: retriesText({ schedule: 'sandbox', speed }),
        detail: vscode.l10n.t('3 retries: {0}', delaysText([600, 3600, 7200], speed)),
        value: { schedule: 'sandbox', speed } as const,
      })),
      ...[600, 60].map((speed) => ({
        label: retriesText({ schedule: 'live', speed }),
        detail: vscode.l10n.t('Back-off for {0}', delaysText([3 * 86_400], speed)),
        value: { schedule: 'live', speed } as const,
      })),
    ]),

  answers: (draft, _parts, position) =>
    askOne(draft, 'answers', vscode.l10n.t('What the sender is answered'), position, [
      { label: vscode.l10n.t('200, as soon as the event is kept'), value: false },
      {
        label: vscode.l10n.t('What this target answers'),
        detail: vscode.l10n.t('The sender waits for it, and sees to retries.'),
        value: true,
      },
    ]),

  async faults(draft, _parts, position) {
    const faults = await askFaults(
      draft.target.faults,
      vscode.l10n.t('What to do wrong with every event; none for normal delivery'),
      position,
    );
    return faults === back ? back : changed(draft, { faults });
  },
};

function changed(draft: TargetDraft, change: Partial<Target>): TargetDraft {
  return { ...draft, target: { ...draft.target, ...change } };
}

function withHeaders(draft: TargetDraft, headers: Readonly<Record<string, string>>): TargetDraft {
  return {
    target: { ...draft.target, headers: Object.keys(headers) },
    secrets: { ...draft.secrets, headers },
  };
}

async function askOne<K extends keyof Target>(
  draft: TargetDraft,
  field: K,
  placeholder: string,
  position: StepPosition,
  rows: readonly (vscode.QuickPickItem & { readonly value: Target[K] })[],
): Promise<Answer> {
  const picked = await askPick(rows, placeholder, position);
  return picked === back ? back : changed(draft, { [field]: picked.value });
}

interface EventChoice extends vscode.QuickPickItem {
  readonly ask: (
    draft: TargetDraft,
    parts: TargetFormParts,
    position: StepPosition,
  ) => Promise<readonly string[] | typeof back>;
}

function eventChoices(): readonly EventChoice[] {
  return [
    { label: vscode.l10n.t('All events'), ask: () => Promise.resolve(['*']) },
    {
      label: vscode.l10n.t('Choose types …'),
      ask: async ({ target }, { catalogue, handlers }, position) => {
        const handled = (await handlers().catch(() => [])).map(({ eventType }) => eventType);
        const selected = target.events.filter((type) => !type.includes('*'));
        return askEventTypes({ catalogue, payload: 'snapshot', selected, handled, before: [] }, position);
      },
    },
    {
      label: vscode.l10n.t('Write types and patterns …'),
      detail: 'invoice.*, customer.created',
      ask: async ({ target }, _parts, position) => {
        const prompt = vscode.l10n.t('Event types and patterns, for instance: invoice.*, customer.created');
        const value = target.events.join(', ');
        const text = await askText({ prompt, value, validate: validatePatterns }, position);
        return text === back ? back : readPatterns(text);
      },
    },
  ];
}

function delaysText(seconds: readonly number[], speed: number): string {
  return seconds
    .map((delay) => delay / speed)
    .map((delay) =>
      delay < 60 ? `${delay} s` : delay < 3600 ? `${delay / 60} min` : `${+(delay / 3600).toFixed(1)} h`,
    )
    .join(', ');
}

/** How a target's deliveries are tried again, in a few words. */
export function retriesText(retries: Target['retries']): string {
  if (!retries) return vscode.l10n.t('off');
  const { schedule, speed } = retries;
  if (speed === 1)
    return schedule === 'live'
      ? vscode.l10n.t('As in live mode, as slowly as Stripe')
      : vscode.l10n.t('As in a sandbox, as slowly as Stripe');
  return schedule === 'live'
    ? vscode.l10n.t('As in live mode, {0} times faster', speed)
    : vscode.l10n.t('As in a sandbox, {0} times faster', speed);
}
