// -- Package doctor: the exam ------------------------------------------------------
const maxEach = 5, maxAll = 100, maxMessage = 600, maxFix = 300;
const quote = s => {
  const q = goQuote(shorten(s, 60)), inside = q.slice(1, -1);
  return inside.includes('\\"') ? '`' + inside.replaceAll('\\"', '"') + '`' : q;
};
const enumerate = words => words.length < 2 ? words.join('') : words.slice(0, -1).join(', ') + ' and ' + words.at(-1);
const at = f => [f.line, f.col];
const within = (f, offset) => f.place(offset);

class Exam {
  constructor(x, m, facts, report) {
    Object.assign(this, {request: x.request, exact: x.exact, m, facts, report, last: false, made: {__proto__: null}, named: new Map(), rule: null});
    for (const f of m.fields) {
      const name = lower(f.name), lines = this.named.get(name);
      if (lines) lines.push(f); else this.named.set(name, [f]);
    }
    this.code = m.kind === Response ? facts.code(m.start.status) : {standing: 'unknown', uses: [], fields: []};
    this.status = m.start.status;
    this.class = Math.floor(this.status / 100);
    this.interim = this.class === 1;
    this.textual = !(m.start.version[0] >= '2');
  }
  memo(key, make) { return this.made[key] ??= make(); }
  lines(name) { return this.named.get(name) ?? []; }
  has(name) { return this.named.has(name); }
  first(name) { return this.lines(name)[0]; }
  listed(name, word) { return this.lines(name).some(f => parseList(f.value).some(e => equalFold(e, word))); }
  method() { return this.request && this.last ? this.request.start.method : ''; }
  asked() { return this.last && this.request?.kind === Request; }
  askedWith(name) { return fieldsOf(this.request, name).length > 0; }
  start() { return [this.m.start.line, Math.max(this.m.start.col, 1)]; }

  directives() { return this.memo('control', () => this.lines('cache-control').flatMap(f => parseCacheControl(f.value)[0].map(d => ({...d, line: f})))); }
  directive(name) { return this.directives().find(d => d.name === name); }
  seconds(name) {
    const d = this.directive(name);
    return d ? seconds(d)[0] : 0;
  }
  whole(name) {
    const d = this.directive(name);
    return !!d && !d.hasValue;
  }
  storable() {
    if (this.whole('no-store')) return '';
    if (this.seconds('max-age') > 0) return 'max-age';
    if (this.seconds('s-maxage') > 0) return 's-maxage';
    if (this.whole('public')) return 'public';
    if (this.directive('max-age')) return '';
    const expires = this.date('expires'), now = this.date('date');
    return expires !== null && now !== null && expires > now ? 'Expires' : '';
  }
  dates() {
    return this.memo('dates', () => ['date', 'expires', 'last-modified', 'retry-after'].flatMap(name =>
      this.lines(name).filter(f => name !== 'retry-after' || meansDate(f.value)).map(f => ({name, line: f, ...parseDate(f.value)}))));
  }
  date(name) {
    const d = this.dates().find(d => d.name === name);
    return d?.form ? d.time : null;
  }
  contentType() {
    return this.memo('type', () => {
      const line = this.first('content-type');
      if (!line) return {ok: false, type: '', subtype: '', params: []};
      const [t] = parseMediaType(line.value);
      return {...t, name: t.type + '/' + t.subtype, line, ok: t.type !== ''};
    });
  }
  contentRange() {
    return this.memo('range', () => {
      const line = this.first('content-range');
      if (!line) return {there: false, ok: false, err: null};
      const [r, err] = parseContentRange(line.value);
      return {...r, line, there: true, ok: !err, err};
    });
  }
  byteranges() { return this.contentType().ok && this.contentType().name === 'multipart/byteranges'; }
  challenges() {
    return this.memo('auth', () => ['www-authenticate', 'proxy-authenticate'].flatMap(name => this.lines(name).flatMap(line => {
      const [list, err] = parseChallenges(line.value), proxy = name[0] === 'p';
      if (list.length === 0 && err) return [{scheme: '', params: [], offset: 0, line, proxy: false, err}];
      return list.map(c => ({...c, line, proxy, err}));
    })));
  }
  cookies() {
    return this.memo('jar', () => this.lines('set-cookie').flatMap(line => {
      const c = parseSetCookie(line.value);
      return c ? [new Cookie(c, line)] : [];
    }));
  }

