// The page of the response doctor: takes a text, asks the doctor about it and shows
// what that says. Nothing of it is sent or kept. Whatever comes from the text goes
// into the page as text and never as markup.
'use strict';
(() => {
const $ = sel => document.querySelector(sel);
const make = (tag, props = {}, ...kids) => {
  const el = Object.assign(document.createElement(tag), {made: true}, props);
  el.append(...kids);
  return el;
};
const disk = location.protocol === 'file:', root = document.body.dataset.root;
const to = path => { const [page, at] = path.slice(1).split('#'); return root + page + (disk ? 'index.html' : '') + (at ? '#' + at : '') };

// What is known of codes comes with the page, so that the diagnosis asks nobody. A
// page from disk may not read a file, but load a script.
let known = disk ? new Promise((done, fail) => {
  globalThis.statuswikiDoctorData = done;
  document.head.append(make('script', {src: root + 'doctor-data.js', onerror: fail}));
}) : fetch(root + 'doctor.json').then(r => r.ok ? r.json() : Promise.reject(Error(r.status)));
known.catch(() => {}); // it is told when somebody asks

const examples = {
  'a 401 without a challenge': 'HTTP/1.1 401 Unauthorized\nDate: Sat, 21 Nov 2026 09:30:00 GMT\nContent-Type: application/json\nContent-Length: 27\n\n{"error":"not logged in"}\n',
  'curl -v': '$ curl -v https://api.example.com/orders\n* Connected to api.example.com (203.0.113.7) port 443\n> GET /orders HTTP/1.1\n> Host: api.example.com\n> Authorization: Bearer fake-token\n>\n' +
    '< HTTP/1.1 401 Unauthorized\n< Date: Sat, 21 Nov 2026 09:30:00 GMT\n< WWW-Authenticate: Bearer realm="orders", error="invalid_token", error_description="The access token expired"\n' +
    '< Retry-After: 120s\n< Content-Length: 0\n<\n* Connection #0 to host api.example.com left intact\n',
  'header fields': 'Content-Type: text/html; charset=utf-8\nCache-Control: no-store; max-age=60\nSet-Cookie: __Host-id=7; Secure; SameSite=None\nExpires: 2026-11-21T10:30:00Z\n',
  'a log line': 'https 2026-11-21T09:30:00.000000Z app/web/50dc6c495c0c9188 203.0.113.7:2817 - 0.000 -1 -1 503 - 34 366 "GET https://shop.example.com:443/ HTTP/1.1" "curl/8.5" - -\n',
};

const plural = (n, word) => n + ' ' + word + (n === 1 ? '' : 's');
const severityWords = {error: 'error', warning: 'warning', info: 'note'};
function counted(findings) {
  const of = severity => findings.filter(f => f.severity === severity).length;
  return Object.entries(severityWords).filter(([s]) => of(s)).map(([s, word]) => plural(of(s), word)).join(', ') || 'nothing is wrong with it';
}

// clauses writes a list of clauses with links to the RFCs: «RFC 9110 §15.2, §15.3.5».
function clauses(spec) {
  let rfc = '';
  return spec.split(/(RFC [0-9]+(?: §[0-9A-Z.]*[0-9A-Z])?|§[0-9A-Z.]*[0-9A-Z])/).map(part => {
    const [, number, section] = /^(?:RFC ([0-9]+))? ?(?:§([0-9A-Z.]+))?$/.exec(part) ?? [];
    rfc = number ?? rfc;
    if (!part || !rfc || !number && !section) return part;
    return make('a', {href: `https://www.rfc-editor.org/rfc/rfc${rfc}.html` + (section ? (/^[A-Z]/.test(section) ? '#appendix-' : '#section-') + section : ''), textContent: part});
  });
}

function finding(f, i) {
  const li = make('li', {id: 'finding-' + (i + 1)},
    make('strong', {className: f.severity, textContent: severityWords[f.severity]}), ' ', f.message, '. ');
  if (f.line) li.append(make('a', {href: '#line-' + f.line, textContent: 'Line ' + f.line}), f.column ? `, column ${f.column}. ` : '. ');
  const small = make('small');
  if (f.spec) small.append(...clauses(f.spec), ' ');
  small.append('[' + f.rule + ']');
  li.append(small);
  if (f.fix) li.append(make('pre', {}, make('code', {textContent: f.fix})));
  return li;
}

// pasted shows the text again, with numbers, and marks the lines that findings are
// about. Of a long text it shows the beginning and those.
const longest = 1000, widest = 2000;
function pasted(text, findings) {
  const pre = make('pre', {id: 'pasted', tabIndex: 0, ariaLabel: 'What you pasted, line by line'});
  pre.setAttribute('role', 'group');
  const at = new Map();
  findings.forEach((f, i) => at.set(f.line, [...at.get(f.line) ?? [], {...f, n: i + 1}]));
  let left = 0;
  const skipped = () => {
    if (left) pre.append(make('span', {textContent: `… ${plural(left, 'line')} left out`}));
    left = 0;
  };
  text.split('\n').forEach((line, i, lines) => {
    const here = at.get(i + 1) ?? [];
    if (!here.length && (i >= longest || i === lines.length - 1 && !line)) {
      left += i >= longest;
      return;
    }
    skipped();
    if (line.length > widest) line = line.slice(0, widest) + '…';
    const span = make('span', {id: 'line-' + (i + 1)}, here.length ? make('mark', {textContent: line}) : line);
    span.dataset.line = i + 1;
    for (const f of here) span.append(make('a', {href: '#finding-' + f.n, textContent: severityWords[f.severity] + ' ' + f.n}));
    pre.append(span);
  });
  skipped();
  return pre;
}

function show(d, text) {
  const title = d.status === null ? (d.name ?? 'No status') : [d.status, d.name].filter(v => v).join(' ');
  const said = $('#said'), section = make('section', {className: 'c' + Math.floor((d.status ?? 0) / 100)}, make('h2', {id: 'result', textContent: title}));
  section.setAttribute('aria-labelledby', 'result');
  if (d.summary) section.append(make('p', {className: 'sum', textContent: /[.]$/.test(d.summary) ? d.summary : d.summary + '.'}));
  for (const note of d.notes ?? []) section.append(make('p', {textContent: note + '.'}));
  if (d.page) {
    const more = make('p', {}, make('a', {href: to(d.page), textContent: 'All about ' + d.page.replaceAll('/', '')}), '.');
    if (d.cause) more.prepend('Most like: ', make('a', {href: to(d.cause.page), textContent: d.cause.title}), '. ');
    section.append(more);
  }
  if (d.findings.length) section.append(make('h3', {textContent: 'What the doctor says'}), make('ol', {id: 'findings'}, ...d.findings.map(finding)));
  else if (!d.notes) section.append(make('p', {textContent: 'Nothing is wrong with it.'}));
  if (d.form !== 'HAR file') section.append(make('h3', {textContent: 'What you pasted'}), pasted(text, d.findings));
  said.replaceChildren(section);
  return `${title}, read as ${d.form}` + (d.notes ? '.' : ': ' + counted(d.findings) + '.');
}

// examine says what is in a text, or in the octets of a file.
async function examine(input) {
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input), verdict = $('#verdict');
  let words;
  try {
    const data = await known;
    words = show(statuswikiDoctor.diagnose(input, data), text);
  } catch (e) {
    $('#said').replaceChildren();
    if (e instanceof statuswikiDoctor.NoResponse) words = e.message[0].toUpperCase() + e.message.slice(1) + '.';
    else {
      words = 'What the doctor has to know could not be loaded. Load the page again when there is a connection.';
      console.warn(e);
    }
  }
  verdict.textContent = words;
  verdict.scrollIntoView({block: 'nearest'});
}

const largest = 64 << 20;
document.addEventListener('submit', e => {
  if (e.target.id !== 'doctor') return;
  e.preventDefault();
  examine($('#text').value);
});
document.addEventListener('click', e => {
  const text = e.target.closest?.('#examples button') && examples[e.target.textContent];
  if (!text) return;
  $('#text').value = text;
  examine(text);
});
document.addEventListener('input', e => {
  if (e.target.id === 'text' && /^insertFrom(Paste|Drop)/.test(e.inputType)) examine(e.target.value);
});
document.addEventListener('keydown', e => {
  if (e.target.id === 'text' && e.key === 'Enter' && (e.ctrlKey || e.metaKey)) examine(e.target.value);
});
document.addEventListener('change', async e => {
  const file = e.target.id === 'file' && e.target.files[0];
  if (!file) return;
  $('#text').value = '';
  if (file.size > largest) $('#verdict').textContent = 'The file is larger than 64 MB.';
  else examine(new Uint8Array(await file.arrayBuffer()));
});
})();
