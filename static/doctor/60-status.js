// -- Package doctor: the rules, by file --------------------------------------------
// status.go
const challengeMissing = x => noChallenge(x, 'WWW-Authenticate', 'Proxy-Authenticate');
const proxyChallengeMissing = x => noChallenge(x, 'Proxy-Authenticate', 'WWW-Authenticate');
function noChallenge(x, name, twin) {
  if (!says(x.code, Must, name)) return;
  const lines = x.lines(name.toLowerCase());
  if (lines.some(f => parseList(f.value).length > 0)) return;
  if (lines.length > 0) x.say(at(lines[0]), `${name} holds no challenge, and a ${x.status} must name at least one way to log in`);
  else if (x.has(twin.toLowerCase())) x.say(x.start(), `${name} is missing, in which a ${x.status} must say how to log in; ${twin} does not count for it`);
  else x.say(x.start(), `${name} is missing, in which a ${x.status} must say how to log in`);
}
function allowMissing(x) {
  if (says(x.code, Must, 'Allow') && !x.has('allow')) x.say(x.start(), `Allow is missing, in which a ${x.status} must name the methods that are allowed`);
}
function allowSyntax(x) {
  for (const f of x.lines('allow')) {
    const [methods, err] = parseAllow(f.value);
    if (!err) continue;
    const n = x.say(within(f, err.at), `Allow is no list of methods: ${err.words}`), words = f.value.split(/[ ,;|\/\t]+/).filter(w => w);
    if (words.length > methods.length && words.every(isToken)) n.fix('Allow: ' + words.join(', '));
  }
}
function upgradeMissing(x) {
  if (says(x.code, Must, 'Upgrade') && !x.has('upgrade') && x.textual) x.say(x.start(), `Upgrade is missing, in which a ${x.status} must name the protocol`);
}
function connectionUpgradeMissing(x) {
  const f = x.first('upgrade'), c = x.first('connection');
  if (!f || x.m.start.version !== '1.1' || x.listed('connection', 'upgrade')) return;
  x.say(at(f), 'Upgrade is there, and Connection does not name it').fix(c && c.value !== '' ? `Connection: ${c.value}, Upgrade` : 'Connection: Upgrade');
}
function websocketAcceptMissing(x) {
  if (x.status === 101 && x.listed('upgrade', 'websocket') && !x.has('sec-websocket-accept')) x.say(x.start(), 'Sec-WebSocket-Accept is missing, without which no client goes on with WebSocket');
}
const ownMissing = ['www-authenticate', 'proxy-authenticate', 'allow', 'upgrade', 'connection'], ownForbidden = ['content-length', 'transfer-encoding'];
function fieldMissing(x) {
  for (const f of x.code.fields) {
    if (f.level === Must && !ownMissing.includes(f.name.toLowerCase()) && !x.has(f.name.toLowerCase())) x.say(x.start(), `${f.name} is missing, which a ${x.status} must carry`).spec(f.spec);
  }
}
function fieldForbidden(x) {
  for (const f of x.code.fields) {
    const line = x.first(f.name.toLowerCase());
    if (line && f.level === MustNot && !ownForbidden.includes(f.name.toLowerCase())) x.say(at(line), `a ${x.status} must not carry ${f.name}`).spec(f.spec);
  }
}
function retryAfterSyntax(x) {
  for (const f of x.lines('retry-after')) {
    const err = meansDate(f.value) ? null : parseRetryAfter(f.value);
    if (!err) continue;
    const n = x.say(within(f, err.at), `Retry-After ${quote(f.value)} is neither whole seconds nor an HTTP-date: ${err.words}`), fix = repairedWait(f.value);
    if (fix) n.fix('Retry-After: ' + fix);
  }
}
function retryAfterAdvice(x) {
  if (says(x.code, May, 'Retry-After') && !x.has('retry-after')) x.say(x.start(), 'Retry-After would say when it makes sense to try again');
}
function blockedByAdvice(x) {
  if (x.status !== 451 || x.lines('link').some(f => parseLinks(f.value)[0].some(l => rel(l).includes('blocked-by')))) return;
  x.say(x.start(), 'a Link with rel="blocked-by" would name who blocks the access');
}

// code.go
function statusDeprecated(x) {
  if (x.class !== 3) return;
  if (x.code.standing === 'deprecated') x.say(x.start(), `${x.status} is deprecated; no client acts on it`);
  if (x.code.standing === 'unused') x.say(x.start(), `${x.status} is reserved and has no meaning`);
}
function statusUnregistered(x) {
  const s = x.status;
  if (x.code.standing !== 'unregistered' || s < 100 || s > 599) return;
  const uses = x.code.uses.slice(0, 3).map(([owner, name]) => owner + (name ? o` for «${name}»` : ''));
  x.say(x.start(), `${s} is not registered; a client that does not know it treats it like ${x.class * 100}` + (uses.length > 0 ? '; it is used by ' + enumerate(uses) : ''));
}
function reasonContradicts(x) {
  const {reason, line, reasonCol, version} = x.m.start;
  if (reason === '' || !x.textual || equalFold(reason, x.code.name)) return;
  const other = x.facts.byPhrase(reason);
  if (other === undefined || other === x.status) return;
  const n = x.say([line, Math.max(reasonCol, 1)], `the phrase ${quote(reason)} is that of ${other}, and the code is ${x.status}`);
  if (x.code.name !== '' && x.code.standing !== 'unused') n.fix(`HTTP/${version} ${x.status} ${x.code.name}`);
}
function interimOnly(x) {
  if (x.last && x.interim && x.status !== 101) x.say(x.start(), `${x.status} is interim; the final response is missing`);
}

