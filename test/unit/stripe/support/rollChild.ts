/**
 * A process that rolls a secret and is killed: `node rollChild.ts DIRECTORY BASE_URL KEY ENDPOINT STEPS [N before|after]`.
 * With N it kills itself at its n-th durable write. STEPS are joined by commas.
 */
import { sandboxConnection } from '../../../../src/stripe/connection.ts';
import type { RollPlan } from '../../../../src/stripe/rollState.ts';
import { bootFromFiles } from './rollFiles.ts';

const [directory = '', baseUrl = '', key = '', id = '', steps = '', at, when] = process.argv.slice(2);
let writes = 0;
const die = () => process.kill(process.pid, 'SIGKILL');
const { rolls } = bootFromFiles(directory, baseUrl, key, (write) => {
  const last = ++writes === Number(at);
  if (last && when === 'before') die();
  write();
  if (last) die();
});
const plans: Record<string, RollPlan> = {
  overlap: { way: 'overlap' },
  hour: { way: 'overlap', until: Date.now() + 60 * 60 * 1000 },
  switch: { way: 'switch' },
  dashboard: { way: 'dashboard' },
};
for (const step of steps.split(',')) {
  const plan = plans[step];
  const rollId = rolls.pending()[0]?.id ?? '';
  if (plan) await rolls.begin(sandboxConnection, { id, api: 'v1', url: '' }, plan);
  else if (step.startsWith('whsec_')) await rolls.provideSecret(rollId, step);
  else await rolls[step as 'confirm' | 'finish' | 'undo'](rollId);
}
