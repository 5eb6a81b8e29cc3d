// Live reload, the part that runs in a page.
//
// It hears of builds (hello, built, broken; see the comment of package serve),
// fetches its own page again, and changes of the document only what differs
// between the page as it was sent before and as it is sent now. What scripts and
// people did to the rest stays: open details, the focus, the selection, the
// place. A page whose scripts differ is loaded anew.
//
// Everything that comes from the content goes into the page as text.
//
// live.go joins patch.js, overlay.js, notes.js and this file into one function.

const me = document.currentScript;
if (!me || window.statuswikiLive) return;
window.statuswikiLive = true;

let base = null; // the document as it was last sent, before any script ran
let shown; // id of the build that this page shows; undefined until the first sync

// ---- what the server tells ----

function handle(kind, data) {
  const event = JSON.parse(data);
  if (kind === "broken") {
    showOverlay(event);
  } else {
    hideOverlay();
    showBadge(event);
  }
  news = event;
  enqueue(event);
}

let news = null; // the last event
let syncing = false;
let waiting = null;

// Events that arrive while a page is being fetched become one more sync.
async function enqueue(event) {
  if (syncing) {
    // Two builds at once: take all to be changed.
    if (waiting?.id !== event.id) waiting = waiting ? { id: event.id } : event;
    return;
  }
  syncing = true;
  try {
    if (event.id !== shown) await sync(event);
    await refreshNotes(news);
  } catch (err) {
    // The server is gone; when it is back it says hello.
    console.debug("statuswiki: not refreshed:", err);
  } finally {
    syncing = false;
  }
  if (waiting) {
    const next = waiting;
    waiting = null;
    enqueue(next);
  }
}

async function sync(event) {
  const url = location.href.split("#")[0];
  const response = await fetch(url, { cache: "no-cache", credentials: "same-origin" });
  const type = response.headers.get("Content-Type") || "";
  const text = await response.text();
  if (response.redirected || !type.startsWith("text/html")) return location.reload();
  const now = parse(text);
  if (!base) {
    // The first event. The page may have been overtaken on its way here.
    if (pageOf(now) !== me.dataset.page) return location.reload();
    base = now;
    shown = event.id;
    return;
  }
  // What changed is only known to whoever shows the build before this one.
  const changed = event.prev && event.prev === shown ? event.changed || [] : null;
  if (scriptsOf(base) !== scriptsOf(now) || scriptChanged(now, changed)) return location.reload();
  if (!apply(base, now)) return location.reload();
  base = now;
  refreshAssets(changed, event.id);
  // What a page finds may have changed, though the page has not.
  if (!changed || changed.includes("/search.json")) document.dispatchEvent(new CustomEvent("statuswiki:search"));
  shown = event.id;
}

// The policy of this page counts for a document that is parsed here, too, and
// does not allow the new style. So what is a style there is a script of a type
// that nobody runs: the same text, and patch.js knows.
function parse(text) {
  const html = text.replace(/<style\b/g, "<script type=text/css").replaceAll("</style>", "</script>");
  return new DOMParser().parseFromString(html, "text/html");
}

function pageOf(doc) {
  const tag = doc.querySelector('script[src^="/_live/"][data-page]');
  return tag ? tag.dataset.page : undefined;
}

function runs(script) {
  const type = script.type.trim().toLowerCase();
  return (
    !(script.getAttribute("src") || "").startsWith("/_live/") &&
    (type === "" || type === "module" || type === "importmap" || type.includes("javascript"))
  );
}

function scriptsOf(doc) {
  return Array.from(doc.scripts).filter(runs).map((s) => s.outerHTML).join("\n");
}

// A script that is loaded from a file which changed has to run anew. Modules
// load others that are not named in the page. Where it is not known what changed,
// a name with a hash in it still stands for the same script.
function scriptChanged(doc, changed) {
  const files = changed && changed.filter((p) => /\.m?js$/.test(p));
  if (files && files.length === 0) return false;
  return Array.from(doc.scripts).some((s) => {
    if (!s.hasAttribute("src") || !runs(s)) return false;
    const path = pathOf(s.getAttribute("src"));
    return s.type === "module" || (files ? files.includes(path) : !/[-.][0-9a-f]{8,}\.m?js$/.test(path));
  });
}

function pathOf(href) {
  try {
    const url = new URL(href, location.href);
    return url.origin === location.origin ? url.pathname : "";
  } catch {
    return "";
  }
}

// ---- the stream ----

let hangUp = () => {};

function direct() {
  let source;
  let timer;
  const open = () => {
    source = new EventSource("/_live/events");
    for (const kind of ["hello", "built", "broken"]) source.addEventListener(kind, (e) => handle(kind, e.data));
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, 2000);
    };
  };
  open();
  hangUp = () => {
    clearTimeout(timer);
    source.close();
  };
}

function connect() {
  if (typeof SharedWorker === "undefined") return direct();
  let worker;
  try {
    worker = new SharedWorker("/_live/worker.js", { name: "statuswiki-live" });
  } catch {
    return direct();
  }
  const port = worker.port;
  let gone = false;
  worker.onerror = () => {
    if (gone) return;
    gone = true;
    direct();
  };
  port.onmessage = (m) => {
    if (gone) return;
    if (m.data.kind !== "direct") return handle(m.data.kind, m.data.data);
    gone = true;
    direct();
  };
  hangUp = () => {
    gone = true;
    port.postMessage("bye");
    port.close();
  };
}

// A page that waits in the back/forward cache holds no stream.
addEventListener("pagehide", () => hangUp());
addEventListener("pageshow", (e) => e.persisted && connect());
connect();
