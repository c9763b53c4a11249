import type { Installation, RunnableApp } from '../../apps/app.ts';
import type { LogLine } from '../../apps/status.ts';

/** A row of the apps view. */
export type AppsNode = AppNode | AppDocumentNode | AppEventsNode | AppLogNode;

export interface AppNode {
  readonly kind: 'app';
  readonly installation: Installation;
  /** Undefined while the extension that brings it is not running. */
  readonly app: RunnableApp | undefined;
}

/** The file that shows what an app made. */
export interface AppDocumentNode {
  readonly kind: 'document';
  readonly installation: Installation;
}

/** The events that an app gets. */
export interface AppEventsNode {
  readonly kind: 'events';
  readonly installation: Installation;
  readonly patterns: readonly string[];
}

/** A line of an app's log. */
export interface AppLogNode {
  readonly kind: 'line';
  readonly installation: Installation;
  readonly line: LogLine;
}
