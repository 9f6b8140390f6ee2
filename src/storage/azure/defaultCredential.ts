import type { TokenCredential } from '@azure/core-auth';
import { DefaultAzureCredential } from '@azure/identity';

// Loaded on demand: the identity SDK is a bundle of its own.

let credential: TokenCredential | undefined;

/** The credential of the environment: variables, managed identity, Azure CLI and others, in that order. */
export function defaultCredential(): TokenCredential {
  // The service names the tenant of an account when it refuses a token of another one.
  return (credential ??= new DefaultAzureCredential({ additionallyAllowedTenants: ['*'] }));
}
