import type { EventCatalogue } from '../stripe/catalogue.ts';

/** The JSON schema of fixture files, for completion, hover and checks in JSON editors. */
export function fixtureSchema({ eventTypes }: Pick<EventCatalogue, 'eventTypes'>): object {
  const status = {
    anyOf: [
      { type: 'integer', minimum: 100, maximum: 599 },
      { type: 'string', pattern: '^[1-5]xx$' },
    ],
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Stripe Webhooks event fixture',
    description: 'An event that is sent to your app as a test, and what your app is expected to answer.',
    type: 'object',
    required: ['fixture'],
    oneOf: ['event', 'body', 'type'].map((key) => ({ required: [key] })),
    dependencies: { seed: ['type'], set: ['type'] },
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      fixture: { const: 1, description: 'The version of this format.' },
      description: { type: 'string', description: 'For people: shown beside the test.' },
      target: {
        type: 'string',
        pattern: '^(https?://|/(?!/))',
        description:
          'Where the event is sent: a URL, or a path of the target that the run has. The target when absent.',
      },
      event: { type: 'object', description: 'The event, sent as it stands here.' },
      body: { type: 'string', description: 'In place of an event: any body, in base64.' },
      type: {
        description: 'In place of an event: the type of one that is built anew for each run.',
        enum: eventTypes.map(({ type }) => type),
        enumDescriptions: eventTypes.map(({ description }) => description),
      },
      seed: {
        type: ['string', 'number'],
        description:
          'Gives the objects of a built event the same ids and values each time; set “created” as well for the very same event.',
      },
      set: {
        type: 'object',
        description:
          'Own values of a built event by path: of its object (amount, metadata.order) or of the event (account, created).',
      },
      expect: {
        type: 'object',
        description: 'What your app is expected to answer; success (2xx) when absent.',
        additionalProperties: false,
        properties: {
          status: {
            description: 'A status, a class of them such as 2xx, or a list of which one is to come.',
            anyOf: [...status.anyOf, { type: 'array', items: status, minItems: 1 }],
            default: '2xx',
          },
          maxMilliseconds: {
            type: 'number',
            exclusiveMinimum: 0,
            description: 'The time to the end of the answer.',
          },
          idempotent: {
            type: 'boolean',
            default: false,
            description: 'Sends the event twice, as Stripe may, and expects the same answer both times.',
          },
          body: {
            type: 'object',
            minProperties: 1,
            maxProperties: 1,
            additionalProperties: false,
            properties: {
              text: { type: 'string', description: 'The whole answer, as text.' },
              json: { description: 'A part of the answer’s JSON. What it does not name may be anything.' },
              pattern: {
                type: 'string',
                format: 'regex',
                description: 'A regular expression found in the answer.',
              },
            },
          },
        },
      },
    },
  };
}
