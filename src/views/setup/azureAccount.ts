import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { SignIn } from '../../setup/management/client.ts';
import { type Cloud, cloudOf } from '../../setup/management/cloud.ts';
import { type FailureReason, ManagementError } from '../../setup/management/failure.ts';
import { microsoftProvider } from '../containers/microsoftAccount.ts';
import type { Transport } from '../../setup/management/pipeline.ts';

/** How Azure is signed in to: VS Code's Microsoft account, or what `DefaultAzureCredential` finds. */
export type AzureSignIn = 'vscode' | 'default';

/** The way to Azure: its cloud, tokens, and how requests are sent. */
export interface AzureAccess {
  /** @throws ManagementError `unknownCloud` */
  cloud(): Cloud;
  /** @param tenantId none for the account's own */
  signIn(kind: AzureSignIn, tenantId?: string): SignIn;
  /** Name of the account; asks to sign in where no one is signed in. Rejects with a `ManagementError`. */
  label(kind: AzureSignIn): Promise<string>;
  readonly transport?: Transport;
}

const cloudSetting = 'microsoft-sovereign-cloud';

/**
 * Azure by the sign-in of VS Code. The account's own tenant may ask to sign in, as a person has just run a command;
 * any other tenant is asked silently, as there may be many.
 */
export const azureAccount: AzureAccess = {
  cloud() {
    const settings = vscode.workspace.getConfiguration(cloudSetting);
    const cloud = cloudOf(settings.get('environment'), settings.get('customEnvironment'));
    if (!cloud) throw new ManagementError({ reason: 'unknownCloud' });
    return cloud;
  },
  signIn: (kind, tenantId) => ({
    token: (scope, challenge) =>
      kind === 'default' ? defaultToken(scope, tenantId) : sessionToken(scope, tenantId, challenge),
  }),
  async label(kind) {
    const { managementScope } = azureAccount.cloud();
    if (kind === 'default') {
      await defaultToken(managementScope);
      return l10n.t('Azure CLI, environment or managed identity');
    }
    return (await session([managementScope], { createIfNone: true })).account.label;
  },
};

/** Asks to sign in to a tenant. @throws ManagementError */
export async function signInToTenant(tenantId: string): Promise<string> {
  const scopes = scopesOf(azureAccount.cloud().managementScope, tenantId);
  return (await session(scopes, { createIfNone: true }, tenantId)).account.label;
}

async function sessionToken(scope: string, tenantId?: string, challenge?: string): Promise<string> {
  const scopes = scopesOf(scope, tenantId);
  if (challenge !== undefined) {
    const [request, options] = challengeRequest(vscode.version, scopes, challenge);
    return (await session(request, options, tenantId)).accessToken;
  }
  const options = tenantId === undefined ? { createIfNone: true } : { silent: true };
  return (await session(scopes, options, tenantId)).accessToken;
}

/**
 * How a challenge is answered: from 1.105 VS Code passes it on; before, a new session may do.
 * @param version of VS Code
 */
export function challengeRequest(
  version: string,
  scopes: readonly string[],
  wwwAuthenticate: string,
): readonly [SessionRequest, vscode.AuthenticationGetSessionOptions] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 1 || minor >= 105
    ? [{ wwwAuthenticate, fallbackScopes: scopes }, { createIfNone: true }]
    : [scopes, { forceNewSession: true }];
}

type SessionRequest =
  readonly string[] | { readonly wwwAuthenticate: string; readonly fallbackScopes: readonly string[] };

async function session(
  request: SessionRequest,
  options: vscode.AuthenticationGetSessionOptions,
  tenantId?: string,
): Promise<vscode.AuthenticationSession> {
  let found: vscode.AuthenticationSession | undefined;
  try {
    // The types of the floor do not know the challenge yet.
    found = await vscode.authentication.getSession(
      microsoftProvider(),
      request as readonly string[],
      options,
    );
  } catch (error) {
    throw signInFailure(error, tenantId);
  }
  if (!found) throw new ManagementError({ reason: 'notSignedIn', ...withoutUndefined({ tenantId }) });
  return found;
}

/** Codes of Microsoft Entra: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const byEntraCode: Readonly<Record<string, FailureReason>> = {
  AADSTS50020: 'notInTenant',
  AADSTS90072: 'notInTenant',
  AADSTS50076: 'conditionalAccess',
  AADSTS50079: 'conditionalAccess',
  AADSTS53003: 'conditionalAccess',
  AADSTS50158: 'conditionalAccess',
};

function signInFailure(error: unknown, tenantId?: string): ManagementError {
  const message = error instanceof Error ? error.message : '';
  const [code] = /AADSTS\d+/.exec(message) ?? [];
  const isCancel = /did not consent|cancell?ed/i.test(message);
  const isOffline = /network_error|endpoints_resolution|ENOTFOUND|EAI_AGAIN|fetch failed/i.test(message);
  const byText = isCancel ? 'signInCancelled' : isOffline ? 'noNetwork' : 'notSignedIn';
  return new ManagementError(withoutUndefined({ reason: byEntraCode[code ?? ''] ?? byText, code, tenantId }));
}

function scopesOf(scope: string, tenantId?: string): readonly string[] {
  return tenantId === undefined ? [scope] : [scope, `VSCODE_TENANT:${tenantId}`];
}

async function defaultToken(scope: string, tenantId?: string): Promise<string> {
  const { defaultCredential } = await import('../../storage/azure/defaultCredential.ts');
  try {
    const token = await defaultCredential().getToken(scope, tenantId === undefined ? {} : { tenantId });
    if (token) return token.token;
  } catch {
    // What the SDK says lists every kind of credential that it tried.
  }
  throw new ManagementError({ reason: 'notSignedIn', ...withoutUndefined({ tenantId }) });
}
