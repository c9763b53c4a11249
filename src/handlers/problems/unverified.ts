import type { Problem } from '../problem.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { expressionFrom, isCode, nodeAt, placeOf } from './places.ts';

/** What checks a signature, or belongs to a library that does. */
const VERIFIED =
  /construct_?event(?!_?from)|parse_?event_?notification|verify_?header|webhook_?signature|validate_?signature|signature_?verif|stripe[-_]signature|hmac|djstripe|cashier|stripe_event|StripeEvent\.configure|Pay::Webhooks|spatie/i;

/** Where a request's body becomes an event without more ado; the group is the expression. */
const TAKEN: readonly RegExp[] = [
  /(?:\b(?:event|evt|stripeEvent)|\{[^{}=]*\btype\b[^{}=]*\})(?:\s*:\s*[\w.<>]+)?\s*=\s*(?=(?:await\s+)?(?:JSON\.parse\(\s*)?(?:await\s+)?(?:req|request|ctx|c|context)\b[\w.?]*\.(?:body|rawBody|json|text)\b)/g,
  /\b(?:event|payload|data)\s*=\s*(?=(?:await\s+)?(?:json\.loads\(\s*)?(?:await\s+)?(?:self\.)?request\.(?:json|get_json|data|get_data|body)\b|(?:stripe\.)?Event\.construct_from\()/g,
  /\bevent\s*=\s*(?=JSON\.parse\(\s*request\b|params\b|(?:Stripe::)?Event\.construct_from\()/g,
  /\$(?:event|payload|data)\s*=\s*(?=(?:\\?Stripe\\)?Event::constructFrom\(|json_decode\(|\$request->(?:all|json|input)\()/g,
  /(?=\bjson\.(?:NewDecoder\(\w+\.Body\)\.Decode|Unmarshal)\(\s*(?:\w+,\s*)?&(?:event|evt)\b)/g,
  /(?=\b(?:ApiResource\.GSON|gson|GSON)\.fromJson\([^;]*\bEvent\.class\))/g,
  /(?=\bEventUtility\.ParseEvent\()/g,
];

/** Where a file that handles events takes one from a request without a look at its signature. */
export function unverified(root: Node): readonly Problem[] {
  const { text } = root;
  if (VERIFIED.test(text)) return [];
  for (const taken of TAKEN) {
    for (const { index, 0: before } of text.matchAll(taken)) {
      const node = nodeAt(root, index + before.length);
      if (node && isCode(node)) return [{ kind: 'unverified', ...placeOf(expressionFrom(node)) }];
    }
  }
  return [];
}
