import * as l10n from '@vscode/l10n';
import type { Container } from '../../storage/container.ts';
import type { Row } from './recordingRow.ts';

/** What the row of a container shows: loaded at activation, as it stands first in the tree. */
export function containerRow(container: Container): Row {
  const shared = {
    label: container.name,
    context: `container.${container.kind}`,
    expands: 'collapsed',
    spoken: l10n.t('Container {0}', container.name),
  } as const;
  if (container.kind === 'samples') return { ...shared, description: l10n.t('bundled'), icon: 'beaker' };
  if (container.kind === 'folder') return { ...shared, description: container.folder, icon: 'root-folder' };
  return {
    ...shared,
    description: new URL(container.url).host + (container.prefix && ` · ${container.prefix}`),
    icon: 'database',
  };
}
