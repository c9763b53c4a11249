import type { Language } from './language.ts';

const selecting = String.raw`
; switch ($event->type) { case 'x': }, match ($event->type) { 'x', 'y' => … }
(switch_statement condition: (_) @subject body: (switch_block (case_statement value: (_) @case)))
(match_expression condition: (_) @subject
  body: (match_block (match_conditional_expression conditional_expressions: (match_condition_list (_) @case))))

; $event->type === 'x', the guard if ($event->type !== 'x') return;
(binary_expression left: (_) @comparison operator: ["===" "=="] right: (_) @comparison)
(binary_expression left: (_) @guard operator: ["!==" "!="] right: (_) @guard)
(binary_expression operator: "instanceof" right: (_) @type-name)
(if_statement condition: (_) @condition)

; in_array($event->type, ['x', 'y']), str_starts_with($event->type, 'x.'), Str::startsWith($event->type, 'x.')
(function_call_expression function: (name) @_function arguments: (arguments . (argument) @subject . (argument) @includes)
  (#eq? @_function "in_array"))
(function_call_expression function: (name) @_function arguments: (arguments . (argument) @subject . (argument) @prefix)
  (#any-of? @_function "str_starts_with" "starts_with"))
(scoped_call_expression name: (name) @_method arguments: (arguments . (argument) @subject . (argument) @prefix)
  (#eq? @_method "startsWith"))
`;

const registering = String.raw`
; ['x' => handler], ['charge_failed' => Job::class], $handlers['x'] = handler
(array_element_initializer . (_) @map-key . (_) @value)
(array_element_initializer . (string) @snake-key . (_) @value)
(assignment_expression left: (subscript_expression (_) . (_) @map-key) right: (_) @value)

; Event::listen('stripe-webhooks::x', Listener::class), $router->on('x', fn () => …), $handler->onV1…(…)
(scoped_call_expression name: (name) @_method arguments: (arguments . (argument) @listener . (argument) @value)
  (#any-of? @_method "listen" "on" "subscribe"))
(member_call_expression name: (name) @_method arguments: (arguments . (argument) @listener . (argument) @value)
  (#any-of? @_method "listen" "on" "subscribe" "register" "handle" "add" "addListener" "addHandler"))
(member_call_expression name: (name) @method-name)

; #[StripeEvent('x')], Cashier's handleInvoicePaid
(attribute (_) @_name parameters: (arguments) @decorator (#match? @_name "Event|Stripe|Webhook|Handle|Listen|On"))
(method_declaration name: (name) @method)

; const PAID = 'x'; case Paid = 'x'; $wanted = ['x', 'y']
(const_element (name) @name (_) @named)
(enum_case name: (name) @name value: (_) @named)
(assignment_expression left: (variable_name) @name right: (_) @named)
(property_element name: (variable_name (name) @name) default_value: (_) @named)

(member_call_expression name: (name) @_method arguments: (arguments) @ignore
  (#match? @_method "^(?:debug|info|notice|warning|error|log|assert\\w*|expects|filter|first|contains|where\\w*)$"))
(scoped_call_expression scope: (_) @_scope arguments: (arguments) @ignore (#match? @_scope "^(?:Log|Assert)$|^self$"))
(echo_statement) @ignore
`;

export const php: Language = {
  id: 'php',
  extensions: ['.php'],
  grammar: 'tree-sitter-php.wasm',
  queries: [selecting, registering],
  dispatch: /Cashier|method_exists|['"]handle['"]\s*\./,
  alsoNear: /['"][a-z]+(?:_[a-z]+)+['"]\s*=>/g,
};
