// Package entry reads the content: one Markdown file per status code, header
// field, tag and class, becomes one value of a [Set].
//
// A file has front matter (YAML: the facts) and a body (Markdown: the prose).
// The front matter is decoded strictly into [Facts]; the body is parsed once
// and split into typed sections (causes with how to confirm and fix them,
// exchanges with their parsed messages, samples with their language, …), so
// that the page, the JSON, the terminal, the search and the checks all read the
// same thing. content/README.md is the description of the form for authors.
//
// Places survive: the front matter is overwritten by spaces before the Markdown
// is parsed and the YAML is parsed behind as many line ends as stand before it,
// so that every offset and every line is that of the file. Nothing here stops
// at the first fault; whatever is wrong becomes a finding (package diag).
//
// Content is not trusted. It cannot name files, raw HTML and images are
// findings, links have an allow-list of schemes, and sizes and depths have
// limits (see limits.go).
package entry
