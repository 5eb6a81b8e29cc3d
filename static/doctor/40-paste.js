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

