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

