// The response doctor in the browser: the same as `statuswiki explain -`, which
// is internal/paste, internal/httpmsg, internal/doctor and internal/cli. Names and
// order are those of the Go side, so that both can be read side by side, and
// internal/cli/port_test.go holds the two against each other: change both.
//
// What is data comes from doctor.json: rules with weight and clauses, and what is
// known of codes. Here is only the looking.
//
// All text is looked at as octets: a string whose characters are 0 to 255. Places
// count octets as in Go, also in text that is not UTF-8. Only what is given back
// is text again.
//
// Known differences: which characters print, and which are marks of format, is
// asked of the browser's Unicode, which may know newer characters than Go's.
'use strict';
globalThis.statuswikiDoctor = (() => {

// -- Octets -----------------------------------------------------------------
// octets takes a text, or octets in a Uint8Array.
function octets(from) {
  const bytes = typeof from === 'string' ? new TextEncoder().encode(from) : from;
  let out = '';
  for (let i = 0; i < bytes.length; i += 8192) out += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return out;
}
// o writes a text of this file as octets.
const o = (parts, ...values) => String.raw({raw: parts.map(p => /[^\0-\x7f]/.test(p) ? octets(p) : p)}, ...values);
const ellipsis = o`…`, replacement = o`�`, byteOrderMark = '\xef\xbb\xbf';

// rune reads the character at i: its number, or -1 for an octet that begins none.
// width is how many octets it takes.
let width = 1;
function rune(s, i) {
  const a = s.charCodeAt(i);
  width = 1;
  if (a < 0x80) return a;
  const n = a >= 0xc2 && a <= 0xdf ? 2 : a >= 0xe0 && a <= 0xef ? 3 : a >= 0xf0 && a <= 0xf4 ? 4 : 0;
  if (!n || i + n > s.length) return -1;
  let c = a & 0xff >> n + 1;
  for (let k = 1; k < n; k++) {
    const b = s.charCodeAt(i + k);
    if ((b & 0xc0) !== 0x80) return -1;
    c = c << 6 | b & 0x3f;
  }
  if (n === 3 && (c < 0x800 || c >= 0xd800 && c <= 0xdfff) || n === 4 && (c < 0x10000 || c > 0x10ffff)) return -1;
  width = n;
  return c;
}
const ascii = s => !/[\x80-\xff]/.test(s);
function valid(s) {
  if (!ascii(s)) for (let i = 0; i < s.length; i += width) if (rune(s, i) < 0) return false;
  return true;
}
function runeCount(s) {
  let n = 0;
  for (let i = 0; i < s.length; i += width, n++) rune(s, i);
  return n;
}
// mapRunes puts together what f makes of each character, which is -1 for an octet
// that is none.
function mapRunes(s, f) {
  const out = [];
  for (let i = 0; i < s.length;) {
    const c = rune(s, i), w = width;
    out.push(f(c, s.slice(i, i + w)));
    i += w;
  }
  return out.join('');
}
// text gives octets back as text; what is no UTF-8 becomes U+FFFD.
const loose = s => ascii(s) ? s : mapRunes(s, (c, as) => c < 0 ? replacement : as);
const text = s => ascii(s) ? s : new TextDecoder('utf-8', {ignoreBOM: true}).decode(Uint8Array.from(loose(s), c => c.charCodeAt(0)));
// lower and fold are strings.ToLower and, for comparing with ASCII, EqualFold.
const lower = s => ascii(s) ? s.toLowerCase() :
  mapRunes(s, (c, as) => c < 0 ? replacement : c === 0x130 ? 'i' : c < 0x80 ? as.toLowerCase() : octets(String.fromCodePoint(c).toLowerCase()));
const fold = s => (ascii(s) ? s : s.replaceAll('\xc5\xbf', 's').replaceAll('\xe2\x84\xaa', 'k')).replace(/[A-Z]+/g, w => w.toLowerCase());
const equalFold = (s, word) => fold(s) === fold(word);

// White space as Unicode has it.
const space = '(?:[\\t-\\r ]|\\xc2[\\x85\\xa0]|\\xe1\\x9a\\x80|\\xe2\\x80[\\x80-\\x8a\\xa8\\xa9\\xaf]|\\xe2\\x81\\x9f|\\xe3\\x80\\x80)';
const spaceFirst = new RegExp('^' + space + '+'), spaceLast = new RegExp(space + '$'), spaces = new RegExp(space + '+');
function trimSpace(s) {
  s = s.replace(spaceFirst, '');
  for (let end = s.length; ; ) {
    const m = spaceLast.exec(s.slice(Math.max(end - 3, 0), end));
    if (!m) return s.slice(0, end);
    end -= m[0].length;
  }
}
const words = s => s.split(spaces).filter(w => w);
const trimLeft = s => s.slice(skipSpace(s, 0, s.length));
const trimRight = s => s.slice(0, trimSpaceRight(s, 0, s.length));
const trim = s => trimLeft(trimRight(s));
// cut is strings.Cut.
function cut(s, sep) {
  const i = s.indexOf(sep);
  return i < 0 ? [s, '', false] : [s.slice(0, i), s.slice(i + sep.length), true];
}
const count = (s, sub) => s.split(sub).length - 1;

const printing = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const escapes = {7: '\\a', 8: '\\b', 12: '\\f', 10: '\\n', 13: '\\r', 9: '\\t', 11: '\\v', 34: '\\"', 92: '\\\\'};
const hex = (n, digits) => n.toString(16).padStart(digits, '0');
// goQuote is strconv.Quote.
const goQuote = s => '"' + mapRunes(s, (c, as) => c < 0 ? '\\x' + hex(as.charCodeAt(0), 2) : escapes[c] ?? (
  printing.test(String.fromCodePoint(c)) ? as : c < 32 || c === 127 ? '\\x' + hex(c, 2) : c < 0x10000 ? '\\u' + hex(c, 4) : '\\U' + hex(c, 8))) + '"';
// shorten cuts a text after so many characters.
function shorten(s, most) {
  if (s.length <= most) return s;
  let i = 0;
  for (let n = 0; i < s.length; i += width, n++) {
    if (n === most) return s.slice(0, i) + ellipsis;
    rune(s, i);
  }
  return s;
}
// clean makes a text fit to be shown: valid, on one line, without signs that act.
function clean(s) {
  let broken = false;
  return mapRunes(s, (c, as) => {
    const again = broken;
    broken = c < 0;
    if (c < 0) return again ? '' : replacement;
    if (c === 9 || c === 10 || c === 13) return ' ';
    return c < 32 || c >= 0x7f && c < 0xa0 || c === 0x2028 || c === 0x2029 || c > 0xa0 && /\p{Cf}/u.test(String.fromCodePoint(c)) ? replacement : as;
  });
}
const most63 = (1n << 63n) - 1n;
// int64 reads a number of 63 bits with or without a sign, or returns null.
function int64(s) {
  const m = /^([+-]?)0*([0-9]+)$/.exec(s);
  if (!m || m[2].length > 19) return null;
  const n = BigInt(m[2]) * (m[1] === '-' ? -1n : 1n);
  return n > most63 || n < -most63 - 1n ? null : n;
}

// -- Package httpmsg: signs and the scanner ----------------------------------
const tokens = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+/, noToken = /[^!#$%&'*+\-.^_`|~0-9A-Za-z]/;
const isToken = s => s !== '' && !noToken.test(s);
const notToken = s => s.search(noToken);
const isSpace = c => c === ' ' || c === '\t';
const isDigit = c => c >= '0' && c <= '9' && c.length === 1;
const isAlpha = s => /^[A-Za-z]/.test(s);
const digits = s => /^[0-9]*/.exec(s)[0].length;
const control = s => s.search(/[\0-\x08\x0a-\x1f\x7f]/);
const blank = s => skipSpace(s, 0, s.length) === s.length;
function skipSpace(s, i, end) {
  while (i < end && isSpace(s[i])) i++;
  return i;
}
function trimSpaceRight(s, from, end) {
  while (end > from && isSpace(s[end - 1])) end--;
  return end;
}
function wordEnd(s, i, end) {
  while (i < end && !isSpace(s[i])) i++;
  return i;
}
function lastWord(s, from, end) {
  while (end > from && !isSpace(s[end - 1])) end--;
  return end;
}
const hasPrefixFold = (s, prefix) => s.length >= prefix.length && equalFold(s.slice(0, prefix.length), prefix);
const quote40 = s => goQuote(shorten(s, 40));
function quoteOctet(s, i) {
  if (i >= s.length) return '""';
  rune(s, i);
  return goQuote(s.slice(i, i + width));
}
const syntaxError = (at, words) => ({at, words});

class Scanner {
  constructor(s) { this.s = s; this.i = 0; }
  done() { return this.i >= this.s.length; }
  next() { return this.s[this.i] ?? '\0'; }
  eat(c) {
    if (this.done() || this.s[this.i] !== c) return false;
    this.i++;
    return true;
  }
  ows() { this.i = skipSpace(this.s, this.i, this.s.length); }
  // commas passes empty list elements.
  commas(c = ',') { for (this.ows(); this.eat(c);) this.ows(); }
  token() {
    const from = this.i;
    while (!this.done() && !noToken.test(this.s[this.i])) this.i++;
    return this.s.slice(from, this.i);
  }
  // number returns [number, error], as do those below.
  number() {
    const from = this.i;
    while (isDigit(this.next())) this.i++;
    const s = this.s.slice(from, this.i);
    if (s === '') return [0n, this.expected('a number')];
    const n = int64(s);
    return n === null ? [0n, syntaxError(from, `the number ${quote40(s)} is too large`)] : [n, null];
  }
  quoted() {
    const open = this.i++, out = [];
    let err = null;
    for (; !this.done(); this.i++) {
      let c = this.s[this.i];
      if (c === '"') {
        this.i++;
        return [out.join(''), err];
      }
      if (c === '\\' && this.i + 1 < this.s.length) c = this.s[++this.i];
      if (!err && control(c) >= 0) err = syntaxError(this.i, `the control character ${quoteOctet(this.s, this.i)} in a quoted string`);
      out.push(c);
    }
    return [out.join(''), syntaxError(open, 'the quoted string is not closed')];
  }
  // comma passes everything up to the next one outside quotes.
  comma(sep = ',') {
    while (!this.done() && this.next() !== sep) if (this.next() === '"') this.quoted(); else this.i++;
  }
  expected(what) {
    return syntaxError(this.i, this.done() ? `expected ${what}, but the value ends` : `expected ${what}, found ${quoteOctet(this.s, this.i)}`);
  }
  // parameter reads name "=" ( token / quoted-string ).
  parameter(bws) {
    const p = {name: '', value: '', quoted: false, offset: this.i};
    p.name = this.token();
    if (p.name === '') return [p, this.expected('the name of a parameter')];
    if (bws) this.ows();
    if (!this.eat('=')) return [p, this.expected('"=" after ' + quote40(p.name))];
    if (bws) this.ows();
    return [p, this.value(p)];
  }
  value(p) {
    let err = null;
    if (this.next() === '"') {
      p.quoted = true;
      [p.value, err] = this.quoted();
    } else if ((p.value = this.token()) === '') err = this.expected('the value of ' + quote40(p.name));
    return err;
  }
  parameters() {
    const out = [];
    let first = null;
    for (;;) {
      this.commas(';');
      if (this.done()) return [out, first];
      let [p, err] = this.parameter(false);
      if (!err) {
        out.push(p);
        this.ows();
        if (!this.done() && this.next() !== ';') err = this.expected('";"');
      }
      first ??= err;
      if (err) this.comma(';');
    }
  }
}

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

// -- Package httpmsg: dates ---------------------------------------------------
const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const NotDate = 0, IMFFixdate = 1, RFC850 = 2, Asctime = 3;
// moment is a time in seconds from 1970 on; Date.UTC takes years below 100 for others.
const moment = (year, month, day, hour = 0, minute = 0, second = 0) =>
  new Date(0).setUTCFullYear(year, month - 1, day) / 1000 + hour * 3600 + minute * 60 + second;
const weekday = t => ((Math.floor(t / 86400) + 4) % 7 + 7) % 7;
const isDay = (year, month, day) => day > 0 && new Date(moment(year, month, day) * 1000).getUTCDate() === day;
const two = n => String(n).padStart(2, '0');
function imfFixdate(t) {
  const d = new Date(t * 1000), y = d.getUTCFullYear();
  return `${dayNames[weekday(t)].slice(0, 3)}, ${two(d.getUTCDate())} ${monthNames[d.getUTCMonth()]} ${y < 0 ? '-' : ''}${String(Math.abs(y)).padStart(4, '0')} ` +
    `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} GMT`;
}

class DateScanner extends Scanner {
  constructor(s) { super(s); this.err = null; Object.assign(this, {year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0}); }
  fail(err) { this.err ??= err; }
  form() {
    for (let i = 0; i < 7; i++) {
      const name = dayNames[i];
      this.weekday = i;
      if (this.s.startsWith(name + ',')) {
        this.i = name.length + 1;
        return RFC850;
      }
      if (this.s.startsWith(name.slice(0, 3)) && this.s.length > 3) {
        this.i = 3;
        if (this.s[3] === ',') {
          this.i = 4;
          return IMFFixdate;
        }
        if (this.s[3] === ' ') return Asctime;
      }
    }
    if (digits(this.s) === 4 && this.s[4] === '-') this.fail(syntaxError(0, 'this is a date of ISO 8601 and not an HTTP-date'));
    else if (this.s === '') this.fail(syntaxError(0, 'the date is empty'));
    else this.fail(syntaxError(this.i, 'expected the day of the week, as in "Sun, 06 Nov 1994 08:49:37 GMT"'));
    return NotDate;
  }
  literal(lit) {
    if (this.err) return;
    if (!this.s.startsWith(lit, this.i)) return this.fail(this.expected(quote40(lit)));
    this.i += lit.length;
  }
  digits(n, what) {
    if (this.err) return 0;
    const from = this.i;
    for (; this.i < from + n; this.i++) {
      if (!isDigit(this.next())) {
        this.i = from;
        this.fail(this.expected(what));
        return 0;
      }
    }
    return Number(this.s.slice(from, this.i));
  }
  monthName() {
    if (this.err) return;
    this.month = monthNames.indexOf(this.s.slice(this.i, this.i + 3)) + 1;
    if (this.month) this.i += 3; else this.fail(this.expected('the name of a month, in three letters'));
  }
  clock() {
    this.hourAt = this.i;
    this.hour = this.digits(2, 'an hour of two digits');
    this.literal(':');
    this.minute = this.digits(2, 'minutes of two digits');
    this.literal(':');
    this.second = this.digits(2, 'seconds of two digits');
  }
  zone() {
    this.literal(' ');
    if (!this.err && !this.s.startsWith('GMT', this.i)) this.fail(syntaxError(this.i, `the time zone has to be GMT, not ${quote40(this.s.slice(this.i))}`));
    this.i += 3;
  }
}
// parseDate returns time, form and error, a wrong day of the week among them.
function parseDate(s) {
  const d = new DateScanner(s), form = d.form();
  if (form === IMFFixdate || form === RFC850) {
    const between = form === RFC850 ? '-' : ' ';
    d.literal(' ');
    d.dayAt = d.i;
    d.day = d.digits(2, 'a day of two digits');
    d.literal(between);
    d.monthName();
    d.literal(between);
    if (form === IMFFixdate) d.year = d.digits(4, 'a year of four digits');
    else {
      d.year = 1900 + d.digits(2, 'a year of two digits');
      if (d.year < 1970) d.year += 100;
    }
    d.literal(' ');
    d.clock();
    d.zone();
  } else if (form === Asctime) {
    d.literal(' ');
    d.monthName();
    d.literal(' ');
    d.dayAt = d.i;
    d.day = d.digits(!d.err && d.eat(' ') ? 1 : 2, 'a day of two digits or a space and one');
    d.literal(' ');
    d.clock();
    d.literal(' ');
    d.year = d.digits(4, 'a year of four digits');
  }
  if (!d.err && !d.done()) d.fail(syntaxError(d.i, `${quote40(d.s.slice(d.i))} after the end of the date`));
  const leap = d.hour === 23 && d.minute === 59 && d.second === 60;
  if (!d.err && (d.hour > 23 || d.minute > 59 || d.second > 59 && !leap)) d.fail(syntaxError(d.hourAt, `there is no time of day ${two(d.hour)}:${two(d.minute)}:${two(d.second)}`));
  if (!d.err && !isDay(d.year, d.month, d.day)) d.fail(syntaxError(d.dayAt, `there is no day ${d.day} in ${months[d.month - 1]} ${d.year}`));
  if (d.err) return {time: 0, form: NotDate, err: d.err};
  const want = weekday(moment(d.year, d.month, d.day));
  const err = want === d.weekday ? null : {at: 0, weekday: true, words: `the day of the week is ${dayNames[want]}, not ${dayNames[d.weekday]}`};
  return {time: moment(d.year, d.month, d.day, d.hour, d.minute, d.second), form, err};
}

function parseCookieDate(v) {
  const d = {hour: -1, minute: 0, second: 0, day: -1, month: 0, year: -1};
  for (const s of v.split(/[\t -\/;-@\[-`{-~]+/)) {
    const n = digits(s);
    let m;
    if (s === '') continue;
    if (d.hour < 0 && (m = /^([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?![0-9])/.exec(s))) [d.hour, d.minute, d.second] = m.slice(1).map(Number);
    else if (d.day < 0 && (n === 1 || n === 2)) d.day = Number(s.slice(0, n));
    else if (d.month === 0 && s.length >= 3 && (m = monthNames.findIndex(name => equalFold(s.slice(0, 3), name))) >= 0) d.month = m + 1;
    else if (d.year < 0 && n >= 2 && n <= 4) d.year = Number(s.slice(0, n));
  }
  if (d.year >= 70 && d.year <= 99) d.year += 1900;
  else if (d.year >= 0 && d.year <= 69) d.year += 2000;
  if (d.hour < 0) return 'the date has no time of day';
  if (d.day < 0) return 'the date has no day of the month';
  if (d.month === 0) return 'the date has no month, in three letters';
  if (d.year < 0) return 'the date has no year';
  if (d.year < 1601) return `the year ${d.year} is too early`;
  if (d.hour > 23 || d.minute > 59 || d.second > 59) return `there is no time of day ${two(d.hour)}:${two(d.minute)}:${two(d.second)}`;
  return isDay(d.year, d.month, d.day) ? '' : `there is no day ${d.day} in ${months[d.month - 1]} ${d.year}`;
}

// otherDate reads dates as they are written elsewhere, to mend them. These are the
// layouts that Go's time.Parse is given, with what it lets pass: hours of one
// digit, a fraction behind the seconds, more than one space.
const fraction = '(?:[.,][0-9]+)?', clockText = `([0-9]{1,2}):([0-9]{2}):([0-9]{2})${fraction}`;
const isoDate = '([0-9]{4})-([0-9]{2})-([0-9]{2})';
const dateText = day => `(?:sun|mon|tue|wed|thu|fri|sat), +(${day}) +(${monthNames.join('|')}) +([0-9]{4}) +${clockText} +`;
const layouts = [
  [isoDate + 'T' + clockText + '(?:Z|([+\\-])([0-9]{2}):([0-9]{2}))', ''], [isoDate + 'T' + clockText, ''], [isoDate + ' +' + clockText, ''],
  [dateText('[0-9]{2}') + '([+\\-])([0-9]{2})([0-9]{2})', 'i'],
  [dateText('[0-9]{1,2}') + '(?:GMT|UTC|Z)', 'i'],
].map(([re, flags]) => new RegExp(`^${re}$`, flags));
function otherDate(v) {
  if (v.length > 40) return null;
  for (const re of layouts) {
    const m = re.exec(v);
    if (!m) continue;
    const named = re.flags === 'i';
    if (named && !m[7] && !/(?:GMT|UTC|Z)$/.test(v)) continue; // the zone has case
    const [year, month, day] = named ? [Number(m[3]), monthNames.findIndex(n => equalFold(n, m[2])) + 1, Number(m[1])] : m.slice(1, 4).map(Number);
    const [hour, minute, second] = m.slice(4, 7).map(Number);
    if (month < 1 || month > 12 || !isDay(year, month, day) || hour > 23 || minute > 59 || second > 59) continue;
    const [sign, hours, minutes] = m.slice(7);
    if (sign && (hours > 24 || minutes > 60)) continue;
    const shift = sign ? (sign === '-' ? -1 : 1) * (hours * 3600 + minutes * 60) : 0;
    return moment(year, month, day, hour, minute, second) - shift;
  }
  return null;
}

// -- Package httpmsg: messages ------------------------------------------------
const Unknown = 0, Request = 1, Response = 2;
const maxText = 1 << 20, maxFieldLines = 1000;
const noField = -1, oddField = -2;
const specStatusLine = o`RFC 9112 §4`, specRequestLine = o`RFC 9112 §3`, specVersion = o`RFC 9112 §2.3`;

class Field {
  constructor(props) { Object.assign(this, {folded: false, pieces: []}, props); }
  // place returns line and column of an offset in the value.
  place(offset) {
    offset = Math.min(Math.max(offset, 0), this.value.length);
    const p = this.pieces.findLast(p => p.off <= offset);
    return p ? [p.line, p.col + offset - p.off] : [this.valueLine, this.valueCol + offset];
  }
  toString() { return this.value === '' ? this.name + ':' : this.name + ': ' + this.value; }
}
const fieldsOf = (m, name) => m.fields.filter(f => equalFold(f.name, name));

// startString writes a start line in its normal form.
function startString(s) {
  if (s.pseudo.length > 0) return s.pseudo.join('\n');
  return s.method !== '' && s.target !== '' && s.version !== '' ? `${s.method} ${s.target} HTTP/${s.version}` : s.raw; // asked of requests only
}

// contentLength returns {n, given, err}; err has line, col, conflict and words.
function contentLength(m) {
  let n = 0n, given = false;
  for (const f of fieldsOf(m, 'Content-Length')) {
    const c = new Scanner(f.value);
    do {
      c.ows();
      const at = c.i;
      let [v, err] = c.number();
      if (!err) {
        c.ows();
        if (!c.done() && c.next() !== ',') err = c.expected('a number of octets and nothing else');
      }
      if (!err && given && v !== n) {
        const [line, col] = f.place(at);
        return {n: 0n, given: true, err: {line, col, conflict: true, words: 'the values of Content-Length differ'}};
      }
      if (err) {
        const [line, col] = f.place(err.at);
        return {n: 0n, given: true, err: {line, col, conflict: false, words: 'Content-Length: ' + err.words}};
      }
      n = v;
      given = true;
    } while (c.eat(','));
  }
  return {n, given, err: null};
}
// bodyLen counts the octets of the body without one final line end.
const bodyLen = m => m.body.replace(/\r?\n$/, '').length;

function dechunk(b) {
  const out = [];
  for (let at = 0; ;) {
    const end = b.indexOf('\n', at);
    if (end < 0) return null;
    const size = cut(b.slice(at, end).replace(/\r$/, ''), ';')[0].replace(/[ \t]+$/, '');
    if (!/^[0-9A-Fa-f]+$/.test(size)) return null;
    const n = parseInt(size, 16);
    at = end + 1;
    if (n > 0x7fffffff) return null;
    if (n === 0) {
      const rest = b.slice(at).split('\n').map(l => l.replace(/\r+$/, ''));
      return rest.some(l => l !== '' && l.indexOf(':') <= 0) ? null : out.join('');
    }
    if (b.length - at < n) return null;
    out.push(b.slice(at, at + n));
    at += n;
    if (b[at] === '\r') at++;
    if (b[at++] !== '\n') return null;
  }
}

const methods = new Set('GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK REPORT'.split(' '));
const isFieldLine = s => { const [name, value, ok] = cut(s, ':'); return ok && isToken(name) && !value.startsWith('//') };
function isStatusLine(s) {
  if (!hasPrefixFold(s, 'HTTP') || s.length === 4) return false;
  if (s[4] === '/' || isDigit(s[4])) return !isFieldLine(s);
  const i = skipSpace(s, 4, s.length);
  return i > 4 && i < s.length && isDigit(s[i]);
}
function isRequestLine(s) {
  const end = wordEnd(s, 0, s.length), method = s.slice(0, end);
  if (!isToken(method) || !isAlpha(method)) return false;
  const wellKnown = methods.has(method.toUpperCase()), capitals = method.toUpperCase() === method;
  if (!wellKnown && !capitals) return false;
  if (end === s.length) return wellKnown && capitals;
  if (hasPrefixFold(s.slice(lastWord(s, end, s.length)), 'HTTP/')) return true;
  const t = trimLeft(s.slice(end));
  return wellKnown && (t[0] === '/' || t === '*' || t.includes('://') || method === 'CONNECT');
}
function isBinary(all) {
  let head = all.slice(0, 512);
  if (head.length < all.length) for (let i = 1; i < 4 && !valid(head); i++) head = head.slice(0, -1);
  return head.includes('\0') || !valid(head);
}
function whatElse(all, line) {
  if (isBinary(all)) return 'this is binary data and not an HTTP message';
  if (hasPrefixFold(line, '<!doctype html') || hasPrefixFold(line, '<html')) return 'this is HTML without the status line and the header lines before it';
  if (line.startsWith('< ') && isStatusLine(line.slice(2)) || line.startsWith('> ') && isRequestLine(line.slice(2))) return 'this is output of curl -v; its lines begin with ' + quote40(line.slice(0, 2));
  if (line[0] === '<') return 'this is XML or HTML without the status line and the header lines before it';
  if (line[0] === '{' || line === '[' || line[0] === '[' && '{["]0123456789'.includes(line[1])) return 'this is JSON without the status line and the header lines before it';
  if (digits(line) === 3 && (line.length === 3 || line[3] === ' ')) return `the status line begins with HTTP and its version, as in "HTTP/1.1 ${line.slice(0, 3)}"`;
  return 'this is not an HTTP message; it begins with ' + quote40(line);
}
function colonOf(s) {
  if (s[0] === ':') {
    const i = s.slice(1).indexOf(':');
    if (i > 0 && isToken(trimRight(s.slice(1, 1 + i)))) return 1 + i;
  }
  return s.indexOf(':');
}
function secondStatusLine(s) {
  if (!hasPrefixFold(s, 'HTTP/')) return false;
  let i = 5;
  while (i < s.length && !isSpace(s[i]) && s[i] !== ':') i++;
  const j = skipSpace(s, i, s.length);
  return i > 5 && j > i && j < s.length && isDigit(s[j]);
}

// parse reads one message whose first line has the number.
function parse(all, line) {
  const p = new Parser(all, line);
  p.leadIn();
  if (p.start()) {
    p.fields();
    p.close();
  }
  if (all.length > maxText) p.problem(p.line, 1, 'message-too-large', '', 'the text is longer than 1 MiB; what lies behind that was not read');
  p.m.problems.sort((a, b) => a.line - b.line || a.col - b.col);
  return p.m;
}
class Parser {
  constructor(all, line) {
    Object.assign(this, {text: all, end: all.length, first: line, line, pos: 0, bom: 0, open: noField, pieces: []});
    this.m = {
      kind: Unknown, fields: [], body: '', bodyLine: 0, truncated: false, problems: [],
      start: {raw: '', line: 0, col: 0, method: '', target: '', version: '', status: 0, reason: '', reasonCol: 0, pseudo: []},
    };
    if (all.length > maxText) {
      this.m.truncated = true;
      this.end = maxText;
      const i = all.lastIndexOf('\n', maxText - 1);
      if (i >= 0) this.end = i + 1;
    }
  }
  problem(line, col, id, spec, words) { this.m.problems.push({line, col, id, spec, words}); }
  at(l, off, id, spec, words) { this.problem(l.no, off - l.from + 1, id, spec, words); }
  peek() {
    if (this.pos >= this.end) return null;
    const l = {from: this.pos, to: this.end, next: this.end, no: this.line, ended: false};
    const i = this.text.indexOf('\n', this.pos);
    if (i >= 0 && i < this.end) {
      l.to = i;
      l.next = i + 1;
      if (l.to > l.from && this.text[l.to - 1] === '\r') l.to--;
    }
    return l;
  }
  pass(l) {
    this.pos = l.next;
    if (l.next > l.to) this.line++;
  }
  // from is where a line begins: behind a byte order mark, on the first one.
  from(l) { return Math.max(l.from, this.bom); }
  leadIn() {
    if (this.text.slice(0, this.end).startsWith(byteOrderMark)) this.bom = 3;
    for (let l; (l = this.peek()) && blank(this.text.slice(this.from(l), l.to));) this.pass(l);
  }
  start() {
    const l = this.peek();
    if (!l) {
      this.problem(this.first, 1, 'not-a-response', specStatusLine, 'the text is empty');
      return false;
    }
    const from = skipSpace(this.text, this.from(l), l.to), s = trimRight(this.text.slice(from, l.to));
    if (isStatusLine(s)) {
      this.m.kind = Response;
      this.begin(l, from, specStatusLine, 'status-line-syntax');
      this.statusLine(l, from);
    } else if (s[0] === ':' && colonOf(s) > 0) this.pseudo();
    else if (isRequestLine(s)) {
      this.m.kind = Request;
      this.begin(l, from, specRequestLine, 'request-line-syntax');
      this.requestLine(l, from);
    } else if (isFieldLine(s)) this.at(l, from, 'not-a-response', specStatusLine, 'the text begins with a header line; the start line is missing');
    else {
      this.at(l, from, 'not-a-response', specStatusLine, whatElse(this.text.slice(from, this.end), s));
      return false;
    }
    return true;
  }
  begin(l, from, spec, id) {
    Object.assign(this.m.start, {raw: this.text.slice(this.from(l), l.to), line: l.no, col: from - l.from + 1});
    if (from > this.from(l)) this.at(l, l.from, id, spec, 'white space before the start line');
  }
  statusLine(l, i) {
    const st = this.m.start, id = 'status-line-syntax';
    i = this.version(l, i, id);
    i = this.gap(l, i, id, specStatusLine);
    let end = wordEnd(this.text, i, l.to), word = this.text.slice(i, end);
    if (word.length > 3 && digits(word) === 3) {
      this.at(l, i + 3, id, specStatusLine, 'no space after the status code');
      end = i + 3;
      word = word.slice(0, 3);
    }
    st.status = this.status(l, i, word);
    i = end;
    if (skipSpace(this.text, i, l.to) < l.to) {
      if (isSpace(this.text[i])) i = this.gap(l, i, id, specStatusLine);
      st.reason = this.text.slice(i, trimSpaceRight(this.text, i, l.to));
      st.reasonCol = i - l.from + 1;
      const c = control(st.reason);
      if (c >= 0) this.at(l, i + c, id, specStatusLine, `the control character ${quoteOctet(st.reason, c)} in the reason phrase`);
    }
    this.pass(l);
  }
  // requestLine leaves out what is wrong with a request line: no rule is about it.
  requestLine(l, i) {
    const st = this.m.start, end = wordEnd(this.text, i, l.to);
    st.method = this.text.slice(i, end);
    const stop = trimSpaceRight(this.text, end, l.to);
    let last = lastWord(this.text, end, stop);
    if (!hasPrefixFold(this.text.slice(last, stop), 'HTTP/')) last = stop;
    i = skipSpace(this.text, end, last);
    if (i < last) st.target = this.text.slice(i, trimSpaceRight(this.text, i, last));
    if (last < stop) this.version(l, last, 'request-line-syntax');
    this.pass(l);
  }
  version(l, i, id) {
    if (this.text.slice(i, i + 4) !== 'HTTP') this.at(l, i, id, specVersion, quote40(this.text.slice(i, i + 4)) + ' has to be written in capitals');
    const end = wordEnd(this.text, i, l.to);
    let v = this.text.slice(i + 4, end);
    const slash = v[0] === '/';
    if (slash) v = v.slice(1);
    if (v === '') this.at(l, i, id, specVersion, 'the HTTP version is missing');
    else if (!slash) this.at(l, i + 4, id, specVersion, 'no slash between HTTP and its version');
    else if (!['0.9', '1.0', '1.1', '2', '2.0', '3', '3.0'].includes(v)) this.at(l, i + 5, 'version-unknown', o`RFC 9110 §2.5`, 'there is no HTTP version ' + quote40(v));
    this.m.start.version = v === '2.0' || v === '3.0' ? v[0] : v;
    return end;
  }
  gap(l, i, id, spec) {
    const end = skipSpace(this.text, i, l.to), gap = this.text.slice(i, end);
    if (end < l.to && gap !== ' ') this.at(l, i, id, spec, 'the parts of the line have to be parted by one space, not by ' + quote40(gap));
    return end;
  }
  status(l, off, s) {
    const id = 'status-range', spec = o`RFC 9110 §15`, n = s !== '' && digits(s) === s.length ? Number(s.slice(0, 9)) : 0;
    if (s === '') this.at(l, off, id, spec, 'the status code is missing');
    else if (digits(s) < s.length) this.at(l, off, id, spec, `the status code ${quote40(s)} is not a number of three digits`);
    else if (s.length !== 3) this.at(l, off, id, spec, `the status code ${quote40(s)} does not have three digits`);
    else if (n < 100 || n > 599) this.at(l, off, id, spec, `the status code ${s} is outside 100 to 599`);
    return n;
  }
  pseudo() {
    const st = this.m.start;
    while (st.pseudo.length < 16) {
      const l = this.peek();
      if (!l) break;
      let from = this.from(l), s = this.text.slice(from, l.to);
      const lead = skipSpace(s, 0, s.length);
      if (st.pseudo.length === 0 && lead > 0) {
        this.at(l, from, 'field-fold', o`RFC 9112 §2.2`, 'white space before the first header line');
        from += lead;
        s = s.slice(lead);
      }
      if (s === '' || s[0] !== ':' || colonOf(s) <= 0) break;
      this.pseudoField(l, from, s);
    }
    if (this.m.kind === Unknown) this.problem(st.line, st.col, 'pseudo-field', o`RFC 9113 §8.3`, 'the pseudo-header fields hold neither :status nor :method');
    else if (this.m.kind === Request && !this.has(':path') && st.method !== 'CONNECT') this.problem(st.line, st.col, 'pseudo-field', o`RFC 9113 §8.3.1`, 'the pseudo-header field :path is missing');
  }
  has(name) { return this.m.start.pseudo.some(f => f.name === name); }
  pseudoField(l, from, s) {
    const id = 'pseudo-field', st = this.m.start, colon = colonOf(s), name = trimRight(s.slice(0, colon));
    const val = skipSpace(this.text, from + colon + 1, l.to), end = trimSpaceRight(this.text, val, l.to);
    const f = new Field({name, value: this.text.slice(val, end), line: l.no, col: from - l.from + 1});
    if (st.pseudo.length === 0) Object.assign(st, {raw: s, line: f.line, col: f.col, version: '2'});
    const repeated = this.has(name);
    st.pseudo.push(f);
    let kind = Request, spec = o`RFC 9113 §8.3.1`;
    if (name === ':status') [kind, spec] = [Response, o`RFC 9113 §8.3.2`];
    else if (![':method', ':path', ':authority', ':scheme', ':protocol'].includes(name)) {
      kind = Unknown;
      this.at(l, from, id, o`RFC 9113 §8.3`, 'there is no pseudo-header field ' + quote40(name));
    }
    if (kind === Unknown) ;
    else if (repeated) this.at(l, from, id, o`RFC 9113 §8.3`, `the pseudo-header field ${name} is repeated`);
    else if (this.m.kind !== Unknown && kind !== this.m.kind) this.at(l, from, id, spec, `the pseudo-header field ${name} does not belong in a ${this.m.kind === Request ? 'request' : 'response'}`);
    else if (name === ':status') {
      this.m.kind = Response;
      st.status = this.status(l, val, f.value);
    } else if (name === ':method') {
      this.m.kind = Request;
      st.method = f.value;
      if (!isToken(f.value)) this.at(l, val, id, o`RFC 9113 §8.3.1`, `the method ${quote40(f.value)} is no token`);
    } else if (name === ':path' || name === ':authority' && !this.has(':path')) st.target = f.value;
    if (name.length < colon) this.at(l, from + name.length, 'field-space-before-colon', o`RFC 9112 §5.1`, 'white space between the field name and the colon');
    this.checkValue(l, val, end);
    this.pass(l);
  }
  fields() {
    for (let n = 0, l; (l = this.peek()); n++) {
      if (l.from === l.to) {
        this.pass(l);
        return this.body();
      }
      if (n === maxFieldLines) {
        this.m.truncated = true;
        return this.problem(l.no, 1, 'too-many-fields', o`RFC 9110 §5.4`, 'the header section has more than 1000 lines; the rest was not read');
      }
      const s = this.text.slice(this.from(l), l.to);
      if (!isSpace(s[0])) this.field(l);
      else if (blank(s)) {
        this.at(l, l.from, 'field-fold', o`RFC 9112 §5.2`, 'this line holds white space, so it is a folded line and not the empty line that ends the header section');
        this.pass(l);
        return this.body();
      } else if (this.open === noField) {
        this.at(l, l.from, 'field-fold', o`RFC 9112 §2.2`, 'white space before the first header line; recipients reject the message or skip the line');
        this.field(l);
      } else this.fold(l);
    }
  }
  body() {
    this.m.bodyLine = this.line;
    this.m.body = this.text.slice(this.pos, this.end);
    this.line += count(this.m.body, '\n');
  }
  field(l) {
    this.close();
    const from = skipSpace(this.text, this.from(l), l.to), s = this.text.slice(from, l.to), colon = colonOf(s);
    if (secondStatusLine(s) || colon < 0) return this.odd(l, from, s);
    const name = trimRight(s.slice(0, colon)), val = skipSpace(this.text, from + colon + 1, l.to), end = trimSpaceRight(this.text, val, l.to);
    this.open = this.m.fields.length;
    this.m.fields.push(new Field({name, value: this.text.slice(val, end), line: l.no, col: from - l.from + 1, valueLine: l.no, valueCol: val - l.from + 1}));
    this.pass(l);
    this.checkName(l, from, name);
    if (name.length < colon) this.at(l, from + name.length, 'field-space-before-colon', o`RFC 9112 §5.1`, 'white space between the field name and the colon');
    this.checkValue(l, val, end);
  }
  odd(l, from, s) {
    if (secondStatusLine(s)) this.at(l, from, 'second-status-line', o`RFC 9112 §5`, 'a status line among the header lines; is an empty line missing before it?');
    else if ('<{['.includes(s[0])) this.at(l, from, 'field-line-syntax', o`RFC 9112 §5`, 'a header line without a colon; if the body begins here, an empty line is missing before it');
    else this.at(l, from, 'field-line-syntax', o`RFC 9112 §5`, 'a header line without a colon: ' + quote40(s));
    this.pass(l);
    this.open = oddField;
  }
  fold(l) {
    const from = skipSpace(this.text, l.from, l.to), end = trimSpaceRight(this.text, from, l.to);
    if (this.open === oddField) return this.pass(l);
    const f = this.m.fields[this.open];
    if (!f.folded) {
      f.folded = true;
      this.pieces = [{text: f.value, line: f.valueLine, col: f.valueCol}];
      this.at(l, l.from, 'field-fold', o`RFC 9112 §5.2`, `the field ${quote40(f.name)} is folded over several lines`);
    }
    this.pieces.push({text: this.text.slice(from, end), line: l.no, col: from - l.from + 1});
    this.pass(l);
    this.checkValue(l, from, end);
  }
  close() {
    const f = this.m.fields[this.open];
    if (f?.folded) {
      const parts = this.pieces.filter(p => p.text !== '');
      let off = 0;
      for (const p of parts) {
        p.off = off;
        off += p.text.length + 1;
      }
      if (parts.length > 0) [f.valueLine, f.valueCol] = [parts[0].line, parts[0].col];
      f.pieces = parts;
      f.value = parts.map(p => p.text).join(' ');
      this.open = noField;
    } else this.open = Math.max(this.open, noField);
  }
  checkName(l, from, name) {
    const id = 'field-name-syntax', spec = o`RFC 9110 §5.6.2`, i = notToken(name);
    if (name === '') this.at(l, from, id, spec, 'the field name is empty');
    else if (i === 0 && name[0] === ':') this.at(l, from, id, o`RFC 9113 §8.3`, `the pseudo-header field ${quote40(name)} stands outside the block at the start of the message`);
    else if (i >= 0) this.at(l, from + i, id, spec, quoteOctet(name, i) + ' may not stand in a field name');
  }
  checkValue(l, from, end) {
    const i = control(this.text.slice(from, end));
    if (i >= 0) this.at(l, from + i, 'field-value-control', o`RFC 9110 §5.5`, `the control character ${quoteOctet(this.text, from + i)} in a field value`);
  }
}

// -- JSON, as encoding/json reads it -------------------------------------------
const quoteChar = s => s === "'" ? "'\\''" : s === '"' ? "'\"'" : `'${goQuote(octets(s)).slice(1, -1)}'`;
// jsonError returns null, or what is wrong and behind how many octets.
function jsonError(s) {
  const open = [];
  let i = 0, want = 'value';
  const fail = context => ({offset: Math.min(i + 1, s.length), words: `invalid character ${quoteChar(s[i] ?? ' ')} ${context}`});
  const ended = {offset: s.length, words: 'unexpected end of JSON input'};
  const push = (bracket, next) => {
    open.push(bracket);
    want = next;
    return open.length > 10000 ? fail('exceeded max depth') : null;
  };
  const string = () => {
    for (i++; i < s.length; i++) {
      if (s[i] === '"') return null;
      if (s[i] < ' ') return fail('in string literal');
      if (s[i] !== '\\') continue;
      if (++i >= s.length) return fail('in string escape code');
      if (s[i] === 'u') {
        for (let n = 0; n < 4; n++) if (++i >= s.length || !/[0-9a-fA-F]/.test(s[i])) return fail('in \\u hexadecimal character escape');
      } else if (!'bfnrt\\/"'.includes(s[i])) return fail('in string escape code');
    }
    return ended;
  };
  const literal = word => {
    for (let n = 1; n < word.length; n++) if (s[++i] !== word[n]) return fail(`in literal ${word} (expecting '${word[n]}')`);
    return null;
  };
  const some = context => {
    if (!isDigit(s[i] ?? '')) return fail(context);
    while (isDigit(s[i + 1] ?? '')) i++;
    return null;
  };
  const number = () => {
    if (s[i] === '-' && !isDigit(s[++i] ?? '')) return fail('in numeric literal');
    if (s[i] !== '0') some('');
    if (s[i + 1] === '.') {
      i += 2;
      const err = some('after decimal point in numeric literal');
      if (err) return err;
    }
    if (s[i + 1] === 'e' || s[i + 1] === 'E') {
      i += 2;
      if (s[i] === '+' || s[i] === '-') i++;
      return some('in exponent of numeric literal');
    }
    return null;
  };
  for (; ; i++) {
    while (i < s.length && ' \t\r\n'.includes(s[i])) i++;
    if (i >= s.length) return want === 'next' && open.length === 0 ? null : ended;
    const c = s[i], in_ = open.at(-1);
    let err = null;
    if (want === 'next') {
      if (!in_) return fail('after top-level value');
      if (c === ',') want = in_ === '{' ? 'key' : 'value';
      else if (c === (in_ === '{' ? '}' : ']')) open.pop();
      else return fail(in_ === '{' ? 'after object key:value pair' : 'after array element');
    } else if (want === 'colon') {
      if (c !== ':') return fail('after object key');
      want = 'value';
    } else if (want === 'key' || want === 'first key') {
      if (c === '}' && want === 'first key') {
        open.pop();
        want = 'next';
      } else if (c === '"') {
        err = string();
        want = 'colon';
      } else return fail('looking for beginning of object key string');
    } else if (c === ']' && want === 'first value') {
      open.pop();
      want = 'next';
    } else if (c === '{') err = push(c, 'first key');
    else if (c === '[') err = push(c, 'first value');
    else {
      want = 'next';
      if (c === '"') err = string();
      else if (c === '-' || isDigit(c)) err = number();
      else if (c === 't') err = literal('true');
      else if (c === 'f') err = literal('false');
      else if (c === 'n') err = literal('null');
      else return fail('looking for beginning of value');
    }
    if (err) return err;
  }
}
const jsonSpace = (s, i) => { while (' \t\r\n'.includes(s[i]) && i < s.length) i++; return i };
function jsonStringEnd(s, i) {
  for (i++; s[i] !== '"'; i++) if (s[i] === '\\') i++;
  return i + 1;
}
// jsonEnd returns where the value at i ends, in a text without an error.
function jsonEnd(s, i) {
  if (s[i] === '"') return jsonStringEnd(s, i);
  if (s[i] !== '{' && s[i] !== '[') {
    while (i < s.length && !',]} \t\r\n'.includes(s[i])) i++;
    return i;
  }
  for (let depth = 0; ; i++) {
    if (s[i] === '"') i = jsonStringEnd(s, i) - 1;
    else if (s[i] === '{' || s[i] === '[') depth++;
    else if ((s[i] === '}' || s[i] === ']') && --depth === 0) return i + 1;
  }
}
// jsonParts lists what is in the object or list at i: name, from and to of each.
function jsonParts(s, i) {
  const out = [], object = s[i] === '{';
  for (i = jsonSpace(s, i + 1); s[i] !== '}' && s[i] !== ']';) {
    let name = '';
    if (object) {
      const end = jsonStringEnd(s, i);
      name = unquoteJSON(s.slice(i, end));
      i = jsonSpace(s, jsonSpace(s, end) + 1);
    }
    const to = jsonEnd(s, i);
    out.push({name, from: i, to});
    i = jsonSpace(s, to);
    if (s[i] === ',') i = jsonSpace(s, i + 1);
  }
  return out;
}
function unquoteJSON(s) {
  return octets(JSON.parse(text(s))); // halves of pairs become U+FFFD, as what is no UTF-8 does
}

// -- Package paste --------------------------------------------------------------
const most = 8 << 20, maxResponses = 100;
class NoResponse extends Error {
  constructor(found) {
    super('there is no response in it: ' + text(found));
    this.name = 'NoResponse';
  }
}
function quoted60(s) {
  const cut = shorten(s, 60);
  return goQuote(cut === s ? s : loose(cut));
}
function parsePaste(s) {
  s = s.slice(0, most);
  if (s.startsWith(byteOrderMark)) s = s.slice(3);
  const trimmed = trimSpace(s);
  if (trimmed === '') throw new NoResponse('it is empty');
  if (s.slice(0, 512).includes('\0') && !s.includes('HTTP/')) throw new NoResponse('it is binary');
  if (trimmed[0] === '{' && trimmed.slice(0, 2000).includes('"log"')) return parseHAR(trimmed);
  const lines = splitLines(s);
  if (isVerbose(lines)) return parseVerbose(lines);
  const p = new Paste('response', dropPrompt(lines));
  p.read(0);
  if (p.responses.length > 0) return p;
  const entry = parseLog(lines);
  if (entry) {
    const log = new Paste('log line', []);
    log.entry = entry;
    return log;
  }
  const fields = headerBlock(p.lines);
  if (fields && !trimmed.startsWith('curl: (')) return fields;
  throw new NoResponse(describe(p.lines));
}
const splitLines = s => s.split('\n').map((t, i) => ({text: t.endsWith('\r') ? t.slice(0, -1) : t, number: i + 1, shift: 0}));
function dropPrompt(lines) {
  const i = lines.findIndex(l => !/^[ \t]*(?:$|\$ |# curl|curl |% curl)/.test(l.text));
  return i < 0 ? [] : lines.slice(i);
}
function isResponseLine(s) {
  if (s.startsWith(':status:')) return s.length > 8;
  return /^HTTP\/[0-9.]+ [0-9]/.test(s);
}
class Paste {
  constructor(form, lines) { Object.assign(this, {form, lines, request: null, responses: [], entry: null}); }
  place(number, col) {
    const l = this.lines[number - 1];
    return l ? [l.number, col + l.shift] : [number, col];
  }
  text(from, to) { return this.lines.slice(from, to).map(l => l.text).join('\n'); }
  read(from) {
    while (from < this.lines.length && trimSpace(this.lines[from].text) === '') from++;
    while (from < this.lines.length && isResponseLine(this.lines[from].text) && this.responses.length < maxResponses) {
      const to = this.end(from);
      this.responses.push(parse(this.text(from, to), from + 1));
      from = to;
      while (from < this.lines.length && this.lines[from].text === '') from++;
    }
  }
  end(from) {
    let body = from + 1;
    for (; body < this.lines.length && this.lines[body].text !== ''; body++) if (isResponseLine(this.lines[body].text)) return body;
    body = Math.min(body + 1, this.lines.length);
    const head = parse(this.text(from, body), 1), status = head.start.status;
    if (status >= 100 && status < 200 || status === 204 || status === 304) return this.nextStatusLine(body);
    const {n, given, err} = contentLength(head);
    if (given && !err) for (let at = body, left = Number(n); at < this.lines.length && left > 0; at++) {
      left -= this.lines[at].text.length + 1;
      body = at + 1;
    }
    return this.nextStatusLine(body);
  }
  nextStatusLine(at) {
    while (at < this.lines.length && !isResponseLine(this.lines[at].text)) at++;
    return at;
  }
  // take copies the lines with a mark up to an empty one; it returns where they
  // begin and what follows.
  take(lines, i, wanted) {
    const at = this.lines.length;
    for (; i < lines.length; i++) {
      const [m, rest] = mark(lines[i].text);
      if (m === '*' || m === '{' || m === '}') continue;
      if (m !== wanted || wanted === '<' && this.lines.length > at && isResponseLine(rest)) break;
      this.lines.push({text: rest, number: lines[i].number, shift: lines[i].text.length - rest.length});
      if (rest === '') {
        i++;
        break;
      }
    }
    return [at, i];
  }
  content(lines, i) {
    for (; i < lines.length; i++) {
      const line = lines[i].text, [m, rest] = mark(line);
      if (m === '{' || m === '}' || m === '*') continue;
      if (m === '>' || m === '<' && isResponseLine(rest)) break;
      const at = line.indexOf('* Connection #');
      this.lines.push({text: at > 0 ? line.slice(0, at) : line, number: lines[i].number, shift: 0});
    }
    while (i >= lines.length && this.lines.length > 1 && this.lines.at(-1).text === '' && this.lines.at(-2).text !== '') this.lines.pop();
    return i;
  }
}
function headerBlock(lines) {
  let fields = 0;
  for (const l of lines) {
    if (l.text === '') break;
    const [name, , ok] = cut(l.text, ':');
    if (!ok || !isToken(trimSpace(name))) return null;
    fields++;
  }
  if (fields === 0) return null;
  const p = new Paste('header fields', lines);
  p.responses = [parse('HTTP/1.1 200\n' + p.text(0, lines.length), 0)];
  return p;
}
function describe(lines) {
  const s = lines.map(l => trimSpace(l.text)).find(t => t !== '') ?? '';
  if (!valid(s)) return 'it is binary';
  if (parse(s, 1).kind === Request) return 'it is a request; paste what the server sent back';
  if (s[0] === '<') return 'it is only a page; paste the header fields above it, too (curl -i prints them)';
  if (s[0] === '{' || s[0] === '[') return 'it is only JSON; paste the header fields above it, too (curl -i prints them)';
  if (s.startsWith('curl: (')) return 'curl got no response; ' + quoted60(s);
  return 'it begins with ' + quoted60(s);
}
// mark cuts the mark at the beginning of a line of curl -v.
function mark(s) {
  if (!/^[<>*{}](?: |$)/.test(s)) return ['', s];
  return [s[0], s.slice(2)];
}
function isVerbose(lines) {
  let into = false, out = false;
  for (const l of lines) {
    const [m, rest] = mark(l.text);
    if (m === '<') into ||= isResponseLine(rest);
    else if (m === '>') out = true;
    if (into && out) return true;
  }
  return into;
}
function parseVerbose(lines) {
  const p = new Paste('curl -v', []);
  let request = null;
  for (let i = 0; i < lines.length && p.responses.length < maxResponses;) {
    const [m] = mark(lines[i].text);
    let at;
    if (m === '>') {
      [at, i] = p.take(lines, i, '>');
      const r = parse(p.text(at, p.lines.length), at + 1);
      if (r.kind === Request) request = r;
    } else if (m === '<') {
      [at, i] = p.take(lines, i, '<');
      i = p.content(lines, i);
      const r = parse(p.text(at, p.lines.length), at + 1);
      if (r.kind === Response) {
        p.responses.push(r);
        p.request = request;
      }
    } else i++;
  }
  if (p.responses.length === 0) throw new NoResponse('curl printed no status line');
  return p;
}

// Access logs. What stands between two spaces has a sign of its own for each, so
// that no line takes longer than it is.
const word = '[^\\t\\n\\f\\r ]+', stamp = '(?=[^\\t\\n\\f\\r ]+T[^\\t\\n\\f\\r ])' + word;
const combinedLog = new RegExp(`^${word} ${word} ${word} \\[[^\\]]+\\] "([^"]*)" ([0-9]{3}) (?:[0-9]+|-)(?: |$)`);
const albLog = new RegExp(`^(?:http|https|h2|grpcs|ws|wss) ${stamp} ${word} ${word} (${word}) ${word} ${word} ${word} ([0-9]{3}|-) ([0-9]{3}|-) ${word} ${word} "([^"]*)"`);
const envoyLog = new RegExp(`^\\[(?=[^\\]]+T[^\\]])[^\\]]+\\] "([^"]*)" ([0-9]{1,3}) (${word}) `);
const envoyFlags = {
  UH: 'no healthy server behind', UF: 'the connection to the server behind failed',
  UO: 'too many requests waiting for the servers behind (circuit breaker)', NR: 'no route fits the request',
  NC: 'the cluster of the route is not there', URX: 'the limit of retries or connection attempts is reached',
  DT: 'the stream lasted too long', DC: 'the client closed the connection',
  LH: 'the health check of this service failed', UT: 'the server behind took too long',
  LR: 'Envoy reset the stream itself', UR: 'the server behind reset the stream',
  UC: 'the server behind closed the connection', DI: 'a delay was injected', FI: 'a fault was injected',
  RL: 'the rate limit filter refused it', UAEX: 'external authorization refused it',
  RLSE: 'the rate limit service failed', IH: 'a header field was not valid', SI: 'the stream was idle too long',
  DPE: 'the client broke the protocol', UPE: 'the server behind broke the protocol',
  UMSDR: 'the server behind took longer than its limit', OM: 'Envoy is overloaded', DF: 'a name could not be resolved',
};
function parseLog(lines) {
  for (let i = lines.length - 1; i >= 0; i--) {
    const e = lines[i].text.length <= 64 << 10 && parseLogLine(lines[i].text);
    if (e) return e;
  }
  return null;
}
function parseLogLine(s) {
  const entry = (source, request, status) => {
    const [method, rest] = cut(request, ' ');
    return {source, method, target: cut(rest, ' ')[0], status: status === '-' ? 0 : Number(status), notes: []};
  };
  let m = combinedLog.exec(s);
  if (m) {
    const e = entry('nginx or Apache', m[1], m[2]);
    if (m[1] === '-') e.notes.push('no request line arrived: the connection was opened and left, or spoke something else');
    return e;
  }
  if (m = albLog.exec(s)) {
    const [, target, status, upstream, request] = m, e = entry('AWS Application Load Balancer', request, status);
    e.notes.push(upstream === '-' && target === '-' ? 'the balancer answered by itself: no target was asked, or none could be'
      : upstream === '-' ? 'the balancer answered by itself: its target gave no response'
        : upstream !== status ? 'the target answered ' + upstream : 'the target answered with this status');
    return e;
  }
  if (m = envoyLog.exec(s)) {
    const e = entry('Envoy', m[1], m[2]);
    for (const flag of m[3].split(',')) if (Object.hasOwn(envoyFlags, flag)) e.notes.push(flag + ': ' + envoyFlags[flag]);
    return e;
  }
  return null;
}

// HAR files are taken as Go's encoding/json takes them: names in any case, what is
// of another kind is the error.
const harField = {of: 'harField', Name: '', Value: ''};
const har = {of: 'har', Log: {Entries: [{
  Request: {Method: '', URL: '', HTTPVersion: '', Headers: [harField]},
  Response: {Status: 0n, StatusText: '', HTTPVersion: '', Headers: [harField], Content: {Text: '', Encoding: ''}},
}]}};
const kindOf = shape => Array.isArray(shape) ? 'list' : typeof shape === 'object' ? 'object' : typeof shape;
const empty = shape => kindOf(shape) === 'list' ? {n: 0, all: []} : kindOf(shape) === 'object' ?
  Object.fromEntries(Object.keys(shape).filter(k => k !== 'of').map(k => [k, empty(shape[k])])) : shape;
// unmarshal puts the value at i into a value of a shape and returns it. Lists keep
// what they held, as they do in Go.
function unmarshal(s, i, shape, value, in_, path, fail) {
  const kind = kindOf(shape), to = jsonEnd(s, i), wrong = words => { fail(words, in_, path); return value };
  if (s[i] === 'n') return kind === 'list' ? empty(shape) : value;
  if (s[i] === '{') {
    if (kind !== 'object') return wrong('object');
    for (const part of jsonParts(s, i)) {
      const name = Object.keys(shape).find(k => k !== 'of' && equalFold(part.name, k));
      if (name) value[name] = unmarshal(s, part.from, shape[name], value[name], shape.of ?? '', path + '.' + name, fail);
    }
    return value;
  }
  if (s[i] === '[') {
    if (kind !== 'list') return wrong('array');
    const parts = jsonParts(s, i);
    if (parts.length === 0) return empty(shape);
    parts.forEach((part, n) => { value.all[n] = unmarshal(s, part.from, shape[0], value.all[n] ?? empty(shape[0]), in_, path, fail) });
    value.n = parts.length;
    return value;
  }
  if (s[i] === '"') return kind === 'string' ? unquoteJSON(s.slice(i, to)) : wrong('string');
  if (s[i] === 't' || s[i] === 'f') return wrong('bool');
  if (kind !== 'bigint') return wrong('number');
  return int64(s.slice(i, to)) ?? wrong('number ' + s.slice(i, to));
}
const items = list => list.all.slice(0, list.n);
const oneLine = s => s.replace(/[\r\n]/g, ' ');
function harVersion(s) {
  s = lower(oneLine(s));
  return s.includes('3') ? 'HTTP/3' : s === 'h2' || s.includes('/2') ? 'HTTP/2' : s.endsWith('1.0') ? 'HTTP/1.0' : 'HTTP/1.1';
}
function harPath(url) {
  const [, rest, ok] = cut(oneLine(url), '://');
  return ok ? '/' + cut(cut(rest, '/')[1], '#')[0] : '/';
}
const harFields = list => items(list).filter(f => f.Name[0] !== ':').map(f => oneLine(f.Name) + ': ' + oneLine(f.Value) + '\n').join('');
function fromBase64(s) {
  const plain = s.replace(/[\r\n]/g, '');
  return /^(?:[A-Za-z0-9+\/]{4})*(?:[A-Za-z0-9+\/]{2}==|[A-Za-z0-9+\/]{3}=)?$/.test(plain) ? atob(plain) : s;
}
function parseHAR(s) {
  let wrong = jsonError(s)?.words;
  const file = empty(har);
  if (!wrong) unmarshal(s, 0, har, file, '', '', (what, in_, path) => {
    wrong ??= `json: cannot unmarshal ${what} into Go struct field ${in_}${path} of type ${path}`; // it is cut before its end
  });
  if (wrong) throw new NoResponse('it looks like a HAR file and is no JSON: ' + quoted60(wrong));
  let e = null;
  for (const next of items(file.Log.Entries)) if (!e || next.Response.Status >= 400 || e.Response.Status < 400) e = next;
  if (!e) throw new NoResponse('the HAR file has no entries');
  const {Request: q, Response: r} = e;
  if (r.Status === 0n) throw new NoResponse(`the browser got no response to ${quoted60(q.URL)} (the HAR file says status 0)`);
  const content = r.Content.Encoding === 'base64' ? fromBase64(r.Content.Text) : r.Content.Text;
  const all = `${harVersion(r.HTTPVersion)} ${r.Status} ${oneLine(r.StatusText)}\n${harFields(r.Headers)}\n${content}`;
  const p = new Paste('HAR file', splitLines(all));
  p.request = parse(`${q.Method} ${harPath(q.URL)} ${harVersion(q.HTTPVersion)}\n${harFields(q.Headers)}`, 1);
  p.responses = [parse(all, 1)];
  return p;
}

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

// challenges.go
const is = (c, scheme) => equalFold(c.scheme, scheme);
const placeOf = c => within(c.line, c.offset);
function challengeSyntax(x) {
  let line = 0;
  for (const c of x.challenges()) {
    if (!c.err || c.line.line === line) continue;
    line = c.line.line;
    x.say(within(c.line, c.err.at), `the challenge cannot be read: ${c.err.words}`);
  }
}
function basicRealm(x) {
  for (const c of x.challenges()) if (is(c, 'Basic') && param(c.params, 'realm') === undefined && !c.err) x.say(placeOf(c), 'Basic needs a realm');
}
function basicCharset(x) {
  for (const c of x.challenges()) {
    const v = param(c.params, 'charset');
    if (is(c, 'Basic') && v !== undefined && !equalFold(v, 'UTF-8')) x.say(placeOf(c), `Basic has the charset ${quote(v)}, and only UTF-8 is allowed`);
  }
}
function digestParams(x) {
  for (const c of x.challenges()) {
    const missing = ['realm', 'nonce'].filter(name => param(c.params, name) === undefined);
    if (is(c, 'Digest') && !c.err && missing.length > 0) x.say(placeOf(c), `Digest needs ${enumerate(missing)}`);
  }
}
function bearerParams(x) {
  for (const c of x.challenges()) if (is(c, 'Bearer') && c.params.length === 0 && !c.err) x.say(placeOf(c), 'Bearer has no parameter, and it must have one, such as realm');
}

// bearer.go
const bearerErrors = new Map(Object.entries({
  invalid_request: ['a parameter is missing, repeated or malformed, or two ways of sending the token were mixed', 400, o`RFC 6750 §3.1`],
  invalid_token: ['the token is expired, revoked, malformed or invalid for another reason; get a new one and try again', 401, o`RFC 6750 §3.1`],
  insufficient_scope: ['the token is good but does not carry the privileges', 403, o`RFC 6750 §3.1`],
  insufficient_user_authentication: ['log in again, more strongly or more recently', 0, o`RFC 9470 §3`],
  invalid_dpop_proof: ['the DPoP proof is bad', 0, o`RFC 9449 §7.1`],
  use_dpop_nonce: ['the DPoP proof must carry the nonce of the field DPoP-Nonce', 0, o`RFC 9449 §9`],
}));
const otherErrors = [
  'access_denied', 'unsupported_response_type', 'invalid_scope', 'server_error', 'temporarily_unavailable', 'invalid_client',
  'invalid_grant', 'unauthorized_client', 'unsupported_grant_type',
];
const bearerErrorCode = c => c.proxy || !is(c, 'Bearer') && !is(c, 'DPoP') ? undefined : param(c.params, 'error');
const bearerDetails = [
  ['error_description', 'the server adds'], ['scope', 'the scope that is needed'], ['acr_values', 'the kind of login that is needed'],
  ['max_age', 'the login may be so many seconds old'], ['resource_metadata', 'where to find the authorization server'],
];
function bearerErrorMeaning(x) {
  for (const c of x.challenges()) {
    const code = bearerErrorCode(c), known = bearerErrors.get(code);
    if (!known) continue;
    let words = `${code} means: ${known[0]}`;
    for (const [name, means] of bearerDetails) {
      const v = param(c.params, name);
      if (v) words += `; ${means}: ${quote(v)}`;
    }
    x.say(placeOf(c), words).spec(known[2]);
  }
}
function bearerErrorStatus(x) {
  for (const c of x.challenges()) {
    const code = bearerErrorCode(c), want = bearerErrors.get(code)?.[1];
    if (want && x.status !== 0 && want !== x.status && is(c, 'Bearer')) x.say(placeOf(c), `${code} goes with ${want}, and this is a ${x.status}`);
  }
}
function bearerErrorUnknown(x) {
  for (const c of x.challenges()) {
    const code = bearerErrorCode(c);
    if (code !== undefined && !bearerErrors.has(code) && !otherErrors.includes(lower(code))) x.say(placeOf(c), `no RFC defines the error code ${quote(code)}`);
  }
}

// cookies.go
function cookieSameSiteNone(x) {
  for (const c of x.cookies()) {
    if (equalFold(c.value('samesite'), 'None') && !c.has('secure')) x.say(c.place('samesite'), `browsers drop the cookie ${quote(c.name)}: SameSite=None needs Secure`).fix(`Set-Cookie: ${c.line.value}; Secure`);
  }
}
function cookiePrefix(x) {
  for (const c of x.cookies()) {
    const prefix = c.prefix(), host = prefix === '__Host-', wrong = [];
    if (prefix === '') continue;
    if (!c.has('secure')) wrong.push('needs Secure');
    if (host && c.value('path') !== '/') wrong.push('needs Path=/');
    if (host && c.value('domain') !== '') wrong.push('must not have Domain');
    if (wrong.length > 0) x.say(c.place(''), `browsers drop the cookie ${quote(c.name)}: the prefix ${prefix} ${enumerate(wrong)}`);
  }
}
function cookiePartitioned(x) {
  for (const c of x.cookies()) {
    if (c.has('partitioned') && !c.has('secure')) x.say(c.place('partitioned'), `browsers drop the cookie ${quote(c.name)}: Partitioned needs Secure`).fix(`Set-Cookie: ${c.line.value}; Secure`);
  }
}
function cookieDate(x) {
  for (const c of x.cookies()) {
    const err = c.has('expires') && parseCookieDate(c.value('expires'));
    if (err) x.say(c.place('expires'), `browsers cannot read Expires=${quote(c.value('expires'))} of the cookie ${quote(c.name)}: ${err}`);
  }
}
function cookieMaxAge(x) {
  for (const c of x.cookies()) {
    if (c.has('max-age') && !/^-?[0-9]+$/.test(c.value('max-age'))) x.say(c.place('max-age'), `browsers ignore Max-Age=${quote(c.value('max-age'))} of the cookie ${quote(c.name)}, which is no number of seconds`);
  }
}
function cookieJoined(x) {
  for (const f of x.lines('set-cookie')) {
    const i = joint(f.value);
    if (i >= 0) x.say(within(f, i), 'a comma parts two cookies here, and each needs a line of its own');
  }
}
function joint(v) {
  let inValue = true;
  for (let i = 0; i < v.length; i++) {
    if (v[i] === ';') inValue = false;
    if (v[i] !== ',') continue;
    const from = skipSpace(v, i + 1, v.length);
    let end = from;
    while (end < v.length && !noToken.test(v[end])) end++;
    if (end > from && v[end] === '=' && (from > i + 1 || !inValue)) return i;
    i = end - 1;
  }
  return -1;
}
function cookieSharedCache(x) {
  const f = x.first('set-cookie');
  if (!f || keptFromShared(x)) return;
  const shared = x.directive('s-maxage'), limited = x.directive('max-age');
  if (x.seconds('s-maxage') > 0) x.say(at(f), 's-maxage lets shared caches keep the response with its cookie');
  else if (x.whole('public') && !shared && (!limited || x.seconds('max-age') > 0)) x.say(at(f), 'public lets shared caches keep the response with its cookie');
  else if (!shared && x.seconds('max-age') > 0) x.say(at(f), 'max-age without private lets shared caches keep the response with its cookie');
}
const keptFromShared = x => ['no-store', 'private', 'no-cache'].some(name => {
  const d = x.directive(name);
  return d && (!d.hasValue || parseList(d.value).some(e => equalFold(e, 'Set-Cookie')));
});
function cookieFlagsAdvice(x) {
  for (const c of x.cookies()) {
    const dropped = equalFold(c.value('samesite'), 'None') || c.has('partitioned') || c.prefix() !== '';
    const missing = ['Secure', 'HttpOnly', 'SameSite'].filter(name => !c.has(name.toLowerCase()) && !(name === 'Secure' && dropped));
    if (missing.length > 0) x.say(c.place(''), `the cookie ${quote(c.name)} has no ${missing.join(', no ')}`);
  }
}

// caching.go
const numeric = ['max-age', 's-maxage', 'stale-while-revalidate', 'stale-if-error'];
function cacheControlConflict(x) {
  const p = x.directive('private');
  if (p && !p.hasValue && x.whole('public')) x.say(within(p.line, p.offset), 'Cache-Control says public and private');
  if (!x.whole('no-store')) return;
  const d = x.directives().find(d => d.name === 'public' || (d.name === 'max-age' || d.name === 's-maxage') && seconds(d)[0] > 0);
  if (d) x.say(within(d.line, d.offset), `Cache-Control says no-store and ${d.name}`);
}
function cacheControlValue(x) {
  for (const d of x.directives()) {
    const err = numeric.includes(d.name) && seconds(d)[1];
    if (err) x.say(within(d.line, d.offset), `${d.name} needs a number of seconds: ${err.words}`);
  }
}
function cacheControlQuoted(x) {
  for (const d of x.directives()) {
    if (!numeric.includes(d.name) || !d.quoted || seconds(d)[1]) continue;
    const v = d.line.value;
    x.say(within(d.line, d.valueOff), `the value of ${d.name} must not be quoted`).fix('Cache-Control: ' + v.slice(0, d.valueOff) + d.value + v.slice(d.valueOff + d.value.length + 2));
  }
}
function cacheControlRepeated(x) {
  const seen = new Map();
  for (const d of x.directives()) {
    seen.set(d.name, (seen.get(d.name) ?? 0) + 1);
    if (seen.get(d.name) === 2) x.say(within(d.line, d.offset), `${quote(d.name)} stands twice in Cache-Control`);
  }
}
function cacheControlSeparator(x) {
  for (const f of x.lines('cache-control')) {
    const [, err] = parseCacheControl(f.value);
    if (!err || f.value[err.at] !== ';') continue;
    const n = x.say(within(f, err.at), 'directives are parted by commas, not by semicolons');
    if (!f.value.includes('"')) n.fix('Cache-Control: ' + f.value.replaceAll(';', ','));
  }
}
function mustNotStore(x) {
  if (!x.code.noStore || x.interim) return;
  const by = x.storable();
  if (by !== '') x.say(at(x.lines(by === 'Expires' ? 'expires' : 'cache-control')[0]), `a ${x.status} must not be stored, and ${by} lets caches store it`).spec(x.code.noStoreSpec);
}
function varyStar(x) {
  if (x.listed('vary', '*')) x.say(at(x.lines('vary')[0]), 'Vary: * keeps every cache from using the response again');
}
function varyEncodingAdvice(x) {
  if (x.encoded() && x.storable() !== '' && !x.listed('vary', 'Accept-Encoding') && !x.listed('vary', '*')) x.say(at(x.lines('content-encoding')[0]), 'the response can be stored, and Vary does not name Accept-Encoding');
}
function ageSyntax(x) {
  for (const f of x.lines('age')) if (!/^[0-9]+$/.test(f.value)) x.say(within(f, 0), `Age ${quote(f.value)} is no number of seconds`);
}
function pragmaAdvice(x) {
  const f = x.first('pragma');
  if (f) x.say(at(f), 'Pragma means nothing in a response');
}

// cors.go
const withCredentials = x => x.first('access-control-allow-credentials')?.value === 'true';
function corsCredentialsStar(x) {
  const f = x.first('access-control-allow-origin');
  if (f?.value === '*' && withCredentials(x)) x.say(at(f), 'browsers refuse Access-Control-Allow-Origin: * together with credentials');
}
function corsOriginSyntax(x) {
  for (const f of x.lines('access-control-allow-origin')) {
    const [, err] = parseOrigin(f.value);
    if (!err) continue;
    const n = x.say(within(f, err.at), `Access-Control-Allow-Origin ${quote(f.value)} is not one origin, * or null: ${err.words}`);
    if (f.value[err.at] === '/' && !parseOrigin(f.value.slice(0, err.at))[1]) n.fix('Access-Control-Allow-Origin: ' + f.value.slice(0, err.at));
  }
}
function corsCredentialsValue(x) {
  for (const f of x.lines('access-control-allow-credentials')) {
    if (f.value === 'true') continue;
    const n = x.say(within(f, 0), `Access-Control-Allow-Credentials ${quote(f.value)} means nothing; only true does`);
    if (equalFold(f.value, 'true')) n.fix('Access-Control-Allow-Credentials: true');
  }
}
function corsStarLiteral(x) {
  if (!withCredentials(x)) return;
  for (const name of ['Access-Control-Allow-Methods', 'Access-Control-Allow-Headers', 'Access-Control-Expose-Headers']) {
    if (x.listed(name.toLowerCase(), '*')) x.say(at(x.lines(name.toLowerCase())[0]), `with credentials, * in ${name} is taken literally`);
  }
}
function corsVaryAdvice(x) {
  const f = x.first('access-control-allow-origin');
  if (!f || x.storable() === '' || x.listed('vary', 'Origin') || x.listed('vary', '*')) return;
  if (parseOrigin(f.value)[0]) x.say(at(f), 'the response can be stored and names one origin, and Vary does not name Origin');
}

// content.go
function contentTypeMissing(x) {
  if (x.withoutBody()[0] !== '' || !x.bodyShown() || x.has('content-type')) return;
  if (x.status === 206 && (!x.asked() || x.askedWith('If-Range'))) return;
  x.say(x.start(), 'Content-Type is missing, and there is content');
}
function contentTypeSyntax(x) {
  for (const f of x.lines('content-type')) {
    const [, err] = parseMediaType(f.value);
    if (err) x.say(within(f, err.at), `Content-Type ${quote(f.value)} is no media type: ${err.words}`);
  }
}
const typeIs = (t, name) => t.ok && (t.subtype === name && t.type !== 'image' || t.subtype.endsWith('+' + name));
const begins = b => (b.startsWith(byteOrderMark) ? b.slice(3) : b).replace(/^[ \t\r\n]+/, '');
const html = b => ['<!doctype html', '<html', '<head>', '<body'].some(word => hasPrefixFold(begins(b), word));
function contentTypeBody(x) {
  const t = x.contentType(), c = x.content();
  if (x.withoutBody()[0] !== '' || !t.ok || !c.ok) return;
  const name = quote(t.name), first = begins(c.octets)[0] ?? '\0', page = html(c.octets);
  const isPage = () => x.say(c.at(0), `the content is HTML, and Content-Type says ${name}`);
  if (typeIs(t, 'json')) notJSON(x, c, isPage);
  else if (typeIs(t, 'xml')) {
    if (page && t.name !== 'application/xhtml+xml') isPage();
    else if (first !== '<') x.say(c.at(0), `the content is no XML, as Content-Type says with ${name}`);
  } else if (t.name === 'text/html') {
    if ((first === '{' || first === '[') && !jsonError(c.octets)) x.say(c.at(0), `the content is JSON, and Content-Type says ${name}`);
  } else if (['image', 'audio', 'video', 'font'].includes(t.type) || ['css', 'javascript', 'pdf', 'zip'].includes(t.subtype)) {
    if (page) isPage();
  }
}
function notJSON(x, c, isPage) {
  const err = jsonError(c.octets);
  if (!err) return;
  const {n, given} = contentLength(x.m), ended = err.offset >= trimSpace(c.octets).length;
  if (html(c.octets)) isPage();
  else if (!(ended && given && n > x.m.body.length)) x.say(c.at(err.offset - 1), 'the content is no JSON: ' + shorten(err.words, 100));
}
function notModifiedMetadata(x) {
  if (x.status !== 304) return;
  for (const name of ['Content-Type', 'Content-Encoding', 'Content-Language']) {
    const f = x.first(name.toLowerCase());
    if (f) x.say(at(f), `${name} describes content that a 304 does not carry`);
  }
}

// problem.go
function problem(x) {
  const t = x.contentType(), c = x.content(), none = {c, members: [], isObject: true};
  if (!t.ok || t.name !== 'application/problem+json' || !c.ok || jsonError(c.octets) || x.withoutBody()[0] !== '') return none;
  const from = jsonSpace(c.octets, 0);
  if (c.octets[from] !== '{') return {...none, isObject: false};
  const members = jsonParts(c.octets, from).filter(m => ['status', 'type', 'title', 'detail', 'instance'].includes(m.name));
  for (const m of members) m.value = c.octets.slice(m.from, m.to);
  return {...none, members};
}
const isNumeric = v => /^[-0-9n]/.test(v); // as Go reads null into a number
function problemStatus(x) {
  const {c, members} = problem(x);
  for (const m of members) {
    const v = m.name === 'status' ? int64(m.value) : null;
    if (v !== null && x.status !== 0 && v !== BigInt(x.status)) x.say(c.at(m.from), `the member status is ${v}, and the response is a ${x.status}`);
  }
}
function problemMembers(x) {
  const {c, members, isObject} = problem(x);
  if (!isObject) x.say(c.at(0), 'a problem is a JSON object, and this is none');
  for (const m of members) {
    if (m.name !== 'status') {
      if (m.value[0] !== '"') x.say(c.at(m.from), `the member ${m.name} has to be a string, not ${quote(m.value)}`);
    } else if (!isNumeric(m.value)) x.say(c.at(m.from), `the member status has to be a number, not ${quote(m.value)}`);
    else if (int64(m.value) === null) x.say(c.at(m.from), `the member status has to be a whole number, not ${quote(m.value)}`);
  }
}

// links.go
function linkSyntax(x) {
  for (const f of x.lines('link')) {
    const [, err] = parseLinks(f.value);
    if (err) x.say(within(f, err.at), `Link ${quote(f.value)} cannot be read: ${err.words}`);
  }
}
function linkRel(x) {
  for (const f of x.lines('link')) {
    const [links, err] = parseLinks(f.value);
    if (!err) for (const l of links) if (rel(l).length === 0) x.say(within(f, l.offset), `the link to ${quote(l.target)} has no rel`);
  }
}
function hstsMaxAge(x) {
  const f = x.first('strict-transport-security'), err = f && parseTransportSecurity(f.value);
  if (err) x.say(within(f, err.at), `Strict-Transport-Security ${quote(f.value)} has no effect: ${err.words}`);
}
function hstsRepeated(x) {
  const lines = x.lines('strict-transport-security');
  if (lines.length > 1) x.say(at(lines[1]), `Strict-Transport-Security stands on ${lines.length} lines, and only the first counts`);
}
function nosniffValue(x) {
  const f = x.first('x-content-type-options');
  if (f && !equalFold(trimSpace(cut(f.value, ',')[0]), 'nosniff')) x.say(within(f, 0), `X-Content-Type-Options ${quote(f.value)} has no effect; the value is nosniff`).fix('X-Content-Type-Options: nosniff');
}

// request.go
function allowListsRefusedMethod(x) {
  if (x.status !== 405 || !x.asked()) return;
  const {method} = x.request.start, f = x.lines('allow').find(f => parseList(f.value).includes(method));
  if (f) x.say(at(f), `Allow names ${quote(method)}, the method that was refused`);
}
function rangeNotAsked(x) {
  if (x.status === 206 && x.asked() && !x.askedWith('Range')) x.say(x.start(), 'this is a part, and the request has no Range');
}
function notModifiedNotAsked(x) {
  if (x.status === 304 && x.asked() && !x.askedWith('If-None-Match') && !x.askedWith('If-Modified-Since')) x.say(x.start(), 'the request has neither If-None-Match nor If-Modified-Since, so there is nothing that is not modified');
}
function credentialsRefused(x) {
  if (x.status === 401 && x.asked() && x.askedWith('Authorization')) x.say(x.start(), 'the request has Authorization, so the credentials were refused, and not missing');
}

// checks are the functions of the rules, which doctor.json lists by name.
const checks = {
  'age-syntax': ageSyntax,
  'allow-lists-refused-method': allowListsRefusedMethod,
  'allow-missing': allowMissing,
  'allow-syntax': allowSyntax,
  'basic-charset': basicCharset,
  'basic-realm': basicRealm,
  'bearer-error-meaning': bearerErrorMeaning,
  'bearer-error-status': bearerErrorStatus,
  'bearer-error-unknown': bearerErrorUnknown,
  'bearer-params': bearerParams,
  'blocked-by-advice': blockedByAdvice,
  'body-forbidden': bodyForbidden,
  'body-length': bodyLength,
  'cache-control-conflict': cacheControlConflict,
  'cache-control-quoted': cacheControlQuoted,
  'cache-control-repeated': cacheControlRepeated,
  'cache-control-separator': cacheControlSeparator,
  'cache-control-value': cacheControlValue,
  'challenge-missing': challengeMissing,
  'challenge-syntax': challengeSyntax,
  'chunked-old-version': chunkedOldVersion,
  'chunked-repeated': chunkedRepeated,
  'connection-upgrade-missing': connectionUpgradeMissing,
  'content-length-and-transfer-encoding': lengthAndCoding,
  'content-length-conflict': contentLengthConflict,
  'content-length-forbidden': contentLengthForbidden,
  'content-length-repeated': contentLengthRepeated,
  'content-length-syntax': contentLengthSyntax,
  'content-range-form-416': contentRangeForm416,
  'content-range-invalid': contentRangeInvalid,
  'content-range-length': contentRangeLength,
  'content-range-meaningless': contentRangeMeaningless,
  'content-range-missing': contentRangeMissing,
  'content-range-missing-416': contentRangeMissing416,
  'content-range-syntax': contentRangeSyntax,
  'content-range-unsatisfied-on-206': contentRangeUnsatisfied,
  'content-type-body': contentTypeBody,
  'content-type-missing': contentTypeMissing,
  'content-type-syntax': contentTypeSyntax,
  'cookie-date': cookieDate,
  'cookie-flags-advice': cookieFlagsAdvice,
  'cookie-joined': cookieJoined,
  'cookie-max-age': cookieMaxAge,
  'cookie-partitioned': cookiePartitioned,
  'cookie-prefix': cookiePrefix,
  'cookie-samesite-none': cookieSameSiteNone,
  'cookie-shared-cache': cookieSharedCache,
  'cors-credentials-star': corsCredentialsStar,
  'cors-credentials-value': corsCredentialsValue,
  'cors-origin-syntax': corsOriginSyntax,
  'cors-star-literal': corsStarLiteral,
  'cors-vary-advice': corsVaryAdvice,
  'created-location-advice': createdLocationAdvice,
  'credentials-refused': credentialsRefused,
  'date-missing': dateMissing,
  'date-obsolete': dateObsolete,
  'date-syntax': dateSyntax,
  'date-weekday': dateWeekday,
  'digest-params': digestParams,
  'etag-syntax': etagSyntax,
  'expires-zero': expiresZero,
  'field-fold': formProblem,
  'field-forbidden': fieldForbidden,
  'field-line-syntax': formProblem,
  'field-missing': fieldMissing,
  'field-name-syntax': formProblem,
  'field-space-before-colon': formProblem,
  'field-value-control': formProblem,
  'field-value-not-ascii': fieldValueNotASCII,
  'h2-101': h2SwitchingProtocols,
  'h2-connection-field': h2ConnectionField,
  'hsts-max-age': hstsMaxAge,
  'hsts-repeated': hstsRepeated,
  'interim-only': interimOnly,
  'last-modified-future': lastModifiedFuture,
  'link-rel': linkRel,
  'link-syntax': linkSyntax,
  'location-missing': locationMissing,
  'location-scheme': locationScheme,
  'location-syntax': locationSyntax,
  'multipart-boundary': multipartBoundary,
  'multipart-top-content-range': multipartTopContentRange,
  'must-not-store': mustNotStore,
  'nosniff-value': nosniffValue,
  'not-a-response': notAResponse,
  'not-modified-metadata': notModifiedMetadata,
  'not-modified-not-asked': notModifiedNotAsked,
  'pragma-advice': pragmaAdvice,
  'problem-members': problemMembers,
  'problem-status': problemStatus,
  'proxy-challenge-missing': proxyChallengeMissing,
  'pseudo-field': formProblem,
  'range-not-asked': rangeNotAsked,
  'reason-contradicts': reasonContradicts,
  'request-field': requestField,
  'retry-after-advice': retryAfterAdvice,
  'retry-after-syntax': retryAfterSyntax,
  'second-status-line': formProblem,
  'singleton-repeated': singletonRepeated,
  'status-deprecated': statusDeprecated,
  'status-line-syntax': formProblem,
  'status-range': formProblem,
  'status-unregistered': statusUnregistered,
  'too-many-fields': formProblem,
  'transfer-encoding-forbidden': transferEncodingForbidden,
  'upgrade-missing': upgradeMissing,
  'vary-encoding-advice': varyEncodingAdvice,
  'vary-star': varyStar,
  'version-unknown': formProblem,
  'websocket-accept-missing': websocketAcceptMissing,
};
const byForm = [formProblem, notAResponse]; // which texts can break that are no response

// -- Package doctor: facts and all of it -----------------------------------------------
// factsOf reads what doctor.json says of codes.
function factsOf(data) {
  const phrases = new Map();
  for (const [status, c] of Object.entries(data.codes)) if (c.phrase) phrases.set(c.name.toLowerCase(), Number(status));
  return {
    byPhrase: phrase => phrases.get(lower(phrase)),
    code(status) {
      const c = data.codes[status] ?? {};
      return {
        name: octets(c.name ?? ''), standing: c.standing ?? data.unlisted, uses: (c.uses ?? []).map(u => u.map(octets)),
        fields: (c.fields ?? []).map(([name, level, spec]) => ({name, level, spec: octets(spec)})),
        noContent: 'noContent' in c, noContentSpec: octets(c.noContent ?? ''), noStore: 'noStore' in c, noStoreSpec: octets(c.noStore ?? ''),
      };
    },
  };
}
function examine(x, data) {
  const report = {list: [], count: new Map()}, facts = factsOf(data);
  const rules = data.rules.map(([id, severity, spec]) => ({id, severity, spec: octets(spec), check: checks[id]}));
  x.responses.forEach((m, i) => {
    const e = new Exam(x, m, facts, report), any = m.kind === Response || m.kind === Unknown && m.fields.length > 0;
    e.last = i === x.responses.length - 1;
    for (e.rule of rules) if (any || byForm.includes(e.rule.check)) e.rule.check(e);
  });
  return findings(report);
}

// -- Package cli: the diagnosis --------------------------------------------------------
function about(data, status) {
  const c = data.codes[status];
  if (c?.page) return {status, name: c.entry ?? c.name, summary: c.summary, page: c.page};
  if (status < 100 || status > 999) return {status};
  const as = status > 599 ? 500 : Math.floor(status / 100) * 100;
  return {status, summary: `nobody registered it; a client treats it like ${as}`, page: `/${as}/`};
}
// fitting returns the cause that shares most words with a response, if one stands out.
function fitting(c, m) {
  const said = new Set();
  for (const s of [...m.fields.map(f => f.value), m.body.slice(0, 4000)]) for (const w of lower(s).split(/[^a-z0-9_]+/)) said.add(w);
  let best = 0, second = 0, found;
  for (const [title, id, words] of c?.causes ?? []) {
    const n = words.split(' ').filter(w => said.has(w)).length;
    if (n > best) [best, second, found] = [n, best, {title, page: c.page + '#' + id}];
    else if (n > second) second = n;
  }
  return best < 2 || best === second ? undefined : found;
}

// diagnose says what is wrong with the response in a text, or in octets, in the
// form of cli.Diagnosis. data is doctor.json. It throws a NoResponse.
function diagnose(input, data) {
  const p = parsePaste(octets(input)), d = {form: p.form, status: null};
  if (p.entry) {
    const e = p.entry;
    Object.assign(d, about(data, e.status));
    if (e.status === 0) d.status = null;
    return {...d, notes: [text(`${e.source}: ${trimSpace(e.method + ' ' + e.target)}`), ...e.notes.map(text)], findings: []};
  }
  const last = p.responses.at(-1), status = last.start.status;
  if (p.form !== 'header fields' && last.kind === Response) Object.assign(d, about(data, status), {cause: fitting(data.codes[status], last)});
  d.findings = [];
  for (const f of examine({request: p.request, responses: p.responses, exact: false}, data)) {
    if (p.form === 'header fields' && f.line < 1) continue; // about the status line that was not pasted
    const [line, column] = p.form === 'HAR file' ? [0, 0] : p.place(f.line, f.col);
    const out = {severity: f.severity, rule: f.rule, message: text(f.message)};
    if (f.spec) out.spec = text(f.spec);
    if (line) out.line = line;
    if (column) out.column = column;
    if (f.fix) out.fix = text(f.fix);
    d.findings.push(out);
  }
  return JSON.parse(JSON.stringify(d)); // without what is not there
}
return {diagnose, checks: Object.keys(checks), NoResponse};
})();
if (typeof module === 'object') module.exports = globalThis.statuswikiDoctor;
