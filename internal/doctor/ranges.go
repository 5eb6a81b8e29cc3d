package doctor

import "statuswiki/internal/httpmsg"

// Rules about responses with a part of the content.
var rangeRules = []Rule{
	{ID: "content-range-missing", Severity: Error, Spec: "RFC 9110 §15.3.7.1", check: contentRangeMissing,
		Why:  "Without Content-Range the client does not know where the part belongs.",
		Sick: "HTTP/1.1 206 Partial Content" + date + gone,
		Well: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 0-3/20" + gone},
	{ID: "content-range-syntax", Severity: Error, Spec: "RFC 9110 §14.4", check: contentRangeSyntax,
		Why:  "A recipient that cannot read the range must not put the part together with others.",
		Sick: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes=0-3/20" + gone,
		Well: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 0-3/20" + gone},
	{ID: "content-range-invalid", Severity: Error, Spec: "RFC 9110 §14.4", check: contentRangeInvalid,
		Why:  "A range cannot end before it begins or behind the end of the whole. Positions count from 0, so the last one is the length less one.",
		Sick: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 16-20/20\nContent-Type: text/plain\nContent-Length: 5\n\ngone.",
		Well: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 16-19/20" + gone},
	{ID: "content-range-unsatisfied-on-206", Severity: Error, Spec: "RFC 9110 §14.4, §15.3.7", check: contentRangeUnsatisfied,
		Why:  "`*/length` says that no part can be sent, so it belongs to 416.",
		Sick: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes */20" + gone,
		Well: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 0-3/20" + gone},
	{ID: "content-range-length", Severity: Warning, Spec: "RFC 9110 §14.4, §15.3.7.1", check: contentRangeLength,
		Why:  "From first to last, both included, there are last - first + 1 octets. If other numbers arrive, the file that is put together is broken.",
		Sick: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 0-4/20" + gone,
		Well: "HTTP/1.1 206 Partial Content" + date + "\nContent-Range: bytes 0-3/20" + gone},
	{ID: "content-range-missing-416", Severity: Warning, Spec: "RFC 9110 §15.5.17", check: contentRangeMissing416,
		Why:  "`Content-Range: bytes */length` tells the client how long the content is, so that it can ask again.",
		Sick: "HTTP/1.1 416 Range Not Satisfiable" + date,
		Well: "HTTP/1.1 416 Range Not Satisfiable" + date + "\nContent-Range: bytes */84"},
	{ID: "content-range-form-416", Severity: Warning, Spec: "RFC 9110 §14.4, §15.5.17", check: contentRangeForm416,
		Why:  "A 416 sends no part, so a form with positions contradicts it.",
		Sick: "HTTP/1.1 416 Range Not Satisfiable" + date + "\nContent-Range: bytes 0-83/84",
		Well: "HTTP/1.1 416 Range Not Satisfiable" + date + "\nContent-Range: bytes */84"},
	{ID: "content-range-meaningless", Severity: Warning, Spec: "RFC 9110 §14.4", check: contentRangeMeaningless,
		Why:  "Content-Range has a meaning with 206 and 416 only. With 200 it makes people believe that they got a part.",
		Sick: okay + "\nContent-Range: bytes 0-3/4" + gone, Well: okay + gone},
	{ID: "multipart-top-content-range", Severity: Error, Spec: "RFC 9110 §15.3.7.2", check: multipartTopContentRange,
		Why:  "With several parts each part has its own Content-Range; one for all of them would be wrong for each.",
		Sick: "HTTP/1.1 206 Partial Content" + date + "\nContent-Type: multipart/byteranges; boundary=PART\nContent-Range: bytes 0-3/20",
		Well: "HTTP/1.1 206 Partial Content" + date + "\nContent-Type: multipart/byteranges; boundary=PART"},
	{ID: "multipart-boundary", Severity: Error, Spec: "RFC 9110 §14.6, RFC 2046 §5.1.1", check: multipartBoundary, requests: true,
		Why:  "The boundary is the line between the parts. Without it nobody can take them apart.",
		Sick: "HTTP/1.1 206 Partial Content" + date + "\nContent-Type: multipart/byteranges",
		Well: "HTTP/1.1 206 Partial Content" + date + "\nContent-Type: multipart/byteranges; boundary=PART"},
}

// contentRange is what the first Content-Range says.
type contentRange struct {
	httpmsg.ContentRange
	line      httpmsg.Field
	there, ok bool // the field is there; its form is right
	err       error
}

func (x *exam) contentRange() contentRange {
	return x.rangeField.get(func() (r contentRange) {
		if r.line, r.there = x.first("content-range"); r.there {
			r.ContentRange, r.err = httpmsg.ParseContentRange(r.line.Value)
			r.ok = r.err == nil
		}
		return r
	})
}

// byteranges reports whether several parts are sent, each with its own range.
func (x *exam) byteranges() bool {
	t := x.contentType()
	return t.ok && t.String() == "multipart/byteranges"
}

func contentRangeMissing(x *exam) {
	if x.status() == 206 && !x.contentRange().there && !x.byteranges() {
		x.say(x.start(), "Content-Range is missing, in which a 206 must say which part it sends")
	}
}

func contentRangeSyntax(x *exam) {
	if r := x.contentRange(); r.err != nil && (x.status() == 206 || x.status() == 416) {
		x.say(within(r.line, httpmsg.Offset(r.err)), "Content-Range %s cannot be read: %v", quote(r.line.Value), r.err)
	}
}

func contentRangeInvalid(x *exam) {
	r := x.contentRange()
	if !r.ok || x.status() != 206 && x.status() != 416 {
		return
	}
	if err := r.Check(); err != nil {
		x.say(within(r.line, httpmsg.Offset(err)), "Content-Range %s is impossible: %v", quote(r.line.Value), err)
	}
}

func contentRangeUnsatisfied(x *exam) {
	if r := x.contentRange(); x.status() == 206 && r.ok && r.Unsatisfied && !x.byteranges() {
		x.say(at(r.line), "Content-Range %s says that there is no such part, and a 206 sends one", quote(r.line.Value))
	}
}

// contentRangeLength leaves a body that contradicts a right Content-Length to
// body-length.
func contentRangeLength(x *exam) {
	r := x.contentRange()
	if x.status() != 206 || !r.ok || r.Unsatisfied || r.Check() != nil || r.Unit != "bytes" || x.byteranges() {
		return
	}
	want := r.Last - r.First + 1
	n, given, err := x.m.ContentLength()
	switch {
	case err != nil:
	case given && n != want:
		x.say(at(x.lines("content-length")[0]), "Content-Length says %d, and the range %s has %d octets", n, quote(r.line.Value), want)
	case !given && x.bodyShown() && !x.has("transfer-encoding") && !x.fits(want):
		x.say(x.bodyAt(0), "the content has %d octets, and the range %s has %d", len(x.m.Body), quote(r.line.Value), want)
	}
}

func contentRangeMissing416(x *exam) {
	if x.status() == 416 && !x.contentRange().there {
		x.say(x.start(), "Content-Range is missing, in which a 416 should say how long the content is")
	}
}

func contentRangeForm416(x *exam) {
	if r := x.contentRange(); x.status() == 416 && r.ok && !r.Unsatisfied {
		n := x.say(at(r.line), "Content-Range %s names a part, and a 416 sends none", quote(r.line.Value))
		if r.Length >= 0 {
			n.fix("Content-Range: " + httpmsg.ContentRange{Unit: r.Unit, Unsatisfied: true, Length: r.Length}.String())
		}
	}
}

func contentRangeMeaningless(x *exam) {
	if r := x.contentRange(); r.there && x.status() != 0 && x.status() != 206 && x.status() != 416 {
		x.say(at(r.line), "Content-Range means nothing with %d", x.status())
	}
}

func multipartTopContentRange(x *exam) {
	if r := x.contentRange(); x.status() == 206 && r.there && x.byteranges() {
		x.say(at(r.line), "Content-Range must stand in each part, and not above all of them")
	}
}

func multipartBoundary(x *exam) {
	t := x.contentType()
	if !t.ok || t.Type != "multipart" {
		return
	}
	if b, ok := t.Param("boundary"); !ok || b == "" {
		x.say(at(t.line), "%s has no boundary parameter", quote(t.String()))
	}
}
