import * as vscode from 'vscode';
import { askPick, only } from '../../host/multiStep.ts';
import { eventTypeItem } from '../../pickers/eventTypes.ts';
import type { CoveredTypeNode } from '../../views/coverageNodes.ts';
import { currentCoverage } from '../../control/currentCoverage.ts';
import { writeStub } from '../handler/writeStub.ts';
import type { Parts } from '../parts.ts';

/** Writes a handler for a row's type, or for one that is subscribed to or received and that nothing handles. */
export async function writeHandler(parts: Parts, node?: CoveredTypeNode): Promise<void> {
  await writeStub(parts, node?.type ?? (await pickType(parts)));
}

async function pickType(parts: Parts): Promise<string> {
  const [{ coverage }, { eventTypes }] = await Promise.all([currentCoverage(parts), parts.catalogue.get()]);
  const missing = new Set(
    [...coverage.endpoints.flatMap(({ notHandled }) => notHandled), ...coverage.receivedNotHandled].map(
      ({ type }) => type,
    ),
  );
  const items = (missing.size > 0 ? eventTypes.filter(({ type }) => missing.has(type)) : eventTypes).map(
    eventTypeItem,
  );
  return only(await askPick(items, vscode.l10n.t('Event type to write a handler for'))).type;
}
