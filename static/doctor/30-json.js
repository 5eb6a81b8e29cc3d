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

