import { randomUUID } from 'node:crypto';
import { withoutUndefined } from '../../../../src/base/withoutUndefined.ts';
import { demand, permissionsAt, reaches, roleDefinitions } from './roles.ts';
import { type Json, Refusal, type State, type User } from './state.ts';
import { demandVersion } from './versions.ts';

/** A request as the handlers see it. */
export interface Request {
  readonly method: string;
  /** Decoded, without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Json | undefined;
  readonly user: User;
  readonly tenantId: string;
  readonly origin: string;
}

/** What is answered. */
export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** In the place of a body of JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the handlers may do to what is stored. */
export interface Store {
  readonly state: State;
  /** What a read sees: the former state while a write is not replicated. */
  read(id: string): Json | undefined;
  /** Items of a collection that a read sees. */
  children(prefix: RegExp): readonly Json[];
  write(id: string, value: Json | undefined): void;
  /** Starts a long operation and gives its URL. */
  startOperation(origin: string, done: () => void): string;
  /** How many more pages a list is cut into. */
  readonly pageSize: number;
  readonly blobOrigin: (account: string, origin: string) => string;
}

type Handler = (request: Request, match: readonly string[], store: Store) => Reply;

interface Route {
  readonly method: string;
  readonly path: RegExp;
  readonly type: string;
  readonly handle: Handler;
}

const ok = (body: unknown): Reply => ({ status: 200, body });

const notFound = (path: string): Refusal => {
  const [, , , , group = '?', , namespace = '?', ...rest] = path.split('/');
  return new Refusal(
    404,
    'ResourceNotFound',
    `The Resource '${[namespace, ...rest].join('/')}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );
};

function object(value: unknown, name: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, 'InvalidRequestContent', `The request content was invalid: '${name}' is missing.`);
  return value as Json;
}

function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '')
    throw new Refusal(400, 'InvalidRequestContent', `The request content was invalid: '${name}' is missing.`);
  return value;
}

/** Refuses what is in a subscription of another tenant, as the real one does. */
function demandTenant(request: Request, { state }: Store): void {
  const id = /^\/subscriptions\/([^/]+)/i.exec(request.path)?.[1]?.toLowerCase();
  if (id === undefined) return;
  const subscription = state.subscriptions.get(id);
  if (!subscription)
    throw new Refusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  if (subscription.tenantId !== request.tenantId)
    throw new Refusal(
      401,
      'InvalidAuthenticationTokenTenant',
      `The access token is from the wrong issuer 'https://sts.windows.net/${request.tenantId}/'. It must match the tenant 'https://sts.windows.net/${subscription.tenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/${subscription.tenantId}' to get the token.`,
      {
        headers: {
          'www-authenticate': `Bearer authorization_uri="https://login.microsoftonline.com/${subscription.tenantId}", error="invalid_token"`,
        },
      },
    );
  if (subscription.state === 'Disabled' && !['GET', 'HEAD'].includes(request.method))
    throw new Refusal(
      409,
      'ReadOnlyDisabledSubscription',
      `The subscription '${id}' is disabled and therefore marked as read only.`,
    );
}

function demandUnlocked(scope: string, { state }: Store): void {
  for (const lock of state.locks) {
    if (reaches(lock, scope))
      throw new Refusal(
        409,
        'ScopeLocked',
        `The scope '${scope}' cannot perform write operation because following scope(s) are locked: '${lock}'. Please remove the lock and try again.`,
      );
  }
}

function paged(request: Request, items: readonly unknown[], { pageSize }: Store): Reply {
  const from = Number(request.query.get('$skiptoken') ?? 0);
  const next = from + pageSize;
  const query = new URLSearchParams(request.query);
  query.set('$skiptoken', String(next));
  return ok({
    value: items.slice(from, next),
    ...(next < items.length ? { nextLink: `${request.origin}${request.path}?${query.toString()}` } : {}),
  });
}

function get(store: Store, path: string): Json {
  const found = store.read(path);
  if (!found) throw notFound(path);
  return found;
}

const listTenants: Handler = (request, _, { state }) =>
  ok({
    value: request.user.tenants.map((tenantId) => ({
      id: `/tenants/${tenantId}`,
      tenantId,
      displayName: state.tenants.get(tenantId)?.displayName ?? tenantId,
      defaultDomain: `${tenantId.slice(0, 4)}.onmicrosoft.com`,
      tenantCategory: 'Home',
    })),
  });

const subscriptionJson = (
  id: string,
  one: { displayName: string; tenantId: string; state: string },
): Json => ({
  id: `/subscriptions/${id}`,
  subscriptionId: id,
  displayName: one.displayName,
  tenantId: one.tenantId,
  state: one.state,
  authorizationSource: 'RoleBased',
});

const listSubscriptions: Handler = (request, _, store) =>
  paged(
    request,
    [...store.state.subscriptions]
      .filter(
        ([id, { tenantId }]) =>
          tenantId === request.tenantId && permissionsAt(request.user, `/subscriptions/${id}`).length > 0,
      )
      .map(([id, one]) => subscriptionJson(id, one)),
    store,
  );

const getSubscription: Handler = (request, [id = ''], { state }) => {
  demand(request.user, 'Microsoft.Resources/subscriptions/read', request.path);
  const one = state.subscriptions.get(id.toLowerCase());
  if (!one) throw new Refusal(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  return ok(subscriptionJson(id, one));
};

/** Of the query language it understands what this product sends: types, names and hosts by `=~`. */
const searchGraph: Handler = (request, _, { state }) => {
  const query = text(request.body?.['query'], 'query');
  const options = object(request.body?.['options'], 'options');
  if (options['resultFormat'] !== 'objectArray') throw new Refusal(400, 'BadRequest', 'resultFormat');
  const alternatives = [...query.matchAll(/type =~ '([^']+)'(?: and ([\w.()]+) =~ '([^']*)')?/g)].slice(
    0,
    -1,
  );
  if (!query.startsWith('Resources | where ') || alternatives.length === 0)
    throw new Refusal(
      400,
      'BadRequest',
      'Please provide below info when asking for support: query is invalid.',
    );
  const found = [...state.resources.values()].filter((one) => {
    const subscription = String(one['id']).split('/')[2]?.toLowerCase() ?? '';
    if (state.subscriptions.get(subscription)?.tenantId !== request.tenantId) return false;
    if (permissionsAt(request.user, String(one['id'])).length === 0) return false;
    return alternatives.some(([, type = '', field, value = '']) => {
      if (String(one['type']).toLowerCase() !== type.toLowerCase()) return false;
      if (field === undefined) return true;
      const has = field === 'name' ? one['name'] : object(one['properties'], 'properties')['hostName'];
      return String(has).toLowerCase() === value.toLowerCase();
    });
  });
  found.sort((one, other) => String(one['name']).localeCompare(String(other['name'])));
  const top = Number(options['$top'] ?? 100);
  const from = Number(options['$skipToken'] ?? 0);
  const data = found.slice(from, from + top).map((one) => {
    const id = String(one['id']);
    const properties = object(one['properties'], 'properties');
    return {
      id,
      name: one['name'],
      type: String(one['type']).toLowerCase(),
      location: one['location'],
      resourceGroup: id.split('/')[4],
      subscriptionId: id.split('/')[2],
      tenantId: request.tenantId,
      host: properties['hostName'] ?? (properties['primaryEndpoints'] as Json | undefined)?.['blob'],
    };
  });
  return ok({
    totalRecords: found.length,
    count: data.length,
    resultTruncated: 'false',
    ...(from + top < found.length ? { $skipToken: String(from + top) } : {}),
    data,
    facets: [],
  });
};

const readResource =
  (action: string): Handler =>
  (request, _, store) => {
    demand(request.user, action, request.path);
    return ok(get(store, request.path));
  };

const listResources =
  (action: string, below: (path: string) => RegExp): Handler =>
  (request, _, store) => {
    demand(request.user, action, request.path);
    return paged(request, store.children(below(request.path)), store);
  };

/** Items of a collection: one name more than its path. */
const directly = (path: string): RegExp => new RegExp(`^${escape(path)}/[^/]+$`, 'i');
/** Items of a type anywhere in a subscription. */
const inSubscription = (path: string): RegExp =>
  new RegExp(
    `^${escape(path.split('/providers/')[0] ?? '')}/resourceGroups/[^/]+/providers/${escape(path.split('/providers/')[1] ?? '')}/[^/]+$`,
    'i',
  );

function escape(textToMatch: string): string {
  return textToMatch.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

const communicationWrite = 'Microsoft.Communication/communicationServices/write';

/** https://github.com/Azure/azure-rest-api-specs …/communication/…/examples/communicationServices/updateWithSystemAssignedIdentity.json */
const patchCommunication: Handler = (request, _, store) => {
  demand(request.user, communicationWrite, request.path);
  demandUnlocked(request.path, store);
  const before = get(store, request.path);
  const identity =
    request.body?.['identity'] === undefined ? undefined : object(request.body['identity'], 'identity');
  const updated = {
    ...before,
    ...withoutUndefined({ identity: identity && identityOf(before, identity, request, store) }),
  };
  store.write(request.path, updated);
  return ok(updated);
};

function identityOf(before: Json, wanted: Json, request: Request, store: Store): Json {
  const type = text(wanted['type'], 'identity.type');
  if (!['None', 'SystemAssigned', 'UserAssigned', 'SystemAssigned,UserAssigned'].includes(type))
    throw new Refusal(400, 'InvalidIdentityType', `The identity type '${type}' is not valid.`);
  const former = (before['identity'] ?? {}) as Json;
  const hasSystem = type.startsWith('SystemAssigned');
  const principalId = hasSystem
    ? typeof former['principalId'] === 'string'
      ? former['principalId']
      : randomUUID()
    : undefined;
  if (principalId !== undefined) store.state.principals.add(principalId.toLowerCase());
  const users = type.includes('UserAssigned')
    ? object(wanted['userAssignedIdentities'], 'identity.userAssignedIdentities')
    : {};
  return {
    type,
    ...(principalId === undefined ? {} : { principalId, tenantId: request.tenantId }),
    userAssignedIdentities: Object.fromEntries(
      Object.keys(users).map((id) => [id, { principalId: randomUUID(), clientId: randomUUID() }]),
    ),
  };
}

/** https://github.com/Azure/azure-rest-api-specs …/communication/…/examples/communicationServices/createOrUpdateWithSystemAssignedIdentity.json */
const putCommunication: Handler = (request, [subscription = '', , name = ''], store) => {
  demand(request.user, communicationWrite, request.path);
  demandUnlocked(request.path, store);
  const location = text(request.body?.['location'], 'location');
  const properties = object(request.body?.['properties'], 'properties');
  const dataLocation = text(properties['dataLocation'], 'properties.dataLocation');
  const before = store.read(request.path) ?? {};
  const identity = request.body?.['identity'] as Json | undefined;
  const created = {
    ...before,
    id: request.path,
    name,
    type: 'Microsoft.Communication/CommunicationServices',
    location,
    tags: request.body?.['tags'] ?? {},
    identity: identity ? identityOf(before, identity, request, store) : { type: 'None' },
    properties: {
      provisioningState: 'Succeeded',
      hostName: `${name}.communication.azure.com`,
      dataLocation,
      immutableResourceId: randomUUID(),
      version: '0.2.0',
      publicNetworkAccess: 'Enabled',
      disableLocalAuth: false,
      ...(before['properties'] as Json | undefined),
    },
  };
  if (!store.state.subscriptions.has(subscription.toLowerCase()))
    throw new Refusal(404, 'SubscriptionNotFound', '');
  store.write(request.path, created);
  return { status: Object.keys(before).length > 0 ? 200 : 201, body: created };
};

/** https://github.com/Azure/azure-rest-api-specs …/storage/…/examples/StorageAccountCreate.json */
const putAccount: Handler = (request, [, , name = ''], store) => {
  demand(request.user, 'Microsoft.Storage/storageAccounts/write', request.path);
  demandUnlocked(request.path, store);
  const sku = object(request.body?.['sku'], 'sku');
  text(sku['name'], 'sku.name');
  const kind = text(request.body?.['kind'], 'kind');
  const location = text(request.body?.['location'], 'location');
  const created = {
    id: request.path,
    name,
    type: 'Microsoft.Storage/storageAccounts',
    kind,
    location,
    sku,
    properties: {
      provisioningState: 'Succeeded',
      primaryEndpoints: { blob: store.blobOrigin(name, request.origin) },
      ...(request.body?.['properties'] as Json | undefined),
    },
  };
  store.write(request.path, created);
  return ok(created);
};

/** https://github.com/Azure/azure-rest-api-specs …/storage/…/examples/BlobContainersPut.json, QueueOperationPut.json */
const putBelowAccount =
  (type: string, action: string): Handler =>
  (request, _, store) => {
    const account = request.path.split(/\/(?:blob|queue)Services\//i)[0] ?? '';
    demand(request.user, action, request.path);
    demandUnlocked(request.path, store);
    get(store, account);
    const properties = object(request.body?.['properties'] ?? {}, 'properties');
    const isNew = store.read(request.path) === undefined;
    const name = request.path.split('/').at(-1) ?? '';
    if (!/^[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]$/.test(name))
      throw new Refusal(
        400,
        'InvalidResourceName',
        'The specified resource name contains invalid characters.',
      );
    const created = {
      id: request.path,
      name,
      type,
      properties: {
        ...(type.endsWith('/containers') ? { leaseState: 'available', publicAccess: 'None' } : {}),
        ...properties,
      },
    };
    store.write(request.path, created);
    return { status: isNew ? 201 : 200, body: created };
  };

const deleteResource =
  (action: string): Handler =>
  (request, _, store) => {
    demand(request.user, action, request.path);
    demandUnlocked(request.path, store);
    const former = store.read(request.path);
    if (!former) return { status: 204 };
    store.write(request.path, undefined);
    return ok(former);
  };

const managementPolicy: Handler = (request, _, store) => {
  demand(request.user, 'Microsoft.Storage/storageAccounts/managementPolicies/read', request.path);
  const account = request.path.split('/')[8] ?? '';
  const found = store.read(request.path);
  if (!found)
    throw new Refusal(404, 'ManagementPolicyNotFound', `No ManagementPolicy found for account ${account}`);
  return ok(found);
};

const container: Handler = (request, _, store) => {
  demand(request.user, 'Microsoft.Storage/storageAccounts/blobServices/containers/read', request.path);
  const found = store.read(request.path);
  if (!found) throw new Refusal(404, 'ContainerNotFound', 'The specified container does not exist.');
  return ok(found);
};

/** https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest */
const listAssignments: Handler = (request, [scope = ''], store) => {
  demand(request.user, 'Microsoft.Authorization/roleAssignments/read', scope);
  const filter = request.query.get('$filter') ?? '';
  const [, assigned] = /assignedTo\('([^']+)'\)/.exec(filter) ?? [];
  const [, principal] = /principalId eq '([^']+)'/.exec(filter) ?? [];
  const who =
    assigned === undefined
      ? undefined
      : [assigned, ...(store.state.groups.get(assigned.toLowerCase()) ?? [])];
  const all = store
    .children(/\/providers\/Microsoft\.Authorization\/roleAssignments\/[^/]+$/i)
    .filter((one) => {
      const { scope: at, principalId } = one['properties'] as { scope: string; principalId: string };
      if (filter.includes('atScope()') ? !reaches(at, scope) : !reaches(at, scope) && !reaches(scope, at))
        return false;
      const same = (id: string): boolean => id.toLowerCase() === principalId.toLowerCase();
      return who ? who.some(same) : principal === undefined || same(principal);
    });
  return paged(request, all, store);
};

/** https://github.com/Azure/azure-rest-api-specs …/authorization/…/examples/RoleAssignments_CreateForResource.json */
const putAssignment: Handler = (request, [scope = '', name = ''], store) => {
  demand(request.user, 'Microsoft.Authorization/roleAssignments/write', scope);
  demandUnlocked(scope, store);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name))
    throw new Refusal(
      400,
      'InvalidRoleAssignmentId',
      `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
    );
  const properties = object(request.body?.['properties'], 'properties');
  const roleDefinitionId = text(properties['roleDefinitionId'], 'roleDefinitionId');
  const principalId = text(properties['principalId'], 'principalId');
  const roleId = roleDefinitionId.split('/').at(-1) ?? '';
  if (!(roleId in roleDefinitions))
    throw new Refusal(
      400,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${roleId}' does not exist.`,
    );
  if (
    properties['principalType'] !== 'ServicePrincipal' &&
    !store.state.principals.has(principalId.toLowerCase())
  )
    throw new Refusal(
      400,
      'PrincipalNotFound',
      `Principal ${principalId} does not exist in the directory ${request.tenantId}. Check that you have the correct principal ID.`,
    );
  const resource = scope.split('/').length > 5 ? store.state.resources.get(scope.toLowerCase()) : {};
  if (!resource) throw notFound(scope);
  const same = store.children(/\/roleAssignments\/[^/]+$/i).find((one) => {
    const other = one['properties'] as Record<string, string>;
    return (
      other['scope']?.toLowerCase() === scope.toLowerCase() &&
      other['principalId']?.toLowerCase() === principalId.toLowerCase() &&
      other['roleDefinitionId']?.endsWith(roleId) === true
    );
  });
  const before = store.read(request.path);
  if (before && (before['properties'] as Json)['principalId'] !== principalId)
    throw new Refusal(
      400,
      'RoleAssignmentUpdateNotPermitted',
      'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
    );
  if (same && same['name'] !== name)
    throw new Refusal(409, 'RoleAssignmentExists', 'The role assignment already exists.');
  const now = new Date().toISOString();
  const created = {
    id: request.path,
    name,
    type: 'Microsoft.Authorization/roleAssignments',
    properties: {
      roleDefinitionId: `/subscriptions/${scope.split('/')[2] ?? ''}/providers/Microsoft.Authorization/roleDefinitions/${roleId}`,
      principalId,
      principalType: properties['principalType'] ?? 'ServicePrincipal',
      scope,
      condition: properties['condition'] ?? null,
      conditionVersion: properties['conditionVersion'] ?? null,
      createdOn: now,
      updatedOn: now,
      createdBy: request.user.objectId,
      updatedBy: request.user.objectId,
      delegatedManagedIdentityResourceId: null,
      description: null,
    },
  };
  store.write(request.path, created);
  return { status: before ? 200 : 201, body: created };
};

function definitionJson(id: string, scope: string): Json {
  const role = roleDefinitions[id];
  if (!role)
    throw new Refusal(
      404,
      'RoleDefinitionDoesNotExist',
      `The specified role definition with ID '${id}' does not exist.`,
    );
  return {
    id: `/subscriptions/${scope.split('/')[2] ?? ''}/providers/Microsoft.Authorization/roleDefinitions/${id}`,
    name: id,
    type: 'Microsoft.Authorization/roleDefinitions',
    properties: {
      roleName: role.name,
      type: 'BuiltInRole',
      assignableScopes: ['/'],
      permissions: [role.permission],
    },
  };
}

const getDefinition: Handler = (_, [scope = '', id = '']) => ok(definitionJson(id, scope));

const listDefinitions: Handler = (request, [scope = ''], store) => {
  const [, name] = /roleName eq '([^']+)'/.exec(request.query.get('$filter') ?? '') ?? [];
  const ids = Object.keys(roleDefinitions).filter(
    (id) => name === undefined || roleDefinitions[id]?.name === name,
  );
  return paged(
    request,
    ids.map((id) => definitionJson(id, scope)),
    store,
  );
};

