/** `npm run bench`: runs the benchmarks, or those named, and says of each budget whether it is kept. */
import { activation } from './activation/activation.ts';
import { table, type Finding } from './budgets.ts';
import { handlers } from './handlers/handlers.ts';
import { journal } from './journal/journal.ts';
import { panel } from './panel/panel.ts';
import { receiving } from './receiving/receiving.ts';

const parts: Readonly<Record<string, () => Promise<readonly Finding[]>>> = {
  receiving,
  journal,
  activation,
  handlers,
  panel,
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts);
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}; there are ${Object.keys(parts).join(' and ')}.`,
  );
  process.exit(2);
}
const findings: Finding[] = [];
for (const name of wanted) findings.push(...((await parts[name]?.()) ?? []));
console.log(`\n${table(findings)}`);
