/** Random requests for the comparison with the SDK: most are right or nearly so, since pure noise would prove nothing. */
import { signatureOf } from '../../../../src/delivery/signature.ts';

export const nowSeconds = 1_800_000_000;

export interface RandomRequest {
  readonly body: Buffer;
  readonly header: string;
  /** The secrets it is checked with; any may match. */
  readonly secrets: readonly string[];
  readonly tolerance: number;
}

/** Numbers that come again with the same seed. Source: the public-domain generator mulberry32. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** In [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number in [0, limit). */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }
}

const alphabet = [
  'a',
  'Z',
  '0',
  ' ',
  '"',
  '\\',
  '/',
  '\n',
  'ä',
  '€',
  '🧀',
  '\u2028',
  '{',
  '=',
  ',',
  '&',
  '%',
  '\u0000',
];
const secretPool = [
  'whsec_one',
  'whsec_two',
  'whsec_three',
  'whsec_one ',
  'whsec_one\n',
  'one',
  '',
  '  ',
  'ключ',
];

/** One request. */
export function randomRequest(random: Random): RandomRequest {
  const signer = random.pick(secretPool);
  const secrets = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => random.pick(secretPool));
  if (random.chance(0.7)) secrets[random.below(secrets.length)] = signer;
  const original = randomBody(random);
  const timestamp = randomTimestamp(random);
  const header = randomHeader(random, original, signer, timestamp);
  const body = random.chance(0.25) ? mutatedBytes(random, original) : original;
  return { body, header, secrets, tolerance: random.pick([300, 300, 300, 1, 600, 0]) };
}

function randomText(random: Random): string {
  return Array.from({ length: random.below(12) }, () => random.pick(alphabet)).join('');
}

function randomBody(random: Random): Buffer {
  const text = JSON.stringify(
    {
      id: `evt_${random.below(1_000)}`,
      object: 'event',
      type: 'invoice.paid',
      data: { object: { [randomText(random)]: randomText(random), amount: random.below(10_000) } },
    },
    null,
    random.pick([0, 2]),
  );
  // Signed as it is, and no JSON: right for the signature and wrong for the parser.
  return Buffer.from(random.chance(0.03) ? text.slice(0, -1) : text);
}

function randomTimestamp(random: Random): string {
  const around = [0, 1, 299, 300, 301, 599, 600, 601, 86_400];
  const seconds = nowSeconds - random.pick(around) * random.pick([1, 1, 1, -1]);
  return random.chance(0.9)
    ? String(random.chance(0.5) ? nowSeconds : seconds)
    : random.pick([
        '0',
        '-1',
        '',
        'soon',
        '1e9',
        `00${nowSeconds}`,
        `${nowSeconds}.5`,
        ` ${nowSeconds}`,
        `${nowSeconds}x`,
        '9'.repeat(25),
      ]);
}

function randomHeader(random: Random, body: Buffer, signer: string, timestamp: string): string {
  // As the SDKs read it, so that odd times are signed rightly as well.
  const v1 = signatureOf(body, signer, Number.parseInt(timestamp, 10));
  const items = [`t=${timestamp}`, `v1=${v1}`];
  if (random.chance(0.2))
    items.splice(random.below(3), 0, `v1=${signatureOf(body, 'whsec_retiring', timestamp)}`);
  if (random.chance(0.2)) items.push(`v0=${v1}`);
  if (random.chance(0.1)) items.splice(random.below(items.length + 1), 0, random.pick(noise));
  if (random.chance(0.05)) items.reverse();
  const header = items.join(',');
  return random.chance(0.25) ? mutatedText(random, header) : header;
}

const noise = [
  '',
  ' ',
  '=',
  't',
  'v1',
  'v1=',
  'v1=00',
  'v2=ab',
  't=',
  't=1',
  `v1=${'0'.repeat(64)}`,
  `v1=${'ä'.repeat(64)}`,
  'v1==',
  'T=1',
  ' v1=00',
  'vv1=1',
];

function mutatedText(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  switch (random.below(7)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(at);
    case 2:
      return text.slice(0, at) + random.pick([' ', ',', '=', 'a', '0', '\t', 'ä', '"', ';']) + text.slice(at);
    case 3:
      return text.slice(0, at) + text.slice(at + 1);
    case 4:
      return text.toUpperCase();
    case 5:
      return `${text},${text}`;
    default:
      return text.replaceAll(',', ', ');
  }
}

const bom = Buffer.from([0xef, 0xbb, 0xbf]);

function mutatedBytes(random: Random, body: Buffer): Buffer {
  const at = random.below(body.length);
  const [before, after] = [body.subarray(0, at), body.subarray(at + 1)];
  switch (random.below(7)) {
    case 0:
      return Buffer.concat([before, Buffer.from([(body[at] ?? 0) ^ (1 << random.below(8))]), after]);
    case 1:
      return Buffer.concat([
        before,
        Buffer.from(random.pick([' ', '\n', '\r', '\u00a0'])),
        body.subarray(at),
      ]);
    case 2:
      return Buffer.concat([before, after]);
    case 3:
      return before;
    case 4:
      return Buffer.concat([bom, body]);
    case 5:
      return Buffer.from(JSON.stringify(body.toString()));
    default:
      return Buffer.concat([body, Buffer.from(random.pick(['\n', '\0', ' ', '}']))]);
  }
}
