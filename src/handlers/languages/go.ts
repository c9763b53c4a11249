import type { Language } from './language.ts';

const selecting = String.raw`
; switch event.Type { case "x", stripe.EventTypeX: }, switch n := n.(type) { case *stripe.V1…EventNotification: }
(expression_switch_statement value: (_) @subject (expression_case value: (expression_list (_) @case)))
(type_switch_statement (type_case type: (_) @type-name))

; event.Type == "x", the guard if event.Type != "x" { return }
(binary_expression left: (_) @comparison operator: "==" right: (_) @comparison)
(binary_expression left: (_) @guard operator: "!=" right: (_) @guard)
(if_statement condition: (_) @condition)

; slices.Contains(wanted, event.Type), if wanted[event.Type], if _, ok := wanted[event.Type]; ok
(call_expression
  function: (selector_expression field: (field_identifier) @_function)
  arguments: (argument_list . (_) @includes . (_) @subject)
  (#eq? @_function "Contains"))
(if_statement condition: (index_expression operand: (_) @includes index: (_) @subject))
(if_statement condition: (unary_expression operand: (index_expression operand: (_) @includes index: (_) @subject)))
(short_var_declaration
  left: (expression_list . (identifier) @_blank)
  right: (expression_list (index_expression operand: (_) @includes index: (_) @subject))
  (#eq? @_blank "_"))

; strings.HasPrefix(string(event.Type), "x.")
(call_expression
  function: (selector_expression field: (field_identifier) @_function)
  arguments: (argument_list . (_) @subject . (_) @prefix)
  (#eq? @_function "HasPrefix"))
`;

const registering = String.raw`
; map[string]Handler{"x": onX}, handlers["x"] = onX, router.On("x", onX), handler.OnV1…(onX)
(keyed_element key: (_) @map-key value: (_) @value)
(assignment_statement
  left: (expression_list (index_expression index: (_) @map-key))
  right: (expression_list (_) @value))
(call_expression
  function: (selector_expression field: (field_identifier) @_method)
  arguments: (argument_list . (_) @listener . (_) @value)
  (#any-of? @_method "On" "Handle" "HandleFunc" "HandleEvent" "Register" "RegisterHandler" "Subscribe" "AddHandler" "AddListener"))
(call_expression function: (selector_expression field: (field_identifier) @method-name))

; {Type: "x", Handler: onX}
((literal_value (keyed_element key: (literal_element (identifier) @_key) value: (literal_element (_) @property))) @_owner
  (#any-of? @_key "Type" "Event" "EventType" "Name")
  (#match? @_owner "\\b(?:Handler?|Handle|Func|Fn|Run|Process)\\s*:"))

; const Paid = "x", wanted := []string{"x", "y"}
(const_spec name: (identifier) @name value: (expression_list (_) @named))
(var_spec name: (identifier) @name value: (expression_list (_) @named))
(short_var_declaration left: (expression_list (identifier) @name) right: (expression_list (_) @named))

(call_expression function: (selector_expression operand: (_) @_package) arguments: (argument_list) @ignore
  (#any-of? @_package "log" "slog" "logger" "fmt" "assert" "require" "t"))
`;

export const go: Language = {
  id: 'go',
  extensions: ['.go'],
  grammar: 'tree-sitter-go.wasm',
  queries: [selecting, registering],
};
