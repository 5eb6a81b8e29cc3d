// Search in a dialog, and the filter of the table of codes. Loaded when somebody
// wants one of them; the index, search.json, comes with it. How pages are found
// and ranked stands in the comment of internal/search, which gives the same list
// for the same query: change both.
'use strict';
globalThis.statuswikiSearch = (() => {
const exactly = 1e5, byNumber = 5e4, byPrefix = 2e4, byClass = 1e4;
const three = (n, least = 3) => String(n).padStart(least, '0');

// -- Words ------------------------------------------------------------------
const runs = text => (text.replace(/['’]/g, '').match(/(?:[0-9A-Za-z]|(?<=[0-9])\.(?=[0-9]))+/g) ?? [])
  .flatMap(run => run.split(/(?<=[A-Za-z])(?=[0-9]{3}(?![0-9]))|(?<=(?<![0-9])[0-9]{3})(?=[A-Za-z])/))
  .map(run => run.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).map(part => part.toLowerCase()));
const keyOf = text => runs(text).flat().join('');
const stems = new Map();
function stem(word) {
  let w = stems.get(word) ?? '';
  if (w) return w;
  w = word;
  const cut = (least, end, put = '') => w.length >= least && w.endsWith(end) && (w = w.slice(0, -end.length) + put, true);
  if (!cut(5, 'ies', 'y') && !/(ss|us|is)$/.test(w)) cut(4, 's');
  if (cut(6, 'ing') || !w.endsWith('eed') && cut(5, 'ed')) w = w.replace(/([^lsez0-9])\1$/, '$1');
  else cut(7, 'ion') || cut(6, 'ly');
  cut(4, 'e');
  cut(6, 'is', 'iz');
  stems.set(word, w);
  return w;
}
function slips(a, b, limit) {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before, last, now = [...Array(b.length + 1).keys()];
  for (let i = 1; i <= a.length; i++) {
    [before, last, now] = [last, now, [i]];
    for (let j = 1; j <= b.length; j++) {
      now[j] = Math.min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) now[j] = Math.min(now[j], before[j - 2] + 1);
    }
  }
  return Math.min(now[b.length], limit + 1);
}

// -- Codes ------------------------------------------------------------------
// What a code looks like: HTTP's, or what the index says.
const formOf = ix => ix.codes ?? {least: 3, most: 3, prefix: ''};
// classOf returns the name of a page's class and the class of its style.
const classOf = (ix, p) => ix.codes ? ix.codes.classes[p.c - 1] ?? ['Others', ix.codes.others] : [three(p.n[0])[0] + 'xx', 'c' + three(p.n[0])[0]];

// -- Ranking ----------------------------------------------------------------
// reader takes the index and returns a function from a query to hits.
function reader(ix) {
  const {least, most, prefix} = formOf(ix), digits = n => three(n, least), prefixed = RegExp(`^[1-9]([0-9]{0,${most - 1}}[xX]{0,${most - 1}})$`);
  const stop = new Set(ix.stop.split(' ')), units = new Set(ix.units.split(' ')), same = new Map(Object.entries(ix.same));
  const fold = words => {
    const single = words.flatMap(w => (same.get(w = stem(w)) ?? w).split(' ')), out = [];
    for (let i = 0; i < single.length; i++) {
      const to = same.get(single[i] + ' ' + single[i + 1]);
      if (to) { out.push(...to.split(' ')); i++ } else out.push(single[i]);
    }
    return out;
  };
  const phrases = [], words = [], known = new Map();
  ix.pages.forEach((p, page) => {
    const lines = p.l.split('\n').map(l => { const [text, at] = l.slice(1).split('\t'); return {kind: l[0], text, at} });
    p.title = (p.n?.length === 1 ? prefix + digits(p.n[0]) + ' ' : '') + lines[0].text;
    if (p.n?.length === 1) lines.unshift({kind: '#', text: digits(p.n[0])});
    for (const t of p.g ?? []) lines.push({kind: 't', text: ix.tags[t][1]});
    p.lines = lines;
    for (const line of lines) {
      const texts = fold(line.kind === 'k' ? runs(line.text).flat() : runs(line.text).map(parts => parts.join(''))), made = new Set();
      for (const text of texts) {
        if (!known.has(text)) { known.set(text, words.length); words.push({text, in: [], pages: new Set()}) }
        const word = words[known.get(text)];
        if (!made.has(word)) word.in.push(phrases.length);
        made.add(word);
        word.pages.add(page);
      }
      phrases.push({...line, page, worth: ix.kinds[line.kind], key: keyOf(line.text), words: [...made],
        sub: line.kind === '#' && texts[0].includes('.') ? texts[0] : null});
    }
  });
  for (const w of words) w.weight = stop.has(w.text) ? 1 : 32 - Math.clz32(ix.pages.length / w.pages.size);
  for (const p of phrases) p.weight = p.words.reduce((sum, w) => sum + w.weight, 0);

  function parse(text) {
    text = text.slice(0, 400);
    const line = /HTTP\/[0-9](?:\.[0-9])?"? +([0-9]{3})(?:[^0-9]|$)/.exec(text), field = /^[ <>]*([A-Za-z-]+):/.exec(text);
    const last = text.replace(/^(?:[A-Za-z]\w*(?:\.|::))+([A-Za-z]\w*)$/, '$1'), key = keyOf(last);
    const each = runs(last.replace(/\([0-9]+:/g, ' ')), list = each.flatMap(parts => known.has(fold([parts.join('')]).join(' ')) ? [parts.join('')] : parts);
    const code = RegExp(`^${ix.codes ? '[a-z]*' : ''}([0-9]{${least},${most}})(\\.|$)`);
    const numbers = list.filter((w, i) => code.test(w) && (!w.includes('.') || known.has(w)) && !units.has(stem(list[i + 1] ?? '')))
      .map(w => code.exec(w)[1]);
    const folded = fold(list);
    return {
      keys: [keyOf(text), key, key.replace(/^(?:http)?(?:status)?(?:code)?(.*?)(?:codes?|errors?)?$/, '$1')], words: [...new Set(folded)].slice(0, 40),
      numbers: line && !ix.codes ? [line[1]] : [...new Set(numbers)], alone: each.length === 1 ? each[0].join('') : '', field: field && 'headers/' + field[1].toLowerCase() + '/',
    };
  }
  function fits(text, last) {
    let out = [], weight = stop.has(text) ? 1 : 2, best = 0;
    const begins = text.length >= (last ? 2 : 4) && /[^0-9.]/.test(text);
    for (const w of words) {
      if (w.text === text) out.push([w, 8]);
      else if (begins && w.text.startsWith(text)) out.push([w, 3 + Math.floor(4 * text.length / w.text.length)]);
    }
    const limit = text.length >= 8 ? 2 : 1;
    if (!out.length && text.length >= 4 && !/[0-9]/.test(text))
      for (const w of words) {
        const d = w.text[0] === text[0] ? slips(text, w.text, limit) : 9;
        if (d <= limit) out.push([w, 7 - 2 * d]);
      }
    for (const [w, quality] of out) if (quality > best) { best = quality; weight = w.weight }
    return [out, weight];
  }
  function byNumbers(q, p) {
    let score = 0;
    if (q.field && p.p === q.field) return byNumber;
    for (const n of p.n ?? []) {
      if (q.numbers.includes(digits(n))) score += byNumber * p.n.length;
      else return p.n.length === 1 && prefixed.test(q.alone) && digits(n).startsWith(q.alone.replace(/x+$/, '')) ? byPrefix : 0;
    }
    if (!score && q.numbers.length === 1 && q.numbers[0] === q.alone && !known.has(q.alone) && /^\d+x/.test(p.p) && RegExp(`^${p.p.replace(/x/g, '\\d').replace('/', '$')}`).test(q.alone)) return byClass;
    return score;
  }
  // whole: every word that tells something was found on the page (1), in one phrase (2).
  return (text, limit = 10) => {
    const q = parse(text), sums = new Int32Array(phrases.length), covers = new Int32Array(ix.pages.length), met = new Int32Array(phrases.length);
    const there = new Int32Array(ix.pages.length);
    let all = 0, telling = 0;
    q.words.forEach((word, i) => {
      const [list, weight] = fits(word, i + 1 === q.words.length), bests = new Map(), cover = new Map();
      all += weight;
      telling += !stop.has(word);
      for (const [w, quality] of list) for (const i of w.in) {
        const {page, worth} = phrases[i];
        if (quality > (bests.get(i) ?? 0)) bests.set(i, quality);
        if (quality * worth > (cover.get(page) ?? 0)) cover.set(page, quality * worth);
      }
      for (const [i, best] of bests) { sums[i] += weight * best; met[i] += !stop.has(word) }
      for (const [i, best] of cover) { covers[i] += weight * best; there[i] += !stop.has(word) }
    });
    const hits = ix.pages.map((page, i) => ({page, score: 0, phrase: null, whole: +(covers[i] > 0 && there[i] === telling)}));
    phrases.forEach((p, i) => {
      const same = p.key && q.keys.includes(p.key);
      if (!sums[i] && !same) return;
      let score = Math.floor(Math.floor(2000 * sums[i] / (8 * (all + p.weight))) * p.worth / 10);
      if (same) score += exactly + 1000 * p.worth;
      else if (p.sub && q.words.includes(p.sub)) score += byNumber;
      const hit = hits[p.page];
      if (met[i] === telling) hit.whole = 2;
      if (score > hit.score) { hit.score = score; hit.phrase = p }
    });
    hits.forEach((hit, i) => { hit.score += (all && Math.floor(1000 * covers[i] / (80 * all))) + byNumbers(q, hit.page) });
    return hits.filter(hit => hit.score > 0).sort((a, b) => b.score - a.score).slice(0, limit)
      .map(h => ({...h, path: h.page.p + (h.phrase?.at ? '#' + h.phrase.at : ''), title: h.page.title, found: h.phrase?.text ?? ''}));
  };
}

// -- On the page ------------------------------------------------------------
// The style comes with the script, in a way that a policy against styles in the
// page has nothing to say about.
const style = `
#search { width: min(40rem, 94vw); max-width: none; margin-top: 8vh; padding: 1rem; max-height: 84vh; overflow: auto }
#search div { display: block }
#search form { display: flex; gap: .5rem }
#search input { max-width: none }
#search p { margin: .5rem 0 0; color: var(--dim); font-size: .875rem }
#search a { display: block; padding: .5rem .75rem; border-left: 4px solid var(--accent); margin-top: .25rem; color: var(--ink); text-decoration: none }
#search a b { color: var(--accent) }
#search [aria-selected=true] { font-weight: 400; background: var(--box); outline: 2px solid var(--link); outline-offset: -2px }
#picks { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end }
#picks label { font-weight: 600 }
#picks select { display: block; font: inherit; padding: .35rem; max-width: 14rem }`;

function ui({$, $$, make, announce, root}) {
  const disk = location.protocol === 'file:';
  const to = path => { const [page, at] = path.split('#'); return root + page + (disk ? 'index.html' : '') + (at ? '#' + at : '') };
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets.push(sheet);

  // A page from disk may not read a file, but load a script.
  let index, ready;
  const fetched = () => disk ? new Promise((done, fail) => {
    globalThis.statuswikiIndex = done;
    document.head.append(make('script', {src: root + 'search-index.js', onerror: fail}));
  }) : fetch(root + 'search.json').then(r => r.ok ? r.json() : Promise.reject(Error(r.status)));
  const load = () => ready ??= fetched().then(ix => { index = ix; return reader(ix) }).catch(e => { ready = null; throw e });
  document.addEventListener('statuswiki:search', () => { ready = null; if ($('#picks')) table() });

  // -- The dialog ---
  let dialog, input, list, note, find, at = 0;
  const options = () => [...list.children];
  function mark(i) {
    at = i;
    options().forEach((o, n) => { o.ariaSelected = n === i });
    const on = options()[i];
    input.setAttribute('aria-activedescendant', on?.id ?? '');
    on?.scrollIntoView({block: 'nearest'});
  }
  function update() {
    const text = input.value, hits = find && text.trim() ? find(text, 10) : [];
    list.replaceChildren(...hits.map(({path, title, found, page}, i) => {
      const a = make('a', {href: to(path), id: 'hit-' + i, tabIndex: -1, role: 'option', className: page.n?.length === 1 ? classOf(index, page)[1] : ''}, make('b', {textContent: title}));
      if (found && !title.toLowerCase().includes(found.toLowerCase())) a.append(make('br'), make('small', {textContent: found}));
      return a;
    }));
    list.hidden = !hits.length;
    input.ariaExpanded = hits.length > 0;
    mark(0);
    note.textContent = !text.trim() ? 'A number, name, symptom, message, header field, constant or log line.'
      : !find ? 'Loading …' : hits.length ? hits.length + ' found' : 'Nothing found.';
  }
  async function key(e) {
    const all = options(), step = {ArrowDown: 1, ArrowUp: -1}[e.key];
    if (e.isComposing) return;
    if (step && all.length) {
      e.preventDefault();
      mark((at + step + all.length) % all.length);
    } else if (e.key === 'Escape' && input.value) {
      e.preventDefault();
      input.value = '';
      update();
    } else if (e.key === 'Enter') {
      e.preventDefault();
      const elsewhere = e.ctrlKey || e.metaKey || e.shiftKey;
      if (!find) await load().then(() => {}, () => {});
      const href = options()[at]?.href;
      if (!href) return;
      if (elsewhere) return window.open(href);
      dialog.close();
      location.href = href;
    }
  }
  function build() {
    input = make('input', {type: 'text', autocomplete: 'off', spellcheck: false, enterKeyHint: 'go', role: 'combobox', ariaLabel: 'Search', ariaAutoComplete: 'list', id: 'search-for', placeholder: document.body.dataset.codes ? '' : '401, token expired, …'});
    input.setAttribute('aria-controls', 'hits');
    list = make('div', {id: 'hits', role: 'listbox', ariaLabel: 'Results'});
    note = make('p', {role: 'status'});
    dialog = make('dialog', {id: 'search', ariaLabel: 'Search'}, make('form', {method: 'dialog'}, input, make('button', {textContent: 'Close'})), list, note);
    input.addEventListener('input', update);
    input.addEventListener('keydown', key);
    dialog.addEventListener('click', e => { if (e.target === dialog || e.target.closest('a') && !e.ctrlKey && !e.metaKey && !e.shiftKey) dialog.close() });
    document.body.append(dialog);
  }

  // -- The table ---
  const facets = {class: 'Class', standing: 'Standing', tag: 'Tag', vendor: 'Vendor'};
  const page = path => index.pages.find(p => p.p === path);
  const facts = p => { // values and their labels, by facet
    const [name] = classOf(index, p);
    return {
      class: [[name, page(name + '/')?.title ?? name]], standing: p.s ? [[p.s, p.s]] : [],
      tag: (p.g ?? []).map(t => index.tags[t]), vendor: (p.v ?? []).map(v => page('vendors/').lines[v]).map(l => [l.at, l.text]),
    };
  };
  // table makes the filter of the front page look at all that the index has, and
  // keeps its state in the address.
  async function table(show) {
    find = await load();
    const q = $('#q'), codes = new Map(index.pages.filter(p => p.n?.length === 1).map(p => [p.n[0], facts(p)]));
    const url = new URL(location);
    let picks = $('#picks');
    const selects = () => $$('select', picks);
    const run = () => {
      const text = q.value.trim(), {most, prefix} = formOf(index), number = text.length <= most && /^([0-9]+|[1-9][0-9]*x+)$/i.test(text) && text.replace(/x+$/i, '');
      const found = text ? find(text, Infinity).filter(h => h.whole && h.page.n?.length === 1) : [], level = Math.max(...found.map(h => h.whole));
      const hits = found.filter(h => h.whole === level), fit = new Set(hits.map(h => h.page.n[0]));
      const rows = new Map(), picked = selects().filter(s => s.value);
      for (const section of $$('.codes')) {
        section.hidden = true;
        for (const li of $$('li', section)) {
          const shown = $('b', li).textContent.slice(prefix.length), n = +shown;
          li.hidden = text && !(number === false ? fit.has(n) : shown.startsWith(number)) ||
            !picked.every(s => codes.get(n)?.[s.name].some(([value]) => value === s.value));
          if (!li.hidden) { section.hidden = false; rows.set(n, $('a', li)) }
        }
      }
      $('#none').hidden = rows.size > 0;
      q.best = hits.map(h => rows.get(h.page.n[0])).find(Boolean);
      for (const [name, value] of [['q', q.value], ...selects().map(s => [s.name, s.value])])
        if (value) url.searchParams.set(name, value); else url.searchParams.delete(name);
      try { history.replaceState(null, '', url) } catch {} // from disk, perhaps
      return rows.size;
    };
    const change = () => announce(run() + ' found');
    if (!picks) {
      picks = make('div', {id: 'picks', hidden: true});
      for (const [name, title] of Object.entries(facets)) {
        const options = new Map([...codes.values()].flatMap(f => f[name]));
        const select = make('select', {name}, make('option', {value: '', textContent: 'Any'}), ...[...options].sort(([, a], [, b]) => a.localeCompare(b, 'en'))
          .map(([value, textContent]) => make('option', {value, textContent})));
        select.value = options.has(url.searchParams.get(name)) ? url.searchParams.get(name) : '';
        select.addEventListener('change', change);
        picks.append(make('label', {}, title, select));
      }
      const reset = make('button', {type: 'button', textContent: 'Show all'});
      reset.addEventListener('click', () => { q.value = ''; for (const s of selects()) s.value = ''; change() });
      picks.append(reset);
      q.closest('p').after(picks);
    }
    if (show || selects().some(s => s.value)) picks.hidden = false;
    q.oninput = change;
    run();
  }
  return {
    // open shows the dialog; what was typed meanwhile is in it.
    open(typed) {
      if (!dialog?.isConnected) build();
      if (typed) input.value = typed;
      if (!dialog.open) dialog.showModal();
      input.focus();
      if (!typed) input.select();
      update();
      load().then(f => { find = f; update() }, () => { note.textContent = 'The index could not be loaded. The front page has all codes.' });
    },
    table,
  };
}
return {reader, ui};
})();
