import type { EventCatalogue } from '../stripe/catalogue.ts';

/** The JSON schema of scenario files, for completion and hover in JSON and YAML editors. */
export function scenarioSchema({ eventTypes }: Pick<EventCatalogue, 'eventTypes'>): object {
  const text = (description: string) => ({ type: 'string', description });
  const amount = (description: string) => ({ type: 'integer', description });
  const values = (description: string) => ({ type: 'object', description });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Stripe Webhooks scenario',
    description:
      'One business action as Stripe tells it: events in order, about objects that keep their ids.',
    type: 'object',
    required: ['steps'],
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      title: text('What the scenario is called in the list.'),
      description: text('What happens in it, in one sentence.'),
      account: text('The connected account that the events come from, e.g. acct_123.'),
      amount: amount('What it is about, in minor units of the currency.'),
      currency: text('A currency in lower case, e.g. eur.'),
      ids: {
        type: 'object',
        description: 'Ids by the kind of object, e.g. customer: cus_123.',
        additionalProperties: { type: 'string' },
      },
      steps: { type: 'array', minItems: 1, items: { $ref: '#/definitions/step' } },
    },
    definitions: {
      step: {
        type: 'object',
        required: ['event'],
        additionalProperties: false,
        properties: {
          event: {
            description: 'The type of the event.',
            enum: eventTypes.map(({ type }) => type),
            enumDescriptions: eventTypes.map(({ description }) => description),
          },
          as: text('What later steps call this one in references; its event type when absent.'),
          after: {
            description:
              'Time since the step before: 30s, 5min, 2h, 14d, 1w, or seconds. One second when absent.',
            anyOf: [
              { type: 'number', minimum: 0 },
              { type: 'string', pattern: '^\\d+(\\.\\d+)?\\s*(s|min|h|d|w)$' },
            ],
          },
          set: values(
            'Values by path, of the object (amount, metadata.order) or of the event (data.object.amount, account). ' +
              'They stay for later events about the same object. ${name:path|default} is a value of an earlier step, ' +
              '${now+14d} a time.',
          ),
          previous: values('What was different before, of an *.updated event; what did change when absent.'),
          new: {
            description: 'Kinds of objects of which another one begins here, with an id of its own.',
            anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
          },
          amount: amount('From here on, the price is another one.'),
          by: {
            description: 'Whether a request caused the event, or Stripe did by itself.',
            enum: ['api', 'stripe'],
            default: 'api',
          },
        },
      },
    },
  };
}
