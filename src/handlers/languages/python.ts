import type { Language } from './language.ts';

const query = String.raw`
; event["type"] == "x", event.type in ("x", "y"), and the guard if event.type != "x": return
(comparison_operator . (_) @comparison operators: "==" . (_) @comparison .)
(comparison_operator . (_) @guard operators: "!=" . (_) @guard .)
(comparison_operator . (_) @subject operators: ["in" "not in"] . (_) @includes .)
(if_statement condition: (_) @condition)

; match event.type: case "x" | "y":, and match event: case {"type": "x"}:
(match_statement subject: (_) @subject body: (block (case_clause (case_pattern) @case)))
(case_pattern (class_pattern (dotted_name) @type-name))

; isinstance(notification, V1…EventNotification)
(call function: (identifier) @_function arguments: (argument_list (_) . (_) @type-name .)
  (#eq? @_function "isinstance"))

; event.type.startswith("customer.")
(call
  function: (attribute object: (_) @subject attribute: (identifier) @_method)
  arguments: (argument_list . (_) @prefix)
  (#eq? @_method "startswith"))

; {"x": handle_x}, handlers["x"] = handle_x, register("x", handle_x), WEBHOOK_SIGNALS["x"].connect(handle_x)
(pair key: (_) @map-key value: (_) @value)
(assignment left: (subscript subscript: (_) @map-key) right: (_) @value)
(call
  function: (attribute attribute: (identifier) @_method)
  arguments: (argument_list . (_) @listener . (_) @value)
  (#any-of? @_method "on" "once" "add" "add_listener" "add_handler" "add_event_handler" "register" "register_handler"
    "handle" "subscribe" "connect"))
(call
  function: (attribute object: (subscript subscript: (_) @listener) attribute: (identifier) @_method)
  arguments: (argument_list . (_) @value)
  (#eq? @_method "connect"))

; @djstripe_receiver("x"), @webhooks.handler(["x", "y"]), @receiver(WEBHOOK_SIGNALS["x"])
(decorator (call arguments: (argument_list) @decorator))

; @handler.on_v1_…, handler.on_v1_…(handle_x), def handle_invoice_paid, called by name
(decorator (attribute attribute: (identifier) @method-name))
(call function: (attribute attribute: (identifier) @method-name))
(function_definition name: (identifier) @method)

; class XHandler: event_type = "x"; def handle(self, event): …
((class_definition body: (block (expression_statement (assignment left: (identifier) @_type right: (_) @property))) @_owner)
  (#match? @_type "^(?:event|type|event_?types?|events)$")
  (#match? @_owner "\\bdef (?:handle\\w*|process|execute|run|__call__)\\("))

; PAID = "x", WANTED = {"x", "y"}
(assignment left: (identifier) @name right: (_) @named)

(assert_statement) @ignore
(list_comprehension (if_clause) @ignore)
(set_comprehension (if_clause) @ignore)
(dictionary_comprehension (if_clause) @ignore)
(generator_expression (if_clause) @ignore)
(generator_expression body: (_) @ignore)
(call function: (_) @_callee arguments: (argument_list) @ignore
  (#match? @_callee "^(?:print|log|logger|logging|filter|any|all)\\b|^self\\.assert"))
`;

export const python: Language = {
  id: 'python',
  extensions: ['.py', '.pyi'],
  grammar: 'tree-sitter-python.wasm',
  lineComment: '#',
  queries: [query],
  dispatch: /\bgetattr\(/,
};
