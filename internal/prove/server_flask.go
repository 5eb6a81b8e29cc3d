package prove

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"
)

func init() {
	register(&server{name: "flask", langs: []string{"python"}, version: flaskVersion, launch: launchFlask})
}

const tellFlask = `from importlib.metadata import version; import flask, requests; print(version("flask"))`

// pythonWithFlask finds the first of the Pythons that has Flask: the one on the
// path need not be the one that a distribution packs it for.
var pythonWithFlask = sync.OnceValues(func() (python, version string) {
	for _, name := range []string{"python3", "/usr/bin/python3", "python"} {
		if path, err := exec.LookPath(name); err == nil {
			if out, err := output(context.Background(), nil, path, "-c", tellFlask); err == nil {
				return path, firstVersion.FindString(out)
			}
		}
	}
	return "", ""
})

func flaskVersion(context.Context) (string, error) {
	if _, version := pythonWithFlask(); version != "" {
		return "Flask " + version, nil
	}
	return "", fmt.Errorf("%s for Python 3 %w", "Flask", ErrMissing)
}

// flaskNames are what samples use of Flask and of the library without saying so.
const flaskNames = `import datetime, functools, hashlib, io, json, os, re, sys, threading, time, uuid
from flask import Flask, Response, abort, g, jsonify, make_response, redirect, request, send_file, send_from_directory, stream_with_context, url_for
`

func launchFlask(_ context.Context, st *stage) (*process, error) {
	text, err := st.text()
	if err != nil {
		return nil, err
	}
	frame := flaskNames
	if strings.Contains(text, "requests.") {
		frame += "import requests\n"
	}
	if !strings.Contains(text, "Flask(") {
		frame += "app = Flask(__name__)\n"
	}
	file, err := st.write("sample.py", frame+text+fmt.Sprintf("\n\napp.run(host=\"127.0.0.1\", port=%s)\n", st.port()))
	if err != nil {
		return nil, err
	}
	python, _ := pythonWithFlask()
	return start(st.dir, []string{"PYTHONDONTWRITEBYTECODE=1"}, python, file)
}
