// What the pages do beyond being read: theme, tabs, copying, the mark in the
// table of contents, keys, the filter on the home page. Everything works
// without it; each part leaves the page alone where it finds nothing to do.
'use strict';
(() => {
const $ = (sel, from = document) => from.querySelector(sel);
const $$ = (sel, from = document) => [...from.querySelectorAll(sel)];
// made tells the preview server's script that a node was not sent with the page.
const make = (tag, props = {}, ...kids) => {
  const el = Object.assign(document.createElement(tag), {made: true}, props);
  el.append(...kids);
  return el;
};
// Storage may be forbidden, and then the choice lasts as long as the page.
const memory = {};
const store = {
  get: key => { try { return localStorage[key] } catch { return memory[key] } },
  set: (key, value) => { try { localStorage[key] = value } catch { memory[key] = value } },
};
let root, say;

// say tells screen readers what has just happened.
function announce(text) {
  say.textContent = '';
  requestAnimationFrame(() => { say.textContent = text });
}

// -- Theme: system, light, dark ---------------------------------------------
const themes = ['system', 'light', 'dark'];
const theme = () => store.get('theme') || 'system';
function applyTheme() {
  const t = theme(), data = document.documentElement.dataset;
  if (t === 'system') delete data.theme; else data.theme = t;
  const button = $('#theme');
  if (!button) return;
  button.textContent = {system: '◐', light: '☀', dark: '☾'}[t];
  button.title = 'Theme: ' + t;
  button.setAttribute('aria-label', button.title);
}
function nextTheme() {
  const t = themes[(themes.indexOf(theme()) + 1) % themes.length];
  store.set('theme', t === 'system' ? '' : t);
  applyTheme();
  announce('Theme: ' + t);
}

// -- Copying ----------------------------------------------------------------
async function copy(text, button, what) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch { // not allowed, or opened from disk
    const focus = document.activeElement, area = make('textarea', {value: text});
    area.style.position = 'fixed'; // else the page scrolls to it
    document.body.append(area);
    area.select();
    done = document.execCommand('copy');
    area.remove();
    focus?.focus({preventScroll: true});
  }
  announce(done ? what + ' copied' : 'Could not copy');
  if (!button) return;
  button.textContent = done ? 'Copied ✓' : 'Failed ✗';
  clearTimeout(button.timer);
  button.timer = setTimeout(() => { button.textContent = 'Copy' }, 1500);
}
function copyButtons() {
  for (const figure of $$('figure.code')) {
    const caption = $('figcaption', figure);
    if ($('button', caption)) continue;
    const name = caption.firstChild.textContent;
    const button = make('button', {type: 'button', textContent: 'Copy'});
    button.setAttribute('aria-label', 'Copy ' + name);
    button.addEventListener('click', () => copy($('pre', figure).textContent, button, name));
    caption.append(button);
  }
}

// -- Tabs -------------------------------------------------------------------
// The choice holds for all groups of a kind, on all pages and in all tabs of
// the browser; ?client=Go in the address goes before it.
function tabs() {
  for (const group of $$('.tabs')) {
    const panels = $$('.tab', group), old = $$('[role=tab]', group);
    const heads = panels.map(p => p.id + $('h3', p).textContent);
    if (String(heads) === String(old.map(t => t.getAttribute('aria-controls') + t.textContent))) continue;
    const shown = old.find(t => !t.tabIndex)?.textContent;
    old[0]?.parentElement.remove();
    for (const p of panels) p.hidden = false;
    group.classList.toggle('on', panels.length > 1);
    if (panels.length < 2) continue;
    const list = make('div');
    list.setAttribute('role', 'tablist');
    list.setAttribute('aria-label', group.dataset.tabs === 'sending' ? 'Platform' : 'Client');
    panels.forEach((panel, i) => {
      const heading = $('h3', panel);
      const tab = make('button', {type: 'button', id: 'tab-' + heading.id, textContent: heading.textContent});
      tab.setAttribute('role', 'tab');
      panel.id = 'panel-' + heading.id;
      tab.setAttribute('aria-controls', panel.id);
      panel.setAttribute('role', 'tabpanel');
      panel.setAttribute('aria-labelledby', tab.id);
      tab.addEventListener('click', () => choose(group.dataset.tabs, tab.textContent));
      tab.addEventListener('keydown', e => {
        const step = {ArrowRight: 1, ArrowLeft: -1}[e.key];
        const to = step ? list.children[(i + step + panels.length) % panels.length]
          : e.key === 'Home' ? list.firstChild : e.key === 'End' ? list.lastChild : null;
        if (!to) return;
        e.preventDefault();
        choose(group.dataset.tabs, to.textContent);
        to.focus();
      });
      list.append(tab);
    });
    group.prepend(list);
    const wanted = shown || new URLSearchParams(location.search).get(group.dataset.tabs) || store.get('tab-' + group.dataset.tabs);
    show(group, wanted);
  }
}
function choose(kind, name) {
  store.set('tab-' + kind, name);
  for (const group of $$('.tabs.on')) if (group.dataset.tabs === kind) show(group, name);
}
function show(group, name) {
  const all = $$('[role=tab]', group);
  const at = Math.max(0, all.findIndex(t => t.textContent === name));
  all.forEach((tab, i) => {
    tab.setAttribute('aria-selected', i === at);
    tab.tabIndex = i === at ? 0 : -1;
    document.getElementById(tab.getAttribute('aria-controls')).hidden = i !== at;
  });
}

// -- Places -----------------------------------------------------------------
// A link to something folded or in another tab opens it first.
function reveal() {
  let id = location.hash.slice(1);
  try { id = decodeURIComponent(id) } catch {} // somebody's stray percent sign
  const el = id && document.getElementById(id);
  if (!el) return;
  for (let up = el; up; up = up.parentElement) {
    if (up.tagName === 'DETAILS') up.open = true;
    if (up.classList.contains('tab') && up.hidden) show(up.parentElement, $('h3', up).textContent);
  }
  el.scrollIntoView();
}
let spy;
function contents() {
  const links = new Map($$('.toc a').map(a => [a.hash.slice(1), a]));
  spy?.disconnect();
  if (!links.size || !window.IntersectionObserver) return;
  const seen = new Set();
  spy = new IntersectionObserver(entries => {
    for (const e of entries) seen[e.isIntersecting ? 'add' : 'delete'](e.target);
    const first = $$('.text > section').find(s => seen.has(s));
    if (!first) return;
    for (const [id, a] of links) {
      if (id === $('h2', first).id) a.setAttribute('aria-current', 'true');
      else a.removeAttribute('aria-current');
    }
  }, {rootMargin: '0px 0px -60% 0px'});
  for (const s of $$('.text > section')) spy.observe(s);
}

// -- Search and the table of codes ------------------------------------------
// Both come with a script of their own, once they are asked for.
let coming, typed = null; // what was typed while it is on its way
const searching = () => coming ??= new Promise((done, fail) => {
  document.head.append(make('script', {src: root + 'search.js', onerror: fail,
    onload: () => done(statuswikiSearch.ui({$, $$, make, announce, root}))}));
}).catch(e => { coming = null; throw e });
function search() {
  if (typed !== null) return;
  typed = '';
  searching().then(s => s.open(typed), () => { // then the front page may help
    if ($('#q')) $('#q').focus(); else location.href = root + (location.protocol === 'file:' ? 'index.html' : '') + '#q';
  }).finally(() => { typed = null });
}
function filter() {
  const input = $('#q');
  if (!input) return;
  const all = show => searching().then(s => s.table(show)).catch(() => {}); // without, the words that show are what it looks at
  const run = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const section of $$('.codes')) {
      let any = false;
      for (const li of $$('li', section)) {
        li.hidden = !words.every(w => li.textContent.toLowerCase().includes(w));
        any ||= !li.hidden;
        shown += !li.hidden;
      }
      section.hidden = !any;
    }
    $('#none').hidden = shown > 0;
  };
  if (input.oninput) return input.oninput(); // after a swap
  input.oninput = run;
  input.addEventListener('focus', () => all(), {once: true});
  input.addEventListener('keydown', e => {
    if (e.key === 'Enter') {
      const first = input.best ?? $('.codes:not([hidden]) li:not([hidden]) a');
      if (first) location.href = first.href;
    } else if (e.key === 'Escape' && input.value) {
      e.preventDefault();
      input.value = '';
      input.oninput();
    }
  });
  const more = make('button', {type: 'button', id: 'more', textContent: 'More filters', ariaExpanded: 'false'});
  more.addEventListener('click', () => {
    more.ariaExpanded = $('#picks')?.checkVisibility() ? 'false' : 'true';
    if ($('#picks')) $('#picks').hidden = more.ariaExpanded === 'false'; else all(true);
  });
  input.before(more);
  const asked = new URLSearchParams(location.search), q = asked.get('q');
  if (q) { input.value = q; run() }
  if (['q', 'class', 'standing', 'tag', 'vendor'].some(name => asked.get(name))) all();
}

