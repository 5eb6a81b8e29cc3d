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