const listDenies: Handler = (request, [scope = ''], store) => {
  demand(request.user, 'Microsoft.Authorization/denyAssignments/read', scope);
  return paged(
    request,
    store.state.denies.filter((one) => reaches(one.scope, scope)).map(({ body }) => body),
    store,
  );
};

const listPermissions: Handler = (request, [scope = ''], store) =>
  paged(request, permissionsAt(request.user, scope), store);

const subscriptionPath = /^(.+)\/providers\/Microsoft\.EventGrid\/eventSubscriptions\/([^/]+)$/i;

/** https://github.com/Azure/azure-rest-api-specs …/eventgrid/…/examples/EventSubscriptions_CreateOrUpdateForResource.json */
const putEventSubscription: Handler = (request, [scope = '', name = ''], store) => {
  demand(request.user, 'Microsoft.EventGrid/eventSubscriptions/write', request.path);
  demandUnlocked(request.path, store);
  const subscription = scope.split('/')[2]?.toLowerCase() ?? '';
  if (!store.state.registered.has(`${subscription}/microsoft.eventgrid`))
    throw new Refusal(
      409,
      'MissingSubscriptionRegistration',
      "The subscription is not registered to use namespace 'Microsoft.EventGrid'. See https://aka.ms/rps-not-found for how to register subscriptions.",
      { details: [{ code: 'MissingSubscriptionRegistration', target: 'Microsoft.EventGrid', message: '' }] },
    );
  if (!store.state.resources.has(scope.toLowerCase())) throw notFound(scope);
  const properties = object(request.body?.['properties'], 'properties');
  const destination = object(properties['destination'], 'destination');
  const target = object(destination['properties'], 'destination.properties');
  const type = text(destination['endpointType'], 'destination.endpointType');
  let stored = target;
  if (type === 'StorageQueue') {
    const account = text(target['resourceId'], 'resourceId');
    const queue = text(target['queueName'], 'queueName');
    if (!store.state.resources.has(`${account}/queueServices/default/queues/${queue}`.toLowerCase()))
      throw new Refusal(400, 'InvalidRequest', 'The specified queue does not exist.');
    try {
      demand(request.user, 'Microsoft.Storage/storageAccounts/write', account);
    } catch {
      throw new Refusal(
        403,
        'LinkedAuthorizationFailed',
        `The client '${request.user.name}' with object id '${request.user.objectId}' has permission to perform action 'Microsoft.EventGrid/eventSubscriptions/write' on scope '${request.path}'; however, it does not have permission to perform action 'Microsoft.Storage/storageAccounts/write' on the linked scope(s) '${account}' or the linked scope(s) are invalid.`,
      );
    }
  } else if (type === 'WebHook') {
    const url = text(target['endpointUrl'], 'endpointUrl');
    if (!url.startsWith('https://') || url.includes('refuses'))
      throw new Refusal(
        400,
        'Url validation',
        `Webhook validation handshake failed for ${url.split('?')[0] ?? ''}. Http POST request failed with response code Unknown. For troubleshooting, visit https://aka.ms/esvalidation.`,
      );
    stored = { ...target, endpointBaseUrl: url.split('?')[0] };
    delete stored['endpointUrl'];
  } else throw new Refusal(400, 'InvalidRequest', `Destination ${type}`);
  const made = (provisioningState: string): Json => ({
    id: request.path,
    name,
    type: 'Microsoft.EventGrid/eventSubscriptions',
    properties: {
      eventDeliverySchema: 'EventGridSchema',
      retryPolicy: { maxDeliveryAttempts: 30, eventTimeToLiveInMinutes: 1440 },
      labels: [],
      ...properties,
      topic: scope,
      destination: { endpointType: type, properties: stored },
      provisioningState,
    },
  });
  store.write(request.path, made('Creating'));
  const operation = store.startOperation(request.origin, () => store.write(request.path, made('Succeeded')));
  return {
    status: 201,
    body: made('Creating'),
    headers: { 'azure-asyncoperation': operation, 'retry-after': '0' },
  };
};

