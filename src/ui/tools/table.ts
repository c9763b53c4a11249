import type { ToolName, Tools } from '../../ids.ts';
import { coverage } from './coverage.ts';
import { diagnose } from './diagnose.ts';
import { listEndpoints } from './listEndpoints.ts';
import { listEvents } from './listEvents.ts';
import { readEvent } from './readEvent.ts';
import { replay } from './replay.ts';
import type { Tool } from './tool.ts';
import { trigger } from './trigger.ts';

/** A tool for every name, with the tool's input. */
export type ToolTable = { readonly [K in ToolName]: Tool<Tools[K]> };

/** Every language model tool. */
export const toolTable = {
  stripeWebhooks_listEndpoints: listEndpoints,
  stripeWebhooks_listEvents: listEvents,
  stripeWebhooks_readEvent: readEvent,
  stripeWebhooks_triggerEvent: trigger,
  stripeWebhooks_replayEvents: replay,
  stripeWebhooks_diagnoseSignature: diagnose,
  stripeWebhooks_coverage: coverage,
} satisfies ToolTable;
