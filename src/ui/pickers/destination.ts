import * as vscode from 'vscode';
import { HumanError } from '../../humanError.ts';
import type { Target } from '../../delivery/target.ts';
import type { Endpoint } from '../../stripe/endpoint.ts';
import type { SigningSecret } from '../../stripe/signingSecrets.ts';
import { connectionName } from '../views/liveColor.ts';
import type { Parts } from '../commands/parts.ts';
import { directSender, sandboxSender, type EventSender } from '../control/triggers.ts';
import type { DestinationChoice, Signer } from '../control/triggerMemory.ts';
import { confirm } from '../host/messages.ts';
import { askPick, askText, back, only, type StepPosition } from '../host/multiStep.ts';

type Needs = Pick<Parts, 'connections' | 'endpointList' | 'receiver' | 'sandbox' | 'secrets' | 'targets'>;

/** A place that events are sent to. */
export interface Destination {
  readonly choice: DestinationChoice;
  readonly sender: EventSender;
  /** Whether events must be built before they are sent there. */
  readonly isDirect: boolean;
}

/** Throws a `HumanError` while a live account is in use: what is made up must not look like what is real. */
export function refuseLive({ connections }: Pick<Needs, 'connections'>): void {
  const { active } = connections;
  if (active.mode !== 'live') return;
  throw new HumanError(
    vscode.l10n.t(
      '{0} is a live account, where events are never triggered: switch to the sandbox or a test account.',
      connectionName(active),
    ),
    'unavailable',
  );
}

/** Endpoints of the sandbox: those, or all that want the event. */
export function toEndpoints(parts: Needs, endpoints?: readonly Endpoint[]): Destination {
  const endpointIds = endpoints?.map(({ id }) => id);
  return {
    choice: { kind: 'endpoints', endpointIds: endpointIds ?? [] },
    sender: sandboxSender(parts, endpointIds),
    isDirect: false,
  };
}

/** The place of an earlier trigger. */
export async function toPlace(parts: Needs, choice: DestinationChoice): Promise<Destination> {
  switch (choice.kind) {
    case 'endpoints': {
      const { endpointIds } = choice;
      return {
        choice,
        sender: sandboxSender(parts, endpointIds.length > 0 ? endpointIds : undefined),
        isDirect: false,
      };
    }
    case 'receiver':
      return toReceiver(parts);
    case 'target': {
      const target = parts.targets.get(choice.targetId);
      if (target) return toTarget(parts, target);
      throw new HumanError(vscode.l10n.t('The target was removed: trigger to another place.'), 'not-found');
    }
    case 'url': {
      const known = await parts.secrets.getAll(choice.signer.connectionId, choice.signer.endpointId);
      return { choice, sender: directSender(parts, choice.url, known), isDirect: true };
    }
  }
}

/** Asks where events are to go. */
export async function askDestination(parts: Needs): Promise<Destination> {
  return only(await askDestinationStep(parts));
}

/** The same as a step of several. */
export async function askDestinationStep(
  parts: Needs,
  position?: StepPosition,
): Promise<Destination | typeof back> {
  const { connections, receiver } = parts;
  const rows = [
    ...(connections.active.kind === 'sandbox'
      ? [
          {
            label: vscode.l10n.t('$(beaker) Endpoints of the sandbox'),
            detail: vscode.l10n.t('All that want the event; the sandbox stores it and tries again.'),
            go: () => Promise.resolve(toEndpoints(parts)),
          },
        ]
      : []),
    {
      label: vscode.l10n.t('$(broadcast) This receiver'),
      description: receiver.expectedUrl,
      detail: vscode.l10n.t('Signed with the secret of the endpoint that points to it.'),
      go: () => toReceiver(parts),
    },
    ...parts.targets.list().map((target) => ({
      label: `$(arrow-right) ${target.name}`,
      description: target.url,
      detail: vscode.l10n.t('A target: the app itself, with its own headers.'),
      go: () => toTarget(parts, target),
    })),
    {
      label: vscode.l10n.t('$(link) Another URL …'),
      detail: vscode.l10n.t(
        'For instance of the app itself; signed with the secret of an endpoint of your choice.',
      ),
      go: () => toUrl(parts),
    },
  ];
  const row = await askPick(rows, vscode.l10n.t('Where to send it'), position);
  return row === back ? back : row.go();
}

