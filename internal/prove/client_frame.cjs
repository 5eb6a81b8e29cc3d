// The frame around a fetch sample in Node. All connections go to the replay.
// The clock is the sample's: it starts at FRAME_NOW, stands still, and jumps to
// the next timer once nothing is under way. AbortSignal.timeout keeps real time.
'use strict';
const fs = require('node:fs'), net = require('node:net'), tls = require('node:tls');
const port = Number(process.env.FRAME_PORT);

const connectPlain = net.connect, connectSecure = tls.connect;
const here = options => ({...options, host: '127.0.0.1', hostname: '127.0.0.1', port, path: undefined, lookup: undefined});
net.connect = net.createConnection = (options, ...rest) => connectPlain.call(net, here(options), ...rest);
tls.connect = (options, ...rest) => {
  const name = options.servername || options.host;
  const socket = options.socket ?? connectPlain.call(net, {host: '127.0.0.1', port});
  return connectSecure.call(tls, {...options, socket, servername: name}, ...rest);
};

const RealDate = Date, realSetTimeout = setTimeout, realSetInterval = setInterval, realClearInterval = clearInterval;
const start = Number(process.env.FRAME_NOW) * 1000;
let skipped = 0, busy = 0, quietSince = performance.now(), pump = null, error = '';
const now = () => Math.floor(start + skipped);
const OurDate = class Date extends RealDate {
  constructor(...parts) { parts.length ? super(...parts) : super(now()); }
  static now() { return now(); }
};

const timers = new Map();
let next = 1;
const ourSetTimeout = (call, wait = 0, ...args) => {
  timers.set(next, {due: skipped + Math.max(0, wait), call, args});
  quietSince = performance.now();
  pump ??= realSetInterval(turn, 3);
  return next++;
};
const ourClearTimeout = id => { timers.delete(id); };
function turn() {
  if (!timers.size) {
    realClearInterval(pump);
    pump = null;
    return;
  }
  const [id, timer] = [...timers].reduce((a, b) => b[1].due < a[1].due ? b : a);
  if (busy || performance.now() - quietSince < 15) return;
  skipped = Math.max(skipped, timer.due);
  timers.delete(id);
  quietSince = performance.now();
  timer.call(...timer.args);
}

const during = promise => {
  busy++;
  const end = () => { busy--; quietSince = performance.now(); };
  promise.then(end, end);
  return promise;
};
const realFetch = fetch;
globalThis.fetch = (...args) => during(realFetch(...args));
globalThis.https = require('node:https');
const realRequest = https.request;
https.request = (...args) => {
  const request = realRequest(...args);
  during(new Promise(resolve => request.on('close', resolve)));
  return request;
};

const describe = thrown => {
  const parts = [];
  for (let e = thrown; e && parts.length < 5; e = e.cause) parts.push(e.name && e.message !== undefined ? `${e.name}: ${e.message}${e.code ? ` (${e.code})` : ''}` : String(e));
  return parts.join('; because of ') || String(thrown);
};
process.on('exit', () => {
  fs.writeFileSync(process.env.FRAME_REPORT, JSON.stringify({Took: skipped / 1000, Error: error}));
});
process.on('uncaughtException', thrown => { error = describe(thrown); process.exit(1); });
globalThis.frame = {
  // Node's own fetch needs the real ones, so these are the sample's alone.
  clock: {Date: OurDate, setTimeout: ourSetTimeout, clearTimeout: ourClearTimeout},
  async run(file) {
    await import(file);
    while (busy || timers.size) await new Promise(resolve => realSetTimeout(resolve, 5));
    process.exit(0);
  },
};
