import type { Field, Schema } from '../../stripe/catalogue.ts';
import { documentedValues } from './documentedValues.ts';
import { born, now, type Rule, type RuleValue } from './rule.ts';

/** Event names whose last word is not the word that the object's `status` uses. */
const statusOf: Readonly<Record<string, string>> = {
  activated: 'active',
  completed: 'complete',
  deactivated: 'inactive',
  errored: 'error',
  reactivated: 'active',
  voided: 'void',
};

/** How new objects start, tried in this order. */
const firstStates = ['draft', 'pending', 'processing', 'requires_input', 'unsubmitted'];

/** The state of a new object, where its `status` has one of the usual first values. */
export function beginning(type: string, fields: Readonly<Record<string, Field>>): Rule {
  const status = type.endsWith('.created') ? fields['status'] : undefined;
  const state = status && firstStates.find((value) => allows(status, value));
  return state ? { status: state } : {};
}

/**
 * What the last word of an event's name says about its object, where the declarations agree: a `status` with
 * that value, a time such as `canceled_at`, and when the object was created.
 */
export function outcome(
  type: string,
  fields: Readonly<Record<string, Field>>,
  transitions: Readonly<Record<string, Field>>,
  objectType: string,
): Rule {
  const word = type.split('.').at(-1) ?? '';
  const rule: Record<string, RuleValue> = {};
  const status = fields['status'];
  const state = status && [word, statusOf[word] ?? word].find((value) => allows(status, value));
  if (state) rule['status'] = state;
  if (isTime(fields[`${word}_at`])) rule[`${word}_at`] = now;
  if (isTime(transitions[`${word}_at`])) rule[`status_transitions.${word}_at`] = now;
  if (isTime(fields['created'])) rule['created'] = word === 'created' ? now : born(objectType, ageOf(word));
  return rule;
}

/** What changes or goes has been there for a while, in days; other things happen within the hour. */
function ageOf(word: string): number {
  return word.endsWith('updated') || word === 'deleted' || word === 'canceled' || word === 'closed'
    ? 40
    : 1 / 24;
}

function allows(field: Field, value: string): boolean {
  const schemas: readonly Schema[] = field.schema.kind === 'union' ? field.schema.options : [field.schema];
  return schemas.some(
    (schema) =>
      (schema.kind === 'enum' && schema.values.includes(value)) ||
      (schema.kind === 'string' && documentedValues(field.description).includes(value)),
  );
}

function isTime(field: Field | undefined): boolean {
  const schema = field?.schema;
  const schemas = schema?.kind === 'union' ? schema.options : [schema];
  return schemas.some((option) => option?.kind === 'number');
}
