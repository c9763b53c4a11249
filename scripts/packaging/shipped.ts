/** What may be in the package: everything else is left out, and everything here must be there. */
import { matchesGlob } from 'node:path';

/** Copied from the repository as they are. */
export const copied = [
  'api/*.d.ts',
  'media/activity.svg',
  'media/icon.png',
  'media/*.tmLanguage.json',
  'media/*/*.{md,png,svg,yaml}',
  'l10n/bundle.l10n.*.json',
  'package.nls.json',
  'package.nls.*.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
] as const;

/** Made while packaging. */
export const made = [
  'package.json',
  'ThirdPartyNotices.txt',
  'sbom.cdx.json',
  'dist/*.js',
  'dist/event-tests.mjs',
  'dist/event-tests.mjs',
  'dist/chunks/*.js',
  'dist/catalogue/*.json',
  'dist/grammars/*.wasm',
  'dist/grammars/tree-sitter.js',
  'dist/grammars/package.json',
  'dist/panel/panel.{js,css}',
  'dist/panel/codicon.{css,ttf}',
] as const;

/** Compares files, relative to the package's root, with what may be there. */
export function compareWithAllowed(files: readonly string[]): {
  readonly unexpected: readonly string[];
  /** Patterns that no file matches. */
  readonly missing: readonly string[];
} {
  const patterns = [...copied, ...made];
  return {
    unexpected: files.filter((file) => !patterns.some((pattern) => matchesGlob(file, pattern))),
    missing: patterns.filter((pattern) => !files.some((file) => matchesGlob(file, pattern))),
  };
}
