package httpmsg_test

import (
	"fmt"

	"statuswiki/internal/httpmsg"
)

func Example() {
	const text = "HTTP/1.1 401 Unauthorized\n" +
		"WWW-Authenticate: Basic realm=\"x\"; charset=\"UTF-8\"\n" +
		"Server : example\n"
	m, problems := httpmsg.Parse(text, 12)
	for _, p := range problems {
		fmt.Printf("%d:%d: %s [%s, %s]\n", p.Line, p.Col, p.Text, p.ID, p.Spec)
	}
	for _, f := range m.Values("www-authenticate") {
		challenges, err := httpmsg.ParseChallenges(f.Value)
		if err != nil {
			line, col := f.Place(httpmsg.Offset(err))
			fmt.Printf("%d:%d: %v\n", line, col, err)
		}
		for _, c := range challenges {
			realm, _ := c.Param("realm")
			fmt.Println(m.Start.Status, c.Scheme, realm)
		}
	}
	// Output:
	// 14:7: white space between the field name and the colon [field-space-before-colon, RFC 9112 §5.1]
	// 13:34: parameters of a challenge are parted by commas, not by semicolons
	// 401 Basic x
}