  // The body. One that was pasted is what a tool made of the one that was sent.
  withoutBody() {
    if (this.m.kind !== Response) return ['', ''];
    const ends = `a ${this.status} ends with its header section`;
    if (this.interim) return [ends, o`RFC 9110 §15.2`];
    if (this.code.noContent) return [ends, this.code.noContentSpec];
    if (this.method() === 'HEAD') return ['the answer to HEAD ends with its header section', o`RFC 9110 §9.3.2`];
    return ['', ''];
  }
  bodyShown() { return this.exact ? this.m.body.length > 0 : this.memo('shown', () => ({it: trimSpace(this.m.body) !== ''})).it; }
  bodyAt(offset) {
    const before = this.m.body.slice(0, Math.max(offset, 0));
    return [this.m.bodyLine + count(before, '\n'), before.length - before.lastIndexOf('\n')];
  }
  fits(n) {
    const b = this.m.body, lost = b => count(b, '\n') - count(b, '\r\n'), trimmed = bodyLen(this.m);
    if (BigInt(b.length) === n || this.exact) return BigInt(b.length) === n;
    return [trimmed, b.length + lost(b), trimmed + lost(b.slice(0, trimmed))].some(k => BigInt(k) === n);
  }
  characters(length) {
    const b = this.exact ? this.m.body : this.m.body.slice(0, bodyLen(this.m)), n = runeCount(b);
    return n < b.length && BigInt(n) === length;
  }
  content() {
    return this.memo('content', () => {
      const plain = this.has('transfer-encoding') ? dechunk(this.m.body) : null;
      const c = {octets: plain ?? this.m.body, asSent: plain === null};
      c.ok = this.bodyShown() && !this.m.truncated && this.status !== 206 && !(this.encoded() && (c.octets.includes('\0') || !valid(c.octets)));
      c.at = offset => this.bodyAt(c.asSent ? offset : 0);
      return c;
    });
  }
  encoded() {
    const f = this.first('content-encoding');
    return !!f && f.value !== '' && f.value !== 'identity';
  }

  // say reports what the rule at hand has found.
  say(place, message) {
    const r = this.report, id = this.rule.id, n = (r.count.get(id) ?? 0) + 1;
    r.count.set(id, n);
    const f = {rule: id, severity: this.rule.severity, spec: this.rule.spec, message, line: place[0], col: place[1], fix: ''};
    if (n <= maxEach) r.list.push(f);
    const note = {
      fix(line) { if (line.length <= maxFix && clean(line) === line) f.fix = line; return note },
      spec(clause) { if (clause) f.spec = clause; return note },
    };
    return note;
  }
}
const severities = ['info', 'warning', 'error'];
function findings({list, count}) {
  const last = new Map();
  for (const f of list) {
    f.message = shorten(clean(f.message), maxMessage);
    f.spec = shorten(clean(f.spec), maxMessage);
    last.set(f.rule, f);
  }
  for (const [rule, f] of last) {
    const more = count.get(rule) - maxEach;
    if (more > 0) f.message += ` (and ${more} more like this)`;
  }
  return list.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity) || a.line - b.line || a.col - b.col).slice(0, maxAll);
}
class Cookie {
  constructor(c, line) { Object.assign(this, c, {line}); }
  has(attr) { return attr in this.attrs; }
  value(attr) { return this.attrs[attr]?.value ?? ''; }
  place(attr) { return within(this.line, this.attrs[attr]?.offset ?? this.offset); }
  prefix() { return ['__Secure-', '__Host-'].find(p => equalFold(this.name.slice(0, p.length), p)) ?? ''; }
}
const codeField = (code, name) => code.fields.find(f => equalFold(f.name, name));
const says = (code, level, name) => codeField(code, name)?.level === level;
const Must = 'MUST', MustNot = 'MUST NOT', May = 'MAY';

