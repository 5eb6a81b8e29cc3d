// Live reload, what is wrong, beside the text that it is about.
//
// The server says of the page that is looked at which of its elements shows the
// place of a finding. Those are counted in the page as it was sent (base); what
// scripts added to it since does not count. Tests find a note as
// .statuswiki-note, with an open shadow root.

const noteCSS = new CSSStyleSheet();
noteCSS.replaceSync(`
  :host { all: initial !important; display: block !important; margin: .4rem 0 .8rem !important; max-width: 46rem !important; }
  @media print { :host { display: none !important; } }
  .note { font: 15px/1.5 system-ui, sans-serif; color-scheme: light dark; color: light-dark(#1b1b1b, #eee);
    background: light-dark(#fff8e6, #2b2618); border-left: 4px solid light-dark(#7a4b00, #f0b429);
    border-radius: 0 4px 4px 0; padding: .35rem .75rem; overflow-wrap: anywhere; white-space: pre-wrap; }
  .note.error { background: light-dark(#fff0f1, #31191c); border-color: light-dark(#b3001b, #ff8a95); }
  .level { font-weight: 600; color: light-dark(#663c00, #f0b429); }
  .error .level { color: light-dark(#8c0015, #ffa3ac); }
  .where, .rule { font-family: ui-monospace, monospace; font-size: .875rem; color: light-dark(#4a4a4a, #c4c4c4); }`);

let noted = []; // the notes in the page
let notedAs = ""; // what they say, and where

// refreshNotes shows what the last event found in the file of this page.
async function refreshNotes(event) {
  if (!base) return;
  let said = { notes: [], among: "main" };
  if (event.findings.length > 0) {
    const response = await fetch("/_live/notes?page=" + encodeURIComponent(decodeURI(location.pathname)), { cache: "no-store", credentials: "same-origin" });
    if (!response.ok) return;
    said = await response.json();
    if (said.page && said.page !== pageOf(base)) return; // the event that tells of that page is on its way
  }
  const as = JSON.stringify(said);
  if (as !== notedAs || !noted.every((n) => n.isConnected)) {
    notedAs = as;
    if (noted.length > 0 || said.notes.length > 0) steady(() => placeNotes(said));
  }
  said.notes.forEach((f, i) => linkTo(noted[i], whereOf(f)));
}

function placeNotes(said) {
  for (const old of noted) old.remove();
  noted = [];
  const spots = said.among ? base.querySelectorAll(said.among) : [];
  for (const f of said.notes) {
    const note = noteOf(f);
    put(note, f.nth < 0 || !spots[f.nth] ? null : inPage(spots[f.nth]));
    noted.push(note);
  }
}

function whereOf(f) {
  return [f.file, f.line, f.col].filter(Boolean).join(":");
}

function noteOf(f) {
  const el = make("div", "statuswiki-note");
  el.made = true; // so that it is no part of the page when that changes
  el.setAttribute("role", "note");
  const box = make("div", "note " + f.level);
  const line = make("div");
  line.append(make("span", "level", f.level), ": ", make("span", "text", f.text));
  box.append(line);
  if (f.hint) box.append(make("div", "hint", "Hint: " + f.hint));
  const foot = make("div");
  foot.append(make("span", "where", whereOf(f)), " ", make("span", "rule", f.rule ? "[" + f.rule + "]" : ""));
  box.append(foot);
  const shadow = el.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [noteCSS];
  shadow.append(box);
  return el;
}

// inPage returns the element of the page that was sent as el, or the innermost
// one around it that is there as it was sent.
function inPage(el) {
  const path = [];
  for (; el && el !== base.body; el = el.parentNode) path.unshift(el);
  let live = document.body;
  for (const was of path) {
    const at = Array.prototype.indexOf.call(was.parentNode.childNodes, was);
    const next = Array.from(live.childNodes).filter((n) => !retired.has(n) && !n.made)[at];
    if (!next || next.nodeName !== was.nodeName) break;
    live = next;
  }
  return live;
}

// put places a note beside an element; without one, at the top of the page.
function put(note, el) {
  if (!el || el === document.body || el.localName === "main") {
    el = document.querySelector("main > :first-child") || document.body;
    return el.append(note);
  }
  if (el.localName === "tr") el = el.lastElementChild || el;
  if (["li", "dt", "dd", "td", "th", "summary"].includes(el.localName)) {
    return el.insertBefore(note, el.querySelector(":scope > :is(ul, ol)"));
  }
  while (noted.includes(el.nextSibling)) el = el.nextSibling;
  el.after(note);
}

// linkTo makes the place of a finding in the list over the page, or in the
// corner, lead to its note.
function linkTo(note, where) {
  for (const id of [overlayID, badgeID]) {
    for (const old of document.getElementById(id)?.shadowRoot.querySelectorAll(".where") || []) {
      if (old.textContent !== where) continue;
      const button = make("button", "where", where);
      button.type = "button";
      button.title = "Show it in the page";
      button.addEventListener("click", () => {
        hideOverlay();
        reveal(note);
      });
      old.replaceWith(button);
    }
  }
}

function reveal(note) {
  for (let up = note.parentElement; up; up = up.parentElement) {
    if (up.localName === "details") up.open = true;
    if (up.hidden) document.querySelector('[role=tab][aria-controls="' + CSS.escape(up.id) + '"]')?.click();
  }
  note.scrollIntoView({ block: "center" });
}
