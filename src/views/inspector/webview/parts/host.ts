import type { FromWebview, InspectorTarget, ToWebview } from '../../protocol.ts';

/** What the webview remembers over a reload and a move to another window. Holds no address of media. */
export interface SavedState {
  readonly target?: InspectorTarget;
  /** Place in the recording. */
  readonly file?: string;
  readonly ms?: number;
  readonly speed?: number;
  readonly volume?: number;
  readonly zoom?: number;
  /** The metadata file on view. */
  readonly document?: string;
}

interface WebviewApi {
  readonly postMessage: (message: FromWebview) => void;
  readonly getState: () => unknown;
  readonly setState: (state: SavedState) => void;
}

declare function acquireVsCodeApi(): WebviewApi;

/** The webview's side of the line to the extension. */
export class Host {
  readonly #api = acquireVsCodeApi();
  #state: SavedState;

  constructor() {
    const saved = this.#api.getState();
    this.#state = typeof saved === 'object' && saved !== null ? saved : {};
  }

  get saved(): SavedState {
    return this.#state;
  }

  send(message: FromWebview): void {
    this.#api.postMessage(message);
  }

  /** Only the extension's page can reach this listener: a webview has no other parent. */
  listen(take: (message: ToWebview) => void): void {
    window.addEventListener('message', (event: MessageEvent<ToWebview>) => take(event.data));
  }

  /** Adds to what is remembered. */
  save(change: SavedState): void {
    this.#state = { ...this.#state, ...change };
    this.#api.setState(this.#state);
  }
}
