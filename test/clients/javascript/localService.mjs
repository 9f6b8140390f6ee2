import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** The local Call Recording service as a program of its own, until `stop`. */
export async function startLocalService(...args) {
  const [program, ...first] = JSON.parse(process.env.LOCAL_SERVICE);
  const child = spawn(program, [...first, '--port', '0', '--exit-with-parent', ...args]);
  const log = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const lines = createInterface({ input: child.stdout });
  const events = [];
  lines.on('line', (line) => events.push(JSON.parse(line).event));
  const [ready] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(() =>
      Promise.reject(new Error(`The local service did not start: ${log.join('\n')}`)),
    ),
  ]);
  const { endpoint, connectionString } = JSON.parse(ready);
  const key = connectionString.replace(/^.*accesskey=/, '');
  /** Asks for what a real service has no API for, such as a call or a fault. */
  const control = async (method, path, body) => {
    const { default: https } = await import('node:https');
    const { default: http } = await import('node:http');
    const { request } = endpoint.startsWith('https:') ? https : http;
    const sent = request(new URL(`local/${path}`, endpoint), {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: `AccessKey ${key}` },
    });
    sent.end(body && JSON.stringify(body));
    const [answer] = await once(sent, 'response');
    const parts = await Array.fromAsync(answer);
    const text = Buffer.concat(parts).toString();
    if (answer.statusCode >= 400) throw new Error(`${answer.statusCode} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    endpoint,
    connectionString,
    key,
    log,
    control,
    newCall: (options = {}) => control('POST', 'calls', options),
    fault: (fault) => control('POST', 'faults', fault),
    /** The event that says that a recording's files have landed; waits for it. */
    async eventOf(recordingId) {
      for (let tries = 0; tries < 400; tries++) {
        const event = events.find((each) => each?.data.recordingId === recordingId);
        if (event) return event;
        await sleep(50);
      }
      throw new Error(`No event came: ${log.slice(-20).join('\n')}`);
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
