import * as vscode from 'vscode';
import type { Target } from '../../delivery/target.ts';
import { HumanError } from '../../humanError.ts';
import type { Parts } from '../commands/parts.ts';

/** The target of this name, URL or id. Throws a `HumanError` that names those there are. */
export function targetNamed({ targets }: Pick<Parts, 'targets'>, name: string): Target {
  const all = targets.list();
  const found = all.find((target) => [target.name, target.url, target.id].includes(name));
  if (found) return found;
  throw new HumanError(
    all.length === 0
      ? vscode.l10n.t('There is no target “{0}”; none has been added.', name)
      : vscode.l10n.t(
          'There is no target “{0}”; there are {1}.',
          name,
          all.map((one) => one.name).join(', '),
        ),
    'not-found',
  );
}
