/**
 * One language the finder reads. The queries' captures say what a node is to the finder, so that no code outside the
 * language's own file knows its node types:
 *
 * | capture | meaning |
 * | --- | --- |
 * | `@case`, `@includes`, `@map-key`, … (a `HandlerForm`) | what selects event types: a literal, a constant, or a collection of them |
 * | `@comparison`, `@guard` (on both operands) | an equality; an inequality, which counts inside a `@condition` alone |
 * | `@prefix` | a literal, or several, that event types are tested to start with |
 * | `@condition` | the condition of an `if`, whose rejection leaves the code |
 * | `@subject` | what is tested to be one of the event types |
 * | `@value` | what the event types are mapped to |
 * | `@name`, `@named` | a declaration's name, and the constant or collection it stands for |
 * | `@snake-key` | a map key that may spell a type with underscores, `charge_failed` |
 * | `@type-name` | the name of a class that stands for a type, `V1BillingMeterNoMeterFoundEventNotification` |
 * | `@method-name` | the name of a called method that registers a handler, `on_v1_billing_meter_no_meter_found` |
 * | `@method` | the name of a method that is called by a name derived from the type, where `dispatch` says so |
 * | `@pattern` | the type in a pattern, which counts inside a `@pattern-holder` alone |
 * | `@ignore` | code in which nothing is a handler: assertions, log calls, test cases, markup |
 *
 * A capture whose name starts with `_` serves a pattern's own predicates. `syntax/pattern.ts` says what of
 * tree-sitter's notation there is.
 */
export interface Language {
  /** VS Code's name of the language, or of the first that shares this entry. */
  readonly id: string;
  /** With their dot, in lower case. */
  readonly extensions: readonly string[];
  /** File name of the grammar in the grammar directory. */
  readonly grammar: string;
  /** Tree-sitter queries, see above. */
  readonly queries: readonly string[];
  /** The code in a file of another format, everything else blanked, so that places stay what they are. */
  readonly code?: (text: string) => string;
  /** What a line starts with that is a comment as a whole, when that is not `//`. */
  readonly lineComment?: '#';
  /** What says that a file's methods are called by names derived from event types. */
  readonly dispatch?: RegExp;
  /** What else, beside literals and constants, may name a type (a global expression). */
  readonly alsoNear?: RegExp;
}
