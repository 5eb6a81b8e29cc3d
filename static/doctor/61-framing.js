// framing.go
const noLength = (x, name) => x.m.kind === Response && (x.interim || says(x.code, MustNot, name) || x.method() === 'CONNECT' && x.class === 2);
const toConnect = x => x.method() === 'CONNECT' ? ' to CONNECT' : '';
function contentLengthForbidden(x) {
  const f = x.first('content-length');
  if (f && noLength(x, 'Content-Length')) x.say(at(f), `a ${x.status}${toConnect(x)} must not carry Content-Length`);
}
function transferEncodingForbidden(x) {
  const f = x.first('transfer-encoding');
  if (f && noLength(x, 'Transfer-Encoding')) x.say(at(f), `a ${x.status}${toConnect(x)} must not carry Transfer-Encoding`);
}
function bodyForbidden(x) {
  const [why, spec] = x.withoutBody();
  if (why !== '' && x.bodyShown()) x.say(x.bodyAt(0), `${why}, and here follow ${x.m.body.length} octets`).spec(spec);
}
function bodyLength(x) {
  const {n, given, err} = contentLength(x.m), size = x.m.body.length;
  if (!given || err || x.m.truncated || x.has('transfer-encoding') || noLength(x, 'Content-Length')) return;
  if (x.method() === 'HEAD' || x.m.kind === Response && x.status === 304) return;
  if (!x.exact && (!x.bodyShown() || x.encoded()) || x.fits(n)) return;
  const p = at(x.lines('content-length')[0]);
  const f = x.characters(n) ? x.say(p, `Content-Length says ${n} and counts characters; in octets the content has ${size}`)
    : size < n ? x.say(p, `Content-Length says ${n}, the content has ${size} octets: it was cut short, or the length was counted wrongly`)
      : x.say(p, `Content-Length says ${n}, the content has ${size} octets: recipients take the rest for another message`);
  if (x.exact) f.fix('Content-Length: ' + size);
}
function lengthAndCoding(x) {
  const f = x.first('content-length');
  if (f && x.has('transfer-encoding') && x.textual) x.say(at(f), 'Content-Length and Transfer-Encoding are both there, and a sender must not send both');
}
function chunkedRepeated(x) {
  const lines = x.lines('transfer-encoding'), n = lines.flatMap(f => parseList(f.value)).filter(e => equalFold(e, 'chunked')).length;
  if (n > 1 && x.textual) x.say(at(lines[0]), `chunked stands ${n} times in Transfer-Encoding`).fix('Transfer-Encoding: chunked');
}
function chunkedOldVersion(x) {
  const f = x.first('transfer-encoding'), {version} = x.m.start;
  if (f && (version === '1.0' || version === '0.9')) x.say(at(f), `HTTP/${version} does not know Transfer-Encoding`);
}
function contentLengthConflict(x) {
  const {err} = contentLength(x.m);
  if (err?.conflict) x.say([err.line, err.col], `${err.words}, so nobody knows where the message ends`);
}
function contentLengthSyntax(x) {
  const {err} = contentLength(x.m);
  if (err && !err.conflict) x.say([err.line, err.col], err.words);
}
function contentLengthRepeated(x) {
  const lines = x.lines('content-length'), n = lines.flatMap(f => parseList(f.value)).length, length = contentLength(x.m);
  if (!length.err && n > 1) x.say(at(lines.at(-1)), `Content-Length is given ${n} times`).fix('Content-Length: ' + length.n);
}

// form.go
function formProblem(x) {
  for (const p of x.m.problems) if (p.id === x.rule.id) x.say([p.line, p.col], p.words).spec(p.spec);
}
function notAResponse(x) {
  formProblem(x);
  if (x.m.kind === Request) x.say(x.start(), `this is a request (${quote(startString(x.m.start))}), and the response to it is missing`);
}
function fieldValueNotASCII(x) {
  for (const f of x.m.fields) {
    const i = f.value.search(/[\x80-\xff]/);
    if (i >= 0) x.say(within(f, i), `${quote(f.name)} holds octets that are no ASCII: ${quote(f.value.slice(i))}`);
  }
}
const singletons = [
  'Access-Control-Allow-Origin', 'Age', 'Content-Location', 'Content-Range', 'Content-Type', 'Date', 'ETag', 'Expires',
  'Last-Modified', 'Location', 'Retry-After', 'Server', 'Upload-Complete', 'Upload-Offset',
];
function singletonRepeated(x) {
  for (const name of singletons) {
    const lines = x.lines(name.toLowerCase());
    if (lines.length > 1) x.say(at(lines[1]), `${name} stands on ${lines.length} lines, and it has one value`);
  }
}

