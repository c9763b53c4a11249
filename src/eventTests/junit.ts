/** A test as JUnit's report tells of it. */
export interface ReportedTest {
  /** The fixture's file. */
  readonly name: string;
  /** What it is about: the event's type. */
  readonly group: string;
  readonly milliseconds: number;
  /** Absent of one that has passed. */
  readonly failure?: { readonly message: string; readonly details: string };
}

/**
 * A report in JUnit's XML, as CI servers read it. Source of the format: the schema that Jenkins' JUnit plugin and
 * GitLab document (`testsuites`, `testsuite`, `testcase`, `failure`).
 */
export function junitReport(tests: readonly ReportedTest[]): string {
  const totals = attributes({
    tests: String(tests.length),
    failures: String(tests.filter(({ failure }) => failure).length),
    errors: '0',
    time: seconds(tests.reduce((sum, { milliseconds }) => sum + milliseconds, 0)),
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${totals}>`,
    `  <testsuite${attributes({ name: 'Stripe event fixtures' })}${totals}>`,
    ...tests.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase({ name, group, milliseconds, failure }: ReportedTest): string {
  const head = `    <testcase${attributes({ name, classname: group, time: seconds(milliseconds) })}`;
  if (!failure) return `${head}/>`;
  const { message, details } = failure;
  return `${head}>\n      <failure${attributes({ message })}>${escaped(details)}</failure>\n    </testcase>`;
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(
      ([name, value]) => ` ${name}="${escaped(value).replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`)}"`,
    )
    .join('');
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text that XML 1.0 can hold; characters that it cannot are replaced. */
function escaped(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (character) => entities[character] ?? character)
      // A parser would make a line feed of it.
      .replaceAll('\r', '&#13;')
      // eslint-disable-next-line no-control-regex
      .replace(/[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
  );
}
