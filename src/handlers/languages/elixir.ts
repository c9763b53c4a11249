import type { Language } from './language.ts';

const selecting = String.raw`
; case event.type do "x" -> …, case event do %{type: "x"} -> …, %{"type" => "x"} -> …
(call target: (identifier) @_case (arguments (_) @subject) (do_block (stab_clause left: (arguments (_) @case)))
  (#eq? @_case "case"))
(map_content (keywords (pair key: (keyword) @_key value: (_) @pattern)) (#match? @_key "^type:"))
(map_content (keywords (pair key: (keyword) @_key value: (binary_operator left: (string) @prefix operator: "<>")))
  (#match? @_key "^type:"))
(map_content (binary_operator left: (string) @_key operator: "=>" right: (_) @pattern) (#eq? @_key "\"type\""))

; def handle_event("x", event), def handle_event(%Stripe.Event{type: "x"})
(call target: (identifier) @_def
  (arguments [
    (call target: (identifier) @_name (arguments (string) @case))
    (binary_operator left: (call target: (identifier) @_name (arguments (string) @case)))
  ])
  (#any-of? @_def "def" "defp") (#match? @_name "handle|process|event|webhook|^on_"))
(call target: (identifier) @_def (arguments (_) @pattern-holder) (#any-of? @_def "def" "defp"))
(stab_clause left: (_) @pattern-holder)
(binary_operator left: (_) @pattern-holder operator: "=")

; event.type == "x", event.type in ["x", "y"], String.starts_with?(event.type, "x."), "x." <> rest
(binary_operator left: (_) @comparison operator: ["==" "==="] right: (_) @comparison)
(binary_operator left: (_) @subject operator: "in" right: (_) @includes)
(call target: (dot right: (identifier) @_function) (arguments . (_) @subject . (_) @prefix)
  (#eq? @_function "starts_with?"))
(call target: (identifier) @_def
  (arguments (call target: (identifier) @_name (arguments (binary_operator left: (string) @prefix operator: "<>"))))
  (#any-of? @_def "def" "defp") (#match? @_name "handle|process|event|webhook|^on_"))
(call target: (identifier) @_case (arguments (_) @subject)
  (do_block (stab_clause left: (arguments (binary_operator left: (string) @prefix operator: "<>"))))
  (#eq? @_case "case"))
`;

const registering = String.raw`
; %{"x" => &on_x/1}, @paid "x", @wanted ["x", "y"]
(map_content (binary_operator left: (string) @map-key operator: "=>" right: (_) @value))
(unary_operator operator: "@" operand: (call target: (identifier) @name (arguments . (_) @named)))

(call target: (dot left: (alias) @_module) (arguments) @ignore (#any-of? @_module "Logger" "IO"))
(call target: (dot right: (identifier) @_function) (arguments) @ignore
  (#any-of? @_function "filter" "reject" "find" "any?" "all?" "count"))
(call target: (identifier) @_function (arguments) @ignore (#match? @_function "^(?:assert|refute|assert_\\w+)$"))
(call target: (identifier) @_function (do_block) @ignore (#any-of? @_function "test" "describe"))
`;

export const elixir: Language = {
  id: 'elixir',
  extensions: ['.ex', '.exs'],
  grammar: 'tree-sitter-elixir.wasm',
  lineComment: '#',
  queries: [selecting, registering],
};
