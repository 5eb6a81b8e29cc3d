package paste

import (
	"regexp"
	"strconv"
	"strings"
)

// LogEntry is what a line of an access log says of one response.
type LogEntry struct {
	Source string // nginx or Apache; AWS Application Load Balancer; Envoy
	Status int    // 0 where the log has 000
	Method string
	Target string

	// Upstream is the status of the server behind, where the log has it: three
	// digits, or "-" if that server gave none.
	Upstream string

	// Notes say in words what else the line tells.
	Notes []string

	Line, Col int // of the status
}

var (
	// The combined format of Apache, which nginx took over: host, identity, user,
	// time, request, status, octets, and perhaps more.
	combinedLog = regexp.MustCompile(`^\S+ \S+ \S+ \[[^\]]+\] "([^"]*)" ([0-9]{3}) ([0-9]+|-)( |$)`)
	// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
	albLog = regexp.MustCompile(`^(?:http|https|h2|grpcs|ws|wss) \S+T\S+ \S+ \S+ (\S+) \S+ \S+ \S+ ([0-9]{3}|-) ([0-9]{3}|-) \S+ \S+ "([^"]*)"`)
	// https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
	envoyLog = regexp.MustCompile(`^\[[^\]]+T[^\]]+\] "([^"]*)" ([0-9]{1,3}) (\S+) `)
)

// envoyFlags are the response flags of Envoy in words.
var envoyFlags = map[string]string{
	"UH": "no healthy server behind", "UF": "the connection to the server behind failed",
	"UO": "too many requests waiting for the servers behind (circuit breaker)", "NR": "no route fits the request",
	"NC": "the cluster of the route is not there", "URX": "the limit of retries or connection attempts is reached",
	"DT": "the stream lasted too long", "DC": "the client closed the connection",
	"LH": "the health check of this service failed", "UT": "the server behind took too long",
	"LR": "Envoy reset the stream itself", "UR": "the server behind reset the stream",
	"UC": "the server behind closed the connection", "DI": "a delay was injected", "FI": "a fault was injected",
	"RL": "the rate limit filter refused it", "UAEX": "external authorization refused it",
	"RLSE": "the rate limit service failed", "IH": "a header field was not valid", "SI": "the stream was idle too long",
	"DPE": "the client broke the protocol", "UPE": "the server behind broke the protocol",
	"UMSDR": "the server behind took longer than its limit", "OM": "Envoy is overloaded", "DF": "a name could not be resolved",
}

// parseLog reads the last line that is one of an access log.
func parseLog(lines []line) (*LogEntry, bool) {
	for i := len(lines) - 1; i >= 0; i-- {
		if e, ok := parseLogLine(lines[i].text); ok {
			e.Line = lines[i].number
			return e, true
		}
	}
	return nil, false
}

func parseLogLine(s string) (*LogEntry, bool) {
	const longest = 64 << 10
	if len(s) > longest {
		return nil, false
	}
	if m := combinedLog.FindStringSubmatchIndex(s); m != nil {
		e := &LogEntry{Source: "nginx or Apache"}
		e.request(s[m[2]:m[3]])
		e.status(s, m[4], m[5])
		if s[m[2]:m[3]] == "-" {
			e.Notes = append(e.Notes, "no request line arrived: the connection was opened and left, or spoke something else")
		}
		return e, true
	}
	if m := albLog.FindStringSubmatchIndex(s); m != nil {
		return albEntry(s, m), true
	}
	if m := envoyLog.FindStringSubmatchIndex(s); m != nil {
		e := &LogEntry{Source: "Envoy"}
		e.request(s[m[2]:m[3]])
		e.status(s, m[4], m[5])
		for flag := range strings.SplitSeq(s[m[6]:m[7]], ",") {
			if words := envoyFlags[flag]; words != "" {
				e.Notes = append(e.Notes, flag+": "+words)
			}
		}
		return e, true
	}
	return nil, false
}

func albEntry(s string, m []int) *LogEntry {
	e := &LogEntry{Source: "AWS Application Load Balancer", Upstream: s[m[6]:m[7]]}
	e.request(s[m[8]:m[9]])
	e.status(s, m[4], m[5])
	target := s[m[2]:m[3]]
	switch {
	case e.Upstream == "-" && target == "-":
		e.Notes = append(e.Notes, "the balancer answered by itself: no target was asked, or none could be")
	case e.Upstream == "-":
		e.Notes = append(e.Notes, "the balancer answered by itself: its target gave no response")
	case e.Upstream != s[m[4]:m[5]]:
		e.Notes = append(e.Notes, "the target answered "+e.Upstream)
	default:
		e.Notes = append(e.Notes, "the target answered with this status")
	}
	return e
}

// request reads a request line as logs have it.
func (e *LogEntry) request(s string) {
	e.Method, s, _ = strings.Cut(s, " ")
	e.Target, _, _ = strings.Cut(s, " ")
}

func (e *LogEntry) status(s string, from, to int) {
	e.Status, _ = strconv.Atoi(s[from:to]) // «-» is 0: there was none
	e.Col = from + 1
}
