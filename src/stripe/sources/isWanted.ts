import type { SourceOptions } from '../eventSource.ts';

/** Whether events of this account are asked for; undefined stands for the connection's own. */
export function isWanted(account: string | undefined, { accounts }: SourceOptions): boolean {
  return accounts === 'both' || accounts === (account === undefined ? 'own' : 'connected');
}