// ranges.go
function contentRangeMissing(x) {
  if (x.status === 206 && !x.contentRange().there && !x.byteranges()) x.say(x.start(), 'Content-Range is missing, in which a 206 must say which part it sends');
}
function contentRangeSyntax(x) {
  const r = x.contentRange();
  if (r.err && (x.status === 206 || x.status === 416)) x.say(within(r.line, r.err.at), `Content-Range ${quote(r.line.value)} cannot be read: ${r.err.words}`);
}
function contentRangeInvalid(x) {
  const r = x.contentRange(), err = r.ok && (x.status === 206 || x.status === 416) ? checkRange(r) : null;
  if (err) x.say(within(r.line, err.at), `Content-Range ${quote(r.line.value)} is impossible: ${err.words}`);
}
function contentRangeUnsatisfied(x) {
  const r = x.contentRange();
  if (x.status === 206 && r.ok && r.unsatisfied && !x.byteranges()) x.say(at(r.line), `Content-Range ${quote(r.line.value)} says that there is no such part, and a 206 sends one`);
}
function contentRangeLength(x) {
  const r = x.contentRange();
  if (x.status !== 206 || !r.ok || r.unsatisfied || checkRange(r) || r.unit !== 'bytes' || x.byteranges()) return;
  const want = BigInt.asIntN(64, r.last - r.first + 1n), {n, given, err} = contentLength(x.m);
  if (err) return;
  if (given && n !== want) x.say(at(x.lines('content-length')[0]), `Content-Length says ${n}, and the range ${quote(r.line.value)} has ${want} octets`);
  else if (!given && x.bodyShown() && !x.has('transfer-encoding') && !x.fits(want)) x.say(x.bodyAt(0), `the content has ${x.m.body.length} octets, and the range ${quote(r.line.value)} has ${want}`);
}
function contentRangeMissing416(x) {
  if (x.status === 416 && !x.contentRange().there) x.say(x.start(), 'Content-Range is missing, in which a 416 should say how long the content is');
}
function contentRangeForm416(x) {
  const r = x.contentRange();
  if (x.status !== 416 || !r.ok || r.unsatisfied) return;
  const n = x.say(at(r.line), `Content-Range ${quote(r.line.value)} names a part, and a 416 sends none`);
  if (r.length >= 0n) n.fix(`Content-Range: ${r.unit} */${r.length}`);
}
function contentRangeMeaningless(x) {
  const r = x.contentRange();
  if (r.there && x.status !== 0 && x.status !== 206 && x.status !== 416) x.say(at(r.line), `Content-Range means nothing with ${x.status}`);
}
function multipartTopContentRange(x) {
  const r = x.contentRange();
  if (x.status === 206 && r.there && x.byteranges()) x.say(at(r.line), 'Content-Range must stand in each part, and not above all of them');
}
function multipartBoundary(x) {
  const t = x.contentType();
  if (t.ok && t.type === 'multipart' && !param(t.params, 'boundary')) x.say(at(t.line), `${quote(t.name)} has no boundary parameter`);
}

// redirects.go
function locationMissing(x) {
  const f = codeField(x.code, 'Location');
  if (f && f.level !== MustNot && x.class === 3 && !x.has('location')) x.say(x.start(), `Location is missing, so this ${x.status} leads nowhere`);
}
function locationSyntax(x) {
  for (const f of x.lines('location')) {
    const err = checkReference(f.value);
    if (err) x.say(within(f, err.at), `Location ${quote(f.value)} is no URI: ${err.words}`).fix('Location: ' + encoded(f.value));
  }
}
function encoded(v) {
  let b = '';
  while (v !== '' && b.length <= maxFix) {
    const n = checkReference(v)?.at ?? v.length;
    b += v.slice(0, n);
    v = v.slice(n);
    if (v === '') break;
    b += '%' + hex(v.charCodeAt(0), 2).toUpperCase();
    v = v.slice(1);
  }
  return b + v;
}
function locationScheme(x) {
  const f = x.first('location');
  if (!f || x.class !== 3) return;
  const s = scheme(trimSpace(f.value));
  if (['javascript', 'vbscript', 'data', 'blob', 'file', 'about', 'view-source'].includes(s)) x.say(within(f, 0), `clients do not follow a redirect to ${quote(s + ':')}`);
}
function createdLocationAdvice(x) {
  if (x.status === 201 && !x.has('location')) x.say(x.start(), 'Location is not there, so what was made stands at the address of the request');
}

