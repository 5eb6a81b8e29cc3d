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

