// Command bench holds statuswiki against the fastest programs that do a part of
// its work: Hugo as generator and as preview server, nginx and Caddy as web
// servers. It is a ruler, not a test: it prints what it measured and writes it to
// FIGURES.md, and says nothing about whether that is good.
//
//	go run ./internal/bench [flags] [N…]   measure at N entries each (100, 1000, 10000)
//	go run ./internal/bench parts BASE     the parts, against those of another commit
//
// What makes the figures worth reading:
//
//   - Both sides get the same Markdown, and no build counts before [compare] has
//     found every entry, every sample and the words of it in both outputs.
//   - Programs take turns, round by round, in an order that rotates; ratios are
//     taken within a round and shown with their spread, since the machine
//     changes more than the programs do.
//   - CPU time and peak memory come from the kernel (wait4 for programs that end,
//     /proc for servers), and count all processes of a program.
//   - Everything is on 127.0.0.1, below one temporary folder, and ended by pid.
//
// Where the two cannot be equal, the difference is against us: statuswiki always
// writes the JSON, Markdown and text twins, the search index, diagrams,
// comparisons and questions; Hugo is measured without twins and index («plain»)
// and with («equal»; up to 1,000 entries, since that takes it 2 MB of
// memory for each), and never makes the rest.
package main
