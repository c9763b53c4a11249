import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Connection } from '../../../stripe/connection.ts';
import { dashboardUrl } from '../../../stripe/dashboard.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import { newSecretOwner, type Roll, type RollPlan } from '../../../stripe/rollState.ts';
import { envTargetText, type EnvTarget } from '../../control/envTargets.ts';
import { executeCommand } from '../../host/executeCommand.ts';
import { confirm } from '../../host/messages.ts';
import { askPick, askText, back, multiStep, only, type StepPosition } from '../../host/multiStep.ts';
import { withProgress } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import { askEnvTarget } from '../../pickers/envTarget.ts';
import { endpointNodeOf, type EndpointNode, type SecretNode } from '../../views/endpointNodes.ts';
import { connectionName } from '../../views/liveColor.ts';
import type { Parts } from '../parts.ts';
import { copyNewSecret } from '../roll/copyNewSecret.ts';

type Needs = Pick<Parts, 'endpointList' | 'envTargets' | 'messages' | 'rollEnvTargets' | 'rolls' | 'secrets'>;

/** Rolls an endpoint's signing secret in the way the user chooses. */
export async function rollSecret(parts: Needs, node?: EndpointNode | SecretNode): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node && endpointNodeOf(node),
    parts.endpointList,
    vscode.l10n.t('Endpoint to roll'),
    ({ kind }) => kind === 'webhook',
  );
  const possible = ways(connection, endpoint);
  const { way, env } = await multiStep<RollAnswers>(vscode.l10n.t('Roll the secret of {0}', endpoint.url), [
    async (_answers, position) => {
      const picked = await askPick(possible, vscode.l10n.t('How to roll the signing secret'), position);
      return picked === back ? back : { way: picked };
    },
    async (_answers, position) => askEnv(parts, endpoint, position),
  ]);
  const plan = await way.plan();
  const target = await env.target();
  await confirm(
    vscode.l10n.t('Roll the signing secret of {0} in {1}?', endpoint.url, connectionName(connection)),
    explanation(plan, endpoint.id),
    vscode.l10n.t('Roll Secret'),
  );
  await parts.rollEnvTargets.set(connection.id, endpoint.id, target);
  if (target) await parts.envTargets.remember(endpoint, target);
  // Not cancellable half-way: the roll is journalled and either finishes, waits, or is resumed.
  try {
    const roll = await withProgress(vscode.l10n.t('Rolling the signing secret …'), () =>
      parts.rolls.begin(connection, endpoint, plan),
    );
    report(parts, connection, roll, target);
  } finally {
    await parts.endpointList.refresh();
  }
}

interface RollAnswers {
  readonly way: Way;
  readonly env: EnvChoice;
}

interface EnvChoice extends vscode.QuickPickItem {
  readonly target: () => EnvTarget | undefined | Promise<EnvTarget>;
}

/** Whether the new secret goes into a `.env` file by itself; nothing to ask where no folder is open. */
async function askEnv(
  { envTargets }: Needs,
  endpoint: Endpoint,
  position: StepPosition,
): Promise<Pick<RollAnswers, 'env'> | typeof back> {
  const leave: EnvChoice = {
    label: vscode.l10n.t('Leave files alone'),
    detail: vscode.l10n.t('You give your app the new secret yourself.'),
    target: () => undefined,
  };
  if (!vscode.workspace.workspaceFolders?.length) return { env: leave };
  const known = envTargets.of(endpoint);
  const choices: readonly EnvChoice[] = [
    ...(known ? [{ label: vscode.l10n.t('Set {0}', envTargetText(known)), target: () => known }] : []),
    leave,
    { label: vscode.l10n.t('Set a variable in a .env file…'), target: askEnvTarget },
  ];
  const placeholder = vscode.l10n.t('Once the new secret is ready');
  const picked = await askPick(choices, placeholder, position);
  return picked === back ? back : { env: picked };
}

interface Way extends vscode.QuickPickItem {
  readonly plan: () => RollPlan | Promise<RollPlan>;
}

function ways(connection: Connection, endpoint: Endpoint): readonly Way[] {
  const dashboard = connection.kind === 'account' ? [inTheDashboard()] : [];
  // A second event destination would get a second id and another name; Stripe's Dashboard rolls them in place.
  const here = endpoint.api === 'v1' ? waysHere() : [];
  if (here.length + dashboard.length > 0) return [...here, ...dashboard];
  throw new HumanError(
    vscode.l10n.t(
      'Event destinations are rolled in the Dashboard, which the sandbox does not have: delete {0} and create it again.',
      endpoint.id,
    ),
    'unavailable',
  );
}