// What a code looks like: digits at least and at most, which HTTP's have three of.
const form = () => document.body.dataset.codes?.split('-').map(Number);
const numberIn = el => +el?.textContent.match(/\d+/)?.[0];

// The not-found page says what it can about a number, where no server could.
function unknownNumber() {
  const note = $('.notfound #number');
  const [least, most] = form() ?? [3, 3];
  const code = note && RegExp(`/(\\d{${least},${most}})/?$`).exec(location.pathname)?.[1];
  if (!code) return;
  const all = [...document.querySelectorAll('.codes li a')];
  const far = a => Math.abs(numberIn(a) - code);
  const as = code >= 100 && code < 600 ? code[0] + '00' : '500';
  const near = all.toSorted((a, b) => far(a) - far(b)).slice(0, 4).sort((a, b) => all.indexOf(a) - all.indexOf(b));
  const first = all.find(a => a.textContent.startsWith(as));
  if (form()) note.append(`Nobody has written what ${code} means. The nearest that have an entry: `);
  else note.append(as[0] === code[0] ? `Nobody registered ${code}. A client that meets it treats it like ` : `Status codes go from 100 to 599; ${code} is no valid one. A client should treat it like `,
    first ? first.cloneNode(true) : as, ' (RFC 9110 §15). The nearest that have an entry: ');
  near.forEach((a, i) => note.append(i ? ', ' : '', a.cloneNode(true)));
  note.append(`. You know who sends it? Write content/codes/${code}.md and send it by pull request.`);
  note.hidden = false;
  document.title = document.title.replace('Page not found', code + ' is not registered');
}

