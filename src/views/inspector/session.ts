import * as l10n from '@vscode/l10n';
import { byteOrderMark } from '../../recording/metadata/jsonProblem.ts';
import type { Recording, RecordingFile } from '../../recording/call.ts';
import { chunksOf } from '../../recording/chunks.ts';
import { type RecordingFacts, recordingFacts } from '../../recording/facts.ts';
import type { RangeServer } from '../../storage/transfer/rangeServer.ts';
import { buildView } from './page/build.ts';
import type { InspectorView } from './page/data.ts';
import { livenessOf, notLive } from '../../mediaFiles/liveness.ts';
import { type MediaAddressOptions, MediaAddresses, notInRecording } from './mediaAddresses.ts';
import type { FromWebview, InspectorTarget, ToWebview } from './protocol.ts';
import type { ReadableStore } from '../../storage/readableStore.ts';
import { RecordingReader } from '../../mediaFiles/reader.ts';

/** What a session needs of the editor. */
export interface SessionPorts extends MediaAddressOptions {
  readonly post: (message: ToWebview) => void;
  readonly translations?: Readonly<Record<string, string>>;
  readonly copy: (text: string) => void;
  /** Opens a metadata file as a document. */
  readonly openDocument: (file: RecordingFile) => void;
  /** Plays a media file in another program. */
  readonly openMedia: (file: RecordingFile, place: 'browser' | 'system', url: () => Promise<string>) => void;
  /** An error in words for a person. */
  readonly explain: (error: unknown) => string;
  readonly log: (text: string) => void;
  /** Told each time that more is known; with facts once the metadata is read. */
  readonly onView?: (view: InspectorView, facts: RecordingFacts | undefined) => void;
}

/** Where the recording lies. */
export interface SessionPlace {
  readonly store: ReadableStore;
  readonly containerName: string;
  /** Prefix of the container, empty or ending in `/`. */
  readonly prefix: string;
  /** Path of the recording folder, with prefix, ending in `/`. */
  readonly path: string;
  /** No file is ever added: the bundled samples, however new their files are. */
  readonly isFixed?: boolean;
}

/** The webview shows at most so much of a metadata file; the rest is for the document. */
const maxShownLength = 4_000_000;
/** Media headers of more files than this are read only when asked for. */
const measuredUnasked = 12;
/** A recording that may grow is looked for again, in ms, where it could not be read. */
const retryMs = 20_000;
/** The view is not sent more often while metadata arrives, in ms. */
const minPostGapMs = 250;

/** The extension's side of one inspector: reads the recording, answers the webview, watches for new files. */
export class InspectorSession {
  private readonly place: SessionPlace;
  private readonly target: InspectorTarget;
  private readonly ports: SessionPorts;
  private readonly reader: RecordingReader;
  private readonly addresses: MediaAddresses;
  private readonly ended = new AbortController();
  private recording: Recording | undefined;
  private view: InspectorView | undefined;
  private failure: string | undefined;
  private loading: Promise<void> | undefined;
  private checked: InspectorView['checked'] = 'names';
  private isShown = true;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastPost = 0;
  /** What went into the log: once is enough while the recording is watched. */
  private readonly logged = new Set<string>();
  private shown = '';

  /** @param target as the webview's state is to remember the recording */
  constructor(place: SessionPlace, target: InspectorTarget, server: RangeServer, ports: SessionPorts) {
    this.place = place;
    this.target = target;
    this.ports = ports;
    this.reader = new RecordingReader(place.store, place.prefix, place.path);
    this.addresses = new MediaAddresses(place.store, server, ports);
  }

  dispose(): void {
    this.ended.abort();
    clearTimeout(this.timer);
    this.addresses.dispose();
  }

