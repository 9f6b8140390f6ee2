import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ManagementError } from '../../../src/setup/management/failure.ts';
import { azureAccount, challengeRequest, signInToTenant } from '../../../src/views/setup/azureAccount.ts';

type Asked = readonly [provider: string, request: unknown, options: unknown];

describe('The Azure sign-in of VS Code', () => {
  const { getSession } = vscode.authentication;
  const asked: Asked[] = [];
  let answer: () => vscode.AuthenticationSession | undefined;
  const settings = () => vscode.workspace.getConfiguration('microsoft-sovereign-cloud');

  beforeEach(() => {
    asked.length = 0;
    answer = () => ({
      id: 's',
      accessToken: 'token',
      account: { id: 'a', label: 'dev@contoso.com' },
      scopes: [],
    });
    Object.assign(vscode.authentication, {
      getSession: (...one: Asked) => {
        asked.push(one);
        return Promise.resolve().then(answer);
      },
    });
  });

  afterEach(async () => {
    Object.assign(vscode.authentication, { getSession });
    for (const name of ['environment', 'customEnvironment'])
      await settings().update(name, undefined, vscode.ConfigurationTarget.Global);
  });

  const arm = 'https://management.azure.com/.default';
  const failing = (message: string) => (): never => {
    throw new Error(message);
  };
  const reasonOf = async (work: Promise<unknown>): Promise<unknown> => {
    const error: unknown = await work.then(
      () => assert.fail('no failure'),
      (rejected: unknown) => rejected,
    );
    assert.ok(ManagementError.is(error), String(error));
    return [error.failure.reason, error.failure.tenantId];
  };

  it('shows a sign-in for the home tenant only, and asks other tenants silently', async () => {
    assert.equal(await azureAccount.signIn('vscode').token(arm), 'token');
    await azureAccount.signIn('vscode', 't-2').token(arm);
    assert.equal(await azureAccount.label('vscode'), 'dev@contoso.com');
    await signInToTenant('t-3');
    assert.deepEqual(asked, [
      ['microsoft', [arm], { createIfNone: true }],
      ['microsoft', [arm, 'VSCODE_TENANT:t-2'], { silent: true }],
      ['microsoft', [arm], { createIfNone: true }],
      ['microsoft', [arm, 'VSCODE_TENANT:t-3'], { createIfNone: true }],
    ]);
  });

  it('uses the provider and the endpoints of the cloud that VS Code is set to', async () => {
    const set = (name: string, value: unknown) =>
      settings().update(name, value, vscode.ConfigurationTarget.Global);
    await set('environment', 'USGovernment');
    assert.equal(azureAccount.cloud().managementUrl, 'https://management.usgovcloudapi.net');
    assert.equal(azureAccount.cloud().portalUrl, 'https://portal.azure.us');
    await azureAccount.label('vscode');
    assert.deepEqual(asked[0]?.slice(0, 2), [
      'microsoft-sovereign-cloud',
      ['https://management.usgovcloudapi.net/.default'],
    ]);
    await set('environment', 'custom');
    assert.throws(() => azureAccount.cloud(), /unknownCloud/);
    await set('customEnvironment', { resourceManagerEndpointUrl: 'https://arm.example/' });
    assert.equal(azureAccount.cloud().managementUrl, 'https://arm.example');
  });

  it('hands a challenge to VS Code from 1.105, and asks for a new session before', async () => {
    const challenge = 'Bearer claims="eyJhIjoxfQ=="';
    const scopes = [arm, 'VSCODE_TENANT:t-2'];
    const handedOn = [{ wwwAuthenticate: challenge, fallbackScopes: scopes }, { createIfNone: true }];
    const at = (version: string): unknown => challengeRequest(version, scopes, challenge);
    assert.deepEqual(at('1.104.3'), [scopes, { forceNewSession: true }]);
    assert.deepEqual(at('1.105.0'), handedOn);
    assert.deepEqual(at('1.139.0-insider'), handedOn);
    assert.deepEqual(at('2.0.0'), handedOn);
    await azureAccount.signIn('vscode', 't-2').token(arm, challenge);
    assert.deepEqual(asked.at(-1)?.slice(1), at(vscode.version));
  });

  it('distinguishes nobody signed in, a cancelled sign-in, an unknown guest, and a policy', async () => {
    const token = () => azureAccount.signIn('vscode', 't-2').token(arm);
    answer = () => undefined;
    assert.deepEqual(await reasonOf(token()), ['notSignedIn', 't-2']);
    answer = failing('User did not consent to login.');
    assert.deepEqual(await reasonOf(token()), ['signInCancelled', 't-2']);
    answer = failing('Cancelled');
    assert.deepEqual(await reasonOf(token()), ['signInCancelled', 't-2']);
    answer = failing('AADSTS50020: User account from identity provider does not exist in tenant');
    assert.deepEqual(await reasonOf(token()), ['notInTenant', 't-2']);
    answer = failing('AADSTS50076: you must use multi-factor authentication');
    assert.deepEqual(await reasonOf(token()), ['conditionalAccess', 't-2']);
    answer = failing('something else');
    assert.deepEqual(await reasonOf(token()), ['notSignedIn', 't-2']);
  });
});
