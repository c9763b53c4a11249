import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How many source files there are, and how many of them handle events or merely mention Stripe. */
const files = 10_000;
const everyNthHandles = 250;
const everyNthMentions = 50;

const languages = ['ts', 'tsx', 'js', 'py', 'rb', 'php', 'go', 'java', 'cs', 'rs'] as const;

const handlers: Readonly<Record<(typeof languages)[number], string>> = {
  ts: `switch (event.type) {\n  case 'invoice.paid':\n    pay();\n    break;\n  case 'charge.refunded':\n    refund();\n}\n`,
  tsx: `if (event.type === 'invoice.paid') pay();\n`,
  js: `const handlers = { 'invoice.paid': async (event) => pay(event) };\n`,
  py: `if event["type"] == "invoice.paid":\n    pay()\n`,
  rb: `case event.type\nwhen 'invoice.paid' then pay\nend\n`,
  php: `<?php switch ($event->type) { case 'invoice.paid': pay(); }\n`,
  go: `package a\nfunc f() {\n\tswitch event.Type {\n\tcase "invoice.paid":\n\t\tpay()\n\t}\n}\n`,
  java: `class A { void f() { switch (event.getType()) { case "invoice.paid": pay(); } } }\n`,
  cs: `class A { void F() { if (e.Type == EventTypes.InvoicePaid) Pay(); } }\n`,
  rs: `fn f() { match event.type_.as_str() { "invoice.paid" => pay(), _ => {} } }\n`,
};

/** The languages whose files handle events: those of one product, or every one that there is. */
export type Handling = 'two languages' | 'ten languages';

/**
 * Writes a workspace of 10,000 source files of about 6 KB in ten languages, some of which handle events and some only
 * mention them; gives how many handle.
 */
export async function writeWorkspace(folder: string, handling: Handling): Promise<number> {
  for (let directory = 0; directory < files / 100; directory++) {
    const path = join(folder, `module${directory}`, 'src');
    await mkdir(path, { recursive: true });
    await Promise.all(
      Array.from({ length: 100 }, (_, at) => {
        const number = directory * 100 + at;
        const language = languageOf(number);
        return writeFile(join(path, `file${at}.${language}`), textOf(number, language, handling));
      }),
    );
  }
  return Array.from({ length: files }, (_, number) => number).filter((number) => doesHandle(number, handling))
    .length;
}

/** A TypeScript file of 600 lines that handles two types, each time a little different. */
export function changedText(change: number): string {
  const filler = Array.from({ length: 590 }, (_, at) => `const value${at} = compute(${at}, ${change});\n`);
  return filler.join('') + handlers.ts;
}

function languageOf(number: number): (typeof languages)[number] {
  // Spread over the files that handle events as over all others.
  return languages[(number + Math.floor(number / everyNthHandles)) % languages.length] ?? 'ts';
}

function doesHandle(number: number, handling: Handling): boolean {
  if (number % everyNthHandles !== 0) return false;
  return handling === 'ten languages' || ['ts', 'py'].includes(languageOf(number));
}

function textOf(number: number, language: (typeof languages)[number], handling: Handling): string {
  const comment = language === 'py' || language === 'rb' ? '#' : '//';
  const filler = Array.from(
    { length: 80 },
    (_, at) => `${comment} step ${number}.${at}: reads "row.value", keeps it in 'table${at}' and goes on\n`,
  ).join('');
  const mentions =
    number % everyNthMentions === 7 ? `${comment} see "customer.created" and stripe-signature\n` : '';
  const text = doesHandle(number, handling) ? handlers[language] : '';
  return language === 'php'
    ? `<?php\n${mentions}${filler}${text.replace('<?php', '')}`
    : filler + mentions + text;
}
