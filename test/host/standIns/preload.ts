// Preloaded into every process of the VS Code server (`node --import`): two of its modules are native and are not
// built here, and one request is answered by a front of code-server that is not run here.
import { registerHooks } from 'node:module';
import { answerKeyRequests } from './secretKey.ts';

const standIns: ReadonlyMap<string, string> = new Map([
  ['@vscode/spdlog', new URL('spdlog.ts', import.meta.url).href],
  ['@vscode/native-watchdog', new URL('nativeWatchdog.ts', import.meta.url).href],
]);

registerHooks({
  resolve: (specifier, context, next) => {
    const url = standIns.get(specifier);
    return url === undefined
      ? next(specifier, context)
      : { url, format: 'module-typescript', shortCircuit: true };
  },
});

const keyFile = process.env['SECRET_KEY_FILE'];
if (keyFile !== undefined && process.argv[1]?.endsWith('server-main.js') === true) answerKeyRequests(keyFile);
