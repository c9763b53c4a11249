import { phrase } from '../../sentence.ts';
import type { HandlerForm } from '../handler.ts';
import type { Node } from '../syntax/treeSitter.ts';
import { isThin } from './literals.ts';
import { literalOf, type StubRequest } from './request.ts';
import { upFrom } from './tree.ts';

const elsewhere = phrase`Its handlers are declared elsewhere, so what a new one takes and gives is not known.`;
const noBranch = phrase`It tests for types where no branch can be added.`;

const reasons: Readonly<Record<HandlerForm, () => string>> = {
  case: phrase`None of its branches ends so that another could follow.`,
  comparison: noBranch,
  includes: noBranch,
  prefix: noBranch,
  'map-key': elsewhere,
  listener: elsewhere,
  decorator: elsewhere,
  name: elsewhere,
  property: elsewhere,
};

/** Why nothing can be added beside handlers: what holds for most of them. */
export function refusal(request: StubRequest): string {
  const { handlers, root } = request;
  if (root.hasError) return broken();
  if (handlers.some((handler) => isClass(handler.form, literalOf(request, handler)))) return classes();
  const [first] = handlers;
  if (first?.form === 'name' && isThin(first.eventType) !== isThin(request.eventType)) return otherKind();
  const counts = new Map<HandlerForm, number>();
  for (const { form } of handlers) counts.set(form, (counts.get(form) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most ? reasons[most[0]]() : none();
}

/** Whether a type is a member of a class that handles it, or decorates that class. */
function isClass(form: HandlerForm, literal: Node | undefined): boolean {
  if (!literal || (form !== 'property' && form !== 'decorator')) return false;
  const owners = [...upFrom(literal)];
  if (form === 'property') return owners.some(({ type }) => /^class/.test(type));
  const owner = owners.find(({ type }) => /^(class|decorated_definition|method_|function_)/.test(type));
  const decorated = owner?.childForFieldName('definition') ?? owner;
  return /^class_(declaration|definition)$/.test(decorated?.type ?? '');
}

const otherKind = phrase`Its handlers are for the other kind of events: thin or snapshot.`;
const broken = phrase`It has a syntax error: correct that first.`;
const classes = phrase`Each of its handlers is a class of its own, and where those are registered is not known.`;
const none = phrase`It has no handler that a new one could be written like.`;
