package build

import (
	"fmt"
	"strings"
)

// changedView is what git knows of the file that a page is made from.
type changedView struct {
	Date   string // the day of its last change
	People string // who wrote it, or empty
}

// maxPeople is how many are named at the foot of a page; the others are counted.
const maxPeople = 8

// changed returns what git knows of a file of the content, named as in
// findings, or nil.
func (b *builder) changed(file string) *changedView {
	f, ok := b.opt.History.File(b.inContent(file))
	if !ok {
		return nil
	}
	v := &changedView{Date: f.Changed}
	switch n := len(f.People); {
	case n == 1:
		v.People = "1 contributor: " + f.People[0]
	case n > maxPeople:
		v.People = fmt.Sprintf("%d contributors: %s and %d more", n, strings.Join(f.People[:maxPeople-1], ", "), n-maxPeople+1)
	case n > 1:
		v.People = fmt.Sprintf("%d contributors: %s", n, strings.Join(f.People, ", "))
	}
	return v
}

// inContent returns the path of a file below the folder of the content.
func (b *builder) inContent(file string) string { return strings.TrimPrefix(file, b.opt.Shown) }
