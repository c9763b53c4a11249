import { parseSignatureHeader } from '../../signatureHeader.ts';
import { phrase } from '../../../sentence.ts';

/** A way in which a `Stripe-Signature` value is spoilt on its way. */
export interface HeaderDamage {
  readonly cause: 'header-folded' | 'header-malformed';
  /** What is wrong, for a sentence: “the header …”. */
  readonly wrong: () => string;
  /** The value as it was meant; the same when this is not wrong with it. */
  readonly repair: (value: string) => string;
}

/** The ways headers are spoilt, in the order in which they are put right. */
export const headerDamages = {
  folded: {
    cause: 'header-folded',
    wrong: phrase`is folded over several lines`,
    repair: (value) =>
      /\S[\r\n]+\s*\S|\\[rn]/.test(value) ? value.replace(/\s*[\r\n]+\s*|(?:\\[rn])+/g, '') : value,
  },
  named: {
    cause: 'header-malformed',
    wrong: phrase`still has its name in front of the value`,
    repair: (value) => value.replace(/^\s*["']?(?:http[_-])?stripe[_-]signature["']?\s*[:=]\s*/i, ''),
  },
  quoted: {
    cause: 'header-malformed',
    wrong: phrase`is in quotes or brackets`,
    repair: (value) => value.replace(/^[\s[({b]*["'`]+|["'`]+[\])},\s]*$/g, '').replace(/^[[(]|[\])]$/g, ''),
  },
  encoded: {
    cause: 'header-malformed',
    wrong: phrase`is percent-encoded`,
    repair: (value) =>
      /%3d|%2c/i.test(value) ? value.replace(/%3d/gi, '=').replace(/%2c/gi, ',').replace(/%20/g, ' ') : value,
  },
  separated: {
    cause: 'header-malformed',
    wrong: phrase`has other separators than commas`,
    repair: (value) => value.replace(/[;&|]\s*(?=\w+=)/g, ','),
  },
  spaced: {
    cause: 'header-malformed',
    wrong: phrase`has white space in it`,
    repair: (value) =>
      value
        .trim()
        .replace(/\s+(?=\w+=)/g, (_, at: number, all: string) => (all[at - 1] === ',' ? '' : ','))
        .replace(/\s+/g, ''),
  },
  'upper-case': {
    cause: 'header-malformed',
    wrong: phrase`was changed to upper case`,
    repair: (value) => (/V1=|T=|v1=[\dA-F]*[A-F]/.test(value) ? value.toLowerCase() : value),
  },
} as const satisfies Record<string, HeaderDamage>;

export type HeaderDamageId = keyof typeof headerDamages;

const damages = Object.entries(headerDamages) as [HeaderDamageId, HeaderDamage][];

/** The value with all damages put right, and which those were; none when it says the same as before. */
export function repaired(value: string): {
  readonly value: string;
  readonly damages: readonly HeaderDamageId[];
} {
  const found: HeaderDamageId[] = [];
  let after = value;
  for (const [id, { repair }] of damages) {
    const next = repair(after);
    if (next !== after) found.push(id);
    after = next;
  }
  return saysTheSame(value, after) ? { value, damages: [] } : { value: after, damages: found };
}

function saysTheSame(one: string, other: string): boolean {
  return JSON.stringify(parseSignatureHeader(one)) === JSON.stringify(parseSignatureHeader(other));
}
