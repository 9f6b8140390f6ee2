// A window that listens, to be killed: writes its address, and takes events until then.
import { startReceiver } from './receiver.ts';

const { url } = await startReceiver({ folder: process.argv[2] ?? '', writer: `killed-${process.pid}` });
console.log(url);