function waysHere(): readonly Way[] {
  const overlap = (label: string, hours: number): Way => ({
    label,
    detail: vscode.l10n.t(
      'A new endpoint delivers beside the old one; both secrets are accepted until then.',
    ),
    plan: () => ({ way: 'overlap', until: Date.now() + hours * 3_600_000 }),
  });
  return [
    {
      label: vscode.l10n.t('Now'),
      detail: vscode.l10n.t('A new endpoint takes the place of the old one at once.'),
      plan: () => ({ way: 'overlap' }),
    },
    overlap(vscode.l10n.t('Overlap for 1 hour'), 1),
    overlap(vscode.l10n.t('Overlap for 6 hours'), 6),
    overlap(vscode.l10n.t('Overlap for 24 hours'), 24),
    { ...overlap(vscode.l10n.t('Overlap until a time…'), 0), plan: overlapUntil },
    {
      label: vscode.l10n.t('Switch when my app has the new secret'),
      detail: vscode.l10n.t(
        'The new endpoint waits paused; once you say so, it goes on and the old one off.',
      ),
      plan: () => ({ way: 'switch' }),
    },
  ];
}

function inTheDashboard(): Way {
  return {
    label: vscode.l10n.t('In the Dashboard'),
    detail: vscode.l10n.t('Keeps the endpoint and its id: roll there, then paste the new secret here.'),
    plan: () => ({ way: 'dashboard' }),
  };
}

async function overlapUntil(): Promise<RollPlan> {
  const text = only(
    await askText({
      prompt: vscode.l10n.t('Date and time when the old secret ends'),
      value: localTime(Date.now() + 3_600_000),
      validate: (typed) => {
        const time = Date.parse(typed);
        if (Number.isNaN(time)) return vscode.l10n.t('Write it like {0}.', localTime(Date.now()));
        return time <= Date.now() ? vscode.l10n.t('This time has passed.') : undefined;
      },
    }),
  );
  return { way: 'overlap', until: Date.parse(text) };
}

function localTime(milliseconds: number): string {
  const date = new Date(milliseconds - new Date(milliseconds).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 16).replace('T', ' ');
}

function explanation(plan: RollPlan, id: string): string {
  const recreated = vscode.l10n.t(
    'Stripe gives out a secret only when an endpoint is created, so a new endpoint with the same URL, events and settings takes the place of {0}.',
    id,
  );
  switch (plan.way) {
    case 'overlap':
      return plan.until === undefined
        ? `${recreated} ${vscode.l10n.t('The old secret ends at once: your app must use the new one.')}`
        : `${recreated} ${vscode.l10n.t('Until {0} both deliver, so every event arrives twice.', new Date(plan.until).toLocaleString())}`;
    case 'switch':
      return `${recreated} ${vscode.l10n.t('It waits paused until you confirm that your app has the new secret.')}`;
    case 'dashboard':
      return vscode.l10n.t(
        'The endpoint keeps its id. Roll the secret in the Dashboard, then paste it here.',
      );
  }
}

function report(parts: Needs, connection: Connection, roll: Roll, target: EnvTarget | undefined): void {
  if (roll.way === 'dashboard') reportDashboard(parts, connection, roll);
  else
    parts.messages.info(
      [sentence(roll), target && vscode.l10n.t('{0} is set.', envTargetText(target))]
        .filter(Boolean)
        .join(' '),
      { title: vscode.l10n.t('Copy Secret'), run: () => copyNewSecret(parts, roll) },
    );
}

function reportDashboard({ messages }: Needs, connection: Connection, { old }: Roll): void {
  const page = dashboardUrl(connection, old);
  messages.info(
    vscode.l10n.t('Roll the secret of {0} in the Dashboard, then paste it.', old.url),
    ...(page
      ? [
          {
            title: vscode.l10n.t('Open Dashboard'),
            run: () => vscode.env.openExternal(vscode.Uri.parse(page)),
          },
        ]
      : []),
    {
      title: vscode.l10n.t('Paste Secret'),
      run: () => executeCommand('stripeWebhooks.roll.provideSecret'),
    },
  );
}

function sentence(roll: Roll): string {
  const { url } = roll.old;
  if (roll.state.name === 'done')
    return vscode.l10n.t('{0} has a new signing secret; its id is now {1}.', url, newSecretOwner(roll) ?? '');
  return roll.way === 'switch'
    ? vscode.l10n.t('The new secret of {0} is ready: give it to your app, then confirm the switch.', url)
    : vscode.l10n.t('The new secret of {0} is ready; the old one is accepted as well.', url);
}
