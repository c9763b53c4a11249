import type { Handler } from './handler.ts';
import { languageOf } from './languages/table.ts';
import type { Problem } from './problem.ts';
import { go } from './sdks/go.ts';
import { javascript } from './sdks/javascript.ts';
import type { Declared, Installation, Library } from './sdks/library.ts';
import { php } from './sdks/php.ts';
import { python } from './sdks/python.ts';

/** Stripe's library as an app has it installed, and with it the API version that the app was written for. */
export interface InstalledSdk extends Declared {
  /** As its package is called. */
  readonly name: string;
  /** Of the library. */
  readonly version: string;
}

/**
 * The libraries that say which event types there are. Those of Ruby and Elixir have no list of them; those of Java,
 * Kotlin, .NET and Rust have one, but not in a text that is installed.
 */
const libraries: readonly Library[] = [javascript, python, go, php];

/** Finds the libraries that files use, and reads each once. */
export class InstalledSdks {
  readonly #env: NodeJS.ProcessEnv;
  readonly #read = new Map<string, Promise<Declared | undefined>>();

  /** `env` says where a language keeps its libraries, if not where it usually does. */
  constructor(env: NodeJS.ProcessEnv = process.env) {
    this.#env = env;
  }

  /** The library that a file uses, by its absolute path; undefined where there is none, or none that says its types. */
  async of(file: string): Promise<InstalledSdk | undefined> {
    const language = languageOf(file)?.id;
    const library = libraries.find(({ languages }) => language !== undefined && languages.includes(language));
    const installation = await library?.find(file, this.#env).catch(() => undefined);
    if (!library || !installation) return undefined;
    const said = await this.#once(library, installation);
    return said && { name: library.name, version: installation.version, ...said };
  }

  #once(library: Library, installation: Installation): Promise<Declared | undefined> {
    // An upgrade changes the version.
    const key = `${installation.folder} ${installation.version}`;
    let read = this.#read.get(key);
    if (!read) {
      read = library.read(installation);
      this.#read.set(key, read);
      // What it did not say may be there the next time: it may be about to be downloaded.
      void read.then((said) => said ?? this.#read.delete(key));
    }
    return read;
  }
}

/** Thin types are of no API version. */
const isThin = (type: string) => /^v\d+\./.test(type);

/**
 * Of the problems of a file, those that stand in the light of the library that it uses: a type that Stripe had in the
 * library's API version is not unknown, and one that came later is absent.
 */
export function inVersionOf(
  sdk: InstalledSdk,
  problems: readonly Problem[],
  handlers: readonly Handler[],
): readonly Problem[] {
  const { eventTypes, apiVersion, name, version } = sdk;
  const absent = handlers
    .filter(({ eventType, form }) => form !== 'name' && form !== 'prefix' && !eventType.endsWith('*'))
    .filter(({ eventType }) => !isThin(eventType) && !eventTypes.has(eventType))
    .map(({ eventType: type, line, column, endLine, endColumn }): Problem => {
      return {
        kind: 'absentType',
        type,
        apiVersion,
        sdk: `${name} ${version}`,
        line,
        column,
        endLine,
        endColumn,
      };
    });
  const others = problems.filter(
    (problem) => problem.kind !== 'unknownType' || !eventTypes.has(problem.type),
  );
  return [...others, ...absent].sort((a, b) => a.line - b.line || a.column - b.column);
}
