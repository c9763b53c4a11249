import type { Handler, HandlerForm } from '../handler.ts';
import { languageOf } from '../languages/table.ts';
import { callStub } from './calls.ts';
import { chainStub } from './chains.ts';
import { clauseStub } from './clauses.ts';
import { ecmascriptStub, emptySwitchStub } from './ecmascript.ts';
import { entryStub } from './entries.ts';
import { memberStub } from './members.ts';
import { pythonStub } from './python.ts';
import type { Insertion, StubRequest } from './request.ts';

type Write = (language: string, request: StubRequest, handlers: readonly Handler[]) => Insertion | undefined;

/** What can be written beside handlers of a form, the best first; of forms that as many have, the first is taken. */
const writers: Readonly<Record<HandlerForm, readonly Write[]>> = {
  case: [clauseStub, memberStub, chainStub],
  'map-key': [entryStub, callStub],
  comparison: [clauseStub, chainStub],
  listener: [entryStub, callStub],
  decorator: [memberStub],
  name: [clauseStub, callStub, memberStub, chainStub],
  property: [entryStub],
  includes: [chainStub],
  prefix: [chainStub],
};

/** What says more than the tables do: where the event's object is, how the other cases end. */
const finer: Readonly<Record<string, Partial<Record<HandlerForm, readonly Write[]>>>> = {
  typescript: finerForms(ecmascriptStub),
  python: finerForms(pythonStub),
};

function finerForms(
  stub: (request: StubRequest) => Insertion | undefined,
): Partial<Record<HandlerForm, readonly Write[]>> {
  const write: Write = (_language, request, handlers) => stub({ ...request, handlers });
  return { case: [write], 'map-key': [write], comparison: [write] };
}

/** Forms that say nothing of how a type is dispatched: however many they are, other forms are the better place. */
export const weakForms: ReadonlySet<HandlerForm> = new Set(['includes', 'prefix', 'property']);

/** The name of the tables' entry for a file: JavaScript is written as TypeScript is, with less. */
export function dialectOf(file: string): string {
  const id = languageOf(file)?.id ?? '';
  return ['javascript', 'vue'].includes(id) ? 'typescript' : id;
}

/** Ways to add a handler, the best first: beside those of the form that most have. */
export function* stubsFor(language: string, request: StubRequest): Generator<Insertion> {
  for (const [form, handlers] of byForm(request.handlers))
    for (const write of [...(finer[language]?.[form] ?? []), ...writers[form]]) {
      const insertion = write(language, request, handlers);
      if (insertion) yield insertion;
    }
  const first = language === 'typescript' ? emptySwitchStub(request) : undefined;
  if (first) yield first;
}

function byForm(handlers: readonly Handler[]): readonly (readonly [HandlerForm, readonly Handler[]])[] {
  const forms = Object.keys(writers) as HandlerForm[];
  const found = forms.map((form) => [form, handlers.filter((handler) => handler.form === form)] as const);
  const weight = (form: HandlerForm, count: number): number => (weakForms.has(form) ? count * 1e-6 : count);
  return found
    .filter(([, { length }]) => length > 0)
    .sort(([a, first], [b, second]) => weight(b, second.length) - weight(a, first.length));
}
