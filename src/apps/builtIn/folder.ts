import { isAbsolute, join } from 'node:path';
import { HumanError } from '../../humanError.ts';
import { sentence } from '../../sentence.ts';
import type { AppHost } from '../app.ts';

/** A configured folder as an absolute path. Throws a `HumanError` for a relative one while no folder is open. */
export function folderFrom(host: Pick<AppHost, 'workspaceFolder'>, path: unknown): string {
  const text = String(path);
  if (isAbsolute(text)) return text;
  const workspace = host.workspaceFolder();
  if (workspace === undefined)
    throw new HumanError(
      sentence`The folder ${text} is meant within the workspace: open one, or give the app an absolute path.`,
      'no-workspace',
    );
  return join(workspace, text);
}
