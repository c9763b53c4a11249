import { typescript } from './ecmascript.ts';
import type { Language } from './language.ts';

const SCRIPT = /(<script\b[^>]*>)([^]*?)<\/script\s*>/gi;

/** The scripts of a single-file component, at their places: everything else becomes white space. */
function scripts(text: string): string {
  let code = '';
  for (const script of text.matchAll(SCRIPT)) {
    const [, tag = '', body = ''] = script;
    const start = script.index + tag.length;
    code += blank(text.slice(code.length, start)) + body;
  }
  return code + blank(text.slice(code.length));
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

/** Vue and Svelte components; TypeScript's grammar reads the JavaScript ones as well. */
export const components: Language = {
  ...typescript,
  id: 'vue',
  extensions: ['.vue', '.svelte'],
  code: scripts,
};
