import { bodyChanges } from './diagnosis/body/changes.ts';
import { jsonWriters } from './diagnosis/body/jsonWriters.ts';
import { frameworkFixes, type FrameworkFix, type FrameworkId } from './frameworks.ts';
import type { Rejected } from './verdict.ts';

/** Causes that come from a body that was parsed before it was verified. */
const parsedFirst: ReadonlySet<Rejected['cause']> = new Set(['body-printed', 'empty-body']);

/** How to get at the raw body, in each framework that changes a body like this; the likeliest first. */
export function bodyFixes({ cause, body = [], writers = [] }: Rejected): readonly FrameworkFix[] {
  // An imported verdict may name what this version does not know.
  const known = writers.filter((writer) => Object.hasOwn(jsonWriters, writer));
  const ids = new Set<FrameworkId>(known.flatMap((writer) => jsonWriters[writer].frameworks));
  for (const step of body)
    if (step !== 'rewritten' && Object.hasOwn(bodyChanges, step))
      for (const id of bodyChanges[step].frameworks) ids.add(id);
  const unknown = ids.size === 0 && (body.includes('rewritten') || parsedFirst.has(cause));
  const wanted = unknown ? (Object.keys(frameworkFixes) as FrameworkId[]) : [...ids];
  return wanted.map((id) => frameworkFixes[id]);
}
