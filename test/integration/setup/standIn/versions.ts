import { Refusal } from './state.ts';

/**
 * Every published api-version of a type that stable or preview clients send, from the folders of
 * https://github.com/Azure/azure-rest-api-specs
 */
const published: Readonly<Record<string, readonly string[]>> = {
  'microsoft.resources/tenants': ['2016-06-01', '2019-11-01', '2020-01-01', '2021-01-01', '2022-12-01'],
  'microsoft.resources/subscriptions': [
    '2016-06-01',
    '2019-06-01',
    '2019-11-01',
    '2020-01-01',
    '2021-01-01',
    '2022-12-01',
  ],
  'microsoft.resources/resourcegroups': [
    '2019-10-01',
    '2020-06-01',
    '2021-04-01',
    '2022-09-01',
    '2024-11-01',
    '2025-04-01',
  ],
  'microsoft.resources/providers': [
    '2019-10-01',
    '2020-06-01',
    '2021-04-01',
    '2022-09-01',
    '2024-11-01',
    '2025-04-01',
  ],
  'microsoft.resourcegraph/resources': ['2019-04-01', '2021-03-01', '2022-10-01', '2024-04-01'],
  'microsoft.communication/communicationservices': [
    '2020-08-20',
    '2023-03-31',
    '2023-04-01',
    '2023-04-01-preview',
    '2023-06-01-preview',
    '2025-09-01',
    '2026-03-18',
  ],
  'microsoft.storage/storageaccounts': [
    '2019-06-01',
    '2021-09-01',
    '2022-09-01',
    '2023-01-01',
    '2023-05-01',
    '2024-01-01',
    '2025-01-01',
    '2025-06-01',
    '2025-08-01',
    '2026-09-01',
  ],
  'microsoft.authorization/roleassignments': [
    '2015-07-01',
    '2018-09-01-preview',
    '2020-04-01-preview',
    '2020-08-01-preview',
    '2020-10-01-preview',
    '2022-04-01',
    '2026-08-01',
  ],
  'microsoft.authorization/roledefinitions': [
    '2015-07-01',
    '2018-01-01-preview',
    '2022-04-01',
    '2022-05-01-preview',
  ],
  'microsoft.authorization/denyassignments': ['2018-07-01-preview', '2022-04-01'],
  'microsoft.authorization/permissions': ['2015-07-01', '2018-07-01', '2022-04-01'],
  'microsoft.eventgrid/eventsubscriptions': [
    '2020-06-01',
    '2021-10-15-preview',
    '2021-12-01',
    '2022-06-15',
    '2023-06-01-preview',
    '2023-12-15-preview',
    '2024-06-01-preview',
    '2025-02-15',
    '2025-04-01-preview',
  ],
  'microsoft.eventgrid/systemtopics': [
    '2020-06-01',
    '2021-10-15-preview',
    '2021-12-01',
    '2022-06-15',
    '2023-06-01-preview',
    '2023-12-15-preview',
    '2024-06-01-preview',
    '2025-02-15',
    '2025-04-01-preview',
  ],
  'microsoft.operationalinsights/workspaces': [
    '2020-08-01',
    '2021-06-01',
    '2022-10-01',
    '2023-09-01',
    '2025-02-01',
    '2025-07-01',
  ],
  'microsoft.insights/diagnosticsettings': ['2021-05-01-preview'],
  'microsoft.insights/metrics': ['2018-01-01', '2019-07-01', '2023-10-01', '2024-02-01'],
};

/** Refuses a version that was never published for a type, and a request without one. */
export function demandVersion(type: string, version: string | null): void {
  if (version === null || version === '')
    throw new Refusal(
      400,
      'MissingApiVersionParameter',
      'The api-version query parameter (?api-version=) is required for all requests.',
    );
  const known = published[type.toLowerCase()] ?? [];
  if (known.includes(version)) return;
  throw new Refusal(
    400,
    'NoRegisteredProviderFound',
    `No registered resource provider found for API version '${version}' for type '${type}'. The supported api-versions are '${known.join(', ')}'.`,
  );
}
