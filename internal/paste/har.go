package paste

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"statuswiki/internal/httpmsg"
)

// har is what is read of an HTTP Archive 1.2.
type har struct {
	Log struct {
		Entries []struct {
			Request struct {
				Method, URL, HTTPVersion string
				Headers                  []harField
			}
			Response struct {
				Status      int
				StatusText  string
				HTTPVersion string
				Headers     []harField
				Content     struct {
					Text, Encoding string
				}
			}
		}
	}
}

type harField struct{ Name, Value string }

// parseHAR reads a HAR file and takes the last response that failed, or the last
// one if none did. The places in it are those of the messages as they would be
// pasted, since a HAR file is one line mostly.
func parseHAR(text string) (*Paste, error) {
	var file har
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		return nil, &NoResponse{"it looks like a HAR file and is no JSON: " + quoted(err.Error())}
	}
	at := -1
	for i, e := range file.Log.Entries {
		failed := e.Response.Status >= 400
		if at < 0 || failed || file.Log.Entries[at].Response.Status < 400 {
			at = i
		}
	}
	if at < 0 {
		return nil, &NoResponse{"the HAR file has no entries"}
	}
	e := file.Log.Entries[at]
	if e.Response.Status == 0 {
		return nil, &NoResponse{"the browser got no response to " + quoted(e.Request.URL) + " (the HAR file says status 0)"}
	}
	p := &Paste{Form: HAR}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s\n", e.Request.Method, path(e.Request.URL), version(e.Request.HTTPVersion))
	fields(&b, e.Request.Headers)
	p.Request, _ = httpmsg.Parse(b.String(), 1)
	content := e.Response.Content.Text
	if e.Response.Content.Encoding == "base64" {
		if raw, err := base64.StdEncoding.DecodeString(content); err == nil {
			content = string(raw)
		}
	}
	b.Reset()
	fmt.Fprintf(&b, "%s %d %s\n", version(e.Response.HTTPVersion), e.Response.Status, oneLine(e.Response.StatusText))
	fields(&b, e.Response.Headers)
	b.WriteString("\n" + content)
	p.lines = split(b.String())
	m, _ := httpmsg.Parse(b.String(), 1)
	p.Responses = []*httpmsg.Message{m}
	return p, nil
}

// version returns an HTTP version as a start line has it. Browsers write h2, h3
// and http/2.0.
func version(s string) string {
	switch s = strings.ToLower(oneLine(s)); {
	case strings.Contains(s, "3"):
		return "HTTP/3"
	case s == "h2" || strings.Contains(s, "/2"):
		return "HTTP/2"
	case strings.HasSuffix(s, "1.0"):
		return "HTTP/1.0"
	}
	return "HTTP/1.1"
}

// path cuts scheme and host off an address, which the request line has not.
func path(url string) string {
	_, rest, ok := strings.Cut(oneLine(url), "://")
	if !ok {
		return "/"
	}
	_, rest, _ = strings.Cut(rest, "/")
	rest, _, _ = strings.Cut(rest, "#")
	return "/" + rest
}

func fields(b *strings.Builder, list []harField) {
	for _, f := range list {
		if strings.HasPrefix(f.Name, ":") {
			continue // pseudo-header fields stand in the start line
		}
		b.WriteString(oneLine(f.Name) + ": " + oneLine(f.Value) + "\n")
	}
}

// oneLine keeps a value from ending its line.
func oneLine(s string) string { return strings.NewReplacer("\r", " ", "\n", " ").Replace(s) }
