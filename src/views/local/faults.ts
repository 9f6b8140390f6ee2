import * as l10n from '@vscode/l10n';
import type { Fault, FaultKind } from '../../emulator/service/faults.ts';

export type { Fault, FaultKind };

/** What a fault is called, and what follows from it. */
export interface FaultText {
  readonly name: string;
  readonly effect: string;
}

const texts: Readonly<Record<FaultKind, () => FaultText>> = {
  exportFails: () => ({
    name: l10n.t('Export fails'),
    effect: l10n.t('files stay in ACS storage, as with a missing role'),
  }),
  zeroByteFile: () => ({
    name: l10n.t('Empty media files'),
    effect: l10n.t('media files arrive with 0 bytes'),
  }),
  cutUpload: () => ({
    name: l10n.t('Uploads break off'),
    effect: l10n.t('half of the media arrives, and no metadata'),
  }),
  startFails: () => ({
    name: l10n.t('Recordings fail to start'),
    effect: l10n.t('the start is accepted, then StartRecordingFailed follows'),
  }),
  callEnds: () => ({
    name: l10n.t('Calls end at once'),
    effect: l10n.t('a call ends by itself when its recording has begun'),
  }),
  throttle: () => ({
    name: l10n.t('Too many requests'),
    effect: l10n.t('requests are answered with 429 and Retry-After: 1'),
  }),
  unauthorized: () => ({ name: l10n.t('Not signed in'), effect: requestsGet(401) }),
  forbidden: () => ({ name: l10n.t('Not allowed'), effect: requestsGet(403) }),
  conflict: () => ({ name: l10n.t('Conflict'), effect: requestsGet(409) }),
  serverError: () => ({ name: l10n.t('Server error'), effect: requestsGet(500) }),
  unavailable: () => ({ name: l10n.t('Unavailable'), effect: requestsGet(503) }),
};

function requestsGet(status: number): string {
  return l10n.t('requests are answered with {0}', status);
}

/** In the order in which they are offered: what happens to files first, then to recordings, then to requests. */
export const faultKinds = Object.keys(texts) as readonly FaultKind[];

export function faultText(kind: FaultKind): FaultText {
  return texts[kind]();
}
