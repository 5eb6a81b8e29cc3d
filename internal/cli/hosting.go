package cli

import (
	"io"

	"statuswiki/internal/build"
	"statuswiki/internal/hosting"
)

type hostingCmd struct {
	Server  string `arg:"" enum:"nginx,caddy" help:"nginx or caddy."`
	Folder  string `arg:"" optional:"" default:"public" type:"path" help:"Folder with the built site. Default: public."`
	BaseURL string `name:"base-url" placeholder:"URL" help:"Address at which the site will stand, as it was for build. Default: the root of the server."`
	Brotli  bool   `help:"nginx has the module for Brotli (ngx_brotli)."`
}

// Validate is called by kong; its error is a wrong call.
func (c *hostingCmd) Validate() error { return build.CheckBaseURL(c.BaseURL) }

// Run prints the configuration.
func (c *hostingCmd) Run(e *env) error {
	config, err := hosting.NewConfig(c.Folder, c.BaseURL)
	if err != nil {
		return err
	}
	config.Brotli = c.Brotli
	text := config.Nginx()
	if c.Server == "caddy" {
		text = config.Caddy()
	}
	_, err = io.WriteString(e.out, text)
	return err
}
