import type { Language } from './language.ts';

const selecting = String.raw`
; case event.type when 'x', 'y', and case event in { type: 'x' }
(case value: (_) @subject (when pattern: (pattern (_) @case)))
(case_match value: (_) @subject clauses: (in_clause pattern: [(string) (alternative_pattern) (constant) (scope_resolution)] @case))
(case_match clauses: (in_clause pattern: (hash_pattern (keyword_pattern key: (_) @_key value: (_) @case)))
  (#any-of? @_key "type" "event_type"))

; event.type == 'x', return unless event['type'] == 'x', the guard return if event.type != 'x'
(binary left: (_) @comparison operator: ["==" "==="] right: (_) @comparison)
(binary left: (_) @guard operator: "!=" right: (_) @guard)
(call receiver: (_) @comparison method: (identifier) @_method arguments: (argument_list . (_) @comparison .)
  (#any-of? @_method "eql?" "casecmp?"))
(if condition: (_) @condition)
(unless condition: (_) @condition)
(if_modifier condition: (_) @condition)
(unless_modifier condition: (_) @condition)

; %w[x y].include?(event.type), event.type.in?(%w[x y]), event.type.start_with?('x.')
(call receiver: (_) @includes method: (identifier) @_method arguments: (argument_list . (_) @subject)
  (#any-of? @_method "include?" "member?" "key?"))
(call receiver: (_) @subject method: (identifier) @_method arguments: (argument_list . (_) @includes)
  (#eq? @_method "in?"))
(call receiver: (_) @subject method: (identifier) @_method arguments: (argument_list . (_) @prefix)
  (#eq? @_method "start_with?"))
`;

const registering = String.raw`
; subscribe 'x', Handler.new, and on 'x' do |event|
(call method: (identifier) @_method arguments: (argument_list . (_) @listener . (_) @value)
  (#any-of? @_method "subscribe" "on" "register" "handle" "add_handler" "add_listener" "webhook"))
(call method: (identifier) @_method arguments: (argument_list . (_) @listener) block: (_)
  (#not-match? @_method "^(?:it|describe|context|specify|scenario|test|trigger|emit|publish|instrument|expect|stub\\w*|debug|info|warn|error)$"))

; { 'x' => handler }, handlers['x'] = handler, handler.on_v1_… do |event|
(pair key: (string) @map-key value: (_) @value)
(pair key: (constant) @map-key value: (_) @value)
(pair key: (scope_resolution) @map-key value: (_) @value)
(assignment left: (element_reference (_) (_) @map-key) right: (_) @value)
(call method: (identifier) @method-name)

; def handle_invoice_paid, called by name
(method name: (identifier) @method)

; PAID = 'x'
(assignment left: (_) @name right: (_) @named)

(call method: (identifier) @_method arguments: (argument_list) @ignore
  (#match? @_method "^(?:puts|p|pp|print|debug|info|warn|error|fatal|raise|expect|assert\\w*|refute\\w*|log)$"))
(call method: (identifier) @_method block: (block) @ignore
  (#any-of? @_method "select" "filter" "find" "detect" "reject" "any?" "all?" "none?" "count" "map"))
`;

export const ruby: Language = {
  id: 'ruby',
  extensions: ['.rb', '.rake', '.ru'],
  grammar: 'tree-sitter-ruby.wasm',
  lineComment: '#',
  queries: [selecting, registering],
  dispatch: /\b(?:public_)?send[ (]|respond_to\?/,
};