const deleteEventSubscription: Handler = (request, _, store) => {
  demand(request.user, 'Microsoft.EventGrid/eventSubscriptions/delete', request.path);
  if (!store.read(request.path)) return { status: 204 };
  const operation = store.startOperation(request.origin, () => store.write(request.path, undefined));
  return { status: 202, headers: { location: operation, 'retry-after': '0' } };
};

/** https://github.com/Azure/azure-rest-api-specs …/monitor/…/examples/createOrUpdateDiagnosticSetting.json */
const putDiagnostics: Handler = (request, [scope = '', name = ''], store) => {
  demand(request.user, 'Microsoft.Insights/diagnosticSettings/write', scope);
  demandUnlocked(scope, store);
  if (!store.state.resources.has(scope.toLowerCase())) throw notFound(scope);
  const properties = object(request.body?.['properties'], 'properties');
  const places = ['workspaceId', 'storageAccountId', 'eventHubAuthorizationRuleId'].filter(
    (key) => typeof properties[key] === 'string',
  );
  if (places.length === 0)
    throw new Refusal(400, 'BadRequest', 'At least one data sink needs to be specified.');
  const logs = properties['logs'];
  if (!Array.isArray(logs) || logs.length === 0)
    throw new Refusal(400, 'BadRequest', 'At least one log or metric is needed.');
  const workspace = properties['workspaceId'];
  if (typeof workspace === 'string') {
    try {
      demand(request.user, 'Microsoft.OperationalInsights/workspaces/sharedKeys/action', workspace);
    } catch {
      throw new Refusal(
        403,
        'LinkedAuthorizationFailed',
        `The client '${request.user.name}' with object id '${request.user.objectId}' has permission to perform action 'Microsoft.Insights/diagnosticSettings/write' on scope '${request.path}'; however, it does not have permission to perform action 'Microsoft.OperationalInsights/workspaces/sharedKeys/action' on the linked scope(s) '${workspace}' or the linked scope(s) are invalid.`,
      );
    }
  }
  const created = {
    id: request.path,
    name,
    type: 'Microsoft.Insights/diagnosticSettings',
    location: null,
    properties: { metrics: [], ...properties },
  };
  store.write(request.path, created);
  return ok(created);
};

