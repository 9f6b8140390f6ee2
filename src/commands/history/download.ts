import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { systemClock } from '../../base/clock.ts';
import { formatMoment, formatSize } from '../../base/display.ts';
import { durationText } from '../../base/text/duration.ts';
import { UserError } from '../../base/userError.ts';
import { CallingError } from '../../calling/failures/callingError.ts';
import type { AcsStorage } from '../../calling/acsStorage.ts';
import { type FetchedFile, fetchFile } from '../../history/download/fetchFile.ts';
import { keptText, missingText } from '../../history/download/keptText.ts';
import { type DownloadPlan, planDownload } from '../../history/download/plan.ts';
import { parseEventText } from '../../recording/event/parse.ts';
import { SafePaths } from '../../storage/transfer/safePath.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { type Progress, withProgress } from '../../views/messages/progress.ts';
import type { AcsDownload, AcsDownloadArgument } from './arguments.ts';
import { type DownloadTarget, downloadTarget } from './downloadTarget.ts';
import { eventsOf } from '../../views/history/gather.ts';
import { subjectOf } from '../../views/history/subject.ts';
import { notify } from '../../views/messages/notify.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { showInputBox, showQuickPick } from '../../views/prompts.ts';

/** Says in the folder that it was not the service that wrote it. */
const markerName = 'downloaded-from-acs.json';

/**
 * Fetches the files of a recording from Communication Services' own storage, laid out as the service would have
 * written them into a container. Run again, it fetches only what is missing.
 */
export async function downloadFromAcs(app: App, given: AcsDownloadArgument = {}): Promise<AcsDownload> {
  const services = await app.active.services();
  const plan = planOf(given.event ?? (await eventText(app, services, given.recordingId)));
  const storage = await services.resources.acsStorage(await resourceOf(services, given));
  const target = await downloadTarget(app, given, plan.folder);
  const results = await withProgress(titleOf(plan), (progress) =>
    fetchAll(plan, target, storage, progress).catch((error: unknown) => {
      throw withReason(error, plan);
    }),
  );
  const empty = results.filter((one) => one === 'empty').length;
  const container = await target.container();
  app.tree.model.refresh();
  const recording = target.prefix + plan.folder;
  void sayDone(app, { containerId: container.id, recording, plan, storage, empty });
  return { containerId: container.id, recording, files: results.length - empty, empty };
}

/** @throws UserError where the text has no event with files in that storage */
function planOf(text: string): DownloadPlan {
  for (const event of parseEventText(text).events) {
    const plan = event.kind === 'recordingFileStatusUpdated' ? planDownload(event) : undefined;
    if (plan) return plan;
  }
  throw new UserError(
    l10n.t(
      'This is not a RecordingFileStatusUpdated event with files in the storage of Communication Services.',
    ),
  );
}

async function eventText(
  app: App,
  services: ActiveServices,
  recordingId: string | undefined,
): Promise<string> {
  const isUsable = (json: string): boolean => {
    try {
      return planOf(json).files.length > 0;
    } catch {
      return false;
    }
  };
  const recording = recordingId === undefined ? undefined : services.active.get(recordingId);
  const known = (recording ? await eventsOf(app, services, subjectOf(app, recording)) : services.heard.list())
    .filter(({ json }) => isUsable(json))
    .toReversed();
  const [latest] = known;
  if (recording && latest) return latest.json;
  const clipboard = await vscode.env.clipboard.readText();
  const text = await showInputBox({
    title: l10n.t('Download from ACS Storage'),
    prompt: l10n.t(
      'Paste the RecordingFileStatusUpdated event of the recording: it holds the addresses of its files in the storage of Communication Services.',
    ),
    value: latest?.json ?? (isUsable(clipboard) ? clipboard : ''),
    validateInput: (value) =>
      value.trim() === '' || isUsable(value)
        ? undefined
        : l10n.t(
            'This is not a RecordingFileStatusUpdated event with files in the storage of Communication Services.',
          ),
  });
  return Cancelled.unless(text === '' ? undefined : text);
}

