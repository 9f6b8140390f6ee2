import type { App } from '../../views/app.ts';

/** The name of a command as the palette shows it, for the title of what it asks: `Pause Recording`. */
export function titleOf({ context }: Pick<App, 'context'>, command: string): string {
  const manifest = context.extension.packageJSON as {
    readonly contributes: { readonly commands: readonly ContributedCommand[] };
  };
  const found = manifest.contributes.commands.find((one) => one.command === `callRecordings.${command}`);
  if (!found) throw new Error(`No such command: ${command}`);
  const { title } = found;
  return (typeof title === 'string' ? title : title.value).replace(/…$/, '');
}

interface ContributedCommand {
  readonly command: string;
  /** With the original beside it where VS Code has translated it. */
  readonly title: string | { readonly value: string };
}
