// Answers /try/401 in the browser where no server does. "Try it" installs it and
// can remove it; where try.json is gone it removes itself.
const root = new URL('.', location), type = 'Content-Type';
addEventListener('install', () => skipWaiting());
for (const event of ['activate', 'message']) // a message: from a page that was there before
  addEventListener(event, e => e.waitUntil(clients.claim()));
addEventListener('fetch', e => {
  const {origin, pathname, searchParams} = new URL(e.request.url);
  const [before, code] = (origin + pathname).split(/([1-5]\d\d)\/?$/);
  if (before === root + 'try/' && code) e.respondWith(answer(+code, searchParams));
});
async function answer(code, knobs) {
  const file = await fetch(root + 'try.json');
  if (file.status === 404) registration.unregister();
  const {name = '', example} = (file.ok && (await file.json())[code]) || {};
  const {status, phrase, fields = [], content} = code > 199 && example || {
    status: Math.max(code, 200), phrase: code > 199 ? name : 'OK',
    content: `${code} ${name}\n${code > 199 ? 'There is no response with this code to show.' : 'A server can send interim responses, a service worker cannot.'}\n`,
  };
  const headers = new Headers(fields.map(f => [f.name, f.value]));
  if (knobs.has('body') || !headers.has(type)) headers.set(type, knobs.get('type')?.replace(/[^ -~]/g, '') || 'text/plain; charset=utf-8');
  headers.set('Cache-Control', 'no-store');
  headers.set('Content-Security-Policy', 'sandbox');
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Statuswiki-Try', code + ';by=service-worker');
  const [, n, unit] = /^([\d.]+)(ms|s)?$/.exec(knobs.get('delay')) || [];
  await new Promise(done => setTimeout(done, Math.min(unit === 's' ? n * 1000 : n, 30000) || 0));
  return new Response([204, 205, 304].includes(status) ? null : knobs.get('body') ?? content, {status, statusText: phrase, headers});
}
