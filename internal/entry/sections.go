package entry

import (
	"slices"
	"strings"
)

// SectionInfo describes one of the sections that an entry can have.
type SectionInfo struct {
	ID    string // the address: /401/#causes
	Title string // the words of the heading
	// Needed tells whether an entry for the code must have the section.
	Needed func(code int) bool
}

func always(int) bool { return true }
func never(int) bool  { return false }
func from(min int) func(int) bool {
	return func(code int) bool { return code >= min && code < 600 }
}

// Sections are all sections of an entry, in reading order.
var Sections = []SectionInfo{
	{"quick", "Quick answer", always},
	{"overview", "Overview", always},
	{"choosing", "Which code for which state", never},
	{exampleID, "HTTP example", always},
	{"causes", "Common causes", from(400)},
	{"fix", "How to fix", from(400)},
	{"headers", "Headers", never},
	{"sending", "Sending it", always},
	{"handling", "Handling it", from(300)},
	{"platforms", "Platform notes", never},
	{"browsers", "Browsers, caches and crawlers", never},
	{"measured", "Measured", never},
	{"security", "Security", never},
	{"mistakes", "Common mistakes", always},
	{"compared", "Compared with", never},
	{"faq", "FAQ", never},
	{"in-code", "In code", never},
	{"history", "History and specification", always},
}

// Owes reports whether an entry must have the section. A code that is none of
// HTTP owes what somebody who meets it asks: what it is, the response if a status
// carries it, and where it comes from and how to mend it if that is an error.
func (s SectionInfo) Owes(form Form, code, status int) bool {
	if form.HTTP() {
		return s.Needed(code)
	}
	switch s.ID {
	case "quick", "overview":
		return true
	case exampleID:
		return status != 0
	case "causes", "fix":
		return status >= 400
	}
	return false
}

// sectionIndex returns the place of a section in Sections by its heading, or -1.
func sectionIndex(title string) int {
	return slices.IndexFunc(Sections, func(s SectionInfo) bool { return s.Title == title })
}

// SectionTitle returns the heading of the section with the id.
func SectionTitle(id string) string {
	i := slices.IndexFunc(Sections, func(s SectionInfo) bool { return s.ID == id })
	if i < 0 {
		return ""
	}
	return Sections[i].Title
}

// Slug turns words into an address: lower case, letters and digits, the rest as
// single hyphens.
func Slug(words string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(words) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(r)
			gap = false
		} else {
			gap = true
		}
	}
	return b.String()
}