async function toReceiver(parts: Needs): Promise<Destination> {
  await parts.receiver.start();
  const url = parts.receiver.url ?? parts.receiver.expectedUrl;
  const known = await parts.secrets.all();
  const signer = await signerOf(parts, url, known);
  if (!signer) throw noSecret();
  const secrets = known.filter((one) => isOf(one, signer)).map(({ secret }) => secret);
  return { choice: { kind: 'receiver' }, sender: directSender(parts, url, secrets), isDirect: true };
}

async function toTarget(parts: Needs, target: Target): Promise<Destination> {
  const [own, known] = await Promise.all([parts.targets.secretsOf(target), parts.secrets.all()]);
  const signer = await signerOf(parts, target.url, known);
  const ofEndpoint = signer ? known.filter((one) => isOf(one, signer)).map(({ secret }) => secret) : [];
  const secrets = target.signature === 'own' && own.signing !== undefined ? [own.signing] : ofEndpoint;
  if (secrets.length === 0) throw noSecret();
  return {
    choice: { kind: 'target', targetId: target.id },
    sender: directSender(parts, target.url, secrets, own.headers),
    isDirect: true,
  };
}

async function toUrl(parts: Needs): Promise<Destination> {
  const { validateTargetUrl, isPrivateUrl } = await import('../../delivery/targetInput.ts');
  const url = only(
    await askText({
      prompt: vscode.l10n.t('URL to send it to'),
      placeholder: 'http://localhost:3000/webhook',
      validate: (text) => validateTargetUrl(text),
    }),
  );
  if (!isPrivateUrl(url)) {
    await confirm(
      vscode.l10n.t(
        '{0} is not on this machine or its network. Send a made-up event there?',
        new URL(url).host,
      ),
      vscode.l10n.t('It is signed like a real one.'),
      vscode.l10n.t('Send'),
    );
  }
  const known = await parts.secrets.all();
  const signer = (await signerOf(parts, url, known, false)) ?? (await askSigner(known));
  const secrets = known.filter((one) => isOf(one, signer)).map(({ secret }) => secret);
  return { choice: { kind: 'url', url, signer }, sender: directSender(parts, url, secrets), isDirect: true };
}

/** The endpoint that points to the URL; where any will do, else any of the connection in use, else any at all. */
async function signerOf(
  { connections, endpointList }: Needs,
  url: string,
  known: readonly SigningSecret[],
  anyWillDo = true,
): Promise<Signer | undefined> {
  const ofConnection = known.filter(({ connectionId }) => connectionId === connections.active.id);
  const endpoints = await endpointList.loaded().catch(() => []);
  const pointing = endpoints.find((endpoint) => endpoint.url === url);
  const signer = ofConnection.find(({ endpointId }) => endpointId === pointing?.id);
  return signer ?? (anyWillDo ? (ofConnection[0] ?? known[0]) : undefined);
}

async function askSigner(known: readonly SigningSecret[]): Promise<Signer> {
  const owners = [...new Map(known.map((one) => [`${one.connectionId} ${one.endpointId}`, one])).values()];
  const [first] = owners;
  if (!first) throw noSecret();
  if (owners.length === 1) return signerIn(first);
  const rows = owners.map((one) => ({
    label: one.endpointId,
    description: one.connectionId,
    signer: signerIn(one),
  }));
  return only(await askPick(rows, vscode.l10n.t('Endpoint whose secret signs it'))).signer;
}

function signerIn({ connectionId, endpointId }: SigningSecret): Signer {
  return { connectionId, endpointId };
}

function isOf(secret: SigningSecret, signer: Signer): boolean {
  return secret.connectionId === signer.connectionId && secret.endpointId === signer.endpointId;
}

function noSecret(): HumanError {
  return new HumanError(
    vscode.l10n.t('No signing secret is known to sign with: create an endpoint, or paste the secret of one.'),
    'not-found',
  );
}