async function resourceOf(services: ActiveServices, given: AcsDownloadArgument): Promise<string> {
  const recording = given.recordingId === undefined ? undefined : services.active.get(given.recordingId);
  const all = services.resources.list();
  const named = given.resource === undefined ? undefined : services.resources.find(given.resource);
  const known = named?.id ?? recording?.resourceId ?? (all.length === 1 ? all[0]?.id : undefined);
  if (known !== undefined) return known;
  const picked = await showQuickPick(
    all.map(({ id, name, endpoint }) => ({ label: withoutIcons(name), description: endpoint, id })),
    { title: l10n.t('Download from ACS Storage'), placeHolder: l10n.t('Which resource made the recording?') },
  );
  return Cancelled.unless(picked).id;
}

function withReason(error: unknown, { keptUntil }: DownloadPlan): unknown {
  return CallingError.is(error, 'fileNotFound') && keptUntil !== undefined
    ? new UserError(missingText(keptUntil, Date.now()))
    : error;
}

function titleOf({ keptUntil, files }: DownloadPlan): string {
  if (keptUntil === undefined) return l10n.t('Downloading {0} files from ACS storage', files.length);
  const leftMs = keptUntil - Date.now();
  return leftMs > 0
    ? l10n.t(
        'Downloading {0} files from ACS storage, which keeps them for another {1}',
        files.length,
        durationText(leftMs),
      )
    : l10n.t(
        'Downloading {0} files from ACS storage, whose 24 hours ended {1}',
        files.length,
        formatMoment(new Date(keptUntil)),
      );
}

async function fetchAll(
  plan: DownloadPlan,
  { folder, has, put, end }: DownloadTarget,
  storage: AcsStorage,
  { signal, report }: Progress,
): Promise<readonly FetchedFile[]> {
  const paths = new SafePaths(folder);
  const results: FetchedFile[] = [];
  let bytes = 0;
  for (const [index, { url, name }] of plan.files.entries()) {
    const text = (): string =>
      [
        l10n.t('{0} of {1}, {2}', index + 1, plan.files.length, formatSize(bytes)),
        keptText(plan.keptUntil, Date.now()),
      ]
        .filter((part) => part !== undefined)
        .join(' · ');
    const onBytes = (count: number): void => {
      bytes += count;
      report(text());
    };
    report(text(), index / plan.files.length);
    const path = paths.of(name);
    if (await has(name, signal)) {
      results.push('alreadyThere');
      continue;
    }
    const options = { storage, folder, clock: systemClock, signal, onBytes };
    const result = await fetchFile(url, path, options);
    if (result !== 'empty') await put(name, path, signal);
    results.push(result);
  }
  const made = {
    madeHere: true,
    downloadedAt: new Date().toISOString(),
    files: plan.files.map(({ name }) => name),
  };
  const marker = `${plan.folder}${markerName}`;
  await end(marker, paths.of(marker), JSON.stringify(made, undefined, 2), signal);
  return results;
}

interface Done {
  readonly containerId: string;
  readonly recording: string;
  readonly plan: DownloadPlan;
  readonly storage: AcsStorage;
  readonly empty: number;
}

async function sayDone(app: App, { containerId, recording, plan, storage, empty }: Done): Promise<void> {
  const [inspect, remove] = [l10n.t('Open Recording Inspector'), l10n.t('Delete There…')];
  const text =
    empty === 0
      ? l10n.t('The recording was downloaded from ACS storage.')
      : l10n.t(
          'The recording was downloaded from ACS storage, but {0} of its files are still empty there. Run the command again in a minute.',
          empty,
        );
  const mayDelete = empty === 0 && plan.deleteUrls.length > 0;
  const picked = await notify.info(text, inspect, ...(mayDelete ? [remove] : []));
  if (picked === inspect) await app.inspector.open({ containerId, recordingPath: recording });
  if (picked === remove) await removeThere(app, plan, storage);
}

async function removeThere(app: App, { deleteUrls }: DownloadPlan, storage: AcsStorage): Promise<void> {
  const action = l10n.t('Delete');
  const picked = await notify.ask(
    l10n.t('Delete the recording from the storage of Communication Services?'),
    l10n.t('The copy that was downloaded stays.'),
    action,
  );
  if (picked !== action) return;
  try {
    await withProgress(l10n.t('Deleting from ACS storage'), async ({ signal }) => {
      for (const url of deleteUrls) await storage.remove(url, signal);
    });
  } catch (error) {
    if (!Cancelled.is(error))
      app.log.error(`Delete from ACS storage: ${error instanceof Error ? error.message : 'failed'}`);
  }
}
