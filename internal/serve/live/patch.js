// Live reload, from the page as it was to the page as it is.
//
// was is the page as it was sent before, now as it is sent now, live what is in
// the browser: was, and what scripts and people made of it since. Only what
// differs between was and now is done to live.

// nameOf tells what a node is; see parse in client.js.
function nameOf(node) {
  return node.localName === "script" && node.type === "text/css" ? "STYLE" : node.nodeName;
}

// A patch changes live as now differs from was.
class Patch {
  styled = false; // some style changed
  content = false; // something else changed
  failed = false; // live is not what it should be; load anew

  node(live, was, now) {
    if (was.isEqualNode(now)) return;
    const alike = nameOf(live) === nameOf(was) && nameOf(was) === nameOf(now);
    if (!alike) {
      live.replaceWith(document.importNode(now, true));
      this.note(live);
    } else if (live.localName === "style") {
      restyle(live, now.textContent);
      this.styled = true;
    } else if (live.nodeType !== Node.ELEMENT_NODE) {
      live.data = now.data;
      this.note(live);
    } else if (isSheet(was) || isSheet(now)) {
      const fresh = document.importNode(now, true);
      if (live.media !== was.media) fresh.media = live.media; // a script has put it in force
      swapSheet(live, fresh);
      this.styled = true;
    } else {
      this.attributes(live, was, now);
      this.children(live, was, now);
    }
  }

  note(live) {
    const within = live.nodeType === Node.ELEMENT_NODE ? live : live.parentElement;
    if (within && within.closest("style")) this.styled = true;
    else this.content = true;
  }

  attributes(live, was, now) {
    for (const { name, value } of now.attributes) {
      if (was.getAttribute(name) === value) continue;
      live.setAttribute(name, value);
      if (isPolicy(live)) continue; // it counts for whole documents only, and says nothing to a reader
      if (live !== me && !(live.localName === "script" && name === "data-page")) this.content = true;
    }
    for (const { name } of was.attributes) {
      if (now.hasAttribute(name)) continue;
      live.removeAttribute(name);
      this.content = true;
    }
  }

  children(live, was, now) {
    const olds = Array.from(was.childNodes);
    const news = Array.from(now.childNodes);
    // What scripts of the page added does not count: they mark it as made, or
    // put it at the end. Where they did more than that, what is sent now
    // replaces it all.
    const lives = Array.from(live.childNodes).filter((n) => !retired.has(n) && !n.made);
    if (!olds.every((n, i) => lives[i] && nameOf(lives[i]) === nameOf(n))) {
      if (equalLists(olds, news)) return;
      if (live === document.head || live === document.body) {
        this.failed = true;
        return;
      }
      live.replaceChildren(...news.map((n) => document.importNode(n, true)));
      this.note(live);
      return;
    }
    let from = 0;
    let a = olds.length;
    let b = news.length;
    while (from < a && from < b && olds[from].isEqualNode(news[from])) from++;
    while (a > from && b > from && olds[a - 1].isEqualNode(news[b - 1])) a--, b--;
    const both = Math.min(a, b) - from;
    for (let i = from; i < from + both; i++) this.node(lives[i], olds[i], news[i]);
    for (let i = from + both; i < a; i++) {
      this.note(lives[i]);
      lives[i].remove();
    }
    const next = lives[a] || null;
    for (let i = from + both; i < b; i++) {
      const fresh = document.importNode(news[i], true);
      live.insertBefore(fresh, next && next.parentNode === live ? next : null);
      this.note(fresh);
    }
  }
}

function equalLists(a, b) {
  return a.length === b.length && a.every((n, i) => n.isEqualNode(b[i]));
}

// apply brings the document from base to now. It reports false when it cannot.
function apply(base, now) {
  const patch = new Patch();
  const keep = remember();
  const html = document.documentElement;
  const anchoring = html.style.overflowAnchor;
  html.style.overflowAnchor = "none"; // one of us keeps the place, not both
  try {
    patch.attributes(html, base.documentElement, now.documentElement);
    patch.node(document.head, base.head, now.head);
    patch.node(document.body, base.body, now.body);
    // A style that is new to the page is not allowed in it.
    if (patch.failed || document.querySelector("script[type='text/css']")) return false;
    if (patch.content || patch.styled) keep();
  } finally {
    html.style.overflowAnchor = anchoring;
    if (html.getAttribute("style") === "") html.removeAttribute("style");
  }
  if (patch.content) document.dispatchEvent(new CustomEvent("statuswiki:swap"));
  return true;
}

