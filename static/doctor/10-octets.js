// The response doctor in the browser: the same as `statuswiki explain -`, which
// is internal/paste, internal/httpmsg, internal/doctor and internal/cli. Names and
// order are those of the Go side, so that both can be read side by side, and
// internal/cli/port_test.go holds the two against each other: change both.
//
// The files of this folder are one script in the order of their names: the build
// joins them, so that the page loads one, and only the first and the one before
// the page open and close the function around it all.
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

