import type { Language } from './language.ts';

const selecting = String.raw`
; switch (event.getType()) { case "x": … case "x", "y" -> …; case V1…EventNotification n -> … }
(switch_expression condition: (_) @subject
  body: (switch_block (switch_block_statement_group (switch_label (_) @case))))
(switch_expression condition: (_) @subject body: (switch_block (switch_rule (switch_label (_) @case))))
(switch_label (pattern (type_pattern (_) @type-name)))
(instanceof_expression right: (_) @type-name)
(instanceof_expression pattern: (_ (_) @type-name))

; "x".equals(event.getType()), event.getType().equals("x"), Objects.equals(type, "x"), type == EventTypes.X
(method_invocation object: (_) @comparison name: (identifier) @_method arguments: (argument_list . (_) @comparison .)
  (#any-of? @_method "equals" "equalsIgnoreCase" "contentEquals"))
(method_invocation object: (_) @_object name: (identifier) @_method
  arguments: (argument_list . (_) @comparison . (_) @comparison .)
  (#any-of? @_object "Objects" "StringUtils") (#eq? @_method "equals"))
(binary_expression left: (_) @comparison operator: "==" right: (_) @comparison)
(binary_expression left: (_) @guard operator: "!=" right: (_) @guard)
(if_statement condition: (_) @condition)

; Set.of("x", "y").contains(event.getType()), event.getType().startsWith("x.")
(method_invocation object: (_) @includes name: (identifier) @_method arguments: (argument_list . (_) @subject .)
  (#eq? @_method "contains"))
(method_invocation object: (_) @subject name: (identifier) @_method arguments: (argument_list . (_) @prefix)
  (#eq? @_method "startsWith"))
`;

const registering = String.raw`
; handlers.put("x", this::onX), Map.of("x", this::onX, …), Map.entry("x", …), handler.onV1…(…)
(method_invocation name: (identifier) @_method arguments: (argument_list . (_) @listener . (_) @value)
  (#any-of? @_method "put" "putIfAbsent" "on" "register" "registerHandler" "handle" "subscribe" "addHandler" "addListener" "entry"))
(method_invocation object: (identifier) @_object name: (identifier) @_method
  arguments: (argument_list (_) @map-key . (_) @value)
  (#any-of? @_object "Map" "ImmutableMap") (#eq? @_method "of"))
(method_invocation name: (identifier) @method-name)

; @StripeEvent("x"), String eventType() { return "x"; }
(annotation name: (_) @_name arguments: (annotation_argument_list) @decorator
  (#match? @_name "Event|Stripe|Webhook|Handle|Listen|Subscribe|^On"))
(method_declaration name: (identifier) @_name body: (block . (return_statement (_) @property) .)
  (#any-of? @_name "getEventType" "eventType" "getEventTypes" "eventTypes" "supportedEvents" "getSupportedEvents" "handledType"))

; static final String PAID = "x", PAID("x")
(variable_declarator name: (identifier) @name value: (_) @named)
(enum_constant name: (identifier) @name arguments: (argument_list . (string_literal) @named))

(method_invocation object: (_) @_object arguments: (argument_list) @ignore
  (#match? @_object "^(?:log|logger|LOG|LOGGER|Log|Assertions?|System\\.(?:out|err))$"))
(method_invocation name: (identifier) @_method arguments: (argument_list) @ignore
  (#match? @_method "^(?:assert\\w*|verify|filter|anyMatch|noneMatch|allMatch|removeIf|setType|type|addEnabledEvent\\w*)$"))
`;

export const java: Language = {
  id: 'java',
  extensions: ['.java'],
  grammar: 'tree-sitter-java.wasm',
  queries: [selecting, registering],
};
