import * as vscode from 'vscode';
import type { Faults } from '../../delivery/faults.ts';
import { prepare, shown, type back, type StepPosition } from '../host/multiStep.ts';

/** Up to how long deliveries are delayed. */
const delayMs = 3_000;

interface FaultItem extends vscode.QuickPickItem {
  readonly faults: Faults;
}

/** Asks which faults are to be made; none is an answer too. */
export function askFaults(
  selected: Faults,
  placeholder: string,
  position?: StepPosition,
): Promise<Faults | typeof back> {
  const pick = vscode.window.createQuickPick<FaultItem>();
  prepare(pick, position);
  const items = faultItems();
  pick.canSelectMany = true;
  pick.placeholder = placeholder;
  pick.items = items;
  pick.selectedItems = items.filter(({ faults }) => isIn(faults, selected));
  return shown<Faults>(pick, (settle) => {
    pick.onDidAccept(() =>
      settle(Object.assign({}, ...pick.selectedItems.map(({ faults }) => faults)) as Faults),
    );
  });
}

/** The names of the faults that are made. */
export function faultNames(faults: Faults): readonly string[] {
  return faultItems()
    .filter((item) => isIn(item.faults, faults))
    .map(({ label }) => label);
}

function isIn(fault: Faults, faults: Faults): boolean {
  return Object.keys(fault).every((key) => Boolean(faults[key as keyof Faults]));
}

function faultItems(): readonly FaultItem[] {
  return [
    {
      faults: { duplicate: true },
      label: vscode.l10n.t('Twice'),
      detail: vscode.l10n.t('Every event is delivered a second time: the handler must be idempotent.'),
    },
    {
      faults: { shuffle: true },
      label: vscode.l10n.t('Shuffled'),
      detail: vscode.l10n.t('In random order, as Stripe guarantees none.'),
    },
    {
      faults: { delayMs },
      label: vscode.l10n.t('Delayed'),
      detail: vscode.l10n.t('Each waits a random time of up to {0} seconds.', delayMs / 1000),
    },
    {
      faults: { drop: true },
      label: vscode.l10n.t('Dropped Connection'),
      detail: vscode.l10n.t('The answer is not read, then the event is delivered again.'),
    },
    {
      faults: { badSignature: true },
      label: vscode.l10n.t('Bad Signature'),
      detail: vscode.l10n.t('First with a wrong secret, which your app must refuse, then rightly.'),
    },
    {
      faults: { staleTimestamp: true },
      label: vscode.l10n.t('Old Timestamp'),
      detail: vscode.l10n.t('First signed ten minutes ago, which your app must refuse, then now.'),
    },
  ];
}
