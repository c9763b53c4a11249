import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { parse, stringify } from 'node:querystring';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { bodyFixes } from '../../../../src/receiver/bodyFixes.ts';
import type { Rejected } from '../../../../src/receiver/verdict.ts';
import { event, eventText, rejection, signed } from '../support/diagnosing.ts';

const parsed: unknown = JSON.parse(eventText);

/** What one must have done to the event, and what the diagnosis says of it. */
interface Case {
  readonly change: (original: Buffer) => Buffer | string;
  /** The steps that lead back. */
  readonly body: NonNullable<Rejected['body']>;
  /** The first of those who may have written the JSON anew. */
  readonly writer?: NonNullable<Rejected['writers']>[number];
  /** Frameworks whose fix must be among those offered. */
  readonly fixes: readonly string[];
  readonly says: RegExp;
}

const node = ['Express', 'Next.js', 'NestJS', 'Fastify'];

const cases: Readonly<Record<string, Case>> = {
  'JSON.stringify(JSON.parse(body)), as Express, Next.js, NestJS and Fastify apps do': {
    change: () => JSON.stringify(parsed),
    body: ['rewritten'],
    writer: 'JSON.stringify',
    fixes: node,
    says: /written anew, in one line without spaces, as by JSON\.stringify.*signed, it was indented by two spaces/,
  },
  'JSON.stringify and a final line end': {
    change: () => `${JSON.stringify(parsed)}\n`,
    body: ['rewritten'],
    writer: 'JSON.stringify',
    fixes: node,
    says: /one line/,
  },
  'JSON.stringify with an indentation of 4': {
    change: (body) =>
      JSON.stringify(JSON.parse(body.toString().replace('19.0', '19.5')), null, 4).replace('19.5', '19.0'),
    body: ['rewritten'],
    writer: 'four spaces',
    fixes: node,
    says: /indented by four spaces/,
  },
  'JSON.stringify with tabs': {
    change: () => JSON.stringify(parsed, null, '\t'),
    body: ['rewritten'],
    writer: 'tabs',
    fixes: node,
    says: /indented by tabs/,
  },
  'the same layout with 19.0 turned into 19': {
    change: () => JSON.stringify(parsed, null, 2),
    body: ['rewritten'],
    writer: 'two spaces',
    fixes: node,
    says: /indented by two spaces/,
  },
  'sorted keys': {
    change: () => JSON.stringify(sortedKeys(parsed)),
    body: ['rewritten'],
    fixes: [],
    says: /sorted keys/,
  },
  'PHP’s json_encode: escaped slashes and Unicode, [] for {}': {
    change: () =>
      JSON.stringify(parsed)
        .replace('"metadata":{}', '"metadata":[]')
        .replaceAll('/', '\\/')
        .replace(/[^\x20-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    body: ['rewritten'],
    writer: 'json_encode',
    fixes: ['Laravel', 'PHP'],
    says: /json_encode/,
  },
  'Rails’ to_json: <, > and & escaped': {
    change: () =>
      JSON.stringify(parsed).replace(/[<>&]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`),
    body: ['rewritten'],
    writer: 'to_json',
    fixes: ['Rails, Sinatra'],
    says: /Rails/,
  },
  'Gson: =, ’ and more escaped': {
    change: () =>
      JSON.stringify(parsed).replace(/[<>&=']/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`),
    body: ['rewritten'],
    writer: 'Gson',
    fixes: ['Spring'],
    says: /Gson/,
  },
  'System.Text.Json: Unicode, quotes and + escaped in upper case': {
    change: () =>
      JSON.stringify(parsed)
        .replaceAll('\\"', '\\u0022')
        .replace(
          /[<>&'+`]|[^\x20-\x7e]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
        ),
    body: ['rewritten'],
    writer: 'System.Text.Json',
    fixes: ['ASP.NET Core'],
    says: /System\.Text\.Json/,
  },
  'a final line end added': {
    change: (body) => `${body.toString()}\n`,
    body: ['line-end-added'],
    fixes: [],
    says: /got a line end at its end/,
  },
  'white space around it': {
    change: (body) => `  ${body.toString()}\t`,
    body: ['white-space-added'],
    fixes: [],
    says: /white space around/,
  },
  'CRLF in place of LF': {
    change: (body) => body.toString().replaceAll('\n', '\r\n'),
    body: ['crlf'],
    fixes: [],
    says: /CRLF in place of LF/,
  },
  'a byte order mark': {
    change: (body) => Buffer.concat([Buffer.from('\ufeff'), body]),
    body: ['bom-added'],
    fixes: ['ASP.NET Core'],
    says: /byte order mark/,
  },
  'latin1 in place of UTF-8': {
    change: (body) => Buffer.from(body.toString().replace('🧀', ''), 'latin1'),
    body: ['latin1'],
    fixes: ['Spring'],
    says: /latin1/,
  },
  'UTF-8 read as latin1 and written as UTF-8': {
    change: (body) => Buffer.from(body.toString('latin1')),
    body: ['mojibake'],
    fixes: ['Spring', 'PHP'],
    says: /“ä” became “Ã¤”/,
  },
  'UTF-8 read as windows-1252 and written as UTF-8': {
    change: (body) => Buffer.from(new TextDecoder('windows-1252').decode(body)),
    body: ['mojibake'],
    fixes: ['Spring', 'PHP'],
    says: /windows-1252/,
  },
  'UTF-16': {
    change: (body) => Buffer.from(body.toString(), 'utf16le'),
    body: ['utf16'],
    fixes: ['ASP.NET Core'],
    says: /UTF-16/,
  },
  'still packed with gzip': {
    change: (body) => gzipSync(body),
    body: ['compressed'],
    fixes: ['Proxy, Gateway, API client', 'Express'],
    says: /still compressed/,
  },
  'still packed with brotli': {
    change: (body) => brotliCompressSync(body),
    body: ['compressed'],
    fixes: ['Express'],
    says: /still compressed/,
  },
  'still packed with deflate': {
    change: (body) => deflateSync(body),
    body: ['compressed'],
    fixes: ['Express'],
    says: /still compressed/,
  },
  'still packed with raw deflate': {
    change: (body) => deflateRawSync(body),
    body: ['compressed'],
    fixes: ['Express'],
    says: /still compressed/,
  },
  'still in base64, as API Gateway hands it to a Lambda': {
    change: (body) => body.toString('base64'),
    body: ['base64'],
    fixes: ['AWS Lambda, API Gateway'],
    says: /still in base64/,
  },
  'packed and in base64': {
    change: (body) => gzipSync(body).toString('base64'),
    body: ['base64', 'compressed'],
    fixes: ['AWS Lambda, API Gateway'],
    says: /base64, and it is still compressed/,
  },
  'the whole message of API Gateway': {
    change: (body) => JSON.stringify({ httpMethod: 'POST', headers: {}, body: body.toString() }),
    body: ['envelope'],
    fixes: ['AWS Lambda, API Gateway'],
    says: /inside the message of a gateway/,
  },
  'the whole message of API Gateway, with the body in base64': {
    change: (body) => JSON.stringify({ body: body.toString('base64'), isBase64Encoded: true }),
    body: ['envelope'],
    fixes: ['AWS Lambda, API Gateway'],
    says: /inside the message of a gateway/,
  },
  'a JSON string around it': {
    change: (body) => JSON.stringify(body.toString()),
    body: ['json-string'],
    fixes: ['Express'],
    says: /JSON string/,
  },
  'a form field': {
    change: (body) => stringify({ payload: body.toString() }),
    body: ['form-field'],
    fixes: ['PHP'],
    says: /form field/,
  },
  'parsed as a form and written as one': {
    change: (body) => stringify(parse(body.toString().replace("it's 1 = 1", 'x').replaceAll('&', 'and'))),
    body: ['percent-encoded'],
    fixes: ['Express'],
    says: /percent-encoded/,
  },
  'parsed as a form and stringified, as express.urlencoded does': {
    change: (body) =>
      JSON.stringify(parse(body.toString().replace("it's 1 = 1", 'x').replaceAll('&', 'and'))),
    body: ['form-parsed'],
    fixes: ['Express', 'NestJS'],
    says: /parsed as a form/,
  },
  'decoded as a form, + became a space': {
    change: (body) => body.toString().replaceAll('+', ' '),
    body: ['form-decoded'],
    fixes: ['PHP'],
    says: /each “\+” became a space/,
  },
  'escaped for HTML': {
    change: (body) =>
      body
        .toString()
        .replaceAll('&', '&amp;')
        .replaceAll('"', '&quot;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;'),
    body: ['html-escaped'],
    fixes: ['PHP'],
    says: /escaped for HTML/,
  },
  'PHP’s addslashes': {
    change: (body) => body.toString().replace(/[\\'"]/g, '\\$&'),
    body: ['slashes-added'],
    fixes: ['PHP'],
    says: /backslash before each quote/,
  },
  'a byte order mark and JSON.stringify': {
    change: () => `\ufeff${JSON.stringify(parsed)}`,
    body: ['bom-added', 'rewritten'],
    writer: 'JSON.stringify',
    fixes: node,
    says: /written anew.*byte order mark/,
  },
};

/** The original of each case; some changes lose what cannot be restored, which the original must not have then. */
const originals: Readonly<Record<string, (text: string) => string>> = {
  'latin1 in place of UTF-8': (text) => text.replace('🧀', ''),
  'parsed as a form and written as one': (text) =>
    text.replace("it's 1 = 1", 'x').replaceAll('&', 'and').replaceAll('+', ' '),
  'parsed as a form and stringified, as express.urlencoded does': (text) =>
    text.replace("it's 1 = 1", 'x').replaceAll('&', 'and').replace('+shop', 'shop'),
};

/** What Go 1.26.8 wrote when it was given the event: to compile a program in each test run takes too long. */
const marshalled = String.raw`{"api_version":"2026-10-28.endive","created":1799999990,"data":{"object":{"amount_due":1999,"customer_email":"jörg+shop@example.com","customer_name":"Jörg \u0026 Söhne \u003cGmbH\u003e \"Käse\" 🧀","customer_phone":"+4930123456","default_tax_rates":[],"id":"in_1Shop","lines":{"data":[],"has_more":false,"object":"list","url":"/v1/invoices/in_1Shop/lines"},"metadata":{},"note":"it's 1 = 1","object":"invoice","tax_percent":19}},"id":"evt_1Shop","livemode":false,"object":"event","pending_webhooks":1,"request":{"id":"req_1","idempotency_key":null},"type":"invoice.paid"}`;

describe('diagnose: a changed body', () => {
  for (const [title, { change, body, writer, fixes, says }] of Object.entries(cases)) {
    it(`recognises ${title}`, () => {
      const original = Buffer.from((originals[title] ?? ((text: string) => text))(eventText));
      check(original, change(original), body, writer, fixes, says);
    });
  }

  it('recognises a lost final line end', () => {
    const original = Buffer.from(`${eventText}\n`);
    check(original, eventText, ['line-end-lost'], undefined, [], /lost the line end at its end/);
  });

  it('recognises lost line ends of Windows', () => {
    const original = Buffer.from(eventText.replaceAll('\n', '\r\n'));
    check(original, eventText, ['lf'], undefined, [], /LF in place of CRLF/);
  });

  it('recognises a lost byte order mark', () => {
    check(
      Buffer.from(`\ufeff${eventText}`),
      eventText,
      ['bom-lost'],
      undefined,
      [],
      /lost the byte order mark/,
    );
  });

  it('recognises pretty-printing of a body that was in one line, as thin events are', () => {
    const original = Buffer.from(JSON.stringify(parsed));
    check(original, JSON.stringify(parsed, null, 2), ['rewritten'], 'two spaces', node, /it was in one line/);
  });

  it('names a wrong secret and a changed body together', () => {
    const { explanation, cause } = rejection('secret-with-white-space', {
      body: JSON.stringify(parsed),
      secrets: [{ connectionId: '', endpointId: '', secret: 'whsec_shopShopShop0123456789\n' }],
    });
    assert.match(explanation, /line end in it.*written anew/);
    assert.equal(cause, 'secret-with-white-space');
  });
});

describe('diagnose: a body changed by Python itself', () => {
  before(function () {
    if (spawnSync('python3', ['--version']).status !== 0) this.skip();
  });

  const python: Readonly<Record<string, readonly [code: string, writer: string, says: RegExp]>> = {
    'json.dumps': ['json.dumps(json.loads(b))', 'json.dumps', /Python’s json\.dumps;|Python’s json\.dumps/],
    'json.dumps without ensure_ascii': [
      'json.dumps(json.loads(b), ensure_ascii=False)',
      'json.dumps ensure_ascii=False',
      /ensure_ascii=False/,
    ],
    'json.dumps with compact separators': [
      "json.dumps(json.loads(b), separators=(',', ':'))",
      'json.dumps separators',
      /compact separators/,
    ],
    'json.dumps with sort_keys': [
      'json.dumps(json.loads(b), sort_keys=True)',
      'json.dumps sort_keys',
      /sort_keys/,
    ],
    'json.dumps as Flask’s jsonify calls it': [
      "json.dumps(json.loads(b), sort_keys=True, separators=(',', ':'))",
      'jsonify',
      /jsonify/,
    ],
    'json.dumps with an indentation': [
      'json.dumps(json.loads(b), indent=4)',
      'four spaces, escaped',
      /indent=4/,
    ],
  };
  for (const [title, [code, writer, says]] of Object.entries(python)) {
    it(`recognises ${title}`, () => {
      check(event, runPython(code), ['rewritten'], writer, ['Flask'], says);
    });
  }

  it('recognises str() of bytes', () => {
    check(event, runPython('str(b)'), ['python-bytes'], undefined, ['Flask', 'Django'], /str\(\) of Python/);
  });

  it('recognises str() of a dict, which nothing can undo', () => {
    const verdict = rejection('body-printed', { body: runPython('str(json.loads(b))') });
    assert.match(verdict.explanation, /Python prints a dict/);
    assert.ok(bodyFixes(verdict).some(({ name }) => name === 'Flask'));
  });
});

describe('diagnose: a body changed by Go', () => {
  it('recognises json.Marshal of a map', () => {
    check(event, marshalled, ['rewritten'], 'json.Marshal', ['Go'], /json\.Marshal of a map/);
  });
});

describe('diagnose: a body that cannot be restored', () => {
  it('says that it is empty', () => {
    rejection('empty-body', { body: '' });
  });

  for (const empty of ['{}', 'null', 'undefined', '[]', 'None', ' {} \n']) {
    it(`says that ${JSON.stringify(empty)} is what is left when something else read the body`, () => {
      const verdict = rejection('empty-body', { body: empty });
      assert.match(verdict.remedy, /body parser/);
      assert.ok(bodyFixes(verdict).length > 10);
    });
  }

  const printed = {
    '[object Object]': /JavaScript prints an object/,
    '{"id"=>"evt_1Shop", "object"=>"event"}': /Ruby prints a hash/,
    'map[id:evt_1Shop object:event]': /Go prints a map/,
    '{id=evt_1Shop, object=event}': /Java prints a Map/,
    Array: /type of an object/,
    'System.IO.MemoryStream': /type of an object/,
  };
  for (const [body, says] of Object.entries(printed)) {
    it(`says who prints “${body}”`, () => {
      assert.match(rejection('body-printed', { body }).explanation, says);
    });
  }

  it('says that it was cut off', () => {
    assert.match(
      rejection('body-truncated', { body: event.subarray(0, 300) }).explanation,
      /after 300 bytes: its JSON/,
    );
    const headers = [['Content-Length', String(event.length)]] as const;
    assert.match(
      rejection('body-truncated', { body: event.subarray(0, 300), headers }).explanation,
      new RegExp(`after 300 bytes of ${event.length}`),
    );
  });

  it('says that bytes were lost in decoding', () => {
    assert.match(
      rejection('body-changed', { body: eventText.replace('ö', '\ufffd') }).explanation,
      /U\+FFFD/,
    );
  });

  it('says that it looks rewritten when the secret is not known either', () => {
    const verdict = rejection('no-match', {
      body: JSON.stringify(parsed),
      header: signed(event, 'whsec_unknownUnknown0123'),
    });
    assert.match(verdict.explanation, /Stripe indents snapshot events by two spaces: it may have been/);
    assert.equal(verdict.proven, undefined);
    assert.ok(bodyFixes(verdict).some(({ name }) => name === 'Express'));
  });

  it('may be a verdict from elsewhere, with steps and writers that are not known here', () => {
    const verdict = JSON.parse(
      '{"outcome":"rejected","cause":"body-changed","explanation":"","remedy":"","body":["later"],"writers":["__proto__"]}',
    ) as Rejected;
    assert.deepEqual(bodyFixes(verdict), []);
  });
});

describe('diagnose: with the same event as it was received before', () => {
  it('recognises a body whose keys were put into an order that tells nothing of the old one', () => {
    const shuffled = JSON.stringify(Object.fromEntries(Object.entries(parsed as object).reverse()));
    const verdict = rejection('body-changed', { body: shuffled, originals: [event] });
    assert.match(verdict.explanation, /received here before.*written anew/);
    assert.equal(verdict.writers?.[0], 'JSON.stringify');
  });

  it('says where a body differs when somebody changed what it says', () => {
    const verdict = rejection('body-changed', { body: eventText.replace('1999', '1'), originals: [event] });
    assert.match(verdict.explanation, /differs from byte \d+ on \(line 10\)/);
  });

  it('still says how, where that is known', () => {
    const verdict = rejection('body-changed', { body: `${eventText}\n`, originals: [event] });
    assert.deepEqual(verdict.body, ['line-end-added']);
  });
});

function check(
  original: Buffer,
  changed: Buffer | string,
  body: Rejected['body'],
  writer: string | undefined,
  fixes: readonly string[],
  says: RegExp,
): void {
  const verdict = rejection('body-changed', { body: changed, header: signed(original) });
  assert.deepEqual(verdict.body, body, verdict.explanation);
  if (writer) assert.equal(verdict.writers?.[0], writer);
  assert.match(verdict.explanation, says);
  assert.equal(verdict.proven, true);
  const offered = bodyFixes(verdict).map(({ name }) => name);
  for (const name of fixes) assert.ok(offered.includes(name), `${name} is not among ${offered.join(', ')}`);
}

function runPython(expression: string): string {
  const code = `import json, sys\nb = sys.stdin.buffer.read()\nsys.stdout.buffer.write((${expression}).encode())`;
  const { stdout, stderr } = spawnSync('python3', ['-c', code], { input: event });
  assert.equal(stderr.toString(), '');
  return stdout.toString();
}

/** All keys sorted, at every depth. */
function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}
