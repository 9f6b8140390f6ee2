/** Holds what ESLint cannot: no import cycle anywhere in src/, and no import of what is not a dependency. */
export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: { path: '^src' }, to: { circular: true } },
    {
      name: 'not-resolvable',
      severity: 'error',
      from: { path: '^src' },
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
    { name: 'no-tests-in-src', severity: 'error', from: { path: '^src' }, to: { path: '^test' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
