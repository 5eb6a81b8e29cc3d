package serve

import (
	"encoding/json"
	"sync"
)

// A message is one event of the live stream, ready to be written. It tells the
// whole state, so that the last one is all that anybody needs.
type message struct {
	kind string
	wire []byte
}

// state is the payload of every event; the package comment names its parts.
type state struct {
	ID       string    `json:"id"`
	Prev     string    `json:"prev,omitempty"`
	Changed  []string  `json:"changed,omitempty"`
	More     int       `json:"more,omitempty"` // findings beyond those listed
	Findings []finding `json:"findings"`
}

func newMessage(kind string, s state) *message {
	if s.Findings == nil {
		s.Findings = []finding{}
	}
	data, err := json.Marshal(s)
	if err != nil {
		panic(err) // strings and numbers only
	}
	wire := append([]byte("event: "+kind+"\ndata: "), data...)
	return &message{kind, append(wire, "\n\n"...)}
}

// A hub tells subscribers what is being served. It never waits for one: each
// has room for one message, and a newer message takes the place of one that was
// not fetched yet.
type hub struct {
	max  int
	done chan struct{} // closed when the server stops

	mu     sync.Mutex
	subs   map[chan *message]struct{}
	hello  *message // the last good build
	broken *message // nil when the last build was good
	closed bool
}

func newHub(max int) *hub {
	return &hub{
		max:   max,
		done:  make(chan struct{}),
		subs:  make(map[chan *message]struct{}),
		hello: newMessage("hello", state{}),
	}
}

// built tells that a good build is being served.
func (h *hub) built(s state) {
	hello := newMessage("hello", state{ID: s.ID, Findings: s.Findings})
	h.tell(newMessage("built", s), func() { h.hello, h.broken = hello, nil })
}

// failed tells that the last build failed.
func (h *hub) failed(s state) {
	m := newMessage("broken", s)
	h.tell(m, func() { h.broken = m })
}

func (h *hub) tell(m *message, note func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	note()
	for sub := range h.subs {
		select {
		case <-sub: // overtaken
		default:
		}
		sub <- m // there is room: only this loop sends, under the lock
	}
}

// subscribe returns a channel of messages and those that tell the state now. It
// returns nil when there is no room.
func (h *hub) subscribe() (sub chan *message, now []*message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed || len(h.subs) >= h.max {
		return nil, nil
	}
	sub = make(chan *message, 1)
	h.subs[sub] = struct{}{}
	now = append(now, h.hello)
	if h.broken != nil {
		now = append(now, h.broken)
	}
	return sub, now
}

func (h *hub) unsubscribe(sub chan *message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.subs, sub)
}

// close ends all streams, those that come later included.
func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.done)
	}
}
