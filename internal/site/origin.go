package site

// Origin tells what a page was made from, for those who show a page to whoever
// writes it. It is never part of the page.
type Origin struct {
	File  string // the content file, by the name that findings use
	Text  []byte // of the file, as the page was made from it; not to be changed
	Page  []byte // the page that the marks are of
	Marks []Mark // ascending by line
}

// Mark says that an element of a page shows what begins at a line of its file.
type Mark struct {
	Line int32 // from 1
	Nth  int32 // which of the page's MarkedElements it is, from 0
}

// MarkedElements are the elements that a [Mark] counts, in the order of their
// start tags: a selector of CSS.
const MarkedElements = "h1,h2,h3,h4,p,li,tr,dt,dd,figure,summary"
