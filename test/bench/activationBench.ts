import { Workbench } from '../ui/workbench.ts';
import { inMs, type Row } from './measure.ts';

const budgetMs = 10;
/** Extensions of VS Code itself, for comparison in the same host. */
const others = /git|json|typescript|merge|emmet|debug|npm/i;

/**
 * Measures what VS Code itself says of the start: loading the code and running `activate()`, together, as
 * "Show Running Extensions" lists it.
 */
export async function activationBench(): Promise<Row[]> {
  const workbench = await Workbench.open();
  try {
    await workbench.showRecordings();
    await workbench.recordings.welcomeText();
    await workbench.runCommand('Developer: Show Running Extensions');
    const rows = workbench.page.locator(
      '.runtime-extensions-editor .monaco-list-row, .editor-instance .extension',
    );
    await rows.first().waitFor();
    const listed = (await rows.allInnerTexts()).map((text) => text.replace(/\s+/g, ' '));
    const own = timeIn(listed.find((text) => text.includes('ACS Call Recordings')));
    if (own === undefined) throw new Error(`Not among the running extensions:\n${listed.join('\n')}`);
    const times = listed
      .filter((text) => others.test(text) && !text.includes('ACS Call Recordings'))
      .flatMap((text) => timeIn(text) ?? []);
    const median = times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
    return [
      {
        what: 'activation in VS Code: loading the code and activate()',
        ours: inMs(own),
        ...(median === undefined
          ? {}
          : {
              other: `${inMs(median)}, the median of ${times.length} built-in extensions`,
              ratio: median / Math.max(own, 1),
            }),
        budget: inMs(budgetMs),
        ok: own <= budgetMs,
      },
    ];
  } finally {
    await workbench.close();
  }
}

function timeIn(text: string | undefined): number | undefined {
  const [, ms] = /Activation: (\d+)\s*ms/.exec(text ?? '') ?? [];
  return ms === undefined ? undefined : Number(ms);
}
