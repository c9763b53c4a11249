/** `npm run bench`: runs the benchmarks and says of each budget whether it is kept. */
import { table } from './budgets.ts';
import { receiving } from './receiving/receiving.ts';

const findings = await receiving();
console.log(`\n${table(findings)}`);
