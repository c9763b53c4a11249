import * as vscode from 'vscode';
import { isLoopbackHost } from '../../stripe/connection.ts';
import { readSetting } from '../host/settings.ts';
import type { ReceiverControl } from './receiverControl.ts';

/** An address at which Stripe reaches the receiver on this machine. */
export interface PublicAddress {
  readonly url: string;
  /** What makes it public, e.g. `ngrok`. */
  readonly by: string;
}

const foundKey = 'publicAddresses';

/** Knows by which addresses the receiver is reached. */
export class ThisMachine {
  readonly #receiver: ReceiverControl;
  readonly #state: vscode.Memento;

  constructor(receiver: ReceiverControl, workspaceState: vscode.Memento) {
    this.#receiver = receiver;
    this.#state = workspaceState;
    this.#admit();
  }

  /** The addresses found last; a tunnel often outlives the window. */
  get #found(): readonly PublicAddress[] {
    return this.#state.get<readonly PublicAddress[]>(foundKey, []);
  }

  #admit(): void {
    this.#receiver.admit(this.#found.map(({ url }) => new URL(url).hostname));
  }

  /** In a few words how a URL leads to the receiver; undefined when it does not. */
  describe(url: string): string | undefined {
    const { url: receiver } = this.#receiver;
    if (!receiver || !URL.canParse(url)) return undefined;
    const wanted = new URL(url);
    if (isSamePlace(wanted, new URL(receiver))) return vscode.l10n.t('this receiver');
    const known = [...configured(new URL(receiver)), ...this.#found];
    const address = known.find((one) => isSamePlace(wanted, new URL(one.url)));
    return address && vscode.l10n.t('this receiver, through {0}', address.by);
  }

  /** Every public address that leads to the receiver: set by the user, a forwarded port, or a tunnel that runs. */
  async publicAddresses(): Promise<readonly PublicAddress[]> {
    const receiver = new URL(this.#receiver.expectedUrl);
    const { findTunnels } = await import('../../receiver/tunnels.ts');
    const [forwarded, tunnels] = await Promise.all([
      forwardedPort(receiver),
      findTunnels(Number(receiver.port)),
    ]);
    const found = [
      ...forwarded,
      ...tunnels.map(({ origin, by }) => ({ url: origin + receiver.pathname, by })),
    ];
    await this.#state.update(foundKey, found);
    this.#admit();
    return [...configured(receiver), ...found];
  }
}

function configured({ pathname }: URL): readonly PublicAddress[] {
  const set = readSetting('receiver.publicUrl').trim();
  if (!URL.canParse(set)) return [];
  const url = new URL(set);
  // An origin alone stands for the receiver's own path.
  if (url.pathname === '/') url.pathname = pathname;
  return [{ url: url.href, by: url.host }];
}

/** In a remote window or a codespace VS Code forwards the port; on a desktop it gives the address back as it is. */
async function forwardedPort(receiver: URL): Promise<readonly PublicAddress[]> {
  const external = await vscode.env.asExternalUri(vscode.Uri.parse(receiver.origin)).then(
    (uri) => new URL(uri.toString(true)),
    () => undefined,
  );
  if (!external || external.protocol !== 'https:' || isLoopbackHost(external.hostname)) return [];
  const base = external.pathname.replace(/\/$/, '');
  return [{ url: `${external.origin}${base}${receiver.pathname}`, by: vscode.l10n.t('the forwarded port') }];
}

/** Code tells versions apart by the query, so it does not matter here. */
function isSamePlace(one: URL, other: URL): boolean {
  if (one.pathname !== other.pathname) return false;
  if (isLoopbackHost(one.hostname) && isLoopbackHost(other.hostname))
    return one.port === other.port && one.protocol === other.protocol;
  return one.origin === other.origin;
}
