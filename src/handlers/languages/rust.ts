import type { Language } from './language.ts';

const selecting = String.raw`
; match event.type_ { EventType::X | EventType::Y => … }, match event.data.object { EventObject::X(x) => … }
(match_expression value: (_) @subject body: (match_block (match_arm pattern: (match_pattern . (_) @case))))
(let_condition pattern: (tuple_struct_pattern type: (_) @case) value: (_) @subject)

; event.type_ == EventType::X, the guard if event.type_ != EventType::X { return }
(binary_expression left: (_) @comparison operator: "==" right: (_) @comparison)
(binary_expression left: (_) @guard operator: "!=" right: (_) @guard)
(if_expression condition: (_) @condition)

; matches!(event.type_, EventType::X | EventType::Y), ["x"].contains(&event.type_), event.type_.starts_with("x.")
(macro_invocation macro: (identifier) @_macro (token_tree . (_) @subject [(string_literal) (identifier)] @includes)
  (#eq? @_macro "matches"))
(call_expression
  function: (field_expression value: (_) @includes field: (field_identifier) @_method)
  arguments: (arguments . (_) @subject)
  (#eq? @_method "contains"))
(call_expression
  function: (field_expression value: (_) @subject field: (field_identifier) @_method)
  arguments: (arguments . (_) @prefix)
  (#eq? @_method "starts_with"))
`;

const registering = String.raw`
; handlers.insert("x", on_x), HashMap::from([("x", on_x)]), Route { event_type: "x", handler: on_x }
(call_expression
  function: (field_expression field: (field_identifier) @_method)
  arguments: (arguments . (_) @listener . (_) @value)
  (#any-of? @_method "insert" "on" "register" "handle" "subscribe" "route" "add_handler" "with"))
(array_expression (tuple_expression . (_) @map-key . (_) @value .))
((field_initializer_list (field_initializer field: (field_identifier) @_key value: (_) @property)) @_owner
  (#any-of? @_key "event_type" "event" "type_" "kind")
  (#match? @_owner "\\b(?:handler?|run|process|callback)\\s*[:,]"))

; const PAID: &str = "x";
(const_item name: (identifier) @name value: (_) @named)
(static_item name: (identifier) @name value: (_) @named)
(let_declaration pattern: (identifier) @name value: (_) @named)

(mod_item name: (identifier) @_name (#match? @_name "^tests?$")) @ignore
(macro_invocation macro: (_) @_macro (token_tree) @ignore
  (#match? @_macro "^(?:assert\\w*|debug_assert\\w*|println|eprintln|print|format|panic|(?:log::|tracing::)?(?:trace|debug|info|warn|error))$"))
(closure_expression body: (binary_expression) @ignore)
`;

export const rust: Language = {
  id: 'rust',
  extensions: ['.rs'],
  grammar: 'tree-sitter-rust.wasm',
  queries: [selecting, registering],
};
