package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// preview is a server that shows a content folder while it is edited.
type preview struct {
	name    string
	content string // the folder that it watches
	command func(port string) (string, []string)
}

func (b *bench) previews(st *stage) []preview {
	return []preview{
		{"statuswiki serve", st.content, func(port string) (string, []string) {
			return b.ours, []string{"serve", "--addr", "127.0.0.1:" + port, "--content", st.content}
		}},
		{"hugo server", filepath.Join(st.hugo, "content"), func(port string) (string, []string) {
			return b.hugo, []string{"server", "--source", st.hugo, "--config", "hugo.toml", "--bind", "127.0.0.1", "--port", port,
				"--cacheDir", filepath.Join(st.dir, "hugocache"), "--noBuildLock"}
		}},
	}
}

// running is a preview that answers.
type running struct {
	*server
	url  string
	took time.Duration // from its start to the first page
}

// launch starts a preview with nothing kept from earlier runs, and waits for the
// page at path.
func (b *bench) launch(ctx context.Context, st *stage, p preview, path string) (*running, error) {
	for _, cache := range []string{"cache", "hugocache"} {
		if err := os.RemoveAll(filepath.Join(st.dir, cache)); err != nil {
			return nil, err
		}
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	name, args := p.command(port)
	begin := time.Now()
	s, err := start(ctx, st.dir, b.cacheEnv(st), name, args...)
	if err != nil {
		return nil, err
	}
	r := &running{server: s, url: "http://127.0.0.1:" + port}
	if _, err := r.await(ctx, path, "</html", "<footer"); err != nil {
		s.stop()
		return nil, err
	}
	r.took = time.Since(begin)
	return r, nil
}

// pollPause is between two looks at a page: short beside what is measured, long
// enough to leave the machine to the server.
const pollPause = 500 * time.Microsecond

// patience bounds what is waited for.
const patience = 3 * time.Minute

var client = &http.Client{
	Timeout:   time.Minute,
	Transport: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 1},
}

// await asks for a page, over one connection, until it holds one of the texts.
func (r *running) await(ctx context.Context, path string, texts ...string) (time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		body, err := get(ctx, r.url+path)
		now := time.Now()
		if err == nil {
			for _, t := range texts {
				if strings.Contains(body, t) {
					return now, nil
				}
			}
		}
		if ctx.Err() != nil {
			return now, fmt.Errorf("%s: no page with %q at %s: %w\n%s", r.name, texts, path, errors.Join(ctx.Err(), err), r.said.String())
		}
		if err := r.gone(); err != nil {
			return now, err
		}
		time.Sleep(pollPause)
	}
}

func get(ctx context.Context, url string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	resp, err := client.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	if resp.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%s answers %s", url, resp.Status)
	}
	return string(body), nil
}

// starts measures how long it takes from the start of a preview to its first
// page.
func (b *bench) starts(ctx context.Context, st *stage) error {
	all := b.previews(st)
	took := make([]samples, len(all))
	page, err := middle(st.content)
	if err != nil {
		return err
	}
	for round := range b.roundsFor(st.n) {
		for i := range all {
			i = (i + round) % len(all)
			r, err := b.launch(ctx, st, all[i], page.path)
			if err != nil {
				return err
			}
			r.stop()
			took[i] = append(took[i], r.took.Seconds())
		}
	}
	var rows [][]string
	for i, p := range all {
		rows = append(rows, []string{p.name, took[i].spread(), took[0].over(took[i]).spread()})
	}
	b.say("\n### Start of the preview until its first page\n")
	b.table([]string{"server", "s", "ratio"}, rows)
	return nil
}

// edited is the entry that is saved again and again, and what is changed in it.
type edited struct {
	file string // codes/404.md
	path string // /404/
}

// middle picks the entry in the middle of the folder, so that it has neighbours.
func middle(content string) (edited, error) {
	files, err := filepath.Glob(filepath.Join(content, "codes", "*.md"))
	if err != nil {
		return edited{}, err
	}
	if len(files) == 0 {
		return edited{}, fmt.Errorf("no entries in %s", content)
	}
	name := filepath.Base(files[len(files)/2])
	return edited{"codes/" + name, "/" + strings.TrimSuffix(name, ".md") + "/"}, nil
}
