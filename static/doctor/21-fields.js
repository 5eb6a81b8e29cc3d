// -- Package httpmsg: grammars of fields --------------------------------------
// split parts a value at a separator outside quotes; empty elements are left out.
function split(v, sep) {
  const out = [];
  let from = 0, inQuotes = false;
  const part = end => {
    const at = skipSpace(v, from, end), s = v.slice(at, trimSpaceRight(v, at, end));
    if (s !== '') out.push({text: s, off: at});
    from = end + 1;
  };
  for (let i = 0; i < v.length; i++) {
    const c = v[i];
    if (c === '"') inQuotes = !inQuotes;
    else if (c === '\\' && inQuotes) i++;
    else if (c === sep && !inQuotes) part(i);
  }
  part(v.length);
  return out;
}
const parseList = v => split(v, ',').map(e => e.text);
const param = (params, name) => params.find(p => equalFold(p.name, name))?.value;

function seconds(d) {
  if (d.value === '') return [0, syntaxError(d.offset, `${d.name} has no value; it needs a number of seconds`)];
  if (digits(d.value) < d.value.length) return [0, syntaxError(d.valueOff, `${quote40(d.value)} is not a number of seconds`)];
  return [Math.min(Number(d.value), 2 ** 31), null];
}
function parseCacheControl(v) {
  const c = new Scanner(v), out = [];
  let first = null;
  for (;;) {
    c.commas();
    if (c.done()) return [out, first];
    const d = {name: '', value: '', hasValue: false, quoted: false, offset: c.i, valueOff: 0};
    let err = null;
    d.name = c.token().toLowerCase();
    if (d.name === '') err = c.expected('a directive');
    else if (c.eat('=')) {
      d.hasValue = true;
      d.valueOff = c.i;
      err = c.value(d);
    }
    if (d.name !== '') out.push(d);
    if (err) {
      first ??= err;
      c.comma();
      continue;
    }
    c.ows();
    if (c.done() || c.next() === ',') continue;
    if (c.eat(';')) first ??= syntaxError(c.i - 1, 'directives are parted by commas, not by semicolons');
    else {
      first ??= c.expected('a comma');
      c.comma();
    }
  }
}

class ChallengeParser extends Scanner {
  constructor(v) { super(v); this.out = []; this.open = false; this.seen = new Set(); this.err = null; }
  fail(err) { this.err ??= err; }
  parse() {
    for (;;) {
      this.commas();
      if (this.done()) return [this.out, this.err];
      this.element();
    }
  }
  element() {
    const at = this.i, name = this.token();
    if (name === '') {
      this.fail(this.expected('an authentication scheme or a parameter'));
      this.comma();
    } else if (this.atEquals()) {
      this.i = at;
      this.param();
    } else {
      this.out.push({scheme: name, token68: '', params: [], offset: at});
      this.seen = new Set();
      this.scheme(name);
    }
  }
  scheme(name) {
    let at = this.i;
    this.ows();
    this.open = this.i > at;
    if (this.s.slice(at, this.i).includes('\t')) this.fail(syntaxError(at, `a tab after the scheme ${quote40(name)}; only spaces may stand there`));
    if (this.done() || this.next() === ',') return;
    if (!this.open) {
      this.fail(this.expected('a space after the scheme ' + quote40(name)));
      this.open = true;
      if (this.next() !== ';') this.comma(); else this.i++;
      return;
    }
    at = this.i;
    if (this.token68() !== '') {
      const end = this.i;
      this.ows();
      if (this.done() || this.next() === ',') {
        this.out.at(-1).token68 = this.s.slice(at, end);
        return;
      }
    }
    this.i = at;
    if (this.token() === '' || !this.atEquals()) {
      this.ows();
      this.fail(this.expected('"name=value" after the scheme ' + quote40(name)));
      this.comma();
      return;
    }
    this.i = at;
    this.param();
  }
  param() {
    const [pr, err] = this.parameter(true);
    if (err) {
      this.fail(err);
      if (pr.value === '') return this.comma();
    }
    this.attach(pr);
    const end = this.i;
    this.ows();
    if (this.done() || this.next() === ',') return;
    if (this.next() === ';') {
      this.fail(syntaxError(this.i, 'parameters of a challenge are parted by commas, not by semicolons'));
      this.i++;
      return;
    }
    const at = this.i;
    if (this.token() !== '' && this.atEquals() && at > end) {
      this.fail(syntaxError(at, 'a comma is missing before this parameter'));
      this.i = at;
      return;
    }
    this.i = at;
    if (pr.quoted) this.fail(this.expected('a comma'));
    else this.fail(syntaxError(at, `${quoteOctet(this.s, at)} after the value of ${quote40(pr.name)}; a value that is no token has to be quoted`));
    this.comma();
  }
  attach(pr) {
    const last = this.out.at(-1), key = pr.name.toLowerCase();
    if (!last) return this.fail(syntaxError(pr.offset, `the parameter ${quote40(pr.name)} stands before any scheme`));
    if (last.token68 !== '') this.fail(syntaxError(pr.offset, `${quote40(last.token68)} was read as the token68 of ${quote40(last.scheme)}, and no parameter may follow one`));
    else if (!this.open) this.fail(syntaxError(pr.offset, `a comma parts the scheme ${quote40(last.scheme)} from its first parameter`));
    else if (this.seen.has(key)) this.fail(syntaxError(pr.offset, `the parameter ${quote40(pr.name)} stands twice in the challenge ${quote40(last.scheme)}`));
    this.open = true;
    this.seen.add(key);
    last.params.push(pr);
  }
  atEquals() { return this.s[skipSpace(this.s, this.i, this.s.length)] === '='; }
  token68() {
    const from = this.i;
    while (!this.done() && /[0-9A-Za-z\-._~+\/]/.test(this.next())) this.i++;
    if (this.i === from) return '';
    while (this.eat('=')) ;
    return this.s.slice(from, this.i);
  }
}
const parseChallenges = v => new ChallengeParser(v).parse();

