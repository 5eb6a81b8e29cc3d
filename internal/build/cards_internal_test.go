package build

import (
	"fmt"
	"os"
	"regexp"
	"testing"
)

// The pictures have the colours of the pages.
func TestAccentsAreThoseOfTheStyle(t *testing.T) {
	style, err := os.ReadFile("../../static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	for class, colour := range accents {
		want := fmt.Sprintf(`\.%s(, \.\w+)* \{ --accent: light-dark\(%s,`, class, hexColour(colour))
		if class == "c0" {
			want = fmt.Sprintf(`--ink: light-dark\(%s,`, hexColour(colour))
		}
		if !regexp.MustCompile(want).Match(style) {
			t.Errorf("%s: %s is not in the style", class, want)
		}
	}
	if got := allAccents(); len(got) != 5 || got[0] != accents["c1"] || got[4] != accents["c5"] {
		t.Errorf("the classes have the colours %v", got)
	}
}
