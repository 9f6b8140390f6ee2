import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type Json, objectOf, objectsOf, textOf } from '../management/fields.ts';

/**
 * The categories of logs that mention recordings.
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-communication-communicationservices-logs
 */
export const recordingLogCategories = ['CallRecordingSummary', 'CallRecordingOperational'] as const;

/** A diagnostic setting of the resource. */
export interface DiagnosticSetting {
  readonly name: string;
  /** The categories of recording that it carries. */
  readonly categories: readonly string[];
  /** IDs of where it sends them. */
  readonly workspaceId?: string;
  readonly storageAccountId?: string;
  readonly eventHubRuleId?: string;
}

/** Reads one item of `GET …/diagnosticSettings`. */
export function toDiagnosticSetting(json: Json): DiagnosticSetting {
  const properties = objectOf(json['properties']);
  const logs = objectsOf(properties['logs']).filter(({ enabled }) => enabled === true);
  const carriesAll = logs.some(({ categoryGroup }) => categoryGroup === 'allLogs');
  return withoutUndefined({
    name: textOf(json['name']) ?? '?',
    categories: recordingLogCategories.filter(
      (category) => carriesAll || logs.some((log) => log['category'] === category),
    ),
    workspaceId: textOf(properties['workspaceId']),
    storageAccountId: textOf(properties['storageAccountId']),
    eventHubRuleId: textOf(properties['eventHubAuthorizationRuleId']),
  });
}