function parseLinks(v) {
  const c = new Scanner(v), out = [];
  let first = null;
  for (;;) {
    c.commas();
    if (c.done()) return [out, first];
    const [l, err] = parseLink(c);
    first ??= err;
    if (l.target !== '' || !err) out.push(l);
    if (err) c.comma();
  }
}
function parseLink(c) {
  const l = {target: '', params: [], offset: c.i};
  if (!c.eat('<')) return [l, c.expected('the target between < and >')];
  let end = c.i;
  while (end < c.s.length && c.s[end] !== '<' && c.s[end] !== '>') end++;
  if (c.s[end] !== '>') return [l, syntaxError(l.offset, 'the target has no > at its end')];
  l.target = c.s.slice(c.i, end);
  c.i = end + 1;
  for (;;) {
    c.ows();
    if (c.done() || c.next() === ',') return [l, null];
    if (!c.eat(';')) return [l, c.expected('";" or a comma')];
    c.ows();
    if (c.done() || c.next() === ',' || c.next() === ';') continue;
    const p = {name: '', value: '', quoted: false, offset: c.i};
    p.name = c.token();
    if (p.name === '') return [l, c.expected('the name of a parameter')];
    c.ows();
    if (c.eat('=')) {
      c.ows();
      if (c.next() === '"') {
        const err = c.value(p);
        if (err) return [l, err];
      } else {
        const from = c.i;
        while (!c.done() && !isSpace(c.next()) && !',;"'.includes(c.next())) c.i++;
        p.value = c.s.slice(from, c.i);
      }
    }
    l.params.push(p);
  }
}
const rel = l => words(lower(param(l.params, 'rel') ?? ''));

function parseMediaType(v) {
  const c = new Scanner(v), t = {type: '', subtype: '', params: []};
  c.ows();
  const type = c.token();
  if (type === '') return [t, c.expected('a media type')];
  if (!c.eat('/')) return [t, c.expected('"/" after ' + quote40(type))];
  const sub = c.token();
  if (sub === '') return [t, c.expected('a subtype')];
  t.type = type.toLowerCase();
  t.subtype = sub.toLowerCase();
  c.ows();
  if (!c.done() && c.next() !== ';') return [t, c.expected('";"')];
  let err;
  [t.params, err] = c.parameters();
  return [t, err];
}

function parseETag(v) {
  const c = new Scanner(v);
  if (v.startsWith('W/')) c.i = 2;
  else if (v.startsWith('w/')) return syntaxError(0, 'the W of a weak entity tag has to be a capital');
  if (!c.eat('"')) return c.expected('a double quote; an entity tag is quoted');
  for (; !c.done() && c.next() !== '"'; c.i++) {
    if (c.next() < '!' || c.next() === '\x7f') return syntaxError(c.i, `${quoteOctet(v, c.i)} may not stand in an entity tag`);
  }
  if (!c.eat('"')) return c.expected('a double quote at the end of the entity tag');
  return c.done() ? null : c.expected('nothing after the entity tag');
}

function parseAllow(v) {
  const out = [];
  let first = null;
  for (const e of split(v, ',')) {
    const i = notToken(e.text);
    if (i < 0) out.push(e.text);
    else first ??= syntaxError(e.off + i, `${quoteOctet(e.text, i)} may not stand in a method; methods are parted by commas`);
  }
  return [out, first];
}

function parseRetryAfter(s) {
  if (digits(s) > 0 && digits(s) === s.length) return null;
  const d = parseDate(s);
  if (d.form) return d.err;
  if (s === '') return syntaxError(0, 'the value is empty; it has to be whole seconds or an HTTP-date');
  if (isAlpha(s) || digits(s) === 4 && s[4] === '-') return d.err;
  return syntaxError(digits(s), `${quote40(s)} is neither a number of whole seconds nor an HTTP-date`);
}

