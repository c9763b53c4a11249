import * as vscode from 'vscode';
import type { ConfigField, ConfigValue } from '../../../api/stripe-webhooks.d.ts';
import type { RunnableApp } from '../../apps/app.ts';
import { isAsked, secretKeys, validateText, valueOf, type Config } from '../../apps/config.ts';
import type { EventCatalogue } from '../../stripe/catalogue.ts';
import { askPick, askText, back, type StepPosition } from '../host/multiStep.ts';
import { askEventTypes } from './eventTypePicker.ts';

/** An app's configuration, in the two places where it is kept. */
export interface AppConfig {
  readonly config: Config;
  readonly secrets: Config;
}

/** What the fields are asked with. */
export interface AppConfigParts {
  readonly catalogue: () => Promise<EventCatalogue>;
  /** The event types that the workspace's code handles. */
  readonly handled: () => Promise<readonly string[]>;
}

type Answer = ConfigValue | undefined | typeof back;

/** Asks for every field in turn, with what is known as the answer to begin with; Back goes to the one before. */
export async function askConfig(
  app: RunnableApp,
  before: AppConfig,
  title: string,
  parts: AppConfigParts,
): Promise<AppConfig> {
  let answers: Config = { ...before.config, ...before.secrets };
  const asked: number[] = [];
  const remaining = (from: number) =>
    app.config.slice(from).filter((field) => isAsked(field, answers)).length;
  for (let index = 0; index < app.config.length;) {
    const field = app.config[index];
    if (!field || !isAsked(field, answers)) {
      index++;
      continue;
    }
    const position = { title, step: asked.length + 1, totalSteps: asked.length + remaining(index) };
    const answer = await askField(field, answers[field.key], position, parts);
    if (answer === back) {
      index = asked.pop() ?? index;
      continue;
    }
    answers = answer === undefined ? without(answers, field.key) : { ...answers, [field.key]: answer };
    asked.push(index++);
  }
  return split(app, answers);
}

/** Keeps what is asked for and where it belongs. */
function split(app: RunnableApp, answers: Config): AppConfig {
  const secret = new Set(secretKeys(app.config));
  const wanted = app.config.filter((field) => isAsked(field, answers) && answers[field.key] !== undefined);
  const pick = (isSecret: boolean): Config =>
    Object.fromEntries(
      wanted.filter(({ key }) => secret.has(key) === isSecret).map(({ key }) => [key, answers[key] ?? '']),
    );
  return { config: pick(false), secrets: pick(true) };
}

function askField(
  field: ConfigField,
  known: ConfigValue | undefined,
  position: StepPosition,
  parts: AppConfigParts,
): Promise<Answer> {
  const value = known ?? field.default;
  switch (field.kind) {
    case 'events':
      return askEvents(field, String(value ?? '*'), position, parts);
    case 'choice':
      return askChoice(field.choices, field, value, position);
    case 'boolean':
      return askChoice(yesNo(), field, value ?? false, position);
    case 'secret':
      return askSecret(field, known, position);
    case 'number':
    case 'text':
    case 'url':
    case 'folder':
      return askLine(field, value === undefined ? '' : String(value), position);
  }
}

async function askLine(field: ConfigField, value: string, position: StepPosition): Promise<Answer> {
  const text = await askText(
    {
      prompt: promptOf(field),
      value,
      ...('placeholder' in field && field.placeholder !== undefined && { placeholder: field.placeholder }),
      validate: (typed) => validateText(field, typed),
    },
    position,
  );
  return text === back ? back : valueOf(field, text);
}

/** What is stored is never shown: an empty answer keeps it. */
async function askSecret(
  field: ConfigField,
  known: ConfigValue | undefined,
  position: StepPosition,
): Promise<Answer> {
  const keep =
    known === undefined ? '' : ` ${vscode.l10n.t('Leave it empty to keep the one that is stored.')}`;
  const text = await askText(
    {
      prompt: `${promptOf(field)}${keep}`,
      ...('placeholder' in field && field.placeholder !== undefined && { placeholder: field.placeholder }),
      password: true,
      validate: (typed) => (typed === '' && known !== undefined ? undefined : validateText(field, typed)),
    },
    position,
  );
  if (text === back) return back;
  return text === '' ? known : text;
}

interface Choice {
  readonly value: ConfigValue;
  readonly label: string;
  readonly detail?: string;
}

/** The value to begin with stands first, where Enter takes it. */
async function askChoice(
  choices: readonly Choice[],
  field: ConfigField,
  value: ConfigValue | undefined,
  position: StepPosition,
): Promise<Answer> {
  const items = [...choices].sort((a, b) => Number(b.value === value) - Number(a.value === value));
  const picked = await askPick(items, promptOf(field), position);
  return picked === back ? back : picked.value;
}

function yesNo(): readonly Choice[] {
  return [
    { value: true, label: vscode.l10n.t('Yes') },
    { value: false, label: vscode.l10n.t('No') },
  ];
}

async function askEvents(
  field: ConfigField,
  value: string,
  position: StepPosition,
  { catalogue, handled }: AppConfigParts,
): Promise<Answer> {
  const types = async () => {
    const [all, inCode] = await Promise.all([catalogue(), handled()]);
    const selected = value.split(', ').filter((type) => !type.includes('*'));
    const question = { catalogue: all, payload: 'snapshot', selected, handled: inCode, before: [] } as const;
    const picked = await askEventTypes(question, position);
    return picked === back ? back : picked.join(', ');
  };
  const rows = [
    ...(value === '*'
      ? []
      : [
          {
            label: vscode.l10n.t('As proposed'),
            detail: value,
            ask: (): Promise<Answer> => Promise.resolve(value),
          },
        ]),
    { label: vscode.l10n.t('All events'), ask: (): Promise<Answer> => Promise.resolve('*') },
    { label: vscode.l10n.t('Choose types …'), ask: types },
    {
      label: vscode.l10n.t('Write types and patterns …'),
      detail: 'invoice.*, customer.created',
      ask: () => askLine(field, value, position),
    },
  ];
  const picked = await askPick(rows, promptOf(field), position);
  return picked === back ? back : picked.ask();
}

function promptOf({ label, detail }: ConfigField): string {
  return detail === undefined ? label : `${label}. ${detail}`;
}

function without(config: Config, key: string): Config {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key));
}
