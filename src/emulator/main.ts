import { help, readCommandLine } from './commandLine.ts';
import { startLocalService } from './localService.ts';

/** The local Call Recording service as a program; the extension starts it as a child process too. */
async function main(): Promise<void> {
  const wanted = readCommandLine(process.argv.slice(2));
  switch (wanted.kind) {
    case 'help':
      process.stdout.write(help);
      return;
    case 'wrong':
      process.stderr.write(`${wanted.problem}\nOptions are explained with --help.\n`);
      process.exitCode = 2;
      return;
    case 'run': {
      let lastRequest = Date.now();
      const service = await startLocalService({
        ...wanted.service,
        log: (line) => {
          lastRequest = Date.now();
          if (!wanted.isQuiet) process.stderr.write(`${line}\n`);
        },
        onEvent: (event) => {
          writeLine({ event });
        },
      });
      const end = () => {
        // A second signal ends at once.
        for (const signal of signals) process.removeAllListeners(signal);
        void service.close().finally(() => {
          process.exit();
        });
      };
      for (const signal of signals) process.once(signal, end);
      const { exitWhenIdleMs = Infinity } = wanted;
      // Whoever listened is gone. One that ends when it is idle waits for the next.
      process.stdout.on('error', exitWhenIdleMs === Infinity ? end : () => undefined);
      process.stderr.on('error', () => undefined);
      const idle = setInterval(() => {
        if (Date.now() - lastRequest < exitWhenIdleMs) return;
        clearInterval(idle);
        end();
      }, 1000).unref();
      if (wanted.exitWithParent) process.stdin.resume().once('close', end);
      const { endpoint, connectionString, port } = service;
      writeLine({ ready: true, endpoint, connectionString, port });
    }
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const;

function writeLine(value: object): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