/** https://github.com/Azure/azure-rest-api-specs …/resources/…/examples/CreateResourceGroup.json */
const putGroup: Handler = (request, [subscription = '', name = '']) => {
  demand(
    request.user,
    'Microsoft.Resources/subscriptions/resourceGroups/write',
    `/subscriptions/${subscription}`,
  );
  const location = text(request.body?.['location'], 'location');
  return ok({ id: request.path, name, location, properties: { provisioningState: 'Succeeded' } });
};

const provider: Handler = (request, [subscription = '', namespace = ''], { state }) => {
  demand(request.user, 'Microsoft.Resources/subscriptions/providers/read', `/subscriptions/${subscription}`);
  const isThere = state.registered.has(`${subscription}/${namespace}`.toLowerCase());
  return ok({
    id: `/subscriptions/${subscription}/providers/${namespace}`,
    namespace,
    registrationPolicy: 'RegistrationRequired',
    registrationState: isThere ? 'Registered' : 'NotRegistered',
    resourceTypes: [],
  });
};

const registerProvider: Handler = (request, [subscription = '', namespace = ''], { state }) => {
  demand(request.user, `${namespace}/register/action`, `/subscriptions/${subscription}`);
  state.registered.add(`${subscription}/${namespace}`.toLowerCase());
  return ok({
    id: `/subscriptions/${subscription}/providers/${namespace}`,
    namespace,
    registrationState: 'Registering',
    resourceTypes: [],
  });
};