// -- Reporting --------------------------------------------------------------
// The link leads to an issue about the page, whose text is the last parameter.
// What is selected and its place go with it, or else the section in view.
function report(a) {
  const chosen = getSelection(), words = String(chosen).replace(/\s+/g, ' ').trim();
  const head = words && $$('main :is(h2, h3, dl)[id]').findLast(h => h.compareDocumentPosition(chosen.anchorNode) & 4);
  const place = head ? '#' + head.id : $('.toc [aria-current]')?.hash;
  const url = new URL(a.plain ??= a.href), key = [...url.searchParams.keys()].pop();
  url.searchParams.set(key, url.searchParams.get(key) + (place ? '\nPlace: ' + place + '\n' : '')
    + (words ? '\n> ' + [...words].slice(0, 300).join('') + '\n' : ''));
  a.href = url;
}
// A press comes before the click, which takes the selection away.
for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, e => { if (e.target.className === 'report') report(e.target) });
// At the foot the last section is in view; beside the text it is the one being read.
function reportBeside() {
  const link = $('footer .report'), toc = $('.toc ol');
  if (link && toc && !$('.toc .report')) toc.after(make('p', {}, make('a', {className: 'report', href: link.href, textContent: link.textContent})));
}

// -- Trying -----------------------------------------------------------------
// A button beside the first example sends the request and shows what comes back.
// The fields are those without which /try/ has no reason for the code.
const asking = {206: 'Range: bytes=0-9', 304: 'If-None-Match: "statuswiki-1"', 412: 'If-Match: "another"', 416: 'Range: bytes=9999-'};
const asCurl = {100: "Expect: 100-continue' -d 'hello", 101: "Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: c3RhdHVzd2lraSBpcyBoZQ=="};
function tryButton() {
  const code = numberIn($('.num')), head = $('[aria-labelledby=example] h3'), own = form();
  if (!head || (own ? !head.closest('[data-try]') : code < 100 || code > 599) || $('#try')) return;
  const button = make('button', {id: 'try', type: 'button', textContent: 'Try it', ariaExpanded: 'false', onclick: () => tryIt(code, button, head)});
  button.style.cssText = 'float: right; margin: 1.75rem 0 0 1rem'; // the heading stays where it is
  head.before(button);
}
async function tryIt(code, button, head) {
  const sw = navigator.serviceWorker, own = form(), field = own ? undefined : asking[code], path = 'try/' + code + (code === 401 && !own ? '?scheme=bearer' : ''), url = new URL(root + path, location);
  let note = own ? '' : code === 401 ? 'Sent so that the browser asks for no password: without credentials, and for Bearer. '
    : code < 200 ? 'This is the final response: browsers keep 1xx from scripts. ' : '', came, failed;
  try {
    const probe = await fetch(root + 'try/200', {method: 'HEAD', cache: 'no-store'});
    if (!probe.headers.has('Statuswiki-Try')) { // no server that answers: let a service worker do it
      await sw.register(root + 'sw.js');
      const {active} = await sw.ready;
      if (!sw.controller) await new Promise(done => { sw.oncontrollerchange = done; active.postMessage('') });
    }
    const r = await fetch(url, {headers: field && [field.split(': ')], redirect: 'manual', credentials: 'omit', cache: 'no-store'});
    if (r.type === 'opaqueredirect') {
      came = 'A redirect';
      note = 'The browser hides its status, fields and content from scripts. ';
    } else came = `HTTP ${r.status} ${r.statusText}\n${[...r.headers].map(f => f.join(': ')).join('\n')}\n\n${await r.text()}`;
  } catch (e) {
    came = failed = 'Nothing: ' + e.message;
    if (code === 407 && !own) note = 'Browsers take a 407 from a proxy only. ';
    if (location.protocol === 'file:') note = 'A page from disk cannot ask. ';
  }
  const box = (title, text, kind = '') => make('figure', {className: 'code ' + kind}, make('figcaption', {textContent: title}),
    make('pre', {tabIndex: 0, role: 'group', ariaLabel: title}, make('code', {textContent: text})));
  const shut = () => { panel.remove(); button.ariaExpanded = 'false'; button.focus() };
  const local = (failed && (own || code !== 407)) || sw?.controller, h = !own && asCurl[code] || field;
  const panel = make('div', {id: 'tried', role: 'region', ariaLabel: 'Try it'},
    box('Sent', `GET ${url.pathname + url.search}\nHost: ${url.host}\n${field || ''}`, 'req'), box('Came back', came, 'res'),
    make('p', {textContent: note + (local ? 'With statuswiki serve, curl shows all:' : 'curl shows all, Set-Cookie, too:')}),
    box('curl', `curl -i${h ? ` -H '${h}'` : ''} '${local ? 'http://127.0.0.1:8401/' + path : url}'`),
    make('p', {}, make('button', {type: 'button', textContent: 'Close', onclick: shut}), ' '));
  if (sw?.controller && !(keepable && (await keptNames()).length)) panel.lastChild.append(make('button', {type: 'button', textContent: 'Remove the service worker that answered',
    onclick: async () => { await (await sw.getRegistration(root))?.unregister(); shut() }}));
  panel.style.clear = 'both';
  $('#tried')?.remove();
  head.after(panel);
  copyButtons();
  button.ariaExpanded = 'true';
  announce('Came back: ' + came.split('\n')[0]);
}

