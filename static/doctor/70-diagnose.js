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