/** https://github.com/Azure/azure-rest-api-specs …/monitor/…/examples/GetMetric.json */
const metrics: Handler = (request, [scope = ''], { state }) => {
  demand(request.user, 'Microsoft.Insights/metrics/read', scope);
  const names = (request.query.get('metricnames') ?? '').split(',').filter(Boolean);
  if (names.length === 0) throw new Refusal(400, 'BadRequest', 'metricnames');
  const totals = state.metrics.get(scope.toLowerCase()) ?? {};
  return ok({
    cost: 0,
    timespan: request.query.get('timespan'),
    interval: 'P1D',
    value: names.map((name) => ({
      id: `${scope}/providers/Microsoft.Insights/metrics/${name}`,
      name: { value: name },
      unit: 'Count',
      timeseries: [{ data: [{ timeStamp: new Date().toISOString(), total: totals[name] ?? 0 }] }],
    })),
  });
};

const eg = 'Microsoft.EventGrid';
const auth = 'Microsoft.Authorization';
const acs = 'Microsoft.Communication/communicationServices';
const sa = 'Microsoft.Storage/storageAccounts';
const oi = 'Microsoft.OperationalInsights/workspaces';
const inGroup = (type: string): string =>
  `^/subscriptions/([^/]+)/resourceGroups/([^/]+)/providers/${type}/([^/]+)`;
