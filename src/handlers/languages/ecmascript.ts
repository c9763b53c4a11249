import type { Language } from './language.ts';

const comparisons = String.raw`
; switch (event.type) { case 'x': }
(switch_statement
  value: (parenthesized_expression (_) @subject)
  body: (switch_body (switch_case value: (_) @case)))
; … and where code above it is broken
(ERROR "case" . (_) @case)
(ERROR (identifier) @_case . (string) @case (#eq? @_case "case"))

; event.type === 'x', and the guard if (event.type !== 'x') return
(binary_expression left: (_) @comparison operator: ["===" "=="] right: (_) @comparison)
(binary_expression left: (_) @guard operator: ["!==" "!="] right: (_) @guard)
(if_statement condition: (_) @condition)

; notification instanceof V1…EventNotification
(binary_expression operator: "instanceof" right: (_) @type-name)
`;

const calls = String.raw`
; ['x', 'y'].includes(event.type), new Set(['x']).has(event.type), wanted.has(event.type)
(call_expression
  function: (member_expression object: (_) @includes property: (property_identifier) @_method)
  arguments: (arguments . (_) @subject)
  (#any-of? @_method "includes" "indexOf" "has"))

; event.type.startsWith('customer.')
(call_expression
  function: (member_expression object: (_) @subject property: (property_identifier) @_method)
  arguments: (arguments . (_) @prefix)
  (#eq? @_method "startsWith"))

; .on('x', handler), register(['x', 'y'], async (event) => {}), .with({ type: 'x' }, …)
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments . (_) @listener . (_) @value)
  (#any-of? @_method "on" "once" "addListener" "addEventListener" "addHandler" "registerHandler" "register" "handle"
    "handler" "subscribe" "set" "add" "when" "with"))
(call_expression
  function: [(identifier) (member_expression)] @_callee
  arguments: (arguments . (_) @listener . [(arrow_function) (function_expression)])
  (#not-match? @_callee "(?:^|\\.)(?:it|test|describe|trigger|emit|waitFor\\w*|mock\\w*|reply|log|debug|info|warn|error)$"))

; handler.onV1…(handler)
(call_expression function: (member_expression property: (property_identifier) @method-name))

; .with('x', 'y', (event) => …)
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments (string) @listener [(arrow_function) (function_expression)])
  (#eq? @_method "with"))

; @StripeWebhookHandler('x'), @On(['x', 'y']), @On({ type: 'x' })
(decorator (call_expression arguments: (arguments) @decorator))

; expect(event.type === 'x'), console.log(…), test('…', () => {}), events.filter((e) => e.type === 'x')
(call_expression function: (_) @_callee arguments: (arguments) @ignore
  (#match? @_callee "^(?:expect|assert|console|logger|log|it|test|describe|suite|vi|jest|cy)\\b"))
(call_expression
  function: (member_expression property: (property_identifier) @_method)
  arguments: (arguments (arrow_function body: [(binary_expression) (call_expression)] @ignore))
  (#any-of? @_method "filter" "find" "findIndex" "findLast" "some" "every" "map" "waitFor"))
`;

const objects = String.raw`
; { 'x': handler, 'y'(event) {}, [Types.Z]: handler }, handlers['x'] = handler, new Map([['x', handler]])
(pair key: (string) @map-key value: (_) @value)
(pair key: (computed_property_name) @map-key value: (_) @value)
(method_definition name: (string) @map-key)
(method_definition name: (computed_property_name) @map-key)
(assignment_expression left: (subscript_expression index: (_) @map-key) right: (_) @value)
(array (array . (_) @map-key . (_) @value .))

; { type: 'x', handler }
((object (pair key: (property_identifier) @_type value: (_) @property)) @_owner
  (#any-of? @_type "type" "types" "event" "events" "eventType" "eventTypes" "event_type" "eventName" "name" "on")
  (#match? @_owner "\\b(?:handler?|handleEvent|listener|callback|run|process|execute)\\s*[(:,}]"))

; const PAID = 'x', const wanted = ['x', 'y'], { PAID: 'x' }
(variable_declarator name: (identifier) @name value: (_) @named)
(pair key: (property_identifier) @name value: (string) @named)
`;

/** Class members: `eventType = 'x'; handle(event) {}`, and constants or collections of a class. */
function fields(field: string): string {
  return String.raw`
((class_body ${field.replace('NAME', '@_type').replace('VALUE', '@property')}) @_owner
  (#any-of? @_type "type" "types" "event" "events" "eventType" "eventTypes" "event_type" "eventName")
  (#match? @_owner "\\b(?:handle\\w*|process|run|execute)\\s*\\("))
${field.replace('NAME', '@name').replace('VALUE', '@named')}
`;
}

const typed = `${fields('(public_field_definition name: (property_identifier) NAME value: (_) VALUE)')}
(enum_assignment name: (property_identifier) @name value: (string) @named)
`;

// Markup shows event types, it does not handle them.
const markup = '(jsx_expression [(binary_expression) (ternary_expression) (call_expression)] @ignore)';

/** TypeScript; its grammar is not the one of TSX, because `<T>x` means something else there. */
export const typescript: Language = {
  id: 'typescript',
  extensions: ['.ts', '.mts', '.cts'],
  grammar: 'tree-sitter-typescript.wasm',
  queries: [comparisons, calls, objects, typed],
};

export const tsx: Language = {
  id: 'typescript',
  extensions: ['.tsx'],
  grammar: 'tree-sitter-tsx.wasm',
  queries: [comparisons + markup, calls, objects, typed],
};

export const javascript: Language = {
  id: 'javascript',
  extensions: ['.js', '.jsx', '.mjs', '.cjs'],
  grammar: 'tree-sitter-javascript.wasm',
  queries: [
    comparisons + markup,
    calls,
    objects,
    fields('(field_definition property: (property_identifier) NAME value: (_) VALUE)'),
  ],
};
