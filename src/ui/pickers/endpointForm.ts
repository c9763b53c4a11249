import * as vscode from 'vscode';
import type { EventCatalogue } from '../../stripe/catalogue.ts';
import type { Connection } from '../../stripe/connection.ts';
import type { EndpointInput } from '../../stripe/endpoint.ts';
import { validateDescription, validateMetadata, validateUrl } from '../../stripe/endpointInput.ts';
import { askPick, askText, back, type StepPosition } from '../host/multiStep.ts';
import { askEventTypes } from './eventTypePicker.ts';

/** What an endpoint's fields are asked with. */
export interface EndpointFormParts {
  readonly connection: Connection;
  readonly catalogue: EventCatalogue;
  /** The types that the workspace's code handles, once it was searched; nobody waits for that to type a URL. */
  readonly handled: Promise<readonly string[]>;
  readonly pickedBefore: readonly string[];
  /** Fields that can be set only at creation are offered too. */
  readonly creating: boolean;
}

type Field = Exclude<keyof EndpointInput, 'api' | 'name' | 'eventsFrom' | 'disabled'>;
type Answer = Partial<EndpointInput> | typeof back;

/** Asks for one field; gives what it changes. */
export async function askField(
  field: Field,
  input: Partial<EndpointInput>,
  parts: EndpointFormParts,
  position?: StepPosition,
): Promise<Answer> {
  const answer = await ask[field](input, parts, position);
  return answer === back ? back : answer;
}

/**
 * Shows every field with its value; the first row is done with them, any other one asks for its field and comes back.
 * Gives the input as it is then.
 */
export async function reviewFields(
  start: EndpointInput,
  done: string,
  parts: EndpointFormParts,
  position?: StepPosition,
): Promise<EndpointInput | typeof back> {
  let input = start;
  for (;;) {
    const rows = [{ label: `$(check) ${done}`, field: undefined }, ...fieldRows(input, parts)];
    const placeholder = vscode.l10n.t('{0}, or choose what to change', done);
    const picked = await askPick<vscode.QuickPickItem & { field?: Field | undefined }>(
      rows,
      placeholder,
      position,
    );
    if (picked === back) return back;
    if (!picked.field) return input;
    const change = await askField(picked.field, input, parts, { title: picked.label, hasBack: true });
    if (change !== back) input = { ...input, ...change };
  }
}

const ask: Record<
  Field,
  (input: Partial<EndpointInput>, parts: EndpointFormParts, position?: StepPosition) => Promise<Answer>
