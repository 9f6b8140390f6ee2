import type { Permission } from '../../../../src/setup/facts/roles.ts';

export type Json = Record<string, unknown>;

/** Somebody who may send requests, and what they may do where. */
export interface User {
  readonly name: string;
  readonly objectId: string;
  readonly tenants: readonly string[];
  /** Roles of the person, by scope. */
  readonly grants: readonly { readonly scope: string; readonly permission: Permission }[];
}

/** What the stand-in holds: resources by ID in lower case, and the rest by kind. */
export interface State {
  readonly tenants: Map<string, { readonly displayName: string }>;
  readonly subscriptions: Map<string, { displayName: string; tenantId: string; state: string }>;
  /** Every other resource, role assignments and event subscriptions among them, in the form of its GET. */
  readonly resources: Map<string, Json>;
  /** `subscription/namespace` in lower case. */
  readonly registered: Set<string>;
  /** Identities that the directory knows. */
  readonly principals: Set<string>;
  /** Groups: an identity's groups by its object ID. */
  readonly groups: Map<string, readonly string[]>;
  readonly denies: { readonly scope: string; readonly body: Json }[];
  readonly locks: Set<string>;
  readonly metrics: Map<string, Readonly<Record<string, number>>>;
}

export function emptyState(): State {
  return {
    tenants: new Map(),
    subscriptions: new Map(),
    resources: new Map(),
    registered: new Set(),
    principals: new Set(),
    groups: new Map(),
    denies: [],
    locks: new Set(),
    metrics: new Map(),
  };
}

/** A failure that is answered in the form of Resource Manager. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: readonly Json[];

  constructor(
    status: number,
    code: string,
    message: string,
    {
      headers = {},
      details = [],
    }: { headers?: Readonly<Record<string, string>>; details?: readonly Json[] } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
    this.details = details;
  }
}
