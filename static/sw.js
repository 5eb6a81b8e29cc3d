// The service worker. It answers /try/401 in the browser where no server does,
// and serves the wiki to readers who keep it offline. A page installs it when
// "Try it" or "Keep offline" is pressed, and can remove it; it does nothing unasked.
//
// What is kept is one cache per version, complete once it holds the list. A new
// version is fetched whole, checked, and only then served, to pages that are opened
// from then on; an open page gets all from the version that it came from, so nobody
// sees half of each. If anything fails, the old version stays.
const version = ''; // of the site; without one nothing is kept
const root = new URL('.', location).href, type = 'Content-Type', prefix = `statuswiki ${root} `;
const list = root + 'offline.json', failed = root + '?failed', day = 864e5;
const later = work => event => event.waitUntil(work(event));

// -- What is kept --------------------------------------------------------------
// A version's name is its time and the site's version. The last complete one counts.
const versions = async () => (await caches.keys()).filter(name => name.startsWith(prefix)).sort();
async function current() {
  for (const name of (await versions()).reverse()) if (await (await caches.open(name)).match(list)) return name;
}
const marks = new Map(); // the same as in the caches, where a full disk may leave no room for it
async function versionOf(client) {
  if (marks.has(client)) return marks.get(client);
  for (const name of await versions()) if (await (await caches.open(name)).match(mark(client))) return name;
}
const mark = client => root + '?client=' + client;
const get = async path => {
  const r = await fetch(root + path, {cache: 'no-cache', credentials: 'same-origin'});
  if (!r.ok) throw Error(`${path || 'the home page'}: ${r.status}`);
  return r;
};
const types = {js: 'text/javascript', css: 'text/css', json: 'application/json', svg: 'image/svg+xml'};

let work;
const update = () => work ??= fill().finally(() => { work = null });
async function fill() {
  const was = await current(), name = prefix + Date.now() + ' ' + version;
  if (!version) throw Error('this site is not for keeping');
  if (was?.endsWith(' ' + version)) return;
  const old = was && await caches.open(was);
  try {
    const news = await (await get('offline.json')).json(), paths = Object.keys(news.files);
    if (news.version !== version) throw Error('the site is just changing, try again');
    for (const begun of await versions()) if (!was || begun > was) await caches.delete(begun); // and never finished
    const cache = await caches.open(name);
    const had = old ? (await (await old.match(list)).json()).files : {};
    const home = await get(''), headers = {}; // policies hold for what is kept, too
    for (const [key, value] of home.headers) if (/policy|^x-content/.test(key)) headers[key] = value;
    let all; // in one file, once that is cheaper, or where a host changes pages on their way
    const pack = () => all ??= get(news.pack).then(r => r.json());
    if (paths.filter(p => had[p] !== news.files[p]).length > paths.length / 4) await pack();
    const sound = async (path, text) => btoa(String.fromCharCode(...new Uint8Array(
      await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).slice(0, 9))).replace(/[+/]/g, c => c === '+' ? '-' : '_') === news.files[path];
    const unpack = async path => {
      const {styles, files} = await pack();
      return files[path].replace(/<style>(\d+)<\/style>/, (_, i) => `<style>${styles[i]}</style>`);
    };
    await Promise.all(paths.map(async path => {
      let text = '';
      if (had[path] === news.files[path]) text = await (await old.match(root + path)).text();
      else if (!all) text = await get(path).then(r => r.text(), () => '');
      if (!await sound(path, text) && !await sound(path, text = await unpack(path))) throw Error(`${path} is not as it should be`);
      await cache.put(root + path, new Response(text, {headers: {...headers, [type]: (types[path.split('.')[1]] || 'text/html') + '; charset=utf-8'}}));
    }));
    await cache.put(list, Response.json(news));
  } catch (e) {
    await caches.delete(name);
    await old?.put(failed, Response.json([version, Date.now()])).catch(() => {});
    throw e;
  }
}

// refresh brings a version that is out of date up to date, but tries a version
// that has failed no more than once a day, and none on a connection to be spared.
async function refresh() {
  const now = await current();
  if (!now || !version || now.endsWith(' ' + version) || navigator.connection?.saveData) return;
  const [what, when] = await (await (await caches.open(now)).match(failed))?.json() || [];
  if (what !== version || Date.now() - when > day) await update().catch(() => {});
}

