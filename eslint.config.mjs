import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Packages that are heavy to load: only the modules named below may import their values. */
const azureSdks = ['@azure/*', 'cloudevents'];
const vscodeModule = {
  group: ['vscode'],
  message: 'Only extension.ts, views/ and commands/ may import vscode.',
};

/** @param {string[]} rooms rooms of src/ that this room may not look into */
const closed = (...rooms) => ({
  group: rooms.map((room) => `**/${room}/**`),
  message: `This folder may not import ${rooms.join(', ')}.`,
});

/** @param {string} room @param {object[]} patterns */
const room = (room, ...patterns) => ({
  files: [`src/${room}/**/*.ts`],
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

const leaves = ['storage', 'calling', 'events', 'setup', 'emulator'];
const outer = ['views', 'commands'];
const except = (...names) => leaves.filter((leaf) => !names.includes(leaf));

export default defineConfig(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', 'media/'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
      ],
      'max-lines': ['error', 300],
    },
  },
  room('recording', vscodeModule, closed(...leaves, ...outer), {
    group: ['node:*', '@azure/*'],
    message: 'recording/ is pure: no I/O and no SDK.',
  }),
  ...leaves.map((leaf) =>
    room(leaf, vscodeModule, closed(...except(leaf, ...(leaf === 'emulator' ? ['storage'] : [])), ...outer)),
  ),
  room('views', closed('commands'), {
    group: azureSdks,
    allowTypeImports: true,
    message: 'SDKs are loaded on demand by storage/, calling/ and events/.',
  }),
  room('commands', { group: azureSdks, allowTypeImports: true, message: 'SDKs are loaded on demand.' }),
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: ['describe', 'it'] }],
      'max-lines': 'off',
    },
  },
);