> = {
  async url({ url }, { connection }, position) {
    const answer = await askText(
      {
        prompt: vscode.l10n.t('URL that Stripe sends events to'),
        placeholder: 'https://example.com/webhook',
        value: url ?? '',
        validate: (text) => validateUrl(text, connection),
      },
      position,
    );
    return answer === back ? back : { url: answer };
  },

  async events({ events, payload }, { catalogue, handled, pickedBefore }, position) {
    const question = {
      catalogue,
      handled: await handled,
      before: pickedBefore,
      payload: payload ?? 'snapshot',
    };
    const answer = await askEventTypes({ ...question, selected: events ?? [] }, position);
    return answer === back ? back : { events: answer };
  },

  async description({ description }, _parts, position) {
    const answer = await askText(
      {
        prompt: vscode.l10n.t('Description (optional): what the endpoint is used for'),
        value: description ?? '',
        validate: validateDescription,
      },
      position,
    );
    return answer === back ? back : { description: answer };
  },

  async metadata({ metadata = {} }, { creating }, position) {
    const answer = await askText(
      {
        prompt: vscode.l10n.t('Metadata (optional), for instance: team=shop, tier=1'),
        value: writeMetadata(metadata),
        validate: (text) => {
          const read = readMetadata(text);
          return read
            ? validateMetadata(read)
            : vscode.l10n.t('Write pairs like key=value, with commas between.');
        },
      },
      position,
    );
    if (answer === back) return back;
    const now = readMetadata(answer) ?? {};
    if (creating) return { metadata: now };
    // A key that is gone is unset by an empty value.
    return { metadata: { ...Object.fromEntries(Object.keys(metadata).map((key) => [key, ''])), ...now } };
  },

  async apiVersion(_input, { catalogue }, position) {
    const items = [
      { label: vscode.l10n.t('Account default'), version: undefined },
      {
        label: catalogue.apiVersion,
        description: vscode.l10n.t('of the Stripe SDK'),
        version: catalogue.apiVersion,
      },
      ...[...catalogue.apiVersions]
        .reverse()
        .filter((version) => version !== catalogue.apiVersion)
        .map((version) => ({ label: version, version })),
    ];
    const answer = await askPick<vscode.QuickPickItem & { version?: string | undefined }>(
      items,
      vscode.l10n.t('API version that events are rendered in'),
      position,
    );
    if (answer === back) return back;
    return { apiVersion: answer.version };
  },

  async connect(_input, _parts, position) {
    const items = [
      { label: vscode.l10n.t('Your account'), connect: false },
      { label: vscode.l10n.t('Connected accounts'), connect: true },
    ];
    const answer = await askPick(items, vscode.l10n.t('Whose events to receive'), position);
    return answer === back ? back : { connect: answer.connect };
  },

  async payload(input, parts, position) {
    const items = [
      {
        label: vscode.l10n.t('Snapshot'),
        detail: vscode.l10n.t('Events carry the object as it was.'),
        payload: 'snapshot' as const,
      },
      {
        label: vscode.l10n.t('Thin'),
        detail: vscode.l10n.t('Events name the object; your code fetches it.'),
        payload: 'thin' as const,
      },
    ];
    const answer = await askPick(items, vscode.l10n.t('Payload style'), position);
    if (answer === back || answer.payload === (input.payload ?? 'snapshot')) return back;
    // The two styles have different types, and thin events have no API version.
    const changed = { ...input, payload: answer.payload, apiVersion: undefined, events: [] };
    const events = await ask.events(changed, parts, position);
    return events === back ? back : { ...events, payload: answer.payload, apiVersion: undefined };
  },
};

interface FieldRow extends vscode.QuickPickItem {
  readonly field: Field;
}

function fieldRows(input: EndpointInput, { creating }: EndpointFormParts): FieldRow[] {
  const none = vscode.l10n.t('none');
  const rows: FieldRow[] = [
    { field: 'url', label: vscode.l10n.t('URL'), description: input.url },
    { field: 'events', label: vscode.l10n.t('Events'), description: input.events.join(', ') },
    { field: 'description', label: vscode.l10n.t('Description'), description: input.description || none },
    {
      field: 'metadata',
      label: vscode.l10n.t('Metadata'),
      description: writeMetadata(input.metadata ?? {}) || none,
    },
  ];
  if (!creating) return rows;
  const thin = input.payload === 'thin';
  return [
    ...rows,
    {
      field: 'payload',
      label: vscode.l10n.t('Payload style'),
      description: thin ? vscode.l10n.t('Thin') : vscode.l10n.t('Snapshot'),
    },
    ...(thin
      ? []
      : [
          {
            field: 'apiVersion' as const,
            label: vscode.l10n.t('API version'),
            description: input.apiVersion ?? vscode.l10n.t('Account default'),
          },
        ]),
    {
      field: 'connect',
      label: vscode.l10n.t('Events from'),
      description: input.connect ? vscode.l10n.t('Connected accounts') : vscode.l10n.t('Your account'),
    },
  ];
}

function writeMetadata(metadata: Readonly<Record<string, string>>): string {
  return Object.entries(metadata)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}

function readMetadata(text: string): Record<string, string> | undefined {
  const pairs = text
    .split(',')
    .map((pair) => pair.trim())
    .filter(Boolean);
  const entries = pairs.map((pair) => /^([^=]+)=(.*)$/.exec(pair));
  if (entries.some((entry) => !entry)) return undefined;
  return Object.fromEntries(entries.map((entry) => [entry?.[1]?.trim() ?? '', entry?.[2]?.trim() ?? '']));
}
