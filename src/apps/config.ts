import type { ConfigField, ConfigValue } from '../../api/stripe-webhooks.d.ts';
import { readPatterns, validatePatterns, validateTargetUrl } from '../delivery/targetInput.ts';
import { sentence } from '../sentence.ts';

/** Values by the keys of their fields. */
export type Config = Readonly<Record<string, ConfigValue>>;

/** Whether a field is asked for, after what was answered before it. */
export function isAsked({ when }: ConfigField, config: Config): boolean {
  return when === undefined || config[when.key] === when.is;
}

/** Checks what somebody typed into a field. Gives one sentence, or undefined when it is right. */
export function validateText(field: ConfigField, text: string): string | undefined {
  if (text === '') return field.optional ? undefined : sentence`Write something.`;
  switch (field.kind) {
    case 'number':
      return validateNumber(field, text);
    case 'events':
      return validatePatterns(text);
    case 'choice':
    case 'boolean':
      return undefined;
    case 'text':
    case 'secret':
    case 'url':
    case 'folder': {
      const isMatch = field.pattern === undefined || new RegExp(`^(?:${field.pattern})$`).test(text);
      if (!isMatch) return field.patternMessage ?? sentence`This does not have the form that is needed.`;
      return field.kind === 'url' ? validateTargetUrl(text) : undefined;
    }
  }
}

/** The value of a typed text; undefined for an empty one. */
export function valueOf({ kind }: ConfigField, text: string): ConfigValue | undefined {
  if (text === '') return undefined;
  if (kind === 'number') return Number(text);
  return kind === 'events' ? readPatterns(text).join(', ') : text;
}

/** The configuration with the defaults where nothing was said, and without what is not asked for. */
export function completeConfig(fields: readonly ConfigField[], given: Config): Config {
  let config: Config = {};
  for (const field of fields) {
    const value = given[field.key] ?? (field.optional ? undefined : field.default);
    if (value !== undefined && isAsked(field, config)) config = { ...config, [field.key]: value };
  }
  return config;
}

/** The fields whose values are kept where secrets lie. */
export function secretKeys(fields: readonly ConfigField[]): readonly string[] {
  return fields.filter(({ kind }) => kind === 'secret').map(({ key }) => key);
}

/** The patterns of the events that an app gets: those that were configured, else those it asks for. */
export function eventsOf(
  app: { readonly events: readonly string[]; readonly config?: readonly ConfigField[] },
  config: Config,
): readonly string[] {
  const field = app.config?.find(({ kind }) => kind === 'events');
  const text = field && (config[field.key] ?? field.default);
  return typeof text === 'string' && text !== '' ? readPatterns(text) : app.events;
}

function validateNumber(
  { minimum, maximum }: Extract<ConfigField, { kind: 'number' }>,
  text: string,
): string | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return sentence`Write a number.`;
  if (minimum !== undefined && value < minimum) return sentence`Write a number of at least ${minimum}.`;
  if (maximum !== undefined && value > maximum) return sentence`Write a number of at most ${maximum}.`;
  return undefined;
}
