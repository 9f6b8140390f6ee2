/**
 * Who may import whom: every room of src/ may import itself, base/, and the rooms named here. Only
 * `extension.ts` and the programs beside it compose, and may import all.
 */
const rooms = {
  base: [],
  recording: [],
  snippets: ['recording', 'calling'],
  storage: ['recording'],
  mediaFiles: ['recording', 'storage'],
  calling: ['recording'],
  events: ['recording', 'storage'],
  setup: ['recording', 'storage'],
  history: ['recording', 'storage', 'calling', 'events', 'setup'],
  emulator: ['recording', 'storage', 'mediaFiles'],
  agent: ['recording', 'storage', 'mediaFiles', 'calling', 'events', 'setup', 'history', 'emulator'],
};
const inner = Object.keys(rooms);
const all = { ...rooms, views: inner, commands: [...inner, 'views'] };

/** Files at the root of a room that compose it: what stands in the room's own rooms may not import them. */
const composing = {
  storage: ['openStore'],
  emulator: ['localService', 'program', 'commandLine'],
  commands: ['table'],
};

const forbidden = (name, from, to, comment) => ({ name, severity: 'error', comment, from, to });

export default {
  forbidden: [
    forbidden('no-cycle', { path: '^src' }, { circular: true }),
    forbidden('not-resolvable', { path: '^src' }, { couldNotResolve: true, pathNot: '^vscode$' }),
    forbidden('no-tests-in-src', { path: '^src' }, { path: '^test' }),
    ...Object.entries(all).map(([room, may]) =>
      forbidden(
        `rooms-of-${room}`,
        { path: `^src/${room}/` },
        { path: '^src/', pathNot: `^src/(?:${[room, 'base', ...may].join('|')})/` },
        `${room}/ may import base/${may.map((one) => `, ${one}/`).join('')} and nothing else of src/.`,
      ),
    ),
    forbidden(
      'vscode-only-in-views-and-commands',
      { path: '^src/', pathNot: '^src/(?:views|commands)/|^src/extension\\.ts$' },
      { path: '^vscode$|node_modules/@types/vscode/' },
      'Only extension.ts, views/ and commands/ may import vscode.',
    ),
    forbidden(
      'domain-is-pure',
      { path: '^src/(?:base|recording|snippets)/' },
      { dependencyTypes: ['core'] },
      'base/, recording/ and snippets/ do no I/O.',
    ),
    forbidden(
      'domain-knows-no-sdk',
      { path: '^src/(?:base|recording|snippets)/' },
      { path: 'node_modules/@azure/' },
      'base/, recording/ and snippets/ know no SDK.',
    ),
    forbidden(
      'sdk-loaded-on-demand',
      { path: '^src/(?:views|commands)/|^src/extension\\.ts$' },
      { path: 'node_modules/(?:@azure|cloudevents)/', dependencyTypesNot: ['type-only'] },
      'SDKs are loaded on demand by storage/, calling/, events/ and setup/.',
    ),
    forbidden(
      'snippets-take-types-of-calling',
      { path: '^src/snippets/' },
      { path: '^src/calling/', dependencyTypesNot: ['type-only'] },
      'snippets/ may import only types of calling/.',
    ),
    ...Object.entries(composing).map(([room, files]) =>
      forbidden(
        `composing-files-of-${room}`,
        { path: `^src/${room}/[^/]+/` },
        { path: `^src/${room}/(?:${files.join('|')})\\.ts$` },
        `The files that compose ${room}/ are imported from outside of it only.`,
      ),
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
