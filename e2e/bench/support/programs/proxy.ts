/** The delaying line in a process of its own: `node proxy.mjs HOST PORT DELAY_MS`. Says its port, then runs on. */
import { startProxy } from '../../../support/proxy';

const [host = '', port, delay] = process.argv.slice(2);
const proxy = await startProxy({ target: { host, port: Number(port) }, delay: Number(delay) });
console.log(proxy.port);
