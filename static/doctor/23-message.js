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

