import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { rooms } from './scripts/lintRooms.js';

/** The rooms of `src/`, and whose doors (top-level files) each may import. Everything else is a wrong arrow. */
const arrows = {
  stripe: [],
  delivery: [],
  receiver: ['delivery'],
  journal: ['receiver', 'delivery'],
  payloads: ['stripe'],
  handlers: ['stripe'],
  sandbox: ['stripe', 'payloads', 'delivery'],
  apps: ['stripe', 'delivery', 'journal'],
  eventTests: ['stripe', 'payloads', 'delivery'],
  ui: ['stripe', 'receiver', 'journal', 'delivery', 'payloads', 'handlers', 'eventTests', 'apps'],
};

export default tseslint.config(
  { ignores: ['dist/', 'out/', '.vscode-test/', 'node_modules/', 'examples/', 'test/fixtures/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/prefer-readonly': 'error',
      'no-console': 'error',
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true } },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { workshop: { rules: { rooms } } },
    rules: {
      'workshop/rooms': [
        'error',
        {
          root: `${import.meta.dirname}/src`,
          arrows,
          editor: ['ui', 'extension.ts', 'parts.ts', 'ids.ts'],
          editorOnly: ['ids.ts', 'extension.ts', 'parts.ts'],
        },
      ],
    },
  },
  { files: ['scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);
