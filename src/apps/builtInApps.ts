import type { AppHost, RunnableApp } from './app.ts';
import { archiveApp } from './builtIn/archive.ts';
import { commandApp } from './builtIn/command.ts';
import { forwardApp } from './builtIn/forward.ts';
import { notifyApp } from './builtIn/notify.ts';
import { recordApp } from './builtIn/record.ts';
import { recoveryApp } from './builtIn/recovery.ts';
import { slackApp } from './builtIn/slack.ts';

/** The apps that come with the extension, in the order to offer them; their texts are in the editor's language. */
export function builtInApps(host: AppHost): readonly RunnableApp[] {
  return [notifyApp, slackApp, recoveryApp, forwardApp, commandApp, archiveApp, recordApp].map((make) =>
    make(host),
  );
}
