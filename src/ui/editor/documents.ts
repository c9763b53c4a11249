import type * as vscode from 'vscode';
import { draftScheme, eventScheme, eventsLanguage } from '../../ids.ts';
import { sources } from './handlers/sources.ts';

/** The documents about which there is something to show. */
export const documents = {
  draft: { scheme: draftScheme },
  event: { scheme: eventScheme },
  eventsOutput: { language: eventsLanguage },
  ownData: { pattern: '**/.stripe/overrides/*.json' },
  source: sources,
} as const satisfies Readonly<Record<string, vscode.DocumentFilter>>;
