import type { HandlerFinder } from '../finder.ts';
import type { HandlerForm } from '../handler.ts';
import type { Problem } from '../problem.ts';

/** Forms in which any string may stand; what is there must be spelt almost like a type to be taken for one. */
const loose: ReadonlySet<HandlerForm> = new Set(['map-key', 'listener', 'property', 'includes', 'decorator']);

/** Places that would handle a type, if Stripe had it. */
export function unknownTypes(finder: HandlerFinder, path: string, text: string): readonly Problem[] {
  return finder.findUnknown(path, text).flatMap((handler) => {
    const { eventType: type, form, line, column, endLine, endColumn } = handler;
    const nearest = finder.names.nearest(type);
    if (nearest.length === 0 && loose.has(form)) return [];
    return [{ kind: 'unknownType' as const, type, nearest, line, column, endLine, endColumn }];
  });
}
