import * as l10n from '@vscode/l10n';
import { printable } from '../../base/display.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type Fault, type FaultKind, faultKinds, faultText } from './faults.ts';

/** What the local service does now. */
export interface LocalStatus {
  /** Without `/` at the end. */
  readonly endpoint: string;
  /** Names of the containers that it writes to. */
  readonly writesTo: readonly string[];
  /** Undefined where the service has not said yet. */
  readonly faults: readonly Fault[] | undefined;
}

/** The row of the local service in the Active Recordings view, without VS Code. */
export interface LocalServiceRow {
  readonly kind: 'localService';
  /** What a recording that is started from the row is started with. */
  readonly resource: 'local';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color?: string;
  readonly context: string;
  readonly spoken: string;
  readonly tooltip: string;
}

/** A fault of the local service, with a checkbox. */
export interface FaultRow extends Omit<LocalServiceRow, 'kind' | 'resource' | 'icon'> {
  readonly kind: 'fault';
  readonly fault: FaultKind;
  readonly isOn: boolean;
}

export function describeLocalService({ endpoint, writesTo, faults }: LocalStatus): LocalServiceRow {
  const on = faultsOn(faults);
  const address = endpoint.replace(/^http:\/\//, '');
  const destination =
    writesTo.length === 0
      ? l10n.t('nothing is recorded yet')
      : l10n.t('writes to {0}', writesTo.map(printable).join(', '));
  const [first, ...more] = on.map((kind) => faultText(kind).name);
  const faulty =
    first === undefined
      ? ''
      : more.length === 0
        ? l10n.t('fault: {0}', first)
        : l10n.t('{0} faults', on.length);
  // Faults first: a row that is cut off still says that something is wrong on purpose.
  const parts = [address, faulty, destination].filter((part) => part !== '');
  const label = l10n.t('Local service');
  return withoutUndefined({
    ...{
      kind: 'localService' as const,
      resource: 'local' as const,
      id: 'localService',
      label,
      context: 'localService',
    },
    description: parts.join(' · '),
    icon: 'server-process',
    color: first === undefined ? undefined : 'problemsWarningIcon.foreground',
    spoken: [label, ...parts].join(', '),
    tooltip: [
      l10n.t('Local Call Recording service'),
      l10n.t('Address: {0}', endpoint),
      l10n.t(
        'Writes to: {0}',
        writesTo.length === 0 ? l10n.t('nothing yet') : writesTo.map(printable).join(', '),
      ),
      l10n.t(
        'Faults: {0}',
        faults === undefined ? l10n.t('not known') : [first ?? l10n.t('none'), ...more].join(', '),
      ),
      '',
      l10n.t(
        'Each recording names the container that it goes to; without one, its files are kept for 24 hours.',
      ),
    ].join('\n'),
  });
}

/** A row for each fault that the service can be given. */
export function describeFaults({ faults }: LocalStatus): readonly FaultRow[] {
  return faultKinds.map((kind) => {
    const { name, effect } = faultText(kind);
    const isOn = faultsOn(faults).includes(kind);
    const left = isOn ? timesText(faults ?? [], kind) : '';
    return {
      ...{ kind: 'fault' as const, id: `fault.${kind}`, fault: kind, isOn, label: name },
      description: [left, effect].filter((part) => part !== '').join(' · '),
      context: 'localFault',
      spoken: [name, left, effect].filter((part) => part !== '').join(', '),
      tooltip: `${name}: ${effect}`,
    };
  });
}

function faultsOn(faults: readonly Fault[] | undefined): readonly FaultKind[] {
  return faultKinds.filter((kind) => faults?.some((fault) => fault.kind === kind));
}

/** How often a fault still strikes; empty where that is until it is switched off. */
function timesText(faults: readonly Fault[], kind: FaultKind): string {
  const all = faults.filter((fault) => fault.kind === kind);
  const times = all.reduce((sum, each) => sum + (each.times ?? Infinity), 0);
  if (times === Infinity) return '';
  return times === 1 ? l10n.t('once') : l10n.t('{0} times', times);
}