// -- Keeping ----------------------------------------------------------------
// The whole wiki stays in the browser when its reader says so, and only then: it
// is a megabyte, and a phone may have to pay for it. Nothing is asked in a preview.
const keepable = 'offline.json' && window.isSecureContext && navigator.serviceWorker && location.protocol !== 'file:';
const keptNames = async () => (await caches.keys()).filter(name => name.startsWith(`statuswiki ${new URL(root, location)} `));
async function keeping(failed) {
  if (!keepable) return;
  const kept = (await keptNames()).length > 0, p = $('#keep') || $('footer').appendChild(make('p', {id: 'keep'}));
  p.replaceChildren(failed ? `Not kept: ${failed}. ` : kept ? 'This browser keeps the wiki offline. ' : 'No network where you will need this? ',
    make('button', {type: 'button', textContent: kept ? 'Forget it' : 'Keep offline, 1 MB', onclick: kept ? forget : keep}));
}
async function keep({target}) {
  target.disabled = true;
  target.textContent = 'Keeping …';
  $('[type=speculationrules]')?.remove();
  let failed = '';
  try {
    const sw = navigator.serviceWorker, {port1, port2} = new MessageChannel();
    await sw.register(root + 'sw.js');
    const {active} = await sw.ready;
    failed = await new Promise(done => { port1.onmessage = e => done(e.data); active.postMessage('keep', [port2]) });
  } catch (e) { failed = e.message }
  await keeping(failed);
  $('#keep button').focus();
  announce(failed ? 'Not kept: ' + failed : 'The wiki is kept offline');
}
async function forget() {
  await (await navigator.serviceWorker.getRegistration(root))?.unregister();
  for (const name of await keptNames()) await caches.delete(name);
  await keeping();
  $('#keep button').focus();
  announce('No longer kept');
}

