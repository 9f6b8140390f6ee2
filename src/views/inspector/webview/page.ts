import * as l10n from '@vscode/l10n';
import type { InspectorView } from '../page/data.ts';
import type { ToWebview } from '../protocol.ts';
import { HistoryView } from './historyView.ts';
import { html, iconButton, section, show } from './parts/dom.ts';
import { FactsView } from './factsView.ts';
import type { Host } from './parts/host.ts';
import { icons } from './parts/icons.ts';
import { MediaAddresses } from './player/mediaAddresses.ts';
import { MetadataView } from './metadata/view.ts';
import { PlayerView } from './player/view.ts';
import { playerCommand } from './player/keys.ts';
import { ProblemsView } from './problemsView.ts';

/** The whole page: head, player, facts, problems, metadata. */
export class InspectorPage {
  readonly #addresses: MediaAddresses;
  readonly #player: PlayerView;
  readonly #facts: FactsView;
  readonly #problems: ProblemsView;
  readonly #metadata: MetadataView;
  readonly #history: HistoryView;
  readonly #head = html('h1');
  readonly #status = html('p', { class: 'status', role: 'status' });
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    const send = host.send.bind(host);
    this.#addresses = new MediaAddresses(send);
    this.#player = new PlayerView(this.#addresses, send, host.saved, (change) => host.save(change));
    this.#facts = new FactsView((text) => send({ type: 'copy', text }));
    this.#problems = new ProblemsView(
      () => send({ type: 'checkMedia' }),
      (file) => this.#openFile(file),
    );
    this.#metadata = new MetadataView(send, (file) => host.save({ document: file }));
    this.#history = new HistoryView(send);
    const refresh = iconButton(l10n.t('Refresh'), icons.refresh, () => send({ type: 'refresh' }));
    show(
      document.body,
      html('header', {}, this.#head, refresh, this.#status),
      html(
        'main',
        {},
        section(l10n.t('Player'), 'playerSection', this.#player.element),
        section(l10n.t('Facts'), 'factsSection', this.#facts.element),
        section(l10n.t('Problems'), 'problemsSection', this.#problems.element),
        this.#history.element,
        section(l10n.t('Metadata'), 'metadataSection', this.#metadata.element),
      ),
    );
    document.body.classList.add('bare');
    this.#head.textContent = l10n.t('Recording Inspector');
    this.#status.textContent = l10n.t('Reading…');
    document.addEventListener('keydown', (event) => this.#press(event));
    document.addEventListener('visibilitychange', () => this.#tellShown());
  }

  /** Takes a message of the extension. */
  take(message: Exclude<ToWebview, { type: 'setUp' }>): void {
    switch (message.type) {
      case 'view':
        this.#show(message.view);
        break;
      case 'failed':
        this.#status.textContent = message.message;
        this.#status.classList.add('error');
        break;
      case 'goTo':
        this.#player.goTo(message.file);
        break;
      case 'document':
      case 'documentFailed':
        this.#metadata.take(message);
        break;
      case 'history':
        this.#history.update(message.account);
        break;
      case 'historyFailed':
        this.#history.fail(message.message);
        break;
      case 'media':
      case 'mediaFailed':
        this.#addresses.settle(message);
        break;
      case 'mediaExplained':
        this.#addresses.settleExplained(message);
        break;
    }
  }

  /** Media is shown in the player, everything else as a document. */
  #openFile(file: string): void {
    if (this.#player.goTo(file)) return;
    this.#host.send({ type: 'openDocument', file });
  }

  #show(view: InspectorView): void {
    document.body.classList.remove('bare');
    this.#head.textContent = view.title;
    this.#status.classList.remove('error');
    this.#status.textContent = statusText(view);
    this.#player.update(view);
    this.#facts.update(view.factGroups);
    this.#problems.update(view);
    this.#metadata.update(view.documents, this.#host.saved.document);
  }

  #press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (takesKey(event.target, event.key)) return;
    const command = playerCommand(event.key, event.shiftKey);
    if (!command) return;
    event.preventDefault();
    this.#player.obey(command);
  }

  #tellShown(): void {
    this.#host.send({ type: 'shown', isShown: document.visibilityState === 'visible' });
  }
}

/** True where the focused element needs the key itself. */
function takesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest('input, select, textarea, [role=tree], pre')) return true;
  return target.closest('button, summary') !== null && (key === ' ' || key === 'Enter');
}

function statusText({ container, loading, isLive }: InspectorView): string {
  const parts = [container];
  if (loading) parts.push(l10n.t('reading metadata: {0} of {1}', loading.done, loading.total));
  if (isLive) parts.push(l10n.t('may still grow; new files appear as they arrive'));
  return parts.join(' · ');
}
