import * as vscode from 'vscode';
import type { ActiveSecret } from '../../../receiver/verdict.ts';
import { readVariable } from '../../../stripe/envFile.ts';
import { SecretOwners } from '../../control/secretOwners.ts';
import { envFiles } from '../../host/envFiles.ts';
import { askPick, only, prepare, shown, type StepPosition } from '../../host/multiStep.ts';
import type { Parts } from '../parts.ts';

/** The secrets that a request is checked with. */
export interface ChosenSecrets {
  readonly secrets: readonly ActiveSecret[];
  /** Which those are, for the reader; never a secret. */
  readonly name: string;
}

type Needs = Pick<Parts, 'connections' | 'endpointList' | 'secrets'>;

interface SecretItem extends vscode.QuickPickItem {
  readonly choose?: () => Promise<ChosenSecrets>;
}

/** Every secret known here, with what is known of it. */
export async function knownSecrets({
  connections,
  endpointList,
  secrets,
}: Needs): Promise<readonly ActiveSecret[]> {
  const urls = urlsOf(endpointList);
  return new SecretOwners(connections)
    .describe(await secrets.all())
    .map((secret) => ({ ...secret, label: urls.get(secret.endpointId) ?? '' }));
}

function urlsOf({ state }: Parts['endpointList']): ReadonlyMap<string, string> {
  return new Map(state.kind === 'loaded' ? state.endpoints.map(({ id, url }) => [id, url]) : []);
}

/** All known secrets together, as the receiver checks with them. */
export function allKnown(known: readonly ActiveSecret[]): ChosenSecrets {
  return {
    secrets: known,
    name:
      known.length === 1
        ? vscode.l10n.t('the one signing secret known here')
        : vscode.l10n.t('the {0} signing secrets known here', known.length),
  };
}

/** Asks which secret the app verifies with: a typed or copied one, one of a `.env` file, or known ones. */
export async function askForSecrets(
  known: readonly ActiveSecret[],
  position: StepPosition,
): Promise<ChosenSecrets> {
  const items: SecretItem[] = [
    { label: vscode.l10n.t('$(key) Type or Paste a Secret…'), choose: () => typedSecret(position) },
    {
      label: vscode.l10n.t('$(clippy) Secret on the Clipboard'),
      detail: vscode.l10n.t('Taken exactly as it is, with white space and line ends.'),
      choose: async () =>
        chosen(await vscode.env.clipboard.readText(), vscode.l10n.t('the secret on the clipboard')),
    },
    ...(await envItems()),
    ...knownItems(known),
  ];
  const placeholder = vscode.l10n.t('Signing secret that the app verifies with');
  const { choose } = only(await askPick(items, placeholder, position));
  if (!choose) throw new Error('A heading cannot be picked.');
  return choose();
}

function chosen(secret: string, name: string): ChosenSecrets {
  return { secrets: [{ connectionId: '', endpointId: '', secret }], name };
}

/** Not trimmed, unlike other input: white space around a secret is what may be wrong with it. */
async function typedSecret(position: StepPosition): Promise<ChosenSecrets> {
  const input = vscode.window.createInputBox();
  prepare(input, position);
  input.password = true;
  input.prompt = vscode.l10n.t('Signing secret, exactly as the app has it; it is not stored');
  input.placeholder = 'whsec_…';
  const secret = only(await shown<string>(input, (settle) => input.onDidAccept(() => settle(input.value))));
  return chosen(secret, vscode.l10n.t('the typed secret'));
}

async function envItems(): Promise<readonly SecretItem[]> {
  const found: SecretItem[] = [];
  for (const uri of await envFiles()) {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await vscode.workspace.fs.readFile(uri),
    );
    const file = vscode.workspace.asRelativePath(uri);
    for (const name of secretNames(text))
      found.push({
        label: `$(symbol-variable) ${name}`,
        description: file,
        choose: () =>
          Promise.resolve(chosen(readVariable(text, name) ?? '', vscode.l10n.t('{0} in {1}', name, file))),
      });
  }
  return found.length > 0 ? [heading(vscode.l10n.t('.env files')), ...found] : [];
}

/** The variables that hold a signing secret, by their value or their name. */
function secretNames(text: string): readonly string[] {
  const names = [...text.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*)$/gm)]
    .filter(
      ([, name = '', value = '']) => value.includes('whsec_') || /WEBHOOK.*SECRET|SIGNING_SECRET/i.test(name),
    )
    .map(([, name = '']) => name);
  return [...new Set(names)];
}

function knownItems(known: readonly ActiveSecret[]): readonly SecretItem[] {
  if (known.length === 0) return [];
  return [
    heading(vscode.l10n.t('known here')),
    ...(known.length > 1
      ? [
          {
            label: vscode.l10n.t('$(checklist) All Known Secrets'),
            choose: () => Promise.resolve(allKnown(known)),
          },
        ]
      : []),
    ...known.map((secret) => ({
      label: `$(lock) ${secret.label || secret.endpointId}`,
      description: [
        secret.label ? secret.endpointId : '',
        secret.mode,
        secret.role === 'retiring' ? secret.role : '',
      ]
        .filter(Boolean)
        .join(' · '),
      choose: () =>
        Promise.resolve({ secrets: [secret], name: vscode.l10n.t('the secret of {0}', secret.endpointId) }),
    })),
  ];
}

function heading(label: string): SecretItem {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
