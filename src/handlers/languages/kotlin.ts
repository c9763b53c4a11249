import type { Language } from './language.ts';

const selecting = String.raw`
; when (event.type) { "x", "y" -> …; in setOf("x") -> … }, when (n) { is V1…EventNotification -> … }
(when_expression (when_subject (_) @subject) (when_entry condition: [(string_literal) (navigation_expression) (identifier) (range_test)] @case))
(when_entry condition: (type_test (_) @type-name))
(is_expression right: (_) @type-name)

; event.type == "x", the guard if (event.type != "x") return, "x".equals(event.type)
(binary_expression left: (_) @comparison operator: ["==" "==="] right: (_) @comparison)
(binary_expression left: (_) @guard operator: ["!=" "!=="] right: (_) @guard)
(if_expression condition: (_) @condition)
(call_expression (navigation_expression (_) @comparison (identifier) @_method) (value_arguments . (value_argument (_) @comparison) .)
  (#eq? @_method "equals"))

; event.type in setOf("x", "y"), wanted.contains(event.type), event.type.startsWith("x.")
(in_expression left: (_) @subject right: (_) @includes)
(call_expression (navigation_expression (_) @includes (identifier) @_method) (value_arguments . (value_argument (_) @subject) .)
  (#eq? @_method "contains"))
(call_expression (navigation_expression (_) @subject (identifier) @_method) (value_arguments . (value_argument (_) @prefix))
  (#eq? @_method "startsWith"))
`;

const registering = String.raw`
; mapOf("x" to ::onX), handlers["x"] = ::onX, on("x") { event -> … }, on("x", ::onX), handler.onV1…(…)
(infix_expression . (_) @map-key . (identifier) @_to . (_) @value (#eq? @_to "to"))
(assignment left: (index_expression (_) . (_) @map-key) right: (_) @value)
(call_expression
  (call_expression . (_) @_callee (value_arguments . (value_argument (_) @listener)))
  (annotated_lambda)
  (#not-match? @_callee "(?:^|\\.)(?:test|it|describe|trigger|emit|debug|info|warn|error)$"))
(call_expression . (_) @_callee (value_arguments . (value_argument (_) @listener) . (value_argument (_) @value))
  (#match? @_callee "(?:^|\\.)(?:on|register|registerHandler|handle|subscribe|put|addHandler|addListener)$"))
(call_expression . (navigation_expression (identifier) @method-name .))

; @StripeEvent("x"), override val eventType = "x"
(annotation (constructor_invocation (user_type) @_name (value_arguments) @decorator)
  (#match? @_name "Event|Stripe|Webhook|Handle|Listen|Subscribe|^On"))
((class_body (property_declaration (variable_declaration (identifier) @_name) (_) @property)) @_owner
  (#any-of? @_name "eventType" "eventTypes" "type" "types")
  (#match? @_owner "\\bfun (?:handle\\w*|process|execute|run|invoke)\\("))

; const val PAID = "x", enum class Hook(val type: String) { PAID("x") }
(property_declaration (variable_declaration (identifier) @name) (_) @named)
(enum_entry (identifier) @name (value_arguments . (value_argument (string_literal) @named)))

(call_expression . (_) @_callee (value_arguments) @ignore
  (#match? @_callee "^(?:log|logger|println|print|assert\\w*|require|check|verify)\\b"))
(call_expression . (navigation_expression (identifier) @_method .) (annotated_lambda) @ignore
  (#any-of? @_method "filter" "find" "first" "firstOrNull" "any" "all" "none" "count" "map" "single"))
`;

export const kotlin: Language = {
  id: 'kotlin',
  extensions: ['.kt', '.kts'],
  grammar: 'tree-sitter-kotlin.wasm',
  queries: [selecting, registering],
};
