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

