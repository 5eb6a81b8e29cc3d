package serve

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"statuswiki/internal/diag"
	"statuswiki/internal/site"
)

// A note is a finding beside the text that it is about.
type note struct {
	finding
	Nth int `json:"nth"` // of the elements among which notes are placed; -1 for the top of the page
}

// notes is what the live script gets for one page.
type notes struct {
	Page  string `json:"page"`  // identity of the page that the places are on
	Among string `json:"among"` // selector of the elements that are counted
	Notes []note `json:"notes"`
	More  int    `json:"more,omitempty"`
}

// notesPath answers ?page=/401/ with the findings about the file of that page.
// They are made when a page asks: nothing is kept but the findings themselves.
const notesPath = livePrefix + "notes"

func (h *handler) notes(w http.ResponseWriter, r *http.Request) {
	snap := h.snap.Load()
	var out notes
	if snap != nil {
		out = h.live.notesOf(snap, r.URL.Query().Get("page"))
	}
	if out.Notes == nil {
		out.Notes = []note{}
	}
	body, err := json.Marshal(out)
	if err != nil {
		panic(err) // strings and numbers only
	}
	header := w.Header()
	for _, fd := range securityHeaders {
		header[fd.key] = fd.val
	}
	header[cacheNever.key] = cacheNever.val
	header["Content-Type"] = []string{"application/json"}
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// notesOf returns what is wrong with the file of the page at a URL path.
func (l *live) notesOf(snap *snapshot, url string) (out notes) {
	res, _ := snap.lookup(url)
	found, _ := l.found.Load().(told)
	if res == nil || len(found.list) == 0 {
		return out
	}
	path := strings.TrimPrefix(url, "/")
	if path == "" || strings.HasSuffix(path, "/") {
		path += indexFile
	}
	if snap.site.Origin == nil {
		return out
	}
	origin, ok := snap.site.Origin(path)
	if !ok {
		return out
	}
	var about []diag.Finding
	for _, f := range found.list {
		if f.Pos.File == origin.File {
			about = append(about, f)
		}
	}
	out.Page, out.Among = strings.Trim(res.file().ETag, `"`), site.MarkedElements
	list, more := report(found.printer, about)
	out.More = more
	places := newPlacer(origin, found.printer.Source)
	for _, f := range list {
		out.Notes = append(out.Notes, note{f, places.of(f.Line)})
	}
	return out
}

// told is what the last build said, for the notes beside the text.
type told struct {
	list    []diag.Finding
	printer diag.Printer
}

// A placer finds the element that shows a line. While the content has errors,
// lines are those of the new text, and the page shows an older one.
type placer struct {
	origin   site.Origin
	old, now [][]byte // lines
	head     int      // lines at the beginning that are the same in both
	tail     int      // and at the end
	once     map[string]int
}

func newPlacer(o site.Origin, source func(string) ([]byte, bool)) *placer {
	p := &placer{origin: o, old: bytes.Split(o.Text, []byte("\n"))}
	p.now = p.old
	if source != nil {
		if text, ok := source(o.File); ok && !bytes.Equal(text, o.Text) {
			p.now = bytes.Split(text, []byte("\n"))
		}
	}
	least := min(len(p.old), len(p.now))
	for p.head < least && bytes.Equal(p.old[p.head], p.now[p.head]) {
		p.head++
	}
	for p.tail < least-p.head && bytes.Equal(p.old[len(p.old)-1-p.tail], p.now[len(p.now)-1-p.tail]) {
		p.tail++
	}
	return p
}

// of returns which element shows the line, from 1, of the file as it is now, or
// -1 when none does. In the text that is the nearest block before it. A fact is
// shown by what shows its key, or nowhere.
func (p *placer) of(line int) int {
	line = p.before(line)
	from := 1
	if line <= p.facts() {
		from = p.key(line)
	} else {
		from = p.facts() + 1
	}
	nth := -1
	for _, m := range p.origin.Marks {
		if int(m.Line) > line {
			break
		}
		if int(m.Line) >= from {
			nth = int(m.Nth)
		}
	}
	return nth
}

// before returns the line of the old text that a line of the new one stands
// for: itself, what stood in its place, or the nearest before it. It looks for
// the nearest lines above and below that stand in both texts, and counts from
// the upper one as far as there are lines between the two.
func (p *placer) before(line int) int {
	i := min(line, len(p.now)) - 1
	if i < p.head {
		return line
	}
	oldEnd, nowEnd := len(p.old)-p.tail, len(p.now)-p.tail
	if i >= nowEnd {
		return i - nowEnd + oldEnd + 1
	}
	above, oldAbove := p.head-1, p.head-1
	for k := i; k > above; k-- {
		if at, ok := p.was(p.now[k]); ok {
			above, oldAbove = k, at
		}
	}
	below, oldBelow := nowEnd, oldEnd
	for k := i; k < below; k++ {
		if at, ok := p.was(p.now[k]); ok && at >= oldAbove {
			below, oldBelow = k, at
		}
	}
	return max(1, 1+oldAbove+min(i-above, max(0, oldBelow-oldAbove-1)))
}

// was returns where a line of the new text stood in that part of the old one
// that is not the same, if it stood there once.
func (p *placer) was(line []byte) (at int, ok bool) {
	if p.once == nil {
		p.once = make(map[string]int)
		for k := p.head; k < len(p.old)-p.tail; k++ {
			if _, twice := p.once[string(p.old[k])]; twice {
				p.once[string(p.old[k])] = -1
			} else {
				p.once[string(p.old[k])] = k
			}
		}
	}
	at, ok = p.once[string(line)]
	return at, ok && at >= 0 && len(bytes.TrimSpace(line)) > 0
}

// facts returns the line that ends the front matter of the old text.
func (p *placer) facts() int {
	for i, line := range p.old {
		if i > 0 && string(bytes.TrimRight(line, " \t")) == "---" {
			return i + 1
		}
	}
	return 0
}

// key returns the line with the key that a line of the front matter belongs to:
// what is indented, or begins with a hyphen, belongs to the key above.
func (p *placer) key(line int) int {
	for line > 1 && (len(p.old[line-1]) == 0 || bytes.IndexByte([]byte(" -#"), p.old[line-1][0]) >= 0) {
		line--
	}
	return line
}