// -- The next page -----------------------------------------------------------
// A page is fetched when the mouse rests on its link, and the number moves from
// there to its new place. Browsers that know neither lose nothing. The build puts
// the text of ahead.json here and its hash into the policy, so it is the same on
// all pages; it looks at links as they are written: pages end in a slash.
function ahead() {
  if (!HTMLScriptElement.supports?.('speculationrules') || $('[type=speculationrules]') || navigator.connection?.saveData
    || !location.protocol.startsWith('http')
    || navigator.serviceWorker?.controller || $('script[src^="/_live/"]')) return; // what is kept is there, a preview may change meanwhile
  document.head.append(make('script', {type: 'speculationrules', textContent: 'ahead.json'}));
}
addEventListener('pageswap', e => {
  const to = e.viewTransition && e.activation?.entry.url, b = to && $$('.codes li a, .list a').find(a => a.href === to)?.querySelector('b');
  if (b) b.style.viewTransitionName = 'num';
});

// -- Keys -------------------------------------------------------------------
const keys = [
  ['/', 'search; Ctrl K and ⌘ K, too'], ['4 0 1', 'three digits: go to that code'], ['j', 'next code'], ['k', 'previous code'],
  ['t', 'theme'], ['c', 'copy the address of this page'], ['?', 'these keys'],
];
const keysOn = () => store.get('keys') !== 'off';
function help() {
  let dialog = $('#keys');
  if (!dialog) {
    const list = make('dl', {className: 'list'});
    const own = form();
    if (own) keys[1] = ['0 … 9', 'the digits of a code: go to it'];
    for (const [key, what] of keys) list.append(make('div', {}, make('dt', {}, make('kbd', {textContent: key})), make('dd', {textContent: what})));
    const off = make('input', {type: 'checkbox', checked: keysOn(), id: 'keys-on'});
    off.style.width = 'auto';
    off.addEventListener('change', () => store.set('keys', off.checked ? '' : 'off'));
    dialog = make('dialog', {id: 'keys'}, make('h2', {textContent: 'Keys', id: 'keys-title'}), list,
      make('p', {}, off, ' ', make('label', {htmlFor: 'keys-on', textContent: 'Single keys are on'})),
      make('form', {method: 'dialog'}, make('button', {textContent: 'Close'})));
    dialog.setAttribute('aria-labelledby', 'keys-title');
    document.body.append(dialog);
  }
  dialog.showModal();
}
let digits = '', digitsAt = 0, soon;
const toCode = () => { location.href = root + Number(digits) + '/' + (location.protocol === 'file:' ? 'index.html' : ''); digits = '' };
function onKey(e) {
  // A dialog that has just been closed has the focus for a moment longer.
  if (e.defaultPrevented || e.altKey || e.target.closest?.('input, textarea, select, [contenteditable], dialog') && !e.target.closest('dialog:not([open])')) return;
  if (e.ctrlKey || e.metaKey) {
    if (e.key === 'k' && !e.shiftKey && !(e.ctrlKey && e.metaKey)) { e.preventDefault(); search() }
    return;
  }
  if (typed !== null && e.key.length === 1) { typed += e.key; e.preventDefault(); return }
  if (!keysOn()) return;
  if (/^\d$/.test(e.key)) {
    digits = (Date.now() - digitsAt < 1500 ? digits : '') + e.key;
    digitsAt = Date.now();
    const [least, most] = form() ?? [3, 3];
    clearTimeout(soon);
    if (digits.length === most) toCode();
    else if (digits.length >= least) soon = setTimeout(toCode, 1000); // there may be one more
    return;
  }
  digits = '';
  clearTimeout(soon);
  const go = rel => { const a = $(`.near [rel=${rel}]`); if (a) location.href = a.href };
  const act = {
    j: () => go('next'), k: () => go('prev'), t: nextTheme, '?': help,
    c: () => copy($('link[rel=canonical]')?.href || location.href.split('#')[0], null, 'Address'),
    '/': search,
  }[e.key];
  if (act) { e.preventDefault(); act() }
}