// tidy forgets versions before the current one that no open page came from. A page
// that is on its way is not open yet, so whoever came within a minute counts as well.
async function tidy() {
  const open = new Set((await clients.matchAll({includeUncontrolled: true})).map(c => mark(c.id))), now = await current();
  for (const name of await versions()) {
    const cache = await caches.open(name);
    let used = name >= now;
    for (const r of await cache.keys()) if (r.url.startsWith(mark(''))) {
      if (open.has(r.url) || Date.now() - await (await cache.match(r)).text() < 6e4) used = true;
      else await cache.delete(r);
    }
    if (now && !used) await caches.delete(name);
  }
}

addEventListener('install', later(async () => { await refresh(); await skipWaiting() }));
addEventListener('activate', later(async () => {
  await clients.claim();
  if (version) return tidy();
  const kept = await versions(); // by an earlier site that could be kept
  for (const name of kept) await caches.delete(name);
  if (!kept.length) return;
  await registration.unregister();
  for (const c of await clients.matchAll({type: 'window'})) c.navigate(c.url).catch(() => {});
}));
addEventListener('message', later(async e => {
  await clients.claim(); // a page that was there before
  if (e.data) await update().then(() => e.ports[0].postMessage(''), error => e.ports[0].postMessage(error.message));
}));
addEventListener('fetch', e => {
  const {request} = e, url = new URL(request.url), path = (url.origin + url.pathname).slice(root.length);
  if (!request.url.startsWith(root)) return;
  const [before, code] = path.split(/([1-9]\d{0,5})\/?$/);
  if (before === 'try/' && code) e.respondWith(answer(+code, url.searchParams, e));
  else if (version && request.method === 'GET' && !/^(try|_live)\/./.test(path)) e.respondWith(serve(e, path, url.search));
});
async function serve(e, path, query) {
  const page = e.request.mode === 'navigate', name = await (page ? current() : versionOf(e.clientId));
  const cache = name && await caches.open(name);
  if (!cache) return fetch(e.request).catch(async gone => {
    if (!page && /-[0-9a-f]{10}\.\w+$/.test(path)) return await caches.match(e.request) || Promise.reject(gone); // the same in all versions
    throw gone;
  });
  const hit = await cache.match(root + path.replace(/(^|\/)index\.html$/, '$1'));
  if (!page) return hit || fetch(e.request);
  e.waitUntil(refresh().then(tidy));
  marks.set(e.resultingClientId, name);
  await cache.put(mark(e.resultingClientId), new Response(Date.now())).catch(() => {});
  if (hit) return hit;
  if (await cache.match(root + path + '/')) return Response.redirect(root + path + '/' + query);
  return fetch(e.request).catch(async () => new Response((await cache.match(root + '404.html'))?.body, {status: 404, headers: {[type]: 'text/html; charset=utf-8'}}));
}

// -- Trying --------------------------------------------------------------------
async function answer(code, knobs, {request, clientId}) {
  const name = await versionOf(clientId) || await current(), kept = name && await (await caches.open(name)).match(root + 'try.json');
  const file = kept || await fetch(root + 'try.json');
  if (file.status === 404) registration.unregister();
  const {name: phrase = '', example, status: own} = (file.ok && (await file.json())[code]) || {}; // own: carries a code that is none of HTTP
  if (!own && (code < 100 || code > 599)) return fetch(request);
  const {status, phrase: said, fields = [], content} = (own || code > 199) && example || {
    status: own || Math.max(code, 200), phrase: own || code > 199 ? phrase : 'OK',
    content: `${code} ${phrase}\n${own || code > 199 ? 'There is no response with this code to show.' : 'A server can send interim responses, a service worker cannot.'}\n`,
  };
  const headers = new Headers(fields.map(f => [f.name, f.value]));
  if (knobs.has('body') || !headers.has(type)) headers.set(type, knobs.get('type')?.replace(/[^ -~]/g, '') || 'text/plain; charset=utf-8');
  headers.set('Cache-Control', 'no-store');
  headers.set('Content-Security-Policy', 'sandbox');
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Statuswiki-Try', code + ';by=service-worker');
  const [, n, unit] = /^([\d.]+)(ms|s)?$/.exec(knobs.get('delay')) || [];
  await new Promise(done => setTimeout(done, Math.min(unit === 's' ? n * 1000 : n, 30000) || 0));
  return new Response([204, 205, 304].includes(status) ? null : knobs.get('body') ?? content, {status, statusText: said, headers});
}
