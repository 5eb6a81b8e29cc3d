// Statuswiki makes an HTTP status-code reference out of Markdown entries.
//
//	statuswiki serve    preview the wiki; every save shows at once
//	statuswiki build    write the static site to public/
//	statuswiki check    say what is wrong with the content
//	statuswiki new      begin an entry, with questions to its author
//	statuswiki diff     say what differs between two built sites
//	statuswiki prove    run the samples with the programs they are for
//	statuswiki explain  explain a code, or say what is wrong with a response
//	statuswiki list     list codes: of a class, a standing, a task or an owner
//	statuswiki search   find the page for what somebody saw
//
// Inside a checkout it reads content/, templates/ and static/ there; anywhere
// else it uses the copies inside the binary. Exit status: 0 done, 1 there are
// findings, 2 the command was called wrongly, 3 it could not be done.
package main

import (
	"context"
	"embed"
	"os"
	"os/signal"
	"syscall"

	"statuswiki/internal/cli"
)

//go:embed content templates static
var embedded embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, embedded, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
