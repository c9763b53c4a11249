import * as vscode from 'vscode';
import type { ContextKeys } from '../../ids.ts';

/** Sets a context key that menus and welcome views read. */
export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
