import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whom the fake signs in, and with which token in which tenant. */
export interface FakeAccount {
  readonly label: string;
  readonly homeTenant: string;
  /** By tenant. */
  readonly tokens: Readonly<Record<string, string>>;
}

/**
 * Writes an extension in the place of the one that VS Code brings for signing in to Microsoft, which needs a browser
 * and an account: of the same name, and newer. It signs in to clouds of one's own.
 * @returns its folder
 */
export async function writeFakeMicrosoft(folder: string, account: FakeAccount): Promise<string> {
  await mkdir(folder, { recursive: true });
  const id = 'microsoft-sovereign-cloud';
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      publisher: 'vscode',
      name: 'microsoft-authentication',
      version: '99.0.0',
      engines: { vscode: '^1.101.0' },
      main: './main.js',
      extensionKind: ['workspace'],
      activationEvents: [`onAuthenticationRequest:${id}`],
      contributes: { authentication: [{ id, label: 'Microsoft' }] },
    }),
  );
  await writeFile(
    join(folder, 'main.js'),
    `const vscode = require('vscode');
const account = ${JSON.stringify(account)};
exports.activate = (context) => {
  const sessions = [];
  const changed = new vscode.EventEmitter();
  const tenantOf = (scopes) =>
    (scopes.find((scope) => scope.startsWith('VSCODE_TENANT:')) ?? account.homeTenant).replace('VSCODE_TENANT:', '');
  const same = (one, other) => [...one].sort().join() === [...other].sort().join();
  const make = async (scopes) => {
    const accessToken = account.tokens[tenantOf(scopes)];
    if (accessToken === undefined) return undefined;
    const made = { id: String(sessions.length), accessToken, scopes, account: { id: 'a', label: account.label } };
    sessions.push(made);
    changed.fire({ added: [made], removed: [], changed: [] });
    return made;
  };
  context.subscriptions.push(
    vscode.authentication.registerAuthenticationProvider(${JSON.stringify(id)}, 'Microsoft', {
      onDidChangeSessions: changed.event,
      // Once somebody is signed in, tokens for other scopes and tenants need no dialog.
      getSessions: async (scopes) => {
        if (!scopes || sessions.length === 0) return sessions;
        const found = sessions.filter((one) => same(one.scopes, scopes));
        return found.length > 0 ? found : [await make(scopes)].filter(Boolean);
      },
      createSession: async (scopes) => {
        const made = await make(scopes);
        if (!made) throw new Error('AADSTS50020: not in this tenant');
        return made;
      },
      removeSession: async () => undefined,
    }),
  );
};
`,
  );
  return folder;
}
