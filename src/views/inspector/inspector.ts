import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import type { RecordingsTree } from '../tree/tree.ts';
import { CheckResults } from './checkResults.ts';
import type { Inspected, Inspectors, InspectorsDeps } from './panels.ts';
import { type InspectorTarget, panelTypes, readTarget } from './protocol.ts';
import { ReportDocuments } from './reportDocuments.ts';

const editorType = 'callRecordings.chunkMetadataInspector';

/** What inspectors need of the extension. */
export type InspectorViewsDeps = Omit<InspectorsDeps, 'onView'> & { readonly tree: RecordingsTree };

/**
 * The Recording Inspector as VS Code knows it: a tab that a command opens or a reload restores, and an
 * editor for chunk metadata files. All that an inspector consists of is loaded with the first one.
 */
export class InspectorViews extends Disposable {
  /** What the checks found, as marks in the tree. */
  readonly results = this.register(new CheckResults());
  readonly reports = this.register(new ReportDocuments());
  readonly #deps: InspectorViewsDeps;
  #inspectors: Promise<Inspectors> | undefined;

  constructor(deps: InspectorViewsDeps) {
    super();
    this.#deps = deps;
    this.register({ dispose: () => void this.#inspectors?.then((inspectors) => inspectors.dispose()) });
    const serializer: vscode.WebviewPanelSerializer = {
      deserializeWebviewPanel: async (panel, state) => {
        const target = readTarget(state);
        if (target) await this.#filled(panel, (inspectors) => inspectors.restore(panel, target));
        else panel.dispose();
      },
    };
    for (const type of Object.values(panelTypes))
      this.register(vscode.window.registerWebviewPanelSerializer(type, serializer));
    this.register(
      vscode.window.registerCustomEditorProvider(editorType, this.#metadataEditor(), {
        webviewOptions: { enableFindWidget: true, retainContextWhenHidden: true },
        supportsMultipleEditorsPerDocument: false,
      }),
    );
  }

  /**
   * Opens the inspector of a recording, or brings it to the front.
   * @param file full name of a media file to move to; default: where the player was
   */
  async open(target: InspectorTarget, file?: string): Promise<void> {
    await (await this.#loaded()).show(target, file);
  }

  /** Opens the inspector of the recording that a chunk metadata document belongs to. */
  async openDocument(uri: vscode.Uri): Promise<void> {
    await (await this.#loaded()).showDocument(uri);
  }

  /** What the inspector with this address shows; undefined where none does. */
  async inspected(uri: vscode.Uri): Promise<Inspected | undefined> {
    return (await this.#loaded()).inspected(uri);
  }

  #metadataEditor(): vscode.CustomReadonlyEditorProvider {
    return {
      openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
      resolveCustomEditor: ({ uri }, panel) =>
        this.#filled(panel, (inspectors) => inspectors.restoreDocument(panel, uri)),
    };
  }

  /** A tab that cannot be filled is closed, and the reason is shown. */
  async #filled(panel: vscode.WebviewPanel, fill: (inspectors: Inspectors) => Promise<void>): Promise<void> {
    try {
      await fill(await this.#loaded());
    } catch (error) {
      panel.dispose();
      this.#deps.showError(error);
    }
  }

  #loaded(): Promise<Inspectors> {
    this.#inspectors ??= import('./panels.ts').then(
      ({ Inspectors }) =>
        new Inspectors({
          ...this.#deps,
          onView: ({ containerId, recordingPath }, view, facts) => {
            if (view.checked === 'media') this.results.set(containerId, recordingPath, view.problems);
            if (facts) this.#deps.tree.learn(containerId, recordingPath, facts);
          },
        }),
    );
    return this.#inspectors;
  }
}
