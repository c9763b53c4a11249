import { handlers } from './handlers.ts';
import { others } from './others.ts';
import { dotnetCorpus } from './dotnet.ts';
import { elixirCorpus } from './elixir.ts';
import { goCorpus } from './go.ts';
import { jvmCorpus } from './jvm.ts';
import { phpCorpus } from './php.ts';
import { pythonHandlers } from './pythonHandlers.ts';
import { rubyCorpus } from './ruby.ts';
import { rustCorpus } from './rust.ts';
import type { Snippet } from './snippet.ts';
import { thinHandlers } from './thin.ts';

/** Every snippet, in all languages. */
export const corpus: readonly Snippet[] = [
  ...handlers,
  ...pythonHandlers,
  ...rubyCorpus,
  ...phpCorpus,
  ...goCorpus,
  ...jvmCorpus,
  ...dotnetCorpus,
  ...rustCorpus,
  ...elixirCorpus,
  ...thinHandlers,
  ...others,
];
