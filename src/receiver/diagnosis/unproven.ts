import { parseSignatureHeader } from '../signatureHeader.ts';
import type { Rejected } from '../verdict.ts';
import { jsonWriters, writersOf } from './body/jsonWriters.ts';
import { parseTree } from './body/jsonTree.ts';
import { utf8 } from './body/text.ts';
import type { Examined } from './explain.ts';
import { headerDamages, repaired } from './header/damages.ts';
import { notASecret } from './secret/forms.ts';
import { rejected } from './rejections.ts';
import { phrase, sentence } from '../../sentence.ts';

/** A rejected request whose signature nothing makes right. */
interface Seen extends Examined {
  readonly verdict: Rejected;
}

/** The likeliest cause, from what can be seen alone. */
export function unproven(verdict: Rejected, request: Examined): Rejected {
  const seen: Seen = { ...request, verdict };
  for (const look of [bodyMissing, headerDamaged, notSecrets, bodyDamaged, otherMode]) {
    const rejection = look(seen);
    if (rejection) return rejection;
  }
  return verdict;
}

const nothing = /^\s*(?:\{\s*\}|\[\s*\]|null|undefined|None|nil|"")?\s*$/;

function bodyMissing({ body }: Seen): Rejected | undefined {
  if (!nothing.test(body.toString('latin1', 0, 64)) || body.length > 64) return undefined;
  const text = body.toString('latin1').trim();
  return rejected(
    'empty-body',
    text === ''
      ? sentence`The request has a signature but no body.`
      : sentence`The body is only ${text}, not the event that was signed.`,
    sentence`Something read the body before: a body parser that ran first, or a stream that can be read only once. Verify the raw body, before anything else reads it.`,
  );
}

function headerDamaged({ header }: Seen): Rejected | undefined {
  const { value, damages } = repaired(header);
  const [damage] = damages;
  const { timestamp, signatures, otherSchemes } = parseSignatureHeader(value);
  const cut = signatures.find((signature) => signature.length < 64);
  if (cut !== undefined || (timestamp !== undefined && signatures.length === 0 && otherSchemes.length === 0))
    return rejected(
      'header-truncated',
      cut === undefined
        ? sentence`The Stripe-Signature header was cut off after the time.`
        : sentence`The Stripe-Signature header was cut off: of a signature’s 64 characters ${cut.length} are left.`,
      sentence`Pass on the whole header, and copy it whole; some logs and limits on header size shorten it.`,
    );
  if (!damage) return undefined;
  return rejected(
    headerDamages[damage].cause,
    sentence`The Stripe-Signature header ${headerDamages[damage].wrong()}.`,
    sentence`Pass the header on unchanged: one line of the form “t=…,v1=…”.`,
  );
}

function notSecrets({ secrets }: Seen): Rejected | undefined {
  const kinds = secrets.map(({ secret }) => notASecret(secret));
  const [kind] = kinds;
  if (kind === undefined || kinds.includes(undefined)) return undefined;
  return rejected(
    'secret-of-other-kind',
    sentence`What is given as the signing secret ${kind}.`,
    sentence`Take the signing secret of the endpoint, all of it; it starts with whsec_ and stands in the endpoint’s page of the Dashboard.`,
  );
}

/** How languages print what was parsed. */
const printed: readonly (readonly [pattern: RegExp, by: () => string])[] = [
  [/^\[object \w+\]/, phrase`JavaScript prints an object (String(req.body))`],
  [/^\{'\w+': /, phrase`Python prints a dict (str(request.json))`],
  [/^\{"?:?\w+"?\s?=>/, phrase`Ruby prints a hash (params.to_s)`],
  [/^<(?:Buffer|ActionController|Stripe::|_io\.|QueryDict)/, phrase`a language prints an object`],
  [/^map\[\w+:/, phrase`Go prints a map (fmt.Sprint)`],
  [/^\{\w+=/, phrase`Java prints a Map (toString)`],
  [/^(?:Array\b|System\.|Microsoft\.|java\.|org\.)/, phrase`a language prints the type of an object`],
];

function bodyDamaged({ body, headers, limits, verdict }: Seen): Rejected | undefined {
  const text = utf8(body);
  const contentLength = contentLengthOf(headers);
  const by = printed.find(([pattern]) => text !== undefined && pattern.test(text.trimStart()))?.[1];
  if (by)
    return rejected(
      'body-printed',
      sentence`The body was parsed before it was verified: this is how ${by()}.`,
      sentence`Verify the bytes as they came; what was parsed cannot be turned back into them.`,
    );
  if (isTruncated(text, body.length, contentLength))
    return rejected(
      'body-truncated',
      contentLength !== undefined && contentLength > body.length
        ? sentence`The body was cut off after ${body.length} bytes of ${contentLength}: its JSON does not end.`
        : sentence`The body was cut off after ${body.length} bytes: its JSON does not end.`,
      sentence`Read the body to its end, copy all of it, and raise the limit of what cuts it off (a log, a column of a database, a proxy).`,
    );
  if (text?.includes('\ufffd'))
    return rejected(
      'body-changed',
      sentence`The body has characters in it (U+FFFD) that stand for bytes which could not be decoded, so it is not what was signed.`,
      sentence`Verify the bytes as they came; decode them as UTF-8 only, and in one piece, not chunk by chunk.`,
    );
  return text === undefined || body.length > limits.body ? undefined : rewrittenLook(text, verdict);
}

function contentLengthOf(headers: Seen['headers']): number | undefined {
  const length = Number(headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1]);
  return Number.isSafeInteger(length) ? length : undefined;
}

function isTruncated(text: string | undefined, length: number, contentLength: number | undefined): boolean {
  if (contentLength !== undefined && contentLength > length) return true;
  return text !== undefined && /^\s*\{/.test(text) && !/\}\s*$/.test(text) && !isJson(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Stripe indents snapshot events by two spaces: another look is a trace, though not a proof. */
function rewrittenLook(text: string, verdict: Rejected): Rejected | undefined {
  const tree = parseTree(text);
  if (
    tree?.kind !== 'object' ||
    !tree.entries.some(
      ([key, value]) => key === 'object' && value.kind === 'string' && value.text === 'event',
    )
  )
    return undefined;
  const [writer] = writersOf(text.trim(), tree);
  if (!writer || jsonWriters[writer].style.indent === '  ') return undefined;
  return {
    ...verdict,
    explanation: `${verdict.explanation} ${sentence`The body is ${jsonWriters[writer].looks()}, while Stripe indents snapshot events by two spaces: it may have been parsed and written anew, as by ${jsonWriters[writer].by()}.`}`,
    body: ['rewritten'],
    writers: writersOf(text.trim(), tree),
  };
}

function otherMode({ body, secrets, known, verdict }: Seen): Rejected | undefined {
  const text = utf8(body);
  const live = text === undefined ? undefined : /"livemode"\s*:\s*(true|false)/.exec(text)?.[1] === 'true';
  const modes = [...secrets, ...known].map(({ mode }) => mode);
  if (live === undefined || modes.length === 0 || modes.includes(undefined) || verdict.cause !== 'no-match')
    return undefined;
  if (modes.some((mode) => (mode === 'live') === live)) return undefined;
  return rejected(
    'secret-of-other-mode',
    live
      ? sentence`This is an event of live mode, and only secrets of test mode and sandboxes are known.`
      : sentence`This is an event of test mode or a sandbox, and only secrets of live mode are known.`,
    sentence`Take the secret of the endpoint in the mode the event is from; each mode has endpoints and secrets of its own.`,
  );
}
