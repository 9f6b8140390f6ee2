import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const repeatedToTheEnd = '(?<!\\\\)(?:[+*]|\\{\\d+,\\})\\??';
/** Regular expressions that try each place of a text and run to its end from there: of the whole, of its last alternative. */
const slowAtTheEnd = [
  `^(?!\\^)[^|]*${repeatedToTheEnd}\\)*\\$`,
  `\\|(?!\\^)(?:\\[[^\\]]*\\]|\\\\.|[^|()[\\]\\\\])*${repeatedToTheEnd}\\$$`,
];

/** Catches `...(x === undefined ? {} : { x })`, in either order, and `...(x ? { x } : {})`. */
const spreadUnless = 'SpreadElement > ConditionalExpression';
const nothing = (branch) => `[${branch}.type="ObjectExpression"][${branch}.properties.length=0]`;
const one = (branch) => `[${branch}.type="ObjectExpression"][${branch}.properties.length=1]`;
const comparedWithUndefined = (operator) =>
  `[test.operator="${operator}"][test.right.type="Identifier"][test.right.name="undefined"]`;
const spreadOfOptional = [
  `${spreadUnless}${comparedWithUndefined('===')}${nothing('consequent')}${one('alternate')}`,
  `${spreadUnless}${comparedWithUndefined('!==')}${one('consequent')}${nothing('alternate')}`,
  `${spreadUnless}[test.type="Identifier"]${one('consequent')}${nothing('alternate')} > .consequent > Property[shorthand=true]`,
];

const restricted = [
  { selector: 'ExportDefaultDeclaration', message: 'No default exports.' },
  { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
  {
    selector:
      ':matches(PropertyDefinition, MethodDefinition[kind!="constructor"], TSParameterProperty)[accessibility="private"]',
    message: 'Write a private member as #member.',
  },
  ...spreadOfOptional.map((selector) => ({ selector, message: 'Use withoutUndefined({ … }).' })),
];

/** What shows a text that VS Code makes links of. */
const linking = [
  'MemberExpression[property.name=/^show(Information|Warning|Error)Message$/]',
  'MemberExpression[object.property.name="ProgressLocation"]',
].map((selector) => ({
  selector,
  message: 'Use notify or withProgress of views/messages: no link is made there.',
}));

/** What throws on half of a character or on a malformed escape, which names of others have. */
const throwing = {
  selector: 'Identifier[name=/^(encode|decode)URI(Component)?$/]',
  message: 'Use encodeUrlPart or decodeUrlPart of base/text/urlPart.ts: they take any text.',
};

/** What shows a text in which VS Code draws icons, such as `$(zap)`. */
const drawing = [
  'Property[key.name="label"] > Identifier.value[name="name"]',
  'Property[key.name="label"] > MemberExpression.value[property.name=/^(name|path|url)$/]',
  'Property[key.name="label"] TemplateLiteral > MemberExpression[property.name=/^(name|path|url)$/]',
].map((selector) => ({ selector, message: 'Use withoutIcons: what others named must draw no icon.' }));

/** What writes numbers and dates in the language of the computer, among texts in that of VS Code. */
const speaking = [
  'Identifier[name=/^toLocale/]',
  'NewExpression[callee.object.name="Intl"] > Identifier.arguments[name="undefined"]',
  'CallExpression[callee.property.name="localeCompare"][arguments.length=1]',
].map((selector) => ({ selector, message: 'Use numberText or language() of base/text/language.ts.' }));

/** What a person is told has no stack, and does not go to the log. */
const telling = {
  selector: 'ThrowStatement > NewExpression[callee.name="Error"] > CallExpression.arguments',
  message: 'Throw a UserError: its message is for a person.',
};

/** What asks without saying what for. */
const asking = {
  selector:
    'CallExpression[callee.name=/^show(QuickPick|InputBox)$/] > ObjectExpression.arguments:not(:has(> Property[key.name="title"]))',
  message: 'Give it a title that says what is being done, such as titleOf(app, command).',
};

/** What asks, and goes with the focus. */
const fleeting = {
  selector:
    'CallExpression > MemberExpression[object.property.name="window"][property.name=/^(show|create)(QuickPick|InputBox)$/]',
  message: 'Use that of views/prompts.ts, which stays when the focus goes.',
};

/** A zone in a text would stand beside a time of another. */
const zoned = {
  selector: 'Literal[value=/\\{\\d\\} UTC/]',
  message: 'Use formatZonedTime: times are shown in the zone of the setting.',
};

const slow = slowAtTheEnd.map((pattern) => ({
  selector: `Literal[regex.pattern=/${pattern}/]`,
  message: 'Takes the square of the time on hostile text: use trimEnd, split, or begin with ^.',
}));

/** What holds in all of `src/`; the blocks below add to it, as each takes the place of the one before. */
const everywhere = [...restricted, ...speaking, zoned, telling, asking, fleeting, ...slow];

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
      'no-restricted-syntax': ['error', ...restricted],
      'max-lines': ['error', 300],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...linking, throwing] },
  },
  {
    files: ['src/commands/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...linking, ...drawing, throwing] },
  },
  {
    files: ['src/views/prompts.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...everywhere.filter((rule) => rule !== fleeting),
        ...linking,
        throwing,
      ],
    },
  },
  {
    files: ['src/base/text/urlPart.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, ...linking] },
  },
  {
    files: ['src/views/messages/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...everywhere, throwing] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: ['describe', 'it'] }],
      'max-lines': 'off',
    },
  },
);
