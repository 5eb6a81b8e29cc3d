package doctor

import (
	"bytes"
	"encoding/json"
)

// Rules about application/problem+json (RFC 9457).
var problemRules = []Rule{
	{ID: "problem-status", Severity: Warning, Spec: "RFC 9457 §3.1.2", check: problemStatus,
		Why:  "The member repeats the status for those who see the content alone. If the two differ, a proxy has changed one, or the code was copied.",
		Sick: "HTTP/1.1 404 Not Found" + date + "\nContent-Type: application/problem+json\n\n{\"title\":\"Not found\",\"status\":400}",
		Well: "HTTP/1.1 404 Not Found" + date + "\nContent-Type: application/problem+json\n\n{\"title\":\"Not found\",\"status\":404}"},
	{ID: "problem-members", Severity: Warning, Spec: "RFC 9457 §3, §3.1", check: problemMembers,
		Why:  "A problem is an object; status is a number, type, title, detail and instance are strings. Clients ignore a member of another type.",
		Sick: "HTTP/1.1 404 Not Found" + date + "\nContent-Type: application/problem+json\n\n{\"title\":\"Not found\",\"status\":\"404\"}",
		Well: "HTTP/1.1 404 Not Found" + date + "\nContent-Type: application/problem+json\n\n{\"title\":\"Not found\",\"status\":404}"},
}

// member is a member of the object in the content.
type member struct {
	name   string
	value  json.RawMessage
	offset int // of the value's end
}

// problem returns the members of a problem that matter here. Content that is
// no JSON is for content-type-body to tell.
func (x *exam) problem() (c content, members []member, isObject, ok bool) {
	t := x.contentType()
	c = x.content()
	if !t.ok || t.String() != "application/problem+json" || !c.ok || jsonError(c.octets) != nil {
		return c, nil, false, false
	}
	if why, _ := x.withoutBody(); why != "" {
		return c, nil, false, false
	}
	if firstOctet(c.octets) != '{' {
		return c, nil, false, true
	}
	dec := json.NewDecoder(bytes.NewReader(c.octets))
	if _, err := dec.Token(); err != nil {
		return c, nil, false, false
	}
	for dec.More() {
		key, err := dec.Token()
		name, _ := key.(string)
		m := member{name: name}
		if err != nil || dec.Decode(&m.value) != nil {
			break
		}
		m.offset = int(dec.InputOffset())
		switch name {
		case "status", "type", "title", "detail", "instance":
			members = append(members, m)
		}
	}
	return c, members, true, true
}

func problemStatus(x *exam) {
	c, members, _, _ := x.problem()
	for _, m := range members {
		var n json.Number
		if m.name != "status" || m.value[0] == '"' || json.Unmarshal(m.value, &n) != nil {
			continue
		}
		if v, err := n.Int64(); err == nil && x.status() != 0 && v != int64(x.status()) {
			x.say(c.at(x, m.offset-len(m.value)), "the member status is %d, and the response is a %d", v, x.status())
		}
	}
}

func problemMembers(x *exam) {
	c, members, isObject, ok := x.problem()
	if ok && !isObject {
		x.say(c.at(x, 0), "a problem is a JSON object, and this is none")
	}
	for _, m := range members {
		at := c.at(x, m.offset-len(m.value))
		if m.name != "status" {
			if m.value[0] != '"' {
				x.say(at, "the member %s has to be a string, not %s", m.name, quote(string(m.value)))
			}
			continue
		}
		var n json.Number
		if m.value[0] == '"' || json.Unmarshal(m.value, &n) != nil {
			x.say(at, "the member status has to be a number, not %s", quote(string(m.value)))
		} else if _, err := n.Int64(); err != nil {
			x.say(at, "the member status has to be a whole number, not %s", quote(string(m.value)))
		}
	}
}
