import { isDeepStrictEqual } from 'node:util';
import { bodyChanges } from './body/changes.ts';
import type { BodyStep } from './body/candidates.ts';
import { jsonWriters, writersOf, type JsonWriterId } from './body/jsonWriters.ts';
import { parseTree } from './body/jsonTree.ts';
import { utf8 } from './body/text.ts';
import { sentence } from '../../sentence.ts';

/** What is told of a changed body. */
export interface BodyText {
  readonly explanation: string;
  readonly remedy: string;
  readonly steps: readonly BodyStep[];
  readonly writers: readonly JsonWriterId[];
}

/** In words what was done to a body, from what had to be undone to come from it to the signed one. */
export function bodyText(
  body: Buffer,
  signed: Buffer,
  steps: readonly BodyStep[],
  endpoint: string,
): BodyText {
  const rewritten = steps.includes('rewritten');
  const writers = rewritten ? writersOfBody(body, steps) : [];
  const others = steps.filter((step) => step !== 'rewritten');
  const happened = [
    ...(rewritten ? [rewrittenText(writers, signed)] : []),
    ...others.map((step) => bodyChanges[step].happened()),
  ];
  const remedies = [
    ...(rewritten ? [sentence`Verify the bytes as they came, before anything parses them.`] : []),
    ...others.map((step) => bodyChanges[step].remedy()),
  ];
  return {
    explanation: sentence`The body is not the one that ${endpoint} signed: it ${happened.join(sentence`, and it `)}. With that undone, the signature is right.`,
    remedy: [...new Set(remedies)].join(' '),
    steps,
    writers,
  };
}

/** In words how a body differs from the one received elsewhere, when no known change leads from one to the other. */
export function originalText(body: Buffer, signed: Buffer): BodyText {
  const writers = isSameJson(body, signed) ? writersOfBody(body, []) : [];
  const at = body.findIndex((byte, index) => byte !== signed[index]);
  const position = at < 0 ? Math.min(body.length, signed.length) : at;
  const line = signed.subarray(0, position).toString('latin1').split('\n').length;
  const difference = sentence`differs from byte ${position} on (line ${line}), and has ${body.length} bytes in place of ${signed.length}`;
  const happened = writers.length > 0 ? rewrittenText(writers, signed) : difference;
  return {
    explanation: sentence`The body is not the one that was signed, which was received here before: it ${happened}.`,
    remedy: sentence`Verify the bytes as they came, before anything parses or changes them.`,
    steps: writers.length > 0 ? ['rewritten'] : [],
    writers,
  };
}

function isSameJson(one: Buffer, other: Buffer): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(one.toString()), JSON.parse(other.toString()));
  } catch {
    return false;
  }
}

function rewrittenText(writers: readonly JsonWriterId[], signed: Buffer): string {
  const before = describe(writersOfBody(signed, []));
  const [first] = writers;
  if (!first) return sentence`was parsed and written anew; when it was signed, it was ${before}`;
  const { looks, by } = jsonWriters[first];
  return sentence`was parsed and written anew, ${looks()}, as by ${by()}; when it was signed, it was ${before}`;
}

function describe(writers: readonly JsonWriterId[]): string {
  // Without anything to escape, the plain way is as good a name as any.
  const plain = writers.find((id) => jsonWriters[id].style.escapes === 'none') ?? writers[0];
  return plain ? jsonWriters[plain].looks() : sentence`laid out in another way`;
}

/** Who writes JSON like a body; what else was done to it must not be in the way. */
function writersOfBody(body: Buffer, steps: readonly BodyStep[]): readonly JsonWriterId[] {
  let bytes = body;
  for (const step of steps) {
    if (step === 'rewritten') break;
    bytes = bodyChanges[step].undo(bytes).find((before) => before !== undefined && isJson(before)) ?? bytes;
  }
  const text = utf8(bytes)?.trim().replaceAll('\r\n', '\n');
  const tree = text === undefined ? undefined : parseTree(text);
  return text === undefined || !tree ? [] : writersOf(text, tree);
}

function isJson(bytes: Buffer): boolean {
  const text = utf8(bytes);
  return text !== undefined && parseTree(text) !== undefined;
}
