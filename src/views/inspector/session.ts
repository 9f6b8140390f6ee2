import * as l10n from '@vscode/l10n';
import { timeZone } from '../../base/timeZone.ts';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { Recording, RecordingFile } from '../../recording/call.ts';
import { chunksOf } from '../../recording/chunks.ts';
import { playableExtension } from '../../recording/formats.ts';
import { type RecordingFacts, recordingFacts } from '../../recording/facts.ts';
import type { RangeServer } from '../../storage/transfer/rangeServer.ts';
import { buildView } from './page/build.ts';
import { documentMessage } from './page/document.ts';
import type { InspectorView } from './page/data.ts';
import { livenessOf, notLive } from '../../mediaFiles/liveness.ts';
import { type MediaAddressOptions, MediaAddresses, mediaRemedy, notInRecording } from './mediaAddresses.ts';
import type { SessionPlace } from './place.ts';
import { type HistoryPorts, LiveHistory } from '../history/live.ts';
import type { FromWebview, InspectorTarget } from './protocol.ts';
import { RecordingReader } from '../../mediaFiles/reader.ts';

/** What a session needs of the editor. */
export interface SessionPorts extends MediaAddressOptions, HistoryPorts {
  readonly translations?: Readonly<Record<string, string>>;
  readonly editSignIn: () => void;
  /** Opens a metadata file as a document. */
  readonly openDocument: (file: RecordingFile) => void;
  /** Plays a media file in another program. */
  readonly openMedia: (file: RecordingFile, place: 'browser' | 'system', url: () => Promise<string>) => void;
  /** Told each time that more is known; with facts once the metadata is read. */
  readonly onView?: (view: InspectorView, facts: RecordingFacts | undefined) => void;
}

/** Media headers of more files than this are read only when asked for. */
const measuredUnasked = 12;
/** A recording that may grow is looked for again, in ms, where it could not be read. */
const retryMs = 20_000;
/** The view is not sent more often while metadata arrives, in ms. */
const minPostGapMs = 250;

/** The extension's side of one inspector: reads the recording, answers the webview, watches for new files. */
export class InspectorSession {
  readonly #place: SessionPlace;
  readonly #target: InspectorTarget;
  readonly #ports: SessionPorts;
  readonly #reader: RecordingReader;
  readonly #addresses: MediaAddresses;
  readonly #ended = new AbortController();
  /** What is known of the recording besides its files. */
  readonly history: LiveHistory;
  #recording: Recording | undefined;
  #view: InspectorView | undefined;
  #failure: string | undefined;
  #loading: Promise<void> | undefined;
  #checked: InspectorView['checked'] = 'names';
  #isShown = true;
  #isFixed: boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastPost = 0;
  /** The media file to move to, once the page shows the recording. */
  #wanted: string | undefined;
  /** What went into the log: once is enough while the recording is watched. */
  readonly #logged = new Set<string>();
  #shown = '';

  /** @param target as the webview's state is to remember the recording */
  constructor(place: SessionPlace, target: InspectorTarget, server: RangeServer, ports: SessionPorts) {
    this.#place = place;
    this.#isFixed = place.isFixed === true;
    this.#target = target;
    this.#ports = ports;
    this.#reader = new RecordingReader(place.store, place.prefix, place.path);
    this.#addresses = new MediaAddresses(place.store, server, ports);
    this.history = new LiveHistory(ports, this.#ended.signal);
  }

  dispose(): void {
    this.#ended.abort();
    clearTimeout(this.#timer);
    this.#addresses.dispose();
  }

  /** Answers a message of the webview. */
  async take(message: FromWebview): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#addresses.allowOrigin(message.origin);
        this.#greet();
        break;
      case 'refresh':
        return this.load();
      case 'checkMedia':
        return this.#measure();
      case 'readDocument':
        return this.#readDocument(message.file);
      case 'playMedia':
        return this.#playMedia(message.file);
      case 'explainMedia':
        return this.#explainMedia(message.file);
      case 'measured':
        this.#learnLength(message.file, message.ms);
        break;
      case 'openDocument':
      case 'openMedia':
        this.#open(message);
        break;
      case 'copy':
        this.#ports.copy(message.text);
        break;
      case 'editSignIn':
        this.#ports.editSignIn();
        break;
      case 'openEntry':
      case 'copyHistory':
        this.history.take(message);
        break;
      case 'shown':
        this.#comeOnView(message.isShown);
        break;
    }
  }

