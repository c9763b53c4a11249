import type { ActiveSecret, Rejected } from '../verdict.ts';
import { verify, ownerOf } from '../verify.ts';
import type { EffortLimits } from './effort.ts';
import { bodyFindings, headerFindings, secretFindings } from './findings.ts';
import { rejected } from './rejections.ts';
import { search, type Found } from './search.ts';
import { unproven } from './unproven.ts';
import { sentence } from '../../sentence.ts';

/** A rejected request and what is known besides. */
export interface Examined {
  readonly body: Buffer;
  /** The value of `Stripe-Signature`; empty when there is none. */
  readonly header: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly secrets: readonly ActiveSecret[];
  readonly known: readonly ActiveSecret[];
  readonly originals: readonly Uint8Array[];
  readonly nowSeconds: number;
  readonly toleranceSeconds: number;
  readonly limits: EffortLimits;
}

/** The rejection with its cause, where that can be found. */
export function explain(verdict: Rejected, request: Examined): Rejected {
  switch (verdict.cause) {
    case 'timestamp-too-old':
    case 'timestamp-in-future':
      return verdict;
    case 'header-missing':
      return renamedHeader(request) ?? verdict;
    default: {
      const found = request.body.length > 0 ? search(request) : undefined;
      return (found && proven(found, request)) ?? unproven(verdict, request);
    }
  }
}

/** A signature under another name than Stripe's. */
function renamedHeader(request: Examined): Rejected | undefined {
  const renamed = request.headers.find(([, value]) => /(?:^|,)\s*t=\d+,\s*v1=[\da-f]+/.test(value));
  if (!renamed) return undefined;
  const [name, value] = renamed;
  const { secret } = verify(request.body, value, request.secrets, request);
  return {
    ...rejected(
      'header-renamed',
      sentence`The request has no Stripe-Signature header; the signature stands in the header ${name}.`,
      sentence`Let what stands in between keep the name, or read the header by the name it has now.`,
      secret,
    ),
    ...(secret && { proven: true }),
  };
}

/** The rejection by what had to be undone for the signature to fit: of several causes the header’s come first. */
function proven(found: Found, request: Examined): Rejected | undefined {
  const findings = [
    ...headerFindings(found),
    ...secretFindings(found, request),
    ...bodyFindings(found, request.body),
  ];
  const [first] = findings;
  if (!first) return undefined;
  return {
    outcome: 'rejected',
    cause: first.cause,
    explanation: [...findings.map(({ explanation }) => explanation), ...lateness(found, request)].join(' '),
    remedy: findings.map(({ remedy }) => remedy).join(' '),
    secret: ownerOf(found.key.owner),
    proven: true,
    ...findings.find(({ details }) => details)?.details,
  };
}

/** The signature fits, but too late or too early as well. */
function lateness({ header }: Found, { nowSeconds, toleranceSeconds }: Examined): readonly string[] {
  const age = nowSeconds - header.timestamp;
  if (Math.abs(age) <= toleranceSeconds) return [];
  return [age > 0 ? sentence`Besides, it is too old by now.` : sentence`Besides, its time is in the future.`];
}