// version.go
const requestFields = [
  'Access-Control-Request-Headers', 'Access-Control-Request-Method', 'Accept-Charset', 'Accept-Language', 'Authorization',
  'Cookie', 'Expect', 'Host', 'If-Match', 'If-Modified-Since', 'If-None-Match', 'If-Range', 'If-Unmodified-Since',
  'Max-Forwards', 'Origin', 'Proxy-Authorization', 'Range', 'Referer', 'TE', 'Upgrade-Insecure-Requests', 'User-Agent',
];
function requestField(x) {
  for (const name of x.status === 415 || x.status === 406 ? requestFields : [...requestFields, 'Accept']) {
    const f = x.first(name.toLowerCase());
    if (f) x.say(at(f), `${name} is a field of requests and means nothing here`);
  }
}
function h2ConnectionField(x) {
  if (x.textual) return;
  for (const name of ['Connection', 'Keep-Alive', 'Proxy-Connection', 'Transfer-Encoding', 'Upgrade']) {
    const f = x.first(name.toLowerCase());
    if (f) x.say(at(f), `${name} must not be sent over HTTP/${x.m.start.version}`);
  }
}
function h2SwitchingProtocols(x) {
  if (x.status === 101 && !x.textual) x.say(x.start(), `there is no 101 over HTTP/${x.m.start.version}`);
}

// dates.go
const dateNames = {'date': 'Date', 'expires': 'Expires', 'last-modified': 'Last-Modified', 'retry-after': 'Retry-After'};
const meansDate = v => /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? [^\n]*[0-9]/.test(fold(v.slice(0, 100)));
const isNumber = v => /^[+-]?[0-9]+$/.test(v);
function dateSyntax(x) {
  for (const d of x.dates()) {
    if (d.form || d.name === 'expires' && isNumber(d.line.value)) continue;
    const n = x.say(within(d.line, d.err.at), `${dateNames[d.name]} ${quote(d.line.value)} is no HTTP-date: ${d.err.words}`), t = otherDate(d.line.value);
    if (t !== null) n.fix(`${dateNames[d.name]}: ${imfFixdate(t)}`);
  }
}
function expiresZero(x) {
  for (const d of x.dates()) if (d.name === 'expires' && isNumber(d.line.value)) x.say(within(d.line, 0), `Expires ${quote(d.line.value)} is no date; caches take the response for expired`);
}
function dateObsolete(x) {
  for (const d of x.dates()) {
    if (d.form === RFC850 || d.form === Asctime) x.say(within(d.line, 0), `${dateNames[d.name]} has a form that must not be sent any more: ${quote(d.line.value)}`).fix(`${dateNames[d.name]}: ${imfFixdate(d.time)}`);
  }
}
function dateWeekday(x) {
  for (const d of x.dates()) {
    if (!d.err?.weekday) continue;
    const n = x.say(within(d.line, 0), `${dateNames[d.name]} ${quote(d.line.value)} names the wrong day: ${d.err.words}`);
    if (!d.line.value.includes(':60')) n.fix(`${dateNames[d.name]}: ${imfFixdate(d.time)}`);
  }
}
function dateMissing(x) {
  if (x.class >= 2 && x.class <= 4 && !x.has('date')) x.say(x.start(), 'Date is missing');
}
function lastModifiedFuture(x) {
  const modified = x.date('last-modified'), now = x.date('date');
  if (modified !== null && now !== null && modified > now) x.say(at(x.lines('last-modified')[0]), 'Last-Modified is later than Date');
}
function repairedWait(v) {
  const m = /^([0-9]{1,9}) ?(?:s|sec|secs|second|seconds)$/.exec(fold(v)), t = m ? null : otherDate(v);
  return m ? m[1] : t === null ? '' : imfFixdate(t);
}
function etagSyntax(x) {
  for (const f of x.lines('etag')) {
    const err = parseETag(f.value);
    if (!err) continue;
    const n = x.say(within(f, err.at), `ETag ${quote(f.value)} is no entity tag: ${err.words}`), fix = repairedTag(f.value);
    if (fix) n.fix('ETag: ' + fix);
  }
}
function repairedTag(v) {
  const weak = /^W\//i.test(v) ? 'W/' : '';
  const tag = `${weak}"${v.slice(weak.length).replace(/^["']+/, '').replace(/(?<!["'])["']+$/, '')}"`;
  return parseETag(tag) || tag === '""' ? '' : tag;
}