  /** Reads what is new of the recording and shows it. One reading at a time. */
  load(): Promise<void> {
    this.#loading ??= this.#read().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  /** Moves the player to a media file, as soon as the page shows the recording. @param file full name */
  goTo(file: string): void {
    this.#wanted = file;
    if (this.#shown !== '') this.#move();
  }

  #move(): void {
    const file = this.#wanted;
    if (file === undefined) return;
    this.#wanted = undefined;
    if (this.#file(file)) this.#ports.post({ type: 'goTo', file });
    else this.#ports.post({ type: 'failed', message: notInRecording() });
  }

  #greet(): void {
    const { translations } = this.#ports;
    this.#ports.post({
      type: 'setUp',
      ...withoutUndefined({ translations }),
      timeZone: timeZone(),
      target: this.#target,
    });
    if (this.#view) this.#ports.post({ type: 'view', view: this.#view });
    if (this.#failure !== undefined) this.#ports.post({ type: 'failed', message: this.#failure });
    this.history.show();
    if (!this.#view) void this.load();
  }

  async #read(): Promise<void> {
    const { signal } = this.#ended;
    try {
      const recording = await this.#reader.list(signal);
      if (!recording) {
        this.#fail(l10n.t('There is no longer a recording at this place: {0}', this.#place.path));
        return;
      }
      const isFirst = this.#recording === undefined;
      this.#recording = recording;
      if (isFirst) this.#show();
      this.#isFixed ||= (await this.#ports.hasLanded?.()) === true;
      await this.#reader.readMetadata(recording, signal, (progress) => {
        if (progress.done < progress.total && Date.now() - this.#lastPost >= minPostGapMs)
          this.#show(progress);
      });
      if (this.#checked === 'names') this.#checked = 'metadata';
      this.#show();
      this.#logFailures();
      void this.history.read(recording);
      const mediaCount = this.#view?.playlist.filter((file) => file.sizeBytes > 0).length ?? 0;
      if (this.#checked === 'media' || mediaCount <= measuredUnasked) await this.#measure();
    } catch (error) {
      if (signal.aborted) return;
      this.#ports.log(`The recording could not be read: ${String(error)}`);
      this.#fail(this.#ports.explain(error));
    }
  }

  #show(progress?: InspectorView['loading']): void {
    if (!this.#recording || this.#ended.signal.aborted) return;
    const chunks = chunksOf(this.#recording, this.#reader);
    const live = this.#isFixed ? notLive : livenessOf(this.#recording, chunks, Date.now());
    this.#view = buildView({
      recording: this.#recording,
      read: this.#reader,
      unreadable: new Map(
        [...this.#reader.failures].map(([file, error]) => [file, this.#ports.explain(error)]),
      ),
      containerName: this.#place.containerName,
      ...withoutUndefined({ loading: progress }),
      checked: progress ? 'names' : this.#checked,
      isLive: live.isLive,
      isGrowing: live.isGrowing,
    });
    this.#lastPost = Date.now();
    this.#watch(live.lookAgainMs);
    const shown = JSON.stringify(this.#view);
    if (shown === this.#shown && this.#failure === undefined) return;
    this.#shown = shown;
    this.#failure = undefined;
    this.#ports.post({ type: 'view', view: this.#view });
    this.#move();
    const isRead = this.#view.checked !== 'names';
    this.#ports.onView?.(this.#view, isRead ? recordingFacts(this.#recording, chunks) : undefined);
  }

  #fail(message: string): void {
    this.#failure = message;
    this.#ports.post({ type: 'failed', message });
    if (this.#view?.isLive) this.#watch(retryMs);
  }

  #comeOnView(isShown: boolean): void {
    const isBack = isShown && !this.#isShown;
    this.#isShown = isShown;
    if (isBack) this.#watch(0);
  }

  /** Looks for new files while the inspector is on view and new ones may come. */
  #watch(afterMs: number | undefined): void {
    clearTimeout(this.#timer);
    if (afterMs === undefined || !this.#isShown || (this.#view && !this.#view.isLive)) return;
    this.#timer = setTimeout(() => void this.load(), afterMs);
  }

  /** Reads the lengths of the media from their headers. */
  async #measure(): Promise<void> {
    if (!this.#recording) return;
    await this.#reader.measure(this.#recording, this.#ended.signal);
    this.#checked = 'media';
    this.#show();
    this.#logFailures();
  }

  #logFailures(): void {
    for (const [file, error] of this.#reader.failures) {
      const text = `${file} could not be read: ${String(error)}`;
      if (!this.#logged.has(text)) this.#ports.log(text);
      this.#logged.add(text);
    }
  }

  #learnLength(name: string, ms: number): void {
    const file = this.#file(name);
    if (file && this.#reader.learnLength(file, ms)) this.#show();
  }

  #file(name: string): RecordingFile | undefined {
    return this.#recording?.files.find((file) => file.name === name);
  }

  async #readDocument(name: string): Promise<void> {
    const read = async (): Promise<string> => {
      const file = this.#file(name);
      if (!file) throw new UserError(notInRecording());
      return file.sizeBytes === 0 ? '' : this.#reader.text(file, this.#ended.signal);
    };
    this.#ports.post(await documentMessage(name, read, this.#ports.explain));
  }

  async #playMedia(name: string): Promise<void> {
    const file = this.#file(name);
    try {
      if (!file || playableExtension(name) === undefined) throw new UserError(notInRecording());
      // Single channels are muted by a script that reads the bytes, which a link does not allow.
      const needsBytes = (this.#view?.timeline.lanes.length ?? 0) > 0;
      const sources = await this.#addresses.sources(file, needsBytes, this.#ended.signal);
      this.#ports.post({ type: 'media', file: name, sources });
    } catch (error) {
      this.#ports.post({ type: 'mediaFailed', file: name, message: this.#ports.explain(error) });
    }
  }

  async #explainMedia(name: string): Promise<void> {
    try {
      await this.#addresses.check(this.#file(name), this.#ended.signal);
      this.#ports.post({ type: 'mediaExplained', file: name });
    } catch (error) {
      this.#ports.log(`${name} could not be played: ${String(error)}`);
      const failure = { message: this.#ports.explain(error), remedy: mediaRemedy(error) };
      this.#ports.post({ type: 'mediaExplained', file: name, failure });
    }
  }

  #open(message: Extract<FromWebview, { type: 'openDocument' | 'openMedia' }>): void {
    const file = this.#file(message.file);
    if (!file) return;
    if (message.type === 'openDocument') this.#ports.openDocument(file);
    else if (playableExtension(file.name) !== undefined) {
      const url = async (): Promise<string> =>
        (await this.#addresses.sources(file, false, this.#ended.signal))[0]?.url ?? '';
      this.#ports.openMedia(file, message.place, url);
    }
  }
}
