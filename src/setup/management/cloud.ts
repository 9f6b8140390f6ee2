import { withoutUndefined } from '../../base/withoutUndefined.ts';
/** One Azure cloud: where its Resource Manager is, and how its tokens and storage hosts are named. */
export interface Cloud {
  readonly name: 'public' | 'usGovernment' | 'china' | 'custom';
  /** Origin of Resource Manager, without a `/` at the end. */
  readonly managementUrl: string;
  /** Scope of a token for Resource Manager. */
  readonly managementScope: string;
  /** `core.windows.net`, the end of each storage host. */
  readonly storageSuffix: string;
  /** Origin of the portal; undefined where none is known. */
  readonly portalUrl?: string;
}

/** The scope of a token for blobs; the same in every cloud. */
export const storageScope = 'https://storage.azure.com/.default';

/** Endpoints as in https://github.com/Azure/ms-rest-azure-env. */
export const publicCloud: Cloud = {
  name: 'public',
  managementUrl: 'https://management.azure.com',
  managementScope: 'https://management.azure.com/.default',
  storageSuffix: 'core.windows.net',
  portalUrl: 'https://portal.azure.com',
};

const usGovernment: Cloud = {
  name: 'usGovernment',
  managementUrl: 'https://management.usgovcloudapi.net',
  managementScope: 'https://management.usgovcloudapi.net/.default',
  storageSuffix: 'core.usgovcloudapi.net',
  portalUrl: 'https://portal.azure.us',
};

const china: Cloud = {
  name: 'china',
  managementUrl: 'https://management.chinacloudapi.cn',
  managementScope: 'https://management.chinacloudapi.cn/.default',
  storageSuffix: 'core.chinacloudapi.cn',
  portalUrl: 'https://portal.azure.cn',
};

/**
 * The cloud that the settings `microsoft-sovereign-cloud.environment` and `.customEnvironment` name.
 * @returns undefined where a custom cloud has no usable Resource Manager endpoint
 */
export function cloudOf(environment: unknown, custom?: unknown): Cloud | undefined {
  switch (environment) {
    case 'USGovernment':
      return usGovernment;
    case 'ChinaCloud':
      return china;
    case 'custom':
      return customCloud(custom);
    default:
      return publicCloud;
  }
}

function customCloud(custom: unknown): Cloud | undefined {
  if (typeof custom !== 'object' || custom === null) return undefined;
  const given = custom as Readonly<Record<string, unknown>>;
  const url = httpsOrigin(given['resourceManagerEndpointUrl']);
  if (url === undefined) return undefined;
  const audience = httpsOrigin(given['managementEndpointUrl']) ?? url;
  const suffix = given['storageEndpointSuffix'];
  const portal = httpsOrigin(given['portalUrl']);
  return {
    name: 'custom',
    managementUrl: url,
    managementScope: `${audience}/.default`,
    storageSuffix: typeof suffix === 'string' ? suffix.replace(/^\./, '') : publicCloud.storageSuffix,
    ...withoutUndefined({ portalUrl: portal }),
  };
}

function httpsOrigin(text: unknown): string | undefined {
  const url = typeof text === 'string' ? URL.parse(text) : null;
  return url?.protocol === 'https:' ? url.origin : undefined;
}
