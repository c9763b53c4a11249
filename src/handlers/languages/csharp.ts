import type { Language } from './language.ts';

const selecting = String.raw`
; switch (stripeEvent.Type) { case EventTypes.X: case "y" or "z": }, stripeEvent.Type switch { "x" => … }
(switch_statement value: (_) @subject body: (switch_body (switch_section [(constant_pattern) (or_pattern)] @case)))
(switch_expression . (_) @subject (switch_expression_arm . (_) @case))
(declaration_pattern type: (_) @type-name)
(is_pattern_expression expression: (_) @subject pattern: (_) @includes)

; stripeEvent.Type == EventTypes.X, the guard if (stripeEvent.Type != "x") return;, Equals
(binary_expression left: (_) @comparison operator: "==" right: (_) @comparison)
(binary_expression left: (_) @guard operator: "!=" right: (_) @guard)
(if_statement condition: (_) @condition)
(invocation_expression
  function: (member_access_expression expression: (_) @comparison name: (identifier) @_method)
  arguments: (argument_list . (argument (_) @comparison))
  (#eq? @_method "Equals"))
(invocation_expression
  function: (member_access_expression name: (identifier) @_method)
  arguments: (argument_list . (argument (_) @comparison) . (argument (_) @comparison))
  (#eq? @_method "Equals"))

; new[] { "x" }.Contains(stripeEvent.Type), stripeEvent.Type.StartsWith("x.")
(invocation_expression
  function: (member_access_expression expression: (_) @includes name: (identifier) @_method)
  arguments: (argument_list . (argument (_) @subject))
  (#eq? @_method "Contains"))
(invocation_expression
  function: (member_access_expression expression: (_) @subject name: (identifier) @_method)
  arguments: (argument_list . (argument (_) @prefix))
  (#eq? @_method "StartsWith"))
`;

const registering = String.raw`
; { ["x"] = OnX }, { { EventTypes.X, OnX } }, handlers["x"] = OnX, handlers.Add("x", OnX)
(assignment_expression left: (element_binding_expression (argument (_) @map-key)) right: (_) @value)
(initializer_expression (initializer_expression . (_) @map-key . (_) @value .))
(assignment_expression
  left: (element_access_expression subscript: (bracketed_argument_list (argument (_) @map-key)))
  right: (_) @value)
(invocation_expression
  function: (member_access_expression name: (identifier) @_method)
  arguments: (argument_list . (argument (_) @listener) . (argument (_) @value))
  (#any-of? @_method "Add" "TryAdd" "On" "Register" "RegisterHandler" "Subscribe" "Handle" "AddHandler"))

; handler.V1… += OnX, [StripeEvent("x")], string EventType => EventTypes.X;
(assignment_expression left: (member_access_expression name: (identifier) @type-name) operator: "+=")
(attribute name: (_) @_name (attribute_argument_list) @decorator
  (#match? @_name "Event|Stripe|Webhook|Handle|Listen|Subscribe|^On"))
(property_declaration name: (identifier) @_name value: (arrow_expression_clause (_) @property)
  (#match? @_name "^(?:Handled|Supported)?(?:Event)?Types?$"))

; const string Paid = "x";
(variable_declarator name: (identifier) @name (_) @named .)

(invocation_expression function: (member_access_expression expression: (_) @_object) arguments: (argument_list) @ignore
  (#match? @_object "^(?:_?log|_?[lL]ogger|Log|Console|Debug|Trace|Assert)$"))
(invocation_expression function: (member_access_expression name: (identifier) @_method) arguments: (argument_list) @ignore
  (#any-of? @_method "Where" "First" "FirstOrDefault" "Any" "All" "Count" "Single" "SingleOrDefault" "Select" "LogInformation" "LogWarning" "LogError" "LogDebug"))
`;

export const csharp: Language = {
  id: 'csharp',
  extensions: ['.cs'],
  grammar: 'tree-sitter-c-sharp.wasm',
  queries: [selecting, registering],
};