// steady does something to the page and keeps what people look at in its place.
function steady(work) {
  const html = document.documentElement;
  const anchoring = html.style.overflowAnchor;
  html.style.overflowAnchor = "none";
  const keep = remember();
  try {
    work();
    keep();
  } finally {
    html.style.overflowAnchor = anchoring;
    if (html.getAttribute("style") === "") html.removeAttribute("style");
  }
}

// remember returns a function that puts back what people did to the page: the
// place, open details and the focus, in whatever was replaced.
function remember() {
  const details = new Map();
  const known = new Set();
  document.querySelectorAll("details").forEach((d, i) => {
    details.set(d.id || i, d.open);
    known.add(d);
  });
  const focus = document.activeElement;
  const place = anchor();
  const x = scrollX;
  const y = scrollY;
  return () => {
    document.querySelectorAll("details").forEach((d, i) => {
      if (!known.has(d) && details.has(d.id || i)) d.open = details.get(d.id || i);
    });
    if (focus && focus !== document.body && !focus.isConnected) refocus(focus);
    let to = y;
    if (place) {
      const el = place.el.isConnected ? place.el : document.getElementById(place.id);
      if (el) to = scrollY + el.getBoundingClientRect().top - place.top;
    }
    scrollTo({ left: x, top: to, behavior: "instant" });
  };
}

// anchor finds what the reader is looking at: the first thing with an id that
// is in view, else the last one above. What stands in navigation does not count;
// it may be fixed to the window.
function anchor() {
  if (scrollY <= 0) return null; // the top stays the top
  let best = null;
  for (const el of document.querySelectorAll(":is(h1, h2, h3, h4, h5, h6, section, article, details, figure, p, pre, dt, li, tr)[id]")) {
    if (el.closest("nav, aside")) continue;
    const box = el.getBoundingClientRect();
    if (box.width === 0 && box.height === 0) continue;
    if (box.top > innerHeight) continue;
    if (box.top >= 0) return { el, id: el.id, top: box.top };
    best = { el, id: el.id, top: box.top };
  }
  return best;
}

function refocus(lost) {
  let again = lost.id && document.getElementById(lost.id);
  if (!again && lost.localName === "a") {
    const href = lost.getAttribute("href");
    again = Array.from(document.links).find((a) => a.getAttribute("href") === href);
  }
  if (!again) return;
  if ("value" in lost && "value" in again && again.localName === lost.localName) again.value = lost.value;
  again.focus({ preventScroll: true });
}

// ---- styles and files that a page draws in ----

function isPolicy(node) {
  return node.localName === "meta" && node.httpEquiv.toLowerCase() === "content-security-policy";
}

const restyled = new WeakMap(); // the sheet that stands for a style element

// The policy of a page allows the style that it came with and no other inline,
// but what scripts make: so a sheet takes the place of the element.
function restyle(style, text) {
  let sheet = restyled.get(style);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    restyled.set(style, sheet);
    document.adoptedStyleSheets.unshift(sheet); // before those of the page's scripts
  }
  sheet.replaceSync(text);
  style.disabled = true;
}

function isSheet(node) {
  return node.localName === "link" && node.relList.contains("stylesheet");
}

const retired = new WeakSet(); // sheets that stay until their successor is there
const predecessor = new WeakMap();

// The old style stays until the new one is there: nothing flashes. A successor
// may itself be overtaken before it was loaded.
function swapSheet(old, fresh) {
  retired.add(old);
  predecessor.set(fresh, old);
  fresh.onload = fresh.onerror = () => {
    for (let gone = old; gone; gone = predecessor.get(gone)) gone.remove();
    predecessor.delete(fresh);
  };
  old.after(fresh);
}

// refreshAssets loads anew what changed behind a name that did not. changed is
// null when that is not known.
function refreshAssets(changed, id) {
  const anew = (href) => {
    const url = new URL(href, location.href);
    url.searchParams.set("_live", id);
    return url.pathname + url.search;
  };
  if (!changed || changed.some((p) => p.endsWith(".css"))) {
    for (const link of document.querySelectorAll('link[rel~="stylesheet"][href]')) {
      if (retired.has(link) || !pathOf(link.getAttribute("href"))) continue;
      const fresh = link.cloneNode();
      fresh.setAttribute("href", anew(link.getAttribute("href")));
      swapSheet(link, fresh);
    }
  }
  for (const img of document.querySelectorAll("img[src]")) {
    const path = pathOf(img.getAttribute("src"));
    if (path && changed && changed.includes(path)) img.setAttribute("src", anew(img.getAttribute("src")));
  }
}