  /** Answers a message of the webview. */
  async take(message: FromWebview): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.addresses.allowOrigin(message.origin);
        this.greet();
        break;
      case 'refresh':
        await this.load();
        break;
      case 'checkMedia':
        await this.measure();
        break;
      case 'readDocument':
        await this.readDocument(message.file);
        break;
      case 'playMedia':
        await this.playMedia(message.file);
        break;
      case 'measured':
        this.learnLength(message.file, message.ms);
        break;
      case 'openDocument':
      case 'openMedia':
        this.open(message);
        break;
      case 'copy':
        this.ports.copy(message.text);
        break;
      case 'shown':
        this.comeOnView(message.isShown);
        break;
    }
  }

  /** Reads what is new of the recording and shows it. One reading at a time. */
  load(): Promise<void> {
    this.loading ??= this.read().finally(() => (this.loading = undefined));
    return this.loading;
  }

  private greet(): void {
    const { translations } = this.ports;
    this.ports.post({ type: 'setUp', ...(translations ? { translations } : {}), target: this.target });
    if (this.view) this.ports.post({ type: 'view', view: this.view });
    if (this.failure !== undefined) this.ports.post({ type: 'failed', message: this.failure });
    if (!this.view) void this.load();
  }

  private async read(): Promise<void> {
    const { signal } = this.ended;
    try {
      const recording = await this.reader.list(signal);
      if (!recording) {
        this.fail(l10n.t('There is no recording at this place any more: {0}', this.place.path));
        return;
      }
      const isFirst = this.recording === undefined;
      this.recording = recording;
      if (isFirst) this.show();
      await this.reader.readMetadata(recording, signal, (progress) => {
        if (progress.done < progress.total && Date.now() - this.lastPost >= minPostGapMs) this.show(progress);
      });
      if (this.checked === 'names') this.checked = 'metadata';
      this.show();
      this.logFailures();
      const mediaCount = this.view?.playlist.filter((file) => file.sizeBytes > 0).length ?? 0;
      if (this.checked === 'media' || mediaCount <= measuredUnasked) await this.measure();
    } catch (error) {
      if (signal.aborted) return;
      this.ports.log(`The recording could not be read: ${String(error)}`);
      this.fail(this.ports.explain(error));
    }
  }

  private show(progress?: InspectorView['loading']): void {
    if (!this.recording || this.ended.signal.aborted) return;
    const { metadata, mediaDurationMs } = this.reader;
    const read = { metadata, mediaDurationMs };
    const chunks = chunksOf(this.recording, read);
    const live = this.place.isFixed ? notLive : livenessOf(this.recording, chunks, Date.now());
    this.view = buildView({
      recording: this.recording,
      read,
      unreadable: new Map(
        [...this.reader.failures].map(([file, error]) => [file, this.ports.explain(error)]),
      ),
      containerName: this.place.containerName,
      ...(progress ? { loading: progress } : {}),
      checked: progress ? 'names' : this.checked,
      isLive: live.isLive,
      isGrowing: live.isGrowing,
    });
    this.lastPost = Date.now();
    this.watch(live.lookAgainMs);
    const shown = JSON.stringify(this.view);
    if (shown === this.shown && this.failure === undefined) return;
    this.shown = shown;
    this.failure = undefined;
    this.ports.post({ type: 'view', view: this.view });
    const isRead = this.view.checked !== 'names';
    this.ports.onView?.(this.view, isRead ? recordingFacts(this.recording, chunks) : undefined);
  }

  private fail(message: string): void {
    this.failure = message;
    this.ports.post({ type: 'failed', message });
    if (this.view?.isLive) this.watch(retryMs);
  }

  private comeOnView(isShown: boolean): void {
    const isBack = isShown && !this.isShown;
    this.isShown = isShown;
    if (isBack) this.watch(0);
  }

  /** Looks for new files while the inspector is on view and new ones may come. */
  private watch(afterMs: number | undefined): void {
    clearTimeout(this.timer);
    if (afterMs === undefined || !this.isShown || (this.view && !this.view.isLive)) return;
    this.timer = setTimeout(() => void this.load(), afterMs);
  }

  /** Reads the lengths of the media from their headers. */
  private async measure(): Promise<void> {
    if (!this.recording) return;
    await this.reader.measure(this.recording, this.ended.signal);
    this.checked = 'media';
    this.show();
    this.logFailures();
  }

  private logFailures(): void {
    for (const [file, error] of this.reader.failures) {
      const text = `${file} could not be read: ${String(error)}`;
      if (!this.logged.has(text)) this.ports.log(text);
      this.logged.add(text);
    }
  }

  private learnLength(name: string, ms: number): void {
    const file = this.file(name);
    if (file && this.reader.learnLength(file, ms)) this.show();
  }

  private file(name: string): RecordingFile | undefined {
    return this.recording?.files.find((file) => file.name === name);
  }

  private async readDocument(name: string): Promise<void> {
    const file = this.file(name);
    try {
      if (!file) throw new Error(notInRecording());
      const text = file.sizeBytes === 0 ? '' : await this.reader.text(file, this.ended.signal);
      const plain = text.startsWith(byteOrderMark) ? text.slice(1) : text;
      const isCut = plain.length > maxShownLength;
      this.ports.post({ type: 'document', file: name, text: plain.slice(0, maxShownLength), isCut });
    } catch (error) {
      this.ports.post({ type: 'documentFailed', file: name, message: this.ports.explain(error) });
    }
  }

  private async playMedia(name: string): Promise<void> {
    const file = this.file(name);
    try {
      if (!file) throw new Error(notInRecording());
      // Single channels are muted by a script that reads the bytes, which a link does not allow.
      const needsBytes = (this.view?.timeline.lanes.length ?? 0) > 0;
      const sources = await this.addresses.sources(file, needsBytes, this.ended.signal);
      this.ports.post({ type: 'media', file: name, sources });
    } catch (error) {
      this.ports.post({ type: 'mediaFailed', file: name, message: this.ports.explain(error) });
    }
  }

  private open(message: Extract<FromWebview, { type: 'openDocument' | 'openMedia' }>): void {
    const file = this.file(message.file);
    if (!file) return;
    if (message.type === 'openDocument') this.ports.openDocument(file);
    else {
      const url = async (): Promise<string> =>
        (await this.addresses.sources(file, false, this.ended.signal))[0]?.url ?? '';
      this.ports.openMedia(file, message.place, url);
    }
  }
}
