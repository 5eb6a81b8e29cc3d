// Package search finds the page for what somebody types or pastes: a number, a
// name, a symptom, an error message, a header field, a constant, a log line.
//
// [New] makes an [Index] out of the content; [Index.JSON] writes it for browsers,
// where static/search.js reads it, and [Index.Reader] reads it here. There is one
// ranking and it stands here twice, in rank.go and in search.js: integers only,
// divisions rounded down, so that both give the same list. A test runs all
// queries of testdata/queries.txt through both.
//
// # The index
//
// A page has an address, numbers (the codes that it is about), and phrases, of
// which the first is its title. A phrase has a kind, which is worth so much (see
// [Kinds]), a text, and perhaps the fragment of the page that it leads to. The
// number of a page about one code is a phrase before the others, and the titles
// of its tags are phrases behind them; they are not written out. Pages and phrases
// keep their order, and of two with the same score the earlier one goes first.
//
// # Words
//
// The letters A to Z in either case and the digits make words, and a point between
// two digits belongs to the word; apostrophes are passed over; all else separates.
// Exactly three digits beside a letter are a word of their own: HTTP404. Where a
// small letter or a digit stands before a capital, or a capital before a capital
// and a small letter, a new part of the word begins: StatusTeapot. In constants
// each part is a word. In a query it is where the index does not have the whole.
//
// [stem] takes endings off words. [same] then puts one word for several that mean
// the same, first for single words, then for two side by side.
//
// # Weights
//
// A word that stands on d of n pages weighs the number of binary digits of n/d; a
// word of [stop] weighs 1. A word of a query stands for those words of the index
// that fit it, each with a quality:
//
//	8             the same word
//	3 + 4*q/w     it is the beginning, q of w letters: of two letters and more if it
//	              is the last word, which is being typed, else of four and more;
//	              numbers are no beginnings
//	5 or 3        one or two slips of the keys away: for words of four letters and
//	              more, or eight, with the same first letter and without a digit;
//	              only if nothing else fits
//
// It weighs what the best of these does, the earliest if there are several. If
// nothing fits, it weighs 2, or 1 if it is in [stop].
//
// # The score
//
// Let W be the sum of the weights of different words, and M the sum, over the words
// of the query, of weight times the best quality in the phrase; C the same over all
// phrases of the page, with quality times worth of the kind for the quality:
//
//	phrase   2000*M / (8*(W(query)+W(phrase))) * worth/10
//	page     1000*C / (80*W(query))
//
// A page scores its best phrase and the latter. Some things decide before that, and
// are added. To a phrase:
//
//	100000 + 1000*worth   it is the query, but for capitals and what is no word
//	50000                 it begins with a number with a point, 404.13, that is
//	                      among the words of the query
//
// A query that is a constant is taken without what qualifies it, too (http. or
// HttpStatus.), and without Status and the like before the name or the word error
// or codes behind it. And to a page, the first of these:
//
//	50000           the query begins with its header field's name and a colon
//	50000, 200000   its number, both its numbers are numbers of the query
//	20000           the query is one or two digits, perhaps with x behind them, and
//	                its number begins with them
//	10000           it is the class of a number of which nobody knows anything
//
// The numbers of a query are its words of three digits, and what stands before the
// point in a number that the index has, unless a word of [units] follows. If there
// is a status line or a line of a log, it is only the number behind HTTP/1.1. A
// number between a parenthesis and a colon is no word: (104: Connection reset by
// peer).
//
// # Limits
//
// Of a query the first 400 UTF-16 units count, and of its words the first 40 that
// differ. So an answer takes at most 80 walks over the words of the index, and 40
// over its phrases.
package search
