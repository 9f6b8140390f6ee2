import './inspector.css';
import * as l10n from '@vscode/l10n';
import { setLanguage } from '../../../base/text/language.ts';
import { setTimeZone } from '../../../base/timeZone.ts';
import type { ToWebview } from '../protocol.ts';
import { Host } from './parts/host.ts';
import { InspectorPage } from './page.ts';

const host = new Host();
let page: InspectorPage | undefined;

// The page is built once the translations are there: every text of it is made while it is built.
host.listen((message: ToWebview) => {
  if (message.type === 'setUp') {
    if (message.translations) l10n.config({ contents: { ...message.translations } });
    setLanguage(document.documentElement.lang);
    setTimeZone(message.timeZone);
    host.save({ target: message.target });
    page ??= new InspectorPage(host);
  } else {
    page?.take(message);
  }
});
host.send({ type: 'ready', origin: window.origin });
