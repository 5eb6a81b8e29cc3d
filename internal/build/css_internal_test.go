package build

import "testing"

// TestMinifyCSS: white space that means nothing goes, all other stays. Each
// case is a rule of CSS Syntax 3, Selectors 4 or Values 4.
func TestMinifyCSS(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"a { color: red; }", "a{color:red}"},
		{"a {\n\tcolor : red ;\n\tmargin: 0 auto;\n}\n\nb { }\n", "a{color :red;margin:0 auto}b{}"},
		{"a { ; }", "a{}"},
		// Values: operators of calc need their spaces, a slash keeps what it has.
		{"a { width: calc(1px + 2px - (3px * 4)) }", "a{width:calc(1px + 2px - (3px * 4))}"},
		{"a { grid-row: 1 / 4; color: rgb(0 0 0 / 50%) }", "a{grid-row:1 / 4;color:rgb(0 0 0 / 50%)}"},
		{"a { margin: -1px -2px }", "a{margin:-1px -2px}"},
		{"a { color: red ! important }", "a{color:red ! important}"},
		{"a { --empty: ; --b:  x }", "a{--empty:;--b:x}"},
		// At-rules: «and» and «not» are words.
		{"@media (min-width: 1px) and (max-width: 2px) { a { b: c } }", "@media (min-width:1px) and (max-width:2px){a{b:c}}"},
		{"@media screen , not ( width > 4px ) { }", "@media screen,not ( width>4px ){}"},
		{"@media (width >= 4px) {}", "@media (width>= 4px){}"},
		{"@supports selector(::details-content) { a { b: c } }", "@supports selector(::details-content){a{b:c}}"},
		{"@layer a, b;\n@view-transition { navigation: auto }", "@layer a,b;@view-transition{navigation:auto}"},
		// Selectors: a space is the descendant combinator.
		{"a :hover , a > b, a + b ~ c { }", "a :hover,a>b,a + b ~ c{}"},
		{":is( a :focus, b ) :not(.c) { }", ":is( a :focus,b ) :not(.c){}"},
		{"a:hover::after , .x:has(> i) b { }", "a:hover::after,.x:has(>i) b{}"},
		{`[a="b c" i] d, [e='f'] g { }`, `[a="b c" i] d,[e='f'] g{}`},
		{"& > a, & .b { }", "&>a,& .b{}"},
		// Strings and addresses are not touched.
		{`a::after { content: ": ; }  {  /* no */ , > x"; }`, `a::after{content:": ; }  {  /* no */ , > x"}`},
		{`a { content: 'it\'s: "x", ' attr(y) ', ' }`, `a{content:'it\'s: "x", ' attr(y) ', '}`},
		{"a { content: \"a\\\n  b\" }", "a{content:\"a\\\n  b\"}"},
		{`a { grid-template-areas: "toc hero" "toc body" }`, `a{grid-template-areas:"toc hero" "toc body"}`},
		{"a { background: url(https://h/*x*/y;z,{} ) , url( 'a  b' ) }", "a{background:url(https://h/*x*/y;z,{} ),url( 'a  b' )}"},
		{`a { background: url(a\)b;) }`, `a{background:url(a\)b;)}`},
		{"a { background: URL( a;} ) , url() , url( 'b ) c' ) , my-url(d  e) }", "a{background:URL( a;} ),url(),url( 'b ) c' ),my-url(d  e)}"},
		{"@import url(x.css) print;", "@import url(x.css) print;"},
		// Escapes: a sign is part of a name, a space ends a hexadecimal one.
		{`.md\: b, .a\, c, .d\> e, .f\{ g { }`, `.md\: b,.a\, c,.d\> e,.f\{ g{}`},
		{`.\26 B  c { }`, `.\26 B c{}`},
		{`.\26  B { }`, `.\26  B{}`},
		{`.a\;{b:c\;}`, `.a\;{b:c\;}`},
		// A comment parts two words, and is none inside a string.
		{"a/* x */b { }", "a/**/b{}"},
		{"a /* x */ b { }", "a b{}"},
		{"/* x */ a { /* : ; } */ margin: 1px/**/2px; /* z */ } /* end */", "a{margin:1px/**/2px}"},
		{"/* it's \"one */ a { b: c } /* d' */", "a{b:c}"},
		{"a { b: c } /* without an end", "a{b:c}"},
		{"a { b: 'without an end ; }", "a{b:'without an end ; }"},
		{"a\\", "a\\"},
		{`a { b: "/*" c "*/" }`, `a{b:"/*" c "*/"}`},
	} {
		if got := minifyCSS(c.in); got != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.in, got, c.want)
		}
		if again := minifyCSS(c.want); again != c.want {
			t.Errorf("%q is not stable: %q", c.want, again)
		}
	}
}
