import assert from 'node:assert/strict';
import type { Failure, FailureReason } from '../../../../src/setup/management/failure.ts';
import { failureLine, failureText } from '../../../../src/setup/management/failureText.ts';
import { failureOfAnswer, toManagementError } from '../../../../src/setup/management/fromAnswer.ts';
import { matchesGolden } from '../../golden.ts';

const scope =
  '/subscriptions/0a0a0a0a-0000-4000-8000-000000000001/resourceGroups/calls/providers/Microsoft.Storage/storageAccounts/contosocalls';
const tenant = '22222222-2222-4222-8222-222222222222';

type Headers = Readonly<Record<string, string>>;

function answer(
  status: number,
  code: string,
  message = '',
  headers: Headers = {},
  more: object = {},
): Failure {
  const body = { error: { code, message, ...more } };
  return failureOfAnswer({ status, body, header: (name) => headers[name] });
}
const thrown = (code: string, message = '', name = 'RestError'): Failure =>
  toManagementError(Object.assign(new Error(message), { code, name })).failure;
const page = (status: number, headers: Headers = {}): Failure =>
  failureOfAnswer({ status, body: '<html>Sign in to this network</html>', header: (name) => headers[name] });

/** What comes over the wire, by what happened; messages as Azure documents or sends them. */
const faults: Readonly<Record<string, readonly [Failure, FailureReason]>> = {
  'no right': [
    answer(
      403,
      'AuthorizationFailed',
      `The client 'dev@contoso.com' with object id 'o' does not have authorization to perform action 'Microsoft.Storage/storageAccounts/read' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
    ),
    'noRight',
  ],
  'no right to assign roles, or a condition on it': [
    answer(
      403,
      'AuthorizationFailed',
      `The client 'c' with object id 'o' does not have authorization or an ABAC condition not fulfilled to perform action 'Microsoft.Authorization/roleAssignments/write' over scope '${scope}' or the scope is invalid.`,
    ),
    'noRight',
  ],
  'no right at a linked resource': [
    answer(
      403,
      'LinkedAuthorizationFailed',
      `The client 'c' with object id 'o' has permission to perform action 'Microsoft.EventGrid/eventSubscriptions/write' on scope '/x'; however, it does not have permission to perform action 'Microsoft.Storage/storageAccounts/write' on the linked scope(s) '${scope}' or the linked scope(s) are invalid.`,
    ),
    'noLinkedRight',
  ],
  'throttled, with a wait': [answer(429, 'TooManyRequests', '', { 'retry-after': '42' }), 'throttled'],
  'throttled, with a wait in ms': [
    answer(429, 'SubscriptionRequestsThrottled', '', { 'x-ms-retry-after-ms': '1500' }),
    'throttled',
  ],
  'throttled, without a wait': [answer(429, 'OperationNotAllowed'), 'throttled'],
  'a resource in another tenant': [
    answer(
      401,
      'InvalidAuthenticationTokenTenant',
      `The access token is from the wrong issuer 'https://sts.windows.net/11111111-1111-4111-8111-111111111111/'. It must match the tenant 'https://sts.windows.net/${tenant}/' associated with this subscription.`,
    ),
    'wrongTenant',
  ],
  'a tenant without the subscription': [
    answer(404, 'SubscriptionNotFound', "The subscription '0a' could not be found."),
    'subscriptionMissing',
  ],
  'a resource that was deleted meanwhile': [
    answer(404, 'ResourceNotFound', "The Resource 'Microsoft.X/y/z' under resource group 'g' was not found."),
    'notFound',
  ],
  'conditional access': [
    answer(401, 'AuthenticationFailed', '', {
      'www-authenticate': 'Bearer error="insufficient_claims", claims="eyJh"',
    }),
    'conditionalAccess',
  ],
  'a token that has expired': [answer(401, 'ExpiredAuthenticationToken'), 'notSignedIn'],
  'a provider that is not registered': [
    answer(
      409,
      'MissingSubscriptionRegistration',
      "The subscription is not registered to use namespace 'Microsoft.EventGrid'. See https://aka.ms/rps-not-found for how to register subscriptions.",
      {},
      { details: [{ target: 'Microsoft.EventGrid' }] },
    ),
    'providerNotRegistered',
  ],
  'a disabled subscription': [answer(409, 'ReadOnlyDisabledSubscription'), 'subscriptionDisabled'],
  'an identity that the directory does not know, 400': [answer(400, 'PrincipalNotFound'), 'principalUnknown'],
  'an identity that the directory does not know, 404': [answer(404, 'PrincipalNotFound'), 'principalUnknown'],
  'an assignment that exists': [answer(409, 'RoleAssignmentExists'), 'assignmentExists'],
  'an assignment of another identity': [answer(400, 'RoleAssignmentUpdateNotPermitted'), 'assignmentFixed'],
  'no room for assignments': [answer(400, 'RoleAssignmentLimitExceeded'), 'assignmentLimit'],
  'a conflicting write': [answer(409, 'Conflict'), 'conflict'],
  'a write after another': [answer(412, 'PreconditionFailed'), 'changedMeanwhile'],
  'a lock': [answer(409, 'ScopeLocked'), 'locked'],
  'a policy': [
    answer(403, 'RequestDisallowedByPolicy', "Resource 'contoso' was disallowed by policy 'No identities'."),
    'policy',
  ],
  'a webhook that fails the handshake': [answer(400, 'Url validation'), 'webhookRefused'],
  'a version that this cloud does not have': [answer(400, 'NoRegisteredProviderFound'), 'unsupportedVersion'],
  'a request that is invalid': [answer(400, 'InvalidRequestContent', 'No name.'), 'invalidRequest'],
  'a code that is the name of something else': [answer(400, 'constructor'), 'invalidRequest'],
  'a fault of Azure': [answer(500, 'InternalServerError'), 'serverError'],
  'a proxy that asks for a sign-in': [page(407), 'proxy'],
  'the sign-in page of a network': [page(200), 'badAnswer'],
  'no network': [thrown('EAI_AGAIN'), 'noNetwork'],
  'a name that nobody knows': [thrown('ENOTFOUND'), 'unknownHost'],
  'nobody at the address': [thrown('ECONNREFUSED'), 'refused'],
  'a connection that breaks': [thrown('ECONNRESET'), 'brokenConnection'],
  'a certificate that is not trusted': [thrown('SELF_SIGNED_CERT_IN_CHAIN'), 'tlsFailed'],
  'a cancel': [thrown('', 'The operation was aborted.', 'AbortError'), 'cancelled'],
};

/** Those that no answer brings: from signing in, from waiting, and from the settings. */
const others: readonly Failure[] = [
  { reason: 'signInCancelled' },
  { reason: 'notInTenant', tenantId: tenant },
  { reason: 'operationFailed', code: 'InternalError', message: 'Broken.' },
  { reason: 'notReadBack' },
  { reason: 'foreignLink' },
  { reason: 'timedOut' },
  { reason: 'unknownCloud' },
  { reason: 'unknown', message: 'Something else.' },
];

describe('A failure of set-up', () => {
  it('is distinguished from every other by what comes over the wire', () => {
    for (const [name, [failure, reason]] of Object.entries(faults))
      assert.equal(failure.reason, reason, name);
  });

  it('has a text of its own, and says what is next', () => {
    const all = [...Object.values(faults).map(([failure]) => failure), ...others];
    const texts = new Map(all.map((failure) => [failure.reason, failureText(failure)]));
    const whys = [...texts.values()].map(({ why }) => why);
    assert.equal(new Set(whys).size, whys.length);
    for (const { title, why, next } of texts.values()) assert.ok(title && why && next);
    const parts = [
      ...Object.entries(faults).map(([name, [failure]]) => `# ${name}\n${failureLine(failure)}`),
      ...others.map((failure) => `# ${failure.reason}\n${failureLine(failure)}`),
    ];
    matchesGolden('setup/failures.txt', `${parts.join('\n\n')}\n`);
  });

  it('names action, scope, tenant, provider and wait where Azure names them', () => {
    const of = (name: string): Failure => faults[name]?.[0] ?? assert.fail(name);
    assert.equal(of('no right').action, 'Microsoft.Storage/storageAccounts/read');
    assert.equal(of('no right').scope, scope);
    assert.equal(of('no right at a linked resource').action, 'Microsoft.Storage/storageAccounts/write');
    assert.equal(of('no right to assign roles, or a condition on it').scope, scope);
    assert.equal(of('a resource in another tenant').tenantId, tenant);
    assert.equal(of('a provider that is not registered').namespace, 'Microsoft.EventGrid');
    assert.equal(of('throttled, with a wait').retryAfterSeconds, 42);
    assert.equal(of('throttled, with a wait in ms').retryAfterSeconds, 1.5);
  });
});
