/**
 * The version of the REST API that each kind of request uses. All are stable, but for diagnostic settings,
 * which have no newer one. https://learn.microsoft.com/rest/api/azure/
 */
export const apiVersions = {
  tenants: '2022-12-01',
  subscriptions: '2022-12-01',
  resourceGraph: '2024-04-01',
  communication: '2025-09-01',
  storage: '2025-08-01',
  authorization: '2022-04-01',
  eventGrid: '2025-02-15',
  diagnostics: '2021-05-01-preview',
  metrics: '2018-01-01',
  workspaces: '2022-10-01',
  providers: '2021-04-01',
} as const;

/** `path?api-version=…`, where the path may have a query already. */
export function withVersion(path: string, version: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}api-version=${version}`;
}
