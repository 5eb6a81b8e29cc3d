// Live reload, the part that all tabs share: one event stream, however many
// tabs. A browser opens few connections to one host, and without this the
// seventh tab would wait for ever.
//
// To a tab: {kind, data} for each event, and {kind: "direct"} when this worker
// cannot hold a stream. From a tab: "bye" when it goes.
"use strict";

const ports = new Set();
let source = null;
let good = null; // the last event that told of a good build
let broken = null; // the last event since then that told of a bad one

function tell(message) {
  for (const port of ports) port.postMessage(message);
}

function open() {
  if (source) return;
  source = new EventSource("/_live/events");
  source.addEventListener("hello", (e) => {
    // Whoever comes later gets this one as well; so do those who have been
    // here before the connection broke.
    good = { kind: "hello", data: e.data };
    broken = null;
    tell(good);
  });
  source.addEventListener("built", (e) => {
    good = { kind: "hello", data: e.data };
    broken = null;
    tell({ kind: "built", data: e.data });
  });
  source.addEventListener("broken", (e) => {
    broken = { kind: "broken", data: e.data };
    tell(broken);
  });
  source.onerror = () => {
    // A lost connection is taken up again by the browser. A refusal is not.
    if (source && source.readyState === EventSource.CLOSED) {
      close();
      setTimeout(() => ports.size && open(), 2000);
    }
  };
}

function close() {
  if (source) source.close();
  source = good = broken = null;
}

onconnect = (e) => {
  const port = e.ports[0];
  port.onmessage = (m) => {
    if (m.data !== "bye") return;
    ports.delete(port);
    port.close();
    if (ports.size === 0) close();
  };
  if (typeof EventSource === "undefined") {
    port.postMessage({ kind: "direct" });
    return;
  }
  ports.add(port);
  if (good) port.postMessage(good);
  if (broken) port.postMessage(broken);
  open();
};
