import { ownData } from '../payloads/ownData.ts';
import type { PayloadBuilder } from '../payloads/payloadBuilder.ts';
import type { Fixture } from './fixture.ts';

/** What builds events; asked for only when there is one to be built. */
export type BuilderSource = () => Promise<Pick<PayloadBuilder, 'build'>>;

/**
 * The body that a fixture sends. Throws an `UnknownEventTypeError` for a type that Stripe does not have, and a
 * `HumanError` for a value that cannot be set.
 */
export async function bodyOf(
  { content }: Pick<Fixture, 'content'>,
  builder: BuilderSource,
): Promise<Uint8Array> {
  switch (content.kind) {
    case 'event':
      return Buffer.from(content.text);
    case 'body':
      return content.body;
    case 'generated': {
      const { type, seed, set = {} } = content;
      const options = { ...ownData(set), ...(seed !== undefined && { seed }) };
      const event = (await builder()).build(type, options);
      // As Stripe lays it out.
      return Buffer.from(JSON.stringify(event, null, 2));
    }
  }
}