function parseContentRange(v) {
  const c = new Scanner(v), r = {unit: '', unsatisfied: false, first: -1n, last: -1n, length: -1n, lastAt: 0, lengthAt: 0};
  let err;
  r.unit = c.token().toLowerCase();
  if (r.unit === '') return [r, c.expected('a range unit, such as bytes')];
  if (c.next() === '=') return [r, syntaxError(c.i, '"=" belongs in Range; in Content-Range a space follows the unit')];
  if (!c.eat(' ')) return [r, c.expected('a space after the unit')];
  if (c.eat('*')) r.unsatisfied = true;
  else {
    if ([r.first, err] = c.number(), err) return [r, err];
    if (!c.eat('-')) return [r, c.expected('"-" after the first position')];
    r.lastAt = c.i;
    if ([r.last, err] = c.number(), err) return [r, err];
  }
  if (!c.eat('/')) return [r, c.expected('"/" and the complete length')];
  r.lengthAt = c.i;
  if (r.unsatisfied || !c.eat('*')) if ([r.length, err] = c.number(), err) return [r, err];
  return [r, c.done() ? null : c.expected('nothing after the complete length')];
}
function checkRange(r) {
  if (r.unsatisfied) return null;
  if (r.last < r.first) return syntaxError(r.lastAt, `the last position ${r.last} comes before the first, ${r.first}`);
  if (r.length >= 0n && r.length <= r.last) return syntaxError(r.lengthAt, `the length ${r.length} leaves no room for the position ${r.last}, which counts from 0`);
  return null;
}

function parseTransportSecurity(v) {
  for (const e of split(v, ';')) {
    let [name, value] = cut(e.text, '=');
    if (lower(trim(name)) !== 'max-age') continue; // the first counts
    const at = e.off + e.text.length - value.length, from = skipSpace(v, at, at + value.length);
    value = trim(value);
    if (value.length > 1 && value[0] === '"' && value.endsWith('"')) value = value.slice(1, -1);
    const n = digits(value);
    return n === 0 || n < value.length ? syntaxError(from, `max-age has to be a number of seconds, not ${quote40(value)}`) : null;
  }
  return syntaxError(0, 'max-age is missing');
}

function parseSetCookie(v) {
  let [pair, rest, more] = cut(v, ';');
  const [name, , ok] = cut(pair, '=');
  const c = {name: trim(name), offset: skipSpace(v, 0, v.length), attrs: {__proto__: null}};
  if (!ok || c.name === '') return null;
  for (let at = pair.length + 1; more;) {
    let part;
    [part, rest, more] = cut(rest, ';');
    if (!blank(part)) {
      const [n, value] = cut(part, '=');
      c.attrs[lower(trim(n))] = {value: trim(value), offset: at + skipSpace(part, 0, part.length)};
    }
    at += part.length + 1;
  }
  return c;
}

const noURI = /[^!#-;=?-Z\[\]_a-z~]/; // of the URI's signs, % is looked at below
function checkReference(v) {
  const re = new RegExp(`${noURI.source}|%(?![0-9A-Fa-f]{2})`);
  const i = v.search(re);
  if (i < 0) return null;
  return syntaxError(i, v[i] === '%' ? '% has to be followed by two hexadecimal digits' : `${quoteOctet(v, i)} may not stand in a URI unless percent-encoded`);
}
function absolute(t) {
  const [scheme, rest, ok] = cut(t, ':');
  return ok && rest !== '' && /^[A-Za-z][0-9A-Za-z+\-.]*$/.test(scheme);
}
const scheme = v => absolute(v) ? cut(v, ':')[0].toLowerCase() : '';
// parseOrigin returns [named, error]: whether it is one origin by name.
function parseOrigin(v) {
  if (v === '*' || v === 'null') return [false, null];
  if (v === '') return [false, syntaxError(0, 'the value is empty')];
  const i = v.search(/[, \t]/);
  if (i >= 0) return [false, syntaxError(i, 'only one origin may stand here, and no list')];
  let [name, rest, ok] = cut(v, '://');
  if (!ok || scheme(v) === '') return [false, syntaxError(0, 'an origin begins with a scheme, such as https://')];
  let host = rest;
  if (rest[0] === '[') {
    const end = rest.indexOf(']');
    if (end > 0) [host, rest] = [rest.slice(0, end + 1), rest.slice(end + 1)];
  } else {
    host = /^[!#$&'+\-.^_`|~0-9A-Za-z]*/.exec(rest)[0];
    rest = rest.slice(host.length);
  }
  let at = name.length + 3 + host.length;
  if (rest[0] === ':') {
    const n = digits(rest.slice(1));
    rest = rest.slice(1 + n);
    at += 1 + n;
  }
  if (rest[0] === '*' || rest[0] === '%') return [false, syntaxError(at, `${quoteOctet(rest, 0)} may not stand within an origin; there are no patterns`)];
  if (rest[0] === '/') return [false, syntaxError(at, 'an origin has no path, not even a slash at its end')];
  if (rest !== '') return [false, syntaxError(at, `${quoteOctet(rest, 0)} may not stand in an origin`)];
  return host === '' ? [false, syntaxError(at, 'the origin has no host')] : [true, null];
}

