import type { Handler, HandlerForm } from '../handler.ts';
import { languageOf } from '../languages/table.ts';
import { callStub } from './calls.ts';
import { chainStub } from './chains.ts';
import { clauseStub } from './clauses.ts';
import { ecmascriptStub } from './ecmascript.ts';
import { entryStub } from './entries.ts';
import { memberStub } from './members.ts';
import { pythonStub } from './python.ts';
import type { Insertion, StubRequest } from './request.ts';

type Write = (language: string, request: StubRequest, handlers: readonly Handler[]) => Insertion | undefined;

/** What can be written beside handlers of a form, the best first. */
const writers: Readonly<Record<HandlerForm, readonly Write[]>> = {
  case: [clauseStub, memberStub, chainStub],
  comparison: [clauseStub, chainStub],
  'map-key': [entryStub, callStub],
  listener: [entryStub, callStub],
  decorator: [memberStub],
  name: [clauseStub, callStub, memberStub, chainStub],
  property: [entryStub],
  includes: [chainStub],
  prefix: [chainStub],
};

/** The name of the tables' entry for a file: JavaScript is written as TypeScript is, with less. */
export function dialectOf(file: string): string {
  const id = languageOf(file)?.id ?? '';
  return ['javascript', 'vue'].includes(id) ? 'typescript' : id;
}

/** Ways to add a handler, the best first: beside those of the form that most have. */
export function* stubsFor(language: string, request: StubRequest): Generator<Insertion> {
  const specific =
    language === 'typescript' ? ecmascriptStub : language === 'python' ? pythonStub : undefined;
  const best = specific?.(request);
  if (best) yield best;
  for (const [form, handlers] of byForm(request.handlers))
    for (const write of writers[form]) {
      const insertion = write(language, request, handlers);
      if (insertion) yield insertion;
    }
}

function byForm(handlers: readonly Handler[]): readonly (readonly [HandlerForm, readonly Handler[]])[] {
  const forms = new Map<HandlerForm, Handler[]>();
  for (const handler of handlers) forms.set(handler.form, [...(forms.get(handler.form) ?? []), handler]);
  return [...forms].sort(([, a], [, b]) => b.length - a.length);
}
