import * as vscode from 'vscode';
import { HumanError } from '../../../humanError.ts';
import type { Endpoint } from '../../../stripe/endpoint.ts';
import {
  cannotUpgrade,
  planUpgrade,
  upgradeUrl,
  type UpgradePlan,
  type UpgradeStep,
} from '../../../stripe/upgrade.ts';
import { confirm } from '../../host/messages.ts';
import { askPick, back, only } from '../../host/multiStep.ts';
import { withPatience } from '../../host/progress.ts';
import { endpointOf } from '../../pickers/endpoints.ts';
import type { EndpointNode } from '../../views/endpointNodes.ts';
import { connectionName } from '../../views/liveColor.ts';
import type { Parts } from '../parts.ts';

type Needs = Pick<Parts, 'catalogue' | 'endpointList' | 'endpoints' | 'messages'>;

/**
 * Guides through the upgrade of an endpoint's API version, which Stripe cannot change: a second endpoint with
 * `?version=…` in its URL, the code switched over, the first one retired. Each step is done when the user says so; an
 * upgrade that was left is found again by its endpoints.
 */
export async function upgradeApiVersion(parts: Needs, node?: EndpointNode): Promise<void> {
  const { connection, endpoint } = await endpointOf(
    node,
    parts.endpointList,
    vscode.l10n.t('Endpoint to upgrade'),
    (one) => cannotUpgrade(one) === undefined,
  );
  const problem = cannotUpgrade(endpoint);
  if (problem !== undefined) throw new HumanError(problem, 'unavailable');
  const version = await askVersion(parts, endpoint);
  for (;;) {
    const plan = planUpgrade(endpoint, version, await parts.endpointList.loaded());
    const [next] = plan.steps;
    if (!next) {
      parts.messages.info(vscode.l10n.t('{0} is upgraded to {1}.', endpoint.url, version));
      return;
    }
    if (!(await wantsNext(endpoint, version, plan))) return;
    if (next.name === 'disableOld' || next.name === 'deleteOld' || connection.mode === 'live')
      await confirm(
        vscode.l10n.t(
          '{0} in {1}?',
          stepTitle(next, endpoint, version).replace(/\.$/, ''),
          connectionName(connection),
        ),
        stepDetail(next, version),
        verbOf(next),
      );
    try {
      await withPatience(vscode.l10n.t('Upgrading the API version …'), (signal) =>
        perform(parts.endpoints, connection, next, plan, signal),
      );
    } finally {
      await parts.endpointList.refresh();
    }
  }
}

async function askVersion({ catalogue, endpointList }: Needs, endpoint: Endpoint): Promise<string> {
  const { apiVersion: ofSdk, apiVersions } = await catalogue.get();
  const endpoints = await endpointList.loaded();
  const begun = (version: string) =>
    endpoints.some((one) => one.apiVersion === version && one.url === upgradeUrl(endpoint.url, version));
  const items = [...new Set([ofSdk, ...[...apiVersions].reverse()])]
    .filter((version) => version !== endpoint.apiVersion)
    .map((version) => ({
      label: version,
      description: [
        version === ofSdk ? vscode.l10n.t('of the Stripe SDK') : undefined,
        begun(version) ? vscode.l10n.t('upgrade under way') : undefined,
      ]
        .filter(Boolean)
        .join(' · '),
    }))
    .sort((one, other) => Number(begun(other.label)) - Number(begun(one.label)));
  const placeholder = vscode.l10n.t(
    'API version for {0}, now {1}',
    endpoint.url,
    endpoint.apiVersion ?? vscode.l10n.t('Account default'),
  );
  return only(await askPick(items, placeholder)).label;
}

const allSteps = [
  'create',
  'enable',
  'disableOld',
  'deleteOld',
] as const satisfies readonly UpgradeStep['name'][];

interface StepItem extends vscode.QuickPickItem {
  readonly next: boolean;
}

/** Shows where the upgrade stands; true when the user takes the next step. */
async function wantsNext(endpoint: Endpoint, version: string, { steps }: UpgradePlan): Promise<boolean> {
  const [next] = steps;
  const items = allSteps.map((name, at): StepItem => {
    const step = steps.find((one) => one.name === name);
    const icon = step === undefined ? 'pass-filled' : step === next ? 'arrow-right' : 'circle-outline';
    return {
      label: `$(${icon}) ${at + 1}. ${stepTitle({ name }, endpoint, version)}`,
      detail: stepDetail({ name }, version),
      next: step !== undefined && step === next,
    };
  });
  const placeholder = vscode.l10n.t('Press Enter for the next step, or Escape to go on later');
  const ordered = [...items.filter((item) => item.next), ...items.filter((item) => !item.next)];
  for (;;) {
    const picked = await askPick(ordered, placeholder, {
      title: vscode.l10n.t('Upgrade {0} to {1}', endpoint.url, version),
      step: allSteps.length - steps.length + 1,
      totalSteps: allSteps.length,
    });
    if (picked === back) return false;
    if (picked.next) return true;
  }
}

function stepTitle({ name }: Pick<UpgradeStep, 'name'>, endpoint: Endpoint, version: string): string {
  switch (name) {
    case 'create':
      return vscode.l10n.t('Create {0}, paused', upgradeUrl(endpoint.url, version));
    case 'enable':
      return vscode.l10n.t('Resume the new endpoint');
    case 'disableOld':
      return vscode.l10n.t('Pause the old endpoint {0}', endpoint.id);
    case 'deleteOld':
      return vscode.l10n.t('Delete the old endpoint {0}', endpoint.id);
  }
}

function stepDetail({ name }: Pick<UpgradeStep, 'name'>, version: string): string {
  switch (name) {
    case 'create':
      return vscode.l10n.t('It has the same events and settings, and a signing secret of its own.');
    case 'enable':
      return vscode.l10n.t(
        'From then on each event comes twice: first let your code answer 200 to requests with version={0} and do nothing, and verify them with the new secret.',
        version,
      );
    case 'disableOld':
      return vscode.l10n.t(
        'First let your code handle the requests with version={0}, and pass over the others.',
        version,
      );
    case 'deleteOld':
      return vscode.l10n.t('Until then it can be resumed to go back to the old version.');
  }
}

function verbOf({ name }: UpgradeStep): string {
  switch (name) {
    case 'create':
      return vscode.l10n.t('Create');
    case 'enable':
      return vscode.l10n.t('Resume');
    case 'disableOld':
      return vscode.l10n.t('Pause');
    case 'deleteOld':
      return vscode.l10n.t('Delete');
  }
}

async function perform(
  endpoints: Needs['endpoints'],
  connection: EndpointNode['connection'],
  step: UpgradeStep,
  { upgraded }: UpgradePlan,
  signal: AbortSignal,
): Promise<unknown> {
  switch (step.name) {
    case 'create':
      return endpoints.create(connection, step.input, { signal });
    case 'enable':
      return upgraded && endpoints.resume(connection, upgraded.id, { signal });
    case 'disableOld':
      return endpoints.pause(connection, step.endpoint.id, { signal });
    case 'deleteOld':
      return endpoints.delete(connection, step.endpoint.id, { signal });
  }
}
