import { languageOf } from '../languages/table.ts';
import type { Problem } from '../problem.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { isCode, nodeAt, placeOf } from './places.ts';

const SECRET = /\bwhsec_[A-Za-z0-9+/]{24,}={0,2}/g;
/** What documentation and samples say instead of a secret. */
const PLACEHOLDER = /x{4}|your|test|example|placeholder|secret(?!_)|0{8}|1234567/i;
const VARIABLE = 'STRIPE_WEBHOOK_SECRET';

const readers: Readonly<Record<string, string>> = {
  typescript: `process.env.${VARIABLE}!`,
  vue: `process.env.${VARIABLE}!`,
  javascript: `process.env.${VARIABLE}`,
  python: `os.environ["${VARIABLE}"]`,
  ruby: `ENV.fetch("${VARIABLE}")`,
  php: `getenv('${VARIABLE}')`,
  go: `os.Getenv("${VARIABLE}")`,
  java: `System.getenv("${VARIABLE}")`,
  kotlin: `System.getenv("${VARIABLE}")`,
  csharp: `Environment.GetEnvironmentVariable("${VARIABLE}")`,
  rust: `std::env::var("${VARIABLE}").unwrap()`,
  elixir: `System.fetch_env!("${VARIABLE}")`,
};

/** Signing secrets that stand in the code or its comments, where everyone who reads the repository finds them. */
export function hardCodedSecrets(path: string, root: Node): readonly Problem[] {
  return [...root.text.matchAll(SECRET)].flatMap(({ index, 0: secret }) => {
    const node = nodeAt(root, index);
    if (!node || PLACEHOLDER.test(secret.slice('whsec_'.length))) return [];
    const literal = wholeLiteral(node, secret);
    const fromEnvironment = literal && readers[languageOf(path)?.id ?? ''];
    return [{ kind: 'secret' as const, fromEnvironment, ...placeOf(literal ?? node) }];
  });
}

/** The string that is the secret and nothing else, with its quotes. */
function wholeLiteral(inner: Node, secret: string): Node | undefined {
  for (let node: Node | null = inner, depth = 0; node && depth < 3; node = node.parent, depth++) {
    const quoted = /^\w?(["'`])([^]*)\1$/.exec(node.text);
    if (quoted && !isCode(node)) return quoted[2] === secret ? node : undefined;
  }
  return undefined;
}
