import type { RawBodyFramework } from '../problem.ts';

/** How a web framework gives a handler its body. */
export interface Framework {
  readonly id: RawBodyFramework;
  /** Whether a file is written for it. */
  readonly isUsedIn: (path: string, text: string) => boolean;
  /** The expressions that give the body after it was parsed. */
  readonly parsed: RegExp;
  /** The expression that gives it as it came, where that is all it takes. */
  readonly raw?: string;
  /** What in a file leaves the body unparsed after all. */
  readonly unless?: RegExp;
}

const imports = (name: string) => {
  const pattern = new RegExp(`(?:from|require\\()\\s*['"](?:npm:|jsr:)?(?:${name})(?:[/@][^'"]*)?['"]`);
  return (_path: string, text: string) => pattern.test(text);
};
const importsPython = (name: string) => {
  const pattern = new RegExp(`^\\s*(?:from|import)\\s+${name}\\b`, 'm');
  return (path: string, text: string) => path.endsWith('.py') && pattern.test(text);
};

/** In the order in which they are tried. */
export const frameworks: readonly Framework[] = [
  {
    id: 'nest',
    isUsedIn: imports('@nestjs/common'),
    parsed: /^(?:JSON\.stringify\()?(?:req(?:uest)?\.body|body|payload)\)?$/,
    raw: 'req.rawBody',
  },
  {
    id: 'nextApp',
    isUsedIn: (path) => /(?:^|[\\/])app[\\/](?:.*[\\/])?route\.[cm]?[jt]s$/.test(path),
    parsed: /\breq(?:uest)?\.json\(\)/,
    raw: 'await req.text()',
  },
  {
    id: 'nextPages',
    isUsedIn: (path, text) => /NextApiRequest/.test(text) || /(?:^|[\\/])pages[\\/]api[\\/]/.test(path),
    parsed: /\breq(?:uest)?\.body\b/,
    unless: /bodyParser:\s*false/,
  },
  {
    id: 'hono',
    isUsedIn: imports('hono'),
    parsed: /\bc(?:tx)?\.req\.(?:json|parseBody)\(\)/,
    raw: 'await c.req.text()',
  },
  {
    id: 'koa',
    isUsedIn: imports('koa|@koa/router|koa-router'),
    parsed: /\bctx\.request\.body\b/,
    unless: /includeUnparsed|rawBody/,
  },
  {
    id: 'fastify',
    isUsedIn: imports('fastify'),
    parsed: /\breq(?:uest)?\.body\b/,
    unless: /addContentTypeParser|rawBody|fastify-raw-body/,
  },
  {
    id: 'express',
    isUsedIn: imports('express'),
    // On its own `req.body` is right; it depends on what parsed it.
    parsed: /JSON\.stringify\(/,
  },
  {
    id: 'fastapi',
    isUsedIn: importsPython('(?:fastapi|starlette)'),
    parsed: /\brequest\.json\(\)/,
    raw: 'await request.body()',
  },
  {
    id: 'flask',
    isUsedIn: importsPython('flask'),
    parsed: /\brequest\.(?:json\b|get_json\(|form\b|values\b)/,
    raw: 'request.get_data()',
  },
  {
    id: 'django',
    isUsedIn: importsPython('(?:django|rest_framework)'),
    parsed: /\bjson\.loads\(|\brequest\.(?:data|POST)\b/,
    raw: 'request.body',
  },
  {
    id: 'rails',
    isUsedIn: (_path, text) => /<\s*(?:ApplicationController|ActionController::)/.test(text),
    parsed: /\bparams\b|JSON\.parse\(|\.to_json\b/,
    raw: 'request.raw_post',
  },
  {
    id: 'sinatra',
    isUsedIn: (path, text) => path.endsWith('.rb') && /['"]sinatra|Sinatra::/.test(text),
    parsed: /\bparams\b|JSON\.parse\(|\.to_json\b/,
    raw: 'request.body.read',
  },
  {
    id: 'laravel',
    isUsedIn: (path, text) => path.endsWith('.php') && /\bIlluminate\\/.test(text),
    parsed: /\$request->(?:all|json|input|post|toArray)\(|json_(?:de|en)code\(/,
    raw: '$request->getContent()',
  },
  {
    id: 'php',
    isUsedIn: (path) => path.endsWith('.php'),
    parsed: /json_(?:de|en)code\(|\$_POST\b/,
    raw: "file_get_contents('php://input')",
  },
];

/** Expressions that are no longer the bytes that came, in any framework. */
export const reserialised =
  /\bJSON\.stringify\(|\bjson\.dumps\(|\bjson_encode\(|\.to_json\b|\bJSON\.generate\(|\bjson\.Marshal\(|\.toJson\(|\bJsonSerializer\.Serialize\(|\bJsonConvert\.SerializeObject\(|\bwriteValueAsString\(|\bJason\.encode!?\(|\bserde_json::to_string\(/;

/** Parsers that an Express app puts before every route, and what keeps them away from this one. */
export const expressParser =
  /\.use\(\s*(?:express|bodyParser)\.json\(\s*(?:\{(?![^}]*\bverify\b)[^}]*\}\s*)?\)/;
export const expressRaw = /\b(?:express|bodyParser)\.raw\(|\brawBody\b|raw-body|\.text\(\s*\{/;
