import * as vscode from 'vscode';
import type { Signer } from '../../delivery/deliverable.ts';
import { defaultTarget, type Target } from '../../delivery/target.ts';
import type { Fixture } from '../../eventTests/fixture.ts';
import { hasOwnUrl, urlOf } from '../../eventTests/runFixture.ts';
import type { Parts } from '../commands/parts.ts';
import { Cancelled } from '../host/cancelled.ts';
import { executeCommand } from '../host/executeCommand.ts';
import { askSigner } from '../pickers/signer.ts';
import { confirmFarUrl, targetOf } from '../pickers/targets.ts';

type Needs = Pick<Parts, 'connections' | 'messages' | 'secrets' | 'targets' | 'workspaceState'>;

/** Where a fixture goes, and who signs it. */
export interface Destination {
  readonly target: Target;
  readonly signer: Signer | undefined;
}

const key = 'tests.target';

/** Where tests are sent: asked for once, and remembered. */
export class Destinations {
  readonly #parts: Needs;
  /** By how the target signs. */
  readonly #signers = new Map<Target['signature'], Signer | undefined>();
  readonly #confirmed = new Set<string>();

  constructor(parts: Needs) {
    this.#parts = parts;
  }

  /**
   * Asks for what is needed to send these fixtures, and gives where each goes. Throws `Cancelled` when the user backs
   * out, or there is no target, which is said with a button that leads out.
   */
  async of(fixtures: readonly Fixture[]): Promise<(fixture: Fixture) => Destination> {
    const chosen = fixtures.every(hasOwnUrl) ? undefined : await this.#target();
    const places = new Map<Fixture, Destination>();
    for (const fixture of fixtures) {
      const own = hasOwnUrl(fixture) ? defaultTarget('url', fixture.target ?? '') : undefined;
      const target = own ?? (chosen && { ...chosen, url: urlOf(fixture, chosen.url) });
      if (!target) throw new Cancelled();
      await this.#confirm(target);
      places.set(fixture, { target, signer: await this.#signer(target) });
    }
    return (fixture) => {
      const place = places.get(fixture);
      if (!place) throw new Error('Only fixtures that were asked about can be sent.');
      return place;
    };
  }

  /** Asks where tests are sent from now on. */
  async choose(): Promise<Target> {
    this.#signers.clear();
    const target = await targetOf(undefined, this.#parts, vscode.l10n.t('Target that tests are sent to'));
    await this.#parts.workspaceState.update(key, target.id);
    return target;
  }

  async #target(): Promise<Target> {
    const { targets, messages, workspaceState } = this.#parts;
    const [first, ...others] = targets.list();
    if (!first) {
      messages.error(
        vscode.l10n.t('There is no target to send the tests to: add the URL of your app first.'),
        {
          title: vscode.l10n.t('Add Target'),
          run: () => executeCommand('stripeWebhooks.target.add'),
        },
      );
      throw new Cancelled();
    }
    if (others.length === 0) return first;
    return targets.get(workspaceState.get<string>(key) ?? '') ?? this.choose();
  }

  /** A repository that was cloned must not have events sent anywhere unasked. */
  async #confirm({ url }: Target): Promise<void> {
    const { host } = new URL(url);
    if (this.#confirmed.has(host)) return;
    await confirmFarUrl(url);
    this.#confirmed.add(host);
  }

  async #signer({ signature }: Target): Promise<Signer | undefined> {
    if (!this.#signers.has(signature))
      this.#signers.set(signature, await askSigner(this.#parts, { signature }));
    return this.#signers.get(signature);
  }
}
