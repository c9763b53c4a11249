import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const rooms = ['stripe', 'receiver', 'journal', 'delivery', 'payloads', 'handlers', 'sandbox', 'ui'];

/** The rooms whose doors (top-level files) each room may import. Everything else is a wrong arrow. */
const arrows = {
  stripe: [],
  delivery: [],
  receiver: ['delivery'],
  journal: ['receiver', 'delivery'],
  payloads: ['stripe'],
  handlers: ['stripe'],
  sandbox: ['payloads', 'delivery'],
  ui: ['stripe', 'receiver', 'journal', 'delivery', 'payloads', 'handlers'],
};

function roomRules(room) {
  const forbidden = rooms.filter((other) => other !== room && !arrows[room].includes(other));
  const patterns = [
    {
      regex: `(^|/)(${forbidden.join('|')})/`,
      message: `The room "${room}" may not import this room (see eslint.config.js).`,
    },
    {
      regex: `(^|/)(${arrows[room].join('|') || 'none'})/[^/]+/`,
      message: 'Only the files at the top level of another room are its door.',
    },
  ];
  if (room !== 'ui')
    patterns.push({
      regex: '/(ids|extension)\\.ts$',
      message: 'Only src/ui and src/extension.ts may import this.',
    });
  return {
    files: [`src/${room}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths:
            room === 'ui'
              ? []
              : [{ name: 'vscode', message: 'Only src/ui and src/extension.ts know the editor.' }],
          patterns,
        },
      ],
    },
  };
}

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
  { files: ['scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  ...rooms.map(roomRules),
);
