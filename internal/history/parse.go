package history

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// logFormat makes git write each commit as a mark, the object name, the time of
// the commit in seconds, the author's name and address, the subject and the
// lines Co-authored-by, each ended by a NUL like the names of files that follow.
// No field of ours can hold a NUL, since no commit can.
const logFormat = "%x00" + mark + "%x00%H%x00%ct%x00%aN%x00%aE%x00%s%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x1f)%x00"

// mark begins a commit. It is no status of a file.
const mark = "commit"

const fields = 6

// contact is somebody as git writes them: «Name <address>».
type contact struct{ name, address string }

var contactPattern = regexp.MustCompile(`^\s*(.*?)\s*<([^<>]*)>\s*$`)

// logged is a commit as it stands in the log.
type logged struct {
	id, subject string
	at          time.Time
	author      contact
	co          []contact
	changes     []change
}

// change is a line of git log --name-status.
type change struct {
	status   byte // A added, M changed, D deleted, R renamed, C copied, T another kind of file
	from, to string
}

var errLog = errors.New("git log wrote what cannot be read")

// parseLog reads what git log has written.
func parseLog(text string) ([]logged, error) {
	var out []logged
	parts := strings.Split(text, "\x00")
	for i := 0; i < len(parts); {
		switch part := strings.Trim(parts[i], "\n"); {
		case part == "":
			i++
		case part == mark:
			if i+fields >= len(parts) {
				return nil, errLog
			}
			c, err := header(parts[i+1 : i+1+fields])
			if err != nil {
				return nil, err
			}
			out = append(out, c)
			i += 1 + fields
		case len(out) == 0:
			return nil, errLog
		default:
			c, n, err := status(part, parts[i+1:])
			if err != nil {
				return nil, err
			}
			last := &out[len(out)-1]
			last.changes = append(last.changes, c)
			i += 1 + n
		}
	}
	return out, nil
}

func header(f []string) (logged, error) {
	seconds, err := strconv.ParseInt(f[1], 10, 64)
	if err != nil || !isObjectName(f[0]) {
		return logged{}, fmt.Errorf("%w: commit %.40q at %.40q", errLog, f[0], f[1])
	}
	c := logged{id: f[0], at: time.Unix(seconds, 0), author: contact{f[2], f[3]}, subject: f[4]}
	for line := range strings.SplitSeq(f[5], "\x1f") {
		if m := contactPattern.FindStringSubmatch(line); m != nil {
			c.co = append(c.co, contact{m[1], m[2]})
		}
	}
	return c, nil
}

func isObjectName(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// status reads a change: its status, and the one or two names that follow it.
func status(word string, names []string) (c change, n int, err error) {
	n = 1
	if word[0] == 'R' || word[0] == 'C' {
		n = 2
	}
	if !strings.Contains("AMDRCTUX", word[:1]) || strings.Trim(word[1:], "0123456789") != "" || len(names) < n || slices.Contains(names[:n], "") {
		return change{}, 0, fmt.Errorf("%w: %.40q", errLog, word)
	}
	return change{word[0], names[0], names[n-1]}, n, nil
}

// gather makes the history out of commits, the newest first.
func gather(log []logged, mapped map[contact]string) *History {
	var out []Commit
	now := names{}
	for _, l := range log {
		c := Commit{ID: l.id, Time: l.at, Subject: clean(l.subject, maxSubject)}
		all := []string{l.author.name}
		for _, co := range l.co {
			name, ok := mapped[co]
			if !ok {
				name = co.name
			}
			all = append(all, name)
		}
		c.People = people(all)
		c.Files = now.follow(l.changes)
		out = append(out, c)
	}
	return New(out)
}

// names leads from the name that a file had, at the point in history that was
// reached going back, to the one it has today. A name that leads to "" was that
// of another file, which is gone. What is not there has kept its name.
type names map[string]string

func (n names) today(name string) string {
	if to, ok := n[name]; ok {
		return to
	}
	return name
}

// follow returns what a commit changed by the names of today, sorted, and goes
// back behind the commit.
func (n names) follow(changes []change) []string {
	var out []string
	before := make(names)
	for _, c := range changes {
		if c.status == 'D' {
			continue
		}
		to := n.today(c.to)
		if to != "" {
			out = append(out, to)
		}
		switch c.status {
		case 'A', 'C': // what had the name before this was another file
			if _, set := before[c.to]; !set {
				before[c.to] = ""
			}
		case 'R':
			before[c.from] = to
			if _, set := before[c.to]; !set {
				before[c.to] = ""
			}
		}
	}
	for name, to := range before {
		n[name] = to
	}
	slices.Sort(out)
	return slices.Compact(out)
}