// -- Opened from disk -------------------------------------------------------
// A browser shows a folder's list where a server would send its index.html.
function fromDisk() {
  if (location.protocol !== 'file:') return;
  for (const a of $$('a[href]')) {
    const [path, hash] = a.getAttribute('href').split('#');
    if (!/^[a-z]+:/.test(path) && path.endsWith('/')) a.setAttribute('href', path + 'index.html' + (hash ? '#' + hash : ''));
  }
}

function furniture() {
  root = document.body.dataset.root;
  const late = $('link[media=print]'); // has the style of what is made here, too
  if (late) late.media = 'all';
  say = $('#say') || document.body.appendChild(make('p', {id: 'say'}));
  say.setAttribute('role', 'status');
  const nav = $('.top nav');
  if (!$('#theme')) {
    const button = make('button', {id: 'theme', type: 'button'});
    button.addEventListener('click', nextTheme);
    const question = make('button', {id: 'help', type: 'button', textContent: '?', title: 'Keys'});
    question.setAttribute('aria-label', 'Keys');
    question.addEventListener('click', help);
    const find = make('button', {id: 'find', type: 'button', title: 'Search: / or Ctrl K', ariaLabel: 'Search',
      innerHTML: '<svg width=14 height=14 viewBox="0 0 14 14" fill=none stroke=currentColor stroke-width=2><circle cx=6 cy=6 r=4.5 /><path d="m9.5 9.5 4 4"/></svg>'});
    find.addEventListener('click', search);
    nav.append(find, button, question);
  }
}
function start() {
  furniture(); applyTheme(); copyButtons(); tryButton(); tabs(); contents(); reportBeside(); filter(); unknownNumber(); fromDisk(); keeping(); ahead();
}

document.addEventListener('keydown', onKey);
addEventListener('hashchange', reveal);
addEventListener('storage', e => {
  if (!e.key || e.key === 'theme') applyTheme(); // no key: all was cleared
  else if (e.key?.startsWith('tab-')) for (const g of $$('.tabs.on')) if ('tab-' + g.dataset.tabs === e.key) show(g, e.newValue);
});
// The preview server replaces the page's parts after a save, and keeps the place.
document.addEventListener('statuswiki:swap', start);
start();
reveal();
if (location.hash === '#q') $('#q')?.focus();
})();
