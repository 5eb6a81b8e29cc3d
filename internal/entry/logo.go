package entry

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"statuswiki/internal/diag"
)

// A logo is a picture and nothing else: no script, no style that could reach
// out of it, no address of anything but its own parts. What is not known here is
// refused, since SVG has more ways to act than a list of them would hold.

const svgSpace = "http://www.w3.org/2000/svg"

// maxLogoBytes keeps the picture in the header of every page light.
const maxLogoBytes = 16 << 10

var logoElements = strings.Fields("svg g defs title desc path rect circle ellipse line polyline polygon text tspan " +
	"linearGradient radialGradient stop clipPath mask symbol use")

var logoAttributes = strings.Fields("xmlns version id class viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy d points " +
	"transform gradientTransform gradientUnits spreadMethod offset stop-color stop-opacity clipPathUnits maskUnits maskContentUnits href role aria-label aria-hidden " +
	"fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset " +
	"opacity color display visibility clip-path clip-rule mask vector-effect shape-rendering " +
	"font-family font-size font-weight font-style text-anchor dominant-baseline letter-spacing")

var (
	logoName  = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*\.svg$`)
	ownPart   = regexp.MustCompile(`^#[A-Za-z_][A-Za-z0-9_.-]*$`)
	urlOfPart = regexp.MustCompile(`url\(#[A-Za-z_][A-Za-z0-9_.-]*\)`)
)

// loadLogo reads the logo that the settings name.
func (s *Set) loadLogo(fsys fs.FS, shown string, list *diag.List) {
	name := s.Settings.Logo
	if !name.Given() || name.Value == "" {
		return
	}
	at := s.settingsFile.at(name.Line, name.Col)
	if !logoName.MatchString(name.Value) {
		list.Hintf(at, "wrong-value", "write the name of a file beside site.yaml: logo.svg", "%q is not the name of an SVG file", cut(name.Value, 40))
		return
	}
	src, there, ok := s.readSingle(fsys, shown, name.Value, list)
	switch {
	case !there:
		list.Hintf(at, "logo", "put it beside site.yaml", "there is no %s", name.Value)
	case ok && len(src.text) > maxLogoBytes:
		list.Hintf(diag.Pos{File: src.file}, "logo", "leave out what drawing programs add", "the logo has %d bytes, at most %d are allowed", len(src.text), maxLogoBytes)
	case ok && checkLogo(src, list):
		s.Logo = src.text
	}
}

// checkLogo reports what a logo may not hold.
func checkLogo(src *source, list *diag.List) bool {
	before := list.Errors()
	dec := xml.NewDecoder(bytes.NewReader(src.text))
	depth, elements := 0, 0
	for {
		from := int(dec.InputOffset())
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			why := err.Error()
			if syntax, ok := errors.AsType[*xml.SyntaxError](err); ok {
				why = syntax.Msg
			}
			list.Errorf(src.pos(int(dec.InputOffset())), "logo", "this is no XML: %s", why)
			return false
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if depth == 0 && (t.Name.Local != "svg" || elements > 0) {
				list.Hintf(src.pos(from), "logo", `begin with <svg xmlns="`+svgSpace+`" viewBox="0 0 24 24">`, "the picture is one <svg>")
			}
			depth++
			elements++
			logoElement(src, from, t, list)
		case xml.EndElement:
			depth--
		case xml.Directive:
			list.Hintf(src.pos(from), "logo", "remove it", "<!DOCTYPE and the like are not used here")
		case xml.ProcInst:
			if t.Target != "xml" || from != 0 {
				list.Hintf(src.pos(from), "logo", "remove it", "<?%s is not used here", cut(t.Target, 20))
			}
		}
	}
	if elements == 0 {
		list.Hintf(src.pos(0), "logo", `begin with <svg xmlns="`+svgSpace+`" viewBox="0 0 24 24">`, "there is no picture in it")
	}
	return list.Errors() == before
}

func logoElement(src *source, from int, t xml.StartElement, list *diag.List) {
	at := src.pos(from)
	if t.Name.Space != svgSpace {
		list.Hintf(at, "logo", `write xmlns="`+svgSpace+`" into <svg>`, "<%s> is no element of SVG", cut(t.Name.Local, 20))
		return
	}
	if !slices.Contains(logoElements, t.Name.Local) {
		list.Hintf(at, "logo", "allowed are "+strings.Join(logoElements, ", "), "<%s> is not used in a logo", cut(t.Name.Local, 20))
		return
	}
	for _, a := range t.Attr {
		switch {
		case a.Name.Space != "" || !slices.Contains(logoAttributes, a.Name.Local):
			list.Hintf(at, "logo", "remove it; colours and lines are attributes of their own: fill, stroke", "<%s> may not have %s here", t.Name.Local, cut(a.Name.Local, 30))
		case a.Name.Local == "href" && !ownPart.MatchString(a.Value),
			strings.ContainsAny(a.Value, `\`),
			strings.Contains(strings.ToLower(urlOfPart.ReplaceAllString(a.Value, "")), "url("):
			list.Hintf(at, "logo", "a part of the logo is named #part", "%s of <%s> leads out of the logo", a.Name.Local, t.Name.Local)
		}
	}
}
