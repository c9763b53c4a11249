import * as vscode from 'vscode';
import type { Tools } from '../../ids.ts';
import { reportText } from '../commands/diagnosis/report.ts';
import { diagnoseReceipt } from '../commands/diagnosis/run.ts';
import { number } from './input.ts';
import type { Tool } from './tool.ts';

/** Says why the signature of a received event was rejected, and what to do. */
export const diagnose: Tool<Tools['stripeWebhooks_diagnoseSignature']> = {
  prepare: (_parts, input) => ({
    invocationMessage: vscode.l10n.t('Diagnosing the signature of event #{0} …', number(input, 'id')),
  }),
  run: async (parts, input) => ({
    facts: {},
    text: reportText(await diagnoseReceipt(parts, number(input, 'id'))),
  }),
};
