// Live reload, what is wrong, over the page. The overlay tells why the site could
// not be rebuilt; the badge in the corner holds the warnings of a good build.
//
// Tests find them as #statuswiki-overlay and #statuswiki-warnings, with an open
// shadow root each; they are in the document while they are shown.

const overlayID = "statuswiki-overlay";
const badgeID = "statuswiki-warnings";

const css = `
  :host { all: initial !important; }
  @media print { :host { display: none !important; } }
  * { box-sizing: border-box; }
  .back { position: fixed; inset: 0; z-index: 2147483647; overflow: auto; padding: 4vmin;
    background: rgb(0 0 0 / .6); color-scheme: light dark; }
  .panel, .badge { font: 15px/1.5 system-ui, sans-serif; color: light-dark(#1b1b1b, #eee);
    background: light-dark(#fff, #1d1f21); color-scheme: light dark; }
  .panel { max-width: 60rem; margin: 0 auto; padding: 1.25rem 1.5rem; border-radius: 6px;
    border-top: 5px solid light-dark(#b3001b, #ff6b7a); outline: none; }
  .top { display: flex; gap: 1rem; align-items: start; justify-content: space-between; }
  h1 { font-size: 1.15rem; line-height: 1.4; margin: 0; }
  p { margin: .25rem 0 0; }
  .quiet { color: light-dark(#595959, #b0b0b0); }
  button, summary { font: inherit; color: inherit; cursor: pointer; }
  button { min-width: 2.25rem; min-height: 2.25rem; padding: 0 .75rem; background: none;
    border: 1px solid currentColor; border-radius: 4px; }
  button:focus-visible, summary:focus-visible { outline: 3px solid light-dark(#0b57d0, #8ab4f8); outline-offset: 2px; }
  ol { list-style: none; margin: 1rem 0 0; padding: 0; }
  li { padding: .75rem 0; border-top: 1px solid light-dark(#ddd, #444); overflow-wrap: anywhere; }
  .text { white-space: pre-wrap; font-weight: 600; }
  .where, .rule, pre { font-family: ui-monospace, monospace; font-size: .875rem; }
  .error .level { color: light-dark(#b3001b, #ff8a95); }
  .warning .level { color: light-dark(#7a4b00, #f0b429); }
  pre { margin: .5rem 0 0; padding: .5rem .75rem; overflow-x: auto; background: light-dark(#f3f3f3, #2a2d30); }
  button.where { display: block; min-height: 1.5rem; padding: 0; border: 0; text-decoration: underline; }
  .badge { position: fixed; right: .75rem; bottom: .75rem; z-index: 2147483646; max-width: min(40rem, calc(100vw - 1.5rem));
    max-height: 60vh; overflow: auto; border: 1px solid light-dark(#7a4b00, #f0b429); border-radius: 6px; padding: 0 .75rem; }
  .badge summary { padding: .35rem 0; }`;

function make(tag, className, text) {
  const el = document.createElement(tag);
  if (className) el.className = className;
  if (text) el.textContent = text;
  return el;
}

// The host is a child of <html>, beside the body, so that exchanging the body
// does not touch it, and in a shadow root, so that the page's style does not.
function host(id) {
  const el = make("div");
  el.id = id;
  const shadow = el.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // a <style> would need leave of the page's CSP
  sheet.replaceSync(css);
  shadow.adoptedStyleSheets = [sheet];
  document.documentElement.append(el);
  return shadow;
}

function list(event) {
  const ol = make("ol");
  for (const f of event.findings) {
    const li = make("li", f.level);
    const where = whereOf(f);
    if (where) li.append(make("div", "where", where));
    const line = make("div", "text");
    line.append(make("span", "level", f.level), ": " + f.text);
    li.append(line);
    if (f.source) li.append(make("pre", "frame", f.source + (f.caret ? "\n" + f.caret : "")));
    if (f.hint) li.append(make("p", "hint", "Hint: " + f.hint));
    if (f.rule) li.append(make("div", "rule quiet", f.rule));
    ol.append(li);
  }
  if (event.more) ol.append(make("li", "quiet", "and " + event.more + " more; the terminal has them all"));
  return ol;
}

let focusBefore = null;

function showOverlay(event) {
  let shadow = document.getElementById(overlayID)?.shadowRoot;
  const fresh = !shadow;
  if (fresh) {
    focusBefore = document.activeElement;
    addEventListener("keydown", closeByKey, true);
    shadow = host(overlayID);
  }
  const panel = make("div", "panel");
  panel.setAttribute("role", "alertdialog");
  panel.setAttribute("aria-labelledby", "title");
  panel.setAttribute("aria-describedby", "about");
  panel.setAttribute("aria-live", "assertive");
  panel.tabIndex = -1;
  const n = event.findings.length + (event.more || 0);
  const words = make("div");
  const title = make("h1", "", n === 1 ? "The site could not be rebuilt" : "The site could not be rebuilt: " + n + " findings");
  title.id = "title";
  const about = make("p", "quiet", (event.id ? "The last good site is still being served. " : "") + "This goes away when it is mended.");
  about.id = "about";
  words.append(title, about);
  const close = make("button", "", "Close (Esc)");
  close.type = "button";
  close.addEventListener("click", hideOverlay);
  const top = make("div", "top");
  top.append(words, close);
  panel.append(top, list(event));
  const back = make("div", "back");
  back.append(panel);
  shadow.replaceChildren(back);
  if (fresh && document.hasFocus()) panel.focus({ preventScroll: true });
}

function hideOverlay() {
  const el = document.getElementById(overlayID);
  if (!el) return;
  const within = document.activeElement === el;
  el.remove();
  removeEventListener("keydown", closeByKey, true);
  if (within && focusBefore?.isConnected) focusBefore.focus({ preventScroll: true });
  focusBefore = null;
}

function closeByKey(e) {
  if (e.key !== "Escape") return;
  e.stopPropagation(); // the page may have a use of its own for it
  hideOverlay();
}

function showBadge(event) {
  const n = event.findings.length + (event.more || 0);
  const old = document.getElementById(badgeID);
  const open = old?.shadowRoot.querySelector("details")?.open;
  old?.remove();
  if (n === 0) return;
  const box = make("details", "badge");
  box.open = Boolean(open);
  box.append(make("summary", "", n === 1 ? "1 warning" : n + " warnings"), list(event));
  host(badgeID).append(box);
}