const route = (method: string, path: string | RegExp, type: string, handle: Handler): Route => ({
  method,
  path: typeof path === 'string' ? new RegExp(`${path}$`, 'i') : path,
  type,
  handle,
});

const routes: readonly Route[] = [
  route('GET', '^/tenants', 'Microsoft.Resources/tenants', listTenants),
  route('GET', '^/subscriptions', 'Microsoft.Resources/subscriptions', listSubscriptions),
  route('GET', '^/subscriptions/([^/]+)', 'Microsoft.Resources/subscriptions', getSubscription),
  route(
    'POST',
    '^/providers/Microsoft.ResourceGraph/resources',
    'Microsoft.ResourceGraph/resources',
    searchGraph,
  ),
  route('GET', '^/subscriptions/([^/]+)/providers/([^/]+)', 'Microsoft.Resources/providers', provider),
  route(
    'POST',
    '^/subscriptions/([^/]+)/providers/([^/]+)/register',
    'Microsoft.Resources/providers',
    registerProvider,
  ),
  route(
    'PUT',
    '^/subscriptions/([^/]+)/resourceGroups/([^/]+)',
    'Microsoft.Resources/resourceGroups',
    putGroup,
  ),
  // Extension resources first: their scopes look like resources.
  route('GET', `^(.*)/providers/${auth}/roleAssignments`, `${auth}/roleAssignments`, listAssignments),
  route(
    'GET',
    `^(.*)/providers/${auth}/roleAssignments/[^/]+`,
    `${auth}/roleAssignments`,
    readResource(`${auth}/roleAssignments/read`),
  ),
  route('PUT', `^(.*)/providers/${auth}/roleAssignments/([^/]+)`, `${auth}/roleAssignments`, putAssignment),
  route(
    'DELETE',
    `^(.*)/providers/${auth}/roleAssignments/([^/]+)`,
    `${auth}/roleAssignments`,
    deleteResource(`${auth}/roleAssignments/delete`),
  ),
  route('GET', `^(.*)/providers/${auth}/roleDefinitions`, `${auth}/roleDefinitions`, listDefinitions),
  route('GET', `^(.*)/providers/${auth}/roleDefinitions/([^/]+)`, `${auth}/roleDefinitions`, getDefinition),
  route('GET', `^(.*)/providers/${auth}/denyAssignments`, `${auth}/denyAssignments`, listDenies),
  route('GET', `^(.*)/providers/${auth}/permissions`, `${auth}/permissions`, listPermissions),
  route(
    'GET',
    `^(.+)/providers/${eg}/eventSubscriptions`,
    `${eg}/eventSubscriptions`,
    listResources(`${eg}/eventSubscriptions/read`, directly),
  ),
  route('GET', subscriptionPath, `${eg}/eventSubscriptions`, readResource(`${eg}/eventSubscriptions/read`)),
  route('PUT', subscriptionPath, `${eg}/eventSubscriptions`, putEventSubscription),
  route('DELETE', subscriptionPath, `${eg}/eventSubscriptions`, deleteEventSubscription),
  route(
    'GET',
    `^(.+)/providers/Microsoft.Insights/diagnosticSettings`,
    'Microsoft.Insights/diagnosticSettings',
    listResources('Microsoft.Insights/diagnosticSettings/read', directly),
  ),
  route(
    'GET',
    `^(.+)/providers/Microsoft.Insights/diagnosticSettings/([^/]+)`,
    'Microsoft.Insights/diagnosticSettings',
    readResource('Microsoft.Insights/diagnosticSettings/read'),
  ),
  route(
    'PUT',
    `^(.+)/providers/Microsoft.Insights/diagnosticSettings/([^/]+)`,
    'Microsoft.Insights/diagnosticSettings',
    putDiagnostics,
  ),
  route(
    'DELETE',
    `^(.+)/providers/Microsoft.Insights/diagnosticSettings/([^/]+)`,
    'Microsoft.Insights/diagnosticSettings',
    deleteResource('Microsoft.Insights/diagnosticSettings/delete'),
  ),
  route('GET', `^(.+)/providers/Microsoft.Insights/metrics`, 'Microsoft.Insights/metrics', metrics),
  route(
    'GET',
    `^/subscriptions/([^/]+)/providers/${eg}/systemTopics`,
    `${eg}/systemTopics`,
    listResources(`${eg}/systemTopics/read`, inSubscription),
  ),
  route(
    'GET',
    `${inGroup(`${eg}/systemTopics`)}/eventSubscriptions`,
    `${eg}/systemTopics`,
    listResources(`${eg}/systemTopics/eventSubscriptions/read`, directly),
  ),
  route('GET', `^/subscriptions/([^/]+)/providers/${oi}`, oi, listResources(`${oi}/read`, inSubscription)),
  route('GET', `^/subscriptions/([^/]+)/providers/${acs}`, acs, listResources(`${acs}/read`, inSubscription)),
  route('GET', inGroup(acs), acs, readResource(`${acs}/read`)),
  route('PATCH', inGroup(acs), acs, patchCommunication),
  route('PUT', inGroup(acs), acs, putCommunication),
  route('GET', `^/subscriptions/([^/]+)/providers/${sa}`, sa, listResources(`${sa}/read`, inSubscription)),
  route('GET', inGroup(sa), sa, readResource(`${sa}/read`)),
  route('PUT', inGroup(sa), sa, putAccount),
  route('GET', `${inGroup(sa)}/managementPolicies/default`, sa, managementPolicy),
  route('GET', `${inGroup(sa)}/blobServices/default`, sa, readResource(`${sa}/blobServices/read`)),
  route(
    'GET',
    `${inGroup(sa)}/blobServices/default/containers`,
    sa,
    listResources(`${sa}/blobServices/containers/read`, directly),
  ),
  route('GET', `${inGroup(sa)}/blobServices/default/containers/([^/]+)`, sa, container),
  route(
    'PUT',
    `${inGroup(sa)}/blobServices/default/containers/([^/]+)`,
    sa,
    putBelowAccount(`${sa}/blobServices/containers`, `${sa}/blobServices/containers/write`),
  ),
  route(
    'DELETE',
    `${inGroup(sa)}/blobServices/default/containers/([^/]+)`,
    sa,
    deleteResource(`${sa}/blobServices/containers/delete`),
  ),
  route(
    'GET',
    `${inGroup(sa)}/queueServices/default/queues/([^/]+)`,
    sa,
    readResource(`${sa}/queueServices/queues/read`),
  ),
  route(
    'PUT',
    `${inGroup(sa)}/queueServices/default/queues/([^/]+)`,
    sa,
    putBelowAccount(`${sa}/queueServices/queues`, `${sa}/queueServices/queues/write`),
  ),
  route(
    'DELETE',
    `${inGroup(sa)}/queueServices/default/queues/([^/]+)`,
    sa,
    deleteResource(`${sa}/queueServices/queues/delete`),
  ),
];

/** Answers one request, or refuses it in the form of Resource Manager. @throws Refusal */
export function answer(request: Request, store: Store): Reply {
  const found = routes.find((one) => one.method === request.method && one.path.test(request.path));
  if (!found)
    throw new Refusal(
      404,
      'InvalidResourceType',
      `The resource type could not be found: ${request.method} ${request.path}`,
    );
  demandVersion(found.type, request.query.get('api-version'));
  demandTenant(request, store);
  return found.handle(request, (found.path.exec(request.path) ?? []).slice(1), store);
}
