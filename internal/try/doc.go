// Package try answers requests with status codes: /try/401 with a real 401. It
// stands in for a server in tests of clients, and behind "Try it" on the pages.
//
//	answers, err := try.Decode(file)       // or try.Answers{}, which has no examples
//	http.Handle(try.Path, try.New(answers))
//
// It knows codes and messages, not where they come from: [Answers] is all it
// gets, and [Encode] writes them to the file that a browser reads as well.
//
// # What is answered
//
// Any number from 200 to 599 is the status of the answer, with the fields and
// the content of its example if there is one, else with what the code owes
// (Allow with 405, a challenge with 401) and a sentence. Some codes mean nothing
// by themselves and do what they stand for:
//
//	1xx       the interim responses, then 200; 100 when it is asked for with
//	          Expect, 101 as a WebSocket handshake that is closed again
//	206, 416  by Range, from a fixed representation (RFC 9110 §14)
//	304, 412  by If-Match, If-None-Match and the others, against the entity tag
//	          and the date of that representation (RFC 9110 §13.2.2)
//	401, 407  until there are credentials: Basic user:pass, Digest of the same,
//	          or a Bearer token that begins with fake-token
//
// A 206 or 304 that nobody asked for is of no use to a client, so these two are
// 200 with a hint unless the request asks; ?force sends the example. 412 and 416
// refuse, which needs no condition: without one they are the example.
//
// # Knobs
//
//	delay=2s     waits before the answer, at most [MaxDelay]; a plain number is
//	             milliseconds. Interim responses go out before it.
//	body=text    is the content, at most [MaxBody] octets; type= its media type
//	redirect=3   301, 302, 303, 307 and 308: so many hops, then 200
//	scheme=basic 401 and 407: the challenge; bearer, digest
//	force        206, 304, 412, 416: the example, whatever was asked
//
// What has no sense is a 400 that says what has. Other parameters are passed
// over: clients add their own.
//
// # What is true and what is shown
//
// The framing is the server's: Content-Length, Connection, Date and the like are
// never the example's. Every answer has [Mark], so that nobody takes it for a
// fault of their own server, and may be read by any page (CORS). It is not to
// be stored: Cache-Control is no-store in place of the example's, save for the
// representation behind 206, 304, 412 and 416, which is no-cache, because a
// browser revalidates only what it has kept. Documents are sandboxed, since the
// content may be anybody's; cookies count below /try/ only; fields that would
// change the whole origin, such as Strict-Transport-Security, are left out.
//
// net/http has reason phrases of its own. Where the example has another, the
// answer is written past net/http and ends the connection.
//
// # Bounds
//
// Content of requests is read up to [MaxContent] octets and thrown away; a
// client that sends Expect to a code that refuses gets the code without a 100.
// A client that leaves ends its delay, and at most [MaxWaiting] wait at a time.
package try
